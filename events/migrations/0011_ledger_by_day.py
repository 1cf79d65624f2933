"""What the ledger has already, added up by the day."""

from django.db import migrations, models

FILL = """
INSERT INTO events_ledgerday (day, opened, reopened, resolved, taken_back)
SELECT (at AT TIME ZONE 'UTC')::date,
    count(*) FILTER (WHERE what = 'opened'), count(*) FILTER (WHERE what = 'reopened'),
    count(*) FILTER (WHERE what = 'resolved'), count(*) FILTER (WHERE what = 'taken-back')
FROM events_ledgerentry WHERE what NOT IN ('came', 'left') GROUP BY 1;
"""
EMPTY = "DELETE FROM events_ledgerday;"


class Migration(migrations.Migration):
    dependencies = [("events", "0010_leads")]
    operations = [
        migrations.CreateModel(
            name="LedgerDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("opened", models.IntegerField(default=0)),
                ("reopened", models.IntegerField(default=0)),
                ("resolved", models.IntegerField(default=0)),
                ("taken_back", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened__gte", 0),
                            ("reopened__gte", 0),
                            ("resolved__gte", 0),
                            ("taken_back__gte", 0),
                        ),
                        name="events_ledgerday_counts",
                    )
                ]
            },
        ),
        migrations.RunSQL(FILL, EMPTY),
    ]
