"""What is typed into the panels of the article's page is kept too; what is done with a campaign, told."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import review.guards


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0015_places"),
        ("review", "0002_shared"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="typed", name="events_typed_one_a_person"),
        migrations.RenameField(model_name="typed", old_name="request", new_name="about"),
        migrations.AddField(
            model_name="typed",
            name="form",
            field=models.CharField(
                choices=[
                    ("answer", "an answer"),
                    ("cite", "a citation"),
                    ("date", "a date"),
                    ("ask", "a request"),
                ],
                default="answer",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="typed",
            constraint=models.UniqueConstraint(
                fields=("by", "about", "form"), name="events_typed_one_a_form"
            ),
        ),
        migrations.CreateModel(
            name="CampaignStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("added", models.PositiveIntegerField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="events.campaign",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("added__gt", 0), ("ended_on", None), ("ends_on", None)),
                            models.Q(
                                ("added", None),
                                ("ended_on__isnull", False),
                                ("ends_on__gt", models.F("ended_on")),
                                ("ends_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="events_campaignstep_adds_or_extends",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaignstep",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=review.guards.Sql(
                    func="RAISE EXCEPTION 'what was published, decided or sent is never rewritten: % on % refused',\n    TG_OP, TG_TABLE_NAME USING ERRCODE = 'AT001';",
                    hash="0beb3e1b539bf54bb6f220abf67afa470111cd08",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="events_campaignstep_append_only",
                    table="events_campaignstep",
                    when="BEFORE",
                ),
            ),
        ),
    ]
