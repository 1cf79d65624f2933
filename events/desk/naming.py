"""Which open requests lines name: by addresses of the site and of the desk, by keys and anchors."""

import re
from collections import defaultdict
from urllib.parse import unquote
from uuid import UUID

from django.db.models import Q

from events.models import RequestStanding
from review import characters
from review.models import Slug, Subject

# So many lines are read.
LINES = 1000
# So many that name nothing are told with their words; of the rest only the numbers.
TOLD = 20
# What a line may name, in an address or alone: a key, an anchor, an article.
KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
ANCHOR = re.compile(r"(?:/(?:s|statements)/|#|^)([a-z][a-z2-9]{9})(?:[/?#]|$)")
ARTICLE = re.compile(r"(?:^|/)articles/([^/?#\s]+)")
# What of an open request a line may name.
PLACES = ("request", "statement", "article")


def named(text, most):
    """(keys of the first `most` open requests that lines name, sentences on what names none)."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    names = {number: _name_in(line) for number, line in lines[:LINES]}
    subjects = _subjects(names)
    keys = {key for found in subjects.values() for key in found}
    open_ = RequestStanding.objects
    live = set()
    for name in PLACES:
        rows = open_.filter(**{f"{name}__in": keys}).order_by()
        live.update(rows.values_list(name, flat=True).distinct())
    rows = open_.filter(Q(request__in=keys) | Q(statement__in=keys) | Q(article__in=keys))
    found = list(rows.order_by("request").values_list("request", flat=True)[:most])
    told = _told(
        [(n, line) for n, line in lines[:LINES] if not subjects[n]], "name nothing that is here"
    )
    told += _told(
        [(n, line) for n, line in lines[:LINES] if subjects[n] and not subjects[n] & live],
        "name what no open request is on",
    )
    if len(lines) > LINES:
        told.append(f"Only the first {LINES:,} lines were read: leave those out, and paste again.")
    return found, told


def _name_in(line):
    """(what sort of name a line holds, the name), or None."""
    if found := KEY.search(line):
        return "key", UUID(found[0])
    # A statement's lasting address leads to its place in the article.
    if found := ANCHOR.search(line):
        return "anchor", found[1]
    if found := ARTICLE.search(line):
        return "article", unquote(found[1])
    return None


def _subjects(named):
    """{number of a line: the keys of what it names}, each sort looked up once."""
    wanted = defaultdict(set)
    for sort, name in filter(None, named.values()):
        wanted[sort].add(name)
    known = defaultdict(set)
    of_keys = Subject.objects.filter(pk__in=wanted["key"])
    known |= {("key", key): {key} for key in of_keys.values_list("pk", flat=True)}
    for anchor, *keys in Subject.objects.filter(anchor__in=wanted["anchor"]).values_list(
        "anchor", "merged_into", "pk"
    ):
        known["anchor", anchor] = {next(filter(None, keys))}
    of_articles = Slug.objects.filter(kind="events.article", slug__in=wanted["article"])
    for slug, key in of_articles.values_list("slug", "subject"):
        known["article", slug] = {key}
    return {number: known.get(name, set()) for number, name in named.items()}


def _told(lines, what):
    """One sentence on lines of which the same is to be said, each with its number."""
    if not lines:
        return []
    told = [f"{number} (“{characters.balanced(line[:60])}”)" for number, line in lines[:TOLD]]
    told += [str(number) for number, _ in lines[TOLD:]]
    verb = what if len(lines) > 1 else what.replace("name ", "names ", 1)
    return [f"Line{'s' if len(lines) > 1 else ''} {', '.join(told)} {verb}."]
