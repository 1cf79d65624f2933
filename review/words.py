"""Text as word tokens or as lines, and where two texts differ.

Where the texts are long they are first cut at runs that stand once in each (as in Bram Cohen's
patience diff); what is left between is compared by Eugene Myers, “An O(ND) Difference Algorithm”
(1986). Work is limited in steps, not in seconds: the same texts give the same result however busy
the machine is.
"""

import re
from bisect import bisect_left
from collections import Counter

# A word with its combining marks and inner apostrophes, a run of white space, or one sign.
TOKEN = re.compile(r"[\w\u0300-\u036f]+(?:['’][\w\u0300-\u036f]+)*|\s+|[^\w\s]")
# So many steps take some 0.04 s.
STEPS = 100_000
# Of the steps left, half may be spent between two places that are the same, or so many: what
# differs more is one edit there.
STEPS_BETWEEN = 20_000
# What is shorter than this, both texts together, is not cut first.
SHORT = 200
# So many tokens in a row stand for a place in the text: two words and the space between.
RUN = 3


def tokens(text):
    """The tokens of a text; joined, they are the text."""
    return TOKEN.findall(text)


def lines(text):
    """The lines of a text with their ends; joined, they are the text."""
    return text.splitlines(keepends=True)


def is_word(token):
    return not token.isspace() and (len(token) > 1 or token.isalnum())


def compared(old, *others, steps=STEPS):
    """(the parts of `old`, the hunks of each other text): by words if that takes no more steps,
    else all by lines.

    A hunk is (start, end, new parts): `parts[start:end]` became the new ones. None touches the next.
    """
    parts, found = tokens(old), []
    while None not in found and len(found) < len(others):
        found.append(_hunks(parts, tokens(others[len(found)]), steps))
    if None not in found:
        return parts, found
    parts = lines(old)
    return parts, [_hunks(parts, lines(other), STEPS, is_rough=True) for other in others]


def _hunks(old, new, steps, is_rough=False):
    same = _same(old, new, steps, is_rough)
    if same is None:
        return None
    found, at, to = [], 0, 0
    for start, start_new, length in [*same, (len(old), len(new), 0)]:
        if at < start or to < start_new:
            found.append((at, start, tuple(new[to:start_new])))
        at, to = start + length, start_new + length
    return found


def tidied(hunks, parts):
    """The hunks, those with less between them than they change made one: people read that better."""
    made = []
    for start, end, new in hunks:
        if made:
            last = made[-1]
            between = parts[last[1] : start]
            if len(between) <= min(_size(last), _size((start, end, new))):
                last[1] = end
                last[2] += [*between, *new]
                continue
        made.append([start, end, list(new)])
    return made


def _size(hunk):
    return max(hunk[1] - hunk[0], len(hunk[2]))


def _same(old, new, steps, is_rough):
    """[(start in old, start in new, length)] of what is the same in both, in order.

    When the steps are used up: None, or if it may be rough, what was found until then.
    """
    found, todo = [], [(0, len(old), 0, len(new))]
    while todo:
        start, end, to, to_end = todo.pop()
        first = start
        while start < end and to < to_end and old[start] == new[to]:
            start, to = start + 1, to + 1
        if start > first:
            found.append((first, to - (start - first), start - first))
        last = end
        while end > start and to_end > to and old[end - 1] == new[to_end - 1]:
            end, to_end = end - 1, to_end - 1
        if last > end:
            found.append((end, to_end, last - end))
        if start == end or to == to_end or (is_rough and steps < 0):
            continue
        part, part_new = old[start:end], new[to:to_end]
        anchors = []
        if len(part) + len(part_new) > SHORT:
            anchors = _anchors(part, part_new)
            steps -= (len(part) + len(part_new)) // 16
        if anchors:
            at, at_new = 0, 0
            for i, j in [*anchors, (len(part), len(part_new))]:
                if i > at or j > at_new:
                    todo.append((start + at, start + i, to + at_new, to + j))
                at, at_new = i, j
        else:
            most = max(steps // 2, STEPS_BETWEEN) if found else steps
            pairs, taken = _shortest(part, part_new, min(most, steps))
            steps -= taken
            found += [(start + i, to + j, 1) for i, j in pairs]
        if steps < 0 and not is_rough:
            return None
    return _joined(sorted(found))


def _joined(runs):
    made = []
    for i, j, length in runs:
        if made and made[-1][0] + made[-1][2] == i and made[-1][1] + made[-1][2] == j:
            made[-1][2] += length
        else:
            made.append([i, j, length])
    return made


def _anchors(old, new):
    """[(place in old, in new)]: runs that stand once in each, the most that are in one order."""
    places, places_new = _once(old), _once(new)
    pairs = [(i, places_new[run]) for run, i in places.items() if run in places_new]
    # The longest rising sequence: for each length, the pair that ends one with the smallest place.
    tails, ends, before = [], [], [None] * len(pairs)
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before[n] = ends[length - 1] if length else None
        if length == len(tails):
            tails.append(j)
            ends.append(n)
        else:
            tails[length], ends[length] = j, n
    chosen, n = [], ends[-1] if ends else None
    while n is not None:
        chosen.append(pairs[n])
        n = before[n]
    return chosen[::-1]


def _once(words):
    """{run: its place} of the runs of tokens that stand once, in order."""
    runs = list(zip(*(words[n:] for n in range(RUN)), strict=False))
    counts = Counter(runs)
    return {run: n for n, run in enumerate(runs) if counts[run] == 1}


def _shortest(old, new, most):
    """(pairs of the same tokens in a shortest edit, none if it takes too many steps; the steps)."""
    reached, trace, steps = {1: 0}, [], 0
    for edits in range(len(old) + len(new) + 1):
        steps += edits + 1
        if steps > most:
            break
        trace.append(dict(reached))
        for k in range(-edits, edits + 1, 2):
            down = _is_down(reached, k, edits)
            i = reached[k + 1] if down else reached[k - 1] + 1
            j = i - k
            begun = i
            while i < len(old) and j < len(new) and old[i] == new[j]:
                i, j = i + 1, j + 1
            steps += i - begun
            reached[k] = i
            if i >= len(old) and j >= len(new):
                return _walk_back(trace, i, j), steps
    return [], steps


def _is_down(reached, k, edits):
    """Whether the furthest way onto diagonal k comes by an insertion."""
    return k == -edits or (k != edits and reached[k - 1] < reached[k + 1])


def _walk_back(trace, i, j):
    pairs = []
    for edits in reversed(range(len(trace))):
        reached, k = trace[edits], i - j
        if edits == 0:
            at, to, after = 0, 0, 0
        elif _is_down(reached, k, edits):
            at = after = reached[k + 1]
            to = at - (k + 1)
        else:
            at = reached[k - 1]
            to, after = at - (k - 1), at + 1
        while i > after:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        i, j = at, to
    return pairs
