"""The public record as of a publication, from history rows alone."""

from django.db.models import Exists, Max, OuterRef

from review.models import Publication


def at_time(instant):
    """The last publication at or before a moment, or None."""
    return Publication.objects.filter(at__lte=instant).order_by("-number").first()


def last_number():
    """The latest publication's number, 0 before the first."""
    return Publication.objects.aggregate(last=Max("number"))["last"] or 0


def live(model):
    """Rows as they are."""
    return model.objects.all()


def as_of(number):
    """A function like `live` that gives the rows as publication `number` left them.

    They are history rows: their `subject_id` is the key, and their `pk` is not.
    """

    def rows(model):
        history = model.history.model
        newer = history.objects.filter(
            subject=OuterRef("subject"),
            publication__gt=OuterRef("publication"),
            publication__lte=number,
        )
        found = history.objects.filter(~Exists(newer), publication__lte=number)
        return found.exclude(history_type="-")

    return rows
