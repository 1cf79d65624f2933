"""An article as plain text, from its live rows and the separators kept with them.

What an import brought is given back to the byte. What came of it since is printed as it stands:
open requests as marks, citations as numbers with their pages, and the works that they cite in a
closing list; a mark that was answered is gone.
"""

import re
from collections import defaultdict

from events.exchange.importers.marks import marks_at
from events.exchange.importers.plaintext import BLANK_LINES, LINE_END, WORD, rebuild
from events.models import Citation, CitationRequest, Event, Illustration, Section, Statement
from events.models.event import MARKS
from review.weighing.outcome import Outcome
from sources.formatting import notes, renderings

# What a new event of a form begins with.
MADE = {"item": "\n* ", "numbered": "\n1. ", "quotation": "\n\n> "}
SPACE = re.compile(r"[ \t]*")
WAS = re.compile(r"was \[(\d+)\] in the import")
PAGED = frozenset(["page", "folio", ""])


def export_article(article):
    """The bytes of the file."""
    pieces, closing = printed(article)
    return rebuild(((lead, text, trail) for lead, text, trail, _ in pieces), article.tail + closing)


def printed(article):
    """([(lead, text, trail, whose text it is)], the closing list) of an article; what nothing live
    owns is of None."""
    pieces = [(article.lead, article.title, "", article)] if article.prints_title else []
    statements = list(
        Statement.objects.filter(event__article=article)
        .order_by("event__position", "event_id", "position", "subject_id")
        .select_related("event")
    )
    notes = _Notes(statements)
    sections = list(Section.objects.filter(article=article))
    groups = defaultdict(list)
    for statement in statements:
        groups[statement.event.section_id].append((_place(statement), statement))
    for place, section, words in _left_behind(article, statements):
        # Where the section is gone, too, it stands before the first.
        held = section if section in {s.pk for s in sections} else None
        groups[held].append((place, words))
    pieces += _written(groups[None], notes, is_first=not pieces)
    for section in sections:
        pieces.append((section.lead, section.title, section.trail, section))
        pieces += _written(groups[section.pk], notes)
    for illustration in Illustration.objects.filter(article=article):
        pieces.append((illustration.lead or "\n", illustration.caption, "", illustration))
    return pieces, notes.closing()


def _place(statement):
    event = statement.event
    return event.position, event.pk, statement.position, statement.pk


def _left_behind(article, live):
    """(place, key of its section, words) of what was kept apart before statements that were removed:
    it was none of their words, and stays."""
    named = Event.history.filter(article=article).values("subject")
    history = Event.history.filter(subject__in=named).order_by("publication")
    events = {row.subject_id: row for row in history}
    removed = Statement.history.filter(event__in=list(events), history_type="-")
    known = {statement.pk for statement in live}
    for row in {r.subject_id: r for r in removed.order_by("publication")}.values():
        words = row.lead[: _head_of(row.lead)].rstrip()
        event = events[row.event_id]
        if words and row.subject_id not in known and event.article_id == article.pk:
            place = event.position, event.subject_id, row.position, row.subject_id
            yield place, event.section_id, words


def _written(placed, notes, is_first=False):
    """Pieces of statements, and of what was left behind, by their places."""
    event = None
    for _, statement in sorted(placed, key=lambda one: one[0]):
        if isinstance(statement, str):
            yield statement, "", "", None
            event, is_first = None, False
            continue
        lead = statement.lead
        if statement.event_id != event:
            if not is_first and not LINE_END.search(lead):
                lead = MADE.get(statement.event.form, "\n\n")
        elif BLANK_LINES.search(lead):
            lead = " "
        yield *notes.around(statement, lead), statement
        event, is_first = statement.event_id, False


class _Notes:
    """The marks of statements as they stand: open requests, and numbers for the works cited.

    Works are numbered by first use, above every number that the imported text has.
    """

    def __init__(self, statements):
        keys = [statement.pk for statement in statements]
        self.requests, self.citations = defaultdict(list), defaultdict(list)
        requests = CitationRequest.objects.filter(about__in=keys, resolution="")
        for request in requests.order_by("subject_id"):
            self.requests[request.about_id].append(request)
        for citation in Citation.objects.filter(statement__in=keys).order_by("position"):
            self.citations[citation.statement_id].append(citation)
        self.numbers, self.uses = {}, defaultdict(list)
        self.last = 0
        if self.citations:
            printed = (text for s in statements for text in (s.lead, s.text, s.trail))
            self.last = max((n for text in printed for n in _numbers(text)), default=0)

    def around(self, statement, lead):
        """(lead, text, trail) of a statement, with the marks of now."""
        waiting = list(self.requests[statement.pk])
        head = _head_of(lead)
        lead = lead[:head] + _standing(lead[head:], waiting, is_head=True)
        trail = _standing(statement.trail, waiting)
        added = "".join(map(self._cited, self.citations[statement.pk]))
        added += "".join(map(_asked, waiting))
        return lead, statement.text, added + trail

    def _cited(self, citation):
        if citation.source_id not in self.numbers:
            self.last += 1
            self.numbers[citation.source_id] = self.last
        number = self.numbers[citation.source_id]
        where = (citation.label, citation.locator)
        if where not in self.uses[number]:
            self.uses[number].append(where)
        pages = f"[{number}]:{citation.locator}"
        is_page = citation.label in PAGED and citation.locator
        return pages if is_page and MARKS.fullmatch(pages) else f"[{number}]"

    def closing(self):
        """The list of the works cited, each with its notes, or ""."""
        if not self.numbers:
            return ""
        works = renderings.items_of(map(str, self.numbers), Outcome())
        said = {
            number: [
                notes.Cite(works[str(key)], *where, notes.LATER if at else notes.FIRST)
                for at, where in enumerate(self.uses[number])
            ]
            for key, number in self.numbers.items()
        }
        held = renderings.notes_for(cite for cites in said.values() for cite in cites)
        lines = [
            f"[{number}] {' '.join(renderings.words_of(renderings.note_in(held, c)) for c in cites)}\n"
            for number, cites in said.items()
        ]
        return "\n\nReferences\n\n" + "".join(lines)


def _asked(request):
    number = WAS.match(request.reason)
    return f"[{number[1] if number else request.get_kind_display()}]"


def _numbers(text):
    return [
        int(mark.number) for *_, marks in marks_at(text) for mark in marks if mark.number.isdigit()
    ]


def _head_of(lead):
    """Where the part of a lead begins that holds marks of its own statement: behind the words that
    are kept apart, and the rest of their line."""
    said, at = -1, 0
    for start, end, _ in [*marks_at(lead), (len(lead), len(lead), ())]:
        words = [found.start() for found in WORD.finditer(lead, at, start)]
        said, at = max([said, *words]), end
    if said < 0:
        return 0
    following = LINE_END.search(lead, said)
    return following.end() if following else said + 1


def _standing(text, waiting, *, is_head=False):
    """Text between words with the marks of requests that wait, which are taken out of `waiting`."""
    kept, at = [], 0
    for start, end, marks in marks_at(text):
        still = [mark for mark in marks if mark.is_note or _taken(mark, waiting)]
        if len(still) == len(marks):
            continue
        before = text[at:start]
        numbers = ", ".join(mark.number for mark in still)
        if not still and not is_head:
            # A mark that stood alone takes its paragraph along.
            before = before.rstrip(" \t")
            before = before.rstrip() if before.endswith(("\n", "\r")) else before
        kept.append(f"{before}[{numbers}]" if still else before)
        # A mark at a head goes with the space after it.
        at = SPACE.match(text, end).end() if is_head and not still else end
    return "".join([*kept, text[at:]])


def _taken(mark, waiting):
    """Whether a request that waits is the one of this mark; it no longer waits then."""
    for request in waiting:
        same = request.kind == mark.kind
        if same and (not mark.number or request.reason.startswith(mark.reason)):
            waiting.remove(request)
            return True
    return False
