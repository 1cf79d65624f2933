"""The form by which an article is brought in, and what it carries from the look to the import."""

from django import forms
from django.conf import settings

from events.exchange.importers.plaintext import name_of_file
from events.models import Article
from review.desk.carried import packed, unpacked

MARKS = [
    ("auto", "as the text shows"),
    ("trailing", "after the words they are of"),
    ("leading", "before the words they are of"),
]


class ImportForm(forms.Form):
    """A file or pasted text. `kept` is the text that was looked at, packed, so that its bytes are the
    same when it is imported: a browser would change its line ends."""

    file = forms.FileField(label="A text file", required=False, help_text="UTF-8, as .txt.")
    text = forms.CharField(
        label="or paste the text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
    title = forms.CharField(
        label="Title",
        required=False,
        max_length=500,
        help_text="Empty: the first line of the text is its title.",
    )
    language = Article._meta.get_field("language").formfield(
        help_text="A tag, as sr-Latn, or a name. Empty: its words tell it."
    )
    marks = forms.ChoiceField(label="Marks stand", choices=MARKS, initial="auto")
    captions = forms.BooleanField(
        label="A closing block of short lines is captions", required=False, initial=True
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        limit = settings.ATTESTED_IMPORT_LIMIT
        file, text = data.get("file"), data.get("text", "")
        self.data_given = None
        if file:
            if file.size > limit:
                self.add_error("file", f"The file has {file.size:,} bytes; the limit is {limit:,}.")
                return data
            self.data_given, data["name"] = file.read(), name_of_file(file.name.rpartition(".")[0])
        elif text.strip():
            self.data_given = text.replace("\r\n", "\n").encode()
        elif data.get("kept"):
            self.data_given = unpacked(data["kept"], limit)
        if not self.data_given:
            self.add_error("text", "Choose a file, or paste a text.")
        return data

    def keep(self):
        """Carry the text along in the form as it is shown again: a chosen file would be gone."""
        self.data = self.data.copy()
        self.data["kept"] = packed(self.data_given)
        self.data["name"] = self.cleaned_data["name"]

    def options(self):
        """What `read_article` is asked for."""
        data = self.cleaned_data
        return {
            "title": data["title"].strip(),
            "hint": data["name"],
            "language": data["language"],
            "marks": data["marks"],
            "captions": "auto" if data["captions"] else "none",
            "limit": settings.ATTESTED_IMPORT_LIMIT,
        }
