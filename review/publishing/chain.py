"""The chain of publications: what each digest is made of.

The digest of a history row is the SHA-256 over the digests of its fields, in the order of
`Publication.shape`; that of a field is the SHA-256 over the field's salt, its name and its
value as JSON. So one field can be blanked later, its digest kept in `seal` and its salt
forgotten, and everything above still verifies. What an act proposes has a digest too, taken when it is sent.
The digest of a publication covers the one before, its number and instant, the decision with
its verdicts and the digests of the acts, the refusals since the one before, all its rows, and the
entries that it takes in: rows of other tables, such as comments (review/covering.py).

`review/log.py` computes all of it anew; docs/log.md tells how anyone can.
"""

import hashlib
import json
from json.encoder import encode_basestring as _word

from review import kinds
from review.models import Verdict

GENESIS = "0" * 64
_hash = hashlib.sha256
# Made once: `json.dumps` makes one at each call, which takes longer than to write a word.
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def canonical(value):
    """As JSON: keys sorted, nothing escaped that needn't be, no white space."""
    # Most are words or nothing, for which the encoder looks around longer than it writes.
    if type(value) is str:
        return _word(value)
    if value is None or value == {}:
        return "null" if value is None else "{}"
    return _encode(value)


def sha256(*parts):
    """Hex SHA-256 of the parts, each as canonical JSON on a line of its own."""
    return _of("\n".join(map(canonical, parts)))


def _of(lines):
    return hashlib.sha256(lines.encode()).hexdigest()


def shape_of(labels):
    return {label: sorted(kinds.get(label).fields) for label in sorted(labels)}


def field_salt(salt, name):
    """A field's own salt, made from its row's; the first rows (32 digits) had one for all."""
    return salt if len(salt) <= 32 else _of(f"{_word(salt)}\n{_word(name)}")


def field_digest(salt, name, value):
    """As `sha256` of the three: a publication takes one of each field of each row."""
    return _of(f"{_word(salt)}\n{_word(name)}\n{canonical(value)}")


def row_digest(key, op, names, values, salt, seal):
    """`seal` maps the names of redacted fields to the digests that they had, and may give the
    others salts of their own: {name: {"digest": …} or {"salt": …}}."""
    if not seal:
        return _of(f"{_word(key)}\n{_word(op)}\n{_listed(_digests(names, values, salt))}")
    digests = []
    for name in names:
        sealed = seal.get(name, {})
        own = sealed.get("salt") or field_salt(salt, name)
        digests.append(sealed.get("digest") or field_digest(own, name, values.get(name)))
    return sha256(key, op, digests)


def change_digest(change):
    """Of one sent change; a redacted one keeps the digest that it had in its seal."""
    return change.seal.get("digest") or digest_as_told(
        change, canonical(change.before), canonical(change.after)
    )


def digest_as_told(change, before, after):
    """The same of one that is not redacted, its values as `canonical` JSON."""
    given = (change.salt, str(change.subject_id), str(change.op), change.base_id)
    return _of("\n".join([*map(canonical, given), before, after]))


def act_digest(act, author_id, changes, digests=None):
    """Of what was sent: whose it is, who amended it, what it revises, its changes in any order; their
    `digests`, in the same order, where they are known."""
    digests = map(change_digest, changes) if digests is None else digests
    told = sorted([str(c.subject_id), d] for c, d in zip(changes, digests, strict=True))
    return sha256(act.pk, author_id, act.amended_by_id, str(act.type), act.revises_id, told)


def _digests(names, values, salt):
    """`field_digest` of each under its `field_salt`: a publication takes hundreds of thousands."""
    if len(salt) <= 32:
        return [field_digest(salt, name, values.get(name)) for name in names]
    found, root = [], _word(salt)
    for name in names:
        name_told, value = _word(name), values.get(name)
        told = _word(value) if type(value) is str else canonical(value)
        own = _hash(f"{root}\n{name_told}".encode()).hexdigest()
        found.append(_hash(f'"{own}"\n{name_told}\n{told}'.encode()).hexdigest())
    return found


def _listed(digests):
    """A list of digests as `canonical` has it."""
    return '["' + '","'.join(digests) + '"]' if digests else "[]"


def refusals(after, before):
    """[(decision, by, act, choice, the act's digest)] of the decisions between two numbers: those
    that published nothing, and hang on the next publication."""
    between = Verdict.objects.filter(decision__gt=after, decision__lt=before)
    return list(
        between.values_list("decision", "decision__by", "act", "choice", "act__digest").order_by(
            "decision", "act"
        )
    )


def publication_digest(
    previous, number, at, decision, verdicts, refused, rows, redacted=None, entries=()
):
    """`decision` is (number, by, is_direct, undoes), `verdicts` (act, choice, the act's digest),
    `refused` as `refusals` gives them, `rows` and `entries` (label, key, digest); all in any order.
    `redacted` are the places of a redaction, and nothing for other decisions."""
    return sha256(
        previous,
        number,
        at.isoformat(),
        list(decision),
        *(sorted(map(list, told)) for told in (verdicts, refused, rows)),
        *([] if redacted is None else [sorted(redacted)]),
        # The first publications took none in.
        *([{"entries": sorted(map(list, entries))}] if entries else []),
    )
