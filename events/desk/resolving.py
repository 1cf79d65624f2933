"""Answers to citation requests: the edits of one act each. Nothing here is published."""

from events.models import Citation, CitationRequest, Statement
from events.removing import remove_statement
from review.exceptions import Refused
from review.positions import between
from review.proposing import drafts

Resolution = CitationRequest.Resolution


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


def reword(request, *, text, also=()):
    """Edits that give the statement words which need no citation, or can bear theirs."""
    statement = _statement(request)
    if text.strip() == statement.text:
        raise Refused("The words are as they were: change them, or choose another way.")
    return [
        drafts.update(Statement, statement.pk, text=text.strip()),
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
