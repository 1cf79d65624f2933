"""What a search can be narrowed to, with how many each would leave where that is known."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from events import periods
from events.models import Article
from events.pages.moments import slugs_of
from events.pages.search.wanted import KINDS, STATES
from review import spoken


@dataclass
class Choice:
    """`number` is None where there are more than were counted, or where it is what is chosen."""

    words: str
    address: str
    number: int | None = None
    is_chosen: bool = False


@dataclass
class Group:
    title: str
    choices: list
    any: str = ""


def groups(wanted, statements, named, article):
    """The `Group`s to choose from, of two `Found`s; `article` is the chosen one's title."""
    made = [
        _group(_("What"), KINDS, wanted, "kind", _kinds(statements, named)),
        _group(_("Cited or not"), STATES, wanted, "state", _counted(statements, STATES)),
        _periods(wanted, statements),
        _articles(wanted, statements, article),
    ]
    return [group for group in made if group.choices]


def _group(title, names, wanted, field, counted):
    own = getattr(wanted, field)
    choices = [
        Choice(_words(names[name]), wanted.address(**{field: name}), number, name == own)
        for name, number in counted.items()
        if name != own
    ]
    if own:
        choices.insert(0, Choice(_words(names[own]), "", None, True))
    return Group(title, choices, wanted.address(**{field: ""}) if own else "")


def _words(name):
    return spoken.said(name if isinstance(name, str) else name[0])


def _counted(found, names):
    return {
        name: None if found.is_more else found.tags[name] for name in names if found.tags.get(name)
    }


def _kinds(statements, named):
    """{name of KINDS: how many, or None}, of those that there are."""
    counted = {}
    for name, (_called, kinds) in KINDS.items():
        found = statements if name == "statements" else named
        number = sum(found.kinds.get(kind, 0) for kind in kinds)
        if number and name != "named":
            counted[name] = None if found.is_more else number
    return counted


def _periods(wanted, found):
    names = {period.key: period.words for period in periods.every()}
    return _group(_("Period"), names, wanted, "period", _counted(found, names))


def _articles(wanted, found, chosen):
    if chosen:
        return Group(_("Article"), [Choice(chosen, "", None, True)], wanted.address(article=""))
    keys = list(found.articles)
    titles = {str(a.pk): a.title for a in Article.objects.filter(pk__in=keys).only("title")}
    slugs = {str(key): slug for key, slug in slugs_of(keys).items()}
    choices = [
        Choice(titles[key], wanted.address(article=slugs[key]), None if found.is_more else number)
        for key, number in found.articles.items()
        if key in titles
    ]
    return Group(_("Article"), choices if len(choices) > 1 else [])
