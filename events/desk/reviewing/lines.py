"""Acts in one line of the queue: the article, and the sentence with what becomes of it."""

from collections import defaultdict

from django.utils.html import format_html, format_html_join

from events.desk.reviewing.stage import HANGING, SAYING, parts
from events.kinds import clip
from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Mention,
    Section,
    Statement,
    Topic,
)
from events.pages.reading import KIND_WORDS
from review import kinds
from review.columns import columns
from review.kinds import Line
from review.weighing.ancestry import chains
from review.weighing.diff import Piece, diff_pieces, diff_words, fold
from review.weighing.titles import titles_of
from sources import edtf

# So many characters are read beside what changes, and of a sentence that stays.
BESIDE, LONG = 60, 140
LONGEST = 400
LABELS = (
    "events.article",
    "events.section",
    "events.event",
    "events.illustration",
    "events.sectionrequest",
    SAYING,
    *HANGING,
)


def lines(changes):
    """{key of an act: `Line`} of acts by their changes; a few queries for all of them."""
    seen, by_act = Seen(changes), defaultdict(list)
    for change in changes:
        by_act[change.act_id].append(change)
    return {act: Line(seen.page(own[0]), _told(seen, own)) for act, own in by_act.items()}


class Seen:
    """What the lines of a page of the queue are made of, read once."""

    def __init__(self, changes):
        rows = [
            (str(c.subject_id), kinds.get(c.subject.kind), {**c.after, **c.before}) for c in changes
        ]
        live = self._live(changes)
        rows = [(key, kind, {**live.get(key, {}), **values}) for key, kind, values in rows]
        self.values = {key: values for key, _, values in rows}
        self.chains = chains(rows)
        keys = {key for chain in self.chains.values() for key in chain}
        self.texts = _in_words(Statement, "text", keys)
        self.titles = _in_words(Article, "title", keys)
        made = {str(c.subject_id): c for c in changes if c.op == "create"}
        self.texts |= {k: c.after["text"] for k, c in made.items() if c.subject.kind == SAYING}
        self.titles |= {
            k: c.after["title"] for k, c in made.items() if c.subject.kind == "events.article"
        }
        self.parts = {}
        for model in (Event, Section, Illustration):
            kind = kinds.of(model)
            own = [c.subject_id for c in changes if c.subject.kind == kind.label]
            if own:
                self.parts |= kind.titles(list(model.objects.filter(pk__in=own)))
        cited = {v["source_id"] for v in self.values.values() if "source_id" in v}
        self.works = titles_of(cited) if cited else {}
        named = {v["topic_id"] for v in self.values.values() if "topic_id" in v}
        self.topics = _in_words(Topic, "name", named) if named else {}
        self.topics |= {
            k: c.after["name"] for k, c in made.items() if c.subject.kind == "events.topic"
        }

    @staticmethod
    def _live(changes):
        """{key: values} of what hangs on statements and is changed: a change has what differs alone."""
        found = {}
        for model in (Citation, CitationRequest, Dating, Mention):
            kind = kinds.of(model)
            keys = [c.subject_id for c in changes if c.subject.kind == kind.label]
            for row in model.objects.filter(pk__in=keys) if keys else ():
                found[str(row.pk)] = kind.dump(row)
        return found

    def page(self, change):
        """The title of the article that a change is about."""
        return next(filter(None, map(self.titles.get, self.chains[str(change.subject_id)])), "")

    def statement(self, change):
        """The key of the statement that a change is of, or hangs on."""
        if change.subject.kind == SAYING:
            return str(change.subject_id)
        name = HANGING.get(change.subject.kind)
        return name and self.values[str(change.subject_id)].get(name)


def _in_words(model, name, keys):
    return dict(columns(model.objects.all(), ("subject_id", name), subject_id=keys))


def _told(seen, changes):
    """The first sentence that an act changes, and of how many more it does."""
    by_statement = defaultdict(list)
    for change in changes:
        if key := seen.statement(change):
            by_statement[key].append(change)
    if not by_statement:
        return _part(seen, changes[0])
    if len(by_statement) <= 2 and (parted := _parted(changes)):
        return parted
    first = next((k for k, own in by_statement.items() if _rewords(own)), next(iter(by_statement)))
    html = format_html(
        "{}{}",
        _sentence(seen, first, by_statement[first]),
        format_html_join("", " {}", ((one,) for one in _marks(seen, by_statement[first]))),
    )
    more = len(by_statement) - 1
    if more:
        html = format_html(
            '{} <span class="quiet">and {} more sentence{}</span>', html, more, "s" * (more > 1)
        )
    return html


def _rewords(changes):
    return any(c.subject.kind == SAYING and c.op == "update" for c in changes)


def _parted(changes):
    """A split as its two parts with a bar that comes, a merge with one that goes; "" if it is none."""
    words = [c for c in changes if c.subject.kind == SAYING]
    for change in words:
        if change.op != "update" or "text" not in change.after:
            continue
        was, will = change.before.get("text", ""), change.after["text"]
        for other in words:
            rest = (other.before or other.after).get("text", "")
            is_split = other.op == "create"
            longer, first = (was, will) if is_split else (will, was)
            if other.op != "update" and parts(longer, first, rest):
                joint = Piece("insert" if is_split else "delete", "¦")
                sides = f"{_tail(first)} ", f" {clip(rest, LONG)}"
                return diff_pieces([Piece("equal", sides[0]), joint, Piece("equal", sides[1])])
    return ""


def _tail(words):
    """The last words."""
    return words if len(words) <= LONG else f"… {words[-LONG:].split(' ', 1)[-1]}"


def _part(seen, change):
    """A part of an article that moves or goes: the act's title says what else becomes of it."""
    words = seen.parts.get(str(change.subject_id), "")
    if not words or change.op == "create":
        return ""
    if change.op == "delete":
        return diff_pieces([Piece("delete", clip(words, LONG))])
    if {"position", "article_id", "section_id"} & change.after.keys():
        return format_html("{} <i>moves</i>", diff_pieces([Piece("equal", clip(words, LONG))]))
    return ""


def _sentence(seen, key, changes):
    """The words of a statement, with what a change of them does."""
    own = next((c for c in changes if c.subject.kind == SAYING), None)
    text = seen.texts.get(key, "")
    as_it_is = diff_pieces([Piece("equal", clip(text, LONG))])
    if own is None:
        return as_it_is
    if own.op != "update":
        op = "insert" if own.op == "create" else "delete"
        return diff_pieces([Piece(op, clip((own.after or own.before).get("text", ""), LONG))])
    if "text" in own.after:
        pieces = diff_words(own.before.get("text", ""), own.after["text"])
        return diff_pieces(_first(fold(pieces, BESIDE)))
    is_moved = {"position", "event_id"} & own.after.keys()
    return format_html("{} <i>moves</i>", as_it_is) if is_moved else as_it_is


def _first(pieces):
    """As many pieces as a line holds; the page itself has them all."""
    room = LONGEST
    for piece in pieces:
        if room <= 0:
            yield Piece("equal", " …")
            return
        text = piece.text
        yield Piece(piece.op, text if len(text) <= room else f"{text[:room]}…")
        room -= len(text)


def _marks(seen, changes):
    """The marks, footnotes and dates that changes on one statement bring and take, as HTML."""
    for change in changes:
        was = seen.values[str(change.subject_id)]
        values = {**was, **change.after}
        now, then = change.op != "create", change.op != "delete"
        match change.subject.kind:
            case "events.citationrequest":
                now = now and not was.get("resolution")
                then = then and not values.get("resolution")
                words = f"[{KIND_WORDS.get(values.get('kind'), 'request')}]"
            case "events.citation":
                words = f"[{clip(seen.works.get(values.get('source_id'), 'a work'), 60)}]"
            case "events.dating":
                words = f"[{edtf.display(values.get('edtf', ''), values.get('calendar', ''))}]"
                if now and then and "edtf" in change.after:
                    read = edtf.display(was.get("edtf", ""), was.get("calendar", ""))
                    yield diff_pieces([Piece("delete", f"[{read}]"), Piece("insert", words)])
                    continue
            case "events.mention":
                words = f"[names {clip(seen.topics.get(values.get('topic_id'), 'a topic'), 60)}]"
            case _:
                continue
        op = "equal" if now and then else "insert" if then else "delete"
        html = diff_pieces([Piece(op, words)])
        declined = change.op != "delete" and change.after.get("declined_for")
        yield format_html("{} <i>declined</i>", html) if declined else html
