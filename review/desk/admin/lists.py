"""Lists of the desk: searched within bounds, and read page by page from where the last one ended."""

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import F, OrderBy, Q
from django.shortcuts import redirect

from review import bounds

AFTER = "after"
# Whether there are more is not worth reading them all.
COUNTED = 1000


class KeyedList(ChangeList):
    """A list that goes on after a row that its address names by key: no page costs more than the
    first, and nothing is counted beyond `COUNTED`."""

    def get_queryset(self, request, **kwargs):
        # No filter's, and in no link but the next page's.
        self.params.pop(AFTER, None)
        self.filter_params.pop(AFTER, None)
        return super().get_queryset(request, **kwargs)

    def get_results(self, request):
        size, after = self.list_per_page, request.GET.get(AFTER)
        rows = self._after(request, after) if after else self.queryset
        found = list(rows[: size + 1])
        self.result_list = found[:size]
        self.is_further = bool(after)
        self.following = None
        if len(found) > size:
            self.following = self.get_query_string({AFTER: self.result_list[-1].pk})
        counted = len(found)
        if after or self.following:
            counted = self.queryset.order_by()[: COUNTED + 1].count()
        self.is_more = counted > COUNTED
        self.result_count = self.full_result_count = min(counted, COUNTED)
        self.can_show_all = self.show_all = self.multi_page = False
        self.show_admin_actions = True

    def _after(self, request, key):
        """The rows that stand behind one in the order of this list, whatever became of it since."""
        order = [_by(term) for term in self.get_ordering(request, self.queryset)]
        named = {f"by_{n}": term.expression for n, term in enumerate(order)}
        try:
            held = self.model._default_manager.filter(pk=key).annotate(**named)
            values = held.values_list(*named).first()
        except (ValidationError, ValueError) as error:
            raise IncorrectLookupParameters(error) from error
        if values is None:
            return self.queryset
        behind, same = Q(pk__in=[]), Q()
        own = self.model._meta.pk
        for name, term, value in zip(named, order, values, strict=True):
            if getattr(term.expression, "name", "") in ("pk", own.name, own.attname):
                # Never null, and none has the same: said so shortly, an index finds the place.
                behind |= same & Q(**{f"{name}__{'lt' if term.descending else 'gt'}": value})
                break
            behind |= same & _behind(name, value, term.descending)
            same &= Q(**{f"{name}__isnull": True} if value is None else {name: value})
        return self.queryset.annotate(**named).filter(behind)


def _by(term):
    if isinstance(term, str):
        name = term.removeprefix("-")
        return OrderBy(F(name), descending=term.startswith("-"))
    return term if isinstance(term, OrderBy) else OrderBy(term)


def _behind(name, value, descending):
    """Where a column stands after a value, as PostgreSQL orders: what is null is the greatest."""
    if descending:
        return ~Q(**{f"{name}__isnull": True}) if value is None else Q(**{f"{name}__lt": value})
    if value is None:
        return Q(pk__in=[])
    return Q(**{f"{name}__gt": value}) | Q(**{f"{name}__isnull": True})


class BoundedLists:
    """A ModelAdmin's list: a few words at a time, and no longer than a worker can wait."""

    def get_changelist(self, request, **kwargs):
        return KeyedList

    def changelist_view(self, request, extra_context=None):
        if not request.GET.get("q"):
            return super().changelist_view(request, extra_context)
        try:
            with bounds.in_time():
                answer = super().changelist_view(request, extra_context)
                return answer.render() if hasattr(answer, "render") else answer
        except bounds.TooLong as error:
            messages.error(request, str(error))
            return redirect(request.path)

    def get_search_results(self, request, queryset, search_term):
        words, said = bounds.bounded(search_term)
        if said:
            messages.warning(request, said)
            search_term = " ".join(words)
        return super().get_search_results(request, queryset, search_term)
