from django.db import migrations

# What a decision writes of a statement from now on, of those that stand.
FILL = """
UPDATE events_indexentry SET tags = tags || '{contested}'
WHERE kind = 'statement' AND NOT tags @> '{contested}' AND subject_id IN (
    SELECT statement_id FROM events_citation WHERE direction = 'contradicts'
)
"""
EMPTY = "UPDATE events_indexentry SET tags = array_remove(tags, 'contested') WHERE tags @> '{contested}'"


class Migration(migrations.Migration):
    dependencies = [("events", "0021_article_language")]

    operations = [migrations.RunSQL(FILL, EMPTY)]
