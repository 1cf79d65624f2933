"""Where words stand: what a redaction looks for, and where it looks.

The database narrows the search by the letters of the words; Python compares, whatever the case
and the spacing, since JSON and marks of punctuation write the same words in several ways.
"""

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Q, TextField, prefetch_related_objects
from django.db.models.functions import Cast, Length

from review import kinds, slugs
from review.exceptions import Refused
from review.models import Act, Change, Redaction, Slug
from review.weighing import texts

# More places than this may be a word too common to mean: whoever means it says so.
MANY = 500
SHORTEST = 4
RUNS = 4
# Characters shown on either side of the words, and places shown one by one.
AROUND = 60
SHOWN = 30
# Titles that the engine makes without anybody's words: they stay.
WORDLESS = re.compile(r"Undo (decision \d+|the work of (account \d+|one account))")


class Words:
    """What must go, and whether a text holds it."""

    def __init__(self, given):
        self.sought, self.spoken = _plain(given), _spoken(given)
        self.pattern = re.compile(r"\s+".join(map(re.escape, given.split())), re.IGNORECASE)
        regular = [c if c.isalnum() and c.upper().lower() == c.casefold() else " " for c in given]
        self.runs = sorted("".join(regular).split(), key=len, reverse=True)[:RUNS]
        ends = range(SHORTEST, len(self.sought) + 1)
        self.beginnings = {self.sought[:end] for end in ends}
        self.first_words = {
            begun.rstrip(",;:–—-") for begun in self.beginnings if f"{begun} " in self.sought
        }

    def stand_in(self, value, limit=None):
        """Whether a value holds the words or, cut short at `limit` characters or by an ellipsis,
        ends with the beginning of them."""
        if not isinstance(value, str):
            return False
        if self.sought in _plain(value) or self.sought in _plain(_out_of_json(value)):
            return True
        return limit is not None and self._are_cut(value, limit)

    def _are_cut(self, value, limit):
        text = _plain(value)
        if len(value) >= limit and _ends_with(text, self.beginnings):
            return True
        before = [text[: found.start()] for found in re.finditer("…", text)]
        return any(_ends_with(part, self.first_words) for part in before)

    def held_by(self, values, spoken=()):
        """The names in {name: value} of what holds the words, alone or spoken together."""
        held = {name for name, value in values.items() if self.stand_in(value)}
        for names in spoken:
            joined = " ".join(str(values.get(name) or "") for name in names)
            if not held.intersection(names) and self.spoken in _spoken(joined):
                held |= {name for name in names if values.get(name)}
        return held

    def excerpt(self, values):
        """The words as they stand in one of these values, with some before and after; or the
        beginning of a value that holds them in another way."""
        given = [value for value in values if isinstance(value, str) and value]
        for text in given:
            if found := self.pattern.search(text):
                start, end = max(found.start() - AROUND, 0), found.end() + AROUND
                return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"
        first = given[0] if given else ""
        return f"{first[: 2 * AROUND]}…" if len(first) > 2 * AROUND else first

    def narrowed(self, names):
        """A condition that rows with the words in these columns, together, fulfil."""
        wanted = Q()
        for run in self.runs:
            anywhere = Q()
            for name in names:
                anywhere |= Q(**{f"{name}__icontains": run})
                if not run.isascii():  # JSON may have it as an escape.
                    anywhere |= Q(**{f"{name}__contains": "\\u"})
            wanted &= anywhere
        return wanted


def _plain(text):
    return " ".join(text.casefold().split())


def _spoken(text):
    return _plain(text.replace(",", " "))


def _ends_with(text, beginnings):
    return any(
        text.endswith(begun) and not text[: -len(begun)][-1:].isalnum() for begun in beginnings
    )


def _out_of_json(value):
    """The words of a text that is JSON (what the admin logs), else the text."""
    if value[:1] in "[{":
        try:
            return json.dumps(json.loads(value), ensure_ascii=False).replace('\\"', '"')
        except ValueError:
            pass
    return value


@dataclass
class Found:
    """Where words stand: rows with the names of their fields, and addresses made of them.

    `named` gives the addresses that the words made of subjects, `kinds` the labels of what is
    touched. Titles of acts whose changes hold the words go with them: they are made of those.
    """

    words: Words
    rows: list[tuple] = field(default_factory=list)
    slugs: list[Slug] = field(default_factory=list)
    named: dict = field(default_factory=lambda: defaultdict(set))
    kinds: set = field(default_factory=set)

    @property
    def is_many(self):
        return len(self.rows) > MANY

    def counts(self):
        """[(what, number of rows)], most first, in words."""
        return Counter(_called(type(row)) for row, _ in self.rows).most_common() + (
            [("address", len(self.slugs))] if self.slugs else []
        )

    @property
    def number(self):
        return len(self.rows) + len(self.slugs)

    def shown(self):
        """[(what it is, an excerpt, the key of its changeset or None, the subject's kind and key or
        None)] of the first places. What is not sent yet is its author's: it has no excerpt."""
        told = []
        rows = self.rows[:SHOWN]
        with_act = [row for row, _ in rows if not isinstance(row, Act) and hasattr(row, "act")]
        prefetch_related_objects(with_act, "act__changeset")
        for row, names in rows:
            act = row if isinstance(row, Act) else getattr(row, "act", None)
            if act is not None and act.sent_at is None:
                told.append((_called(type(row)), "", None, None))
                continue
            values = [getattr(row, name) for name in names]
            if isinstance(row, Change):
                values = [value for held in values for value in held.values()]
            kind = _kind_of(row)
            told.append(
                (
                    _called(type(row)),
                    self.words.excerpt(values),
                    act and act.changeset_id,
                    kind and (kind, row.subject_id),
                )
            )
        return told

    def places(self):
        return [[type(r)._meta.label_lower, str(r.pk), sorted(names)] for r, names in self.rows]


def find(given):
    """`Found`: every row with the words in a field, whatever their case and spacing."""
    if len(given.strip()) < SHORTEST:
        raise Refused(f"Give at least {SHORTEST} characters of what must go.")
    words = Words(given)
    found = Found(words)
    for model, names in texts.searched().items():
        if model not in (Act, Change):
            found.rows += _rows_with(model, names, words)
    changes = _changes_with(words)
    found.rows += [(change, ("before", "after")) for change in changes]
    found.rows += _acts_with(words, {change.act_id for change in changes})
    for change in changes:
        found.kinds.add(change.subject.kind)
        for values in (change.before, change.after):
            _name(found, change.subject.kind, change.subject_id, values, words)
    for row, _ in found.rows:
        kind = _kind_of(row)
        if kind is not None:
            found.kinds.add(kind.label)
            values = {kind.slug_field: getattr(row, kind.slug_field)} if kind.slug_field else {}
            _name(found, kind.label, row.subject_id, values, words)
    found.slugs = _slugs_with(given, found.named)
    return found


def _called(model):
    name = str(model._meta.verbose_name)
    return f"{name.removeprefix('historical ')} version" if "historical" in name else name


def _kind_of(row):
    """The kind of a live or a history row."""
    model = getattr(row, "instance_type", type(row))
    return kinds.of(model) if hasattr(model, "history") else None


def _name(found, label, key, values, words):
    """Remember the address that the words made of a subject."""
    known = {kind.label: kind for kind in kinds.every()}
    name = known[label].slug_field if label in known else None
    if name and words.stand_in(values.get(name)):
        found.named[key].add(slugs.slug_of(values[name]))


def _rows_with(model, names, words):
    """[(row, names of those of its fields that hold the words)]."""
    wanted, rows = words.narrowed(names), model._default_manager.order_by("pk")
    limits = {name: model._meta.get_field(name).max_length for name in texts.cut().get(model, ())}
    if wanted:
        for name, limit in limits.items():
            rows = rows.alias(**{f"{name}_length": Length(name)})
            wanted |= Q(**{f"{name}__contains": "…"}) | Q(**{f"{name}_length__gte": limit})
    rows = rows.filter(wanted)
    if hasattr(model, "publication"):
        rows = rows.select_related("publication")
    found = []
    for row in rows:
        kind = _kind_of(row)
        values = {name: getattr(row, name) for name in names}
        held = words.held_by(values, kind.spoken if kind else ())
        held |= {n for n, limit in limits.items() if words.stand_in(values[n], limit)}
        if held:
            found.append((row, tuple(n for n in names if n in held)))
    return found


def _acts_with(words, touched):
    """[(act, its title)]: those that hold the words, and those of changes that do."""
    held = {act.pk: act for act, _ in _rows_with(Act, ("title",), words)}
    made_of = Act.objects.filter(pk__in=touched).exclude(title__in=["", Redaction.MARK])
    held.update((act.pk, act) for act in made_of if not WORDLESS.fullmatch(act.title))
    return [(act, ("title",)) for _, act in sorted(held.items())]


def _changes_with(words):
    """Changes whose values hold the words."""
    cast = Change.objects.annotate(
        before_text=Cast("before", TextField()), after_text=Cast("after", TextField())
    )
    wanted = words.narrowed(("before_text", "after_text"))
    spoken = {kind.label: kind.spoken for kind in kinds.every()}
    return [
        change
        for change in cast.filter(wanted).select_related("act__changeset", "subject").order_by("pk")
        if any(
            words.held_by(values, spoken.get(change.subject.kind, ()))
            for values in (change.before, change.after)
        )
    ]


def _slugs_with(given, named):
    """Addresses with the words as whole words, and those that texts with them made."""
    slug = slugs.slug_of(given)
    rows = Slug.objects.select_related("subject").order_by("pk")
    found = {}
    if slug != slugs.UNTITLED:
        for row in rows.filter(slug__contains=slug):
            if f"-{slug}-" in f"-{row.slug}-":
                found[row.pk] = row
    for row in rows.filter(subject__in=named):
        of_it = named[row.subject_id]
        if {row.slug, row.slug.removesuffix(f"-{row.subject.anchor}")} & of_it:
            found[row.pk] = row
    return list(found.values())
