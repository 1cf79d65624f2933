import django.db.models.deletion
from django.db import migrations, models

from review.guards import ENTRIES, ENTRIES_UNDONE


class Migration(migrations.Migration):
    dependencies = [("review", "0011_more_notices")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=36)),
                ("names", models.JSONField()),
                ("salt", models.CharField(blank=True, max_length=64)),
                ("seal", models.JSONField(blank=True, default=dict)),
                ("digest", models.CharField(max_length=64)),
                (
                    "publication",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="review.publication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("publication", None)),
                        fields=["id"],
                        name="review_entry_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("label", "key"), name="review_entry_once_a_row")
                ],
            },
        ),
        migrations.RunSQL(ENTRIES, ENTRIES_UNDONE),
    ]
