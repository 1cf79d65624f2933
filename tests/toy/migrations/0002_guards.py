from django.db import migrations

from review.guards import reviewed


class Migration(migrations.Migration):
    dependencies = [("toy", "0001_toys"), ("review", "0002_guards")]

    operations = [*reviewed("toy", "shelf"), *reviewed("toy", "note")]
