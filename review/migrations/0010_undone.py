import django.db.models.deletion
from django.db import migrations, models

from review.guards import append_only

# Which acts an undo reverses was not kept: those of its decision that changed the same objects.
FILL = """
INSERT INTO review_undone (undo_id, act_id)
SELECT undo.id, verdict.act_id
FROM review_act undo JOIN review_verdict verdict ON verdict.decision_id = undo.undoes_id
WHERE undo.type = 'undo' AND verdict.choice = 'approve' AND EXISTS (
    SELECT 1 FROM review_change own JOIN review_change undone USING (subject_id)
    WHERE own.act_id = undo.id AND undone.act_id = verdict.act_id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0009_undo_titles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Undone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="review.act",
                    ),
                ),
                (
                    "undo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone",
                        to="review.act",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("undo", "act"), name="review_undone_once")
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        append_only("review_undone"),
    ]
