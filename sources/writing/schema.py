"""Works in the terms of schema.org, for JSON-LD."""

import json
import re

from sources import identifiers
from sources.reading import richtext
from sources.reading.numbers import SCHEMES

TYPES = {
    **dict.fromkeys(("article", "article-journal", "paper-conference"), "ScholarlyArticle"),
    **{"article-magazine": "Article", "article-newspaper": "NewsArticle", "book": "Book"},
    **{"chapter": "Chapter", "classic": "Book", "collection": "Collection", "dataset": "Dataset"},
    **{"graphic": "VisualArtwork", "legislation": "Legislation", "regulation": "Legislation"},
    **{"bill": "Legislation", "manuscript": "Manuscript", "map": "Map", "motion_picture": "Movie"},
    **{"musical_score": "SheetMusic", "pamphlet": "Book", "periodical": "Periodical"},
    **{"post-weblog": "BlogPosting", "report": "Report", "review": "Review"},
    **{"review-book": "Review", "software": "SoftwareApplication", "song": "MusicRecording"},
    **{"thesis": "Thesis", "webpage": "WebPage"},
}
ROLES = {
    **{"author": "author", "editor": "editor", "translator": "translator", "composer": "composer"},
    **{"director": "director", "illustrator": "illustrator", "contributor": "contributor"},
    **{"compiler": "editor", "recipient": "recipient"},
}
FIELDS = {
    **{"language": "inLanguage", "ISBN": "isbn", "edition": "bookEdition", "page": "pagination"},
    **{"abstract": "abstract", "number-of-pages": "numberOfPages", "keyword": "keywords"},
    **{"URL": "url", "genre": "genre"},
}
SERIAL = ("article-journal", "article-magazine", "article-newspaper", "review", "review-book")
DAY = re.compile(r"[0-9]{4}(-[01][0-9](-[0-3][0-9])?)?")


def work(fields, page):
    """A work, of fields as sources/reading gives them, which has a page of ours at this address."""
    made = {"@type": TYPES.get(fields["type"], "CreativeWork"), "@id": page}
    made["name"] = richtext.plain(fields["title"])
    for role, name in ROLES.items():
        if role in fields:
            made.setdefault(name, []).extend(map(_person, fields[role]))
    if DAY.fullmatch(fields.get("issued", "")):
        made["datePublished"] = fields["issued"]
    made |= {name: fields[key] for key, name in FIELDS.items() if key in fields}
    if "publisher" in fields:
        made["publisher"] = {"@type": "Organization", "name": fields["publisher"]}
    if within := _within(fields):
        made["isPartOf"] = within
    numbers, same = _numbers(fields)
    return made | ({"identifier": numbers} if numbers else {}) | ({"sameAs": same} if same else {})


def article(title, language, page, site, changed, works):
    """An article of ours with the works, each made by `work`, that it cites."""
    made = {"@type": "Article", "@id": page, "url": page, "headline": title, "name": title}
    made["publisher"] = {"@type": "Organization", "name": site}
    if language:
        made["inLanguage"] = language
    if changed:
        made["dateModified"] = changed.isoformat()
    return made | ({"citation": works} if works else {})


def claim(words, page, within, cited):
    """A statement of ours, which stands on the page `within` (or ""), with what it cites, each as
    (the page of the work, its note in words, whether it is cited against the statement)."""
    made = {"@type": "Claim", "@id": page, "url": page, "text": words}
    if within:
        made["appearance"] = {"@type": "Article", "@id": within}
    notes = [
        {"@type": "CreativeWork", "@id": work, "name": note}
        | ({"description": "Cited against the statement."} if is_against else {})
        for work, note, is_against in cited
    ]
    return made | ({"citation": notes} if notes else {})


# What ends the element that it stands in, or begins another: never in a page as it is.
SIGNS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def written(made):
    """JSON-LD for a script element."""
    told = json.dumps({"@context": "https://schema.org", **made}, ensure_ascii=False)
    return told.translate(SIGNS)


def _person(person):
    if "literal" in person:
        return {"@type": "Organization", "name": person["literal"]}
    family = [person.get("non-dropping-particle"), person.get("family")]
    given = [person.get("given"), person.get("dropping-particle")]
    family, given = (" ".join(filter(None, parts)) for parts in (family, given))
    names = {"familyName": family, "givenName": given, "honorificSuffix": person.get("suffix")}
    whole = " ".join(filter(None, [given, family, person.get("suffix")]))
    return {"@type": "Person", "name": whole} | {n: value for n, value in names.items() if value}


def _within(fields):
    """The periodical by volume and issue, or the book or site that it appeared in."""
    if "container-title" not in fields:
        return None
    name = richtext.plain(fields["container-title"])
    if fields["type"] not in SERIAL:
        kind = "WebSite" if fields["type"] in ("webpage", "post-weblog") else "Book"
        return {"@type": kind, "name": name}
    made = {"@type": "Periodical", "name": name}
    made |= {"issn": fields["ISSN"]} if "ISSN" in fields else {}
    if "volume" in fields:
        made = {"@type": "PublicationVolume", "volumeNumber": fields["volume"], "isPartOf": made}
    if "issue" in fields:
        made = {"@type": "PublicationIssue", "issueNumber": fields["issue"], "isPartOf": made}
    return made


def _numbers(fields):
    """(its identifiers, the addresses that they lead to)."""
    numbers, same = [], []
    for name, scheme in identifiers.SCHEMES.items():
        if value := fields.get(SCHEMES[name].variable):
            label = scheme.label.removesuffix(" number")
            numbers += [
                {"@type": "PropertyValue", "propertyID": label, "value": one}
                for one in (value.split() if scheme.inside else [value])
            ]
            # Of what a work may have several, each is of a part of it, or of what it is a part of.
            if not scheme.inside and (address := identifiers.address(name, value)):
                same.append(address)
    return numbers, same
