from django.db import migrations

from review.guards import through_gate


class Migration(migrations.Migration):
    dependencies = [("events", "0005_reads"), ("review", "0007_gate")]

    operations = [
        through_gate("events_attempt"),
        through_gate("events_verification"),
        through_gate("events_articleimport"),
    ]
