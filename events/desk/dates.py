"""Dates as an editor enters them: EDTF, or what people write, offered as EDTF to confirm."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from sources import edtf


class EdtfInput(AdminTextInputWidget):
    """A text that was typed as people write dates comes back with a box to tick: read it so."""

    def value_from_datadict(self, data, files, name):
        text = data.get(name)
        accepted = data.get(f"{name}-as")
        return accepted if accepted and accepted == suggestion(text) else text

    def render(self, name, value, attrs=None, renderer=None):
        made = super().render(name, value, attrs, renderer)
        if not (read := suggestion(value)):
            return made
        box = '{} <label><input type="checkbox" name="{}-as" value="{}"> Yes, {}: {}</label>'
        return format_html(box, made, name, read, read, edtf.display(read))


class EdtfField(forms.CharField):
    """What is no EDTF, but means one date only, is refused with the date that it means."""

    widget = EdtfInput

    def clean(self, value):
        if read := suggestion(value):
            raise ValidationError(
                f"“{value}” is not a date in EDTF. Did you mean {read}? Tick the box, or change it."
            )
        return super().clean(value)


def suggestion(text):
    """EDTF to offer for a text that is none, or None."""
    read = edtf.typed(text or "")
    return None if read == (text or "").strip() else read


class AsksForDates:
    """An admin, or an inline, whose dates are entered as EDTF."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("edtf", "tagged_on"):
            # The typed words may be longer than the date.
            return db_field.formfield(form_class=EdtfField, widget=EdtfInput, max_length=100)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
