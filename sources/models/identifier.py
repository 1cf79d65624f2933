"""The column of an identifier, and its field in each form: stock, desk, amending, revising."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from review.models import Redaction
from sources import identifiers


class IdentifierFormField(forms.CharField):
    """Takes any spelling of the identifier, and gives its normal form."""

    def __init__(self, *, scheme, **more):
        super().__init__(**more)
        self.scheme = scheme

    def to_python(self, value):
        try:
            return identifiers.normal(self.scheme, super().to_python(value))
        except identifiers.BadIdentifier as error:
            raise ValidationError(str(error)) from error


class IdentifierField(models.CharField):
    """Holds the normal form of the identifier that it is named for, and nothing else.

    To migrations it is plain text: what it holds is no affair of the table's.
    """

    def contribute_to_class(self, cls, name, **more):
        super().contribute_to_class(cls, name, **more)
        self.verbose_name = identifiers.SCHEMES[name].label

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **more):
        """What is typed may be longer than what is kept."""
        return super().formfield(
            **{
                "form_class": IdentifierFormField,
                "scheme": self.name,
                "label": self.verbose_name,
                "max_length": None,
                "validators": [MaxLengthValidator(self.max_length)],
                **more,
            }
        )

    def validate(self, value, instance):
        super().validate(value, instance)
        if value == Redaction.MARK:
            return
        try:
            normal = identifiers.normal(self.name, value)
        except identifiers.BadIdentifier as error:
            raise ValidationError(str(error)) from error
        if value != normal:
            raise ValidationError(f"{value} is written {normal}.")
