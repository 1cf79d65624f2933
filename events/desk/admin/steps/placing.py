"""The steps that cut, join, move, remove and take back."""

from events.desk import writing
from events.desk.admin.steps.answers import Done, key_of, named
from events.models import Statement
from review.exceptions import Refused
from review.ids import key_in
from review.models import Act, Change


def split(desk):
    """Cut at the caret (`first` is what stands before it), or around the marked words (`marked`)."""
    key, data = key_of(desk), desk.request.POST
    row = desk.overlay.one(Statement, key)
    if row is None:
        raise Refused(writing.MISSING)
    first, marked = (data.get(n, "").replace("\r\n", "\n") for n in ("first", "marked"))
    parts = _parts(row.text, first, marked)
    chosen = next((n for n, part in enumerate(parts) if part.strip() == marked.strip()), 1)
    parts = [part for part in parts if part.strip()]
    going = {
        name.removeprefix("part-"): {"marked": str(chosen), "rest": _rest(chosen)}.get(value, value)
        for name, value in data.items()
        if name.startswith("part-")
    }
    writing.split(key, by=desk.request.user, parts=parts, going=going)
    desk.read()
    made = desk.sheet.laid.statements(row.event_id)
    at = [str(one.pk) for one in made].index(str(key)) + (chosen if marked.strip() else 1)
    has_request = bool(marked.strip()) and any(v == str(chosen) for v in going.values())
    return Done(
        open=str(made[at].pk), tool="cite" if has_request else "", said="Split: kept as a draft."
    )


def _parts(text, first, marked):
    """What stands before the marked words, they, and what follows; without any, the two parts."""
    if not text.startswith(first.rstrip()):
        raise Refused("The cut is not in the statement’s own words: keep what you typed first.")
    rest = text[len(first.rstrip()) :]
    if not marked.strip():
        return [first.rstrip(), rest]
    at = rest.find(marked.strip())
    if at < 0 or rest[:at].strip():
        raise Refused("The marked words are not the statement’s own: keep what you typed first.")
    end = at + len(marked.strip())
    # A stop that only closes the words is no part by itself.
    if not any(c.isalnum() for c in rest[end:]):
        end = len(rest)
    return [part for part in (first.rstrip(), rest[at:end], rest[end:]) if part.strip()]


def _rest(chosen):
    return "0" if chosen else "1"


def merge(desk):
    key = key_of(desk)
    row = desk.overlay.one(Statement, key)
    before = [one.pk for one in desk.sheet.laid.statements(row.event_id)] if row else []
    writing.merge(key, by=desk.request.user)
    # What it was joined to has the focus then.
    return Done(focus=str(before[before.index(key) - 1]), said="Merged: kept as a draft.")


def remove(desk):
    model, key = named(desk), key_of(desk)
    writing.remove(model, key, by=desk.request.user)
    return Done(
        focus=str(key), said="Removed: kept as a draft, and shown struck until it is decided."
    )


def move(desk):
    """By a step, or after (before) another."""
    model, key, data = named(desk), key_of(desk), desk.request.POST
    step = {"up": -1, "down": 1}.get(data.get("step", ""), 0)
    beside = None if step else key_of(desk, "beside")
    moved = writing.move(
        model, key, by=desk.request.user, step=step, beside=beside,
        is_before=data.get("place") == "before",
    )  # fmt: skip
    is_open = data.get("open") == str(key)
    said = "" if moved else "There is no way further."
    return Done(open=str(key), said=said) if is_open else Done(focus=str(key), said=said)


def take_back(desk):
    """One change, by its key; or a whole act, with what builds on it if that is asked."""
    data = desk.request.POST
    if number := key_in(data.get("act", "")):
        act = Act.objects.filter(pk=number, changeset__author=desk.request.user).first()
        if act is None:
            raise Refused(writing.MISSING)
        writing.take_back(act, by=desk.request.user, along="along" in data)
        return Done(said="Taken back.")
    change = Change.objects.filter(pk=key_in(data.get("change", "")) or 0).first()
    if change is None:
        raise Refused("There is no draft of yours on it (any more).")
    writing.take_back_change(change.subject_id, by=desk.request.user)
    return Done(said="Taken back.", focus=str(change.subject_id))
