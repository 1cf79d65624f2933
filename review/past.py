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


def planned(outcome):
    """A function like `live` that gives the rows as approving an outcome would leave them."""

    def rows(model):
        own = outcome.of(model._meta.label_lower)
        made = [row.instance for row in own if row.after is not None]
        return over(model.objects.exclude(pk__in=[row.id for row in own]), made)

    return rows


def over(live, made):
    """What `live` gives with rows to be beside its own, for the few steps that pages take."""
    return _Planned(live, made)


class _Planned:
    """The few steps of a queryset that pages take, over live rows and rows to be."""

    def __init__(self, live, made, order=()):
        self.live, self.made, self.order = live, made, order

    def filter(self, **wanted):
        made = [row for row in self.made if all(_holds(row, *item) for item in wanted.items())]
        return _Planned(self.live.filter(**wanted), made, self.order)

    def order_by(self, *names):
        return _Planned(self.live, self.made, names)

    def first(self):
        return next(iter(self), None)

    def __iter__(self):
        found = [*self.live, *self.made]

        def place(row):
            # As PostgreSQL does: nothing comes last.
            values = [getattr(row, name) for name in self.order]
            return [(value is None, "" if value is None else value) for value in values]

        return iter(sorted(found, key=place) if self.order else found)


def _holds(row, name, wanted):
    name, _, lookup = name.partition("__")
    value = getattr(row, name)
    if lookup == "in":
        return str(value) in {str(one) for one in getattr(wanted, "keys", wanted)}
    return value == wanted or str(value) == str(wanted)
