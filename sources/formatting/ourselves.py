"""How a page of ours is cited, in each offered style: for every day, once for all pages.

pandoc never runs for a reader, and a page has a new version with each publication. So entries are
kept of a page that stands for all, one for each day of a year; title, year and address are put in
when one is read. None has a language, so that no style writes its title in capitals.
"""

import re
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import mark_safe

from sources.formatting import citeproc, renderings, styles

# A leap year, a title and an address that no page has.
YEAR, TITLE, ADDRESS = "7392", "Qzxtitle", "https://qzx.invalid/"
SITE = "Attested"


def item(day):
    """The CSL item of the page that stands for those of a day of any year."""
    parts = [int(YEAR), day.month, day.day]
    return {
        "type": "webpage",
        "title": TITLE,
        "container-title": SITE,
        "issued": {"date-parts": [parts]},
        "URL": ADDRESS,
        "language": "und",
    }


def make_all():
    """Make what is not kept of the entries of all days. Runs pandoc: never inside a transaction."""
    first = date(2000, 1, 1)  # of a leap year
    items = [item(first + timedelta(n)) for n in range(366)]
    renderings.make_entries(items)


def entries(title, day, address):
    """[(what a style is called, HTML of the entry)] in the styles that keep one."""
    page = item(day)
    offered = styles.offered()
    held = renderings.html_for([page], *offered)
    found = [
        (words, held.get(citeproc.rendering_key(page, style))) for style, words in offered.items()
    ]
    return [(words, _put_in(html, title, day, address)) for words, html in found if html]


def _put_in(html, title, day, address):
    said = escape(title)
    if title.endswith((".", "?", "!", "…")):
        html = re.sub(rf"({TITLE}(?:</i>)?)\.", r"\1", html)
    made = html.replace(YEAR, f"{day.year}").replace(TITLE, said).replace(ADDRESS, escape(address))
    return mark_safe(made)  # Of citeproc.py's allow-list, and escaped above.


def fields(title, day, address):
    """The same page as writers of files take works (sources/writing)."""
    return {
        "type": "webpage",
        "title": title,
        "container-title": SITE,
        "URL": address,
        "issued": f"{day:%Y-%m-%d}",
    }
