"""What has a form that nobody wrote is told, whatever it is, and stops nothing."""

import json

import pytest
from django.db import IntegrityError, connection, models, transaction

from review.deciding import redacting
from review.models import Slug, Subject
from review.proving import forms, log
from review.publishing import covering
from tests.builders import operator
from tests.lengths import by_profile
from tests.review.covering.steps import make_spread
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db

ODD = [None, True, 7, "x", [], ["x"], [["x"]], [["x", 1, 2]], {"x": None}, {"x": "y"}, {"x": ["y"]}]
ODD += [{"digest": 7}, {"x": {"digest": []}}, {"x": {"salt": {}}}, {"toy.note": [[]]}, {"a": []}]
TEXTS = ["", "x", "7", "a.b.c", "\u2028", "9" * 30]
TIMES = ["infinity", "0044-03-15 BC", "20000-01-01"]


@pytest.fixture(scope="module")
def spread(for_all):
    with for_all():
        op = operator()
        make_spread(op)
        redacting.redact("night", by=op, reason="a private word")


def read_for_the_log():
    """What the log is made of; the history of the toys stands for that of all kinds."""
    read = {cover.model for cover in covering.every() if cover.model._meta.app_label == "review"}
    read |= {*forms.FORMS, Subject, Slug, Shelf.history.model, Note.history.model}
    return sorted(read, key=lambda model: model._meta.label)


COLUMNS = [
    pytest.param(model, field, id=f"{model._meta.label}.{field.name}")
    for model in read_for_the_log()
    for field in model._meta.concrete_fields
    if isinstance(
        field, (models.JSONField, models.CharField, models.TextField, models.DateTimeField)
    )
]


def odd_for(field):
    if isinstance(field, models.JSONField):
        return [json.dumps(value) for value in ODD]
    if isinstance(field, models.DateTimeField):
        return TIMES
    length = getattr(field, "max_length", None)
    return [text for text in TEXTS if length is None or len(text) <= length]


def some_for(model, field):
    """At the desk a third of them, another one for the next column; in .ci/run all."""
    step = by_profile(desk=3, long=1)
    columns = [column.values for column in COLUMNS]
    return odd_for(field)[columns.index((model, field)) % step :: step]


@pytest.mark.parametrize(("model", "field"), COLUMNS)
def test_column_of_an_odd_form_is_told_and_stops_nothing(spread, model, field):
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}", "{field.column}" FROM {table} ORDER BY 1 LIMIT 1')
        row, was = cursor.fetchone()
    for value in some_for(model, field):
        point = transaction.savepoint()
        if value != was and bent(
            f'{table} SET "{field.column}" = %s WHERE "{key}" = %s', value, row
        ):
            assert list(log.breaks()), value
            if not isinstance(field, models.DateTimeField):
                assert list(log.lines())
        transaction.savepoint_rollback(point)


def bent(update, *values):
    """Whether the database let its owner do it: its constraints hold for everybody."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(f"UPDATE {update}", values)
            cursor.execute("SET session_replication_role = DEFAULT")
    except IntegrityError:
        return False
    return True
