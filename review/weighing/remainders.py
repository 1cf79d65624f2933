"""What a `Reversal` leaves as it is, and why, in words."""

from review.weighing.titles import titles_of

TOLD = 20
PART = " with what it is a part of"


def sentences(reversal):
    """What is left as it is and why, in words; of much, the first."""
    titles = titles_in(reversal)
    told = []
    for kind, key in reversal.stays[:TOLD]:
        nouns = sorted({other.noun for other, _, _ in reversal.resting[key]})
        rests = f": a {' and a '.join(nouns)} that is not undone rests on it"
        told.append(f"The {kind.noun} {titles[key]} stays{rests if nouns else PART}.")
    for left in reversal.left[:TOLD]:
        its = f", its {field_of(left)}" if left.name else ""
        told.append(f"The {left.kind.noun} {titles[left.key]}{its}: {left.why}.")
    more = len(reversal.stays) + len(reversal.left) - len(told)
    return [*told, f"And {more} more."] if more else told


def titles_in(reversal):
    keys = {key for _, key in reversal.stays[:TOLD]} | {left.key for left in reversal.left[:TOLD]}
    keys |= {clash.change.subject_id for clash in reversal.collisions[:TOLD]}
    titles = titles_of({str(key) for key in keys})
    return {key: _quoted(titles.get(str(key), "")) for key in keys}


def _quoted(title):
    title = f"{title[:80]}…" if len(title) > 81 else title
    return title if title.startswith("“") else f"“{title}”"


def field_of(left):
    return str(left.kind.fields[left.name].verbose_name) if left.name else ""
