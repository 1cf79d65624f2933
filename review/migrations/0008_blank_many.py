"""A redaction blanks many rows of a table by one statement."""

from django.db import migrations

from review.guards import DROP_OF_MANY, DROP_OF_ONE, REDACTION_OF_MANY, REDACTION_OF_ONE


class Migration(migrations.Migration):
    dependencies = [("review", "0007_gate")]

    operations = [
        migrations.RunSQL(DROP_OF_ONE, REDACTION_OF_ONE),
        migrations.RunSQL(REDACTION_OF_MANY, DROP_OF_MANY),
    ]
