"""Where words of people can hide: what a redaction searches.

Reviewed kinds are known with their history; every other text column is registered here or by
its app, or stands in `NEVER` with the reason. A test compares this with all models.
"""

from django.contrib.admin.models import LogEntry
from django.db.models import CharField, JSONField, TextField

from review import kinds
from review.models import (
    Act,
    CannedReason,
    Change,
    Changeset,
    Comment,
    Decision,
    Restriction,
    Verdict,
)

_registered = {
    Changeset: ("summary",),
    Act: ("title",),
    Comment: ("text",),
    Decision: ("reason",),
    Verdict: ("reason",),
    CannedReason: ("text",),
    Restriction: ("reason",),
    LogEntry: ("object_repr", "change_message"),
}

# Texts that are cut to their length: they may end in the middle of the words.
_cut = {Act: ("title",), LogEntry: ("object_repr",)}

# What is deleted rather than blanked: a list without the entry is as good.
DELETED = {CannedReason}

_purges = []

# {label of a model: why none of its text is searched}; a star stands for a whole app.
NEVER = {
    "review.change": "searched by itself: its words are in JSON, and it is emptied as a whole",
    "review.flag": "names of reasons",
    "review.publication": "digests, and the names of fields",
    "review.entry": "digests, and the names of fields",
    "review.tally": "names of kinds of work",
    "review.trustnote": "names of kinds of work",
    "review.redaction": "names of tables and fields",
    "review.subject": "the kind and the anchor, which is random",
    "review.pageversion": "a key",
    "review.storedpage": "rendered anew after each redaction",
    "review.duefiles": "keys, and what the system said of a disk",
    "review.publishedroot": "a folder",
    "review.spentform": "an address of the desk, with keys alone",
    "review.slug": "searched by itself: the address is replaced",
    "review.user": "names of accounts are changed by `rename_person`",
    "auth.*": "names of roles and permissions",
    "contenttypes.*": "names of models",
    "sessions.*": "who is signed in",
    "axes.*": "digests of names, and addresses, for a quarter of an hour",
}


def register(model, *fields):
    """Have these text fields of a model searched, and blanked, by redactions."""
    _registered[model] = fields


def register_purge(function, afterwards=None):
    """Have `function(words, found)` called in each redaction, to drop what is made from texts, and
    `afterwards(found)` outside its transaction, to make it anew. `found` is a `traces.Found`."""
    _purges.append((function, afterwards))


def purges():
    """[(function, what comes afterwards or None)]."""
    return tuple(_purges)


def cut():
    """{model: names of fields} of texts that are cut to their length."""
    return dict(_cut)


def is_text(field):
    """Whether a column can hold words that somebody typed."""
    return isinstance(field, CharField | TextField | JSONField) and not field.choices


def plain():
    """{model: names of fields} of all that is neither reviewed nor a change."""
    return dict(_registered)


def of_kind(kind):
    """The names of a reviewed kind's fields that can hold words."""
    return tuple(n for n, f in kind.fields.items() if is_text(f) and n != "position")


def searched():
    """{model: names of fields} of everything that a redaction looks through."""
    found = plain() | {Change: ("before", "after")}
    for kind in kinds.every():
        found[kind.model] = of_kind(kind)
        found[kind.model.history.model] = (*of_kind(kind), "history_change_reason")
    return found
