"""What an editor is typing, kept on the server: nothing of it is a draft yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.models import Typed
from review import permissions
from review.exceptions import Refused

KEPT_FOR = timedelta(days=30)
LONGEST = 100_000
# Between fields, and between a field's name and its value: no form sends these signs.
FIELD, VALUE = "\x1e", "\x1f"


@dataclass
class Kept:
    """The {name: value} of a form as it was left, and when that was."""

    values: dict
    at: datetime


@transaction.atomic
def keep(about, values, *, by, form=Typed.Form.ANSWER):
    """Keep the {name: value} of a form that `by` fills for the request or the statement of the key
    `about`, in place of what was kept.

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
        forget(about, by=by, form=form)
        return None
    made, _ = Typed.objects.update_or_create(
        about_id=about, form=form, by=by, defaults={"text": text, "at": timezone.now()}
    )
    return made


def kept(about, *, by):
    """{form: `Kept`} of what `by` typed for a request or a statement."""
    return {
        held.form: Kept(_values(held.text), held.at)
        for held in Typed.objects.filter(about=about, by=by)
    }


def begun(*, by):
    """Keys of the statements in whose panels `by` began something."""
    found = Typed.objects.filter(by=by).exclude(form=Typed.Form.ANSWER).order_by("at")
    return list(found.values_list("about", flat=True))


def _values(text):
    pairs = (part.partition(VALUE) for part in text.split(FIELD))
    return {name: value for name, _, value in pairs}


def forget(about, *, by, form=Typed.Form.ANSWER):
    Typed.objects.filter(about=about, form=form, by=by).delete()
