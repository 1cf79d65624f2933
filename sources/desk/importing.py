"""Bringing in a file of works: a look at what was read, then the import."""

import hashlib

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from review import permissions
from review.desk.carried import packed, unpacked
from review.desk.once import once
from review.exceptions import Refused
from sources.exchange import telling
from sources.exchange.importing import LARGEST, check_size, import_works
from sources.reading import Unreadable
from sources.reading.encodings import NAMES

# A longer file, packed, is not carried from the look to the import: a form may not have 5 MB.
CARRIED = 4_000_000
# So many lines of an account stand on the page.
LINES, REFUSED_LINES = 50, 200


class WorksForm(forms.Form):
    """A file or pasted text. `kept` is what was looked at, packed, and `looked` its digest: only that
    is imported."""

    file = forms.FileField(
        label="A file of works",
        required=False,
        help_text="BibTeX, RIS, EndNote or CSL-JSON, as a reference manager exports it, or printed "
        "references, one a line; up to 10,000 works.",
    )
    text = forms.CharField(
        label="or paste the works",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    encoding = forms.ChoiceField(
        required=False,
        choices=[("", "as its bytes tell"), *((n, n) for n in NAMES.values() if n[:3] != "UTF")],
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, widget=forms.HiddenInput)
    looked = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        file, self.bytes = data.get("file"), b""
        try:
            if file:
                check_size(file.size)
                self.bytes, data["name"] = file.read(), file.name
            elif data.get("text", "").strip():
                self.bytes, data["name"] = data["text"].encode(), ""
            elif data.get("kept"):
                self.bytes = unpacked(data["kept"], LARGEST) or b""
        except Unreadable as error:
            self.add_error("file", str(error))
            return data
        if not self.bytes:
            self.add_error("file", "Choose a file that is not empty, or paste its works.")
        return data

    @property
    def digest(self):
        """Of what would be imported, in the encoding that it is read in."""
        told = self.cleaned_data["encoding"].encode() + b"\n" + self.bytes
        return hashlib.sha256(told).hexdigest()

    def given(self):
        """What `import_works` is asked for."""
        data = self.cleaned_data
        return {"data": self.bytes, "name": data["name"], "encoding": data["encoding"]}

    def again(self, done):
        """The form that imports what was looked at, in the encoding that it was read in."""
        if len(done.encodings) > 1:
            self.cleaned_data["encoding"] = done.encodings[0]
        kept = packed(self.bytes)
        made = WorksForm(
            initial={
                "kept": kept if len(kept) <= CARRIED else "",
                "name": self.cleaned_data["name"],
                "encoding": self.cleaned_data["encoding"],
                "looked": self.digest,
            }
        )
        made.fields["encoding"].choices = [(name, name) for name in done.encodings]
        made.fields["encoding"].label = "Its letters are in"
        return made


class Importing:
    """What the sources' admin adds."""

    def get_urls(self):
        address = path(
            "import/", self.admin_site.admin_view(self.import_view), name="sources_source_import"
        )
        return [address, *super().get_urls()]

    @method_decorator(once)
    def import_view(self, request):
        """GET shows the form; POST shows what would come of a file, or imports what was looked at."""
        if not permissions.may(request.user, permissions.PROPOSE):
            raise PermissionDenied(permissions.REFUSALS[permissions.PROPOSE])
        is_sent = request.method == "POST"
        form = WorksForm(request.POST, request.FILES) if is_sent else WorksForm()
        context = {
            **self.admin_site.each_context(request),
            "title": "Import works",
            "may_publish": permissions.may(request.user, permissions.PUBLISH_DIRECTLY),
        }
        if is_sent and form.is_valid():
            is_look = "import" not in request.POST or form.cleaned_data["looked"] != form.digest
            try:
                done = import_works(by=request.user, dry_run=is_look, **form.given())
            except (Unreadable, Refused) as error:
                form.add_error(None, str(error))
            else:
                if not is_look:
                    return _imported(request, done)
                context |= _looked_at(done)
                form = form.again(done)
        return TemplateResponse(request, "sources/import.html", {**context, "form": form})


def _looked_at(done):
    return {
        "done": done,
        "counted": telling.counted(done),
        "accounts": list(telling.accounts(done, LINES, REFUSED_LINES)),
        # Made anew from an allow-list by citeproc.py.
        "sample": [mark_safe(entry) for entry in telling.sample(done.new)],
        "works": telling.number_of(len(done.new), "work"),
    }


def _imported(request, done):
    said = telling.outcome(done, False)
    if done.act is None:
        messages.info(request, said)
    else:
        address = reverse("review:changeset", args=[done.act.changeset_id])
        messages.success(request, format_html('{} <a href="{}">See it</a>', said, address))
    return redirect("admin:sources_source_import")
