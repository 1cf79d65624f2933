"""Answers to citation requests: the edits of one act each. Nothing here is published."""

from django.utils import timezone

from events.desk import carrying
from events.models import Citation, CitationRequest, Statement
from events.removing import remove_statement
from review.exceptions import Refused
from review.positions import between
from review.proposing import drafts

Resolution, Kind = CitationRequest.Resolution, CitationRequest.Kind
# What is asked of when a statement holds.
ABOUT_TIME = (Kind.UPDATE_AFTER, Kind.WHEN)


def cite(request, *, source=None, new_source=None, contributors=(), also=(), **fields):
    """Edits that cite `request`'s statement: with a known source's key, or a new source and
    its contributors. `also` are further open requests of the statement that this settles.
    `fields` are the citation's: label, locator, quotation, direction, accessed.
    """
    made = [] if new_source is None else [new_source, *contributors]
    edits = [drafts.create(each) for each in made]
    source = new_source.pk if made else source
    last = Citation.objects.filter(statement=request.about_id).order_by("-position").first()
    citation = Citation.new(
        statement_id=request.about_id,
        source_id=source,
        position=between(last.position if last else None),
        **fields,
    )
    edits.append(drafts.create(citation))
    edits += [settle(r, Resolution.CITED) for r in (request, *also)]
    return edits


def reword(request, *, text, also=(), **dates):
    """Edits that give the statement words which need no citation, or can bear theirs.

    `dates` are `as_of` and `look_again_on`. A request that asks for the time is settled by them
    alone: “still true, as of 2022”. It ends as reworded, since the act changed what the statement
    says; declined would say that nothing was due. Other requests ask for the words.
    """
    statement = _statement(request)
    new = {name: value for name, value in dates.items() if value != getattr(statement, name)}
    if text.strip() != statement.text:
        new["text"] = text.strip()
    elif not new or request.kind not in ABOUT_TIME:
        raise Refused("The words are as they were: change them, or choose another way.")
    elif any(other.kind not in ABOUT_TIME for other in also):
        raise Refused("Only the dates differ, which settles no request for other words.")
    look_again_on = dates.get("look_again_on", "")
    is_asked_now = request.kind == Kind.UPDATE_AFTER and look_again_on
    if is_asked_now and look_again_on <= f"{timezone.now():%Y-%m-%d}":
        raise Refused("That day to look again has come: give a later one, or none.")
    mentions = statement.mentions.order_by("pk") if "text" in new else ()
    return [
        drafts.update(Statement, statement.pk, **new),
        *carrying.reworded(mentions, text.strip()),
        *(settle(r, Resolution.REWORDED) for r in (request, *also)),
    ]


def remove(request):
    """Edits that take the statement away, with all that hangs on it."""
    return remove_statement(_statement(request))


def decline(request, *, reason, note=""):
    """The edit that ends a request without a citation, for a typed reason."""
    return [settle(request, Resolution.DECLINED, declined_for=reason, resolution_note=note)]


def _statement(request):
    statement = Statement.objects.filter(pk=request.about_id).first()
    if statement is None:
        raise Refused("The statement was removed meanwhile, so there is nothing left to answer.")
    return statement


def settle(request, resolution, **more):
    return drafts.update(CitationRequest, request.pk, resolution=resolution, **more)
