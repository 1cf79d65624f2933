"""The index of all that readers find by its words, kept by the write path (events/indexing.py).

It holds words as they are written, in small letters; `IndexWord` knows by which forms each is found.
So another fold or another stemmer is a matter of the words alone.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.translation import gettext_noop as N_

# What waits to be put into an index is read by each search: no more than so many kB.
WAITING = 256
# Characters of a word that are kept, and words of an entry: one of a megabyte is found by its first.
LETTERS, WORDS = 50, 4000


class IndexEntry(models.Model):
    """Something live that is found by its words: `words` has their places in its text, whose MD5 is
    `made_of`.

    `tags` are what a search is narrowed by: of a statement whether it is cited, requested or bare, and
    contested by a citation, of it and of an event the keys of the periods (events/periods.py) that it is dated in, as far as that
    is known: an open end reaches no further.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", N_("article")
        EVENT = "event", N_("event")
        SECTION = "section", N_("section")
        WORK = "work", N_("work")
        CAPTION = "caption", N_("picture")
        STATEMENT = "statement", N_("statement")

    subject = models.OneToOneField("review.Subject", models.PROTECT, primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)
    article = models.ForeignKey("review.Subject", models.PROTECT, null=True, related_name="+")
    made_of = models.CharField(max_length=32)
    tags = ArrayField(models.CharField(max_length=10), default=list)
    words = SearchVectorField(default="")

    class Meta:
        verbose_name_plural = "index entries"
        indexes = [
            GinIndex(
                fields=["words", "tags"],
                condition=Q(kind="statement"),
                gin_pending_list_limit=WAITING,
                name="events_index_statements",
            ),
            GinIndex(
                fields=["words", "tags"],
                condition=~Q(kind="statement"),
                gin_pending_list_limit=WAITING,
                name="events_index_others",
            ),
        ]

    def __str__(self):
        return f"{self.subject_id}"


class IndexWord(models.Model):
    """A word of the index, and in how many entries it is.

    `folded` is how it is compared whatever its script and accents, `forms` that and the stems in three
    languages, folded too: events/models/forms.sql.
    """

    word = models.CharField(max_length=LETTERS, primary_key=True, db_collation="C")
    folded = models.TextField(db_collation="C")
    forms = ArrayField(models.TextField())
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gt=0), name="%(app_label)s_%(class)s_is_there"
            ),
        ]
        indexes = [
            models.Index(fields=["folded"], name="events_indexword_folded"),
            models.Index(Left("folded", 3), F("number").desc(), name="events_indexword_begins"),
            GinIndex(
                fields=["forms"], gin_pending_list_limit=WAITING, name="events_indexword_forms"
            ),
            GinIndex(
                OpClass("folded", "gin_trgm_ops"),
                gin_pending_list_limit=WAITING,
                name="events_indexword_like",
            ),
        ]

    def __str__(self):
        return self.word
