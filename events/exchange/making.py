"""The edits that make an article of what was read of a file."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import (
    Article,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Section,
    SectionRequest,
    Statement,
)
from review import characters
from review.positions import spread
from review.proposing import drafts


def edits_of(read):
    """(the article's key, the edits that make it, what is left out: (words, why))."""
    making = _Making(timezone.now().date())
    making.article_of(read)
    return making.article, making.edits, tuple(making.left_out)


class _Making:
    """Collects the edits; `article` is its key, `sections` those of its sections, the first None."""

    def __init__(self, today):
        self.today, self.edits, self.left_out = today, [], []
        self.article, self.sections = "", [None]

    def make(self, model, **values):
        key, edit = drafts.creation(model, **values)
        self.edits.append(edit)
        return key

    def article_of(self, read):
        self.article = self.make(
            Article,
            title=read.name,
            language=read.language,
            lead=read.title.lead if read.title else "",
            tail=read.tail,
            prints_title=read.title is not None,
        )
        for place, section in _placed(read.sections):
            self.section(place, section)
        for place, event in _placed(read.events):
            self.event(place, event)
        for place, piece in _placed(read.captions):
            self.make(
                Illustration,
                article_id=self.article,
                position=place,
                caption=piece.text,
                lead=piece.lead,
            )
        for ask in read.asks:
            self.make(
                SectionRequest,
                article_id=self.article,
                section_id=self.sections[ask.section],
                **self.asked(ask.mark),
            )

    def section(self, place, section):
        heading = section.heading
        title, lost = characters.fit(heading.text)
        self.left_out += [(heading.text, f"The heading holds {sign}.") for sign in lost]
        key = self.make(
            Section,
            article_id=self.article,
            position=place,
            title=title,
            level=section.level,
            lead=heading.lead,
            trail=heading.trail,
        )
        self.sections.append(key)

    def event(self, place, event):
        key = self.make(
            Event,
            article_id=self.article,
            section_id=self.sections[event.section],
            position=place,
            form=event.form,
        )
        for position, piece in _placed(event.statements):
            self.statement(key, position, piece)

    def statement(self, event, place, piece):
        key = self.make(
            Statement,
            event_id=event,
            position=place,
            text=piece.text,
            lead=piece.lead,
            trail=piece.trail,
        )
        for mark in piece.marks:
            self.make(
                CitationRequest,
                about_id=key,
                pages=_fit(mark.pages)[:100],
                printed=_fit(mark.printed),
                **self.asked(mark),
            )
        for date in piece.dates:
            # Its white space may be a line separator.
            values = {"words": _fit(date.words), "edtf": date.edtf, "calendar": date.calendar}
            if fault := _fault(Dating(**values)):
                self.left_out.append((date.words, fault))
            else:
                self.make(Dating, statement_id=key, **values)

    def asked(self, mark):
        """The fields of a request that a mark makes."""
        return {
            "kind": mark.kind,
            "reason": _fit(mark.reason),
            "tagged_on": mark.tagged_on,
            "imported_on": self.today,
        }


def _placed(items):
    return zip(spread(len(items)), items, strict=True)


def _fit(words):
    return characters.fit(words)[0]


def _fault(dating):
    """What would be refused of a reading, in a sentence, or ""."""
    try:
        dating.clean_fields(exclude=["subject", "statement"])
        dating.clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
