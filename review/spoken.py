"""How words, numbers and lists are said in the language that is spoken now."""

from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, gettext_noop

_ = gettext_noop
QUOTED, PAIR = _("“{words}”"), _("{first} and {last}")


def said(message):
    """A translated message that is asked for again and again, as the name of a kind: looked up once a
    language, since Django looks through all its catalogs each time."""
    return _said(get_language(), message)


@lru_cache(maxsize=1024)
def _said(language, message):
    return gettext(message)


def number(n):
    """With its thousands apart: 12,000."""
    return number_format(n, 0, force_grouping=True)


def quoted(words):
    return said(QUOTED).format(words=words)


def listed(words):
    """“a, b and c”."""
    *rest, last = map(str, words)
    return said(PAIR).format(first=", ".join(rest), last=last) if rest else last


def joint():
    """What stands between two that are told together: “ and ”."""
    return said(PAIR).replace("{first}", "").replace("{last}", "")
