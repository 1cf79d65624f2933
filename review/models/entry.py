from django.db import models
from django.db.models import Q

from review import guards


class Moves(guards.Rule):
    """An entry is written once. Only a publication that does not stand yet takes it in, and a
    redaction seals it: the digest stays, and what it was made of goes."""

    name = "moves"
    operation = guards.Insert | guards.Update
    func = """
    IF TG_OP = 'UPDATE' AND review_redacting()
        AND to_jsonb(OLD) - 'salt' - 'seal' = to_jsonb(NEW) - 'salt' - 'seal'
    THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.publication_id IS NOT NULL OR NEW.publication_id IS NULL
        OR to_jsonb(OLD) - 'publication_id' <> to_jsonb(NEW) - 'publication_id')
    THEN
        RAISE EXCEPTION 'an entry of the log is never rewritten: % refused', TG_OP
            USING ERRCODE = 'AT001';
    END IF;
    IF EXISTS (SELECT 1 FROM review_publication WHERE number = NEW.publication_id) THEN
        RAISE EXCEPTION 'publication % stands: nothing is added to it, % refused',
            NEW.publication_id, TG_OP USING ERRCODE = 'AT001';
    END IF;
    RETURN NEW;
    """


class Entry(models.Model):
    """A row that the log covers though it is no history: what somebody sent, said or decided.

    Made with the row, and taken in by the next publication, whose digest covers `digest`. That is
    of the values that the row had in the fields `names` (review/chain.py has it, salt and seal);
    `label` and `key` name the row as review/covering.py does.
    """

    label = models.CharField(max_length=60)
    key = models.CharField(max_length=36)
    names = models.JSONField()
    salt = models.CharField(max_length=64, blank=True)
    seal = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64)
    publication = models.ForeignKey(
        "review.Publication", models.PROTECT, null=True, blank=True, related_name="entries"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["label", "key"], name="%(app_label)s_%(class)s_once_a_row"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(publication=None), name="review_entry_waiting"),
        ]
        triggers = [Moves(), guards.Kept()]

    def __str__(self):
        return f"{self.label} {self.key}"
