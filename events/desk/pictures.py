"""The form of an illustration, through which its picture is uploaded."""

from django import forms
from django.template.loader import render_to_string

from events.models.picture import named_by
from events.pictures import decoding, keeping
from review.desk.admin.forms import ReviewedForm
from review.exceptions import Refused

NO_CREDIT = "Say who made the picture, or whose it is: readers see it below."
NO_LICENCE = "Say under which licence it may be shown, as “CC BY-SA 4.0” or “public domain”."


class PictureInput(forms.FileInput):
    """A file to choose, below the picture that is there: `shown` is its address."""

    shown, alternative = "", ""

    def render(self, name, value, attrs=None, renderer=None):
        context = {
            "address": self.shown,
            "alternative": self.alternative,
            "input": super().render(name, value, attrs, renderer),
        }
        return render_to_string("events/_picture_field.html", context)


class FileFirst:
    """An admin, or an inline, of illustrations: the file to choose stands before its address."""

    def get_fields(self, request, obj=None):
        names = [name for name in super().get_fields(request, obj) if name != "file"]
        place = names.index("image")
        return [*names[:place], "file", *names[place:]]


class IllustrationForm(ReviewedForm):
    """Its picture is taken in as the form is looked at: what is wrong elsewhere in the form, or with
    it, loses neither the file nor what was typed."""

    file = forms.FileField(label="Upload a picture", required=False, widget=PictureInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = decoding.limits()
        self.fields["image"].label = "Or its address"
        self.taken = None
        self._show(self["image"].value())

    def clean(self):
        data = super().clean()
        if file := data.get("file"):
            self._take_in(file, data)
        if data.get("image"):
            for name, sentence in (("credit", NO_CREDIT), ("licence", NO_LICENCE)):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data

    def _take_in(self, file, data):
        try:
            self.taken = keeping.take_in(file, by=self.by)
        except Refused as error:
            self.add_error("file", str(error))
            return
        data["image"] = self.taken.address
        # Shown again, the form names the picture: a browser does not send a file twice.
        self.data = self.data.copy()
        self.data[self.add_prefix("image")] = self.taken.address
        self._show(self.taken.address)

    def values(self):
        taken = {"image": self.taken.address} if self.taken else {}
        return super().values() | taken

    def _show(self, address):
        is_there = address and (named_by(address) or address.startswith("https://"))
        self.fields["file"].widget.shown = address if is_there else ""
        self.fields["file"].widget.alternative = self["alternative"].value()
