from django import template
from django.urls import NoReverseMatch, reverse

from review import kinds

register = template.Library()


@register.filter
def noun(change):
    return kinds.get(change.subject.kind).noun


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
