"""What waits for a person, counted for the desk's navigation: all of it by one query."""

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField

from review.models import Notice

# Nothing is counted further.
MOST = 99

_waiting = {"inbox": lambda user: Notice.objects.filter(to=user, seen_at=None)}


def register(name, rows):
    """Have `rows(user)`, a queryset, counted under a name."""
    _waiting[name] = rows


def counts(user):
    """{name: how many wait, "99+" past that}."""
    if not getattr(user, "pk", None):
        return dict.fromkeys(_waiting, 0)
    counted = (_count(rows(user).values("pk")[: MOST + 1]) for rows in _waiting.values())
    found = get_user_model().objects.filter(pk=user.pk).values_list(*counted).get()
    told = (number if number <= MOST else f"{MOST}+" for number in found)
    return dict(zip(_waiting, told, strict=True))


def _count(rows):
    return Func(ArraySubquery(rows), function="cardinality", output_field=IntegerField())
