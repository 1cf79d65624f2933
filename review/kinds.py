"""What the engine knows of a reviewed kind: a registered object with named hooks.

Each app registers its kinds in `AppConfig.ready()`. The engine calls only what stands here.
"""

import datetime
import uuid
from functools import cached_property
from typing import NamedTuple

from django.db import models
from django.utils.safestring import SafeString

from review import bare
from review.models import Subject


class Context(NamedTuple):
    """Where a row stands: the page's name, its address if it is published, the words around."""

    page: str
    address: str
    words: str


class Question(NamedTuple):
    """What is asked once about an act before it is sent, and may stay without an answer.

    `about` is HTML: the words in question; `why` a sentence; `ways` are [(address, what one can do
    there)], `answers` [(value, what it says)].
    """

    key: str
    act: int
    about: str
    why: list
    ways: list
    answers: list


class Asking:
    """Asks about acts before they are sent; registered with `register_asking`."""

    def questions(self, acts):
        """The `Question`s about draft acts of one person."""
        return []

    def answer(self, question, value, *, by):
        """(a draft act of `by` that goes along, or None; a comment on the act, or "")."""
        return None, ""


class Scene(NamedTuple):
    """What one act makes of a page, as HTML to be read before any field.

    `folds` are (words, keys of subjects): the cards of those, which show every field, are folded
    under the HTML, together under their words. What no scene folds keeps a card of its own.
    """

    act: int
    html: SafeString
    folds: tuple = ()


class Line(NamedTuple):
    """An act in one line of the queue: the page it is about, and what it does there."""

    page: str
    html: SafeString


class Kind:
    """The hooks of one reviewed model. Subclass it, name the model, override what differs.

    Values travel as `dump` writes them: {attname: JSON value}, comparable with `==`.

    What reads across kinds, as a sentence does with its footnotes, is no hook of one of them: an app
    registers a function for it, `register_scenes` for the page of a changeset, `register_lines` for
    the queue, `register_pages` for the pages as readers will have them.
    """

    model: type[models.Model]
    noun = ""
    # The first approved value stands: a later one is dropped and collides with nothing.
    settled_once = frozenset()
    # Computed from the other fields by `derive`; never part of a change.
    derived = frozenset()
    # Kept with the row, not shown to people (file separators, ranks).
    silent = frozenset()
    # Names of fields that are read together, in order, like the parts of a person's name.
    spoken = ()
    # FK of the object that this one is a part of; deleting that one takes this one along.
    parent = None
    # Whether an undo that has to leave the parent leaves this too (the names on a work).
    stays_with_parent = False
    # Foreign keys to Subject: {field name: label of the kind that the subject must be of}.
    subject_keys = {}
    # Attname of the key through which restrictions on another object hold here: its parent's.
    within = None
    # Why an act with changes of this kind deserves a look in the queue (review/reasons.py).
    reasons = ()
    # The words of these fields address the object's page, or None.
    slug_field = None

    @property
    def prose(self):
        """Names of the fields that are merged by words when two people changed them."""
        return self.model.prose

    @cached_property
    def label(self):
        return self.model._meta.label_lower

    @cached_property
    def history(self):
        """The model of its history rows: the library builds a manager at each look."""
        return self.model.history.model

    @cached_property
    def fields(self):
        """{attname: field} of everything that is published, the key apart."""
        return {
            field.attname: field
            for field in self.model._meta.concrete_fields
            if not field.primary_key and not field.generated
        }

    @cached_property
    def proposed(self):
        """The attnames that a change may carry."""
        return tuple(name for name in self.fields if name not in self.derived)

    @cached_property
    def keys(self):
        """{attname: label of the kind} of foreign keys to reviewed kinds."""
        found = {}
        for name, field in self.fields.items():
            if field.name in self.subject_keys:
                found[name] = self.subject_keys[field.name]
            elif field.is_relation and field.related_model._meta.label_lower in _kinds:
                found[name] = field.related_model._meta.label_lower
        return found

    def dump(self, instance):
        return {name: dump(getattr(instance, name)) for name in self.fields}

    def dumps(self, rows, *columns):
        """Yield (these columns, the dumped values) of each row of a queryset, live or history: of
        thousands, in a third of the time that their instances take."""
        names, apart = tuple(self.fields), len(columns)
        for row in rows.values_list(*columns, *names):
            yield row[:apart], dict(zip(names, map(dump, row[apart:]), strict=True))

    @cached_property
    def defaults(self):
        """{attname: value} of an object of which nothing was said."""
        return {name: field.get_default() for name, field in self.fields.items()}

    @cached_property
    def blanks(self):
        """The same, dumped: not to be written into."""
        return {name: dump(value) for name, value in self.defaults.items()}

    @cached_property
    def new(self):
        """Those of them that a change may carry."""
        return {name: self.blanks[name] for name in self.proposed}

    @cached_property
    def elsewhere(self):
        """Names of fields whose values are looked at for a whole set: what they point at."""
        return {"subject", *(f.name for f in self.fields.values() if f.is_relation)}

    def load(self, id, values):
        """An instance (live row to be, or as it was) from dumped values; unknown names are passed over."""
        given = {
            name: field.to_python(values[name]) if name in values else self.defaults[name]
            for name, field in self.fields.items()
        }
        meta = self.model._meta
        given[meta.pk.attname] = meta.pk.target_field.to_python(id)
        return bare.made(self.model, given)

    def derive(self, instance):
        """Set the derived fields of an instance."""

    def title(self, instance):
        """A few words that name the object in lists: never walks a foreign key."""
        return str(instance)

    def titles(self, instances):
        """{key: title} of many live instances; may ask the database a fixed number of times."""
        return {str(instance.pk): self.title(instance) for instance in instances}

    def show(self, name, value, names):
        """One dumped value as words; `names` maps keys of subjects to titles."""
        if value in (None, ""):
            return ""
        if name in self.keys:
            return names.get(value, "an object that is no longer there")
        field = self.fields[name]
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(value)

    def work(self, change):
        """The kind of work that a change counts as for trust; "" for what only goes along."""
        return "removals" if change.op == "delete" else "other"

    def check_set(self, outcome, rows):
        """Yield `Clash`es that only show when a set is looked at as a whole."""
        return ()

    def consequences(self, outcome, rows):
        """Yield sentences that tell a moderator what approving would bring about."""
        return ()

    def consequences_of_many(self, changes):
        """The same of a large act: `changes` is the queryset of those of this kind, which the database
        is to count in a fixed number of queries."""
        return ()

    def previews(self, outcome, rows):
        """{key: HTML} of rows as readers will see them, where that is more than their words."""
        return {}

    def contexts(self, outcome, rows):
        """{key: Context} of where readers find the rows."""
        return {}

    def taken_in(self, keys):
        """{key: title of the live object that took it in} of those that were merged into another."""
        return {}


class FormerKind(Kind):
    """Stands in for a kind that this release does not have any more: what was proposed of it can
    be listed, refused and withdrawn, and nothing of it can be published."""

    model = None
    prose = frozenset()
    noun = "object of a former kind"
    fields = {}
    blanks = {}

    def __init__(self, label):
        self.label = label

    def load(self, id, values):
        return None

    def title(self, instance):
        return self.noun

    def titles(self, instances):
        return {}


_kinds: dict[str, Kind] = {}
_effects: list[tuple[frozenset, object]] = []
_preparing: list[tuple[frozenset, object]] = []
_pages: list = []
_asking: list = []
_scenes: list = []
_lines: list[tuple[frozenset, object]] = []
_typed: dict[str, object] = {}


def register(kind):
    if kind.parent and not kind.within:
        kind.within = kind.model._meta.get_field(kind.parent).attname
    _kinds[kind.label] = kind


def unregister(kind):
    _kinds.pop(kind.label, None)


def register_effects(function, labels):
    """Have `function(outcome)` called in each decision that publishes one of `labels`.

    It runs after the live rows were written, one decision at a time, and returns the keys of
    the subjects whose pages are touched.
    """
    _effects.append((frozenset(labels), function))


def effects_for(labels):
    return [function for wanted, function in _effects if wanted & set(labels)]


def register_preparing(function, labels):
    """Have `function(outcome)` make ready what a decision must not do (renderings), for outcomes
    with one of `labels`: when they are sent and when they were published, outside any transaction.
    """
    _preparing.append((frozenset(labels), function))


def prepared():
    """Labels of the kinds for whose rows something is made ready."""
    return frozenset().union(*(labels for labels, _ in _preparing))


def preparing_for(labels):
    return [function for wanted, function in _preparing if wanted & set(labels)]


def register_typed(function, label):
    """Have `function(name, before, after)` asked about words that a person types into a field of this
    kind where an act is put right: a sentence on what may be meant by them otherwise, or ""."""
    _typed[label] = function


def typed(kind, name, before, after):
    asking = _typed.get(kind.label)
    return asking(name, before, after) if asking else ""


def register_asking(asking):
    """Have an `Asking` heard before acts are sent."""
    _asking.append(asking)


def unregister_asking(asking):
    _asking.remove(asking)


def questions(acts):
    """[(asking, question)] about acts that are about to be sent."""
    return [(asking, question) for asking in _asking for question in asking.questions(acts)]


def get(label):
    return _kinds.get(label) or FormerKind(label)


def of(model_or_instance):
    return _kinds[model_or_instance._meta.label_lower]


def every():
    """All kinds, those that others point at first."""
    ordered, seen = [], set()

    def visit(label):
        if label in seen:
            return
        seen.add(label)
        for target in sorted(set(_kinds[label].keys.values())):
            visit(target)
        ordered.append(_kinds[label])

    for label in sorted(_kinds):
        visit(label)
    return ordered


def register_pages(function):
    """Have `function(outcome)` asked for the public pages that an outcome changes, as readers
    will have them: (title, HTML of the main part, sentences on what changes on it) of each."""
    _pages.append(function)


def pages(outcome):
    return [page for function in _pages for page in function(outcome)]


def register_scenes(function):
    """Have `function(outcome)` asked for the `Scene`s of the acts that wait, in the order in which
    they are read. It asks the database a fixed number of times, whatever the outcome holds."""
    _scenes.append(function)


def scenes(outcome):
    return [scene for function in _scenes for scene in function(outcome)]


def register_lines(function, labels):
    """Have `function(changes)` asked for {key of an act: `Line`} of the acts on a page of the queue,
    by the first changes of each that are of one of `labels`."""
    _lines.append((frozenset(labels), function))


def told_in_lines():
    """Labels of the kinds by which an act is told in a line."""
    return frozenset().union(*(labels for labels, _ in _lines))


def lines(changes):
    """{key of an act: `Line`}; where two functions have one, the first."""
    found = {}
    for wanted, function in _lines:
        found = function([c for c in changes if c.subject.kind in wanted]) | found
    return found


def referrers(label):
    """[(kind, attname)] of live foreign keys that point at `label` (not those to subjects)."""
    return [
        (kind, name)
        for kind in _kinds.values()
        for name, target in kind.keys.items()
        if target == label and kind.fields[name].related_model is not Subject
    ]


def dump(value):
    match value:
        case None | bool() | int() | str():
            return value
        case uuid.UUID():
            return str(value)
        case datetime.date() | datetime.datetime():
            return value.isoformat()
    raise TypeError(
        f"{type(value).__name__} has no dumped form: give reviewed models plain columns"
    )
