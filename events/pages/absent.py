"""What stands where nothing is to be read: not yet, or not any more. A sentence, never a bare 404."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from events.kinds import clip
from events.pages.history import publications, tell
from events.pages.moments import as_of

# What a kind is called, and the route of its page.
NOUNS = {
    "events.article": ("article", "events:article"),
    "events.event": ("paragraph", "events:event"),
    "events.statement": ("statement", "events:statement"),
    "sources.source": ("source", "events:source"),
}
NOT_YET, GONE = 404, 410


def answer(request, moment, model, key, address, history=""):
    """The page that tells when an object was first published, or how it was removed: 410 if it is
    gone now. `address` is what its page's address names; `history` that of its history, if it has
    one. What was never published is not there: Http404."""
    label = model._meta.label_lower
    noun, route = NOUNS[label]
    rows = model.history.filter(subject=key)
    first = rows.order_by("publication").first()
    if first is None:
        raise Http404(f"No such {noun} was published.")
    last = rows.order_by("-publication")
    last = last.filter(publication__lte=moment.number) if moment.is_past else last
    last = last.first()
    if last is not None and last.history_type != "-":
        raise Http404(f"There is no such {noun}.")
    told = publications().filter(number=(last or first).publication_id)
    here = reverse(route, args=[address])
    context = {
        "noun": noun,
        "title": _title(last or first),
        "is_gone": last is not None,
        "publication": tell(list(told))[0],
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
    for name in ("title", "text", "heading"):
        if words := getattr(row, name, ""):
            return clip(words, 120)
    return ""
