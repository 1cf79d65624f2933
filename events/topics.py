"""The index of topics, kept by the write path: how they are spelled, and which statements name them."""

from collections import defaultdict

from django.db import connection

from events import naming
from events.models import (
    Mention,
    Statement,
    Topic,
    TopicName,
    TopicSpelling,
    TopicStanding,
    TopicUse,
)
from review.models import Redaction
from review.proving.checking import in_parts
from sources import folding, scripts

AT_ONCE = 1000
LAST = TopicUse.LAST
# So many names of what is looked for are told.
TOLD = 60

# What names what, of the statements named and of all in their events or in `events`: a date of one
# places the others. Then the difference that it makes to each topic's count. Decisions run this one
# at a time.
RECOUNT = """
WITH placed AS (
    SELECT id FROM events_statement WHERE event_id = ANY(%(events)s::uuid[]) OR event_id IN (
        SELECT event_id FROM events_statement WHERE id = ANY(%(statements)s::uuid[]))
    UNION SELECT unnest(%(statements)s::uuid[])
),
now AS (
    SELECT DISTINCT mention.topic_id, mention.statement_id, coalesce((
            SELECT coalesce(min(coalesce(lower, upper)) FILTER (WHERE is_chosen),
                min(coalesce(lower, upper)))
            FROM events_dating WHERE statement_id = statement.id
        ), (
            SELECT coalesce(min(coalesce(lower, upper)) FILTER (WHERE is_chosen),
                min(coalesce(lower, upper)))
            FROM events_dating dating JOIN events_statement beside
                ON beside.id = dating.statement_id AND beside.event_id = statement.event_id
        ), %(last)s) AS day
    FROM events_mention mention
    JOIN placed ON placed.id = mention.statement_id
    JOIN events_statement statement ON statement.id = mention.statement_id
    WHERE position(mention.words IN statement.text) > 0 AND mention.words <> %(blank)s
),
gone AS (
    DELETE FROM events_topicuse old USING placed
    WHERE old.statement_id = placed.id AND NOT EXISTS (
        SELECT FROM now WHERE (now.topic_id, now.statement_id) = (old.topic_id, old.statement_id))
    RETURNING old.topic_id
),
kept AS (
    INSERT INTO events_topicuse AS old (topic_id, statement_id, day)
    SELECT topic_id, statement_id, day FROM now
    ON CONFLICT (topic_id, statement_id) DO UPDATE SET day = EXCLUDED.day
        WHERE old.day <> EXCLUDED.day
    RETURNING topic_id, xmax = 0 AS is_new
)
UPDATE events_topicstanding total SET uses = total.uses + step.n
FROM (
    SELECT topic_id, sum(n) AS n FROM (
        SELECT topic_id, 1 AS n FROM kept WHERE is_new UNION ALL SELECT topic_id, -1 FROM gone
    ) AS moved GROUP BY topic_id
) AS step WHERE total.topic_id = step.topic_id
"""


def folded(words):
    """{text: as the one rule folds it} of texts."""
    return {word: folding.folded(word) for word in set(words)}


def spellings(*texts):
    """{text: all names of the topics of which it is one, in whatever script or case}, for searches;
    one query. What names nothing is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.text, other.spelled FROM unnest(%s::text[]) AS asked (text)
            JOIN events_topicspelling own
                ON own.folded = sources_folded(asked.text) AND own.folded <> ''
            JOIN events_topicspelling other ON other.topic_id = own.topic_id
            ORDER BY other.id LIMIT %s
            """,
            [list(texts), TOLD],
        )
        found = defaultdict(list)
        for text, name in cursor.fetchall():
            if name not in found[text]:
                found[text].append(name)
    return dict(found)


def called(text):
    """The keys of the topics of which a text is a name, in whatever script or case."""
    found = TopicSpelling.objects.filter(folded=folding.folded(text)).exclude(folded="")
    return found.values_list("topic", flat=True)


def keep(topics, statements, events):
    """Bring the index up to date: topics of which something changed, statements of whose words, dates,
    place or mentions something did, and the events that they stood in."""
    if topics:
        _put(topics)
    if statements:
        places = {"statements": list(statements), "events": list(events)}
        places |= {"last": LAST, "blank": Redaction.MARK}
        with connection.cursor() as cursor:
            cursor.execute(RECOUNT, places)


def make_all(progress=lambda done, total: None):
    """Make all of the index anew; `progress` is called as it goes on."""
    TopicUse.objects.exclude(statement__in=Mention.objects.values("statement")).delete()
    for model in (TopicSpelling, TopicStanding):
        model.objects.exclude(topic__in=Topic.objects.values("pk")).delete()
    keys = sorted(map(str, Topic.objects.values_list("pk", flat=True)))
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        named = Mention.objects.filter(topic__in=part).values_list("statement", flat=True)
        keep(part, set(named), ())
        progress(min(start + AT_ONCE, len(keys)), len(keys))


def forget_words(words, found):
    """Index those anew in which a redaction blanked something."""
    topics, statements = set(), set()
    for row, _ in found.rows:
        match row:
            case Topic():
                topics.add(row.pk)
            case TopicName():
                topics.add(row.topic_id)
            case Statement():
                statements.add(row.pk)
            case Mention():
                statements.add(row.statement_id)
    keep(topics, statements, ())


def names_of(topic, others):
    """[(a name, the tag of its language)] of a topic, the first as it is said: Miloš Obrenović of
    Obrenović, Miloš."""
    said = turned(topic.name)
    told = [(said, topic.language)] if said else []
    told.append((topic.name, topic.language))
    told += [(other.name, other.language) for other in others]
    once = {name: (name, language) for name, language in reversed(told)}
    return [pair for name, pair in reversed(once.items()) if name != Redaction.MARK]


def turned(name):
    """A name as it is said, of one that an index turns round by a comma; "" where it does not."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else ""


def _put(keys):
    """Index these topics, or forget those of them that are not live."""
    standings, found = _made(keys)
    live = {standing.topic_id for standing in standings}
    gone = [key for key in keys if key not in {str(pk) for pk in live} and key not in live]
    TopicStanding.objects.filter(topic__in=gone).delete()
    TopicStanding.objects.bulk_create(
        standings,
        update_conflicts=True,
        unique_fields=["topic"],
        update_fields=["kind", "by_name"],
    )
    TopicSpelling.objects.filter(topic__in=keys).delete()
    TopicSpelling.objects.bulk_create(found)


def _made(keys):
    """(the standing of each live topic of these, without its uses; their spellings)."""
    topics = Topic.objects.in_bulk(list(map(str, keys)))
    others = defaultdict(list)
    for name in TopicName.objects.filter(topic__in=topics).order_by("position"):
        others[name.topic_id].append(name)
    spelled = {key: [n for n, _ in names_of(t, others[key])] for key, t in topics.items()}
    parts = {name: naming.words_of_name(name) for own in spelled.values() for name in own}
    stems = {word: naming.stems_of_name(word) for own in parts.values() for *_, word in own}
    plain = folded([*parts, *(stem for own in stems.values() for stem in own)])

    def told(word):
        return sorted({plain[stem] for stem in stems[word]} - {""})

    return [
        TopicStanding(topic_id=key, kind=topic.kind, by_name=scripts.sorting(topic.name))
        for key, topic in topics.items()
    ], [
        TopicSpelling(
            topic_id=key,
            spelled=name,
            folded=plain[name],
            stems=["|".join(told(word)) for *_, word in parts[name]],
            first=told(parts[name][0][-1]) if parts[name] else [],
        )
        for key, own in spelled.items()
        for name in own
    ]


# What names what, by the live rows, against what is kept.
ODD_USES = """
WITH named AS (
    SELECT DISTINCT mention.topic_id, mention.statement_id FROM events_mention mention
    JOIN events_statement statement ON statement.id = mention.statement_id
    WHERE position(mention.words IN statement.text) > 0 AND mention.words <> %(blank)s
),
counted AS (SELECT topic_id, count(*) AS n FROM named GROUP BY topic_id)
SELECT coalesce(named.topic_id, held.topic_id) FROM named
FULL JOIN events_topicuse held USING (topic_id, statement_id)
WHERE named.topic_id IS NULL OR held.topic_id IS NULL
UNION SELECT total.topic_id FROM events_topicstanding total
LEFT JOIN counted USING (topic_id) WHERE total.uses <> coalesce(counted.n, 0)
ORDER BY 1
"""


def badly_indexed(progress):
    """Sentences on topics that the index has otherwise than they read."""
    done, total = 0, Topic.objects.count()
    for topics in in_parts(Topic.objects.all(), size=AT_ONCE):
        keys = [topic.pk for topic in topics]
        standings, found = _made(keys)
        held = TopicStanding.objects.in_bulk(keys)
        wanted, there = defaultdict(list), defaultdict(list)
        for rows, places in (
            (found, wanted),
            (TopicSpelling.objects.filter(topic__in=keys), there),
        ):
            for row in rows:
                places[row.topic_id].append((row.spelled, row.folded, row.stems, row.first))
        for made in standings:
            own = held.get(made.topic_id)
            is_same = own and (own.kind, own.by_name) == (made.kind, made.by_name)
            key = made.topic_id
            if not is_same or sorted(wanted[key]) != sorted(there[key]):
                yield f"Topic {key}: the index has it otherwise than it reads."
        done += len(topics)
        progress("topics", done, total)
    live = Topic.objects.values("pk")
    strays = TopicStanding.objects.exclude(topic__in=live).values_list("topic", flat=True)
    strays = strays.union(TopicSpelling.objects.exclude(topic__in=live).values_list("topic"))
    for key in sorted(strays):
        yield f"Topic {key}: it is in the index, and is not live."
    with connection.cursor() as cursor:
        cursor.execute(ODD_USES, {"blank": Redaction.MARK})
        for (key,) in cursor.fetchall():
            yield f"Topic {key}: the index has other statements that name it than do."
