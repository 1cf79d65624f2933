"""The only writes to reviewed tables and their history: a few statements, however many rows."""

from contextlib import contextmanager

from django.db import connection
from django.db.models import UniqueConstraint

from review import kinds, progress
from review.among import array
from review.batch import Batch
from review.models import Change
from review.models.changeset import new_salt
from review.publishing import chain

# From this many rows on, PostgreSQL is told to look at the tables anew: it does so by itself
# only once a minute, and a plan made for an empty table can take minutes on a full one.
BULK = 2000

HISTORY_TYPE = {Change.Op.CREATE: "+", Change.Op.UPDATE: "~", Change.Op.DELETE: "-"}


def analyse(written, models):
    """Have the statistics of the models' tables renewed, if many rows were written."""
    if written < BULK:
        return
    tables = sorted(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


# Between the two the database takes what is written as the publisher's (review/guards.py).
AS_PUBLISHER = "SET LOCAL review.engine = 'on'"
AS_ANYONE = "SET LOCAL review.engine = 'off'"


@contextmanager
def as_publisher():
    """What is written within is the publisher's."""
    with connection.cursor() as cursor:
        cursor.execute(AS_PUBLISHER)
        yield
        cursor.execute(AS_ANYONE)


def write_live(outcome):
    """Write an outcome's rows to the live tables; constraints are checked before it returns."""
    ordered = [kind for kind in kinds.every() if kind.label in outcome.by_kind]
    batch = Batch()
    batch.add(AS_PUBLISHER)
    for kind in ordered:
        for name, ids in _passed_on(kind, outcome.of(kind.label)):
            table = connection.ops.quote_name(kind.model._meta.db_table)
            column = connection.ops.quote_name(kind.fields[name].column)
            batch.add(f"UPDATE {table} SET {column} = '' WHERE id = ANY(%s::uuid[])", [array(ids)])
        created = [r for r in outcome.of(kind.label) if r.op == Change.Op.CREATE]
        key = kind.model._meta.pk.attname
        batch.write(
            kind.model,
            (key, *kind.fields),
            [(r.id, *(r.after[name] for name in kind.fields)) for r in created],
        )
        updated = [r for r in outcome.of(kind.label) if r.op == Change.Op.UPDATE]
        if updated:
            batch.add(*_update(kind, updated))
    for kind in reversed(ordered):
        deleted = [r.id for r in outcome.of(kind.label) if r.op == Change.Op.DELETE]
        if deleted:
            table = connection.ops.quote_name(kind.model._meta.db_table)
            batch.add(f"DELETE FROM {table} WHERE id = ANY(%s::uuid[])", [array(deleted)])
    # Django's foreign keys are deferred: make a violation show here, not at COMMIT.
    batch.add("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    batch.add(AS_ANYONE)
    batch.run()
    analyse(len(outcome.rows), [kind.model for kind in ordered])


def _passed_on(kind, rows):
    """[(attname, keys)] of the rows whose value, which only one row may have, another takes in the
    same outcome: they let go of it first. The database looks at such a rule row by row."""
    for constraint in kind.model._meta.constraints:
        # The conditions of reviewed kinds only leave out the empty value.
        if isinstance(constraint, UniqueConstraint) and constraint.condition is not None:
            for name in constraint.fields:
                taken = {r.after[name] for r in rows if r.after and name in r.touched} - {""}
                ids = [
                    r.id for r in rows if r.before and r.before[name] in taken and name in r.touched
                ]
                if ids:
                    yield name, ids


def _update(kind, rows):
    """(UPDATE … FROM unnest(…), its parameters), naming only the columns that a row touches."""
    quote = connection.ops.quote_name
    names = sorted({name for row in rows for name in row.touched})
    fields = [kind.fields[name] for name in names]
    columns = [quote(field.column) for field in fields]
    arrays = ", ".join(f"%s::{_base_type(field)}[]" for field in fields)
    return (
        f"UPDATE {quote(kind.model._meta.db_table)} AS live "
        f"SET {', '.join(f'{c} = new.{c}' for c in columns)} "
        f"FROM unnest(%s::uuid[], {arrays}) AS new (id, {', '.join(columns)}) "
        "WHERE live.id = new.id",
        [
            array(row.id for row in rows),
            *(
                [f.get_db_prep_save(getattr(r.instance, n), connection) for r in rows]
                for n, f in zip(names, fields, strict=True)
            ),
        ],
    )


def _base_type(field):
    """The column's type for an array; a foreign key's is its target's."""
    return field.rel_db_type(connection) if not field.is_relation else field.db_type(connection)


# Of a history row, before the values of its subject: its own, and those of a whole publication.
OWN = (
    "subject_id",
    "act_id",
    "salt",
    "history_type",
    "history_user_id",
    "history_change_reason",
)
EVERY = ("publication_id", "history_date", "seal")


def write_history(outcome, publication, authors, batch):
    """Put one history row a subject into `batch`; (label, key, digest) of each for the chain.

    `authors` maps acts to (user key, reason).
    """
    every = (publication.number, publication.at, "{}")
    digests = []
    for label, rows in sorted(outcome.by_kind.items()):
        kind = kinds.get(label)
        names, columns, made = publication.shape[label], tuple(kind.fields), []
        for row in progress.each("Publishing", rows):
            values = row.after if row.after is not None else row.before
            op, salt = HISTORY_TYPE[row.op], new_salt()
            own = (row.id, row.act_id, salt, op, *authors[row.act_id])
            made.append((*own, *every, *(values[name] for name in columns)))
            digests.append((label, row.id, chain.row_digest(row.id, op, names, values, salt, {})))
        batch.write(kind.history, (*OWN, *EVERY, *columns), made)
    return digests
