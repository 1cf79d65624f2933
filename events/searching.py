"""Words looked for among those that the write path keeps, in any script and from their beginnings."""

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import Cast

from sources import scripts


def asked(text):
    """The tsquery of a text: all of its words, each in any of its spellings; "" of no words."""
    every = [
        "(" + " | ".join(f"{lexeme(spelling)}:*" for spelling in scripts.spellings(word)) + ")"
        for word in scripts.words(text)
    ]
    return " & ".join(every)


def having(rows, query):
    """Those of the rows whose `words` a tsquery finds; none if it asks for nothing."""
    if not query:
        return rows.none()
    found = Cast(Value(query), SearchQueryField())
    return rows.filter(
        Func(F("words"), found, function="", arg_joiner=" @@ ", output_field=BooleanField())
    )


def lexeme(text):
    """As PostgreSQL's tsquery has it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
