from django.db import migrations

from review.guards import FUNCTIONS, FUNCTIONS_UNDONE, append_only


class Migration(migrations.Migration):
    dependencies = [("review", "0001_records")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_UNDONE),
        append_only("review_decision"),
        append_only("review_verdict"),
        append_only("review_publication"),
        append_only("review_comment"),
    ]
