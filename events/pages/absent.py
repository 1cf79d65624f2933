"""What stands where nothing is to be read: not yet, or not any more. A sentence, never a bare 404."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.kinds import clip
from events.pages.history import publications, tell
from events.pages.moments import as_of


@dataclass(frozen=True)
class Told:
    """What is said of an object of a kind that is not there, and the route of its page."""

    route: str
    removed: str
    published: str


KINDS = {
    "events.article": Told(
        "events:article", _("This article was removed"), _("This article was first published")
    ),
    "events.event": Told(
        "events:event", _("This paragraph was removed"), _("This paragraph was first published")
    ),
    "events.statement": Told(
        "events:statement", _("This statement was removed"), _("This statement was first published")
    ),
    "events.topic": Told(
        "events:topic", _("This topic was removed"), _("This topic was first published")
    ),
    "sources.source": Told(
        "events:source", _("This source was removed"), _("This source was first published")
    ),
}
NOT_YET, GONE = 404, 410


def answer(request, moment, model, key, address, history=""):
    """The page that tells when an object was first published, or how it was removed: 410 if it is
    gone now. `address` is what its page's address names; `history` that of its history, if it has
    one. What was never published is not there: Http404."""
    told = KINDS[model._meta.label_lower]
    rows = model.history.filter(subject=key)
    first = rows.order_by("publication").first()
    if first is None:
        raise Http404("No such thing was published.")
    last = rows.order_by("-publication")
    last = last.filter(publication__lte=moment.number) if moment.is_past else last
    last = last.first()
    if last is not None and last.history_type != "-":
        raise Http404("There is no such thing.")
    found = publications().filter(number=(last or first).publication_id)
    here = reverse(told.route, args=[address])
    context = {
        "told": told,
        "title": _title(last or first),
        "is_gone": last is not None,
        "publication": tell(list(found))[0],
        "moment": moment,
        "here": here,
        "first": as_of(first.publication_id, here),
        "before": last and as_of(last.publication_id - 1, here),
        "history": history,
        "is_live": model.objects.filter(pk=key).exists(),
    }
    status = GONE if last is not None and not moment.is_past else NOT_YET
    return render(request, "events/absent.html", context, status=status)


def _title(row):
    for name in ("title", "text", "heading", "name"):
        if words := getattr(row, name, ""):
            return clip(words, 120)
    return ""
