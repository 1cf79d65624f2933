"""The little forms of the article's page, each for one step of writing."""

from django import forms

from events.desk.forms import AskForm, ResolveForm
from events.desk.marking import AsksAboutMarks
from events.models import Article, Citation, Dating, Event, Illustration, Section
from review import characters
from sources import edtf
from sources.desk.forms import SourceFields, same_paper
from sources.edtf import CALENDARS
from sources.models import Source
from sources.models.date import EdtfFormField


class Fit:
    """A form whose words are of a model: what is wrong with their characters is told at the field."""

    model = None

    def clean(self):
        data = super().clean()
        for name, sentence in self.model.unfit(data).items():
            if name not in self.errors and name in self.fields:
                self.add_error(name, sentence)
        return data


def area(rows, **more):
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **more})


class WordsForm(AsksAboutMarks, forms.Form):
    """The words of a statement; what is typed into them as a mark is asked about."""

    text = forms.CharField(
        label="Words",
        widget=area(4),
        error_messages={"required": "There are no words yet."},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.watch_marks()

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if not characters.has_visible(text):
            raise forms.ValidationError("There are no words to see yet.")
        return text

    def clean(self):
        data = super().clean()
        if "text" in data:
            self.ask_about_marks(data)
        return data


class ParagraphForm(WordsForm):
    """A new paragraph: its first words."""

    form = forms.ChoiceField(label="It is a", choices=Event.Form.choices, required=False)


class CiteForm(SourceFields):
    """A citation: a work that was found, or a new one, and the place in it."""

    find = forms.CharField(
        label="Find the work",
        required=False,
        max_length=1000,
        help_text="A few words of its title, a name, or its ISBN, DOI or another number.",
    )
    source = forms.UUIDField(required=False, widget=forms.HiddenInput)
    label = ResolveForm.base_fields["label"]
    locator = ResolveForm.base_fields["locator"]
    quotation = ResolveForm.base_fields["quotation"]
    direction = ResolveForm.base_fields["direction"]

    def __init__(self, *args, own=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.own = {str(key) for key in own}

    def clean(self):
        data = super().clean()
        faults = Citation.unfit(data).items()
        self.add_faults({name: said for name, said in faults if name not in self.errors})
        if (key := data.get("source")) and not self.errors.get("source"):
            if str(key) not in self.own and not Source.objects.filter(pk=key).exists():
                self.add_error("find", "That work is no longer there: choose another.")
        elif not data.get("title"):
            self.add_error(
                "find", "Choose a work that was found, or enter the title of a new one below."
            )
        else:
            self.add_faults(
                {name: f"{said} Find it above." for name, said in same_paper(data).items()}
            )
        if data.get("locator") and not data.get("label"):
            data["label"] = "page"
        return data

    def citation(self):
        """The citation's fields."""
        data = self.cleaned_data
        return {
            "label": data["label"] if data["locator"] else "",
            "locator": data["locator"],
            "quotation": data["quotation"].strip(),
            "direction": data["direction"] or Citation.Direction.SUPPORTS,
        }

    def cited(self):
        """What is cited, as `writing.cite` takes it."""
        if key := self.cleaned_data["source"]:
            return {"source": key}
        source, people = self.source()
        return {"new_source": source, "contributors": people}


class DateForm(Fit, forms.Form):
    """A date that the words of a statement name."""

    model = Dating

    words = forms.CharField(
        label="The words that name it", max_length=300, help_text="As they are printed."
    )
    edtf = EdtfFormField(
        label="The date",
        max_length=100,
        any_calendar=True,
        help_text="As 1806-05, or as people write it: you are asked then.",
    )
    calendar = forms.ChoiceField(label="Printed in", choices=[*CALENDARS.items()], required=False)
    is_chosen = forms.BooleanField(label="It places the paragraph on the timeline", required=False)

    def clean(self):
        data = super().clean()
        if data.get("edtf"):
            try:
                edtf.bounds(data["edtf"], data.get("calendar", ""))
            except edtf.NotEdtf as error:
                self.add_error("edtf", str(error))
        return data


class TagForm(AskForm):
    """What is asked of a statement; the summary is given when all is sent."""

    summary = None


LEVELS = [(2, "a section"), *((n, f"level {n - 1}, within the one before") for n in range(3, 7))]


class HeadingForm(Fit, forms.Form):
    model = Section

    title = forms.CharField(
        max_length=500, error_messages={"required": "Give the heading some words."}
    )
    level = forms.TypedChoiceField(
        coerce=int,
        choices=LEVELS,
        initial=2,
    )


class EventForm(Fit, forms.Form):
    model = Event

    heading = forms.CharField(
        max_length=300, required=False, help_text="Optional: its first words stand in."
    )
    form = forms.ChoiceField(label="It is a", choices=Event.Form.choices, required=False)


class PictureForm(Fit, forms.Form):
    model = Illustration

    caption = forms.CharField(
        max_length=5000,
        widget=area(2),
        error_messages={"required": "Say what the picture is to show."},
    )


class TitleForm(Fit, forms.Form):
    model = Article

    title = forms.CharField(
        max_length=500, error_messages={"required": "Give the article a title."}
    )
    language = Article._meta.get_field("language").formfield()


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label="Why do you propose this?",
        max_length=500,
        widget=area(2),
        error_messages={"required": "Say in a few words why you propose this."},
    )
