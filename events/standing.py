"""The counts that readers see, and which pages a decision touches. Runs inside the decision."""

from itertools import groupby

from django.db import connection, transaction
from django.db.models import Q

from events import due, indexing, ledger, listing, places, topics
from events.alterations import keeping
from events.alterations.counting import Home
from events.models import Citation, CitationStanding, Statement, StatementStanding, Verification
from events.models.verification import digest_of
from review.among import array
from review.models import Act, Subject
from review.proving.checking import in_parts
from review.publishing import writing
from review.weighing import flagging
from review.weighing.outcome import Outcome
from sources.formatting import renderings
from sources.models import Contributor, Source

# New flags of the statements named, which it returns beside the old ones (whether a citation is due is given where the words changed, and
# stays where it is NULL), and the difference they make to each article's counts.
# Decisions run this one at a time (under the publications' lock), so that no count is lost.
RECOUNT = """
WITH named AS (
    SELECT * FROM unnest(%(statements)s::uuid[], %(due)s::boolean[]) AS given (id, is_due)
),
now AS (
    SELECT named.id, event.article_id, COALESCE(named.is_due, old.is_due, false) AS is_due,
        EXISTS (SELECT 1 FROM events_citation c WHERE c.statement_id = named.id) AS is_cited,
        EXISTS (SELECT 1 FROM events_citationrequest r
                WHERE r.about_id = named.id AND r.resolution = '') AS is_requested
    FROM named
    JOIN events_statement statement ON statement.id = named.id
    JOIN events_event event ON event.id = statement.event_id
    LEFT JOIN events_statementstanding old ON old.statement_id = named.id
),
was AS (
    SELECT old.* FROM events_statementstanding old JOIN named ON named.id = old.statement_id
),
gone AS (
    DELETE FROM events_statementstanding old USING was
    WHERE old.statement_id = was.statement_id
      AND was.statement_id NOT IN (SELECT id FROM now)
),
kept AS (
    INSERT INTO events_statementstanding (statement_id, article_id, is_cited, is_requested, is_due)
    SELECT id, article_id, is_cited, is_requested, is_due FROM now
    ON CONFLICT (statement_id) DO UPDATE SET article_id = EXCLUDED.article_id,
        is_cited = EXCLUDED.is_cited, is_requested = EXCLUDED.is_requested,
        is_due = EXCLUDED.is_due
),
difference AS (
    SELECT article_id, sum(n) AS statements, sum(n * is_cited::int) AS cited,
        sum(n * is_requested::int) AS requested,
        sum(n * (is_cited AND is_requested)::int) AS "both"
    FROM (SELECT article_id, is_cited, is_requested, 1 AS n FROM now
          UNION ALL SELECT article_id, is_cited, is_requested, -1 FROM was) AS moved
    GROUP BY article_id
),
added AS (
    INSERT INTO events_articlestanding AS total (article_id, statements, cited, requested, "both")
    SELECT article_id, statements, cited, requested, "both" FROM (
        SELECT article_id, statements, cited, requested, "both" FROM difference
        UNION ALL SELECT id, 0, 0, 0, 0 FROM unnest(%(articles)s::uuid[]) AS id
        WHERE id NOT IN (SELECT article_id FROM difference)
    ) AS step
    ON CONFLICT (article_id) DO UPDATE SET
        statements = total.statements + EXCLUDED.statements,
        cited = total.cited + EXCLUDED.cited,
        requested = total.requested + EXCLUDED.requested,
        "both" = total."both" + EXCLUDED."both"
)
SELECT named.id::text, was.article_id::text, now.article_id::text,
    coalesce(was.is_cited, false), coalesce(now.is_cited, false)
FROM named LEFT JOIN was ON was.statement_id = named.id LEFT JOIN now ON now.id = named.id
"""


# What hangs on statements and sources that a decision touches: articles that hold a statement, or
# held it; articles that cite a source, with it; sources that a statement cites, and topics that it
# names, or one in an event or article that their pages name or order them by; of whose work a source is
# an edition; on whose maps a place stands; what is verified there.
TOUCHED = """
SELECT 'page', event.article_id, NULL::uuid FROM events_event event
JOIN events_statement statement ON statement.event_id = event.id
WHERE statement.id = ANY(%(statements)s::uuid[])
UNION SELECT 'page', article_id, NULL FROM events_statementstanding
WHERE statement_id = ANY(%(statements)s::uuid[])
UNION SELECT 'cites', event.article_id, citation.source_id FROM events_citation citation
JOIN events_statement statement ON statement.id = citation.statement_id
JOIN events_event event ON event.id = statement.event_id
WHERE citation.source_id = ANY(%(sources)s::uuid[])
UNION SELECT 'page', source_id, NULL FROM events_citation
WHERE statement_id = ANY(%(statements)s::uuid[])
UNION SELECT 'page', citation.source_id, NULL FROM events_citation citation
JOIN events_statement statement ON statement.id = citation.statement_id
JOIN events_event event ON event.id = statement.event_id
WHERE event.id = ANY(%(events)s::uuid[]) OR event.article_id = ANY(%(articles)s::uuid[])
UNION SELECT 'page', topic_id, NULL FROM events_mention
WHERE statement_id = ANY(%(statements)s::uuid[])
UNION SELECT 'page', mention.topic_id, NULL FROM events_mention mention
JOIN events_citation citation ON citation.statement_id = mention.statement_id
WHERE citation.source_id = ANY(%(sources)s::uuid[])
UNION SELECT 'page', mention.topic_id, NULL FROM events_mention mention
JOIN events_statement statement ON statement.id = mention.statement_id
JOIN events_event event ON event.id = statement.event_id
WHERE event.id = ANY(%(events)s::uuid[]) OR event.article_id = ANY(%(articles)s::uuid[])
UNION SELECT 'page', id, NULL FROM events_topic WHERE %(places)s AND latitude IS NOT NULL
UNION SELECT 'page', id, NULL FROM sources_source WHERE edition_of_id = ANY(%(sources)s::uuid[])
UNION SELECT 'page', edition_of_id, NULL FROM sources_source
WHERE id = ANY(%(sources)s::uuid[]) AND edition_of_id IS NOT NULL
UNION SELECT 'checked', citation_id, NULL FROM events_verification
WHERE citation_id = ANY(%(citations)s::uuid[])
UNION SELECT 'checked', verification.citation_id, NULL FROM events_verification verification
JOIN events_citation citation ON citation.id = verification.citation_id
WHERE citation.statement_id = ANY(%(reworded)s::uuid[])
    OR citation.source_id = ANY(%(sources)s::uuid[])
"""


def keep_standing(outcome):
    """Bring the counts up to date; returns the keys of articles and sources whose pages change."""
    statements = _statements(outcome)
    sources = {row.id for row in outcome.of("sources.source")}
    sources |= _values(outcome, ("sources.contributor",), "source_id")
    pages = {row.id for row in outcome.of("events.article")} | sources
    pages |= _values(
        outcome,
        ("events.event", "events.section", "events.illustration", "events.sectionrequest"),
        "article_id",
    )
    indexed = {row.id for row in outcome.of("events.topic")}
    indexed |= _values(outcome, ("events.topicname",), "topic_id")
    pages |= indexed | _values(outcome, ("events.mention",), "topic_id")
    cited = _values(outcome, ("events.citation",), "source_id")
    pages |= cited | (_values(outcome, ("sources.source",), "edition_of_id") - {None})
    with connection.cursor() as cursor:
        cursor.execute(
            TOUCHED,
            {
                "statements": array(statements),
                "sources": array(sources),
                "citations": array(row.id for row in outcome.of("events.citation")),
                "events": array(_changed(outcome, "events.event")),
                "articles": array(_changed(outcome, "events.article")),
                "reworded": array(_changed(outcome, "events.statement")),
                "places": any(map(_is_place, outcome.of("events.topic"))),
            },
        )
        found = [(what, str(key), str(of)) for what, key, of in cursor.fetchall()]
    pages |= {key for what, key, _ in found if what in ("page", "cites")}
    keep_checks({key for what, key, _ in found if what == "checked"})
    listing.keep(sources, cited)
    _lead_merged(outcome)
    created = [row.id for row in outcome.of("events.article") if row.before is None]
    homes = {}
    if statements or created:
        with connection.cursor() as cursor:
            is_due = _due(outcome)
            cursor.execute(
                RECOUNT,
                {
                    "statements": array(statements),
                    "due": [is_due.get(key) for key in statements],
                    "articles": created,
                },
            )
            homes = {key: Home(*rest) for key, *rest in cursor.fetchall()}
    keeping.keep(outcome, homes, {(key, of) for what, key, of in found if what == "cites"})
    ledger.keep(outcome, statements)
    places.keep(outcome)
    indexing.keep(outcome, statements)
    topics.keep(indexed, statements, _values(outcome, ("events.statement",), "event_id"))
    return pages


def _is_place(row):
    """Whether a topic stands, or stood, on the maps of those near it."""
    return any(values and values["latitude"] is not None for values in (row.before, row.after))


def keep_checks(citations):
    """Bring the standing of these citations, which somebody verified, up to date."""
    if not citations:
        return
    checks = _checks_of(citations)
    if not checks:
        return
    live = Citation.objects.filter(pk__in=checks).select_related("statement")
    works = _works_of(live)
    made = [_standing(citation, checks[citation.pk], works) for citation in live]
    gone = set(checks) - {standing.citation_id for standing in made}
    CitationStanding.objects.filter(citation__in=gone).delete()
    CitationStanding.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["citation"],
        update_fields=["people", "last_at"],
    )
    flagging.renew_about([*checks, *(citation.statement_id for citation in live)])


def _lead_merged(outcome):
    """Let the anchor of a statement that was merged lead to the one that took it in."""
    merges = {act.pk for act in outcome.acts if act.type == Act.Type.MERGE}
    for act in merges:
        rows = [row for row in outcome.of("events.statement") if row.act_id == act]
        kept = [row.id for row in rows if row.after is not None]
        gone = [row.id for row in rows if row.after is None]
        if len(kept) == 1:
            with writing.as_publisher():
                Subject.objects.filter(pk__in=gone).update(merged_into=kept[0])
                Subject.objects.filter(merged_into__in=gone).update(merged_into=kept[0])
    if any(act.type == Act.Type.UNDO for act in outcome.acts):
        back = [row.id for row in outcome.of("events.statement") if row.before is None]
        with writing.as_publisher():
            Subject.objects.filter(pk__in=back).update(merged_into=None)


def recheck(words, found):
    """Bring the standing up to date of what a redaction blanked: nobody verified the blank."""
    blanked = {model: [] for model in (Statement, Citation, Source, Contributor)}
    for row, _ in found.rows:
        if type(row) in blanked:
            blanked[type(row)].append(row.pk)
    touched = Q(pk__in=blanked[Citation]) | Q(statement__in=blanked[Statement])
    touched |= Q(source__in=blanked[Source]) | Q(source__contributors__in=blanked[Contributor])
    keep_checks(set(Citation.objects.filter(touched).values_list("pk", flat=True)))
    of_blanks = StatementStanding.objects.filter(statement__in=blanked[Statement], is_due=True)
    of_blanks.update(is_due=False)


def read_all(tell=lambda done, total: None):
    """Bring up to date for which statements a citation is likely due: for the first time, or when the
    rules have changed."""
    done, total = 0, Statement.objects.count()
    for statements in in_parts(Statement.objects.only("text")):
        is_due = {s.pk: due.is_due(s.text) for s in statements}
        with transaction.atomic():
            kept = StatementStanding.objects.select_for_update().filter(statement__in=is_due)
            changed = [row for row in kept.order_by("pk") if row.is_due != is_due[row.pk]]
            for row in changed:
                row.is_due = is_due[row.pk]
            StatementStanding.objects.bulk_update(changed, ["is_due"])
        done += len(statements)
        tell(done, total)


def _due(outcome):
    """{key of a statement whose words are new: whether a citation is likely due for them}."""
    return {
        row.id: due.is_due(row.after["text"])
        for row in outcome.of("events.statement")
        if row.after and (not row.before or row.before["text"] != row.after["text"])
    }


def _checks_of(citations):
    """{key of a citation: its verifications}."""
    checks = {}
    for check in Verification.objects.filter(citation__in=citations):
        checks.setdefault(check.citation_id, []).append(check)
    return checks


def _works_of(citations):
    """{key of a source, in words: its CSL item} of those that they cite."""
    return renderings.items_of({str(citation.source_id) for citation in citations}, Outcome())


def _standing(citation, checks, works):
    """What the verifications of a live citation (with its statement) come to as it now reads."""
    now = digest_of(citation.statement.text, citation, works[str(citation.source_id)])
    holding = [check for check in checks if check.digest == now]
    return CitationStanding(
        citation_id=citation.pk,
        people=len({check.by_id for check in holding}),
        last_at=max((check.at for check in holding), default=None),
    )


def badly_checked():
    """Sentences on citations that are said to be checked otherwise than their verifications tell."""
    for citations in in_parts(Citation.objects.select_related("statement")):
        keys = [citation.pk for citation in citations]
        checks, said = _checks_of(keys), CitationStanding.objects.in_bulk(keys)
        works = _works_of(citation for citation in citations if citation.pk in checks)
        for citation in citations:
            own = checks.get(citation.pk)
            told = own is not None and _told(_standing(citation, own, works))
            if told != (citation.pk in said and _told(said[citation.pk])):
                yield (
                    f"Citation {citation.pk}: who checked it is not what its verifications tell."
                )
    strays = CitationStanding.objects.exclude(citation__in=Citation.objects.values("pk"))
    for key in strays.order_by("pk").values_list("pk", flat=True).iterator():
        yield f"Citation {key}: it is said to be checked, and is not live."


def _told(standing):
    return standing.people, standing.last_at


def badly_led():
    """Sentences on statements that lead elsewhere than the merges that were published made them."""
    leads, history = {}, Statement.history.filter(act__type__in=[Act.Type.MERGE, Act.Type.UNDO])
    rows = history.order_by("publication", "act").values_list(
        "publication", "act", "act__type", "subject", "history_type"
    )
    for (_, _, type), own in groupby(rows.iterator(), key=lambda row: row[:3]):
        own = [(key, op) for *_, key, op in own]
        if type == Act.Type.UNDO:
            for key in (key for key, op in own if op == "+"):
                leads.pop(key, None)
            continue
        kept, gone = (
            [key for key, op in own if (op == "-") is is_gone] for is_gone in (False, True)
        )
        if len(kept) == 1:
            moved = {key for key, target in leads.items() if target in gone}
            leads |= dict.fromkeys({*gone, *moved}, kept[0])
    led = Subject.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    now = dict(led.iterator())
    for key in sorted(leads.keys() | now.keys()):
        if leads.get(key) != now.get(key):
            yield f"Subject {key}: it leads elsewhere than the merges that were published."


def _statements(outcome):
    """{key of a statement whose words, place, citations, requests, datings or mentions change: the act}."""
    keys = {}
    for label, name in (
        ("events.statement", "id"),
        ("events.citation", "statement_id"),
        ("events.dating", "statement_id"),
        ("events.mention", "statement_id"),
        ("events.citationrequest", "about_id"),
    ):
        for row in outcome.of(label):
            for values in (row.before, row.after):
                if values:
                    keys.setdefault(row.id if name == "id" else values[name], row.act_id)
    moved = {
        row.id: row.act_id
        for row in outcome.of("events.event")
        if row.before and row.after and row.before["article_id"] != row.after["article_id"]
    }
    if moved:
        found = Statement.objects.filter(event__in=moved).values_list("pk", "event_id")
        for key, event in found:
            keys.setdefault(str(key), moved[str(event)])
    return keys


def _changed(outcome, label):
    """Keys of the rows of a kind that were there before and are after."""
    return [row.id for row in outcome.of(label) if row.before and row.after]


def _values(outcome, labels, name):
    """The values of a key, before and after, over the rows of some kinds."""
    return {
        values[name]
        for label in labels
        for row in outcome.of(label)
        for values in (row.before, row.after)
        if values
    }
