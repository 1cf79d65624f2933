"""Rows of many keys or words."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField, UUIDField, Value


class _Each(Func):
    template = "(SELECT unnest(%(expressions)s))"


# So many cost nothing, and the planner sees each.
FEW = 100


def among(keys):
    """For `filter(pk__in=among(keys))`: many keys of subjects go to the database as one array. Ten
    thousand parameters, each put into the statement by itself, take half a second.
    """
    return _among(keys, UUIDField())


def among_words(words):
    """The same of texts."""
    return _among(words, TextField())


def _among(values, field):
    values = list(values)
    if len(values) <= FEW:
        return values
    each = _Each(Value(values, output_field=ArrayField(field)), output_field=field)
    each.keys = values  # For rows that are no database's: review/past.py.
    return each
