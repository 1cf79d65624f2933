from django.db import migrations

from review.guards import reviewed


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_records"), ("review", "0002_guards")]

    operations = [*reviewed("sources", "source"), *reviewed("sources", "contributor")]
