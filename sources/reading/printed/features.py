"""What the model is told of each word of a line: the word, its surroundings, the stretch it is in."""

import re

from sources.reading.printed.looks import CLOSING, OPENING, gap_before
from sources.reading.printed.phrases import ROLES, phrases_of
from sources.reading.printed.stretches import (
    beside,
    bucket,
    case_of,
    in_a_row,
    shares_of,
    stretches_of,
    told_of,
    usual_label,
    usual_of,
)

LONGEST_KNOWN = 8  # words of a part that is known as a whole
SPACED = re.compile(r"\d+(?: [-–—] ?|[-–—] )\d+")


def features(line, usual=None):
    """A list of features, strings, for each Word of a line.

    `usual` gives, by word and by the words of a whole part, the labels that they had in the lines
    learnt from: {words: {label: times}}.
    """
    usual = usual or {}
    shares = [shares_of(usual.get(word.low, {})) for word in line]
    phrases = phrases_of([word.text for word in line])
    stretches = stretches_of(line, phrases)
    told = [
        told_of(line, a, b)
        | usual_of(shares[a : b + 1])
        | {f"phrase={name}" for name, _ in phrases[a : b + 1] if name}
        for a, b in stretches
    ]
    known, roles = _known(line, usual), _roles(phrases)
    usuals = [usual_label(shares[a : b + 1]) for a, b in stretches]
    cases = [case_of(line[a : b + 1]) for a, b in stretches]
    whole, style, dots = _whole(line), _style(line, stretches), _dots(line)
    around = [
        beside(told, number)
        + in_a_row("usuals", usuals, number)
        + in_a_row("cases", cases, number)
        + [f"has {name}|usual={usuals[number]}" for name in whole]
        for number in range(len(stretches))
    ]
    numbers = _numbers(line)
    made = []
    for number, (first, last) in enumerate(stretches):
        for place in range(first, last + 1):
            made.append(
                _of_word(line[place], shares[place])
                + _of_neighbours(line, place, shares)
                + _of_place(line, place)
                + [f"in stretch={bucket(place - first)},{bucket(last - place)}"]
                + [f"dots={dots[place]}", *numbers[place]]
                + [f"{one}|usual={usuals[number]}" for one in numbers[place]]
                + around[number]
                + _of_phrases(phrases, place)
                + known[place]
                + roles[place]
            )
    for place, (quoted, bracket, since_in) in enumerate(_surroundings(line)):
        begins = gap_before(line, place) and "begins"
        number = next(n for n, (_, last) in enumerate(stretches) if place <= last)
        made[place] += [f"quoted={quoted}", f"bracket={bracket}", f"since in={since_in}"]
        made[place] += [f"has {name}|{quoted}|{begins}|{bucket(number)}" for name in whole]
        made[place] += [f"has {name}" for name in whole]
        made[place] += [f"{style}|{begins}|{bucket(number)}", f"{style}|{line[place].kind}"]
    return made


def _of_word(word, shares):
    label, share = max(shares.items(), key=lambda pair: pair[1], default=("new", 1))
    return [
        "bias",
        f"w={word.low}",
        f"t={word.text}" if len(word.text) < 12 else "t=long",
        f"shape={word.shape}",
        f"kind={word.kind}",
        f"before={word.before}",
        f"after={word.after}",
        f"kind,after={word.kind}{word.after}",
        f"before,kind,after={word.before}{word.kind}{word.after}",
        *(f"p{n}={word.low[:n]}" for n in (1, 2, 3, 4)),
        *(f"s{n}={word.low[-n:]}" for n in (1, 2, 3, 4)),
        *(f"list={name}" for name in word.lists),
        f"usual={label}",
        f"usual={label},{share > 0.6}",
    ]


def _of_neighbours(line, place, shares):
    """What stands up to three words before and after, and pairs of the nearest."""
    made, word, count = [], line[place], len(line)
    for step in (-3, -2, -1, 1, 2, 3):
        there = place + step
        if not 0 <= there < count:
            made.append(f"{step}:{'start' if there < 0 else 'end'}")
            continue
        other = line[there]
        made += [f"{step}:kind={other.kind}", f"{step}:stop={other.before}_{other.after}"]
        made += [f"{step}:list={name}" for name in other.lists]
        if abs(step) < 3:
            made += [f"{step}:w={other.low}", f"{step}:shape={other.shape}"]
        if abs(step) == 1:
            label = max(shares[there], key=shares[there].get, default="new")
            made.append(f"{step}:usual={label}")
    if place:
        last = line[place - 1]
        made.append(f"-1|0:w={last.low}|{word.low}")
        made.append(f"-1|0:kind={last.kind}{last.after}|{word.before}{word.kind}")
    if place + 1 < count:
        following = line[place + 1]
        made.append(f"0|1:w={word.low}|{following.low}")
        made.append(f"0|1:kind={word.kind}{word.after}|{following.before}{following.kind}")
        if place:
            made.append(
                f"-1|0|1:kind={last.kind}{last.after}|{word.kind}{word.after}|{following.kind}"
            )
    return made


def _of_phrases(phrases, place):
    made = []
    for step in (-2, -1, 0, 1, 2):
        name, begins = phrases[place + step] if 0 <= place + step < len(phrases) else ("", False)
        if name:
            made.append(f"{step}:phrase={name},{begins}")
    return made


def runs(line):
    """The words of each run in a line that may be a whole part, with the places where it begins and
    ends."""
    for first in range(len(line)):
        for last in range(first + 1, min(first + LONGEST_KNOWN, len(line))):
            yield " ".join(word.low for word in line[first : last + 1]), first, last


def _known(line, usual):
    """What is told of each word that is in a run of words which was a whole part elsewhere."""
    made, until = [[] for _ in line], -1
    found = {}
    for run, first, last in runs(line):
        if usual.get(run):
            found[first] = (last, max(usual[run], key=usual[run].get))
    for first, (last, label) in sorted(found.items()):
        if first <= until:
            continue
        until = last
        for place in range(first, last + 1):
            made[place] += [f"known={label}", f"known={label},{place == first},{place == last}"]
    return made


def _roles(phrases):
    """For each word, the next word of a role after it and the last before it, and how far they are."""
    made = [[] for _ in phrases]
    for name, places in (("to", range(len(phrases) - 1, -1, -1)), ("since", range(len(phrases)))):
        role, far = "none", 0
        for place in places:
            far += 1
            made[place].append(f"{name} role={role},{bucket(far)}")
            made[place].append(f"{name} role={role}")
            if phrases[place][0] in ROLES:
                role, far = phrases[place][0], 0
    return made


def _of_place(line, place):
    word, count, gap = line[place], len(line), gap_before(line, place)
    made = [
        f"gap={gap}",
        f"next gap={gap_before(line, place + 1)}",
        f"gap,w={gap}{word.low}",
        f"gap,kind={gap}{word.before}{word.kind}",
        f"place={10 * place // count}",
        f"from start={bucket(place)}",
        f"from end={bucket(count - 1 - place)}",
    ]
    return made + ["spaced range"] * _is_spaced_range(line, place)


def _surroundings(line):
    """For each word whether it is “in” quotes or “after” them, how deep in brackets, how far from
    the last “in”."""
    quoted, bracket, since_in = "", 0, 99
    for word in line:
        if any(sign in OPENING for sign in word.before):
            quoted = "in"
        bracket += sum(word.before.count(sign) for sign in "([")
        is_in = word.low in ("in", "у", "в", "u") or word.text == "//"
        since_in = 0 if is_in else since_in + 1
        yield quoted, min(bracket, 2), bucket(since_in)
        if quoted == "in" and any(sign in CLOSING for sign in word.after):
            quoted = "after"
        bracket = max(0, bracket - sum(word.after.count(sign) for sign in ")]"))


def _style(line, stretches):
    """How a line is built: whether its year comes early, what it ends with, whether it has quotes."""
    years = [n for n, (a, b) in enumerate(stretches) for w in line[a : b + 1] if w.kind == "year"]
    early = "early" if years and years[0] < max(3, len(stretches) / 3) else "late" if years else ""
    quotes = any(sign in OPENING for word in line for sign in word.before)
    first = any(word.kind == "initials" for word in line[:3])
    return f"style={early},{'quotes' * quotes},{line[-1].kind if line else ''},{'initials' * first}"


def _dots(line):
    """For each word how many short words with stops stand in a row before and after it, as in a
    journal's name that is abbreviated: “Z. Phys. Chem.”."""
    is_short = [
        word.after.startswith(".") and word.kind in ("Capital", "initials") and len(word.low) < 8
        for word in line
    ]
    before, after = [0] * len(line), [0] * len(line)
    for place in range(1, len(line)):
        before[place] = before[place - 1] + 1 if is_short[place - 1] else 0
    for place in range(len(line) - 2, -1, -1):
        after[place] = after[place + 1] + 1 if is_short[place + 1] else 0
    return [
        f"{min(b, 3)},{is_short[place]:d},{min(a, 3)}"
        for place, (b, a) in enumerate(zip(before, after, strict=True))
    ]


def _numbers(line):
    """For each word, the next one after it that holds a number, how far it is, what leads to it."""
    made, found = [], None
    for place in range(len(line) - 1, -1, -1):
        if found is None:
            made.append(["number=none"])
        else:
            word = line[found]
            led = ",".join(line[found - 1].lists)
            far = bucket(found - place)
            made.append(
                [
                    f"number={word.before}{word.kind}{word.after}|{far}",
                    f"led={led}|{word.kind}|{far}",
                ]
            )
        if any(map(str.isdigit, line[place].low)):
            found = place
    return made[::-1]


def _is_spaced_range(line, place):
    """Whether a word is of “43 - 102” or “557- 566”."""
    near = "".join(word.text + " " for word in line[max(0, place - 2) : place + 3])
    bare = line[place].text.strip("().,;:")
    return not bare.strip("0123456789-–—") and bool(SPACED.search(near))


def _whole(line):
    """What is told of the whole line."""
    has = {
        word.kind for word in line if word.kind in ("url", "range", "volume(issue)", "volume:pages")
    }
    has |= {
        name
        for word in line
        for name in word.lists
        if name
        in (
            "thesis",
            "report",
            "meeting",
            "serial",
            "editor",
            "pages",
            "medium",
            "publisher",
            "series",
        )
    }
    if any(word.low == "in" and word.text[0] == "I" for word in line):
        has.add("In")
    if any(sign in OPENING for word in line for sign in word.before):
        has.add("quotes")
    return has
