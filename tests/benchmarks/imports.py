"""An import, published at once, beside its own rows copied into tables without rules."""

from django.db import connection

from events.exchange.importers.plaintext import read_article
from events.exchange.importing import import_article
from review import kinds
from review.models import Change, Subject

SENTENCES = (
    "Miller number {n} dug a channel beside the old road in {year}.[citation needed]",
    "His neighbour would not hear of it and went to the bailiff with {n} jars of honey.",
    "On 5 April {year} both of them signed a paper that nobody kept.[when?]",
    "The water went where it liked, as water number {n} does.",
)


def article(size, title):
    """The bytes of an article of so many statements, or somewhat less: those without marks join."""
    paragraphs = [title]
    for n in range(size // 3):
        if n % 20 == 0:
            paragraphs.append(f"== Part {n // 20} of {title} ==")
        paragraphs.append(" ".join(s.format(n=n, year=1600 + n % 400) for s in SENTENCES))
    return "\n\n".join(paragraphs).encode() + b"\n"


def imported(size, title, by, clock):
    """(statements, objects, seconds for reading the file, for the whole import)."""
    data = article(size, title)
    began = clock()
    read = read_article(data)
    reading = clock() - began
    began = clock()
    found = import_article(data, by=by)
    return len(read.statements), found.act.size, reading, clock() - began


def floor(clock):
    """Seconds to copy the rows of the last publication, and what led to them, into bare tables."""
    models = [Subject, Change]
    models += [model for kind in kinds.every() for model in (kind.model, kind.history)]
    seconds = 0
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            with cursor.copy(f"COPY {_of_last(model, table)} TO STDOUT") as copy:
                rows = list(copy)
            cursor.execute(f"CREATE TEMPORARY TABLE bare (LIKE {table})")
            began = clock()
            with cursor.copy("COPY bare FROM STDIN") as copy:
                for row in rows:
                    copy.write(row)
            seconds += clock() - began
            cursor.execute("DROP TABLE bare")
    return seconds


def _of_last(model, table):
    names = {field.column for field in model._meta.concrete_fields}
    last = "(SELECT max(number) FROM review_publication)"
    heads = f"(SELECT id FROM review_subject WHERE head_id = {last})"
    if "publication_id" in names:
        return f"(SELECT * FROM {table} WHERE publication_id = {last})"
    key = "subject_id" if model is Change else "id"
    return f"(SELECT * FROM {table} WHERE {key} IN {heads})"
