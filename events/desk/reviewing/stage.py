"""What stands around the changes of an outcome, read once: a fixed number of queries for all acts."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from events.models import Article, Citation, CitationRequest, Event, Section, Statement, Topic
from events.pages.moments import slugs_of
from events.pages.record import identifiers_of
from review.models import Subject
from sources.formatting import notes, renderings
from sources.models import Source

# What hangs on a statement: {label: the attname that names it}.
HANGING = {
    "events.citation": "statement_id",
    "events.dating": "statement_id",
    "events.citationrequest": "about_id",
    "events.mention": "statement_id",
}
SAYING = "events.statement"
WORD = re.compile(r"\w")


def was(row):
    """The object of a row as it is now, or None."""
    return row.kind.load(row.id, row.before) if row.before is not None else None


def will(row):
    """The object of a row as it would be, or None."""
    return row.instance if row.after is not None else None


def parts(longer, shorter, rest):
    """Whether two texts, the shorter and the rest, are the words of the longer one: it was split, or
    they were merged, and no word came or went."""
    between = longer[len(shorter) : len(longer) - len(rest)]
    return f"{shorter}{between}{rest}" == longer and shorter != longer and not WORD.search(between)


def statements_of(row):
    """Keys of the statements that a row is of, or hangs on, the one before first."""
    if row.kind.label == SAYING:
        return [row.id]
    name = HANGING.get(row.kind.label)
    sides = [values for values in (row.before, row.after) if values] if name else []
    return list(dict.fromkeys(values[name] for values in sides))


@dataclass
class Work:
    """A work that is cited anew: what it is, and how it stands where it is known."""

    key: str
    title: str
    entry: str
    kind: str
    identifiers: list
    is_new: bool
    slug: str = ""
    uses: dict = field(default_factory=dict)


class Stage:
    def __init__(self, outcome):
        self.outcome = outcome
        named = {key for row in outcome.rows for key in statements_of(row)}
        self._read_words(named)
        self._read_marks()
        self._read_notes(named)
        self._read_addresses()
        self._read_topics()

    def _read_words(self, named):
        """The events that are changed in some way, and all their statements."""
        self.proposed = {row.id: row for row in self.outcome.of(SAYING)}
        events = {row.id for row in self.outcome.of("events.event")}
        for row in self.proposed.values():
            events |= {values["event_id"] for values in (row.before, row.after) if values}
        live = Statement.objects.filter(pk__in=named).values_list("event", flat=True)
        events |= {str(key) for key in live}
        found = Event.objects.filter(pk__in=events).select_related("article", "section")
        self.events = {str(event.pk): event for event in found}
        self._read_headings()
        self.live = defaultdict(dict)
        for statement in Statement.objects.filter(event__in=self.events):
            self.live[str(statement.event_id)][str(statement.pk)] = statement
        self.event_of = {key: event for event, own in self.live.items() for key in own}

    def _read_headings(self):
        """The articles and sections of events, live or proposed."""
        rows = self.outcome.of("events.event")
        self.made = {row.id: row for row in rows if row.before is None}
        self.titles = {}
        for model, label, name in (
            (Article, "events.article", "article_id"),
            (Section, "events.section", "section_id"),
        ):
            keys = {row.after[name] for row in self.made.values()} - {None}
            own = {row.id: row.instance for row in self.outcome.of(label)}
            live = model.objects.filter(pk__in=keys)
            self.titles |= {str(pk): title for pk, title in live.values_list("pk", "title")}
            self.titles |= {k: own[k].title for k in keys & own.keys() if k not in self.titles}

    def _read_marks(self):
        self.marks = defaultdict(list)
        open = CitationRequest.objects.filter(about__in=self.event_of, resolution="")
        for request in open.order_by("pk"):
            self.marks[str(request.about_id)].append(request)

    def _read_notes(self, named):
        """The citations of the statements named, and the notes and works of all that is cited."""
        self.citations = defaultdict(list)
        for citation in Citation.objects.filter(statement__in=named).order_by("position"):
            self.citations[str(citation.statement_id)].append(citation)
        rows = self.outcome.of("events.citation")
        cited = [c for own in self.citations.values() for c in own]
        cited += [c for row in rows for c in (was(row), will(row)) if c]
        items = renderings.items_of({str(c.source_id) for c in cited}, self.outcome)
        self.cites = {
            _said_of(c): notes.Cite(items[str(c.source_id)], c.label, c.locator)
            for c in cited
            if str(c.source_id) in items
        }
        self.held = renderings.notes_for(self.cites.values())
        self._read_works(rows, items)

    def _read_works(self, rows, items):
        """The works that are cited where they were not, by a new citation or by another one."""
        keys = {
            row.after["source_id"] for row in rows if row.after and "source_id" in row.touched
        } & items.keys()
        proposed = {row.id: row for row in self.outcome.of("sources.source")}
        live = {str(work.pk): work for work in Source.objects.filter(pk__in=keys)}
        works = live | {key: will(proposed[key]) for key in keys & proposed.keys()}
        entries = renderings.html_for(items[key] for key in keys)
        counted = Citation.objects.filter(source__in=live).values("source").order_by()
        counted = counted.annotate(
            citations=Count("pk"),
            statements=Count("statement", distinct=True),
            articles=Count("statement__event__article", distinct=True),
            against=Count("pk", filter=Q(direction=Citation.Direction.CONTRADICTS)),
        )
        uses = {str(found["source"]): found for found in counted}
        slugs = slugs_of(live)
        self.works = {
            key: Work(
                key,
                work.title,
                renderings.entry_in(entries, items[key]),
                work.get_type_display(),
                identifiers_of(work),
                key not in live,
                slugs.get(live[key].pk, "") if key in live else "",
                uses.get(key, {}),
            )
            for key, work in works.items()
            if work
        }

    def _read_addresses(self):
        keys = [*self.events, *self.event_of]
        self.anchors = {
            str(key): anchor
            for key, anchor in Subject.objects.filter(pk__in=keys).values_list("pk", "anchor")
        }
        self.slugs = slugs_of({event.article_id for event in self.events.values()})

    def _read_topics(self):
        """{key: name} of the topics that mentions are of, live or proposed."""
        rows = self.outcome.of("events.mention")
        keys = {values["topic_id"] for row in rows for values in (row.before, row.after) if values}
        self.topics = {}
        if keys:
            live = Topic.objects.filter(pk__in=keys).values_list("pk", "name")
            self.topics = {str(key): name for key, name in live}
            own = self.outcome.of("events.topic")
            self.topics |= {row.id: row.after["name"] for row in own if row.after is not None}

    def note(self, citation):
        """A footnote as readers see it, by itself and without its quotation."""
        cite = self.cites.get(_said_of(citation))
        return renderings.note_in(self.held, cite) if cite else ""


def _said_of(citation):
    return str(citation.source_id), citation.label, citation.locator
