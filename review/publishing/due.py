"""Working off which pages are due as files: after a decision, after a crash, after an update.

Each scope has one at it at a time, in however many processes on however many machines. What is due
stays written down until its files are there, and what fails is tried again, ever more seldom.
"""

import logging
import os
from contextlib import contextmanager
from datetime import timedelta
from time import time

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from review.exceptions import FilesStand
from review.models import DueFiles, PageVersion, PublishedRoot
from review.publishing import files, pages

log = logging.getLogger(__name__)

# Who works on a scope holds this.
TURN = 0x66696C65  # "file"
AT_ONCE = 1000
# Seconds until what was not ready, or failed, is tried again: doubled with each try.
FIRST, LONGEST = 2, 600
# What was being written so many seconds ago is nobody's any more.
FORGOTTEN = 3600
# Operators are told of what is due for so long.
LATE = timedelta(minutes=5)

_naming = []


def register(function):
    """Have `function(scope)` asked for the addresses of the pages that a scope has and that readers
    are to find as files, as a request's path has them, the most wanted first. Others become files when
    they are first read."""
    _naming.append(function)


def addresses_of(scope):
    return (path for function in _naming for path in function(scope))


# What is due.


def work_off(tell=lambda path: None):
    """Write what is due by now, once; how many pages were written."""
    tidy()
    written = 0
    for scope in _due():
        with _turn(scope) as is_ours:
            if is_ours:
                written += _work_on(scope, tell)
    return written


def _due():
    """Scopes, those of everything first, then in the order in which they fell due."""
    rows = DueFiles.objects.filter(due__lte=Now()).order_by("pk").values_list("scope", flat=True)
    scopes = dict.fromkeys(rows)
    return sorted(scopes, key=lambda scope: scope != PageVersion.SITE)


def _work_on(scope, tell):
    # Those that are raised from here on are due for themselves.
    rows = DueFiles.objects.filter(pk__in=list(_of(scope).values_list("pk", flat=True)))
    try:
        written, unready = write(scope, tell)
    except (OSError, FilesStand) as error:
        log.warning("Published files of %s could not be written: %s", scope, error)
        _put_off(rows, scope, str(error))
        return 0
    if unready:
        _put_off(rows, scope, f"not ready: {', '.join(unready)}")
    else:
        rows.delete()
    return written


def _of(scope):
    return DueFiles.objects.filter(scope=scope)


def _put_off(rows, scope, error):
    if not rows.exists():  # Everything is being written.
        DueFiles.objects.create(scope=scope)
        rows = _of(scope)
    tries = rows.order_by("-tries").values_list("tries", flat=True).first() or 0
    wait = timedelta(seconds=min(FIRST * 2**tries, LONGEST))
    rows.update(tries=F("tries") + 1, due=timezone.now() + wait, error=error[:300])


def write(scope, tell=lambda path: None):
    """(how many pages of a scope were written, addresses of those that could not be made yet).

    Ends early when the scope's version is raised meanwhile: that is due for itself.
    """
    standing = settle(scope)
    written, unready = 0, []
    for path in addresses_of(scope):
        if files.name_of(path) is None or files.is_placed(path, standing):
            continue
        try:
            page = pages.ready(path)
        except pages.NotReady:
            unready.append(path)
            continue
        if page is None:
            continue
        # It is there already, if it was made just now.
        if not files.is_placed(path, page[0]) and not files.place(path, *page):
            break
        tell(path)
        written += 1
    return written, unready


def settle(scope):
    """(scope, version, revision) as they stand. Takes away files of another version: those of a
    publisher who did not know of them, or of before a power cut."""
    with transaction.atomic():
        standing = PageVersion.objects.select_for_update(no_key=True).filter(pk=scope).first()
        for folder in files.builds():
            held = files.mark_of(folder / "scopes" / scope)
            if held is not None and not _stands(held, standing):
                files.withdraw([scope])
    return (scope, standing.version, standing.revision) if standing else (scope, 0, 0)


def _stands(mark, standing):
    return standing is not None and mark == files.mark(standing.version, standing.revision)


@contextmanager
def _turn(scope):
    """Whether nobody else works on a scope; held until the end, or this process's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [TURN, scope])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [TURN, scope])


def tidy():
    """Delete what was taken away, or left by who was killed. What was taken away for a decision that
    fell through is made due: nothing else would tell of it."""
    for held, scope in files.gone():
        if scope == files.ALL:
            missing = PageVersion.objects.exclude(pk__in=DueFiles.objects.values("scope"))
            DueFiles.objects.bulk_create(
                DueFiles(scope=key) for key in missing.values_list("pk", flat=True)
            )
        elif not _of(scope).exists():
            DueFiles.objects.create(scope=scope)
        files.delete(held)
    for held in files.left(FORGOTTEN):
        files.delete(held)


def purge():
    """Delete all that is not served any more, at once: words were redacted that may stand in it."""
    if not files.are_kept():
        return
    try:
        tidy()
        for held in files.left():
            files.delete(held)
    except OSError as error:  # It is tried again; nobody is served it meanwhile.
        log.error("Published files that were taken away could not be deleted: %s", error)


# Everything.


def write_all(tell):
    """Write the files of every page that has none; then nginx is led to those of this build, and those
    of others go. `tell(done, total, path)` is called with each page, of `total` scopes.

    Returns how many pages were written.
    """
    PublishedRoot.objects.get_or_create(path=settings.PUBLISHED_ROOT)
    tidy()
    files.made(files.build() / "pages")
    scopes = list(PageVersion.objects.order_by("pk").values_list("pk", flat=True))
    scopes.sort(key=lambda scope: scope != PageVersion.SITE)
    written = 0
    for done, scope in enumerate(scopes):
        with _turn(scope) as is_ours:
            if is_ours:
                written += _work_on(scope, lambda path, done=done: tell(done, len(scopes), path))
    tell(len(scopes), len(scopes), "")
    _lead_here()
    return written


def _lead_here():
    """Lead nginx to this build, once each scope's files are of what stands: nobody raises a version
    meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE review_pageversion IN SHARE MODE")
        standing = {row.pk: row for row in PageVersion.objects.all()}
        scopes = files.build() / "scopes"
        old = [
            scope
            for scope in (os.listdir(scopes) if scopes.is_dir() else ())
            if not _stands(files.mark_of(scopes / scope), standing.get(scope))
        ]
        files.take_away(old)
        files.put_link(files.root() / "current", f"builds/{settings.ATTESTED_BUILD}")
    for folder in files.builds():
        if folder != files.build():
            files.delete(folder)


def switch_off():
    """Have nginx ask the application for every page, and let everybody publish as if there were no
    files; what there is is deleted."""
    (files.root() / "current").unlink(missing_ok=True)
    for folder in files.builds():
        files.delete(folder)
    PublishedRoot.objects.all().delete()
    DueFiles.objects.all().delete()
    purge()


# How it stands.


def troubles():
    """Sentences for operators on why readers may not be served files; none when all is well."""
    if not files.are_kept():
        return []
    found = []
    current = files.root() / "current"
    if not current.exists():
        found.append("No page is served as a file: run publish_files.")
    elif os.path.basename(os.path.realpath(current)) != settings.ATTESTED_BUILD:
        found.append("The files are those of before an update: run publish_files.")
    if any(time() - held.lstat().st_ctime > LATE.seconds for held, _ in files.gone()):
        found.append(
            "Files that were taken away lie there yet, with words that may be redacted: delete "
            f"{files.root() / 'gone'}."
        )
    late = DueFiles.objects.filter(since__lt=timezone.now() - LATE).order_by("since").first()
    if late:
        why = f" ({late.error})" if late.error else ""
        found.append(
            f"Pages are due as files since {late.since:%-d %B, %H:%M} UTC{why}: see that "
            "publish_files --follow runs."
        )
    return found
