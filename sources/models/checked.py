"""Columns of text that check what they hold, and bring what is typed to one form."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models

from review.models import Redaction
from sources import identifiers, languages


class CheckedFormField(forms.CharField):
    """Takes any spelling, and gives the one that is kept."""

    def __init__(self, *, normal, **more):
        super().__init__(**more)
        self.normal = normal

    def to_python(self, value):
        try:
            return self.normal(super().to_python(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


class CheckedField(models.CharField):
    """Holds what `normal` gives, and nothing else; a ValueError of it says what is wrong.

    To migrations it is plain text: what it holds is no affair of the table's.
    """

    def normal(self, value):
        raise NotImplementedError

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **more):
        """What is typed may be longer than what is kept."""
        own = {"form_class": CheckedFormField, "normal": self.normal, "max_length": None}
        checks = {"validators": [MaxLengthValidator(self.max_length)]}
        return super().formfield(**{**own, **checks, **more})

    def validate(self, value, instance):
        super().validate(value, instance)
        if value == Redaction.MARK:
            return
        try:
            normal = self.normal(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if value != normal:
            raise ValidationError(f"{value} is written {normal}.")


class IdentifierField(CheckedField):
    """Holds the normal form of the identifier that it is named for."""

    def contribute_to_class(self, cls, name, **more):
        super().contribute_to_class(cls, name, **more)
        self.verbose_name = identifiers.SCHEMES[name].label

    def formfield(self, **more):
        return super().formfield(**{"label": self.verbose_name, **more})

    def normal(self, value):
        return identifiers.normal(self.name, value)


class LanguageField(CheckedField):
    """Holds the tag of a language, of its script and country where they matter (BCP 47)."""

    def normal(self, value):
        return languages.tag(value)


class AddressField(CheckedField):
    """Holds a web address (http, https or ftp); that of a DOI belongs to the DOI."""

    def formfield(self, **more):
        return super().formfield(**{**more, "widget": forms.URLInput(attrs={"class": "vURLField"})})

    def normal(self, value):
        value = value.strip()
        if not value:
            return ""
        if "://" not in value:
            value = f"https://{value}"
        try:
            URLValidator(schemes=["http", "https", "ftp"])(value)
        except ValidationError as error:
            raise ValueError(f"{value} is no web address: one begins with https://.") from error
        if doi := identifiers.doi_at(value):
            raise ValueError(f"This is the address of a DOI: enter {doi} as the DOI.")
        return value
