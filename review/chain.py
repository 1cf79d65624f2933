"""The chain of publications: what each digest is made of.

The digest of a history row is the SHA-256 over the digests of its fields, in the order of
`Publication.shape`; that of a field is the SHA-256 over the row's salt, the field's name
and its value as JSON. So one field can be blanked later, its digest kept in `seal`, and
everything above still verifies. The digest of a publication covers the one before, its
number and instant, the decision with its verdicts, and all its rows.
"""

import hashlib
import json

from review import kinds

GENESIS = "0" * 64


def sha256(*parts):
    """Hex SHA-256 of the parts, each as canonical JSON on a line of its own."""
    lines = (
        json.dumps(p, sort_keys=True, ensure_ascii=False, separators=(",", ":")) for p in parts
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def shape_of(labels):
    return {label: sorted(kinds.get(label).fields) for label in sorted(labels)}


def row_digest(key, op, names, values, salt, seal):
    """`seal` maps the names of redacted fields to the digests that they had, and may give the
    others salts of their own: {name: {"digest": …} or {"salt": …}}."""
    digests = []
    for name in names:
        sealed = seal.get(name, {})
        digests.append(
            sealed.get("digest") or sha256(sealed.get("salt") or salt, name, values.get(name))
        )
    return sha256(key, op, digests)


def publication_digest(previous, number, at, decision, verdicts, rows):
    """`decision` is (number, by, is_direct, undoes), `verdicts` (act, choice) pairs and
    `rows` (label, key, digest) triples, both in any order."""
    return sha256(
        previous,
        number,
        at.isoformat(),
        list(decision),
        sorted(map(list, verdicts)),
        sorted(map(list, rows)),
    )
