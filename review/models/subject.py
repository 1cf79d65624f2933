import uuid

from django.db import models

from review import guards
from review.ids import anchor_of, uuid7


class Subject(models.Model):
    """The permanent identity of one reviewed object, from its first proposal on.

    `head` is the number of the last publication that changed it: NULL until it was
    published. Whether it is live is told by its live row, which shares the key.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    anchor = models.CharField(max_length=16, editable=False)
    head = models.ForeignKey(
        "review.Publication", models.PROTECT, null=True, blank=True, related_name="+"
    )

    # The object that took this one in: its anchor leads there.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["anchor"], name="%(app_label)s_%(class)s_anchor"),
        ]
        triggers = [
            guards.Kept(
                operation=guards.UpdateOf("id", "kind", "anchor") | guards.Delete | guards.Truncate
            ),
            guards.OnlyEngine(operation=guards.Update),
        ]

    def __str__(self):
        return f"{self.kind} {self.anchor}"

    @classmethod
    def of(cls, kind, id):
        """The subject to be of a new object, with its anchor. `id` may be text."""
        id = uuid.UUID(str(id))
        return cls(id=id, kind=kind, anchor=anchor_of(id))


class Readdressed(guards.Rule):
    """An address stays as it was given, but for one that a redaction of this very transaction names:
    it becomes one of the anchor (review/deciding/redacting.py)."""

    name = "readdressed"
    operation = guards.UpdateOf("slug")
    func = """
    IF NEW.slug = format('redacted-%s-%s',
            (SELECT anchor FROM review_subject WHERE id = OLD.subject_id), OLD.id)
        AND EXISTS (SELECT FROM review_redaction JOIN review_publication USING (decision_id)
            WHERE made_in = pg_current_xact_id()::text::bigint AND places @> jsonb_build_array(
                jsonb_build_array('review.slug', OLD.id::text, jsonb_build_array('slug'))))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an address stays as it was given: % of % refused', TG_OP, OLD.slug
        USING ERRCODE = 'AT001';
    """


class Slug(models.Model):
    """An address that a published subject has, or had: a former one redirects to the current.

    The publisher gives it, and says which is current; nobody takes it away.
    """

    kind = models.CharField(max_length=60)
    slug = models.SlugField(max_length=200, allow_unicode=True, db_index=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="slugs")
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"], name="%(app_label)s_%(class)s_address"
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=models.Q(is_current=True),
                name="%(app_label)s_%(class)s_one_current",
            ),
        ]
        triggers = [
            guards.Kept(
                operation=guards.UpdateOf("id", "kind", "subject_id")
                | guards.Delete
                | guards.Truncate
            ),
            guards.OnlyEngine(operation=guards.Insert | guards.UpdateOf("is_current")),
            Readdressed(),
        ]

    def __str__(self):
        return self.slug
