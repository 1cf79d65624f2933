"""The panels in which the steps are typed."""

from django.template.loader import render_to_string

from events.desk import autosave, finding, panels
from events.desk.admin.steps.answers import uuid_in
from events.desk.admin.steps.begun import TOOLS, form_of
from events.desk.laid import MODEL_OF, is_gone, place_of
from events.models import Statement
from review.ids import uuid7
from review.models import Subject
from review.weighing.diff import diff_html
from sources import csl, edtf
from sources.models import Source

ADDED = {
    "statement": panels.WordsForm,
    "event": panels.ParagraphForm,
    "section": panels.HeadingForm,
    "picture": panels.PictureForm,
}


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
        key = uuid_in(asked.get("open", ""))
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
            if key := uuid_in(self.asked.get(name, "")):
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
        values = {"title": self.row.title, "language": self.row.language}
        return {"form": self._form("title", panels.TitleForm, values)}

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
        begun = autosave.kept(row.pk, by=self.desk.request.user)
        tools = {
            tool: self.forms.get(tool)
            or form_of(
                tool,
                is_cited=bool(citations),
                initial=begun[tool].values if tool in begun else None,
            )
            for tool in TOOLS
        }
        live = Statement.objects.filter(pk=row.pk).values_list("text", flat=True).first()
        return {
            "words": words,
            **tools,
            "begun": begun,
            "citations": citations,
            "datings": datings,
            "requests": requests,
            "hanging": [*citations, *requests],
            "was": diff_html(live, row.text) if live and live != row.text else "",
            "is_live": live is not None,
            "is_gone": is_gone(row),
            "parts": self.asked.get("parts", ""),
            "pasted": getattr(tools["cite"], "pasted", None),
            "matches": getattr(tools["cite"], "matches", ()),
            "chosen": self._chosen(tools["cite"]),
        }

    def _chosen(self, form):
        """[(key, words)] of the work that was chosen before, to be seen again."""
        key = None if form.is_bound else uuid_in(form.initial.get("source", ""))
        work = key and self.desk.overlay.one(Source, key)
        return finding.told([work]) if work else []

    def _form(self, name, of, initial):
        return self.forms.get(name) or of(initial=initial, auto_id=f"{name}_%s")
