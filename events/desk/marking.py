"""Marks that an editor types into the words of a statement: the form asks what is meant by them."""

import re
from collections import Counter
from itertools import chain

from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from events.exchange.importers.marks import marks_at

ASK, KEEP = "ask", "keep"


def typed_marks(text, before):
    """[(start, end, marks)] of the requests that are typed in `text`, and were not in `before`."""
    known = Counter(written for written, _ in _requests(before))
    found = []
    for written, mark in _requests(text):
        known[written] -= 1
        if known[written] < 0:
            found.append(mark)
    return found


def _requests(text):
    """[(as printed, (start, end, marks))] of the marks that are no notes."""
    return [
        (" ".join(text[start:end].split()), (start, end, marks))
        for start, end, marks in marks_at(text)
        if not any(mark.is_note for mark in marks)
    ]


def without(text, found):
    """A text without some marks, nor the space that only they need."""
    for start, end, _ in reversed(found):
        before, after = text[:start].rstrip(), text[end:]
        gap = text[len(before) : start]
        if not before:
            text = after.lstrip()
        elif re.match(r"\s|[.,;:!?…)\]»”]|\Z", after):
            text = before + after
        else:
            text = before + gap + after
    return text


class MarkedTextarea(AdminTextareaWidget):
    """Words that come back with marks in them, which were not in `before`, have two ways below:
    make them requests, or keep them as words. An answer holds for the marks it was given for."""

    before = answer = ""

    def value_from_datadict(self, data, files, name):
        self.answer = data.get(f"{name}-marks", "")
        return super().value_from_datadict(data, files, name)

    def said(self, text):
        """What was answered for the marks in a text: `ASK`, `KEEP`, or "" where nothing was."""
        ways = {way: self._value(way, text) for way in (ASK, KEEP)}
        return next((way for way, value in ways.items() if value == self.answer), "")

    def _value(self, way, text):
        return f"{way} {printed(text, typed_marks(text, self.before))}"

    def render(self, name, value, attrs=None, renderer=None):
        made = super().render(name, value, attrs, renderer)
        found = typed_marks(value or "", self.before)
        if not found:
            return made
        request, them = ("them requests", "them") if len(found) > 1 else ("it a request", "it")
        ways = [
            (ASK, f"Make {request}, and take {them} out of the words."),
            (KEEP, f"Keep {them} as words."),
        ]
        said = self.said(value)
        rows = [
            (name, self._value(way, value), flatatt({"checked": way == said}), words)
            for way, words in ways
        ]
        radio = '<label><input type="radio" name="{}-marks" value="{}"{}> {}</label>'
        return format_html(
            '<div class="marked">{}<fieldset class="marks"><legend>What is {} to be?</legend>{}'
            "</fieldset></div>",
            made,
            printed(value, found),
            format_html_join("", radio, rows),
        )


def printed(text, found):
    """The marks as they stand in a text, in quotation marks."""
    words = [f"“{' '.join(text[start:end].split())}”" for start, end, _ in found]
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def asked_of(name, before, text):
    """What is asked where an act is put right, whose changes are of what it has: a request is an
    object of its own, which no field can make."""
    found = typed_marks(text, before) if name == "text" else []
    if not found:
        return ""
    reads = "reads as a request" if len(found) == 1 else "read as requests"
    return (
        f"{printed(text, found)} in the words {reads}. Tick this to keep it as words; to ask for what "
        "it says, take it out here, and tag the statement in its article."
    )


class AsksAboutMarks:
    """A form with the `text` of a statement. Once it has asked, `marks` are the typed ones that are
    to be requests, and the text is without them."""

    marks = ()

    def watch_marks(self):
        """Have the field tell what is typed from what was there; for a form's `__init__`."""
        if field := self.fields.get("text"):
            field.widget = MarkedTextarea(attrs=field.widget.attrs)
            field.widget.before = self.get_initial_for_field(field, "text") or ""

    def ask_about_marks(self, data):
        """Settle the marks in the text: by the answer, or by asking for one."""
        text = data.get("text") or ""
        widget = self.fields["text"].widget if "text" in self.fields else None
        found = typed_marks(text, widget.before) if widget else []
        if not found:
            return
        said = widget.said(text)
        if not said:
            reads = "reads as a request" if len(found) == 1 else "read as requests"
            sentence = f"{printed(text, found)} in the words {reads}. Choose below."
            self.add_error("text", sentence)
        elif said == ASK:
            left = without(text, found)
            if not re.search(r"\w", left):
                self.add_error("text", "Without the mark no words are left: add some.")
                return
            data["text"] = left
            self.marks = tuple(chain.from_iterable(marks for *_, marks in found))
