"""Words come in through a gate, which a redaction shuts (review/gate.py)."""

from django.db import migrations

from review.guards import THROUGH_GATE, through_gate

TABLES = (
    "review_changeset",
    "review_act",
    "review_change",
    "review_comment",
    "review_decision",
    "review_verdict",
    "review_cannedreason",
    "review_restriction",
    "django_admin_log",
)


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0006_queue_flags"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunSQL(THROUGH_GATE, "DROP FUNCTION review_through_gate"),
        *(through_gate(table) for table in TABLES),
    ]
