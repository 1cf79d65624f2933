"""The steps that write: words, headings, captions, the title."""

from events.desk import panels, writing
from events.desk.admin.steps.answers import (
    Again,
    Done,
    bound,
    key_of,
    named,
    refusing,
    uuid_in,
)
from events.models import Article, Event, Illustration, Section, Statement
from review.exceptions import Refused, Stale


def reword(desk):
    key, data = key_of(desk), desk.request.POST
    row = desk.overlay.one(Statement, key)
    if row is None:
        raise Refused(writing.MISSING)
    form = bound(desk, "words", panels.WordsForm, initial={"text": row.text})
    words = form.cleaned_data["text"]

    def step():
        return writing.reword(
            key, by=desk.request.user, words=words, seen=data.get("seen", ""), marks=form.marks
        )

    try:
        refusing(form, "text", step)
    except Stale as error:
        if desk.wants_json:
            raise
        _read_anew(form, "text", row, error)
    return _then(desk, Done(focus=str(key)), event=str(row.event_id), beside=str(key))


def _read_anew(form, field, row, error):
    """Show a stale form again, which is on what it is by now when it comes back."""
    form.data = form.data.copy()
    form.data["seen"] = row.seen
    form.add_error(field, str(error))
    raise Again(**{form.name: form}) from error


def _then(desk, done, **place):
    """What the button that was pressed asks for next."""
    match desk.request.POST.get("then", ""):
        case "statement":
            return Done(add={"add": "statement", **place})
        case "event":
            return Done(add={"add": "event", "beside": place.get("event", "")})
    return done


def add_statement(desk):
    data, key = desk.request.POST, key_of(desk)
    form = _added(desk, panels.WordsForm, key)
    refusing(
        form,
        "text",
        lambda: writing.add_statement(
            by=desk.request.user,
            key=key,
            event=key_of(desk, "event"),
            words=form.cleaned_data["text"],
            beside=data.get("beside", ""),
            is_before=data.get("place") == "before",
            marks=form.marks,
        ),
    )
    return _then(desk, Done(focus=str(key)), event=data["event"], beside=str(key))


def add_event(desk):
    data, key, first = desk.request.POST, key_of(desk), key_of(desk, "statement")
    form = _added(desk, panels.ParagraphForm, first)
    refusing(
        form,
        "text",
        lambda: writing.add_event(
            by=desk.request.user,
            key=key,
            statement=first,
            article=desk.key,
            words=form.cleaned_data["text"],
            section=uuid_in(data.get("section", "")),
            beside=data.get("beside", ""),
            is_before=data.get("place") == "before",
            marks=form.marks,
            form=form.cleaned_data["form"],
        ),
    )
    return _then(desk, Done(focus=str(first)), event=str(key), beside=str(first))


def add_section(desk):
    data, key = desk.request.POST, key_of(desk)
    form = bound(desk, "added", panels.HeadingForm)
    refusing(
        form,
        "title",
        lambda: writing.add_section(
            by=desk.request.user,
            key=key,
            article=desk.key,
            title=form.cleaned_data["title"],
            level=form.cleaned_data["level"],
            beside=data.get("beside", ""),
            is_before=data.get("place") == "before",
            at=uuid_in(data.get("cut", "")),
        ),
    )
    if data.get("then") == "event":
        return Done(add={"add": "event", "section": str(key)})
    return Done(focus=str(key))


def add_picture(desk):
    key = key_of(desk)
    form = bound(desk, "added", panels.PictureForm)
    caption = form.cleaned_data["caption"]
    refusing(
        form,
        "caption",
        lambda: writing.add_picture(
            by=desk.request.user, key=key, article=desk.key, caption=caption
        ),
    )
    return Done(focus=str(key))


def _added(desk, form, key):
    """The form of new words: marks in them that were answered for already are asked about no more."""
    row = desk.overlay.one(Statement, key)
    return bound(desk, "added", form, initial={"text": row.text if row else ""})


def change(desk):
    """A heading, a paragraph's heading and form, a caption, the title and the language."""
    model, key = named(desk), key_of(desk)
    name = desk.request.POST["of"]
    kind = {
        Section: panels.HeadingForm,
        Event: panels.EventForm,
        Illustration: panels.PictureForm,
        Article: panels.TitleForm,
    }.get(model)
    if kind is None:
        raise Refused(writing.MISSING)
    form = bound(desk, name, kind)
    seen = desk.request.POST.get("seen", "")
    row = desk.overlay.one(model, key)

    def step():
        return writing.change(model, key, by=desk.request.user, seen=seen, **form.cleaned_data)

    try:
        refusing(form, None, step)
    except Stale as error:
        if desk.wants_json:
            raise
        _read_anew(form, None, row, error)
    return Done(focus=str(key))
