"""Where dated events stand in time, of all that are there."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO events_eventplace (event_id, article_id, day, lower, upper, is_confirmed)
SELECT id, article_id, COALESCE(lower, upper, 0), lower, upper, is_confirmed FROM (
    SELECT event.id, event.article_id,
        CASE WHEN bool_or(dating.lower IS NULL) FILTER (WHERE counts) THEN NULL
            ELSE min(dating.lower) FILTER (WHERE counts) END AS lower,
        CASE WHEN bool_or(dating.upper IS NULL) FILTER (WHERE counts) THEN NULL
            ELSE max(dating.upper) FILTER (WHERE counts) END AS upper,
        bool_and(dating.is_confirmed) AS is_confirmed
    FROM (
        SELECT dating.*, statement.event_id,
            dating.is_chosen OR NOT bool_or(dating.is_chosen) OVER (PARTITION BY event_id) AS counts
        FROM events_dating dating
        JOIN events_statement statement ON statement.id = dating.statement_id
    ) AS dating
    JOIN events_event event ON event.id = dating.event_id
    GROUP BY event.id, event.article_id
) AS placed;
"""
EMPTY = "DELETE FROM events_eventplace;"


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0014_campaigns"),
        ("review", "0003_changesets_of_author"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventPlace",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="review.subject",
                    ),
                ),
                ("day", models.IntegerField()),
                ("lower", models.IntegerField(null=True)),
                ("upper", models.IntegerField(null=True)),
                ("is_confirmed", models.BooleanField()),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="review.subject",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["day", "event"], name="events_place_in_time"),
                    models.Index(
                        fields=["article", "day", "event"], name="events_place_of_article"
                    ),
                ],
            },
        ),
        migrations.RunSQL(FILL, EMPTY),
    ]
