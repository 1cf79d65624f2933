"""Three-way merge of prose, by words; of what is too long and too different for that, by lines."""

from review.weighing.words import STEPS, compared, is_word


class Collision(Exception):
    """Two hands changed the same words. Carries the three texts."""

    def __init__(self, base, ours, theirs):
        self.base, self.ours, self.theirs = base, ours, theirs
        super().__init__("Two people changed the same words.")


def merge_words(base, ours, theirs, steps=STEPS):
    """Both people's edits of `base`, or Collision.

    Edits of different hands need one unchanged word between them at least, or a sentence
    could come out that nobody wrote ("killed 300 men", with "400 men" and "300 soldiers").
    The same edit by both is taken once. Symmetric in `ours` and `theirs`, and the same on a busy
    machine. What would take more `steps` by words is merged by lines.
    """
    if ours == theirs or base == theirs:
        return ours
    if base == ours:
        return theirs
    parts, (mine, yours) = compared(base, ours, theirs, steps=steps)
    collision = Collision(base, ours, theirs)
    shared = set(mine) & set(yours)
    hunks = [(h, 0) for h in shared]
    hunks += [(h, 1) for h in mine if h not in shared] + [(h, 2) for h in yours if h not in shared]
    hunks.sort()
    merged, at, last = [], 0, None
    for (start, end, new), hand in hunks:
        if last is not None and last != hand and not any(map(is_word, parts[at:start])):
            raise collision
        if start < at:
            raise collision
        merged += [*parts[at:start], *new]
        at, last = end, hand
    return "".join([*merged, *parts[at:]])
