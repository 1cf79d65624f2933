"""What is counted of publications, in words: “6 statements newly cited, 2 dates changed”."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import ngettext

from review import spoken

# {name: what it is called of a number}, in the order in which they are told.
CLAIMS = {
    "begun": lambda n: ngettext(
        "1 article published for the first time",
        "{number} articles published for the first time",
        n,
    ),
    "ended": lambda n: ngettext("1 article removed", "{number} articles removed", n),
    "renamed": lambda n: ngettext("1 article renamed", "{number} articles renamed", n),
    "added": lambda n: ngettext("1 statement added", "{number} statements added", n),
    "added_cited": lambda n: ngettext(
        "1 of what was added is cited", "{number} of what was added are cited", n
    ),
    "removed": lambda n: ngettext("1 statement removed", "{number} statements removed", n),
    "reworded": lambda n: ngettext("1 statement reworded", "{number} statements reworded", n),
    "split": lambda n: ngettext(
        "1 statement split off another", "{number} statements split off others", n
    ),
    "merged": lambda n: ngettext(
        "1 statement merged into another", "{number} statements merged into others", n
    ),
    "moved": lambda n: ngettext("1 statement moved", "{number} statements moved", n),
    "statements_came": lambda n: ngettext(
        "1 statement came from another article", "{number} statements came from others", n
    ),
    "statements_left": lambda n: ngettext(
        "1 statement went to another article", "{number} statements went to others", n
    ),
    "paragraphs_moved": lambda n: ngettext("1 paragraph moved", "{number} paragraphs moved", n),
    "paragraphs_came": lambda n: ngettext(
        "1 paragraph came from another article", "{number} paragraphs came from others", n
    ),
    "paragraphs_left": lambda n: ngettext(
        "1 paragraph went to another article", "{number} paragraphs went to others", n
    ),
    "cited": lambda n: ngettext("1 statement newly cited", "{number} statements newly cited", n),
    "cited_more": lambda n: ngettext("1 further citation", "{number} further citations", n),
    "swapped": lambda n: ngettext(
        "1 work swapped for another", "{number} works swapped for others", n
    ),
    "places": lambda n: ngettext(
        "the place or words of 1 citation changed",
        "places or words of {number} citations changed",
        n,
    ),
    "contradicted": lambda n: ngettext(
        "1 source cited against a statement", "{number} sources cited against statements", n
    ),
    "uncited": lambda n: ngettext(
        "1 statement no longer cited", "{number} statements no longer cited", n
    ),
    "cited_less": lambda n: ngettext("1 citation fewer", "{number} citations fewer", n),
    "dated": lambda n: ngettext("1 date read", "{number} dates read", n),
    "redated": lambda n: ngettext("1 date changed", "{number} dates changed", n),
    "confirmed": lambda n: ngettext(
        "1 date confirmed or chosen", "{number} dates confirmed or chosen", n
    ),
    "undated": lambda n: ngettext("1 date taken back", "{number} dates taken back", n),
    "as_of": lambda n: ngettext(
        "1 statement given a time that it holds for", "{number} given a time that they hold for", n
    ),
    "asked": lambda n: ngettext("1 request opened", "{number} requests opened", n),
    "settled": lambda n: ngettext("1 request settled", "{number} requests settled", n),
    "declined": lambda n: ngettext("1 request declined", "{number} requests declined", n),
    "sections_added": lambda n: ngettext("1 section added", "{number} sections added", n),
    "retitled": lambda n: ngettext("1 section renamed", "{number} sections renamed", n),
    "sections_moved": lambda n: ngettext("1 section moved", "{number} sections moved", n),
    "sections_removed": lambda n: ngettext("1 section removed", "{number} sections removed", n),
    "headed": lambda n: ngettext(
        "the heading or form of 1 paragraph changed",
        "headings or forms of {number} paragraphs changed",
        n,
    ),
    "pictures_added": lambda n: ngettext("1 picture added", "{number} pictures added", n),
    "pictures_changed": lambda n: ngettext(
        "1 picture or caption changed", "{number} pictures or captions changed", n
    ),
    "pictures_moved": lambda n: ngettext("1 picture moved", "{number} pictures moved", n),
    "pictures_removed": lambda n: ngettext("1 picture removed", "{number} pictures removed", n),
    "works": lambda n: ngettext(
        "the record of 1 cited work changed", "the records of {number} cited works changed", n
    ),
    "retouched": lambda n: ngettext(
        "1 statement touched up (no word differs)",
        "{number} statements touched up (no word differs)",
        n,
    ),
}
# What alters no word, number or date.
COSMETIC = frozenset({"retouched"})


# Of an article by itself.
OF_ONE = {
    "begun": N_("published for the first time"),
    "ended": N_("the article was removed"),
    "renamed": N_("renamed"),
}


def claims(counts, are_of_many=False):
    """What was altered, a phrase each: on one article or on many."""
    return [
        _(OF_ONE[name])
        if name in OF_ONE and counts[name] == 1 and not are_of_many
        else told(counts[name]).format(number=spoken.number(counts[name]))
        for name, told in CLAIMS.items()
        if counts.get(name)
    ]


def sentence(counts):
    """The same as one sentence."""
    return joined(claims(counts))


def joined(said):
    """Phrases as one sentence."""
    said = ", ".join(said)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def is_cosmetic(counts):
    return set(counts) <= COSMETIC
