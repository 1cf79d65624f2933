"""Filters that lists of requests and of statements share.

A list says by `to_statement` how its rows lead to their statement: "about__statement__", or "".
"""

from django.contrib import admin
from django.core.exceptions import ValidationError

from events import periods
from events.kinds import clip
from events.models import Article, Dating
from review import bounds
from review.models import Subject


class ByArticle(admin.SimpleListFilter):
    """One article; which ones are offered, words of the title choose (`of`)."""

    title, parameter_name, template = "article", "article", "events/article_filter.html"
    OFFERED = 20

    def __init__(self, request, params, model, model_admin):
        self.words = (params.pop("of", None) or [""])[-1]
        self.path = f"{model_admin.to_statement}event__article__in"
        super().__init__(request, params, model, model_admin)

    def expected_parameters(self):
        return [self.parameter_name, "of"]

    def has_output(self):
        return True

    def lookups(self, request, model_admin):
        words, _ = bounds.bounded(self.words)
        found = Article.objects.order_by("title", "pk")
        for word in words:
            found = found.filter(title__icontains=word)
        self.found = found
        offered = list(found[: self.OFFERED + 1])
        self.are_more = len(offered) > self.OFFERED
        return [(str(a.pk), clip(a.title, 60)) for a in offered[: self.OFFERED]]

    def queryset(self, request, queryset):
        if self.value():
            return queryset.filter(**{self.path: keys_in([self.value()])})
        if self.words:
            return queryset.filter(**{self.path: self.found})
        return queryset

    def choices(self, changelist):
        self.kept = [
            (name, value)
            for name, values in changelist.filter_params.items()
            if name not in self.expected_parameters()
            for value in values
        ]
        chosen = self.value() and Article.objects.filter(pk__in=keys_in([self.value()])).first()
        offered = [(key, title) for key, title in self.lookup_choices if key != self.value()]
        if chosen:
            offered.insert(0, (self.value(), clip(chosen.title, 60)))
        all_of_them = changelist.get_query_string(remove=[self.parameter_name])
        yield {"selected": not self.value(), "query_string": all_of_them, "display": "All"}
        for key, title in offered:
            query = changelist.get_query_string({self.parameter_name: key})
            yield {"selected": key == self.value(), "query_string": query, "display": title}


class ByPeriod(admin.SimpleListFilter):
    """The periods that something is dated in; what is open at an end reaches all beyond it."""

    title, parameter_name = "period", "period"

    def __init__(self, request, params, model, model_admin):
        self.path = f"{model_admin.to_statement}pk__in"
        super().__init__(request, params, model, model_admin)

    def has_output(self):
        return bool(self.lookup_choices)

    def lookups(self, request, model_admin):
        found = periods.offered()
        chosen = periods.named(self.value())
        if chosen and chosen not in found:
            found.append(chosen)
        return [(period.key, period.words) for period in found]

    def queryset(self, request, queryset):
        if (chosen := periods.named(self.value())) is None:
            return queryset
        dated = Dating.objects.within(chosen.lower, chosen.upper)
        return queryset.filter(**{self.path: dated.values("statement")})


class ByNeed(admin.SimpleListFilter):
    """Whether a citation is likely due. The list itself asks `is_chosen`, so that it takes its rows
    from the index of those alone."""

    title, parameter_name = "need", "need"
    LIKELY = "likely"

    def lookups(self, request, model_admin):
        return [(self.LIKELY, "a citation is likely due")]

    def queryset(self, request, queryset):
        return queryset

    @classmethod
    def is_chosen(cls, request):
        return request.GET.get(cls.parameter_name) == cls.LIKELY


def keys_in(texts):
    """The UUIDs among what was sent."""
    keys = []
    for text in texts:
        try:
            keys.append(Subject._meta.pk.to_python(text))
        except ValidationError:
            continue
    return keys
