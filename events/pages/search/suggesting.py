"""What is suggested while somebody types: titles, headings and works, then words."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import pgettext

from events.pages.search import finding, offering, showing
from events.pages.search.asking import asked
from events.pages.search.wanted import Wanted

# Words that may go on from the last letters, and how much is suggested.
GOING_ON, NAMES, WORDS = 20, 5, 4


def suggestions(text):
    """[(text, what it is, its address)] for what was typed so far, whose last word may go on."""
    query = asked(text)
    if not query.terms:
        return []
    *_, last = query.terms
    begun = offering.begun(last.folded, GOING_ON)
    words = list(dict.fromkeys([*last.same, *(word for word, _ in begun)]))
    # What is not whole yet says something, whatever it may be now.
    last.same, last.stemmed, last.is_noise = words, [], False
    found = finding.find(query, finding.NAMED, NAMES)
    names = [
        ("".join(words for words, _ in one.pieces), one.noun, one.address)
        for one in showing.shown(found.hits)
    ]
    return names + _words(query.text, begun)


def _words(text, begun):
    before = text.rpartition(" ")[0]
    made, folds = [], set()
    # Of one fold the spelling in the script that is typed.
    is_cyrillic = offering.is_cyrillic(text)
    for word, folded in sorted(begun, key=lambda own: offering.is_cyrillic(own[0]) != is_cyrillic):
        if folded not in folds and len(made) < WORDS:
            whole = f"{before} {word}".strip()
            made.append(
                (
                    whole,
                    pgettext("what a suggestion is", "search"),
                    reverse("events:search") + replace(Wanted(), words=whole).address(),
                )
            )
        folds.add(folded)
    return made
