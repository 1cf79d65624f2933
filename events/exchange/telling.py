"""What came of reading a text, in words: for the command, and for the page before an import."""

from dataclasses import dataclass

from django.urls import reverse

from events.models import CitationRequest
from sources import languages

KINDS = dict(CitationRequest.Kind.choices)


@dataclass(frozen=True)
class Account:
    """A headed list of lines; `count` is how many things they tell of."""

    heading: str
    lines: tuple[str, ...] = ()


def accounts(done):
    """The `Account`s of an `Imported`."""
    read = done.read
    yield Account(
        _counted(done), tuple(f"{n} {KINDS[k]}" for k, n in sorted(done.requests.items()))
    )
    marks = [mark for s in read.statements for mark in s.marks if mark.number]
    if marks or read.references.lines:
        yield Account(_joined(read, marks))
    yield Account(_written_in(read.language))
    if read.sections:
        yield Account(
            f"{number_of(len(read.sections), 'section')}:",
            tuple(f"{'  ' * (s.level - 2)}{s.heading.text}" for s in read.sections),
        )
    if read.captions:
        yield Account(f"{number_of(len(read.captions), 'illustration')} (placeholders)")
    if read.asks:
        yield Account(
            f"{number_of(len(read.asks), 'request')} on sections, or on the whole article:",
            tuple(_asked(ask, read.sections) for ask in read.asks),
        )
    yield Account(
        f"{number_of(len(done.dates), 'date')}, read by the importer and not confirmed:",
        tuple(f"{date.edtf:24} “{' '.join(date.words.split())}”" for date in done.dates),
    )
    if done.left_out:
        yield Account(
            "Left out:",
            tuple(f"“{' '.join(words.split())[:80]}”. {why}" for words, why in done.left_out),
        )
    if read.told:
        yield Account(
            "Kept for the export, and no words of the article:", tuple(map(_told, read.told))
        )


def outcome(done, is_dry):
    """What became of an `Imported`, in a sentence."""
    address = reverse("events:article", args=[done.slug])
    if done.revised:
        number = number_of(len(done.revised), "difference")
        sent = f"sent for review: {_review_page(done)}" if done.act else "nothing was sent."
        return f"There is this article at {address} already; {number} in this text, {sent}"
    if done.was_known:
        where = address if done.is_published else _review_page(done)
        if done.left_out:
            return f"The article stands already: no change. {done.left_out[0][1]} {where}"
        return f"This very file is held already: no change. {where}"
    if is_dry:
        return f"Dry run: nothing was written. The article would be at {address}"
    if done.is_published:
        return f"Published: {address}"
    return f"Waiting for review: {_review_page(done)}"


def _review_page(done):
    return reverse("review:changeset", args=[done.act.changeset_id])


def _counted(done):
    statements = done.read.statements
    requested = sum(bool(s.marks) for s in statements)
    counts = {"requested": requested, "bare": len(statements) - requested}
    told = ", ".join(f"{n} {what}" for what, n in counts.items() if n)
    return f"{number_of(len(done.read.events), 'event')}; {number_of(len(statements), 'statement')}: {told}"


def _written_in(tag):
    if not tag:
        return "Its words don't tell which language it is in: it is left open."
    name = languages.CALLED.get(tag.split("-")[0])
    return f"Written in {name} ({tag})." if name else f"Written in {tag}."


def _joined(read, marks):
    printed = sum(bool(mark.printed) for mark in marks)
    used = {mark.number for mark in marks}
    said = f"{printed} of {number_of(len(marks), 'numbered mark')} joined to printed references"
    unused = len(read.references.works.keys() - used)
    return f"{said}; {unused} of those references stand for no statement." if unused else f"{said}."


def _asked(ask, sections):
    where = f"“{sections[ask.section - 1].heading.text}”" if ask.section else "the whole article"
    since = f", tagged {ask.mark.tagged_on}" if ask.mark.tagged_on else ""
    return f"{where}: {KINDS[ask.mark.kind]}{since} ({ask.mark.reason})"


def _told(told):
    lines = f"line {told.line}" if told.line == told.last else f"lines {told.line}–{told.last}"
    return f"{lines}: {told.what}: {told.words}"


def number_of(number, noun):
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
