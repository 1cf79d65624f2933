"""What readers are served against what is live: stored pages, and what apps keep of how it reads.

Each is made anew and compared, which takes as long as making it did.
"""

import gzip
import zlib

from django.conf import settings

from review.models import StoredPage
from review.proving.checking import in_parts
from review.publishing import pages

_more = []


def register(function):
    """Have what `function(progress)` yields told too: sentences on what an app keeps for readers.

    It calls `progress(noun, done, total)` as it goes on.
    """
    _more.append(function)


def breaks(progress):
    """Sentences on what is served and is not what making it anew gives."""
    yield from _pages(progress)
    for function in _more:
        yield from function(progress)


def _pages(progress):
    stored = StoredPage.objects.filter(build=settings.ATTESTED_BUILD).defer("body")
    done, total = 0, stored.count()
    for part in in_parts(stored):
        for page in part:
            done += 1
            if why := _misfit(page.path):
                yield f"Page {page.path}: {why}"
            progress("pages", done, total)


def _misfit(path):
    with pages.snapshot():
        held = pages.held(path)
        if held is None:  # Stored for what does not stand any more: nobody is served it.
            return None
        try:
            made = pages.made_anew(path)
        except Exception as error:  # whatever a view meets in a database that was bent
            return f"it can't be made anew: {error!r}."
    if made is None:
        return "it is stored, and there is no such page."
    etag, body = held
    try:
        is_same = gzip.decompress(body) == made
    except (OSError, EOFError, zlib.error):
        is_same = False
    if is_same and etag == pages.etag_of(made):
        return None
    return "what is stored is not what is live."
