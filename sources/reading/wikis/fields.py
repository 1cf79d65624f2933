"""What the templates of all wikis have in common: fields by parameter, places, dates, names."""

import re

from sources.reading import addresses, dates, names

PARTS = {"chapter", "paper-conference", "entry-encyclopedia", "article-journal", "article-magazine",
         "article-newspaper"}  # fmt: skip
ARTICLES = {"article-journal", "article-magazine", "article-newspaper"}
IDS = {
    **dict.fromkeys(("isbn", "ISBN", "isbn13", "isbn10", "ISBN13"), "ISBN"),
    **dict.fromkeys(("issn", "ISSN", "eissn"), "ISSN"),
    **dict.fromkeys(("doi", "DOI"), "DOI"),
    **dict.fromkeys(("pmid", "PMID"), "PMID"),
    **dict.fromkeys(("pmc", "PMC"), "PMCID"),
    **dict.fromkeys(("arxiv", "arXiv", "eprint"), "arXiv"),
    **dict.fromkeys(("oclc", "OCLC"), "OCLC"),
    **dict.fromkeys(("lccn", "LCCN"), "LCCN"),
    **dict.fromkeys(("jstor", "JSTOR"), "JSTOR"),
    **dict.fromkeys(("hdl", "HDL"), "handle"),
}


def put(draft, name, words, fields):
    """A parameter that is one variable; any other is told."""
    variable = fields.get(name, fields.get(name.casefold(), ""))
    if not variable or (variable == "URL" and not addresses.ADDRESS.fullmatch(words)):
        draft.tell(name, words)
    else:
        draft.variable(variable, words, name)


def first(given, *parameters):
    return next((given.pop(name) for name in parameters if name in given), "")


def put_titles(draft, title, part, container):
    """A part has its title, and the book's for its container."""
    if part and title:
        draft.put("title", part)
        draft.put("container-title", title)
        draft.tell("container-title", container)
    else:
        draft.put("title", part or title)
        draft.put("container-title", container)


def put_dates(draft, given, *parameters):
    """The first that there is; others that are no shorter form of it are told."""
    for name in parameters:
        words = given.pop(name, "")
        plain = re.sub(r"(?<=[0-9]{4})[a-z]$", "", words)  # It tells two works of a year apart.
        edtf = dates.edtf(plain) or dates.from_words(plain)
        if words and not (edtf and draft.fields.get("issued", "").startswith(edtf)):
            draft.date("issued", words, edtf, name)


def put_places(draft, given, *parameters):
    """Pages are the extent of a part of a work, and what is cited of a whole one."""
    for name in parameters:
        words = given.pop(name, "")
        if not words:
            continue
        if name == "at":
            draft.cited("", words)
        elif draft.fields["type"] in PARTS:
            draft.variable("page", words, name)
        else:
            draft.cited("page", words)


def put_people(draft, role, words, joint):
    """Names in one parameter, “Misha Glenny, Jovan Marić and Ana Novak”; where what the joint
    parts is no name, it is a word of one."""
    for several in re.split(r"\s*[;,]\s*", words):
        people = [names.spoken(one) for one in re.split(joint, several)]
        if all(one and "family" in one[0] for one in people):
            draft.names(role, several, [one[0] for one in people])
        else:
            draft.names(role, several, names.literal(several))
