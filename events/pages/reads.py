"""How often articles are read, from the lines of a web server's access log."""

import re
from collections import Counter
from datetime import datetime
from urllib.parse import unquote

from django.db import connection, transaction

from events.models import Reads
from review.models import Slug
from review.weighing import flagging

# The common log format and those that begin like it; nothing else of a line is looked at.
LINE = re.compile(
    r"\[(?P<day>\d{2}/[A-Z][a-z]{2}/\d{4})[^\]]*\] "
    r'"GET (?:/[a-z]{2}(?:-[a-z]+)?)?/articles/(?P<slug>[^/ ?"]+)/(?:\?[^ "]*)? HTTP/[\d.]+" (?:200|304)\b'
)
ADD = """
INSERT INTO events_reads AS held (article_id, day, number)
SELECT * FROM unnest(%s::uuid[], %s::date[], %s::int[])
ON CONFLICT (article_id, day) DO UPDATE SET number = held.number + EXCLUDED.number
"""


def count(lines):
    """Add the reads of articles in these lines, each of which is to be given once; the number."""
    found = Counter(
        (unquote(line["slug"]), datetime.strptime(line["day"], "%d/%b/%Y").date())
        for line in map(LINE.search, lines)
        if line
    )
    slugs = Slug.objects.filter(kind="events.article", slug__in={slug for slug, _ in found})
    subjects = dict(slugs.values_list("slug", "subject"))
    reads = Counter()
    for (slug, day), number in found.items():
        if slug in subjects:
            reads[subjects[slug], day] += number
    with transaction.atomic():
        if reads:
            columns = [[key for key, _ in reads], [day for _, day in reads], list(reads.values())]
            with connection.cursor() as cursor:
                cursor.execute(ADD, columns)
        _forget_old()
        flagging.renew_all()
    return reads.total()


def _forget_old():
    last = Reads.objects.order_by("-day").values_list("day", flat=True).first()
    if last:
        Reads.objects.filter(day__lt=last - 2 * Reads.LATELY).delete()
