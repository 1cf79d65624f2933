"""What the model is told of each word of a line: the word, its surroundings, the stretch it is in.

A word is what stands between white space, with its punctuation: labels change nowhere else.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from sources.reading.printed.words import lists_of

OPENING, CLOSING = "“„«‘‹\"'`", "”“»’›\"'"
# With these a stretch begins, though nothing ended the one before; “/” is GOST's.
OPENS = {*'([“„«‘‹<"/'}
INITIALS = re.compile(r"(?:[^\W\d_]\.[-‐–]?)+,?|[^\W\d_]{1,2}\.?,?")
ABBREVIATION = re.compile(r"(?:vol|no|nr|ed|eds|pp?|vols|proc|conf|int|st|univ|tech|rep|bd|dr|jr|"
                          r"trans|symp|dept|inc|co|ltd|suppl|т|вып|стр|с|изд|ред|ур|прев|књ|бр)\.",
                          re.IGNORECASE)  # fmt: skip
KINDS = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in [
        ("year", r"\(?(?:1[0-9]|20)\d\d[a-z]?\)?"),
        ("years", r"\(?(?:1[0-9]|20)\d\d[-–/](?:\d\d)?\d\d\)?"),
        ("url", r"<?(?:https?:|ftp:|www\.).*"),
        ("doi", r"(?:doi:?)?10\.\d{4,}/.*|doi"),
        ("isbn", r"isbn.*|97[89][-\d]{10,}"),
        ("volume(issue)", r"\d+\(\d+[-–/]?\d*\)"),
        ("volume:pages", r"\d+(?:\(\d+\))?:\w?\d+(?:[-–—]+\w?\d+)?"),
        ("range", r"[a-z]?\d+[-–—‐]+[a-z]?\d+"),
        ("ordinal", r"\d+(?:st|nd|rd|th|-е|-ое|-й)"),
        ("number", r"\d{1,2}"),
        ("long number", r"\d+"),
        ("roman", r"(?=[ivxlc])(?:x{0,4}l?x{0,3})(?:ix|iv|v?i{0,3})"),
        ("page number", r"(?:p|pp|s)\.?\d+.*"),
        ("mixed", r".*\d.*"),
    ]
]
SPACED = re.compile(r"\d+(?: [-–—] ?|[-–—] )\d+")
# What a stretch holds that tells how to read those before and after it.
MARKS = {
    *("list=publisher", "list=place", "list=serial", "list=meeting", "list=editor", "list=pages"),
    *("list=volume", "list=thesis", "list=month", "list=in", "list=translator", "list=report"),
    *("list=series", "list=edition", "list=note"),
    *("kind=year", "kind=range", "kind=volume(issue)", "kind=volume:pages", "kind=url"),
    *("end=”", "kind=number", "kind=initials", "long=10"),
}


class Word(NamedTuple):
    """A word of a line: where it stands, what it is without punctuation, and what kind."""

    text: str
    start: int
    end: int
    low: str
    shape: str
    before: str
    after: str
    kind: str
    lists: list


@lru_cache(maxsize=20_000)
def _looked_at(text):
    """(in small letters without punctuation, shape, punctuation before, after, kind)."""
    bare = text.strip("()[]{}<>.,;:!?*†-–—/\\|«»„“”‘’‹›\"'`&§ ")
    place = text.find(bare) if bare else len(text)
    before, after = text[:place], text[place + len(bare) :] if bare else ""
    low = bare.lower()
    kind = next((kind for kind, pattern in KINDS if low and pattern.fullmatch(low)), "")
    if not kind:
        if not bare:
            kind = "sign"
        elif INITIALS.fullmatch(bare + after[:1]) and bare[0].isupper():
            kind = "initials"
        elif bare.isupper():
            kind = "capitals"
        elif bare.islower():
            kind = "small"
        elif bare[0].isupper() and bare[1:].islower():
            kind = "Capital"
        else:
            kind = "Mixed"
    shape = re.sub(r"(.)\1+", r"\1", "".join(map(_shape, text)))[:12]
    return low, shape, before, after, kind


def _shape(sign):
    if sign.isupper():
        return "X"
    if sign.isalpha():
        return "x"
    return "9" if sign.isdigit() else sign


def words(text):
    """The Words of a text."""
    found = list(re.finditer(r"\S+", text))
    looked = [_looked_at(word[0]) for word in found]
    lists = lists_of([low for low, *_ in looked])
    return [
        Word(word[0], word.start(), word.end(), *seen, names)
        for word, seen, names in zip(found, looked, lists, strict=True)
    ]


def _ends(word):
    """What kind of stop a word ends with: "" within a stretch, "," or "." between two."""
    if not word.after and word.low:
        return ""
    if any(sign in CLOSING for sign in word.after):
        return "”"
    if word.after[-1:] == "." and (
        word.kind == "initials" or ABBREVIATION.fullmatch(word.text.lstrip("(["))
    ):
        return ""
    for sign in ")];:.,?!—–-":
        if sign in word.after:
            return sign
    return ""


def _stretches(line):
    """[(first, last)] of the stretches that punctuation makes of a line."""
    made, first = [], 0
    for place, word in enumerate(line):
        following = line[place + 1] if place + 1 < len(line) else None
        if following is None or _ends(word) or following.before[:1] in OPENS:
            made.append((first, place))
            first = place + 1
    return made


def _gap(line, place):
    """What parts a word from the one before it: "" for nothing, which is seldom a new part."""
    if not 0 < place < len(line):
        return "|"
    word = line[place]
    opened = next((sign for sign in word.before if sign in OPENS), "")
    return _ends(line[place - 1]) + opened


def _bucket(number):
    return number if number < 4 else 4 if number < 6 else 6 if number < 10 else 10


def features(line, usual=None):
    """A list of features, strings, for each Word of a line.

    `usual` gives, by word, the labels that it had in the lines learnt from: {word: {label: times}}.
    """
    shares = [_usual((usual or {}).get(word.low, {})) for word in line]
    stretches = _stretches(line)
    told = [_told_of(line, a, b) | _usual_of(shares[a : b + 1]) for a, b in stretches]
    usuals = [_usual_label(shares[a : b + 1]) for a, b in stretches]
    cases = [_case(line[a : b + 1]) for a, b in stretches]
    whole, style, dots = _whole(line), _style(line, stretches), _dots(line)
    beside = [
        _beside(told, number)
        + _in_a_row("usuals", usuals, number)
        + _in_a_row("cases", cases, number)
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
                + [f"in stretch={_bucket(place - first)},{_bucket(last - place)}"]
                + [f"dots={dots[place]}", *numbers[place]]
                + [f"{one}|usual={usuals[number]}" for one in numbers[place]]
                + beside[number]
            )
    for place, (quoted, bracket, since_in) in enumerate(_surroundings(line)):
        begins = _gap(line, place) and "begins"
        number = next(n for n, (_, last) in enumerate(stretches) if place <= last)
        made[place] += [f"quoted={quoted}", f"bracket={bracket}", f"since in={since_in}"]
        made[place] += [f"has {name}|{quoted}|{begins}|{_bucket(number)}" for name in whole]
        made[place] += [f"has {name}" for name in whole]
        made[place] += [f"{style}|{begins}|{_bucket(number)}", f"{style}|{line[place].kind}"]
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


def _of_place(line, place):
    word, count, gap = line[place], len(line), _gap(line, place)
    made = [
        f"gap={gap}",
        f"next gap={_gap(line, place + 1)}",
        f"gap,w={gap}{word.low}",
        f"gap,kind={gap}{word.before}{word.kind}",
        f"place={10 * place // count}",
        f"from start={_bucket(place)}",
        f"from end={_bucket(count - 1 - place)}",
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
        yield quoted, min(bracket, 2), _bucket(since_in)
        if quoted == "in" and any(sign in CLOSING for sign in word.after):
            quoted = "after"
        bracket = max(0, bracket - sum(word.after.count(sign) for sign in ")]"))


def _beside(told, number):
    """What each word of a stretch is told of it and of the others: what stands in those to come
    tells a title from a container."""
    gone = {name for names in told[:number] for name in names if name in MARKS}
    coming = {name for names in told[number + 1 :] for name in names if name in MARKS}
    return [
        f"stretch={_bucket(number)}",
        f"stretch from end={_bucket(len(told) - 1 - number)}",
        *(f"this {name}" for name in told[number]),
        *(f"last {name}" for name in (told[number - 1] if number else ["start"])),
        *(f"next {name}" for name in (told[number + 1] if number + 1 < len(told) else ["end"])),
        *(f"gone={name}" for name in gone),
        *(f"to come={name}" for name in coming),
    ]


def _told_of(line, first, last):
    """What is told of a whole stretch to each of its words."""
    stretch = line[first : last + 1]
    told = {f"list={name}" for word in stretch for name in word.lists}
    told |= {f"kind={word.kind}" for word in stretch}
    told.add(f"first={stretch[0].low}")
    told.add(f"last={stretch[-1].low}")
    told.add(f"first kind={stretch[0].before}{stretch[0].kind}")
    told.add(f"end={_ends(stretch[-1])}")
    told.add(f"long={_bucket(len(stretch))}")
    told.add(f"long,end={_bucket(len(stretch))}{_ends(stretch[-1])}")
    small = sum(word.kind == "small" and "function" not in word.lists for word in stretch)
    told.add(f"small={'none' if not small else 'most' if 2 * small > len(stretch) else 'some'}")
    return told


def _usual(times):
    """{label: share} of a word, of all times it was seen and one more."""
    total = 1 + sum(times.values())
    return {label: number / total for label, number in times.items() if number}


def _usual_of(stretch):
    """What label the words of a stretch had most, small differences left out."""
    sums = {}
    for shares in stretch:
        for label, share in shares.items():
            sums[label] = sums.get(label, 0) + share
    if not sums:
        return {"usual=new"}
    ranked = sorted(sums.items(), key=lambda pair: -pair[1])
    first, share = ranked[0]
    told = {f"usual={first}", f"usual={first},{min(4, int(5 * share / len(stretch)))}"}
    if len(ranked) > 1:
        told.add(f"then={ranked[1][0]}")
    return told


def _usual_label(stretch):
    """The label that the words of a stretch had most."""
    sums = {}
    for shares in stretch:
        for label, share in shares.items():
            sums[label] = sums.get(label, 0) + share
    return max(sums, key=sums.get, default="new")


def _case(stretch):
    """How many of the words that are no small ones of grammar begin great, and what ends it."""
    bare = [word.text[len(word.before) :] for word in stretch if "function" not in word.lists]
    great = [text[:1].isupper() for text in bare if text[:1].isalpha()]
    if not any(great):
        share = "none"
    else:
        share = "all" if all(great) else "first" if not any(great[1:]) else "some"
    return share + _ends(stretch[-1])


def _in_a_row(name, said, number):
    """What is said of a stretch, with the same of the one before and the one after."""
    last, this, following = (
        said[n] if 0 <= n < len(said) else "|" for n in (number - 1, number, number + 1)
    )
    return [
        f"{name}={last}|{this}",
        f"{name}={this}|{following}|",
        f"{name}={last}|{this}|{following}",
    ]


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
            far = _bucket(found - place)
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
