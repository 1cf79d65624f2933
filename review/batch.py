"""Several statements in one round trip to the database."""

from itertools import chain

from django.db import connection
from django.db.models.sql import InsertQuery

# So many rows are sent at once: more would make one statement of many megabytes.
AT_ONCE = 5000
# So many of one table take a round trip of their own, which is soon made up for.
MANY = 2000


class Batch:
    """Collects statements and rows to insert; `run` sends them, in order, as one query.

    Only the last statement's result can be read. Rows get no keys back: give them theirs, or
    do without.
    """

    def __init__(self):
        self.statements, self.params, self.rows = [], [], 0

    def add(self, sql, params=()):
        self.statements.append(sql)
        self.params += params

    def insert(self, objects):
        """INSERT for objects of one model, past any manager; keys that the database makes are left out."""
        objects = list(objects)
        if not objects:
            return
        for start in range(0, len(objects), AT_ONCE):
            part = objects[start : start + AT_ONCE]
            self._insert(part)
            self.rows += len(part)
            if self.rows >= AT_ONCE:
                self.run()

    def _insert(self, objects):
        meta = objects[0]._meta
        fields = [
            field
            for field in meta.concrete_fields
            if not field.generated and not (field is meta.auto_field and objects[0].pk is None)
        ]
        query = InsertQuery(meta.model)
        query.insert_values(fields, objects)
        for sql, params in query.get_compiler(connection=connection).as_sql():
            self.add(sql, params)

    def write(self, model, names, rows):
        """INSERT for rows of values of these attributes, as `Kind.dump` gives values, JSON as text;
        COPY for many. What is not named is NULL, or the database's."""
        if not rows:
            return
        quote = connection.ops.quote_name
        table = quote(model._meta.db_table)
        columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
        if len(rows) >= MANY:
            self.run()
            self._copy(f"COPY {table} ({columns}) FROM STDIN", rows)
            return
        row = f"({', '.join(['%s'] * len(names))})"
        values = ", ".join([row] * len(rows))
        self.add(f"INSERT INTO {table} ({columns}) VALUES {values}", chain(*rows))
        self.rows += len(rows)
        if self.rows >= AT_ONCE:
            self.run()

    def _copy(self, sql, rows):
        with (
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            cursor.copy(sql) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def run(self):
        """Send what was collected; the rows that the last statement returns, if it returns any."""
        found = []
        if self.statements:
            with connection.cursor() as cursor:
                cursor.execute(";\n".join(self.statements), self.params)
                while cursor.nextset():
                    pass
                found = cursor.fetchall() if cursor.description else []
        self.statements, self.params, self.rows = [], [], 0
        return found
