"""When a page is read as of, and what addresses name: what all public pages begin with."""

import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import BooleanField, F, Func, Q, Value
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from events.pages import languages
from review import past
from review.ids import key_in
from review.models import Publication, Slug
from sources.models import MergedWork


class Moment:
    """When a page is read as of: now, or just after a past publication, which the text `at` names
    by a time or by its number."""

    def __init__(self, at=None):
        self.text = at
        self.instant = None
        self.publication = None
        self.rows = past.live
        if at is not None:
            self.instant, self.publication = named(at)
            self.rows = past.as_of(self.publication.number if self.publication else 0)

    @property
    def is_past(self):
        return self.text is not None

    def within(self, address):
        """A page's address, at this moment: so links stay in the same time."""
        return as_of(self.text, address) if self.is_past else address

    @property
    def number(self):
        return self.publication.number if self.publication else 0


def as_of(text, address):
    """The address of a page as it was at a time, or after a publication."""
    return f"{languages.root()}at/{text}/{address.removeprefix(languages.root())}"


def named(text):
    """(an instant, the publication that stood then or None) of a time or a publication's number."""
    number = key_in(text)
    if number is None:
        instant = instant_of(text)
        return instant, past.at_time(instant)
    found = Publication.objects.filter(number=number).first()
    if found is None:
        raise Http404(_("There is no publication {number}.").format(number=number))
    return found.at, found


def instant_of(text):
    """A moment of ISO 8601; of a mere date, its last one (UTC)."""
    try:
        moment = parse_datetime(text) if "T" in text else None
        if moment is None:
            day = parse_date(text)
            moment = day and datetime.datetime.combine(day, datetime.time.max)
    except ValueError:
        moment = None
    if moment is None:
        raise Http404(_("A time in the address reads 2026-11-23 or 2026-11-23T12:00:00Z."))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, datetime.UTC)


class About(NamedTuple):
    """What a page is, for engines and for who is sent its address: its title, a sentence or two, a
    type of OpenGraph, the addresses of its feed and of the same as JSON-LD."""

    title: str
    words: str = ""
    type: str = "website"
    feed: str = ""
    claims: str = ""


# Of these an address asks for a part of a page, or for another order: that one is no page's own.
ASKED = frozenset({"after", "before", "from", "to", "q", "type", "sort", "style"})


def page_of(request, template, moment, scope, context, keep=True):
    """Render; a present page of a scope is kept, unless something in it is still to come. `about`
    in the context is its `About`."""
    if not moment.is_past and keep:
        request.page_scope = scope
    here = request.path
    if moment.is_past:
        here = languages.root() + here.removeprefix(moment.within(languages.root()))
    context = {
        "moment": moment,
        "here": here,
        **context,
    }
    if not ASKED & set(request.GET):
        context["site"] = settings.ATTESTED_URL
        context["canonical"] = settings.ATTESTED_URL + escape_uri_path(here)
    return render(request, template, context)


def by_title(request, moment, model, size, found=None):
    """(a page of objects, or of those `found`, by title, after the one that the address names; its
    end, or "")."""
    label = model._meta.label_lower
    found = moment.rows(model) if found is None else found
    found = found.order_by("title", "subject_id")
    after = request.GET.get("after", "")
    if after:
        key, _slug = find(label, after)
        last = found.filter(subject_id=key).first()
        if last is None:
            raise Http404("What this list went on after is not there.")
        found = found.filter(
            Q(title__gt=last.title) | Q(title=last.title, subject_id__gt=last.subject_id)
        )
    found = list(found[: size + 1])
    page = found[:size]
    following = slugs_of([page[-1].subject_id]) if len(found) > size else {}
    return page, next(iter(following.values()), "")


def behind(columns, values, is_down=False):
    """That a row stands behind another, compared as a whole: an index finds the place at once."""
    rows = (
        Func(*map(F, columns), function="ROW"),
        Func(*map(Value, values), function="ROW"),
    )
    return Func(
        *rows, function="", arg_joiner=" < " if is_down else " > ", output_field=BooleanField()
    )


def find(kind, slug):
    """(key, current slug), or 404."""
    found = Slug.objects.filter(kind=kind, slug=slug).first()
    if found is None:
        raise Http404("There is no such page.")
    if found.is_current:
        return found.subject_id, slug
    return found.subject_id, Slug.objects.get(subject=found.subject_id, is_current=True).slug


def slugs_of(keys):
    found = Slug.objects.filter(subject__in=keys, is_current=True)
    return dict(found.values_list("subject_id", "slug"))


def led_to_work(request, moment, key, slug):
    """To the same page of the work that this one was merged into, or None. Not for ever: it may be
    undone."""
    merged = moment.rows(MergedWork).filter(work_id=key).first()
    if merged is None:
        return None
    kept = slugs_of([merged.source_id])[merged.source_id]
    return redirect(request.path.replace(f"/{slug}/", f"/{kept}/"))
