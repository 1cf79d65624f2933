"""The column of a date in EDTF, and its field in each form."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.html import format_html

from review.models import Redaction
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


class EdtfFormField(forms.CharField):
    """What is no EDTF is refused, with the date that it means if that can be only one.

    `any_calendar` leaves it to the model which days there are.
    """

    widget = EdtfInput

    def __init__(self, *, any_calendar=False, **more):
        super().__init__(**more)
        self.any_calendar = any_calendar

    def clean(self, value):
        if read := suggestion(value):
            raise ValidationError(
                f"“{value}” is not a date in EDTF. Did you mean {read}? Tick the box, or change it."
            )
        value = super().clean(value)
        if not self.any_calendar:
            _check(value)
        return value


class EdtfField(models.CharField):
    """Holds a date in EDTF, or nothing. To migrations it is plain text, as in checked.py."""

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **more):
        """What is typed may be longer than the date."""
        own = {"form_class": EdtfFormField, "widget": EdtfInput, "max_length": None}
        return super().formfield(
            **{**more, **own, "validators": [MaxLengthValidator(self.max_length)]}
        )

    def validate(self, value, instance):
        super().validate(value, instance)
        if value != Redaction.MARK:
            _check(value)


def _check(value):
    try:
        if value:
            edtf.parse(value)
    except edtf.NotEdtf as error:
        raise ValidationError(str(error)) from error


def suggestion(text):
    """EDTF to offer for a text that is none, or None."""
    read = edtf.typed(text or "")
    return None if read == (text or "").strip() else read
