"""The index that readers search, and events/models/forms.sql as it was then."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

FORMS = r"""
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
"""
GONE = "DROP FUNCTION events_forms(text[]); DROP FUNCTION events_each_folded(text[])"


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0016_typed_and_steps"),
        ("review", "0003_changesets_of_author"),
        ("sources", "0005_same_works"),
    ]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(FORMS, GONE),
        migrations.CreateModel(
            name="IndexWord",
            fields=[
                (
                    "word",
                    models.CharField(
                        db_collation="C", max_length=50, primary_key=True, serialize=False
                    ),
                ),
                ("folded", models.TextField(db_collation="C")),
                (
                    "forms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("number", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["folded"], name="events_indexword_folded"),
                    models.Index(
                        django.db.models.functions.text.Left("folded", 3),
                        models.OrderBy(models.F("number"), descending=True),
                        name="events_indexword_begins",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["forms"], gin_pending_list_limit=256, name="events_indexword_forms"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("folded", "gin_trgm_ops"),
                        gin_pending_list_limit=256,
                        name="events_indexword_like",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", 0)), name="events_indexword_is_there"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexEntry",
            fields=[
                (
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="review.subject",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("article", "article"),
                            ("event", "event"),
                            ("section", "section"),
                            ("work", "work"),
                            ("caption", "picture"),
                            ("statement", "statement"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_of", models.CharField(max_length=32)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField(default="")),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="review.subject",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "index entries",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("kind", "statement")),
                        fields=["words", "tags"],
                        gin_pending_list_limit=256,
                        name="events_index_statements",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("kind", "statement"), _negated=True),
                        fields=["words", "tags"],
                        gin_pending_list_limit=256,
                        name="events_index_others",
                    ),
                ],
            },
        ),
    ]
