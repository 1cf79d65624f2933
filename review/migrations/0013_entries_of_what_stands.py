from django.db import migrations

from review.publishing.covering import enter


def enter_what_stands(apps, schema_editor):
    """What was sent, said and decided before there were entries; the next publication covers it."""
    enter(apps, "review.changeset", ("author_id", "summary", "sent_at"), sent_at__isnull=False)
    act = (
        "changeset_id",
        "type",
        "title",
        "size",
        "revises_id",
        "amended_by_id",
        "undoes_id",
        "sent_at",
        "digest",
    )
    enter(apps, "review.act", act, sent_at__isnull=False)
    withdrawn = {"sent_at__isnull": False, "state": "withdrawn"}
    enter(apps, "review.act", ("state",), part="withdrawn", **withdrawn)
    enter(apps, "review.comment", ("act_id", "by_id", "at", "text"))
    enter(apps, "review.decision", ("by_id", "at", "reason", "is_direct", "undoes_id"))
    enter(apps, "review.verdict", ("decision_id", "act_id", "choice", "reason"), key="act_id")
    enter(apps, "review.undone", ("undo_id", "act_id"))
    enter(apps, "review.endorsement", ("act_id", "by_id", "at"))
    restriction = ("what", "subject_id", "account_id", "reason", "by_id", "at", "until")
    enter(apps, "review.restriction", restriction)
    lifted = ("lifted_by_id", "lifted_at")
    enter(apps, "review.restriction", lifted, part="lifted", lifted_at__isnull=False)


class Migration(migrations.Migration):
    dependencies = [("review", "0012_entries")]

    operations = [migrations.RunPython(enter_what_stands, migrations.RunPython.noop)]
