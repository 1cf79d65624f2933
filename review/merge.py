"""Three-way merge of prose, by words."""

from review.words import DELETE, EQUAL, compare, is_word, tokens

# Far more than any text here needs. A merge that would take longer is a collision, since a
# diff that was cut short would make the result depend on how busy the machine is.
SECONDS = 3


class Collision(Exception):
    """Two hands changed the same words. Carries the three texts."""

    def __init__(self, base, ours, theirs):
        self.base, self.ours, self.theirs = base, ours, theirs
        super().__init__("Two people changed the same words.")


def merge_words(base, ours, theirs):
    """Both people's edits of `base`, or Collision.

    Edits of different hands need one unchanged word between them at least, or a sentence
    could come out that nobody wrote ("killed 300 men", with "400 men" and "300 soldiers").
    The same edit by both is taken once. Symmetric in `ours` and `theirs`.
    """
    if ours == theirs or base == theirs:
        return ours
    if base == ours:
        return theirs
    words = tokens(base)
    collision = Collision(base, ours, theirs)
    mine, yours = _hunks(words, ours, collision), _hunks(words, theirs, collision)
    shared = set(mine) & set(yours)
    hunks = [(h, 0) for h in shared]
    hunks += [(h, 1) for h in mine if h not in shared] + [(h, 2) for h in yours if h not in shared]
    hunks.sort()
    merged, at, last = [], 0, None
    for (start, end, new), hand in hunks:
        if last is not None and last != hand and not any(map(is_word, words[at:start])):
            raise collision
        if start < at:
            raise collision
        merged += [*words[at:start], *new]
        at, last = end, hand
    return "".join([*merged, *words[at:]])


def _hunks(words, text, collision):
    """[(start, end, new tokens)]: `words[start:end]` became `new`. None touches the next."""
    found, in_time = compare(words, tokens(text), SECONDS)
    if not in_time:
        raise collision
    hunks, at, open_at, new = [], 0, None, []
    for op, run in [*found, (EQUAL, [])]:
        if op == EQUAL:
            if open_at is not None:
                hunks.append((open_at, at, tuple(new)))
            at, open_at, new = at + len(run), None, []
            continue
        open_at = at if open_at is None else open_at
        if op == DELETE:
            at += len(run)
        else:
            new += run
    return hunks
