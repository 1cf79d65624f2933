"""Pages as readers see them, assembled from rows: live ones, or those of a past publication.

`rows(model)` is `review.past.live`, or what `review.past.as_of` gives. The number of queries
is fixed, however long the article.
"""

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from math import inf
from string import ascii_lowercase

from django.conf import settings
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext as _

from events import reasons
from events.models import (
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Section,
    SectionRequest,
    Statement,
    Verification,
)
from events.models.event import closing_of, gap_of
from events.models.verification import SPOKEN, digest_of
from events.pages import pictures
from events.pages.shown import (
    Counts,
    Mark,
    Note,
    Page,
    Part,
    ShownDate,
    ShownEvent,
    ShownStatement,
    Use,
    When,
)
from review import spoken
from review.columns import columns
from review.models import Slug, Subject
from sources import csl, edtf
from sources.formatting import notes, renderings
from sources.models import Contributor, Source
from sources.writing import known

# An article of more events is read in parts.
PART = 300
KIND_WORDS = dict(CitationRequest.Kind.choices)
AGAINST = str(Citation.Direction.CONTRADICTS)

# What of each row is read.
SECTION = ("subject_id", "title", "level")
EVENT = ("subject_id", "section_id", "position", "heading", "form")
PICTURE = ("caption", "image", "alternative", "credit", "licence")
SECTION_REQUEST = ("subject_id", "section_id", "kind", "reason", "tagged_on", "imported_on")
STATEMENT = ("subject_id", "event_id", "text", "lead", "trail", "as_of")
CITATION = ("subject_id", "statement_id", *SPOKEN)
REQUEST = ("subject_id", "about_id", "kind", "reason", "tagged_on", "imported_on")
DATING = ("statement_id", "words", "edtf", "calendar", "lower", "upper", "is_chosen")
CHECK = ("citation_id", "digest", "by_id", "at")


def counts_of(rows, articles):
    """{article key: `Counts`} of these, from few columns of their rows."""
    events = rows(Event).filter(article_id__in=articles)
    parents = dict(events.values_list("subject_id", "article_id"))
    events = dict(
        rows(Statement).filter(event_id__in=parents).values_list("subject_id", "event_id")
    )
    citations = rows(Citation).filter(statement_id__in=events)
    cited = set(citations.values_list("statement_id", flat=True))
    requests = rows(CitationRequest).filter(resolution="", about_id__in=events)
    requested = set(requests.values_list("about_id", flat=True))
    found = {}
    for key, event in events.items():
        counts = found.setdefault(parents[event], Counts(0, 0, 0, 0))
        counts.statements += 1
        counts.cited += key in cited
        counts.requested += key in requested
        counts.both += key in cited and key in requested
    return found


def article_page(key, rows, until=None, number=None):
    """The `Page` of an article, or of its part `number`, which is None where there is no such part;
    verifications after the instant `until` don't count."""
    sections = columns(rows(Section), SECTION, ("position",), article_id=key)
    events = _in_order(columns(rows(Event), EVENT, article_id=key), sections)
    cut = [events] if number is None else cut_in_parts(events)
    if number is not None and not 1 <= number <= len(cut):
        return None
    shown = cut[(number or 1) - 1]
    begun = {event.section_id for event in shown}
    here = [s for s in sections if s.subject_id in begun] if len(cut) > 1 else sections
    illustrations = columns(rows(Illustration), PICTURE, ("position",), article_id=key)
    # Pictures stand at the end of the whole.
    illustrations = illustrations if shown is cut[-1] else []
    asked = columns(
        rows(SectionRequest), SECTION_REQUEST, ("subject_id",), article_id=key, ended=""
    )
    page = _assemble(shown, here, illustrations, rows, until, asked)
    titles = {section.subject_id: section.title for section in sections}
    page.others = [titles.get(part[0].section_id, "") for part in cut] if len(cut) > 1 else []
    page.number = number or 1
    return page


def part_of(event, article, rows):
    """Which part of its article an event is read in, from 1."""
    sections = columns(rows(Section), SECTION, ("position",), article_id=article)
    events = columns(rows(Event), EVENT, article_id=article)
    cut = cut_in_parts(_in_order(events, sections))
    keys = ({event.subject_id for event in part} for part in cut)
    return next((n for n, own in enumerate(keys, 1) if str(event) in own), 1)


def _in_order(events, sections):
    """As they are read: a section that was moved took its events along."""
    place = {section.subject_id: at for at, section in enumerate(sections)}
    return sorted(events, key=lambda e: (place.get(e.section_id, -1), e.position))


def cut_in_parts(events):
    """Events in the parts that a long article is read in: each ends with a section, if one ends in
    its latter half."""
    parts, rest = [], events
    while len(rest) > PART:
        ends = (
            n for n in range(PART, PART // 2, -1) if rest[n - 1].section_id != rest[n].section_id
        )
        end = next(ends, PART)
        parts.append(rest[:end])
        rest = rest[end:]
    return [*parts, rest]


def event_page(event, rows, until=None):
    """The `Page` of one event."""
    return _assemble([event], [], [], rows, until)


def _assemble(events, sections, illustrations, rows, until, asked=()):
    headed = [section.subject_id for section in sections]
    shown, notes, is_complete, anchors = shown_events(events, rows, until, headed)
    parts = _parts(events, shown, sections, anchors, asked)
    return Page(parts, notes, pictures.shown(illustrations), is_complete)


def shown_events(events, rows, until=None, also=()):
    """(the `ShownEvent`s of events in the order of the page, their notes, whether each has its
    rendering, {key: anchor} of them, their statements and `also`)."""
    keys = [str(event.subject_id) for event in events]
    statements = columns(rows(Statement), STATEMENT, ("position",), event_id=keys)
    named = [statement.subject_id for statement in statements]
    citations = columns(rows(Citation), CITATION, ("position",), statement_id=named)
    requests = columns(
        rows(CitationRequest), REQUEST, ("subject_id",), about_id=named, resolution=""
    )
    datings = columns(rows(Dating), DATING, ("lower", "upper"), statement_id=named)
    shown = [*keys, *named, *also]
    anchors = dict(columns(Subject.objects.all(), ("id", "anchor"), id=shown))
    works = Works({c.source_id for c in citations}, rows)
    texts = {s.subject_id: s.text for s in statements}
    items = works.items
    checks = checks_of(citations, texts, items, until)
    by_event = _grouped(statements, "event_id")
    cited = _grouped(citations, "statement_id")
    marks = _grouped(requests, "about_id")
    dated = _grouped(datings, "statement_id")
    in_order = [c for key in keys for s in by_event[key] for c in cited[s.subject_id]]
    works.note(in_order)
    numbered, shown = {}, []
    for event, key in zip(events, keys, strict=True):
        own = by_event[key]
        made = [
            ShownStatement(
                s.subject_id,
                anchors[s.subject_id],
                s.text,
                "" if index == 0 else gap_of(own[index - 1].trail, s.lead),
                closing_of(s.text, s.trail),
                [_use(c, works, numbered, checks) for c in cited[s.subject_id]],
                [mark_of(r) for r in marks[s.subject_id]],
                as_of_told(s.text, s.as_of),
            )
            for index, s in enumerate(own)
        ]
        read = [d for s in own for d in dated[s.subject_id]]
        shown.append(
            ShownEvent(
                key,
                anchors[key],
                event.heading,
                event.form,
                made,
                dates_of(read),
                place(read),
                when(read),
            )
        )
    return shown, list(numbered.values()), works.held.is_whole, anchors


def _parts(events, shown, sections, anchors, asked):
    by_section = defaultdict(list)
    for event, made in zip(events, shown, strict=True):
        by_section[event.section_id].append(made)
    marks = defaultdict(list)
    for request in asked:
        marks[request.section_id].append(mark_of(request))
    parts = [Part("", by_section[None], marks=marks[None])]
    for section, level in zip(sections, levels_of(sections), strict=True):
        key = section.subject_id
        parts.append(Part(section.title, by_section[key], level, anchors[key], marks[key]))
    return _with_text(parts)


def levels_of(sections):
    """Of which level each heading is on the page, from 2: none is left out."""
    above, found = [], []
    for section in sections:
        while above and above[-1] >= section.level:
            above.pop()
        above.append(section.level)
        found.append(len(above) + 1)
    return found


def _with_text(parts):
    """Those that hold something, or are followed by one within them that does."""
    kept = []
    for part in reversed(parts):
        if part.events or part.marks or (part.title and kept and kept[-1].level > part.level):
            kept.append(part)
    return kept[::-1]


def _grouped(items, name):
    groups = defaultdict(list)
    for item in items:
        groups[getattr(item, name)].append(item)
    return groups


class Works:
    """The works that a page cites: their CSL items and slugs, and the notes of its citations."""

    def __init__(self, keys, rows):
        people = columns(rows(Contributor), known.CONTRIBUTOR, ("position",), source_id=keys)
        people = _grouped(people, "source_id")
        found = columns(rows(Source), known.SOURCE, subject_id=keys)
        self.known = {s.subject_id: known.work(s, tuple(people[s.subject_id])) for s in found}
        self.items = {key: work.item for key, work in self.known.items()}
        slugs = columns(
            Slug.objects.all(), ("subject_id", "slug"), subject_id=keys, is_current=True
        )
        self.slugs = dict(slugs)

    def note(self, citations):
        """Find the notes of citations, which are given in the order of the page, and the entries."""
        beside, seen = notes.beside(self.items), set()
        cites = {}
        for c in citations:
            position = notes.LATER if c.source_id in seen else notes.FIRST
            seen.add(c.source_id)
            item = self.items[c.source_id]
            cites[c.subject_id] = notes.Cite(
                item, c.label, c.locator, position, beside[c.source_id]
            )
        self.held = renderings.Held(cites, self.items)


def checks_of(citations, texts, works, until=None):
    """{citation key: (people, the last instant)} of citations verified as they read.

    `texts` are the words of their statements by key, `works` the CSL items of their sources.
    """
    keys = {str(c.subject_id): c.subject_id for c in citations}
    found = columns(Verification.objects.all(), CHECK, ("at",), citation_id=list(keys))
    if until is not None:
        found = [check for check in found if check.at <= until]
    named = {check.citation_id for check in found}
    now = {
        str(c.subject_id): digest_of(texts[c.statement_id], c, works[c.source_id])
        for c in citations
        if named and str(c.subject_id) in named
    }
    holding = defaultdict(list)
    for check in found:
        if check.digest == now[check.citation_id]:
            holding[check.citation_id].append(check)
    return {keys[key]: (len({c.by_id for c in own}), own[-1].at) for key, own in holding.items()}


def _use(citation, works, numbered, checks):
    key = citation.source_id
    if key not in numbered:
        numbered[key] = Note(
            len(numbered) + 1,
            key,
            works.slugs.get(key, ""),
            works.held.entry(key),
            works.known[key],
        )
    note = numbered[key]
    checked = checks.get(citation.subject_id, ())
    said = (citation.label, citation.locator, citation.quotation, citation.direction, checked)
    if same := note.said.get(said):
        place = f"{note.number}{same.letter}-{len(same.places) + 1}"
        same.places.append(place)
        return replace(same, place=place)
    place = f"{note.number}{letter(len(note.uses))}"
    use = note.said[said] = Use(
        letter(len(note.uses)),
        place,
        works.held.note(citation.subject_id),
        csl.place_told(citation.label, citation.locator),
        citation.quotation,
        citation.direction == AGAINST,
        note,
        *(checked or (0, None)),
        [place],
    )
    note.uses.append(use)
    return use


def letter(index):
    """0 → a, 25 → z, 26 → aa."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = ascii_lowercase[rest] + text
    return text


def as_of_told(text, as_of):
    """“as of 2011”, or nothing where the words name that time already."""
    if not as_of:
        return ""
    said = edtf.display(as_of)
    # Its words are in any language: a year is written alike in all.
    for words in (said, edtf.display(as_of, language=settings.LANGUAGE_CODE)):
        if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE):
            return ""
    return _("as of {when}").format(when=said)


def mark_of(request):
    words, since = _told(get_language(), request.kind, request.tagged_on, request.imported_on)
    return Mark(words, reasons.told(request.reason), since, str(request.subject_id))


@lru_cache(maxsize=1024)
def _told(language, kind, tagged_on, imported_on):
    """(what is asked for, since when), in words of the language that is spoken now."""
    if tagged_on:
        since = _("tagged {when}").format(when=edtf.display(tagged_on))
    elif imported_on:
        since = _("undated, imported on {day}").format(day=edtf.day(imported_on))
    else:
        since = pgettext("request", "undated")
    return gettext(KIND_WORDS[kind]), since


def place(datings):
    """(lower, upper) of an event: its chosen dating's, else the span of all; None is open."""
    chosen = [d for d in datings if d.is_chosen] or datings
    if not chosen:
        return (None, None)
    lowers, uppers = [d.lower for d in chosen], [d.upper for d in chosen]
    return (
        None if None in lowers else min(lowers),
        None if None in uppers else max(uppers),
    )


def dates_of(datings):
    """What readers see of each, in the order of their bounds, duplicates once."""
    return list(
        dict.fromkeys(
            ShownDate(
                " ".join(d.words.split()) or edtf.display(d.edtf, d.calendar),
                edtf.beside(d.edtf, d.calendar),
            )
            for d in sorted(datings, key=_by_bounds)
        )
    )


def _by_bounds(dating):
    lower, upper = dating.lower, dating.upper
    return (-inf if lower is None else lower, inf if upper is None else upper)


def when(datings):
    """The `When` of an event: its chosen datings, else all."""
    dates = dates_of([d for d in datings if d.is_chosen] or datings)
    if len(dates) > 2:
        return When((dates[0], dates[-1]), " … ")
    return When(tuple(dates), spoken.joint() if len(dates) > 1 else "")
