"""What the templates of public pages call: paragraphs and footnotes by events/pages/markup.py."""

from django import template

from events.pages.markup import Markup

register = template.Library()


@register.simple_tag(takes_context=True)
def markup(context, page):
    """What writes the paragraphs and the footnotes of a `Page`."""
    moment = context.get("moment")
    return Markup(moment.prefix if moment else "", context.get("changed", ()), page.usual)


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
