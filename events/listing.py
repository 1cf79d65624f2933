"""What the list of sources goes by, kept by the write path: readers sort and count nothing."""

import re
from collections import defaultdict

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import CharField, Func, TextField, Value

from events.models import Citation, SourceStanding
from review.proving.checking import in_parts
from sources import csl, edtf, identifiers, scripts
from sources.models import Contributor, Source
from sources.reading import richtext

AT_ONCE = 1000
LAST = SourceStanding.LAST
LIST = ArrayField(TextField())
YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
# What of a work it is found by, beside its year; of each name all that is written.
SEARCHED = tuple(
    field.name
    for field in Source._meta.concrete_fields
    if field.name.endswith(("title", "title_short")) or field.name in ("publisher", "archive")
)
NAMED = tuple(
    field.name
    for field in Contributor._meta.concrete_fields
    if isinstance(field, CharField) and not field.choices and field.name != "position"
)

# The uses of the sources named, and none of those that are not live any more.
RECOUNT = """
WITH live AS (SELECT id FROM sources_source WHERE id = ANY(%(sources)s::uuid[])),
gone AS (
    DELETE FROM events_sourcestanding
    WHERE source_id = ANY(%(sources)s::uuid[]) AND source_id NOT IN (SELECT id FROM live)
)
UPDATE events_sourcestanding AS held SET uses = now.uses, against = now.against
FROM (
    SELECT live.id, count(citation.id) AS uses,
        count(citation.id) FILTER (WHERE citation.direction = 'contradicts') AS against
    FROM live LEFT JOIN events_citation citation ON citation.source_id = live.id GROUP BY live.id
) AS now
WHERE held.source_id = now.id AND (held.uses, held.against) IS DISTINCT FROM (now.uses, now.against)
"""


def keep(changed, cited):
    """Bring the list up to date: sources that were changed, and those whose citations were."""
    if changed:
        _put(changed)
    if changed or cited:
        with connection.cursor() as cursor:
            cursor.execute(RECOUNT, {"sources": list({*changed, *cited})})


def make_all(progress=lambda done, total: None):
    """Make all of the list anew; `progress` is called as it goes on."""
    keys = sorted(map(str, Source.objects.values_list("pk", flat=True)))
    SourceStanding.objects.exclude(source__in=Source.objects.values("pk")).delete()
    for start in range(0, len(keys), AT_ONCE):
        keep(keys[start : start + AT_ONCE], ())
        progress(min(start + AT_ONCE, len(keys)), len(keys))


def forget_words(words, found):
    """List those anew in which a redaction blanked something."""
    keep(
        {
            str(row.pk if isinstance(row, Source) else row.source_id)
            for row, _ in found.rows
            if isinstance(row, Source | Contributor)
        },
        (),
    )


def _put(keys):
    own = SourceStanding._meta.concrete_fields
    SourceStanding.objects.bulk_create(
        _standings(keys),
        update_conflicts=True,
        unique_fields=["source"],
        update_fields=[f.name for f in own if f.name not in ("source", "uses", "against")],
    )


def _standings(keys):
    """The standing of each live source of these, without its uses."""
    works = Source.objects.in_bulk(map(str, keys))
    people = defaultdict(list)
    for person in Contributor.objects.filter(source__in=works).order_by("position"):
        people[person.source_id].append(person)
    return [_standing(work, people[key]) for key, work in works.items()]


def _standing(work, people):
    first = [csl.name_told(csl.name(vars(person))) for person in people[:1]]
    title = richtext.plain(work.title)
    oldest, newest = _days(work.issued)
    return SourceStanding(
        source_id=work.pk,
        type=work.type,
        by_name=scripts.sorting(*first, title),
        by_title=scripts.sorting(title),
        oldest=oldest,
        newest=newest,
        words=Func(Value(words_of(work, people), LIST), function="array_to_tsvector"),
    )


def words_of(work, people):
    """All spellings that a work is found by, and its identifiers, as “isbn:9780140449136”."""
    texts = [richtext.plain(getattr(work, name)) for name in SEARCHED]
    texts += [getattr(person, name) for person in people for name in NAMED]
    numbers = {
        f"{name}:{number}"
        for name, scheme in identifiers.SCHEMES.items()
        if (value := getattr(work, name))
        for number in (value.split() if scheme.inside else [value])
    }
    return sorted({*scripts.searched(*texts, *YEAR.findall(work.issued)), *numbers})


def _days(issued):
    """(what sorts a date from the oldest, what sorts it from the newest); LAST where there is none."""
    try:
        lower, upper = edtf.bounds(issued) if issued else (None, None)
    except edtf.NotEdtf:
        lower = upper = None
    day = upper if lower is None else lower
    return (LAST, LAST) if day is None else (day, -day)


def badly_listed(progress):
    """Sentences on sources that the list has otherwise than they read."""
    done, total = 0, Source.objects.count()
    for works in in_parts(Source.objects.all(), size=AT_ONCE):
        keys = [work.pk for work in works]
        held = SourceStanding.objects.annotate(
            spellings=Func("words", function="tsvector_to_array", output_field=LIST)
        ).in_bulk(keys)
        counts = {key: [0, 0] for key in keys}
        cited = Citation.objects.filter(source__in=keys).values_list("source", "direction")
        for key, direction in cited:
            counts[key][0] += 1
            counts[key][1] += direction == Citation.Direction.CONTRADICTS
        for standing in _standings(keys):
            own = held.get(standing.source_id)
            standing.uses, standing.against = counts[standing.source_id]
            (spellings,) = (e.value for e in standing.words.get_source_expressions())
            if own is None or [*_told(own), own.spellings] != [*_told(standing), spellings]:
                yield f"Source {standing.source_id}: the list has it otherwise than it reads."
        done += len(works)
        progress("listed works", done, total)
    strays = SourceStanding.objects.exclude(source__in=Source.objects.values("pk"))
    for key in strays.order_by("pk").values_list("pk", flat=True):
        yield f"Source {key}: it is listed, and is not live."


def _told(standing):
    return [
        getattr(standing, f.attname) for f in standing._meta.concrete_fields if f.name != "words"
    ]
