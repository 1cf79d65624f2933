-- By which forms a word of the index is found. Safe to run again. When it changes, a new migration runs
-- its new text, and `manage.py make_index --all` makes the index anew; tests/test_rules.py compares this
-- file with what is installed.

-- Each of some words folded as titles and names are (sources/models/folding.sql), in one go: a private
-- character, which the fold leaves alone, stands between them.
CREATE OR REPLACE FUNCTION events_each_folded(words text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_to_array(sources_folded(array_to_string(words, E'\ue000')), E'\ue000')
$$;

-- Of words in small letters: the fold, and the folds of their English, Serbian and Russian stems. That
-- is: two words that share a form find each other. The Serbian stemmer reads both scripts; it is asked
-- of the fold too, so that what is written without accents has the stem of what is written with them.
-- “ustanak” and “ustanka” differ by a fleeting a; of “Obrenovićem” it leaves the e. Of short words stems
-- would say nothing.
CREATE OR REPLACE FUNCTION events_forms(words text[])
RETURNS TABLE (word text, folded text, forms text[])
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 10 SET jit = off AS $$
    WITH own AS (
        SELECT own.n, own.word, coalesce(own.folded, '') AS folded
        FROM ROWS FROM (unnest(words), unnest(events_each_folded(words)))
            WITH ORDINALITY AS own(word, folded, n)
    ),
    slavic AS (
        SELECT n, stem, own.word ~ '[mм]$' AS is_instrumental FROM own CROSS JOIN LATERAL unnest(
            ts_lexize('pg_catalog.serbian_stem', own.word)
            || ts_lexize('pg_catalog.serbian_stem', own.folded)
        ) AS stem
        WHERE length(own.folded) > 3
    ),
    stems AS MATERIALIZED (
        SELECT n, stem FROM slavic
        UNION
        SELECT n, regexp_replace(stem, '([^aeiou])a([cklmnr])$', '\1\2') FROM slavic
        UNION
        SELECT n, left(stem, -1) FROM slavic WHERE is_instrumental AND stem ~ '[eo]$'
        UNION
        SELECT n, stem FROM own CROSS JOIN LATERAL unnest(
            ts_lexize('pg_catalog.english_stem', own.word)
            || CASE WHEN own.word ~ '[а-яё]' THEN ts_lexize('pg_catalog.russian_stem', own.word) END
        ) AS stem
        WHERE length(own.folded) > 3
    ),
    placed AS (
        SELECT array_agg(n ORDER BY n, stem) AS owners, array_agg(stem ORDER BY n, stem) AS stems
        FROM stems
    ),
    stemmed AS (
        SELECT each.n, array_agg(DISTINCT each.stem) AS stems
        FROM placed CROSS JOIN LATERAL
            ROWS FROM (unnest(placed.owners), unnest(events_each_folded(placed.stems))) AS each(n, stem)
        WHERE length(each.stem) > 2
        GROUP BY each.n
    )
    SELECT own.word, own.folded, ARRAY(
        SELECT form FROM unnest(own.folded || stemmed.stems) AS form
        WHERE form <> '' GROUP BY form ORDER BY form
    )
    FROM own LEFT JOIN stemmed ON stemmed.n = own.n
$$;
