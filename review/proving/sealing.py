"""What a migration does before it takes a column away, or renames it: the digests of what stood
there stay with the rows, so that the log still fits (docs/schema.md)."""

from contextlib import contextmanager

from django.db import connection
from django.db.migrations.operations import RunPython
from django.db.models import Q

from review import kinds
from review.proving.checking import in_parts
from review.publishing import chain, covering


def columns_sealed(label, *names):
    """An operation: seal these attnames of a reviewed kind, or of a covered model, in its past."""
    return RunPython(lambda apps, editor: seal_columns(apps, label, names), RunPython.noop)


def seal_columns(apps, label, names):
    app, model = label.split(".")
    try:
        history = apps.get_model(app, f"historical{model}")
    except LookupError:
        _seal_entries(apps, label, names)
    else:
        _seal_history(apps, label, history, names)


def _seal_history(apps, label, history, names):
    publications = apps.get_model("review.Publication").objects
    with _past_the_guards(history):
        for rows in in_parts(history._base_manager):
            steps = publications.in_bulk({row.publication_id for row in rows})
            for row in rows:
                shape = steps[row.publication_id].shape.get(label, ())
                _seal(row, {n: kinds.dump(getattr(row, n)) for n in names if n in shape})
            history._base_manager.bulk_update(rows, ["seal"])


def _seal_entries(apps, label, names):
    model, entry_model = apps.get_model(label), apps.get_model("review.Entry")
    held = entry_model.objects.filter(Q(label=label) | Q(label__startswith=f"{label}."))
    with _past_the_guards(entry_model):
        for entries in in_parts(held):
            for own in {entry.label for entry in entries}:
                cover = covering.get(own)
                key = cover.key if cover else "pk"
                mine = {entry.key: entry for entry in entries if entry.label == own}
                for row in model._base_manager.filter(**{f"{key}__in": list(mine)}):
                    entry = mine[str(getattr(row, key))]
                    values = {n: covering.value(row, n) for n in names if n in entry.names}
                    _seal(entry, values)
            entry_model.objects.bulk_update(entries, ["seal"])


def _seal(row, values):
    for name, value in values.items():
        sealed = row.seal.get(name, {})
        if "digest" not in sealed:
            salt = sealed.get("salt") or chain.field_salt(row.salt, name)
            row.seal[name] = {"digest": chain.field_digest(salt, name, value)}


@contextmanager
def _past_the_guards(model):
    """Its triggers stand aside, as they do for who owns the table alone."""
    table = connection.ops.quote_name(model._meta.db_table)
    connection.check_constraints()  # A table with checks to come can't be altered.
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        connection.check_constraints()
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
