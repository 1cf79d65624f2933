"""What must come of what people do, in plain Python: the model that the engine is held against.

It shares no code with the engine. Objects are values by key: a shelf has a name, a note stands on
a shelf. A word is typed once only, so that it is plain whose hand wrote it, and texts are changed
word for word or as a whole.
"""

from dataclasses import dataclass, replace

MARK = "[redacted]"
BLANK = {
    "toy.shelf": {"name": ""},
    "toy.note": {
        "shelf_id": None,
        "text": "",
        "first": None,
        "last": None,
        "mood": "",
        "closed": "",
    },
}


class Told(Exception):
    """The engine must refuse, and name this as the reason: a clash, or the name of a refusal."""

    def __init__(self, what):
        self.what = what
        super().__init__(what)


@dataclass(frozen=True)
class Step:
    """One change of one object, as it was sent."""

    kind: str
    key: str
    op: str
    before: dict
    after: dict


@dataclass
class Act:
    """What one author sent, to stand or fall together."""

    author: int
    steps: tuple
    state: str = "pending"


def published(live, acts):
    """The objects after these acts were approved together; raises Told if they can't be."""
    now = applied(live, acts)
    for key, values in now.items():
        if "" in (values.get("text"), values.get("name")):
            raise Told("invalid")
        shelf = values.get("shelf_id")
        if shelf and shelf not in now:
            stayed = key in live and live[key]["shelf_id"] == shelf
            raise Told("referenced" if stayed else "missing")
    named = [values["name"] for values in now.values() if "name" in values]
    if len(named) > len(set(named)):
        raise Told("unique")
    for values in now.values():
        first, last = values.get("first"), values.get("last")
        if None not in (first, last) and first > last:
            raise Told("constraint")
    return now


def applied(live, acts):
    """The objects after the steps of these acts, one after the other, unchecked as a whole."""
    now = dict(live)
    for act in acts:
        for step in act.steps:
            values = _after(now.get(step.key), step)
            now.pop(step.key, None)
            if values is not None:
                now[step.key] = values
    return now


def _after(was, step):
    if step.kind not in BLANK or not {*step.before, *step.after} <= BLANK[step.kind].keys():
        raise Told("schema")
    if is_emptied(step):
        raise Told("redacted")
    if step.op == "create":
        if was is not None:
            raise Told("exists")
        return {**BLANK[step.kind], **step.after}
    if was is None:
        raise Told("gone")
    if step.op == "delete":
        if any(was[name] != value for name, value in step.before.items()):
            raise Told("value")
        return None
    return was | {name: _value(was[name], step, name) for name in step.after}


def is_emptied(step):
    """Whether a redaction took away what it proposed."""
    return not step.before and not step.after


def rested(live, step, given):
    """A step as a moderator amends it, on what is live: with the values that are given, elsewhere
    as it would be published, and colliding still where nobody chose. None where nothing is left."""
    was = live.get(step.key)
    if is_left_out(live, step):
        return None
    known = {name: value for name, value in step.after.items() if name in BLANK[step.kind]}
    if step.op == "create":
        return replace(step, after={**known, **given})
    if step.op == "delete":
        return step
    before, after = {}, {}
    for name in known:
        before[name] = was[name]
        try:
            after[name] = given[name] if name in given else _value(was[name], step, name)
        except Told:
            before[name], after[name] = step.before[name], step.after[name]
    differing = [name for name in known if before[name] != after[name]]
    if not differing:
        return None
    return replace(
        step, before={n: before[n] for n in differing}, after={n: after[n] for n in differing}
    )


def is_left_out(live, step):
    """Whether an amended act leaves a step out, since nothing of it can be published."""
    if step.kind not in BLANK or is_emptied(step):
        return True
    return (step.op == "create") == (step.key in live)


def is_cut(step):
    """Whether it names a field that is no more."""
    return not {*step.before, *step.after} <= BLANK.get(step.kind, {}).keys()


def _value(live, step, name):
    """One field, of which somebody else may have changed the value since."""
    before, proposed = step.before[name], step.after[name]
    if live == before:
        return proposed
    if live == proposed or (name == "closed" and live):  # closed once, it stays as it was closed
        return live
    if name == "text":
        return _both_hands(before.split(), live.split(), proposed.split())
    raise Told("value")


def _both_hands(before, live, proposed):
    """The words of both, where one that nobody changed stands between those of different hands."""
    if not len(before) == len(live) == len(proposed):
        raise Told("value")  # one of them rewrote it all
    merged, last = [], None
    for was, theirs, mine in zip(before, live, proposed, strict=True):
        hand = (theirs != was, mine != was)
        if all(hand) and theirs != mine:
            raise Told("value")
        if any(hand) and last and hand != last:
            raise Told("value")
        merged.append(theirs if theirs != was else mine)
        last = hand if any(hand) else None
    return " ".join(merged)


def words(objects):
    """The words of each object's text or name."""
    return {
        key: set((values.get("text") or values.get("name") or "").split())
        for key, values in objects.items()
    }


def words_owed(live, acts):
    """The words that each object must hold after these acts, found without merging anything:
    those that it held or that were added, and that no later step took away."""
    owed = words(live)
    for act in acts:
        for step in act.steps:
            old, new = words({step.key: step.before}), words({step.key: step.after})
            old, new = old[step.key], new[step.key]
            owed[step.key] = (owed.get(step.key, set()) - (old - new)) | (new - old)
            if step.op == "delete":
                del owed[step.key]
    return owed


def redacted(word, objects):
    """The objects with each value that holds the word blanked."""
    return {
        key: {n: MARK if word in str(value) else value for n, value in values.items()}
        for key, values in objects.items()
    }


def redacted_act(word, act):
    """An act with each step that holds the word emptied."""
    return Act(
        act.author,
        tuple(
            Step(step.kind, step.key, step.op, {}, {})
            if word in " ".join(map(str, [*step.before.values(), *step.after.values()]))
            else step
            for step in act.steps
        ),
        act.state,
    )
