"""Live rows with a person's own open changes laid over them, as the desk's forms show them."""

from review import kinds, past
from review.models import Change, OpenChange
from review.proposing.drafts import token


class Overlay:
    """One person's open changes of some kinds, read once a request."""

    def __init__(self, user):
        self.user = user
        self._read = {}

    def changes(self, kind):
        """{key: own open change} of one kind."""
        if kind.label not in self._read:
            held = OpenChange.objects.filter(author=self.user, subject__kind=kind.label)
            self._read[kind.label] = {
                str(open.subject_id): open.change for open in held.select_related("change__act")
            }
        return self._read[kind.label]

    def read(self, models):
        """Read the own changes of several models at once."""
        labels = [kinds.of(model).label for model in models]
        new = [label for label in labels if label not in self._read]
        self._read.update({label: {} for label in new})
        held = OpenChange.objects.filter(author=self.user, subject__kind__in=new)
        for open in held.select_related("change__act", "change__subject").order_by("change"):
            self._read[open.change.subject.kind][str(open.subject_id)] = open.change

    def rows(self, model, keeping=lambda row: False):
        """As `review.past.live`: live rows with own changes over them, own new ones, and of those
        that the person would remove the ones that `keeping` wants."""
        kind = kinds.of(model)
        own = self.changes(kind)
        if not own:
            return past.live(model)
        live = model.objects.select_related("subject").in_bulk(list(own))
        live = {str(key): row for key, row in live.items()}
        laid = [self._laid(kind, key, live.get(key)) for key in own]
        made = [
            row
            for row in laid
            if row is not None and (row.own_change.op != Change.Op.DELETE or keeping(row))
        ]
        return past.over(model.objects.exclude(pk__in=list(own)), made)

    def one(self, model, key):
        """The live row with the own change over it, the own proposed object, or None."""
        kind = kinds.of(model)
        live = model.objects.select_related("subject").filter(pk=key).first()
        return self._laid(kind, str(key), live)

    def children(self, model, name, parent):
        """Those whose foreign key `name` is `parent`: live, with own changes, and own new ones."""
        kind = kinds.of(model)
        attname = model._meta.get_field(name).attname
        live = model.objects.select_related("subject").filter(**{attname: parent})
        rows = {str(row.pk): row for row in live}
        own = [
            key
            for key, change in self.changes(kind).items()
            if key not in rows and change.after.get(attname) == str(parent)
        ]
        if own:
            moved = model.objects.select_related("subject").filter(pk__in=own)
            found = {str(row.pk): row for row in moved}
            rows.update({key: found.get(key) for key in own})
        laid = [self._laid(kind, key, row) for key, row in rows.items()]
        return [
            row for row in laid if row is not None and str(getattr(row, attname)) == str(parent)
        ]

    def created(self, model):
        """Own proposed objects of a model that are not live."""
        kind = kinds.of(model)
        return [
            self._laid(kind, key, None)
            for key, change in self.changes(kind).items()
            if change.op == Change.Op.CREATE
        ]

    def _laid(self, kind, key, live):
        change = self.changes(kind).get(key)
        if live is None and (change is None or change.op != Change.Op.CREATE):
            return None
        values = kind.dump(live) if live is not None else kind.dump(kind.model())
        has_moved = bool(change) and any(values.get(n) != v for n, v in change.before.items())
        if change is not None:
            values.update(change.after)
        instance = kind.load(key, values)
        instance._state.adding = False
        instance.own_change = change
        instance.has_moved = has_moved
        instance.is_live = live is not None
        instance.seen = token(live.subject.head_id if live is not None else None, change)
        return instance


def overlay_of(request):
    """The overlay of the signed-in person, made once a request."""
    if not hasattr(request, "_overlay"):
        request._overlay = Overlay(request.user)
    return request._overlay


def forget_overlay(request):
    """Have it read anew: what was sent was laid over its objects."""
    request.__dict__.pop("_overlay", None)
