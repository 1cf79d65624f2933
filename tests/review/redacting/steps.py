"""What the tests of this folder share."""

from django.db import connection

WORDS = 'Zebra "Quagga" Ωmega'


def dump():
    """Every row of every table, as PostgreSQL writes a dump of them."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        lines = []
        for table in sorted(tables):
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                lines += [f"{table} {bytes(row).decode()}" for row in rows]
    return "\n".join(lines)
