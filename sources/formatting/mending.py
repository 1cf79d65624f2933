"""Where pandoc's citeproc does not do what CSL or a style asks: put right before and after."""

import re

# A page that is all of an article and the place in it: “p. 4 (p. 4)”.
PAGE = re.compile(r"(\bpp?\.\s\S+) \(\1\)")
# A date that stood in a name's place already, as with an entry that nobody signed: “Dictionary (Nolit,
# 1931), under “hajduk,” (1931), 88”. CSL 1.0.2, at cs:substitute: it is suppressed in the rest.
DATE = re.compile(
    r"(?P<before>\((?:[^()]*, )?(?P<date>[^(),]+)\), .*?)"
    r"(?P<comma>,?)(?P<quote>”?) \((?P=date)\)(?P<after>[.,])"
)
# A title in a name's place, and the comma that stands behind a name: “<i>Songs</i>, (Nolit, 1931)”.
TITLE_FIRST = re.compile(r"^(<i>(?:(?!</i>).)*</i>|[‘“][^<]*?[’”]), \(")
# What is said of a review that nobody signed, with nothing behind it: “…, review of, <i>The Critic</i>”.
REVIEW = re.compile(r"[,.] (?:unsigned )?review of(?=[,.])", re.IGNORECASE)
# A letter that is not said to be one: “Petar Ivanov “On silt,” to Jovan Marić”.
LETTER = re.compile(r"^([^“‘<,]+) (?=[“‘])")
# American marks within marks: a comma or full stop stands inside both, “its ‘heroes,’”. A single mark
# that opened nothing is an apostrophe, which it follows.
WITHIN = re.compile(r"(‘[^‘’“”<>]*)’([,.])”")
# MLA leaves no comma between a reviewed title and its author, and begins what follows a full stop small.
BY = re.compile(r"(?<=</i>)by (?=\w)")
SMALL = re.compile(r"(?<=</i>\. )(?:vol|nos?|pt)\. ")
# A number of thousands is one number: “Nos. 652,230”.
THOUSANDS = re.compile(r"\b([Nn]o)s\. (?=\d{1,3}(?:,\d{3})+\b)")
# Their numbers have no ranges: “Pub. L. No. 49-104”.
NUMBERED = {"bill", "legislation", "patent", "regulation", "standard"}


def asked(item):
    """An item as citeproc is given it."""
    made = dict(item)
    if item["type"] in NUMBERED and "number" in item:
        made["number"] = item["number"].replace("-", "\u2011")
    if "original-title" in item:
        # A style has one language for an item, and this title is in another.
        made["original-title"] = f'<span class="nocase">{item["original-title"]}</span>'
    return made


def mended(item, html):
    html = WITHIN.sub(r"\1\2’”", PAGE.sub(r"\1", html))
    html = SMALL.sub(lambda found: found[0].capitalize(), BY.sub(", by ", html))
    if item["type"] in NUMBERED:
        html = THOUSANDS.sub(r"\1. ", html)
    if "author" not in item:
        html = REVIEW.sub("", TITLE_FIRST.sub(r"\1 (", html))
        if item["type"].startswith("entry"):
            html = DATE.sub(r"\g<before>\g<after>\g<quote>", html)
    if item["type"] == "personal_communication":
        html = LETTER.sub(r"\1, ", html)
    return html
