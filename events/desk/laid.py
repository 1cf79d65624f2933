"""An article as one person is writing it: what is live, with their own drafts laid over it."""

from functools import cached_property

from django.db.models import Count

from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Mention,
    Section,
    SectionRequest,
    Statement,
)
from review.models import Act, Change, Subject
from sources.models import Contributor, Source

MODELS = (
    *(Article, Section, Event, Statement, Citation, CitationRequest, Dating, Illustration),
    *(Mention, SectionRequest, Source, Contributor),
)

# What the page is made of, by the words in which its forms speak of it.
MODEL_OF = {
    "statement": Statement,
    "event": Event,
    "section": Section,
    "picture": Illustration,
    "title": Article,
}


def place_of(key, overlay):
    """The key of the heading or paragraph that something stands in; "" where there is none."""
    label = Subject.objects.filter(pk=key).values_list("kind", flat=True).first()
    if label in ("events.section", "events.event"):
        return str(key)
    row = overlay.one(Statement, key) if label == "events.statement" else None
    return str(row.event_id) if row else ""


def is_gone(row):
    """Whether the person would remove it."""
    change = getattr(row, "own_change", None)
    return change is not None and change.op == Change.Op.DELETE


def is_new(row):
    """Whether it is only proposed yet, by the person."""
    change = getattr(row, "own_change", None)
    return change is not None and change.op == Change.Op.CREATE


def is_struck(row):
    """Whether what goes is still shown, struck out: the words of a merge stand in another."""
    return is_gone(row) and row.own_change.act.type != Act.Type.MERGE


class Laid:
    """The sections and events of an article in the order in which they are read, and what stands in
    them; with `struck`, what the person would remove is among them."""

    def __init__(self, key, overlay, struck=False):
        self.key, self.overlay = key, overlay
        overlay.read(MODELS)
        self.keeping = is_struck if struck else lambda row: False

    def rows(self, model):
        """As `review.past.live`."""
        is_text = model in (Section, Event, Statement)
        return self.overlay.rows(model, **({"keeping": self.keeping} if is_text else {}))

    @cached_property
    def sections(self):
        return list(self.rows(Section).filter(article_id=self.key).order_by("position"))

    @cached_property
    def events(self):
        found = list(self.rows(Event).filter(article_id=self.key).order_by("position"))
        place = {section.pk: at for at, section in enumerate(self.sections)}
        return sorted(found, key=lambda event: (place.get(event.section_id, -1), event.position))

    def of_section(self, key):
        """The events of a section, or those before the first one."""
        return [event for event in self.events if event.section_id == key]

    def statements(self, event):
        return list(self.rows(Statement).filter(event_id=event).order_by("position"))

    def parts_of(self, statement):
        """(its citations, its datings, the open requests on it)."""
        requests = self.rows(CitationRequest).filter(about_id=statement, resolution="")
        return (
            list(self.rows(Citation).filter(statement_id=statement).order_by("position")),
            list(self.rows(Dating).filter(statement_id=statement).order_by("lower", "upper")),
            list(requests.order_by("subject_id")),
        )

    def mentions_of(self, statement):
        """What of its words names topics."""
        return list(self.rows(Mention).filter(statement_id=statement).order_by("subject_id"))

    def counted(self):
        """{event: how many live statements it has}."""
        live = Statement.objects.filter(event__article=self.key).order_by()
        return dict(live.values_list("event_id").annotate(Count("pk")))
