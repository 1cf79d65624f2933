"""What is taken back: a whole act, or one's own change of one object."""

from django.db import transaction

from events.desk.laid import MODELS, is_new
from events.models import Citation
from review import kinds
from review.desk.admin.overlay import Overlay
from review.exceptions import Refused
from review.models import Act, Change, OpenChange
from review.proposing import drafts, proposals
from sources.models import Contributor, Source

BY_LABEL = {model._meta.label_lower: model for model in MODELS}
# An act that stands or falls whole, as its author made it in one step.
WHOLE = (
    Act.Type.SPLIT,
    Act.Type.MERGE,
    Act.Type.RESOLVE,
    Act.Type.MOVE,
    Act.Type.DELETE,
)


def take_back(act, *, by, along=False):
    """Take a draft, or what waits, back. What of one's own builds on it is refused, or with `along`
    taken back before it."""
    for other in building_on(act, by=by) if along else ():
        take_back(other, by=by, along=True)
    act.refresh_from_db()
    return proposals.withdraw(act, by=by) if act.state != Act.State.WITHDRAWN else act


def building_on(act, *, by):
    """The author's own acts that point at what an act would create."""
    made = act.changes.filter(op=Change.Op.CREATE).values_list("subject_id", flat=True)
    return proposals.pointing_at({str(key) for key in made}, by, exclude=act)


@transaction.atomic
def take_back_change(key, *, by):
    """Take back one's own draft of one object, and what hangs on it if it is new; an act that was
    made in one step goes whole. Returns the act."""
    found = OpenChange.objects.select_related("change__act", "change__subject")
    held = found.filter(author=by, subject=key, change__act__state=Act.State.DRAFT).first()
    if held is None:
        raise Refused("There is no draft of yours on it (any more).")
    act = held.change.act
    if act.type in WHOLE or act.changes.count() == 1:
        return take_back(act, by=by)
    return drafts.propose(_without(held.change, Overlay(by)), by=by)


def _without(own, overlay):
    """Edits by which nothing is left of an own change, and of what hangs on a new object."""
    model = BY_LABEL[own.subject.kind]
    if own.op != Change.Op.CREATE:
        # Back to what it was made on: no difference is left, and it goes. So does the removal of
        # what it stood in.
        edits = [drafts.update(model, own.subject_id, **own.before)] if own.before else []
        for kind in (kinds.of(each) for each in MODELS):
            edits += [
                drafts.update(kind.model, key)
                for key, other in overlay.changes(kind).items()
                if other.op == Change.Op.DELETE and key in own.before.values()
            ]
        return edits
    overlay.read(MODELS)
    key, edits = str(own.subject_id), []
    for other in MODELS:
        for change in overlay.changes(kinds.of(other)).values():
            if key in change.after.values() and change.subject_id != own.subject_id:
                edits += _without(change, overlay)
    edits.append(drafts.remove(model, own.subject_id))
    return [*edits, *unused_work(own, overlay)] if model is Citation else edits


def unused_work(own, overlay):
    """Edits that take back the new work of a citation that goes, if nothing else of one's own is
    cited from it."""
    key = own.after["source_id"]
    work = overlay.one(Source, key)
    cited = overlay.changes(kinds.of(Citation)).values()
    if work is None or not is_new(work) or sum(c.after.get("source_id") == key for c in cited) > 1:
        return []
    people = overlay.children(Contributor, "source", key)
    return [*(drafts.remove(Contributor, one.pk) for one in people), drafts.remove(Source, key)]
