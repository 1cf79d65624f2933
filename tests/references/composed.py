"""Lines in shapes that the corpus lacks, composed of our own lists: Serbian in both scripts, Russian,
historians' English, and prose that is no reference."""

import random
import re
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("serbian", "russian", "english", "western", "rare")
ROMAN = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIV",
    "XV",
    "XX",
]
LATIN = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
LATIN |= {"љ": "lj", "њ": "nj", "џ": "dž"}


def lines(seed=1, count=(300, 180, 140, 280, 280, 100)):
    """[(text, a label for each word)] of Serbian, Russian, English, western lines, of kinds that are
    rare in all (films, reports, series, remarks), and of prose."""
    chance = random.Random(seed)
    known, made = _sections("lists.txt"), []
    for language, number in zip(LANGUAGES, count, strict=False):
        templates = _sections("templates.txt")[language].split("\n")
        for turn in range(number):
            line = _filled(templates[turn % len(templates)], language, known, chance)
            if language == "serbian" and chance.random() < 0.5:
                line = [(label, in_latin(text)) for label, text in line]
            made.append(line)
    sentences = [" ".join(s.split()) for s in known["prose"].split(";")]
    for _ in range(count[-1]):
        chosen = chance.sample(sentences, chance.choice([1, 1, 2]))
        made.append([("other", ". ".join(chosen) + chance.choice([".", ".", ""]))])
    return [labelled(line) for line in made]


def labelled(parts):
    """(text, a label for each of its words) of [(label, text)]."""
    words = [(word, label) for label, text in parts for word in text.split()]
    return " ".join(word for word, _ in words), [label for _, label in words]


def own():
    """[(text, labels)] of own.txt, which is to measure by."""
    rows = (HERE / "own.txt").read_text().split("\n")
    return [labelled(split(row)) for row in rows if row and not row.startswith("#")]


def split(row):
    """[(label, text)] of “label: text | …”."""
    return [tuple(part.split(": ", 1)) for part in row.split(" | ")]


def in_latin(text):
    """Serbian Cyrillic in its Latin letters."""
    return "".join(LATIN.get(sign) or LATIN.get(sign.lower(), sign).capitalize() for sign in text)


def _sections(name):
    text = (HERE / name).read_text()
    parts = (part.split("]\n", 1) for part in text.split("\n[")[1:])
    return {head: body.strip() for head, body in parts}


def _filled(template, language, known, chance):
    """[(label, text)] of a template with its {gaps} filled."""
    year = chance.choice([chance.randint(1850, 1945), chance.randint(1945, 2022)])
    page = chance.randint(3, 480)
    given = {
        "year": year, "year2": year - chance.randint(5, 60), "page": page, "page2": page + chance.randint(1, 30), "vol": chance.randint(1, 140),
        "issue": chance.randint(1, 12), "count": chance.randint(90, 700), "day": chance.randint(1, 28),
        "small": chance.randint(1, 40), "m": chance.randint(1, 12), "ord": chance.randint(2, 5),
        "roman": chance.choice(ROMAN), "slug": f"{chance.choice(['vesti', 'news', 'articles'])}/{page}",
        "host": chance.choice(["politika", "vreme", "example", "archives", "istoria"]),
        "isbn": f"978-86-{chance.randint(10, 99)}-{chance.randint(10000, 99999)}-{chance.randint(0, 9)}",
    }  # fmt: skip

    def one(name):
        # What the lists of rare parts lack, the western have, and what those lack, the English.
        some = next(
            known[f"{other} {name}"]
            for other in (language, "western", "english")
            if f"{other} {name}" in known
        )
        return chance.choice([e.strip() for e in some.split(";") if e.strip()])

    def gap(found):
        name = found[1]
        if name in given:
            return str(given[name])
        is_listed = any(f"{other} {name}" in known for other in (language, "western"))
        bare = name if is_listed else name.rstrip("2")
        if bare == "i":
            value = one("given")[0]
        elif bare == "work" and language not in ("western", "rare"):
            frame = one("frame")
            value = one("subject") + (frame if frame[0] in ":," else f" {frame}")
            value = one("subject") if chance.random() < 0.15 else value
        elif bare == "study" and language not in ("western", "rare"):
            value = one("subject" if chance.random() < 0.1 else "object")
            value = value[0].upper() + value[1:]
            value = value if chance.random() < 0.3 else f"{one('study')} {one('object')}"
        else:
            value = one(bare)
        given[name] = value  # Where it stands twice in a line, it is the same.
        return value

    return [
        (label, re.sub(r"(?<=[.?!])\.", "", re.sub(r"\{(\w+)\}", gap, text)))
        for label, text in split(template)
    ]
