from django.db import migrations

from review.publishing.covering import enter


def enter_verifications(apps, schema_editor):
    """The verifications that there are already; the next publication covers them."""
    names = ("citation_id", "digest", "read", "publication_id", "by_id", "at")
    enter(apps, "events.verification", names)


class Migration(migrations.Migration):
    dependencies = [("events", "0006_gate"), ("review", "0012_entries")]

    operations = [migrations.RunPython(enter_verifications, migrations.RunPython.noop)]
