"""Lists of the desk that are searched within bounds."""

from django.contrib import messages
from django.shortcuts import redirect

from review import bounds


class BoundedLists:
    """A ModelAdmin's list: a few words at a time, and no longer than a worker can wait."""

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
