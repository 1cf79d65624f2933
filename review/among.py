"""Rows of many keys."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, UUIDField, Value

KEYS = ArrayField(UUIDField())


class _Each(Func):
    template = "(SELECT unnest(%(expressions)s))"
    output_field = UUIDField()


# So many cost nothing, and the planner sees each.
FEW = 100


def among(keys):
    """For `filter(pk__in=among(keys))`: many keys of subjects go to the database as one array. Ten
    thousand parameters, each put into the statement by itself, take half a second.
    """
    keys = list(keys)
    if len(keys) <= FEW:
        return keys
    each = _Each(Value(keys, output_field=KEYS))
    each.keys = keys  # For rows that are no database's: review/past.py.
    return each
