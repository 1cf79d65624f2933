import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from review import guards
from review.exceptions import IllegalMove

# More changes than this in one act: it stands out, and is shown change by change without being
# re-based first.
LARGE = 400


def new_salt():
    """64 hex digits, so that a short value can't be guessed from its digest."""
    return secrets.token_hex(32)


class ChangesetMoves(guards.Rule):
    """A changeset is frozen once it was sent."""

    name = "moves"
    operation = guards.Update | guards.Delete
    func = """
    IF TG_OP = 'UPDATE' AND review_redacting() THEN RETURN NEW; END IF;
    IF OLD.sent_at IS NOT NULL THEN
        RAISE EXCEPTION 'a sent changeset is frozen: % refused', TG_OP USING ERRCODE = 'AT001';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """


class Changeset(models.Model):
    """One person's submission: acts, and a summary that says why. Its key is its number."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="changesets")
    summary = models.TextField(blank=True)
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author"],
                condition=Q(sent_at=None),
                name="%(app_label)s_%(class)s_one_unsent_per_author",
            ),
        ]
        indexes = [models.Index(fields=["author", "id"], name="review_changeset_of_author")]
        triggers = [
            ChangesetMoves(),
            guards.Kept(operation=guards.Truncate),
            guards.Blanked(),
            guards.ThroughGate(),
        ]

    def __str__(self):
        return f"Changeset {self.pk}"


# The states that an act may go to from each: the whole table, for the code and the database.
MOVES = {
    "draft": ("pending", "withdrawn"),
    "pending": ("approved", "returned", "rejected", "withdrawn", "superseded"),
    "returned": ("superseded",),
}


class ActMoves(guards.Rule):
    """An act moves as `MOVES` has it, and is frozen once it was sent."""

    name = "moves"
    operation = guards.Update
    func = f"""
    IF review_redacting() THEN RETURN NEW; END IF;
    IF OLD.state = NEW.state AND OLD.state = 'draft' THEN RETURN NEW; END IF;
    IF NOT ((OLD.state, NEW.state) IN
        ({", ".join(str((start, end)) for start in MOVES for end in MOVES[start])}))
    THEN
        RAISE EXCEPTION 'an act that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'AT001';
    END IF;
    IF OLD.state <> 'draft' AND to_jsonb(OLD) - 'state' <> to_jsonb(NEW) - 'state' THEN
        RAISE EXCEPTION 'a sent act is frozen' USING ERRCODE = 'AT001';
    END IF;
    RETURN NEW;
    """


class Act(models.Model):
    """Changes that stand or fall together, and get one verdict."""

    class Type(models.TextChoices):
        EDIT = "edit", "edit"
        RESOLVE = "resolve", "resolve"
        SPLIT = "split", "split"
        MERGE = "merge", "merge"
        MOVE = "move", "move"
        DELETE = "delete", "delete"
        IMPORT = "import", "import"
        UNDO = "undo", "undo"

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        PENDING = "pending", "pending"
        RETURNED = "returned", "returned"
        SUPERSEDED = "superseded", "superseded"
        WITHDRAWN = "withdrawn", "withdrawn"
        APPROVED = "approved", "approved"
        REJECTED = "rejected", "rejected"

    OPEN = (State.DRAFT, State.PENDING, State.RETURNED)

    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="acts")
    type = models.CharField(max_length=10, choices=Type, default=Type.EDIT)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=300, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="Number of changes, set at sending.")
    revises = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="revisions"
    )
    amended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undoes = models.ForeignKey(
        "review.Decision", models.PROTECT, null=True, blank=True, related_name="undone_in"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(
        max_length=64, blank=True, help_text="Of what was sent, set at sending: review/chain.py."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, state__in=["draft", "withdrawn"])
                | Q(sent_at__isnull=False) & ~Q(state="draft"),
                name="%(app_label)s_%(class)s_sent_unless_draft",
            ),
            models.UniqueConstraint(
                fields=["revises"],
                condition=~Q(state="withdrawn"),
                name="%(app_label)s_%(class)s_one_revision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_at", "id"], condition=Q(state="pending"), name="review_act_queue"
            ),
            models.Index(
                fields=["type", "sent_at", "id"],
                condition=Q(state="pending"),
                name="review_act_queue_by_type",
            ),
            models.Index(
                fields=["sent_at", "id"],
                condition=Q(state="pending", revises__isnull=False),
                name="review_act_queue_revisions",
            ),
            models.Index(
                fields=["sent_at", "id"],
                condition=Q(state="pending", size__gt=LARGE),
                name="review_act_queue_large",
            ),
        ]
        triggers = [ActMoves(), guards.Kept(), guards.Blanked(), guards.ThroughGate()]

    def __str__(self):
        return self.title or f"Act {self.pk}"

    @property
    def state_words(self):
        is_revised = self.state == self.State.SUPERSEDED
        return "replaced by a revision" if is_revised else self.get_state_display()

    @property
    def state_said(self):
        """The state as the rest of a sentence on the act."""
        return "is still a draft" if self.state == self.State.DRAFT else f"is {self.state_words}"

    def check_move(self, to):
        """Raise IllegalMove unless the state table lets this act go to the state `to`."""
        if to not in MOVES.get(self.state, ()):
            raise IllegalMove(self, to)


OP_WORDS = {"create": "new", "update": "changed", "delete": "removed"}


class DraftsOnly(guards.Rule):
    """Changes are written while their act is a draft: looked at once a statement, since there may
    be ten thousand."""

    level = guards.Statement
    when = guards.After
    func = """
    IF TG_OP = 'UPDATE' AND review_redacting() THEN RETURN NULL; END IF;
    IF EXISTS (
        SELECT 1 FROM touched JOIN review_act ON review_act.id = touched.act_id
        WHERE review_act.state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'a sent change is never rewritten: % refused', TG_OP
            USING ERRCODE = 'AT001';
    END IF;
    RETURN NULL;
    """


OLD, NEW = guards.Referencing(old="touched"), guards.Referencing(new="touched")


class Change(models.Model):
    """Create, update or delete of one subject: only the fields that differ.

    `before` and `after` map field attnames to values as `Kind.dump` writes them: a create
    has all fields in `after`, a delete all in `before`. `base` is the publication that the
    subject's live row stood at when the change was made (NULL for a create). `salt` and `seal`
    serve the digest (review/chain.py).
    """

    class Op(models.TextChoices):
        CREATE = "create", "create"
        UPDATE = "update", "update"
        DELETE = "delete", "delete"

    act = models.ForeignKey(Act, models.PROTECT, related_name="changes")
    subject = models.ForeignKey("review.Subject", models.PROTECT, related_name="changes")
    op = models.CharField(max_length=10, choices=Op)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    base = models.ForeignKey(
        "review.Publication", models.PROTECT, null=True, blank=True, related_name="+"
    )
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    seal = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "subject"], name="%(app_label)s_%(class)s_once_per_act"
            ),
        ]
        triggers = [
            DraftsOnly(name="insert", operation=guards.Insert, referencing=NEW),
            DraftsOnly(name="update", operation=guards.Update, referencing=OLD),
            DraftsOnly(name="update_to", operation=guards.Update, referencing=NEW),
            DraftsOnly(name="delete", operation=guards.Delete, referencing=OLD),
            guards.Kept(name="truncate", operation=guards.Truncate),
            guards.Blanked(),
            guards.ThroughGate(),
        ]

    def __str__(self):
        return f"{self.op} {self.subject_id}"

    def copied_into(self, act):
        """The same proposal in another act, unsaved, with a salt of its own."""
        names = ("subject_id", "op", "before", "after", "base_id")
        return Change(act=act, **{name: getattr(self, name) for name in names})

    @property
    def op_words(self):
        return OP_WORDS[self.op]


class OpenChange(models.Model):
    """Which change is its author's open one on a subject: there is at most one.

    A table of its own, since a sent change is frozen and cannot carry a mutable flag.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    subject = models.ForeignKey("review.Subject", models.PROTECT, related_name="open_changes")
    change = models.OneToOneField(Change, models.CASCADE, related_name="open")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "subject"],
                name="%(app_label)s_%(class)s_one_per_author_and_subject",
            ),
        ]

    def __str__(self):
        return f"{self.author_id} on {self.subject_id}"


class Flag(models.Model):
    """A reason (its name) that holds for a pending act, kept so that few are found among many.

    Kept by review/weighing/flagging.py; goes when the act is pending no more.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="flags", db_index=False)
    name = models.CharField(max_length=40)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    sent_at = models.DateTimeField(help_text="The act's, for the order of the queue.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["act", "name"], name="%(app_label)s_%(class)s_once_an_act"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "sent_at", "act"], name="review_flag_queue"),
            models.Index(fields=["author", "name"], name="review_flag_of_author"),
        ]

    def __str__(self):
        return f"{self.name}, act {self.act_id}"


class Comment(models.Model):
    """The conversation on an act and its revisions. Append-only."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        triggers = [*guards.BLANKED_ONLY, guards.ThroughGate()]

    def __str__(self):
        return f"Comment {self.pk} on act {self.act_id}"
