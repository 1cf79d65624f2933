"""The search among so many statements: what a page and its suggestions cost the database, and how many
pairs of spellings find each other."""

from django.db import connection, transaction
from django.test import Client

from tests import searching

PER_ARTICLE = 40
SIZES = (40_000, 400_000, 1_000_000)

# Words as unevenly frequent as those of a language, those first that stand in nearly every sentence;
# made of syllables, so that trigrams have something to tell apart.
LEXICON = """
CREATE TEMP TABLE lexicon AS
SELECT n, CASE WHEN n <= array_length(common, 1) THEN common[n] ELSE
    syllables[1 + mod(n, 59)] || syllables[1 + mod(n / 59, 59)] || syllables[1 + mod(n / 3481, 59)]
        || CASE WHEN mod(n, 3) = 0 THEN syllables[1 + mod(n / 7, 59)] ELSE '' END || endings[1 + mod(n, 7)] END AS word
FROM (SELECT string_to_array('the of and in to was by a for with serbia war russian treaty ottoman army '
        'belgrade prince government vienna kingdom russia empire peace uprising church', ' ') AS common,
    string_to_array('ka ra dor mi lo va ne be stu ter ov ic za go ma ri pe tro san du bre kol vis an to '
        'men sla gra no vi re ba cha di el fo gu ha il jo kru lju me nja oz po qua ros ste ti ur ve wa xe '
        'yo zla fri gno hle', ' ') AS syllables,
    ARRAY['', 'n', 's', 'd', 'vic', 'ski', 'grad'] AS endings) AS made
CROSS JOIN generate_series(1, %(words)s) AS n;
DELETE FROM lexicon WHERE ctid NOT IN (SELECT min(ctid) FROM lexicon GROUP BY word);
CREATE INDEX ON lexicon (n);
"""
FILL = """
SET session_replication_role = replica;
CREATE TEMP TABLE made AS SELECT n,
    ('01900000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid AS statement,
    ('01900000-0000-7000-8002-' || lpad(to_hex((n - 1) / 4), 12, '0'))::uuid AS event,
    ('01900000-0000-7000-8003-' || lpad(to_hex((n - 1) / %(per)s), 12, '0'))::uuid AS article,
    n %% 3 = 0 AS is_cited, n %% 5 = 0 AS is_requested,
    ((10 + floor(11 * sqrt(pg_temp.chance(n, 0))))::int * 100)::text AS period, said.text, said.words
FROM generate_series(%(first)s, %(last)s) AS own (n) CROSS JOIN LATERAL (
    SELECT string_agg(lexicon.word, ' ' ORDER BY place) AS text,
        string_agg(format('''%%s'':%%s', lexicon.word, place), ' ')::tsvector AS words
    FROM generate_series(1, 24) AS place
    JOIN lexicon ON lexicon.n = floor(exp(pg_temp.chance(own.n, place) * ln(%(words)s)))::int
) AS said;
INSERT INTO review_subject (id, kind, anchor)
    SELECT statement, 'events.statement', 's' || n FROM made
    UNION ALL SELECT DISTINCT article, 'events.article', 'a' || (n - 1) / %(per)s FROM made;
INSERT INTO review_slug (kind, slug, is_current, subject_id)
    SELECT DISTINCT 'events.article', 'article-' || (n - 1) / %(per)s, true, article FROM made;
INSERT INTO events_article (id, title, language, prints_title, lead, tail)
    SELECT article, initcap(min(split_part(text, ' ', 1) || ' ' || split_part(text, ' ', 9))), '', true, '', ''
    FROM made GROUP BY article;
INSERT INTO events_event (id, article_id, position, heading, form)
    SELECT DISTINCT event, article, lpad(((n - 1) / 4)::text, 8, '0') || '1', '', '' FROM made;
INSERT INTO events_statement (id, event_id, position, text, lead, trail, as_of, look_again_on)
    SELECT statement, event, lpad(n::text, 8, '0') || '1', text, '', '', '', '' FROM made;
INSERT INTO events_indexentry (subject_id, kind, article_id, made_of, tags, words)
    SELECT statement, 'statement', article, md5(text), CASE WHEN is_cited THEN '{cited}'::text[] ELSE '{}' END
        || CASE WHEN is_requested THEN '{requested}'::text[] ELSE '{}' END
        || CASE WHEN is_cited OR is_requested THEN '{}'::text[] ELSE '{bare}' END || period, words
    FROM made ORDER BY n;
INSERT INTO events_indexentry (subject_id, kind, article_id, made_of, tags, words)
    SELECT id, 'article', id, md5(title), '{}',
        format('''%%s'':1 ''%%s'':2', lower(split_part(title, ' ', 1)), lower(split_part(title, ' ', 2)))::tsvector
    FROM events_article WHERE id IN (SELECT article FROM made);
DROP TABLE made;
SET session_replication_role = DEFAULT;
"""
COUNT = """
CREATE TEMP TABLE counted AS SELECT word, ndoc, row_number() OVER () / 1000 AS part
    FROM ts_stat('SELECT words FROM events_indexentry');
DELETE FROM events_indexword;
INSERT INTO events_indexword (word, number, folded, forms)
    SELECT counted.word, counted.ndoc, own.folded, own.forms
    FROM (SELECT array_agg(word) AS words FROM counted GROUP BY part) AS parts
    CROSS JOIN LATERAL events_forms(parts.words) AS own JOIN counted ON counted.word = own.word;
DROP TABLE counted;
"""
CHANCE = """
CREATE OR REPLACE FUNCTION pg_temp.chance(n integer, salt integer) RETURNS double precision
LANGUAGE sql IMMUTABLE AS $$
    SELECT (hashint8extended(n::bigint, salt::bigint) & 2147483647) / 2147483648.0::double precision
$$
"""
TABLES = (
    "review_subject review_slug events_article events_event events_statement events_indexentry "
    "events_indexword"
)
WORDS = 400_000


# What is asked for: {what of it is hard: the address}.
ASKED = {
    "a rare name": "?q=anovkavic",
    "a name in Cyrillic": "?q=ановкавић",
    "three words": "?q=ottoman+treaty+peace",
    "a common word": "?q=serbia",
    "two common words": "?q=serbia+war",
    "common words with noise": "?q=the+treaty+of+the+war",
    "nothing but noise": "?q=the",
    "a common word, cited": "?q=serbia&state=cited",
    "a common word, a century": "?q=serbia&period=1800",
    "a common word, an article": "?q=serbia&article=article-7",
    "titles alone": "?q=serbia&in=named",
    "words never together": "?q=anovkavic+anickaha",
    "a typo": "?q=anvokavci",
    "a typo in a common word": "?q=sebria",
    "eight words": "?q=the+serbia+war+of+russian+treaty+army+peace",
    "no such word": "?q=zzyzxqj",
}
TYPED = {
    "three letters": "ano",
    "a name begun": "anovka",
    "a common word": "serb",
    "a second word": "war ser",
}


def fill(first, last):
    """So many statements more, as the write path keeps them; triggers are asleep meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS lexicon")
        cursor.execute(CHANCE)
        cursor.execute(LEXICON, {"words": WORDS})
        for begin in range(first, last + 1, 100_000):
            with transaction.atomic():
                values = {"first": begin, "last": min(begin + 99_999, last), "per": PER_ARTICLE}
                cursor.execute(FILL, values | {"words": WORDS})
        cursor.execute(COUNT)
        for table in TABLES.split():
            cursor.execute(f"VACUUM ANALYZE {table}")


def measured(view):
    """(what, `view` of it) of each of the addresses, and of what is suggested."""
    client = Client()
    for name, query in ASKED.items():
        yield name, view(client, f"/search/{query}")
    for name, text in TYPED.items():
        yield f"suggested: {name}", view(client, f"/search/suggest/?q={text}")


def recall(op):
    """{how they differ: (pairs that find each other, pairs)}"""
    missed = searching.missed(searching.published(op))
    return {
        kind: (len(own) - len(missed[kind]), len(own)) for kind, own in searching.pairs().items()
    }
