"""Finding the work to cite: by words in any script, or by an identifier in any spelling."""

from django.db.models import Q

from events.pages import catalogue
from review import bounds
from sources import identifiers
from sources.formatting import renderings
from sources.models import Source


def matches(text, overlay):
    """[(key, words)] of live sources, and of those that the editor of `overlay` proposed."""
    words, _ = bounds.bounded(text)
    if not words:
        return []
    text = text[: bounds.LETTERS]
    listed, _ = catalogue.searched(text)
    same = identifiers.matching(text) | Q(pk__in=listed.values("source"))
    found = Source.objects.filter(same)
    rows = list(found.prefetch_related("contributors")[:8])
    meant = identifiers.readings(text).items()
    own = [
        source
        for source in overlay.created(Source)
        if all(word.casefold() in source.title.casefold() for word in words)
        or any(getattr(source, name) == value for name, value in meant)
    ]
    return told(rows + own[:4])


def told(sources):
    """[(key, entry in words)] of sources, with their contributors if they are live."""
    sources = list(sources)
    people = {s.pk: list(s.contributors.all()) if not s._state.adding else [] for s in sources}
    items = {str(s.pk): renderings.item_of(s, people[s.pk]) for s in sources}
    held = renderings.html_for(items.values())
    return [
        (key, renderings.words_of(renderings.entry_in(held, item))) for key, item in items.items()
    ]
