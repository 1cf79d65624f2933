"""Whether published files are what is live, told by making each page anew."""

import gzip
import os
import zlib
from pathlib import Path

from review.models import DueFiles, PageVersion
from review.publishing import due, files, pages


def misfits(tell):
    """Sentences on files that are not what is live, and on pages that have none and are not due.
    `tell(done)` is called after each file."""
    base = files.root() / "current" / "pages"
    done = 0
    for folder, _, names in os.walk(base):
        for name in sorted(names):
            link = Path(folder, name)
            if link.suffix in (".gz", ".br") or not link.exists():
                continue
            path = f"/{link.relative_to(base)}".removesuffix("index.html")
            if why := _misfit(path, link):
                yield f"File of {path}: {why}"
            done += 1
            tell(done)
    for scope in PageVersion.objects.order_by("pk").values_list("pk", flat=True):
        if not DueFiles.objects.filter(scope=scope).exists():
            for path in due.addresses_of(scope):
                if _is_missing(base, path):
                    yield f"File of {path}: there is none."


def _is_missing(base, path):
    name = files.name_of(path)
    if name is None or (base / name).exists():
        return False
    try:
        return pages.ready(path) is not None
    except pages.NotReady:
        return False


def _misfit(path, link):
    scope = files.scope_of(link)
    with pages.snapshot():
        standing = PageVersion.objects.filter(pk=scope).first()
        try:
            made = pages.made_anew(path)
        except Exception as error:  # whatever a view meets in a database that was bent
            return f"the page can't be made anew: {error!r}."
    try:
        held = list(_contents(link))
    except FileNotFoundError:
        return None if not link.exists() else "one that is compressed is missing."
    except (OSError, EOFError, zlib.error, *files.BROTLI_ERRORS) as error:
        return f"it can't be read: {error}."
    mark = files.mark_of(files.folder_of(link))
    if standing is None or mark != files.mark(standing.version, standing.revision):
        # Taken away or written anew since the check began, or of what stands no more.
        now = PageVersion.objects.filter(pk=scope).first()
        if mark is None or (
            now and mark == files.mark(now.version, now.revision) and now != standing
        ):
            return None
        return "it is of a version that stands no more."
    if made is None:
        return "it is there, and there is no such page."
    return None if all(other == made for other in held) else "what is in it is not what is live."


def _contents(link):
    yield link.read_bytes()
    with gzip.open(f"{link}.gz") as file:
        yield file.read()
    if files.brotli is not None:
        yield files.brotli.decompress(Path(f"{link}.br").read_bytes())
