"""What the templates of public pages call: addresses within a time, days in words, and paragraphs and
footnotes by events/pages/markup.py."""

from django import template
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import ngettext

from events.pages import languages
from events.pages.markup import Markup
from events.pages.markup import checked as written_checked
from review import spoken
from sources import edtf

register = template.Library()
register.filter("said", spoken.said)


@register.simple_tag(takes_context=True)
def address(context, name, *args):
    """The address of a public page, as it was where the page that links to it is of the past."""
    made, moment = reverse(f"events:{name}", args=args), context.get("moment")
    return moment.within(made) if moment else made


@register.filter
def day_words(value):
    """A day as the page's language writes it: 28 November 2026."""
    return edtf.day(value)


@register.filter
def day(value):
    """The same, as HTML that says which day it is."""
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", day_words(value))


@register.filter
def instant(value, precision=""):
    """A moment in UTC as HTML: 28 November 2026, 14:05 UTC; with "seconds" to the second, with "bare"
    without the name of the zone."""
    clock = "%H:%M:%S" if precision == "seconds" else "%H:%M"
    said = f"{day_words(value)}, {value:{clock}}"
    zone = "" if precision == "bare" else " UTC"
    return format_html('<time datetime="{}">{}{}</time>', value.isoformat(), said, zone)


@register.filter
def lang(language, which=""):
    """The attribute that says in which language words are, where it is not the page's; with "known"
    nothing is said of one that is not known."""
    return languages.known(language) if which == "known" else languages.attribute(language)


@register.filter
def written_in(words, language):
    """Words that stand in a sentence of the page, in a language of their own."""
    attribute = languages.attribute(language)
    return format_html("<span{}>{}</span>", attribute, words) if attribute else words


@register.simple_tag
def standing(name, number):
    """How many statements are `checked`, `cited`, `contested`, `requested` or `bare`."""
    match name:
        case "checked":
            said = ngettext("{number} checked", "{number} checked", number)
        case "cited":
            said = ngettext("{number} cited", "{number} cited", number)
        case "contested":
            said = ngettext("{number} contested", "{number} contested", number)
        case "requested":
            said = ngettext("{number} requested", "{number} requested", number)
        case _:
            said = ngettext("{number} bare", "{number} bare", number)
    return said.format(number=number)


@register.simple_tag
def checked(people, at):
    """By how many people a citation was checked, and when last."""
    return mark_safe(written_checked(people, at))


@register.filter
def within(address, moment):
    """An address of a public page, as it was at a `Moment`; "" is of now."""
    return moment.within(address) if moment else address


@register.simple_tag(takes_context=True)
def in_each_language(context):
    """[(code, the language's name of itself, the address of this page in it)]."""
    return languages.in_each(escape_uri_path(context["request"].path))


@register.simple_tag
def language_tag(code=None):
    """The BCP 47 tag of a language, or of the page's own."""
    return languages.tag(code)


@register.simple_tag(takes_context=True)
def markup(context, page, language=""):
    """What writes the paragraphs and the footnotes of a `Page`, whose words are in a language."""
    within = context["moment"].within if context.get("moment") else str
    return Markup(within, context.get("changed", ()), page.usual, language)


@register.simple_tag
def paragraph(markup, event, tag="div"):
    return markup.paragraph(event, tag)


@register.simple_tag
def statement(markup, shown, language):
    """A statement by itself, whose words are in a language."""
    return markup.statement(shown, languages.attribute(language))


@register.simple_tag
def footnotes(markup, page):
    return markup.footnotes(page.notes)
