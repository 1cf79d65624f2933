"""Rows of many keys or words."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField, UUIDField, Value


class _Each(Func):
    template = "(SELECT unnest((%(expressions)s)::%(type)s[]))"


# So many cost nothing, and the planner sees each.
FEW = 100


def among(keys):
    """For `filter(pk__in=among(keys))`: many keys of subjects go to the database as one array. Ten
    thousand parameters, each put into the statement by itself, take half a second.
    """
    keys = list(keys)
    if len(keys) <= FEW:
        return keys
    return _each(keys, Value(array(keys), output_field=TextField()), UUIDField(), "uuid")


def among_words(words):
    """The same of texts."""
    words = list(words)
    if len(words) <= FEW:
        return words
    return _each(words, Value(words, output_field=ArrayField(TextField())), TextField(), "text")


def _each(values, told, field, type):
    each = _Each(told, output_field=field, type=type)
    each.keys = values  # For rows that are no database's: review/past.py.
    return each


def array(keys):
    """Keys, or words of letters, digits, points and dashes, as PostgreSQL writes an array of them: for
    `%s::uuid[]`. The driver makes a list into one, too, and takes fifty times as long.
    """
    return f"{{{','.join(map(str, keys))}}}"


def array_of_texts(texts):
    """Any texts, and None, in the same way: for `%s::text[]`."""
    told = ("NULL" if text is None else f'"{_escaped(text)}"' for text in texts)
    return f"{{{','.join(told)}}}"


def _escaped(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')
