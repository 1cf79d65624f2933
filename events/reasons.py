"""The reasons that the importer gives with a mark. They are kept in English, as people's own reasons
are kept in theirs; a page says them in its language."""

import re

from django.utils.translation import gettext_noop as N_

from review import spoken

PLACED = N_("placed by the importer: the mark may belong to words that are not in the file")
WAS = N_("was [{number}] in the import")
IS_WAS = re.compile(re.escape(WAS).replace(r"\{number\}", "(?P<number>[^]]*)"))
BETWEEN = "; "


def told(reason):
    """A reason in the language that is spoken now, where the importer gave it; else as it is."""
    return BETWEEN.join(map(_told, reason.split(BETWEEN)))


def _told(reason):
    if reason == PLACED:
        return spoken.said(PLACED)
    found = IS_WAS.fullmatch(reason)
    return spoken.said(WAS).format(number=found["number"]) if found else reason
