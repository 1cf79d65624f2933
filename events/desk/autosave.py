"""What an editor is typing, kept on the server: nothing of it is a draft yet."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.models import Typed
from review import permissions
from review.exceptions import Refused

KEPT_FOR = timedelta(days=30)
LONGEST = 100_000
# Between fields, and between a field's name and its value: no form sends these signs.
FIELD, VALUE = "\x1e", "\x1f"


@transaction.atomic
def keep(request, values, *, by):
    """Keep the {name: value} of a form that `by` fills for a request, in place of what was kept.

    What was kept for a month, and nobody came back to, goes on the way.
    """
    permissions.require(by, permissions.PROPOSE)
    text = FIELD.join(
        f"{name}{VALUE}{value.translate({ord(FIELD): None, ord(VALUE): None})}"
        for name, value in values.items()
        if value.strip()
    )
    if len(text) > LONGEST:
        raise Refused("This is too much to keep while you type: keep it as a draft.")
    Typed.objects.filter(by=by, at__lt=timezone.now() - KEPT_FOR).delete()
    if not text:
        forget(request, by=by)
        return None
    made, _ = Typed.objects.update_or_create(
        request_id=request.pk, by=by, defaults={"text": text, "at": timezone.now()}
    )
    return made


def kept(request, *, by):
    """({name: value} of what `by` typed for a request, when), or ({}, None)."""
    held = Typed.objects.filter(request=request.pk, by=by).first()
    if held is None:
        return {}, None
    pairs = (part.partition(VALUE) for part in held.text.split(FIELD))
    return {name: value for name, _, value in pairs}, held.at


def forget(request, *, by):
    Typed.objects.filter(request=request.pk, by=by).delete()
