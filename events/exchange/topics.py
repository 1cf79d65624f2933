"""Topics of a file, as the sample has them: each with its names and with what of the live statements names
it."""

import re
import tomllib

from events.models import Mention, Statement, Topic, TopicName
from review.positions import spread
from review.proposing import drafts

FIELDS = ("kind", "name", "language", "about", "dates", "wikidata", "coordinates")


def edits_of(text):
    """Edits that make the topics of a TOML text: [[topic]] tables of `FIELDS`, `names` {name: language}, and
    `forms`, the words by which statements name it (its name where there are none)."""
    statements = list(Statement.objects.order_by("pk"))
    edits = []
    for told in tomllib.loads(text)["topic"]:
        topic = Topic.new(**{name: told[name] for name in FIELDS if name in told})
        edits.append(drafts.create(topic))
        names = told.get("names", {})
        for position, (name, tag) in zip(spread(len(names)), names.items(), strict=True):
            made = TopicName.new(topic_id=topic.pk, position=position, name=name, language=tag)
            edits.append(drafts.create(made))
        forms = told.get("forms", [topic.name])
        whole = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)")
        for statement in statements:
            if found := whole.search(statement.text):
                made = Mention.new(statement_id=statement.pk, topic_id=topic.pk, words=found[0])
                edits.append(drafts.create(made))
    return edits
