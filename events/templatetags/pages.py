"""What the templates of public pages call: addresses within a time, days in words, and paragraphs and
footnotes by events/pages/markup.py."""

from django import template
from django.urls import reverse

from events.pages import languages
from events.pages.markup import Markup

register = template.Library()


@register.simple_tag(takes_context=True)
def address(context, name, *args):
    """The address of a public page, as it was where the page that links to it is of the past."""
    made, moment = reverse(f"events:{name}", args=args), context.get("moment")
    return moment.within(made) if moment else made


@register.filter
def within(address, moment):
    """An address of a public page, as it was at a `Moment`; "" is of now."""
    return moment.within(address) if moment else address


@register.simple_tag
def language_tag(code=None):
    """The BCP 47 tag of a language, or of the page's own."""
    return languages.tag(code)


@register.simple_tag(takes_context=True)
def markup(context, page):
    """What writes the paragraphs and the footnotes of a `Page`."""
    moment = context.get("moment")
    return Markup(moment.within if moment else str, context.get("changed", ()), page.usual)


@register.simple_tag
def paragraph(markup, event, tag="div"):
    return markup.paragraph(event, tag)


@register.simple_tag
def statement(markup, shown):
    """A statement by itself."""
    return markup.statement(shown)


@register.simple_tag
def footnotes(markup, page):
    return markup.footnotes(page.notes)
