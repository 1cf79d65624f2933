from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0015_frozen"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="refusals",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="notice",
            name="taken_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
