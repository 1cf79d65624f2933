"""Making works of a file: one act, published at once or sent for review."""

import logging
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import Error, connection, transaction

from review import characters, gate, permissions, progress
from review.deadlocks import retrying
from review.deciding import decisions
from review.exceptions import Clashes, Refused
from review.models import Act
from review.proposing import drafts, holding, proposals
from sources.exchange import known
from sources.exchange.known import Place
from sources.exchange.works import Work, work_of
from sources.reading import Unreadable, encodings, read
from sources.reading.entries import CHARACTERS
from sources.reading.pasted import READERS

log = logging.getLogger(__name__)
# Of a file in bytes: one that holds as many characters as are read has at most two for each, mostly.
LARGEST = 2 * CHARACTERS
# So many lines of a file that begins no entry are tried before it is of no known shape.
TRIED = 50
LOCK = 0x776F726B  # "work"
SHAPES = "BibTeX, RIS, EndNote, CSL-JSON, COinS, a wiki’s templates or printed references"


@dataclass(frozen=True)
class Imported:
    """What came of a file. `act` is None for a dry run, and where nothing in it is new.

    `new` are the works that were made, or would be; `here` (work, `Place`) of those that are not made
    again, `alike` the same of new ones that may be; `encodings` are all that its bytes could be, the
    one that it was read in first.
    """

    new: list[Work]
    here: list[tuple[Work, Place]]
    alike: list[tuple[Work, Place]]
    refused: list[Work]
    encodings: tuple[str, ...] = ()
    act: Act | None = None

    @property
    def is_published(self):
        return self.act is not None and self.act.state == Act.State.APPROVED

    @property
    def read(self):
        return len(self.new) + len(self.here)


def import_works(data, *, by, name="", encoding="", dry_run=False):
    """Import the works of a file's bytes, or of a pasted text, as one act of `by`: published at once
    where they may, else sent for review. What is here already is not made again.

    `encoding` is one of `encodings.NAMES`; without it, bytes that can be several are read in the
    likeliest by a dry run, and refused otherwise. Raises Unreadable, or Refused; nothing is written
    then.
    """
    holding.may_propose(by)
    text, names = decoded(data, encoding)
    if not encoding and len(names) > 1 and not dry_run:
        raise Unreadable(_which(data))
    works = [work_of(reading) for reading in progress.each("Reading", read_file(text))]
    refused = [work for work in works if work.refused]
    works = [work for work in works if not work.refused]
    if dry_run:
        return Imported(*_sorted(works, by), refused, names)
    with _in_turns():
        new, here, alike = _sorted(works, by)
        act = _written(new, by, name) if new else None
    return Imported(new, here, alike, refused, names, act)


def check_size(size):
    """Raise Unreadable where a file has more bytes than are read at once."""
    if size > LARGEST:
        raise Unreadable(
            f"This file has {size:,} bytes, and at most {LARGEST:,} are read at once: give it in "
            "parts."
        )


def decoded(data, encoding=""):
    """(the text, the names of the encodings that it can be in, the one it was read in first)."""
    if isinstance(data, str):
        return data, ()
    check_size(len(data))
    offers = encodings.offers(data)
    if encoding:
        offers = sorted(offers, key=lambda offer: offer[1] != encoding)
        if offers[0][1] != encoding:
            named = " or ".join(name for _, name in offers)
            raise Unreadable(f"These bytes are no {encoding}: they can be {named}.")
    return offers[0][0], tuple(name for _, name in offers)


def read_file(text):
    """The readings of a file's text; Unreadable where there is nothing in it that is known here."""
    if not text.strip("\ufeff\0 \t\r\n"):
        raise Unreadable("There is nothing in this file.")
    if len(text) <= CHARACTERS and not any(start.search(text) for start, _ in READERS.values()):
        first = [line for line in text.splitlines() if line.strip()][:TRIED]
        tried = read("\n".join(first))
        if all(reading.refused for reading in tried):
            why = f" {tried[0].refused}" if tried else ""
            raise Unreadable(f"Nothing in this file is {SHAPES}.{why}")
    return read(text)


def _which(data):
    """A sentence that shows what the bytes would be in each of the encodings."""
    offers = encodings.offers(data)
    first = next(line for line in data.splitlines() if not line.isascii())
    place = next(n for n, byte in enumerate(first) if byte > 127)
    codecs = {name: codec for codec, name in encodings.NAMES.items()}
    part = first[max(0, place - 10) : place + 10]
    shown = ", ".join(
        f"{name} (“{part.decode(codecs[name], errors='replace').strip()}”)" for _, name in offers
    )
    return f"This file is no UTF-8. Say which encoding it is in: {shown}. Nothing was imported."


def _sorted(works, by):
    """(the new works, those that are here already, those that may be: each with its place)."""
    compared = [known.of_work(work) for work in works]
    shelf = known.shelf_for(compared, by=by)
    new, here, alike = [], [], []
    for work, one in progress.each("Looking for each", list(zip(works, compared, strict=True))):
        if place := shelf.same(one):
            here.append((work, place))
            continue
        if place := shelf.alike(one):
            alike.append((work, place))
        new.append(work)
        shelf.put(one)
    return new, here, alike


@contextmanager
def _in_turns():
    """One import after the other: what one makes, the next finds. The lock is the session's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _written(works, by, name):
    """The act of the works, approved or pending."""
    edits = [drafts.create(one) for work in works for one in (work.source, *work.people)]
    counted = f"{len(works):,} work{'s' if len(works) > 1 else ''}"
    name = characters.visible(characters.fit(name)[0])[:100]
    given = {
        "by": by,
        "type": Act.Type.IMPORT,
        "title": f"Import {counted}{f' from “{name}”' if name else ''}",
        "summary": f"Imported from a file of works: {name}." if name else "Imported from a text.",
    }
    if permissions.may(by, permissions.PUBLISH_DIRECTLY):
        return decisions.publish(edits, **given).verdicts.get().act
    redactions = gate.redactions()
    act, plan = retrying(lambda: _proposed(edits, given))
    plan.redactions = redactions
    try:
        proposals.prepare_outcome(plan)
    except Refused as error:
        # It is sent: what can't be rendered yet is shown by its title.
        log.warning("Not made ready after sending act %s: %s", act.pk, error)
    return act


@transaction.atomic
def _proposed(edits, given):
    """(the pending act of the edits, its outcome); Clashes where nobody could approve it."""
    holding.take_turns(given["by"])
    act, _ = proposals.record(edits, **given)
    plan = decisions.plan([act])
    if plan.clashes:
        raise Clashes(plan.clashes)
    proposals.hold_open(act, by=given["by"])
    return act, plan
