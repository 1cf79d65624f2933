"""The lists of words.txt: which words and phrases of a line stand in which."""

from functools import cache
from pathlib import Path

LONGEST = 4  # words of a phrase


@cache
def lists():
    """{phrase: [names of its lists]}."""
    found = {}
    text = Path(__file__).with_name("words.txt").read_text()
    for part in text.split("\n[")[1:]:
        name, phrases = part.split("]", 1)
        for phrase in " ".join(phrases.split()).split(","):
            if phrase.strip():
                found.setdefault(phrase.strip(), []).append(name)
    return found


def lists_of(words):
    """For each of `words`, in small letters without punctuation, its lists; of a phrase, which is
    looked for longest first, each word is told that it begins or goes on (“place”, “place…”)."""
    known, made = lists(), [set() for _ in words]
    for place in range(len(words)):
        for length in range(min(LONGEST, len(words) - place), 0, -1):
            names = known.get(" ".join(words[place : place + length]))
            if names:
                for name in names:
                    made[place].add(name)
                    for inside in made[place + 1 : place + length]:
                        inside.add(name)
                        inside.add(f"{name}…")
                if length > 1:
                    made[place].update(f"{name}!" for name in names)
    return [sorted(names) for names in made]
