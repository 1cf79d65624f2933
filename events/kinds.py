"""How the kinds of this app are reviewed."""

from events import edtf
from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Section,
    Statement,
)
from review.kinds import Kind
from review.outcome import Clash
from sources import csl


def clip(words, length=80):
    """The first words, at most `length` characters, cut at a space."""
    words = " ".join(words.split())
    if len(words) <= length:
        return words
    return words[: length - 1].rsplit(" ", 1)[0].rstrip(",;:–—-") + "…"


class ArticleKind(Kind):
    model = Article
    noun = "article"
    slug_field = "title"
    silent = frozenset({"lead", "tail"})


class SectionKind(Kind):
    model = Section
    noun = "section"
    parent = "article"
    silent = frozenset({"position"})


class IllustrationKind(Kind):
    model = Illustration
    noun = "illustration"
    parent = "article"
    prose = frozenset({"caption"})
    silent = frozenset({"position", "lead"})

    def title(self, instance):
        return clip(instance.caption)


class EventKind(Kind):
    model = Event
    noun = "event"
    parent = "article"
    silent = frozenset({"position"})

    def title(self, instance):
        return instance.heading or "without a heading"


class StatementKind(Kind):
    model = Statement
    noun = "statement"
    parent = "event"
    prose = frozenset({"text"})
    silent = frozenset({"position", "lead"})

    def title(self, instance):
        return f"“{clip(instance.text)}”"

    def check_set(self, outcome, rows):
        """A statement that goes must not leave an open request behind."""
        gone = {row.id: row for row in rows if row.after is None}
        if not gone:
            return
        handled = {row.id for row in outcome.of("events.citationrequest")}
        still_open = CitationRequest.objects.filter(about__in=gone, resolution="")
        still_open = [r for r in still_open if str(r.pk) not in handled]
        arriving = [
            row.instance
            for row in outcome.of("events.citationrequest")
            if row.after and not row.after["resolution"] and row.after["about_id"] in gone
        ]
        for request in [*still_open, *arriving]:
            yield Clash(
                "referenced",
                f"Statement: “{request}” is still open on it; settle or move that request too.",
                gone[str(request.about_id)].change,
            )


class DatingKind(Kind):
    model = Dating
    noun = "dating"
    parent = "statement"
    derived = frozenset({"lower", "upper"})

    def derive(self, instance):
        try:
            read = edtf.parse(instance.edtf)
        except edtf.NotEdtf:
            return  # Dating.clean says it, in the form and when the set is checked
        instance.lower, instance.upper = read.lower, read.upper

    def title(self, instance):
        return f"“{instance.words}” read as {instance.edtf}"


class CitationKind(Kind):
    model = Citation
    noun = "citation"
    parent = "statement"
    prose = frozenset({"quotation"})
    silent = frozenset({"position"})

    def title(self, instance):
        return csl.locator_text(instance.label, instance.locator) or "a whole work"

    def show(self, name, value, names):
        if name == "label" and value:
            return csl.LABELS[value].long
        return super().show(name, value, names)


class CitationRequestKind(Kind):
    model = CitationRequest
    noun = "citation request"
    subject_keys = {"about": "events.statement"}
    settled_once = frozenset({"resolution", "declined_for", "resolution_note"})
    silent = frozenset({"imported_on"})


KINDS = (
    ArticleKind,
    SectionKind,
    IllustrationKind,
    EventKind,
    StatementKind,
    DatingKind,
    CitationKind,
    CitationRequestKind,
)
