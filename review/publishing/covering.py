"""Which rows the log covers beside history: what was sent, said, decided and confirmed.

Each gets an `Entry` with the services that write it; the next publication takes the entries in.
The models of `review` stand here and apps register theirs; every other model stands in `ELSEWHERE`
with the reason why not. A test compares this with all models.
"""

import datetime
import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

from review import kinds
from review.models import (
    Act,
    Changeset,
    Comment,
    Decision,
    Endorsement,
    Entry,
    Publication,
    Restriction,
    Undone,
    Verdict,
)
from review.models.changeset import new_salt
from review.publishing import chain

AT_ONCE = 2000


@dataclass(frozen=True)
class Cover:
    """Fields of a model that are final once the condition `when` holds for a row.

    `key` is the attname that names a row. What becomes final later is a `part` of its own. `public`
    says which rows readers see: the log is told with the digests alone of the others (None: of all).
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    noun: str
    when: Q = field(default_factory=Q)
    public: Q | None = None
    key: str = "pk"
    part: str = ""

    @property
    def label(self):
        return self.model._meta.label_lower + (self.part and f".{self.part}")

    def key_of(self, row):
        return str(getattr(row, self.key))

    def rows(self, keys):
        """{key: row} of those that are there."""
        return self._rows(self.model._base_manager.all(), keys)

    def public_rows(self, keys):
        if self.public is None:
            return {}
        return self._rows(self.model._base_manager.filter(self.public), keys)

    def _rows(self, queryset, keys):
        found = queryset.filter(**{f"{self.key}__in": list(filter(self._is_key, keys))})
        return {self.key_of(row): row for row in found}

    def _is_key(self, text):
        """Whether a row could have it; what verify_log reads may be anything."""
        meta = self.model._meta
        named = meta.pk if self.key == "pk" else meta.get_field(self.key)
        with suppress(ValidationError):
            return named.to_python(text) is not None


_covers = {}


def register(cover):
    _covers[cover.label] = cover


for cover in (
    Cover(
        Changeset,
        ("author_id", "summary", "sent_at"),
        "changeset",
        when=Q(sent_at__isnull=False),
        public=Q(Exists(Act.objects.filter(changeset=OuterRef("pk"), state="approved"))),
    ),
    Cover(
        Act,
        (
            "changeset_id",
            "type",
            "title",
            "size",
            "revises_id",
            "amended_by_id",
            "undoes_id",
            "sent_at",
            "digest",
        ),
        "act",
        when=Q(sent_at__isnull=False),
        public=Q(state="approved"),
    ),
    Cover(
        Act,
        ("state",),
        "withdrawal of act",
        when=Q(sent_at__isnull=False, state="withdrawn"),
        part="withdrawn",
    ),
    Cover(Comment, ("act_id", "by_id", "at", "text"), "comment"),
    Cover(
        Decision,
        ("by_id", "at", "reason", "is_direct", "undoes_id"),
        "decision",
        public=Q(Exists(Publication.objects.filter(decision=OuterRef("pk")))),
    ),
    Cover(
        Verdict,
        ("decision_id", "act_id", "choice", "reason"),
        "verdict on act",
        public=Q(choice="approve"),
        key="act_id",
    ),
    Cover(Undone, ("undo_id", "act_id"), "link of an undo", public=Q(undo__state="approved")),
    Cover(Endorsement, ("act_id", "by_id", "at"), "endorsement"),
    Cover(
        Restriction,
        ("what", "subject_id", "account_id", "reason", "by_id", "at", "until"),
        "restriction",
    ),
    Cover(
        Restriction,
        ("lifted_by_id", "lifted_at"),
        "lifting of restriction",
        when=Q(lifted_at__isnull=False),
        part="lifted",
    ),
):
    register(cover)

# {label of a model: what covers it, or why nothing need}; a star stands for a whole app.
ELSEWHERE = {
    "review.change": "the digest of its act",
    "review.publication": "its own digest",
    "review.redaction": "the digest of its publication",
    "review.entry": "the digest of the publication that takes it in",
    "review.subject": "verify_log makes anchor, head and where a merged one leads anew",
    "review.slug": "verify_log makes it anew from the names that were published",
    "review.openchange": "whose open work a change is: ends with a verdict",
    "review.pageversion": "counts of what is stored",
    "review.storedpage": "made from the live rows",
    "review.duefiles": "which files are to be written",
    "review.publishedroot": "where files are written",
    "review.notice": "an inbox",
    "review.flag": "why an act stands out in the queue: computed from it",
    "review.cannedreason": "words to choose from",
    "review.reading": "who has a page open",
    "review.spentform": "forms that were sent, for a day",
    "review.tally": "counts of verdicts",
    "review.trustnote": "what trust did is told by the reason of its decision",
    "review.user": "names can be changed: the log has numbers only",
    "admin.*": "Django's own notes",
    "auth.*": "roles and permissions",
    "contenttypes.*": "names of models",
    "sessions.*": "who is signed in",
    "axes.*": "wrong passwords of the last quarter of an hour",
}


def register_elsewhere(reasons):
    """{label of a model: what covers it, or why nothing need}."""
    ELSEWHERE.update(reasons)


def every():
    return tuple(_covers.values())


def get(label):
    """The cover of this label, or None."""
    return _covers.get(label)


def value(row, name):
    """One value, dumped as the database will give it back."""
    given = row._meta.get_field(name).to_python(getattr(row, name))
    if isinstance(given, datetime.datetime):
        given = given.astimezone(datetime.UTC)
    return kinds.dump(given)


def digest_of(entry, values):
    return chain.row_digest(entry.key, "=", entry.names, values, entry.salt, entry.seal)


def made(rows, *, part="", publication=None):
    """Unsaved entries of rows that were just written, or will be in this transaction."""
    entries = []
    for row in rows:
        cover = _covers[type(row)._meta.label_lower + (part and f".{part}")]
        entry = _entry(Entry, cover.label, cover.key_of(row), cover.fields, row)
        entry.publication = publication
        entries.append(entry)
    return entries


def _entry(model, label, key, names, row):
    entry = model(label=label, key=key, names=list(names), salt=new_salt())
    entry.digest = digest_of(entry, {name: value(row, name) for name in names})
    return entry


def record(*rows, part=""):
    """Enter rows that were just written into the log. In the transaction that wrote them."""
    Entry.objects.bulk_create(made(rows, part=part), batch_size=5000)


def seal(redaction, rows):
    """Let entries hold once rows are blanked: of (row, names of what goes), with the words still."""
    given = defaultdict(dict)
    for row, names in rows:
        for cover in every():
            if cover.model is type(row) and set(cover.fields) & set(names):
                given[cover.label][cover.key_of(row)] = (row, names)
    for label, own in given.items():
        keys = list(own)
        for start in range(0, len(keys), AT_ONCE):
            found = Entry.objects.filter(label=label, key__in=keys[start : start + AT_ONCE])
            seals = {e.pk: json.dumps(_sealed(e, *own[e.key])) for e in found}
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT review_seal_entries(%s, %s::bigint[], %s::jsonb[])",
                    [redaction.pk, list(seals), list(seals.values())],
                )


def _sealed(entry, row, names):
    """The digests of what goes, and the salts of what stays."""
    seal = {}
    for name in entry.names:
        sealed = entry.seal.get(name, {})
        salt = sealed.get("salt") or chain.field_salt(entry.salt, name)
        if "digest" in sealed:
            seal[name] = sealed
        elif name in names:
            seal[name] = {"digest": chain.field_digest(salt, name, value(row, name))}
        else:
            seal[name] = {"salt": salt}
    return seal
