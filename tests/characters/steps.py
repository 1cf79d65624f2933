"""Signs to try, and a world to try them in."""

from django.core.exceptions import ValidationError

from events.models import (
    Article,
    CitationRequest,
    Statement,
)
from review import characters
from review.deciding import decisions
from review.models import (
    Decision,
)
from review.proposing import drafts
from tests import builders

OVERRIDE, ISOLATE, POP, POP_ISOLATE = "\u202e", "\u2067", "\u202c", "\u2069"
BAD = f"Bad{OVERRIDE}word"
# A text of nothing else shows nothing.
BLANKS = [
    "\u200b",
    "\u3164",
    "\u2800",
    "\u115f",
    "\u034f",
    "\u00ad",
    "\ufeff",
    "\u200d",
    "\ufe0f",
    "\u2028",
    "\U000e0041",
    "\u200f \u200b",
]
BENT = [
    *characters.TURNING,
    "\u2028",
    "\u206a",
    "\u3164",
    "\ufffa",
    "\x07",
    "\x9f",
    "\U000e0001",
    "\U000e0041",
    "\ufe0f\ufe0f",
]
# What real scripts need, in names and titles too.
REAL = [
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a non-joiner
    "\u0915\u094d\u200d\u0937",  # Hindi, with a joiner
    "\u0d28\u0d4d\u200d",  # Malayalam, a chillu of old: ends in a joiner
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
    "\u2764\ufe0f",  # a heart, in colour
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # Scotland's flag
    "\u05e1\u05e4\u05e8 (C++)\u200f",  # Hebrew, with a mark of direction
    "\u0643\u062a\u0627\u0628\u061c 12",  # Arabic, with one of its own
    "\u0421\u0440\u0431\u0438\u0458\u0430 \u0438 \u0420\u0443\u0441\u0438\u0458\u0430",  # Serbian
    "\u1780\u17d2\u1798\u17c2\u179a\u200b\u1797\u17b6\u179f\u17b6",  # Khmer, between words
    "\u845b\U000e0100",  # a form of a Han character
    "\u0600123",  # an Arabic number sign, of the category Cf and drawn
    "\u0301\u0915",
]


def faults(model, name, text):
    """What `clean_fields` says of one field of an object that holds nothing else."""
    try:
        model(**{name: text}).clean_fields()
    except ValidationError as error:
        return " ".join(error.message_dict.get(name, []))
    return ""


class World:
    """An article with a request, a sent act, a citation, and one of each role."""

    def __init__(self):
        self.op = builders.operator()
        builders.article(self.op)
        self.editor, self.judge = builders.editor(), builders.moderator()
        self.statement = Statement.objects.order_by("position").first()
        self.other = Statement.objects.order_by("position").last()
        self.request = CitationRequest.objects.get()
        self.act = builders.change(self.statement, self.editor, text="Other words.")
        self.citation = builders.published_citation(self.op, self.other)
        self.lead = builders.lead(self.other)
        self.decision = Decision.objects.order_by("pk").first()

    def draft(self):
        edit = drafts.update(Statement, self.other.pk, text="Yet other words.")
        return drafts.propose([edit], by=self.judge)

    def ruling(self, reason):
        return [decisions.Ruling(self.act.pk, "reject", reason)]

    def new(self):
        return [drafts.create(Article.new(title="New"))]
