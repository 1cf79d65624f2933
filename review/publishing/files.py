"""Published files: stored pages that nginx hands out, at its own speed and without the application.

In PUBLISHED_ROOT, which is the same folder for everybody who publishes:

    current → builds/<build>          where nginx looks (config/nginx.conf.example)
    builds/<build>/pages/<address>    links, .gz and .br beside each, into
    builds/<build>/scopes/<scope>/    the files of all pages of a scope, at one version of it
    gone/<scope>~…  new/…             what was taken away, until it is deleted; what is being written

- Old pages go before the new ones can be read. Who raises a scope's version (a decision, a redaction)
  holds its row locked when the scope's folder is renamed away, and commits after that: all its links
  lead nowhere at once, and nginx asks the application, which shows what was committed. A crash before
  the commit leaves too few files, never an old one. Renaming costs the same for one page and thousands.
- Nothing old comes back. A page is put in place under the lock of the same row, and only if the
  version that it was made of still stands: before a decision, which then takes it away, or not at all.
- Nothing is lost. The transaction also writes down what is due (`DueFiles`), which goes when the files
  are there (review/publishing/due.py); what was taken away for a decision that fell through is made due
  by what lies in `gone`.
- When a folder can't be taken away, `current` is, and all pages come from the application until
  `publish_files` puts it right. When nothing can, `FilesStand` refuses the decision before its commit.
- Who does not know of the files publishes nothing: the database refuses (`FilesKnown`).
- The mark `version` in a scope's folder tells at what version its files are, so that what a power cut
  brought back is noticed.
"""

import gzip
import hashlib
import logging
import os
import re
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from time import time

from django.conf import settings
from django.db import connection, transaction

from review.exceptions import FilesStand
from review.models import PublishedRoot

try:
    import brotli
except ImportError:  # whitenoise brings it along
    brotli = None
BROTLI_ERRORS = (brotli.error,) if brotli else ()

log = logging.getLogger(__name__)

CHANNEL = "published_files"
# For whoever raises versions, before that.
DUE = f"""
SELECT set_config('review.published_root', %s, true);
INSERT INTO review_duefiles (scope) SELECT unnest(%s::text[]);
NOTIFY {CHANNEL}
"""
ALL_DUE = f"""
SELECT set_config('review.published_root', %s, true);
INSERT INTO review_duefiles (scope) SELECT scope FROM review_pageversion;
NOTIFY {CHANNEL}
"""
STANDS = """
SELECT FROM review_pageversion WHERE scope = %s AND version = %s AND revision = %s
FOR NO KEY UPDATE
"""
# A scope's name among what is gone.
ALL = "all"
# Folders have no dot and files have one, so that no address is a part of another's.
FOLDER = re.compile(r"[^./\x00-\x1f\x7f]+")
FILE = re.compile(r"[^./\x00-\x1f\x7f]+\.(?!(?:br|gz|html)$)[a-z]+")
LONGEST = 255 - len(".gz")  # bytes
BROTLI_QUALITY = 6


def are_kept():
    return bool(settings.PUBLISHED_ROOT)


def root():
    return Path(settings.PUBLISHED_ROOT)


def build():
    return root() / "builds" / settings.ATTESTED_BUILD


def name_of(path):
    """Where below `pages` the file of an address stands; None for one that the application keeps.

    nginx finds the same: no dots but for a file's ending, parts that a file's name has room for.
    """
    if not path.startswith("/"):
        return None
    *folders, last = path[1:].split("/")
    if not all(map(FOLDER.fullmatch, folders)) or (last and not FILE.fullmatch(last)):
        return None
    parts = [*folders, last or "index.html"]
    try:
        fits = all(len(part.encode()) <= LONGEST for part in parts)
    except UnicodeEncodeError:
        return None
    return "/".join(parts) if fits else None


# Taking away.


def withdraw(scopes):
    """Take the files of these scopes away. Their versions were raised in this transaction, which is
    not committed yet."""
    if scopes and are_kept():
        _withdraw(sorted(map(str, scopes)))


def withdraw_all():
    """The same of all scopes."""
    if are_kept():
        _withdraw(None)


def _withdraw(scopes):
    try:
        take_away(scopes)
    except OSError as error:
        switch_off(error)


def take_away(scopes):
    """As `withdraw`, of None all; raises OSError."""
    for folder in builds():
        if scopes is None:
            _take(folder, "scopes", ALL)
            _synced(folder)
            continue
        taken = [scope for scope in scopes if _take(folder / "scopes", scope, scope)]
        if taken:
            _synced(folder / "scopes")


def builds():
    """The folders of all builds: while one takes another's place both are read."""
    try:
        return [root() / "builds" / name for name in sorted(os.listdir(root() / "builds"))]
    except FileNotFoundError as error:
        if PublishedRoot.objects.exists():  # It may come back with the disk that it is on.
            raise FilesStand(error) from error
        return []


def _take(folder, name, scope):
    """Rename a folder away; whether it was there."""
    kept = folder / name
    for _ in range(2):
        with suppress(FileNotFoundError):
            os.rename(kept, root() / "gone" / f"{scope}~{secrets.token_hex(8)}")
            return True
        if not os.path.lexists(kept):
            return False
        made(root() / "gone")
    raise FileNotFoundError(f"{root() / 'gone'} can't be made")


def switch_off(error):
    """Have all pages come from the application, since some files could not be taken away."""
    log.error("Published files: they could not be taken away, and are switched off: %s", error)
    try:
        os.unlink(root() / "current")
        _synced(root())
    except FileNotFoundError:
        return
    except OSError as other:
        raise FilesStand(other) from error


def _synced(folder):
    """Have what was renamed in a folder stay so when the power goes."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def gone():
    """[(what was taken away and lies there yet, its scope or `ALL`)]."""
    return [(held, held.name.partition("~")[0]) for held in _listed(root() / "gone")]


def left(age=0):
    """What was being written so many seconds ago, and is there yet: its writer was killed."""
    found = []
    for held in _listed(root() / "new"):
        with suppress(FileNotFoundError):
            if time() - held.lstat().st_ctime >= age:
                found.append(held)
    return found


def delete(held):
    while os.path.lexists(held):
        with suppress(FileNotFoundError):  # somebody else does the same
            if held.is_dir() and not held.is_symlink():
                shutil.rmtree(held)
            else:
                held.unlink()


def _listed(folder):
    try:
        return [folder / name for name in os.listdir(folder)]
    except FileNotFoundError:
        return []


# Putting in place.


def place(path, standing, body):
    """Put the file of a page in place; False if it can have none, or shows what stands no more.

    `standing` is the (scope, version, revision) that it was made of, `body` is compressed (gzip).
    """
    name = name_of(path)
    if name is None:
        return False
    written = []
    try:
        for suffix, content in _encoded(body):
            written.append((suffix, _new(content)))
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(STANDS, standing)
                if cursor.fetchone() is None:
                    return False
            folder = _folder(*standing)
            for suffix, file in written:
                os.replace(file, folder / (_key(path) + suffix))
                _link(build() / "pages" / (name + suffix), folder / (_key(path) + suffix))
    finally:
        for _, file in written:
            file.unlink(missing_ok=True)
    return True


def is_placed(path, standing):
    """Whether the file of a page is there, made of just this."""
    name = name_of(path)
    folder = build() / "scopes" / standing[0]
    if name is None or mark_of(folder) != mark(*standing[1:]):
        return False
    link = build() / "pages" / name
    return os.path.realpath(link) == os.path.realpath(folder / _key(path)) and link.exists()


def folder_of(link):
    return Path(os.path.realpath(link)).parent


def scope_of(link):
    """The scope whose page a link leads to."""
    return folder_of(link).name


def mark_of(folder):
    """At what version the files of a scope's folder are: “12 0”; None where there is no such folder."""
    try:
        return (folder / "version").read_text()
    except (FileNotFoundError, NotADirectoryError):
        return "" if os.path.lexists(folder) else None


def mark(version, revision):
    return f"{version} {revision}"


def _key(path):
    return hashlib.sha256(path.encode()).hexdigest()[:32]


def _encoded(body):
    """Yield (suffix, content), the page itself last: nginx looks for that one first."""
    content = gzip.decompress(body)
    if brotli is not None:
        yield ".br", (brotli.compress(content, quality=BROTLI_QUALITY), content)
    yield ".gz", (body, content)
    yield "", (content, content)


def _new(contents):
    """A file of its own with this content. Its time is made of the page's words: nginx tells two
    versions of a page apart by time and length alone, and a second may see both."""
    content, whole = contents
    stamp = int.from_bytes(hashlib.sha256(whole).digest()[:4])
    file = made(root() / "new") / secrets.token_hex(16)
    with open(file, "xb") as held:
        held.write(content)
        held.flush()
        os.fchmod(held.fileno(), 0o644)
        os.utime(held.fileno(), (stamp, stamp))
        os.fsync(held.fileno())
    return file


def _folder(scope, version, revision):
    """The folder of a scope's files at this version; its row is locked."""
    folder = build() / "scopes" / scope
    held = mark_of(folder)
    if held == mark(version, revision):
        return folder
    if held is not None:
        _take(folder.parent, scope, scope)
    own = made(root() / "new" / secrets.token_hex(16))
    (own / "version").write_text(mark(version, revision))
    made(folder.parent)
    os.rename(own, folder)
    return folder


def _link(link, target):
    aim = os.path.relpath(target, link.parent)
    with suppress(FileNotFoundError):
        if os.readlink(link) == aim:
            return
    put_link(link, aim)


def put_link(link, aim):
    made(link.parent)
    own = made(root() / "new") / secrets.token_hex(16)
    os.symlink(aim, own)
    os.replace(own, link)


def made(folder):
    """A folder that nginx may read, whatever the umask; made if it is not there."""
    if not folder.is_dir():
        if folder != root():
            made(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(parents=True)
            folder.chmod(0o755)
    return folder
