"""Text as word tokens or as lines, and where two texts differ.

Where the texts are long they are first cut at runs that stand once in each (as in Bram Cohen's
patience diff); what is left between is compared by Eugene Myers, “An O(ND) Difference Algorithm”
(1986). Work is limited in steps, not in seconds: the same texts give the same result however busy
the machine is.
"""

import re
from bisect import bisect_left
from itertools import pairwise

# A word with its combining marks and inner apostrophes, a run of white space, or one sign.
TOKEN = re.compile(r"[\w\u0300-\u036f]+(?:['’][\w\u0300-\u036f]+)*|\s+|[^\w\s]")
# So many steps take some 0.04 s.
STEPS = 100_000
# Of the steps left, half may be spent between two places that are the same, or so many: what
# differs more is one edit there.
STEPS_BETWEEN = 20_000
# What is shorter than this, both texts together, is not cut first.
SHORT = 200


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
    """[(place in old, in new)] where runs begin that stand once in each: the most in one order.

    Of places that follow each other in both, the first.
    """
    codes = {}
    old, new = ([codes.setdefault(token, len(codes)) for token in part] for part in (old, new))
    places, places_new = _once(old, len(codes)), _once(new, len(codes))
    pairs = sorted((i, places_new[run]) for run, i in places.items() if run in places_new)
    if any(j > after for (_, j), (_, after) in pairwise(pairs)):
        pairs = _rising(pairs)
    return [
        pair
        for pair, before in zip(pairs, [None, *pairs], strict=False)
        if not before or (pair[0] - before[0], pair[1] - before[1]) != (1, 1)
    ]


def _rising(pairs):
    """The most of the pairs that rise in both: the longest increasing subsequence."""
    # For each length, the lowest second place that ends so many, and which pair that is.
    lowest, ends, before = [], [], []
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(lowest, j)
        before.append(ends[length - 1] if length else None)
        lowest[length : length + 1] = [j]
        ends[length : length + 1] = [n]
    chosen, n = [], ends[-1]
    while n is not None:
        chosen.append(pairs[n])
        n = before[n]
    return chosen[::-1]


def _once(codes, base):
    """{run: its place} of the runs of three tokens (two words and the space between) that stand once."""
    three = zip(codes, codes[1:], codes[2:], strict=False)
    runs = [(a * base + b) * base + c for a, b, c in three]
    places = range(len(runs))
    last = dict(zip(runs, places, strict=True))
    if len(last) == len(runs):
        return last
    first = dict(zip(reversed(runs), reversed(places), strict=True))
    return {run: n for run, n in first.items() if last[run] == n}


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
