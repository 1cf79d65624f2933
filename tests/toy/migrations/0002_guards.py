from django.db import migrations

from review.guards import only_blanked, reviewed


class Migration(migrations.Migration):
    dependencies = [("toy", "0001_toys"), ("review", "0004_redaction")]

    operations = [
        *reviewed("toy", "shelf"),
        *reviewed("toy", "note"),
        only_blanked("toy_historicalshelf"),
        only_blanked("toy_historicalnote"),
    ]
