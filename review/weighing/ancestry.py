"""What an object is part of: from a citation up to its statement, event and article."""

from collections import defaultdict

from review import kinds
from review.columns import columns

# A part of a part of a part: more levels than any kind has.
DEPTH = 6


def chains(subjects):
    """{key: the keys from it up to what it is a part of} of (key, kind, known values).

    One query a kind and level, however many subjects.
    """
    subjects = list(subjects)
    known = {key: (kind, values) for key, kind, values in subjects}
    found = {key: [key] for key, _, _ in subjects}
    tips = {key: key for key in found}
    for _ in range(DEPTH):
        _load(known, {tip for tip in tips.values() if tip})
        for key, tip in tips.items():
            kind, values = known.get(tip, (None, {}))
            above = kind and kind.within and values.get(kind.within)
            tips[key] = above
            if above:
                found[key].append(above)
                label = kind.keys[kind.within]
                known.setdefault(above, (kinds.get(label), {}))
        if not any(tips.values()):
            break
    return found


def _load(known, keys):
    """Fill in the values of live rows where the way up is not known yet."""
    wanted = defaultdict(list)
    for key in keys:
        kind, values = known[key]
        if kind.within and not values.get(kind.within):
            wanted[kind.label].append(key)
    for label, own in wanted.items():
        kind = kinds.get(label)
        names = ("subject_id", kind.within)
        for pk, above in columns(kind.model.objects.all(), names, subject_id=own):
            known[pk] = (kind, {kind.within: above})
