"""The seam to persons and places: who and what a query names, and by which other names it is found."""

from events import topics
from events.models import Topic
from events.pages.moments import slugs_of

CALLED = 5


def other_names(text):
    """Texts to look for as well as for `text`, each in the place of all of it: the other names of the
    topics that it is a name of."""
    return [name for name in topics.spellings(text).get(text, ()) if name != text]


def called(text):
    """[(name, slug)] of the topics that are called so, in whatever script or case."""
    found = Topic.objects.filter(pk__in=topics.called(text)).order_by("name")[:CALLED]
    found = dict(found.values_list("pk", "name"))
    slugs = slugs_of(found)
    return [(name, slugs[key]) for key, name in found.items() if key in slugs]
