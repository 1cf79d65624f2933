import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

# Before this, there was no place for them.
FORGET = "DELETE FROM review_notice WHERE decision_id IS NULL AND comment_id IS NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0010_undone"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="review_notice_of_one_thing",
        ),
        migrations.AddField(
            model_name="notice",
            name="endorsement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="review.endorsement",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="lifted",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="review.restriction",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="restriction",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="review.restriction",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    models.Func(
                        "decision",
                        "comment",
                        "endorsement",
                        "restriction",
                        "lifted",
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="review_notice_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("to", "endorsement"), name="review_notice_once_an_endorsement"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("to", "restriction"), name="review_notice_once_a_restriction"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("to", "lifted"), name="review_notice_once_a_lifting"
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, FORGET),
    ]
