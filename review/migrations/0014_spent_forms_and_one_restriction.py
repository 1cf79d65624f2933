import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Of several of one sort the one that lasts longest stays in force; what a clock ended is over.
END_DOUBLES = """
UPDATE review_restriction held SET is_over = true
WHERE lifted_at IS NULL AND (until <= now() OR EXISTS (
    SELECT 1 FROM review_restriction other
    WHERE other.lifted_at IS NULL AND other.what = held.what
        AND other.subject_id IS NOT DISTINCT FROM held.subject_id
        AND other.account_id IS NOT DISTINCT FROM held.account_id
        AND (coalesce(other.until, 'infinity'), other.id)
            > (coalesce(held.until, 'infinity'), held.id)))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0013_entries_of_what_stands"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpentForm",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("led_to", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="restriction",
            name="is_over",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunSQL(END_DOUBLES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_over", False), ("lifted_at", None)),
                fields=("what", "subject", "account"),
                name="review_restriction_one_in_force",
                nulls_distinct=False,
            ),
        ),
    ]
