from django.db import migrations

from review.guards import reviewed

MODELS = (
    "article",
    "section",
    "illustration",
    "event",
    "statement",
    "dating",
    "citation",
    "citationrequest",
)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_records"), ("review", "0002_guards")]

    operations = [operation for model in MODELS for operation in reviewed("events", model)]
