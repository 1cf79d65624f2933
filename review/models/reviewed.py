from functools import cache

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from review import characters, guards
from review.exceptions import Guarded
from review.ids import uuid7


class ReviewedQuerySet(models.QuerySet):
    """Reads only: what would write past the publisher is refused here, and by the database."""

    def _refuse(self, *args, **kwargs):
        raise Guarded(self.model)

    create = get_or_create = update_or_create = _refuse
    bulk_create = bulk_update = update = delete = _raw_delete = _update = _refuse
    _refuse.alters_data = True
    _refuse.queryset_only = True


class PublishedRow(models.Model):
    """What each history row adds: the publication it belongs to, and the act that did it.

    Salts made from `salt` (64 hex digits) go into the digest, so that a short value can't be
    guessed from it; `seal` is empty until a redaction (see review/chain.py).
    """

    publication = models.ForeignKey(
        "review.Publication", models.PROTECT, related_name="+", db_index=False
    )
    act = models.ForeignKey("review.Act", models.PROTECT, related_name="+")
    salt = models.CharField(max_length=64, blank=True)
    seal = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


class PublishedManager(HistoryManager):
    """The library has the class of a manager made anew at each look at a model's `history`: here it
    is made once."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class PublishedRecords(HistoricalRecords):
    """django-simple-history's records, written by the publisher alone.

    Instances are saved by the publisher in bulk, with no signals; a stray `save()` is
    refused by a trigger, so the library's own receivers have nothing to record.
    """

    def __init__(self, **kwargs):
        kwargs.setdefault("bases", [PublishedRow])
        kwargs.setdefault("history_id_field", models.BigAutoField())
        kwargs.setdefault("history_manager", PublishedManager)
        kwargs.setdefault("inherit", True)
        super().__init__(**kwargs)

    def post_save(self, *args, **kwargs):
        """Nothing: the publisher writes history."""

    def post_delete(self, *args, **kwargs):
        """Nothing: the publisher writes history."""

    def get_meta_options(self, model):
        options = super().get_meta_options(model)
        key, table = model._meta.pk.name, model._meta.db_table
        options["ordering"] = ("-publication", "-history_id")
        options["get_latest_by"] = ("publication", "history_id")
        options["constraints"] = [
            models.UniqueConstraint(
                fields=[key, "publication"], name=f"{table}_once_per_publication"
            ),
        ]
        options["triggers"] = [*guards.BLANKED_ONLY]
        options["indexes"] = [models.Index(fields=["publication"], name=f"{table[:20]}_pub")]
        return options


class Worded(models.Model):
    """A model whose fields hold no character that nobody sees, or that turns the line: looked at
    wherever fields are, in each form and before anything is published."""

    # Names of text that is kept as it was written, to the byte; two changes of it merge by words.
    prose = frozenset()

    class Meta:
        abstract = True

    @classmethod
    def unfit(cls, values):
        """{field name: a sentence on what is wrong with it} of {attname: value}.

        What is not editable is a file's, or made by the code.
        """
        found = {}
        for name, attname in cls._worded():
            value = values.get(attname)
            if isinstance(value, str) and (sentence := cls.fault_in(name, value)):
                found[name] = sentence
        return found

    @classmethod
    @cache
    def _worded(cls):
        return [
            (field.name, field.attname) for field in cls._meta.concrete_fields if field.editable
        ]

    @classmethod
    def fault_in(cls, name, text):
        return characters.fault(text, is_prose=name in cls.prose)

    def clean_fields(self, exclude=None):
        errors = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for name, sentence in self.unfit(vars(self)).items():
            if name not in (exclude or ()) and name not in errors:
                errors[name] = [ValidationError(sentence)]
        if errors:
            raise ValidationError(errors)


class Reviewed(Worded):
    """A kind of object that readers see only as it was approved.

    The live row shares the key of its subject. It is written by review/writing.py alone:
    see `ReviewedQuerySet` and the triggers, which a `class Meta(Reviewed.Meta)` takes over.
    """

    subject = models.OneToOneField(
        "review.Subject", models.PROTECT, primary_key=True, editable=False, db_column="id"
    )

    objects = ReviewedQuerySet.as_manager()
    history = PublishedRecords(inherit=True)

    class Meta:
        abstract = True
        base_manager_name = "objects"
        triggers = [guards.OnlyEngine()]

    @classmethod
    def new(cls, **values):
        """An object to propose, with an identity of its own."""
        return cls(subject_id=uuid7(), **values)
