from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.timesince import timesince

from review import kinds, permissions
from review.desk import waiting
from review.desk.once import FIELD, form_key
from review.models import Change
from review.weighing import restricting
from review.weighing.diff import diff_html
from review.weighing.titles import titles_of

register = template.Library()


@register.filter
def ago(moment):
    """How long ago, in words."""
    passed = timesince(moment, depth=1)
    return "just now" if passed.startswith("0") else f"{passed} ago"


@register.filter
def thousands(number):
    """1,234: as it reads in a sentence."""
    return f"{number:,}"


@register.filter
def noun(change):
    return kinds.get(change.subject.kind).noun


@register.filter
def version(clash, which):
    """One of the three texts of a collision: before, and what became of it live and proposed."""
    value = getattr(clash, which)
    kind = kinds.get(clash.change.subject.kind)
    if clash.field in kind.keys:
        value = titles_of({value}).get(str(value), "") if value else ""
    elif value is not None and which != "before" and clash.field in kind.prose:
        return diff_html(clash.before, value)
    if value is None:
        return "(removed)" if clash.change.op == Change.Op.DELETE else "(nothing)"
    return kind.show(clash.field, value, {value: value}) or "(nothing)"


@register.simple_tag
def published_in(clash):
    """The history row by which a colliding field came to read as it is live, or None."""
    change = clash.change
    rows = kinds.get(change.subject.kind).model.history.filter(
        subject=change.subject_id, publication__gt=change.base_id or 0
    )
    last, value = None, clash.before
    for row in rows.select_related("publication", "act__changeset__author").order_by("publication"):
        now = kinds.dump(getattr(row, clash.field))
        if now != value:
            last, value = row, now
    return last


@register.filter
def edit_address(change):
    """The desk's form of the object that a change is about, if it has one."""
    if change.op == "delete":
        return ""
    name = change.subject.kind.replace(".", "_")
    try:
        return reverse(f"admin:{name}_change", args=[change.subject_id])
    except NoReverseMatch:
        return ""


@register.simple_tag
def waits_for(user):
    """{name: how many of it wait for a person}, for the navigation."""
    return waiting.counts(user)


@register.simple_tag
def restrictions_on(instance):
    """The restrictions that hold for a live object of the desk."""
    if not getattr(instance, "is_live", False):
        return []
    return restricting.on_subject(kinds.of(instance), instance.pk)


@register.simple_tag
def blocked(user):
    """The block that holds for a person's account, or None."""
    return restricting.holding().filter(account=user).first()


@register.simple_tag
def grants(user):
    """The desk's permissions of a person."""
    return permissions.granted(user)


@register.simple_tag(takes_context=True)
def once(context):
    """The hidden key by which a form that is sent again is known (review/desk/once.py), and the
    address that says how far the work is that it asked for, which is `far` from here on."""
    key = form_key(context["request"])
    context["far"] = reverse("review:far", args=[key])
    field = '<input type="hidden" name="{}" value="{}" data-far="{}">'
    return format_html(field, FIELD, key, context["far"])
