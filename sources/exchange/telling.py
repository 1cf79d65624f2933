"""What came of a file of works, in words: for the command, and for the page before an import."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from sources.formatting import citeproc, notes
from sources.reading import richtext

# So many of the new works are shown as they would print.
SAMPLE = 8


@dataclass(frozen=True)
class Account:
    """A headed list of (words, address) lines, the address often empty; of `count` things the first."""

    heading: str
    lines: tuple[tuple[str, str], ...]
    count: int

    @property
    def more(self):
        return self.count - len(self.lines)


def counted(done):
    """“12 works read: 9 new, 3 here already; 2 refused.”"""
    told = [f"{len(done.new):,} new"] if done.new else []
    told += [f"{len(done.here):,} here already"] if done.here else []
    refused = f"; {len(done.refused):,} refused" if done.refused else ""
    return f"{number_of(done.read, 'work')} read{': ' if told else ''}{', '.join(told)}{refused}."


def outcome(done, is_dry):
    """What became of an `Imported`, in a sentence."""
    if not done.new:
        return "Nothing in it is new: nothing was changed."
    works = number_of(len(done.new), "work")
    if is_dry:
        return f"Dry run: nothing was written. {works} would be made."
    if done.is_published:
        return f"Published: {works}."
    return f"Sent for review: {works}."


def accounts(done, most, refused=None):
    """The `Account`s of an `Imported`, none with more than `most` lines; what was refused is told whole,
    or in at most so many."""
    yield from _account("Refused:", [(work.refused, "") for work in done.refused], refused)
    yield from _account("Here already, and not made again:", _placed(done.here), most)
    yield from _account(
        "New, and like another one: look whether they are the same:", _placed(done.alike), most
    )
    unsure = [(f"{work.named}not surely read.", "") for work in done.new if not work.is_sure]
    yield from _account("To be compared with the file:", unsure, most)
    yield from _account("No field for, and left out:", list(_left_out(done.new)), most)


def sample(works):
    """The first of some works as they would print, as HTML without anything unsafe; by their titles
    where they can't be."""
    items = [work.item for work in works[:SAMPLE]]
    try:
        return notes.entries(items)
    except citeproc.Unrenderable:
        return []


def number_of(number, noun):
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _account(heading, lines, most):
    if lines:
        yield Account(heading, tuple(lines[:most]), len(lines))


def _placed(placed):
    return [(f"{work.named}{_where(place)}", _address(place)) for work, place in placed]


def _where(place):
    title = richtext.cut(richtext.plain(place.title), 80)
    if place.source:
        return f"“{title}” is here."
    if place.line:
        return f"“{title}” stands on line {place.line} of it too."
    if place.changeset:
        return f"you proposed “{title}” in changeset {place.changeset}."
    return f"you have a draft of “{title}”."


def _address(place):
    if place.source:
        return reverse("admin:sources_source_change", args=[place.source])
    return reverse("review:changeset", args=[place.changeset]) if place.changeset else ""


def _left_out(works):
    """(what, how often and where) of all that no field of the works took."""
    count, first = Counter(), {}
    for work in works:
        for name, words in work.told:
            count[name] += 1
            first.setdefault(name, (work, words))
    for name, number in count.most_common():
        work, words = first[name]
        words = richtext.cut(" ".join(str(words).split()), 120)
        times = f", {number:,} times, first" if number > 1 else ""
        yield f"{name}{times} on line {work.line}: {words}", ""
