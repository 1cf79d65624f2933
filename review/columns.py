"""Rows for pages that are read far more often than written: columns as tuples, where an object a row
and a query put together anew each time cost more than the database does."""

from collections import namedtuple
from functools import cache
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, UUIDField

from review.among import among, array


def columns(found, names, order=(), **wanted):
    """Named tuples of the columns `names` of rows as `review.past.live` and its like give them, in this
    order; keys are text. Each of `wanted` is a column and the one value that it has, or a list of those
    that it may have."""
    if any(_is_many(value) and not value for value in wanted.values()):
        return []
    if isinstance(found, QuerySet) and not found.query.has_filters():
        sql, make, asked = _statement(found.model, names, order, tuple(map(_kind, wanted.items())))
        with connection.cursor() as cursor:
            told = [tell(value) for tell, value in zip(asked, wanted.values(), strict=True)]
            cursor.execute(sql, told)
            return list(map(make, cursor.fetchall()))
    # History rows, or rows that are no database's.
    make = _row(names)
    asked = [(n, f"{n}__in", among(v)) if _is_many(v) else (n, n, v) for n, v in wanted.items()]
    found = found.filter(**{lookup: value for _, lookup, value in asked})
    found = found.order_by(*order) if order else found
    return [make([_told(getattr(row, name)) for name in names]) for row in found]


def _told(value):
    return str(value) if isinstance(value, UUID) else value


def _is_many(value):
    return isinstance(value, (list, set, tuple))


def _kind(asked):
    name, value = asked
    return name, _is_many(value)


@cache
def _row(names):
    return namedtuple("Row", names)._make


@cache
def _statement(model, names, order, wanted):
    """(SQL, what makes a row of it, what makes a parameter of each value)."""
    quote = connection.ops.quote_name
    fields = {field.attname: field for field in model._meta.concrete_fields}
    where, told = [], []
    for name, is_many in wanted:
        column = quote(fields[name].column)
        if is_many:
            type = "uuid" if _is_key(fields[name]) else "text"
            where.append(f"{column} = ANY(%s::{type}[])")
        else:
            where.append(f"{column} = %s")
        told.append(array if is_many else _itself)
    listed = ", ".join(
        quote(fields[name].column) + "::text" * _is_key(fields[name]) for name in names
    )
    sql = f"SELECT {listed} FROM {quote(model._meta.db_table)} WHERE {' AND '.join(where)}"
    if order:
        sql += f" ORDER BY {', '.join(quote(fields[name].column) for name in order)}"
    return sql, _row(names), told


def _is_key(field):
    while field.remote_field:
        field = field.target_field
    return isinstance(field, UUIDField)


def _itself(value):
    return value
