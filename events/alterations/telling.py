"""What is counted of publications, in words: “6 statements newly cited, 2 dates changed”."""

# {name: (of one, of more)}, in the order in which they are told.
CLAIMS = {
    "begun": ("published for the first time", "{} articles published for the first time"),
    "ended": ("the article was removed", "{} articles removed"),
    "renamed": ("renamed", "{} articles renamed"),
    "added": ("1 statement added", "{} statements added"),
    "added_cited": ("1 of what was added is cited", "{} of what was added are cited"),
    "removed": ("1 statement removed", "{} statements removed"),
    "reworded": ("1 statement reworded", "{} statements reworded"),
    "split": ("1 statement split off another", "{} statements split off others"),
    "merged": ("1 statement merged into another", "{} statements merged into others"),
    "moved": ("1 statement moved", "{} statements moved"),
    "statements_came": ("1 statement came from another article", "{} statements came from others"),
    "statements_left": ("1 statement went to another article", "{} statements went to others"),
    "paragraphs_moved": ("1 paragraph moved", "{} paragraphs moved"),
    "paragraphs_came": ("1 paragraph came from another article", "{} paragraphs came from others"),
    "paragraphs_left": ("1 paragraph went to another article", "{} paragraphs went to others"),
    "cited": ("1 statement newly cited", "{} statements newly cited"),
    "cited_more": ("1 further citation", "{} further citations"),
    "swapped": ("1 work swapped for another", "{} works swapped for others"),
    "places": (
        "the place or words of 1 citation changed",
        "places or words of {} citations changed",
    ),
    "contradicted": ("1 source cited against a statement", "{} sources cited against statements"),
    "uncited": ("1 statement no longer cited", "{} statements no longer cited"),
    "cited_less": ("1 citation fewer", "{} citations fewer"),
    "dated": ("1 date read", "{} dates read"),
    "redated": ("1 date changed", "{} dates changed"),
    "confirmed": ("1 date confirmed or chosen", "{} dates confirmed or chosen"),
    "undated": ("1 date taken back", "{} dates taken back"),
    "as_of": ("1 statement given a time that it holds for", "{} given a time that they hold for"),
    "asked": ("1 request opened", "{} requests opened"),
    "settled": ("1 request settled", "{} requests settled"),
    "declined": ("1 request declined", "{} requests declined"),
    "sections_added": ("1 section added", "{} sections added"),
    "retitled": ("1 section renamed", "{} sections renamed"),
    "sections_moved": ("1 section moved", "{} sections moved"),
    "sections_removed": ("1 section removed", "{} sections removed"),
    "headed": (
        "the heading or form of 1 paragraph changed",
        "headings or forms of {} paragraphs changed",
    ),
    "pictures_added": ("1 picture added", "{} pictures added"),
    "pictures_changed": ("1 picture or caption changed", "{} pictures or captions changed"),
    "pictures_moved": ("1 picture moved", "{} pictures moved"),
    "pictures_removed": ("1 picture removed", "{} pictures removed"),
    "works": ("the record of 1 cited work changed", "the records of {} cited works changed"),
    "retouched": (
        "1 statement touched up (no word differs)",
        "{} statements touched up (no word differs)",
    ),
}
# What alters no word, number or date.
COSMETIC = frozenset({"retouched"})


# Of one article among many.
OF_MANY = {
    "begun": "1 article published for the first time",
    "ended": "1 article removed",
    "renamed": "1 article renamed",
}


def claims(counts, are_of_many=False):
    """What was altered, a phrase each: on one article or on many. Thousands have their comma."""
    of_one = OF_MANY if are_of_many else {}
    return [
        of_one.get(name, one) if counts[name] == 1 else more.format(f"{counts[name]:,}")
        for name, (one, more) in CLAIMS.items()
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
