"""The index of topics: by letter or kind, found by any spelling, a page at a time.

It is read from what the write path keeps (events/topics.py). What was indexed at a time in the past is not
kept: then it goes by name alone.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from django.db import connection
from django.db.models import BooleanField, Count, F, Func, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from events import topics
from events.models import Topic, TopicName, TopicSpelling, TopicStanding
from events.pages.moments import slugs_of
from review import bounds, past, spoken
from sources import edtf, scripts

KINDS = dict(Topic.Kind.choices)
MANY = {
    **{"person": N_("persons"), "place": N_("places"), "polity": N_("polities")},
    **{"treaty": N_("treaties"), "event": N_("events"), "other": N_("others")},
}
NAMES_SHOWN = 6

# The first letters, from one to the next by the index.
LETTERS = """
WITH RECURSIVE first AS (
    (SELECT left(by_name, 1) AS letter FROM events_topicstanding
     WHERE {which} ORDER BY by_name LIMIT 1)
    UNION ALL
    SELECT (SELECT left(by_name, 1) FROM events_topicstanding
            WHERE {which} AND by_name >= chr(ascii(letter) + 1) ORDER BY by_name LIMIT 1)
    FROM first WHERE letter IS NOT NULL
)
SELECT letter FROM first WHERE letter <> '' LIMIT 60
"""


@dataclass(frozen=True)
class Wanted:
    """What an address asks the index for; what there is no such thing of is passed over."""

    words: str = ""
    kind: str = ""
    begin: str = ""

    @classmethod
    def of(cls, query):
        kind = query.get("kind", "")
        return cls(
            " ".join(query.get("q", "").split())[: bounds.LETTERS],
            kind if kind in KINDS else "",
            query.get("from", "")[:1],
        )

    def address(self, after="", begin="", **other):
        """The address of the index from its beginning, or from elsewhere, with something else in it."""
        own = replace(self, **other)
        pairs = [("q", own.words), ("kind", own.kind), ("from", begin), ("after", after)]
        return "?" + urlencode([(name, value) for name, value in pairs if value])


@dataclass
class Entry:
    """A topic as the index has it; `names` are [(another name, the tag of its language)]."""

    slug: str
    name: str
    language: str
    names: list
    about: str
    dates: str
    kind: str
    letter: str
    uses: int | None = None


@dataclass
class Page:
    """`entries` are [(first letter, `Entry`s)]; `kinds` (name, how many) of what was found."""

    entries: list
    total: int = 0
    kinds: tuple = ()
    letters: tuple = ()
    following: str = ""


def index(wanted, after, size):
    """A `Page` of the live index after the topic with the key `after`; None if that is not in it."""
    found = TopicStanding.objects.all()
    if wanted.words:
        found = found.filter(topic__in=_spelled(wanted.words))
    counted = dict(found.values_list("kind").annotate(number=Count("*")).order_by())
    rows = found.filter(kind=wanted.kind) if wanted.kind else found
    if after:
        last = TopicStanding.objects.filter(pk=after).values_list("by_name", flat=True).first()
        if last is None:
            return None
        rows = rows.filter(_behind(last, after))
    elif wanted.begin and not wanted.words:
        rows = rows.filter(by_name__gte=scripts.sorting(wanted.begin))
    rows = list(
        rows.order_by("by_name", "topic").values_list("topic", "by_name", "uses")[: size + 1]
    )
    entries = entries_of([key for key, *_ in rows[:size]])
    for key, by_name, uses in rows[:size]:
        entries[key].uses, entries[key].letter = uses, by_name[:1].upper()
    return Page(
        _by_letter(entries.values()),
        sum(number for kind, number in counted.items() if wanted.kind in ("", kind)),
        tuple((kind, counted[kind]) for kind in KINDS if kind in counted),
        () if wanted.words else tuple(_letters(wanted.kind)),
        entries[rows[size - 1][0]].slug if len(rows) > size else "",
    )


def index_then(moment, after, size):
    """A `Page` of the topics of then, by name, after the one with the key `after`."""
    found = moment.rows(Topic).order_by("name", "subject_id")
    if after:
        last = found.filter(subject_id=after).first()
        if last is None:
            return None
        found = found.filter(Q(name__gt=last.name) | Q(name=last.name, subject_id__gt=after))
    keys = list(found.values_list("subject_id", flat=True)[: size + 1])
    entries = entries_of(keys[:size], moment.rows)
    following = entries[keys[size - 1]].slug if len(keys) > size else ""
    return Page(_by_letter(entries.values()), following=following)


def entries_of(keys, rows=past.live):
    """{key: `Entry`} of topics, in the order of their keys."""
    found = {topic.subject_id: topic for topic in rows(Topic).filter(subject_id__in=keys)}
    names = defaultdict(list)
    for name in rows(TopicName).filter(topic_id__in=keys).order_by("position"):
        names[name.topic_id].append((name.name, name.language))
    slugs = slugs_of(keys)
    return {
        key: Entry(
            slugs[key],
            found[key].name,
            found[key].language,
            names[key][:NAMES_SHOWN],
            found[key].about,
            dates_told(found[key]),
            spoken.said(KINDS[found[key].kind]),
            scripts.sorting(found[key].name)[:1].upper(),
        )
        for key in keys
        if key in found and key in slugs
    }


def dates_told(topic):
    """Its dates in words; of a person of whom one end is known, which."""
    first, slash, last = topic.dates.partition("/")
    if topic.kind == Topic.Kind.PERSON and slash and (open := {"", ".."} & {first, last}):
        known = last if first in open else first
        told = _("died {when}") if known == last else _("born {when}")
        return told.format(when=edtf.display(known))
    return edtf.display(topic.dates) if topic.dates else ""


def _by_letter(entries):
    return [(letter, list(own)) for letter, own in groupby(entries, key=lambda e: e.letter)]


def _spelled(words):
    """Keys of the topics that have a name which begins with these words, as the one rule folds them."""
    folded = topics.folded([words]).get(words)
    if not folded:
        return TopicSpelling.objects.none().values("topic")
    return TopicSpelling.objects.filter(folded__startswith=folded).values("topic")


def _behind(name, key):
    """That a row stands behind another, compared as a whole: an index finds the place at once."""
    rows = (
        Func(F("by_name"), F("topic"), function="ROW"),
        Func(Value(name), Value(key), function="ROW"),
    )
    return Func(*rows, function="", arg_joiner=" > ", output_field=BooleanField())


def _letters(kind):
    with connection.cursor() as cursor:
        which = "kind = %(kind)s" if kind else "true"
        cursor.execute(LETTERS.format(which=which), {"kind": kind})
        return [letter for (letter,) in cursor.fetchall()]
