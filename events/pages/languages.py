"""The languages of the public pages, and the address of a page in each."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from review.models import Redaction

# The codes of Django where BCP 47 has another tag, or says the script as well.
TAGS = {"en-gb": "en", "sr": "sr-Cyrl", "sr-latn": "sr-Latn"}


def tag(code=None):
    """The BCP 47 tag of a language of the site, or of the one that is spoken now."""
    code = code or translation.get_language()
    return TAGS.get(code, code)


def attribute(language):
    """` lang="…"` of words in a language, known by its tag, that is not the page's; "" where it is. Of
    words in one that is not known, an empty one says so, but on pages in the site's first."""
    known = "" if language == Redaction.MARK else language
    if known == tag() or not (known or translation.get_language() != settings.LANGUAGE_CODE):
        return ""
    return SafeString(f' lang="{known}"')


def known(language):
    """The same; of a language that is not known nothing is said."""
    return attribute(language) if language else ""


def root():
    """What addresses of pages begin with in the language that is spoken now: "/", or "/ru/"."""
    return reverse("events:home")


def without(address):
    """An address in the language that is spoken now, in the site's first, whose addresses name none."""
    return f"/{address.removeprefix(root())}"


def in_each(address):
    """[(code, the language's name of itself, the address of the same page in it)] of an address in
    the language that is spoken now."""
    rest = without(address)
    return [
        (code, name, rest if code == settings.LANGUAGE_CODE else f"/{code}{rest}")
        for code, name in settings.LANGUAGES
    ]
