"""What the index of topics goes by, kept by the write path (events/topics.py): readers sort and count
nothing."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from events.models.topic import Topic
from sources import scripts


class TopicStanding(models.Model):
    """A live topic as the index has it; `by_name` as `scripts.sorting` has its name, `uses` the
    statements that name it."""

    topic = models.OneToOneField("review.Subject", models.PROTECT, primary_key=True)
    kind = models.CharField(max_length=10, choices=Topic.Kind)
    by_name = models.CharField(max_length=scripts.SORTED_BY, db_collation="C")
    uses = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["by_name", "topic"], name="events_topic_by_name"),
            models.Index(fields=["kind", "by_name", "topic"], name="events_topic_by_kind"),
            models.Index(fields=["-uses", "topic"], name="events_topic_most_named"),
        ]

    def __str__(self):
        return f"{self.topic_id}"


class TopicSpelling(models.Model):
    """One name of a live topic, folded by the rule of sources/folding.py.

    `stems` are the folded stems of its words, those of one word apart by “|”; `first` are those of the
    first.
    """

    topic = models.ForeignKey("review.Subject", models.PROTECT, related_name="+")
    spelled = models.CharField(max_length=300)
    folded = models.TextField(db_collation="C")
    stems = ArrayField(models.TextField())
    first = ArrayField(models.TextField())

    class Meta:
        indexes = [
            models.Index(OpClass("folded", name="text_pattern_ops"), name="events_topic_folded"),
            GinIndex(fields=["first"], name="events_topic_first"),
        ]

    def __str__(self):
        return self.spelled


class TopicUse(models.Model):
    """A live statement that names a topic, by words that stand in it.

    `day` sorts it: the first of its own dates, or else of its event's, as events/models/event.py has
    them; what has none comes last.
    """

    LAST = 2**31 - 1

    topic = models.ForeignKey("review.Subject", models.PROTECT, related_name="+", db_index=False)
    statement = models.ForeignKey("review.Subject", models.PROTECT, related_name="topic_uses")
    day = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "statement"], name="%(app_label)s_%(class)s_once"
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "day", "statement"], name="events_topic_in_time"),
        ]

    def __str__(self):
        return f"{self.topic_id}"
