"""Bounds of what may be searched for, so that no search keeps a worker: words, letters, seconds."""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from review.exceptions import Refused

WORDS, LETTERS = 8, 200
SECONDS = 3
CANCELED = "57014"


class TooLong(Refused):
    """A search took longer than it may."""


def bounded(text):
    """(the words of a search within bounds, a sentence on what was left out or "")."""
    words = text[:LETTERS].split()
    if len(words) <= WORDS and len(text) <= LETTERS:
        return words, ""
    words = words[:WORDS]
    said = _("Only this was searched for, since more is too much at once: “{words}”.")
    return words, said.format(words=" ".join(words))


@contextmanager
def in_time(seconds=None):
    """No statement within may take longer: TooLong is raised then. For reads alone."""
    seconds = SECONDS if seconds is None else seconds
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true)", [f"{seconds * 1000:.0f}"]
            )
            yield
            # Inside a larger transaction the setting would stay.
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != CANCELED:
            raise
        raise TooLong(_("The search took too long: give fewer words, or rarer ones.")) from error
