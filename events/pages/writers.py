"""Who wrote which words of a statement, across rewording, splits and merges."""

from dataclasses import dataclass

from review.weighing.words import compared, is_word, tokens


@dataclass
class Writer:
    """An act that words of the present text came with, by a version of it; `number` as it is marked
    in the text."""

    number: int
    version: object
    words: int = 0


@dataclass(frozen=True)
class Run:
    """Words that came together."""

    text: str
    writer: Writer


def written(versions):
    """([Run] of the present words, [Writer] in their order), of the life of a statement, newest first."""
    now = next((v for v in versions if not v.line.how), None)
    if now is None or now.text is None:
        return [], []
    held = _owners(versions).get(now.line.key)
    if held is None:
        return [], []
    writers, runs = {}, []
    for token, version in zip(*held, strict=True):
        writer = writers.setdefault(version.act.pk, Writer(len(writers) + 1, version))
        writer.words += is_word(token)
        if runs and runs[-1][1] is writer:
            runs[-1][0].append(token)
        else:
            runs.append(([token], writer))
    return [Run("".join(own), writer) for own, writer in runs], list(writers.values())


def _owners(versions):
    """{key of a statement: (tokens of its words, the version that each came with)}."""
    state, at = {}, None
    for version in sorted(versions, key=lambda v: (v.publication.number, -v.line.depth)):
        number, line = version.publication.number, version.line
        if number != at:
            at, before = number, dict(state)
        if not version.has_new_words:
            continue
        if version.text is None:
            state.pop(line.key, None)
            continue
        base = before.get(line.key) or _split_off(versions, line, before)
        for other in _merged(versions, line, number):
            if other in before:
                base = base[0] + [" ", *before[other][0]], base[1] + [None, *before[other][1]]
        state[line.key] = _carried(base, version)
    return state


def _split_off(versions, line, before):
    """The words of the statement that one was split off from."""
    origins = {v.line.key for v in versions if v.line.how == "split" and v.line.into == line.key}
    return next((before[key] for key in origins if key in before), ([], []))


def _merged(versions, line, number):
    """Keys of the statements that one took in in a publication."""
    return {
        v.line.key
        for v in versions
        if v.line.how == "merge" and v.line.into == line.key and v.line.until == number
    }


def _carried(base, version):
    """The tokens of a version's words with who they came from, those that it leaves alone as before.

    What is no word goes with what stands before it.
    """
    old, owners = base
    parts, (hunks,) = compared("".join(old), version.text)
    if parts != old:  # Compared by lines: too much differs.
        made = tokens(version.text)
        return made, [version] * len(made)
    made, whose, at = [], [], 0
    for start, end, new in hunks:
        made += old[at:start] + list(new)
        whose += owners[at:start] + [version] * len(new)
        at = end
    made, whose = made + old[at:], whose + owners[at:]
    for place, token in enumerate(made):
        if whose[place] is None or (place and not is_word(token)):
            whose[place] = whose[place - 1] if place else version
    return made, whose
