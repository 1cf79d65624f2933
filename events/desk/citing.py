"""One work for several statements at once: each an act of its own, sent together."""

from events.desk import resolving
from events.kinds import clip
from events.models import Citation, CitationRequest, Statement
from review.exceptions import NothingProposed, Refused
from review.models import Act, OpenChange
from review.positions import between
from review.proposing import drafts
from sources.models import Source

Kind = CitationRequest.Kind
# What a citation with its place answers; what asks for something else stays open.
ANSWERED = (
    Kind.CITATION_NEEDED,
    Kind.FULL_CITATION_NEEDED,
    Kind.BETTER_SOURCE_NEEDED,
    Kind.FAILED_VERIFICATION,
)
MOST = 200


def cite_many(places, *, by, source, label="", direction="supports"):
    """Keep as drafts that statements rest on one work; returns the acts, which stand or fall apart.

    `places` maps keys of live statements to locators ("" for none); `source` is a live work's key, or
    one that `by` has proposed. What is asked of a statement and a citation answers ends with its act.
    """
    if not places:
        raise NothingProposed("Tick at least one statement that the work bears.")
    if len(places) > MOST:
        raise Refused(f"At most {MOST} statements go at once: send these in two.")
    statements = Statement.objects.in_bulk(places)
    gone = len(places) - len(statements)
    if gone:
        raise Refused(f"{gone} of them were removed meanwhile: look at the article again.")
    rests = set(
        Citation.objects.filter(statement__in=statements, source=source).values_list(
            "statement_id", "locator"
        )
    )
    asked = _asked(statements)
    last = dict(
        Citation.objects.filter(statement__in=statements)
        .order_by("position")
        .values_list("statement", "position")
    )
    by_key, acts = {str(pk): statement for pk, statement in statements.items()}, []
    for key in places:
        statement, locator = by_key[str(key)], places[key].strip()
        if (statement.pk, locator) in rests:
            words = clip(statement.text, 60)
            raise Refused(f"“{words}” rests on this work, at this place, already: untick it.")
        citation = Citation.new(
            statement_id=statement.pk,
            source_id=source,
            position=between(last.get(statement.pk)),
            label=label if locator else "",
            locator=locator,
            direction=direction,
        )
        settled = [] if direction == "contradicts" else asked.get(statement.pk, [])
        edits = [
            drafts.create(citation),
            *(resolving.settle(request, resolving.Resolution.CITED) for request in settled),
        ]
        title = f"Cite a source for “{clip(statement.text)}”"
        acts.append(drafts.propose(edits, by=by, type=Act.Type.RESOLVE, title=title))
    return list({act.pk: act for act in acts}.values())


def _asked(statements):
    """{statement: its open requests that a citation answers}."""
    found = {}
    rows = CitationRequest.objects.filter(about__in=statements, resolution="", kind__in=ANSWERED)
    for request in rows:
        found.setdefault(request.about_id, []).append(request)
    return found


def with_the_work(acts, source, *, by):
    """The acts, and before them the draft that makes the work, if it is one of `by`'s own."""
    if Source.objects.filter(pk=source).exists():
        return acts
    held = OpenChange.objects.filter(author=by, subject=source).select_related("change__act")
    made = [open.change.act for open in held if open.change.act.state == Act.State.DRAFT]
    return [*made, *acts]
