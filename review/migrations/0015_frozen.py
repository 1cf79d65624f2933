from django.db import migrations, models

from review.guards import FROZEN, FROZEN_UNDONE, only_blanked


class Migration(migrations.Migration):
    dependencies = [("review", "0014_spent_forms_and_one_restriction")]

    operations = [
        migrations.AddField(
            model_name="redaction",
            name="made_in",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.RunSQL(FROZEN, FROZEN_UNDONE),
        only_blanked("review_changeset"),
        only_blanked("review_restriction"),
    ]
