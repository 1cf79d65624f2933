from django.contrib import admin
from django.db.models import Q

from review import bounds
from review.desk.admin import ReviewedAdmin, ReviewedInline
from sources import identifiers
from sources.desk.forms import SourceForm
from sources.models import Contributor, Source


class ContributorInline(ReviewedInline):
    model = Contributor


@admin.register(Source)
class SourceAdmin(ReviewedAdmin):
    form = SourceForm
    list_display = ("title", "type", "issued", "publisher")
    list_filter = ("type",)
    search_fields = ("title", "container_title", "contributors__family", "contributors__literal")
    search_help_text = "Words of the title, a name, or an identifier as it is printed or linked."
    inlines = [ContributorInline]
    fieldsets = (
        (None, {"fields": ("seen", "type", "title", "title_short", "issued", "language")}),
        (
            "Where it appeared",
            {
                "fields": (
                    "container_title",
                    "volume",
                    "issue",
                    "page",
                    "publisher",
                    "publisher_place",
                    "edition",
                )
            },
        ),
        (
            "Identifiers",
            {
                "fields": (
                    *("isbn", "doi", "url", "accessed"),
                    *("issn", "pmid", "arxiv", "oclc", "handle"),
                )
            },
        ),
        (
            "More",
            {
                "classes": ("collapse",),
                "fields": (
                    "collection_title",
                    "collection_number",
                    "number",
                    "genre",
                    "medium",
                    "event_title",
                    "original_date",
                    "archive",
                    "archive_place",
                    "archive_location",
                    "note",
                ),
            },
        ),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "url":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        """By words; and by an identifier, in any spelling."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term:
            same = identifiers.matching(search_term[: bounds.LETTERS])
            found, may_repeat = queryset.filter(same | Q(pk__in=found.values("pk"))), False
        return found, may_repeat
