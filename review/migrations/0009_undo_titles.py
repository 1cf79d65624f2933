"""Titles of undos no longer hold the name of whose work they undo: names can be changed."""

from django.db import migrations

# A sent act is frozen, so its triggers stand aside; no digest covers a title.
WITHOUT_NAMES = """
ALTER TABLE review_act DISABLE TRIGGER USER;
UPDATE review_act SET title = 'Undo the work of one account'
WHERE type = 'undo' AND title LIKE 'Undo the work of %' AND title !~ '^Undo the work of account [0-9]+$';
ALTER TABLE review_act ENABLE TRIGGER USER
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0008_blank_many")]

    operations = [migrations.RunSQL(WITHOUT_NAMES, migrations.RunSQL.noop)]
