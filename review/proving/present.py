"""Of which kinds there is anything to check."""

from django.db import connection

from review import kinds
from review.models import Subject


def present():
    """The kinds that have a row, live or of history, or a subject: asked in one query, so that a
    check need not ask all its questions of each kind that has none. The order is `kinds.every()`'s.
    """
    name = connection.ops.quote_name
    asked, labels = [], []
    for kind in kinds.every():
        live, history = kind.model._meta.db_table, kind.model.history.model._meta.db_table
        asked.append(
            f"SELECT %s WHERE EXISTS (SELECT FROM {name(live)}) "
            f"OR EXISTS (SELECT FROM {name(history)}) "
            f"OR EXISTS (SELECT FROM {name(Subject._meta.db_table)} WHERE kind = %s)"
        )
        labels += [kind.label, kind.label]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), labels)
        found = {label for (label,) in cursor.fetchall()}
    return [kind for kind in kinds.every() if kind.label in found]
