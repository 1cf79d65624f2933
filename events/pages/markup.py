"""The HTML of paragraphs and footnotes, written directly: a template for each statement and mark took
two thirds of the time in which a page was made.

A note stands behind its mark: in the margin of a wide screen, on a small one where it is asked for. It
is for the eye alone; the mark leads to the same in the list of footnotes (DPUB-ARIA 1.1).
"""

from collections import Counter
from functools import cache, lru_cache
from html import escape  # Django's does the same, and looks first whether the words are lazy.

from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_noop as N_

from events.pages import languages
from review import spoken
from sources import edtf

# So many requests of one paragraph are told one by one beside it; more are summed up in a line.
ASKS_BESIDE = 2


class Markup:
    """Writes what stands on a page, whose links lead to the address that `within` makes of a page's
    own. Statements with one of the keys `changed` are marked as such. `usual` is what of marks is
    told once for all, `language` the tag of that of the words: marks and handles among them are in
    the page's."""

    def __init__(self, within=str, changed=(), usual=(), language=""):
        self.lang, self.known = languages.attribute(language), cache(languages.known)
        self.within, self.changed, self.usual = within, changed, usual
        self.statement_at = _address("events:statement", within)
        self.event_at = _address("events:event", within)
        self.source_at = _address("events:source", within)
        self.lead_at = _address("events:lead", str)
        # Words that are written again and again: looked up once.
        self.about = escape(spoken.said(N_("About this statement")))
        self.against = spoken.said(N_("Contradicts:"))
        self.contradicts = spoken.said(N_("contradicts"))
        self.checked = spoken.said(N_("checked by {number}"))
        self.all = spoken.said(N_("all it supports"))
        self.back = escape(spoken.said(N_("Back to use {letter}")))
        self.back_of = escape(spoken.said(N_("Back to use {letter}, {number} of {all}")))
        self.quoted = spoken.quoted("<bdi{lang}>{words}</bdi>")

    def paragraph(self, event, tag="div"):
        """An event as one paragraph, with its heading and its date."""
        heading = event.heading and f'<h3 dir="auto"{self.lang}>{escape(event.heading)}</h3>'
        asks = [mark for statement in event.statements for mark in statement.marks]
        told = [mark for mark in asks if self._more(mark)]
        folds = len(told) > ASKS_BESIDE
        text = "".join(map(self.statement, event.statements))
        text = f'<p dir="auto">{self._when(event)}{_summed(asks) if folds else ""}{text}</p>'
        if event.form == "quotation":
            text = f"<blockquote>{text}</blockquote>"
        return mark_safe(
            f'<{tag} class="event{" folds" * folds}" id="{event.anchor}">{heading}{text}</{tag}>'
        )

    def _when(self, event):
        if not event.when:
            return ""
        dates = event.when.joint.join(map(_date, event.when.dates))
        return f'<a class="when" href="{self.event_at(event.anchor)}">{dates}</a> '

    def statement(self, statement, lang=None):
        """Its words, marks and notes, and the one handle that leads to all else of it. `lang` is the
        attribute of its words, if not that of all."""
        lang = self.lang if lang is None else lang
        names = f"statement is-{statement.standing}"
        names += " is-contested" * any(use.contradicts for use in statement.uses)
        names += " is-changed" * (statement.key in self.changed)
        as_of = statement.as_of and f' <span class="as-of">({escape(statement.as_of)})</span>'
        return mark_safe(
            f'{escape(statement.gap)}<span class="{names}" id="{statement.anchor}">'
            f'<span class="words"{lang}>{escape(statement.text)}</span>'
            + "".join(map(self._reference, statement.uses))
            + "".join(self._request(mark, statement) for mark in statement.marks)
            + f'{escape(statement.closing)}{as_of}<a class="handle" '
            f'href="{self.statement_at(statement.anchor)}" aria-label="{self.about}"></a>'
            "</span>"
        )

    def _reference(self, use):
        against = " contradicts" * use.contradicts
        told = f'<a id="use-{use.place}" href="#note-{use.note.number}" role="doc-noteref">{use.name}</a>'
        # Out of the order of the keyboard: the list of footnotes has the same links.
        note = _safe(use.html).replace("<a ", '<a tabindex="-1" ')
        lang = self.known(use.note.work.language)
        quoted = use.quotation and f" {self.quoted.format(words=escape(use.quotation), lang=lang)}"
        checked = self.checked.format(number=use.people) if use.people else ""
        checked = checked and f' <span class="checked">{checked}</span>'
        return (
            f'<sup class="ref{against}">{told}</sup><span class="note{against}" aria-hidden="true">'
            f"<sup>{use.name}</sup> {f'<b>{self.against}</b> ' * use.contradicts}<bdi{lang}>{note}</bdi>"
            f"{quoted}{checked}</span>"
        )

    def _request(self, mark, statement):
        note = ""
        if facts := self._more(mark):
            note = (
                f'<span class="note asks" aria-hidden="true">{mark.words.capitalize()}: '
                f"<bdi>{escape('; '.join(facts))}</bdi></span>"
            )
        return (
            f'<sup class="request"><a href="{self.lead_at(statement.anchor)}" rel="nofollow">'
            f"[{mark.words}]</a></sup>{note}"
        )

    def _more(self, mark):
        """What it says of itself that is not told once for all."""
        return [fact for fact in mark.facts if fact not in self.usual]

    def footnotes(self, notes):
        """The list of works, each once, and of each what uses it and where in it."""
        return mark_safe("".join(map(self._entry, notes)))

    def _entry(self, note):
        beyond = note.slug and (
            f' <a class="source-link" href="{self.source_at(escape_uri_path(note.slug))}">'
            f"{self.all}</a>"
        )
        is_lettered = len(note.uses) > 1
        uses = "".join(self._use(use, is_lettered) for use in note.uses)
        lang = self.known(note.work.language)
        # COinS hold no sign but "&" that an attribute could take for its own, and that only before ";".
        return (
            f'<li id="note-{note.number}"><span class="Z3988" '
            f'title="{note.work.coins}"></span><bdi class="work"{lang}>{_safe(note.entry)}</bdi>{beyond}'
            f'<ul class="uses{" lettered" * is_lettered}">{uses}</ul></li>'
        )

    def _use(self, use, is_lettered):
        if is_lettered and len(use.places) == 1:
            backs = f'<a href="#use-{use.place}" role="doc-backlink">{use.letter}↑</a> '
        else:
            backs = self._backs(use, is_lettered)
        told = [
            f"<b>{self.contradicts}</b>" * use.contradicts,
            escape(use.where),
            use.quotation and f"<q{self.known(use.note.work.language)}>{escape(use.quotation)}</q>",
            checked(use.people, use.checked_at),
        ]
        return f"<li>{backs}{' '.join(filter(None, told))}</li>"

    def _backs(self, use, is_lettered):
        """Links back whose arrows alone don't say whereto."""
        back, all = self.back_of if len(use.places) > 1 else self.back, len(use.places)
        return "".join(
            f'<a href="#use-{place}" role="doc-backlink" '
            f'aria-label="{back.format(letter=use.letter, number=number, all=all)}">'
            f"{use.letter if is_lettered and number == 1 else ''}↑</a> "
            for number, place in enumerate(use.places, 1)
        )


def _safe(html):
    return html if isinstance(html, SafeData) else escape(html)


def checked(people, at):
    """Who verified a citation as it reads, and when last."""
    if not people:
        return ""
    return _checked(get_language(), people, at.date())


@lru_cache(maxsize=1024)
def _checked(language, people, day):
    """In words of the language that is spoken now."""
    told = ngettext(
        "checked by {number} person, last on {day}",
        "checked by {number} people, last on {day}",
        people,
    )
    day = f'<time datetime="{day:%Y-%m-%d}">{edtf.day(day)}</time>'
    return f'<span class="checked">{told.format(number=people, day=day)}</span>'


def _summed(asks):
    kinds = Counter(mark.words for mark in asks)
    kinds = ", ".join(f"{number} × {words}" for words, number in kinds.most_common())
    told = ngettext("{number} request: {kinds}", "{number} requests: {kinds}", len(asks))
    told = told.format(number=len(asks), kinds=kinds)
    return f'<span class="note asks sum" aria-hidden="true">{told}</span>'


def _date(date):
    beside = date.beside and f" ({escape(date.beside)})"
    return f"<bdi>{escape(date.words)}</bdi>{beside}"


def _address(name, within):
    """A function from an anchor to the address of its page: `reverse` once instead of for each."""
    before, after = within(reverse(name, args=["_"])).rsplit("_", 1)
    return lambda anchor: f"{before}{anchor}{after}"
