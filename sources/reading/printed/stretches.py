"""The stretches that punctuation and phrases make of a line, and what is told of them as a whole."""

from sources.reading.printed.looks import OPENS, ends_of
from sources.reading.printed.phrases import LEADS, WHOLE

# What a stretch holds that tells how to read those before and after it.
MARKS = {
    *("list=publisher", "list=place", "list=serial", "list=meeting", "list=editor", "list=pages"),
    *("list=volume", "list=thesis", "list=month", "list=in", "list=translator", "list=report"),
    *("list=series", "list=edition", "list=note"),
    *("kind=year", "kind=range", "kind=volume(issue)", "kind=volume:pages", "kind=url"),
    *("phrase=edition", "phrase=thesis", "phrase=report", "phrase=seen", "phrase=fate"),
    *("phrase=remark", "phrase=director", "phrase=producer", "phrase=editor", "phrase=abstracts"),
    *("end=”", "kind=number", "kind=initials", "long=10"),
}


def stretches_of(line, phrases):
    """[(first, last)] of the stretches that punctuation and phrases make of a line."""
    made, first = [], 0
    for place, word in enumerate(line):
        following = line[place + 1] if place + 1 < len(line) else None
        if following is None or _parts_here(
            phrases, place, ends_of(word) or following.before[:1] in OPENS
        ):
            made.append((first, place))
            first = place + 1
    return made


def _parts_here(phrases, place, is_parted):
    """Whether a stretch ends with this word, of which the punctuation says `is_parted`."""
    (name, _), (following, begins) = phrases[place], phrases[place + 1]
    if name in WHOLE and following == name and not begins:
        return False
    if name in WHOLE or (begins and following in WHOLE | LEADS):
        return True
    return is_parted


def bucket(number):
    return number if number < 4 else 4 if number < 6 else 6 if number < 10 else 10


def shares_of(times):
    """{label: share} of a word, of all times it was seen and one more."""
    total = 1 + sum(times.values())
    return {label: number / total for label, number in times.items() if number}


def told_of(line, first, last):
    """What is told of a whole stretch to each of its words."""
    stretch = line[first : last + 1]
    told = {f"list={name}" for word in stretch for name in word.lists}
    told |= {f"kind={word.kind}" for word in stretch}
    told.add(f"first={stretch[0].low}")
    told.add(f"last={stretch[-1].low}")
    told.add(f"first kind={stretch[0].before}{stretch[0].kind}")
    told.add(f"end={ends_of(stretch[-1])}")
    told.add(f"long={bucket(len(stretch))}")
    told.add(f"long,end={bucket(len(stretch))}{ends_of(stretch[-1])}")
    small = sum(word.kind == "small" and "function" not in word.lists for word in stretch)
    told.add(f"small={'none' if not small else 'most' if 2 * small > len(stretch) else 'some'}")
    return told


def usual_of(stretch):
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


def usual_label(stretch):
    """The label that the words of a stretch had most."""
    sums = {}
    for shares in stretch:
        for label, share in shares.items():
            sums[label] = sums.get(label, 0) + share
    return max(sums, key=sums.get, default="new")


def case_of(stretch):
    """How many of the words that are no small ones of grammar begin great, and what ends it."""
    bare = [word.text[len(word.before) :] for word in stretch if "function" not in word.lists]
    great = [text[:1].isupper() for text in bare if text[:1].isalpha()]
    if not any(great):
        share = "none"
    else:
        share = "all" if all(great) else "first" if not any(great[1:]) else "some"
    return share + ends_of(stretch[-1])


def in_a_row(name, said, number):
    """What is said of a stretch, with the same of the one before and the one after."""
    last, this, following = (
        said[n] if 0 <= n < len(said) else "|" for n in (number - 1, number, number + 1)
    )
    return [
        f"{name}={last}|{this}",
        f"{name}={this}|{following}|",
        f"{name}={last}|{this}|{following}",
    ]


def beside(told, number):
    """What each word of a stretch is told of it and of the others: what stands in those to come
    tells a title from a container."""
    gone = {name for names in told[:number] for name in names if name in MARKS}
    coming = {name for names in told[number + 1 :] for name in names if name in MARKS}
    return [
        f"stretch={bucket(number)}",
        f"stretch from end={bucket(len(told) - 1 - number)}",
        *(f"this {name}" for name in told[number]),
        *(f"last {name}" for name in (told[number - 1] if number else ["start"])),
        *(f"next {name}" for name in (told[number + 1] if number + 1 < len(told) else ["end"])),
        *(f"gone={name}" for name in gone),
        *(f"to come={name}" for name in coming),
    ]
