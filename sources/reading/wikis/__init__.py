"""Citation templates by wiki: a module each, with a table of its parameters and what it reads
by their type. Documented at each wiki."""

from collections.abc import Callable
from dataclasses import dataclass

from sources.reading.wikis import english, french, german, russian


@dataclass(frozen=True)
class Template:
    """`read` takes the draft and its parameters, {name: words}."""

    type: str
    read: Callable


ENGLISH = {
    "book": ("cite book", "cite ebook"),
    "article-journal": ("cite journal", "cite paper"),
    "webpage": ("cite web", "cite website", "cite blog"),
    "article-newspaper": ("cite news", "cite newspaper"),
    "article-magazine": ("cite magazine",),
    "thesis": ("cite thesis", "cite dissertation"),
    "report": ("cite report", "cite techreport", "cite tech report"),
    "entry-encyclopedia": ("cite encyclopedia", "cite encyclopaedia", "cite dictionary"),
    "paper-conference": ("cite conference",),
    "map": ("cite map",),
    "interview": ("cite interview",),
    "speech": ("cite speech",),
    "broadcast": ("cite episode", "cite serial"),
    "motion_picture": ("cite av media", "cite video"),
    "pamphlet": ("cite pamphlet",),
    "article": ("cite arxiv", "cite ssrn"),
    "document": ("citation", "cite document", "cite q"),
}
TEMPLATES = {
    **{name: Template(kind, english.read) for kind, several in ENGLISH.items() for name in several},
    **dict.fromkeys(("книга", "литература"), Template("book", russian.read)),
    **{"статья": Template("article-journal", russian.read)},
    **{"публикация": Template("document", russian.read)},
    **{"literatur": Template("book", german.read)},
    **{"internetquelle": Template("webpage", german.read)},
    **{"ouvrage": Template("book", french.read), "chapitre": Template("chapter", french.read)},
    **{"article": Template("article-journal", french.read)},
    **{"lien web": Template("webpage", french.read)},
}
