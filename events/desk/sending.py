"""Asks at sending about new words that a citation is likely due for, and that bring none."""

from django.urls import reverse
from django.utils import timezone

from events.desk import asking, suggesting
from events.models import Citation, CitationRequest, Event, Statement
from review import kinds
from review.models import Act, Change
from review.proposing import drafts

ASK = "ask"
# Why none may be needed, of what a request can be declined for.
Reason = CitationRequest.DeclineReason
NONE_NEEDED = (Reason.COMMON_KNOWLEDGE, Reason.LEAD, Reason.CITED_NEARBY, Reason.NOT_THESE_WORDS)
# A split or a merge brings no new words, and an import or an undo is no one's prose.
ASKED_OF = (Act.Type.EDIT, Act.Type.RESOLVE)
MOST_ASKED = 5  # It is to be brief.
MOST_READ = 400  # Changes: a larger changeset is asked about its first ones.


class AsksForCitations(kinds.Asking):
    def questions(self, acts):
        """One for each statement with new words that a citation is likely due for, that has neither a
        citation nor an open request and gets none by these acts."""
        of = [act for act in acts if act.type in ASKED_OF]
        changes = Change.objects.filter(act__in=of, subject__kind="events.statement")
        changes = changes.exclude(op=Change.Op.DELETE).order_by("id")[:MOST_READ]
        worded = {change.subject_id: change for change in changes if "text" in change.after}
        if not worded:
            return []
        live = Statement.objects.select_related("event").in_bulk(worded)
        covered = _covered(worded, acts)
        bare = {
            key: _as_proposed(change, live.get(key))
            for key, change in worded.items()
            if key not in covered
        }
        _know_events(bare.values())
        readings = suggesting.readings(bare.values())
        found = []
        for key, statement in bare.items():
            reasons = _of_new_words(readings[key].due, statement.text, worded[key].before)
            if reasons:
                found.append(_question(worded[key], statement, reasons))
        return found[:MOST_ASKED]

    def answer(self, question, value, *, by):
        if value != ASK:
            return (
                None,
                f"{Reason(value).label.capitalize()}, so no citation is needed for these words.",
            )
        request = CitationRequest.new(
            about_id=question.key, reason=question.why[0], tagged_on=f"{timezone.now():%Y-%m}"
        )
        title = "Ask “citation needed” of new words"
        return drafts.propose([drafts.create(request)], by=by, title=title), ""


def _question(change, statement, reasons):
    key = change.subject_id
    cite = reverse("admin:events_citation_add")
    return kinds.Question(
        key=str(key),
        act=change.act_id,
        about=suggesting.lit(statement.text, reasons, 300),
        why=[suggesting.told(reason, statement.text) for reason in reasons],
        ways=[(f"{cite}?statement={key}", "Cite a source instead")],
        answers=[
            (ASK, "Ask for a citation, with it"),
            *((str(r), f"None is needed: {r.label}") for r in NONE_NEEDED),
        ],
    )


def _of_new_words(reasons, text, before):
    """Those reasons that rest on words which were not there before."""
    old = before.get("text", "")
    return [r for r in reasons if any(text[start:end] not in old for start, end in r.spans)]


def _covered(keys, acts):
    """Those of the statements that have a citation or an open request once the acts are published, or
    for which their author has proposed one."""
    ended = Change.objects.filter(act__in=acts).exclude(op=Change.Op.CREATE)
    ended = {
        change.subject_id
        for change in ended.filter(subject__kind__in=["events.citation", "events.citationrequest"])
        if change.op == Change.Op.DELETE or change.after.get("resolution")
    }
    cited = Citation.objects.filter(statement__in=keys).exclude(pk__in=ended)
    asked = CitationRequest.objects.filter(about__in=keys, resolution="").exclude(pk__in=ended)
    proposed = asking.own_work(keys, by=acts[0].changeset.author)
    added = {"a citation", "a request"}
    return {
        *cited.values_list("statement", flat=True),
        *asked.values_list("about", flat=True),
        *(key for key in keys if added & {words for _, words in proposed.get(str(key), [])}),
    }


def _as_proposed(change, live):
    """The statement as its change would have it, unsaved."""
    kind = kinds.of(Statement)
    values = {**(kind.dump(live) if live else {}), **change.after}
    return kind.load(change.subject_id, values)


def _know_events(statements):
    """Give each statement its event: the live one, or one of its own where that is proposed too."""
    statements = list(statements)
    events = Event.objects.in_bulk({s.event_id for s in statements})
    for statement in statements:
        statement.event = events.get(statement.event_id) or Event(subject_id=statement.event_id)
