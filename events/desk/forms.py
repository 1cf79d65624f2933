"""The forms of resolving, asking and verifying."""

import re

from django import forms

from events.desk import asking
from events.desk.marking import AsksAboutMarks
from events.models import Citation, CitationRequest, Lead, Statement
from review import characters
from review.desk.admin.forms import ReviewedForm
from sources import csl
from sources.desk.forms import SourceFields, same_paper
from sources.models import Source

WAYS = (
    ("cite", "Cite a source"),
    ("reword", "Reword the statement"),
    ("remove", "Remove the statement"),
    ("decline", "Decline the request"),
)


# What pages are called where a mark prints them, by the label that they are of.
PLACES = re.compile(
    r"(?:(?P<page>pp?\.?|с\.|стр\.?|str\.?|S\.)|(?P<chapter>ch(?:ap(?:ter)?)?\.?)|(?P<volume>vol\.?)"
    r"|(?P<folio>fols?\.?|f\.)|(?P<section>§))?\s*(?P<place>[\divxlc].*)",
    re.IGNORECASE,
)


def place_of(pages):
    """{label, locator} to begin with, of the pages printed after a mark: "p45", "ch 1", "45–46"."""
    found = PLACES.fullmatch(pages)
    if not found:
        return {}
    named = (name for name in ("chapter", "volume", "folio", "section") if found[name])
    return {"label": next(named, "page"), "locator": found["place"]}


class StatementForm(AsksAboutMarks, ReviewedForm):
    """A statement's words; marks that are typed into them can become requests on it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.watch_marks()

    def clean(self):
        data = super().clean()
        self.ask_about_marks(data)
        return data

    def more_edits(self, *, by):
        return asking.marked(self.instance.pk, self.marks, by=by)


class ResolveForm(AsksAboutMarks, SourceFields):
    """One answer to one request. `own` maps keys to sources that this editor has proposed."""

    way = forms.ChoiceField(choices=WAYS, widget=forms.RadioSelect, initial="cite")
    find = forms.CharField(
        label="Find a source",
        required=False,
        help_text="Type a few words of its title, a name, or its ISBN, DOI or another number.",
    )
    source = forms.UUIDField(required=False, widget=forms.HiddenInput)
    label = forms.ChoiceField(
        label="Place in it is a",
        choices=csl.labels,
        required=False,
    )
    locator = forms.CharField(
        label="Place", max_length=200, required=False, help_text="As 30, or 30–34."
    )
    quotation = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    direction = forms.ChoiceField(
        label="The source", choices=Citation.Direction, initial="supports", required=False
    )
    text = forms.CharField(
        label="New words", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    as_of = Statement._meta.get_field("as_of").formfield()
    look_again_on = Statement._meta.get_field("look_again_on").formfield()
    declined_for = forms.ChoiceField(
        label="Reason",
        choices=[("", "Choose one"), *CitationRequest.DeclineReason.choices],
        required=False,
    )
    resolution_note = forms.CharField(label="Note", required=False, max_length=2000)
    summary = forms.CharField(
        label="Summary",
        max_length=500,
        help_text="Why, in a few words. Moderators and readers see it.",
    )

    def __init__(self, *args, own=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = own or {}
        self.watch_marks()

    def clean(self):
        data = super().clean()
        for model in (Citation, CitationRequest, Statement):
            self.add_faults({n: s for n, s in model.unfit(data).items() if n not in self.errors})
        if sentence := characters.fault(data.get("summary", "")):
            self.add_error("summary", sentence)
        if data.get("way") != "reword":
            # What another way leaves unseen is not looked at.
            for name in ("as_of", "look_again_on"):
                self.errors.pop(name, None)
        match data.get("way"):
            case "cite" if data.get("source"):
                self._check_source(data["source"])
            case "cite" if not data.get("title"):
                self.add_error(
                    "find", "Choose a source that was found, or enter the title of a new one below."
                )
            case "cite":
                for name, sentence in same_paper(data).items():
                    self.add_error(name, f"{sentence} Find it above, and choose it.")
            case "reword" if not data.get("text", "").strip():
                self.add_error("text", "Enter the new words, or choose “Remove the statement”.")
            case "reword":
                self.ask_about_marks(data)
                self._check_day(data.get("look_again_on", ""))
            case "decline" if not data.get("declined_for"):
                self.add_error("declined_for", "Choose a reason.")
            case "decline" if data["declined_for"] == "other" and not data.get("resolution_note"):
                self.add_error("resolution_note", "Say what the other reason is.")
        return data

    def _check_day(self, day):
        try:
            Statement(look_again_on=day).clean()
        except forms.ValidationError as error:
            self.add_error("look_again_on", error.message_dict["look_again_on"])

    def _check_source(self, key):
        if str(key) not in self.own and not Source.objects.filter(pk=key).exists():
            self.add_error("find", "That source is no longer there: choose another.")

    def citation(self):
        """The citation's fields."""
        data = self.cleaned_data
        return {
            "label": data["label"] if data["locator"] else "",
            "locator": data["locator"],
            "quotation": data["quotation"].strip(),
            "direction": data["direction"] or "supports",
        }


class CiteManyForm(forms.Form):
    """What citations of one work for several statements have in common."""

    label = forms.ChoiceField(label="The places are", choices=csl.labels, initial="page")
    direction = forms.ChoiceField(
        label="The source", choices=Citation.Direction, initial="supports", required=False
    )
    summary = forms.CharField(
        label="Summary",
        max_length=500,
        help_text="Why, in a few words. Moderators and readers see it.",
    )

    def clean_summary(self):
        if sentence := characters.fault(self.cleaned_data["summary"]):
            raise forms.ValidationError(sentence)
        return self.cleaned_data["summary"]


class AskForm(forms.Form):
    """A request on a statement; what asks about a citation is offered where there is one."""

    kind = forms.ChoiceField(label="What is needed?")
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What should the source show? Who looks for one will read it.",
    )
    only = forms.CharField(
        label="Only these words",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Leave it empty to ask of the whole statement. Otherwise copy the words from above.",
    )
    near = forms.CharField(required=False, widget=forms.HiddenInput)
    summary = forms.CharField(
        label="Summary",
        max_length=500,
        help_text="Why you ask, in a few words. Moderators and readers see it.",
    )

    def __init__(self, *args, is_cited, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (kind, words)
            for kind, words in CitationRequest.Kind.choices
            if is_cited or kind not in asking.OF_A_CITATION
        ]

    def clean(self):
        data = super().clean()
        for name, sentence in CitationRequest.unfit(data).items():
            self.add_error(name, sentence)
        for name in ("only", "summary"):
            if sentence := characters.fault(data.get(name, "")):
                self.add_error(name, sentence)
        return data


class VerifyForm(forms.Form):
    """Whether a citation was found in its source, and in what one read."""

    found = forms.ChoiceField(
        label="Does the source say so, at this place?",
        choices=[("yes", "Yes, it bears these words"), ("no", "No: ask for another source")],
        initial="yes",
        widget=forms.RadioSelect,
    )
    read = forms.CharField(
        label="What did you read?",
        help_text="The printed book, a scan, the archive's file. If it does not say so: what it says instead.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class LeadForm(forms.Form):
    """Closing a reader's lead without an act."""

    reason = forms.ChoiceField(
        label="Because",
        choices=[
            ("", "Choose one"),
            *((value, words[:1].upper() + words[1:]) for value, words in Lead.Reason.choices),
            (Lead.Fate.DUPLICATE.value, "Another reader said the same before"),
        ],
    )
    note = forms.CharField(
        label="A sentence to the reader",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="Optional. It stands behind their private link.",
    )

    def clean(self):
        data = super().clean()
        if sentence := characters.fault(data.get("note", "")):
            self.add_error("note", sentence)
        elif data.get("reason") == Lead.Reason.OTHER and not data.get("note"):
            self.add_error("note", "Say what the other reason is: the reader sees it.")
        return data
