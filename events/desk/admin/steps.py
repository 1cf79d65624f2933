"""The steps that the article's page takes, and the panels in which they are typed."""

from dataclasses import dataclass, field
from uuid import UUID

from django.template.loader import render_to_string

from events.desk import finding, panels, writing
from events.desk.laid import MODEL_OF, is_gone, place_of
from events.models import Article, Citation, Dating, Event, Illustration, Section, Statement
from review.exceptions import NothingProposed, Refused, Stale
from review.ids import key_in, uuid7
from review.models import Act, Change, Subject
from review.weighing.diff import diff_html
from sources import csl, edtf
from sources.desk import pasting
from sources.models import Source
from sources.reading import Unreadable

# The forms of a statement's panel but for its words, by name.
TOOLS = {
    "cite": panels.CiteForm,
    "date": panels.DateForm,
    "ask": panels.TagForm,
}
ADDED = {
    "statement": panels.WordsForm,
    "event": panels.ParagraphForm,
    "section": panels.HeadingForm,
    "picture": panels.PictureForm,
}


class Again(Exception):
    """A form is to be shown again: {its name: the form}."""

    def __init__(self, said="", **forms):
        super().__init__(said)
        self.said, self.forms = said, forms


@dataclass
class Done:
    """What comes after a step: a panel that is opened, or the thing that has the focus."""

    focus: str = ""
    open: str = ""
    tool: str = ""
    add: dict = field(default_factory=dict)
    said: str = ""

    @property
    def is_open(self):
        return bool(self.open or self.add)

    @property
    def place(self):
        return f"k-{self.focus}" if self.focus else "sheet"

    def query(self):
        if self.add:
            return {key: value for key, value in self.add.items() if value}
        return {name: str(value) for name in ("open", "tool") if (value := getattr(self, name))}


class Panel:
    """What is opened on the page: something of it, or what is to be added. `forms` are those that
    came back with what was typed."""

    def __init__(self, desk, name, row=None, asked=(), forms=None):
        self.desk, self.name, self.row = desk, name, row
        self.asked, self.forms = dict(asked), dict(forms or {})
        self.tool = self.asked.get("tool", "") or next(
            (tool for tool in TOOLS if tool in self.forms), ""
        )
        self.is_before = self.asked.get("place") == "before"

    @classmethod
    def asked(cls, desk, forms=None):
        request = desk.request
        asked = {**request.GET.dict(), **request.POST.dict()}
        return cls.made(desk, asked, forms)

    @classmethod
    def next(cls, desk, done):
        return cls.made(desk, done.query()) if done.is_open else None

    @classmethod
    def made(cls, desk, asked, forms=None):
        """The panel that is asked for, or None."""
        if asked.get("add") in ADDED:
            return cls(desk, f"add_{asked['add']}", asked=asked, forms=forms)
        key = _key(asked.get("open", ""))
        if key is None:
            return None
        label = Subject.objects.filter(pk=key).values_list("kind", flat=True).first() or ""
        for name, model in MODEL_OF.items():
            if model._meta.label_lower == label:
                row = desk.overlay.one(model, key)
                return cls(desk, name, row, asked, forms) if row is not None else None
        return None

    @property
    def key(self):
        return str(self.row.pk) if self.row is not None else ""

    @property
    def block(self):
        """The key of the block that it stands at; "top", or "" for the end."""
        match self.name:
            case "title":
                return "top"
            case "picture" | "add_picture":
                return ""
            case "statement":
                return str(self.row.event_id)
            case "event" | "section":
                return self.key
        for name in ("cut", "event", "beside", "section", "at"):
            if key := _key(self.asked.get(name, "")):
                break
        else:
            blocks = self.desk.sheet.blocks
            return blocks[-1].key if blocks else ""
        if name == "at":
            # Before all sections: behind what stands before them.
            self.is_before = False
            return self._end_of(str(key))
        if self.name == "add_section" and name == "cut":
            self.is_before = True
            return str(key)
        return self._end_of(str(key)) if not self.is_before else place_of(key, self.desk.overlay)

    def _end_of(self, key):
        """The last block of a section; a paragraph's is its own."""
        at, found = place_of(key, self.desk.overlay), ""
        for block in self.desk.sheet.blocks:
            if block.key == at and block.kind == "event":
                return at
            if block.key == at:
                found = at
            elif found and block.kind == "section":
                break
            elif found:
                found = block.key
        return found

    def html(self):
        return render_to_string(
            f"events/_desk_panel_{self.name}.html", self.context(), self.desk.request
        )

    def context(self):
        made = {"panel": self, "url": self.desk.url, "here": self.desk.sheet.here}
        made |= {"row": self.row, "own": self._own()}
        if self.name.startswith("add_"):
            name = self.name.removeprefix("add_")
            form = self.forms.get("added") or ADDED[name](auto_id="added_%s")
            key = self.asked.get("key") if self.forms else ""
            return made | {
                "form": form,
                "key": key or uuid7(),
                "statement": (self.asked.get("statement") if self.forms else "") or uuid7(),
            }
        return made | getattr(self, f"_of_{self.name}")()

    def _own(self):
        return self.desk.sheet.by_place.get(self.key, []) if self.row is not None else []

    def _of_title(self):
        return {"form": self._form("title", panels.TitleForm, {"title": self.row.title})}

    def _of_picture(self):
        return {"form": self._form("picture", panels.PictureForm, {"caption": self.row.caption})}

    def _of_section(self):
        values = {"title": self.row.title, "level": self.row.level}
        return {"form": self._form("section", panels.HeadingForm, values)}

    def _of_event(self):
        values = {"heading": self.row.heading, "form": self.row.form}
        return {"form": self._form("event", panels.EventForm, values)}

    def _of_statement(self):
        laid, row = self.desk.sheet.laid, self.row
        citations, datings, requests = laid.parts_of(row.pk)
        works = laid.rows(Source).filter(subject_id__in=[c.source_id for c in citations])
        titles = {work.pk: work.title for work in works}
        for citation in citations:
            citation.words = titles.get(citation.source_id, "a work")
            citation.place = csl.place(citation.label, citation.locator)
        for dating in datings:
            dating.read = edtf.display(dating.edtf, dating.calendar)
        words = self.forms.get("words") or panels.WordsForm(
            initial={"text": row.text, "seen": row.seen}, auto_id="words_%s"
        )
        cite = self.forms.get("cite") or panels.CiteForm(auto_id="cite_%s")
        date = self.forms.get("date") or panels.DateForm(auto_id="date_%s")
        ask = self.forms.get("ask") or panels.TagForm(is_cited=bool(citations), auto_id="ask_%s")
        live = Statement.objects.filter(pk=row.pk).values_list("text", flat=True).first()
        return {
            "words": words,
            "cite": cite,
            "date": date,
            "ask": ask,
            "citations": citations,
            "datings": datings,
            "requests": requests,
            "hanging": [*citations, *requests],
            "was": diff_html(live, row.text) if live and live != row.text else "",
            "is_live": live is not None,
            "is_gone": is_gone(row),
            "parts": self.asked.get("parts", ""),
            "pasted": getattr(cite, "pasted", None),
            "matches": getattr(cite, "matches", ()),
        }

    def _form(self, name, of, initial):
        return self.forms.get(name) or of(initial=initial, auto_id=f"{name}_%s")


def _key(text):
    try:
        return UUID(text or "")
    except ValueError:
        return None


def key_of(desk, name="key"):
    """The key that was sent by a name, or Refused."""
    if (key := _key(desk.request.POST.get(name, ""))) is None:
        raise Refused(writing.MISSING)
    return key


def refusing(form, field, step):
    """What a step returns; where it is refused the form says so, with what was typed."""
    try:
        return step()
    except NothingProposed:
        return None
    except Stale:
        raise
    except Refused as error:
        form.add_error(field, str(error))
        raise Again(**{form.name: form}) from error


def bound(desk, name, form, **more):
    """A form with what was posted, which may be taken; else it is shown again."""
    made = form(desk.request.POST, auto_id=f"{name}_%s", **more)
    made.name = name
    if not made.is_valid():
        raise Again(**{name: made})
    return made


# Words.


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
        _read_anew(form, row, error)
    return _then(desk, Done(focus=str(key)), event=str(row.event_id), beside=str(key))


def _read_anew(form, row, error):
    """Show a stale form again, which is on what it is by now when it comes back."""
    form.data = form.data.copy()
    form.data["seen"] = row.seen
    form.add_error("text", str(error))
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
            section=_key(data.get("section", "")),
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
            at=_key(data.get("cut", "")),
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


# What hangs on a statement.


def cite(desk):
    key, data = key_of(desk), desk.request.POST
    own = [row.pk for row in desk.overlay.created(Source)]
    if {"find_now", "read", "again"} & set(data):
        raise Again(cite=_looked(desk, data))
    form = panels.CiteForm(data, own=own, auto_id="cite_%s")
    form.name = "cite"
    if not form.is_valid():
        form.matches = finding.matches(data.get("find", ""), desk.overlay)
        raise Again(cite=form)
    refusing(
        form,
        None,
        lambda: writing.cite(
            key,
            by=desk.request.user,
            settles=data.getlist("settles"),
            **form.cited(),
            **form.citation(),
        ),
    )
    return Done(open=str(key), said="Cited: kept as a draft.")


def _looked(desk, data):
    """The form with the works that were found, or what was pasted in its fields; nothing is judged."""
    typed = {n: data[n] for n in panels.CiteForm.base_fields if n in data}
    made = panels.CiteForm(initial=typed, auto_id="cite_%s")
    if "find_now" in data:
        made.matches = finding.matches(data.get("find", ""), desk.overlay)
        made.has_looked = True
    elif "read" in data:
        try:
            found = pasting.pasted(typed.get("paste", ""), made.fields, key_in(data["read"]) or 1)
        except Unreadable as error:
            raise Again(str(error), cite=made) from error
        place = {n: typed.get(n, "") for n in ("locator", "label") if typed.get("locator")}
        made = panels.CiteForm(initial={**typed, **found.values, **place}, auto_id="cite_%s")
        made.pasted = found
        alike = pasting.alike(found.values)
        told = finding.told(source for source, _ in alike)
        made.matches = [(k, f"{w} ({why})") for (k, w), (_, why) in zip(told, alike, strict=True)]
    return made


def date(desk):
    key = key_of(desk)
    form = bound(desk, "date", panels.DateForm)
    refusing(form, None, lambda: writing.date(key, by=desk.request.user, **form.cleaned_data))
    return Done(open=str(key), said="Dated: kept as a draft.")


def ask(desk):
    key = key_of(desk)
    citations = desk.sheet.laid.parts_of(key)[0]
    form = bound(desk, "ask", panels.TagForm, is_cited=bool(citations))
    refusing(
        form,
        "kind",
        lambda: writing.ask(
            key,
            by=desk.request.user,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
        ),
    )
    return Done(open=str(key), said="Asked: kept as a draft.")


def unhang(desk):
    """Take a citation or a dating away."""
    key, model = key_of(desk), {"citation": Citation, "dating": Dating}
    model = model.get(desk.request.POST.get("of", ""))
    if model is None:
        raise Refused(writing.MISSING)
    writing.remove(model, key, by=desk.request.user)
    return Done(open=desk.request.POST.get("open", ""))


# Its cut, its place, its end.


def split(desk):
    """Cut at the caret (`first` is what stands before it), or around the marked words (`marked`)."""
    key, data = key_of(desk), desk.request.POST
    row = desk.overlay.one(Statement, key)
    if row is None:
        raise Refused(writing.MISSING)
    first, marked = (data.get(n, "").replace("\r\n", "\n") for n in ("first", "marked"))
    parts = _parts(row.text, first, marked)
    chosen = next((n for n, part in enumerate(parts) if part.strip() == marked.strip()), 1)
    parts = [part for part in parts if part.strip()]
    going = {
        name.removeprefix("part-"): {"marked": str(chosen), "rest": _rest(chosen)}.get(value, value)
        for name, value in data.items()
        if name.startswith("part-")
    }
    writing.split(key, by=desk.request.user, parts=parts, going=going)
    desk.read()
    made = desk.sheet.laid.statements(row.event_id)
    at = [str(one.pk) for one in made].index(str(key)) + (chosen if marked.strip() else 1)
    has_request = bool(marked.strip()) and any(v == str(chosen) for v in going.values())
    return Done(
        open=str(made[at].pk), tool="cite" if has_request else "", said="Split: kept as a draft."
    )


def _parts(text, first, marked):
    """What stands before the marked words, they, and what follows; without any, the two parts."""
    if not text.startswith(first.rstrip()):
        raise Refused("The cut is not in the statement’s own words: keep what you typed first.")
    rest = text[len(first.rstrip()) :]
    if not marked.strip():
        return [first.rstrip(), rest]
    at = rest.find(marked.strip())
    if at < 0 or rest[:at].strip():
        raise Refused("The marked words are not the statement’s own: keep what you typed first.")
    end = at + len(marked.strip())
    # A stop that only closes the words is no part by itself.
    if not any(c.isalnum() for c in rest[end:]):
        end = len(rest)
    return [part for part in (first.rstrip(), rest[at:end], rest[end:]) if part.strip()]


def _rest(chosen):
    return "0" if chosen else "1"


def merge(desk):
    key = key_of(desk)
    row = desk.overlay.one(Statement, key)
    before = [one.pk for one in desk.sheet.laid.statements(row.event_id)] if row else []
    writing.merge(key, by=desk.request.user)
    # What it was joined to has the focus then.
    return Done(focus=str(before[before.index(key) - 1]), said="Merged: kept as a draft.")


def remove(desk):
    model, key = _named(desk), key_of(desk)
    writing.remove(model, key, by=desk.request.user)
    return Done(
        focus=str(key), said="Removed: kept as a draft, and shown struck until it is decided."
    )


def move(desk):
    """By a step, or after (before) another."""
    model, key, data = _named(desk), key_of(desk), desk.request.POST
    step = {"up": -1, "down": 1}.get(data.get("step", ""), 0)
    beside = None if step else key_of(desk, "beside")
    moved = writing.move(
        model, key, by=desk.request.user, step=step, beside=beside,
        is_before=data.get("place") == "before",
    )  # fmt: skip
    is_open = data.get("open") == str(key)
    said = "" if moved else "There is no way further."
    return Done(open=str(key), said=said) if is_open else Done(focus=str(key), said=said)


def change(desk):
    """A heading, a paragraph's heading and form, a caption, the title."""
    model, key = _named(desk), key_of(desk)
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
        form.data = form.data.copy()
        form.data["seen"] = row.seen
        form.add_error(None, str(error))
        raise Again(**{name: form}) from error
    return Done(focus=str(key))


def take_back(desk):
    """One change, by its key; or a whole act, with what builds on it if that is asked."""
    data = desk.request.POST
    if number := key_in(data.get("act", "")):
        act = Act.objects.filter(pk=number, changeset__author=desk.request.user).first()
        if act is None:
            raise Refused(writing.MISSING)
        writing.take_back(act, by=desk.request.user, along="along" in data)
        return Done(said="Taken back.")
    change = Change.objects.filter(pk=key_in(data.get("change", "")) or 0).first()
    if change is None:
        raise Refused("There is no draft of yours on it (any more).")
    writing.take_back_change(change.subject_id, by=desk.request.user)
    return Done(said="Taken back.", focus=str(change.subject_id))


def _named(desk):
    model = MODEL_OF.get(desk.request.POST.get("of", ""))
    if model is None:
        raise Refused(writing.MISSING)
    return model


def look(desk):
    """The page as it is by now."""
    return Done(focus=desk.request.POST.get("key", ""))


STEPS = {
    "look": look,
    "words": reword,
    "add-statement": add_statement,
    "add-event": add_event,
    "add-section": add_section,
    "add-picture": add_picture,
    "cite": cite,
    "date": date,
    "ask": ask,
    "unhang": unhang,
    "split": split,
    "merge": merge,
    "remove": remove,
    "move": move,
    "change": change,
    "take-back": take_back,
}
