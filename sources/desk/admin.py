"""Where works are typed in and found."""

from django.contrib import admin, messages
from django.db.models import Q

from review import bounds
from review.desk.admin import ReviewedAdmin, ReviewedInline
from review.ids import key_in
from sources import csl, identifiers
from sources.desk import columns, merging, pasting
from sources.desk.forms import COLUMNS, SourceFields, SourceForm
from sources.desk.importing import Importing
from sources.desk.sameness import MergedWorkInline, Sameness
from sources.folding import folded
from sources.models import Contributor, Source
from sources.models.source import Main
from sources.reading import Unreadable


class ContributorInline(ReviewedInline):
    model = Contributor
    fieldsets = (
        (None, {"fields": ("seen", "role", ("family", "given"), "literal")}),
        (
            "Particles, suffix, another script",
            {
                "classes": ("collapse",),
                "fields": (
                    ("non_dropping_particle", "dropping_particle", "suffix"),
                    "original",
                ),
            },
        ),
    )

    def get_extra(self, request, obj=None, **kwargs):
        return len(getattr(request, "_people", ()))


@admin.register(Source)
class SourceAdmin(Importing, Sameness, ReviewedAdmin):
    form = SourceForm
    change_list_template = "sources/change_list.html"
    change_form_template = "sources/source_change_form.html"
    list_display = ("title", "type", "issued", "publisher")
    list_filter = ("type",)
    search_fields = (
        *("title", "original_title", "container_title"),
        *("contributors__family", "contributors__literal", "contributors__original"),
    )
    search_help_text = "Words of the title, a name, or an identifier as it is printed or linked."
    inlines = [ContributorInline, MergedWorkInline]

    def get_fieldsets(self, request, obj=None):
        """First what the work's type has, and what is filled; all else folded."""
        typed = getattr(request, "_typed", None) or request.POST or vars(obj or Source())
        filled = [name for name in COLUMNS if name != "type" and typed.get(name)]
        first = columns.shown(typed.get("type") or "book", filled)
        order = [f.name for f in Source._meta.concrete_fields if f.name in COLUMNS - {"type"}]
        rest = [name for name in order if name not in first]
        return (
            (None, {"fields": ("seen", "type", *first), "classes": ("columns-shown",)}),
            ("More", {"fields": (*rest, "edition_of"), "classes": ("collapse", "columns-more")}),
        )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "type":
            field.widget.attrs["data-columns"] = columns.BY_TYPE
        return field

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What is pasted on the page of a new source is read into its fields; nothing is saved."""
        if object_id is None and request.method == "POST" and "_read" in request.POST:
            extra_context = {**(extra_context or {}), **self._read(request)}
            request.method = "GET"
        context = {"paste": SourceFields(initial=request.POST)["paste"], **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def _read(self, request):
        """{"pasted": what was read, "alike": works that it may be}; keeps it, and what is typed, for
        the form."""
        request._typed = {name: request.POST[name] for name in COLUMNS if name in request.POST}
        try:
            text, number = request.POST.get("paste", ""), key_in(request.POST["_read"]) or 1
            found = pasting.pasted(text, SourceFields.base_fields, number)
        except Unreadable as error:
            messages.error(request, str(error))
            found = None
        names = found.values.pop("names", "") if found else ""
        form = SourceFields({"names": names})
        form.full_clean()
        people = [{**p, "position": ""} for p in form.cleaned_data.get("names", [])]
        request._people = people or _people_in(request.POST)
        request._typed |= found.values if found else {}
        alike = pasting.alike(found.values) if found else []
        return {
            "pasted": found,
            "alike": [(source.pk, f"{source} ({why})") for source, why in alike],
        }

    def get_changeform_initial_data(self, request):
        return getattr(request, "_typed", None) or super().get_changeform_initial_data(request)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if hasattr(request, "_people"):
            kwargs["initial"] = request._people
        return kwargs

    def get_search_results(self, request, queryset, search_term):
        """By words; by how its title begins, in any script; by an identifier, in any spelling; by the
        key or the address of the work, or of one that was merged into it."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term:
            same = identifiers.matching(search_term[: bounds.LETTERS])
            same |= merging.known_as(search_term[: bounds.LETTERS])
            same |= Q(pk__in=_begun_by(search_term[: bounds.LETTERS]))
            found, may_repeat = queryset.filter(same | Q(pk__in=found.values("pk"))), False
        return found, may_repeat


def _begun_by(words):
    """Works whose title begins so, as titles are compared."""
    # What these become depends on what follows: “ie” is folded to e, “kh” to h, “ts” to c.
    begin = folded(words).rstrip("ikt")
    titles = Source.objects.alias(main=Main("title"))
    # Behind all that begins so.
    end = f"{begin}\U0010ffff"
    return titles.filter(main__gte=begin, main__lt=end).values("pk") if begin else []


def _people_in(posted):
    """The names that stand in the rows of the page already."""
    names = ("role", "literal", "original", *csl.NAME_PARTS)
    count = posted.get("contributors-TOTAL_FORMS", "0")
    rows = range(min(int(count), 100) if count.isdecimal() else 0)
    found = [{n: posted.get(f"contributors-{row}-{n}", "") for n in names} for row in rows]
    return [person for person in found if person["family"] or person["literal"]]
