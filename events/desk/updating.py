"""Statements that hold as of a time: those whose day to look again has come get a request, once."""

from itertools import islice
from typing import NamedTuple

from django.utils import timezone

from events.kinds import clip
from events.models import CitationRequest, Statement
from review import permissions
from review.deciding import decisions, trust
from review.models import Act, Change, Redaction
from review.proposing import drafts
from sources import edtf

KIND = CitationRequest.Kind.UPDATE_AFTER
AT_ONCE = 100


class Opened(NamedTuple):
    """How many requests were made, and whether they stand at once or wait for a moderator."""

    number: int
    is_published: bool


def open_due(*, by):
    """Ask “update after” of each statement whose day to look again has come: published where `by`
    may, else proposed, an act a statement. A statement is asked once for each such day: not while
    the request is open or proposed, and not again after it ended."""
    permissions.require(by, permissions.PROPOSE)
    number, is_direct = 0, permissions.may(by, permissions.PUBLISH_DIRECTLY)
    for batch in _batched(due(timezone.now().date())):
        summary = f"To be looked at again: {len(batch)} statement{'s' * (len(batch) != 1)}"
        if is_direct:
            edits = [_request(statement) for statement in batch]
            decisions.publish(edits, by=by, summary=summary, title=summary)
        else:
            acts = [
                drafts.propose(
                    [_request(s)], by=by, title=f"Ask “{KIND.label}” of “{clip(s.text)}”"
                )
                for s in batch
            ]
            trust.send(acts, by=by, summary=summary)
        number += len(batch)
    return Opened(number, is_direct)


def due(today):
    """Yield the statements whose day has come by `today`, and that were not asked since it came."""
    last = None
    while True:
        found = Statement.objects.filter(look_again_on__gt="", look_again_on__lte=f"{today}")
        found = found.exclude(look_again_on=Redaction.MARK).order_by("pk")
        batch = list((found.filter(pk__gt=last) if last else found)[:AT_ONCE])
        if not batch:
            return
        last = batch[-1].pk
        asked = _asked([statement.pk for statement in batch])
        for statement in batch:
            if asked.get(str(statement.pk), "") < first_day(statement.look_again_on):
                yield statement


def first_day(look_again_on):
    """The day on which a year, a month or a day comes, in ISO 8601."""
    return f"{look_again_on}-01-01"[:10]


def _asked(keys):
    """{key, in words: the last day on which it was asked}; past all days while it is so now."""
    asked = {}
    ever = CitationRequest.history.filter(about__in=keys, kind=KIND, history_type="+")
    for key, at in ever.order_by("history_date").values_list("about", "history_date"):
        asked[str(key)] = f"{at.date()}"
    standing = CitationRequest.objects.filter(about__in=keys, kind=KIND, resolution="")
    proposed = Change.objects.filter(
        act__state__in=Act.OPEN,
        subject__kind="events.citationrequest",
        op=Change.Op.CREATE,
        after__kind=KIND,
        after__about_id__in=[str(key) for key in keys],
    )
    for key in (
        *standing.values_list("about", flat=True),
        *proposed.values_list("after__about_id", flat=True),
    ):
        asked[str(key)] = "9999-12-31"
    return asked


def _batched(statements):
    while batch := list(islice(statements, AT_ONCE)):
        yield batch


def _request(statement):
    known = f"true as of {edtf.display(statement.as_of)}; " if statement.as_of else ""
    request = CitationRequest.new(
        about_id=statement.pk,
        kind=KIND,
        reason=f"{known}to be looked at again from {edtf.display(statement.look_again_on)}",
        tagged_on=f"{timezone.now():%Y-%m}",
    )
    return drafts.create(request)
