"""The admin of reviewed kinds: what is saved becomes a draft, and moves no live row."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from review import kinds, permissions
from review.desk.admin.forms import ReviewedForm, ReviewedFormSet, TargetField, TargetSelect
from review.desk.admin.lists import BoundedLists
from review.desk.admin.overlay import forget_overlay, overlay_of
from review.desk.once import once
from review.exceptions import NothingProposed, Refused
from review.kinds import dump
from review.models import Change, Subject
from review.positions import between
from review.proposing import drafts
from review.weighing.diff import diff_html
from review.weighing.titles import titles_of

# So many published versions of an object stand on one page.
VERSIONS_PAGE = 50


class ProposersOnly:
    """Who may propose may see and propose; nobody else gets in."""

    def _may(self, request):
        return permissions.may(request.user, permissions.PROPOSE)

    def has_module_permission(self, request):
        return self._may(request)

    def has_view_permission(self, request, obj=None):
        return self._may(request)

    def has_add_permission(self, request, obj=None):
        return self._may(request)

    def has_change_permission(self, request, obj=None):
        return self._may(request)

    def has_delete_permission(self, request, obj=None):
        return self._may(request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Beside a key stand links to add and to change its object; removing it is a page's work."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field and field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kind = kinds.of(self.model)
        label = kind.keys.get(db_field.attname)
        if label is None:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        model, overlay = kinds.get(label).model, overlay_of(request)
        return TargetField(
            queryset=db_field.related_model._default_manager.none(),
            overlay=overlay,
            model=model,
            widget=TargetSelect(overlay, model),
            required=not db_field.blank,
            label=db_field.verbose_name.capitalize(),
        )


class ReviewedInline(ProposersOnly, admin.StackedInline):
    form = ReviewedForm
    formset = ReviewedFormSet
    extra = 0
    template = "admin/edit_inline/stacked.html"

    def get_exclude(self, request, obj=None):
        return ("position",)

    def get_formset(self, request, obj=None, **kwargs):
        made = super().get_formset(request, obj, **kwargs)
        made.overlay = overlay_of(request)
        made.form.by = request.user
        return made


class ReviewedAdmin(BoundedLists, ProposersOnly, admin.ModelAdmin):
    """Shows live rows with one's own open change over them; saving keeps a draft act."""

    form = ReviewedForm
    actions = None
    ordering = ("pk",)
    save_as = False
    list_per_page = 50
    list_title = ""
    show_full_result_count = False
    change_form_template = "review/change_form.html"

    def get_exclude(self, request, obj=None):
        return ("position",)

    def changelist_view(self, request, extra_context=None):
        plural = self.opts.verbose_name_plural
        title = {"title": self.list_title or str(plural).capitalize()}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["subtitle"] = kinds.of(obj).titles([obj])[str(obj.pk)]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_object(self, request, object_id, from_field=None):
        try:
            key = self.model._meta.pk.remote_field.model._meta.pk.to_python(unquote(object_id))
        except ValidationError:
            return None
        return overlay_of(request).one(self.model, key)

    # Saving: the edits of the form and its formsets become one draft act.

    def save_model(self, request, obj, form, change):
        kind = kinds.of(self.model)
        if change:
            values = form.values()
            if kind.parent and _attname(kind) in values and "position" in kind.fields:
                obj.position = ""
                place(obj)
                values["position"] = obj.position
            request._edits = (
                [drafts.update(self.model, obj.pk, seen=form.cleaned_data["seen"], **values)]
                if values
                else []
            )
        else:
            obj.subject_id = Subject.of(kind.label, self.model.new().pk).pk
            place(obj)
            request._edits = [drafts.create(obj)]
        request._edits += form.more_edits(by=request.user)

    def save_related(self, request, form, formsets, change):
        for formset in formsets:
            request._edits += _edits_of(formset, form.instance, by=request.user)
        request._draft = None
        if request._edits:
            try:
                request._draft = drafts.propose(request._edits, by=request.user)
            except NothingProposed:
                request._draft = None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What is refused while saving is told by the form, which is shown again as it was sent."""
        try:
            return self._changed_once(request, object_id, form_url, extra_context)
        except Refused as error:
            if request.method != "POST":
                raise
            request._refused = str(error)
            forget_overlay(request)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change, **kwargs)
        made.refused = getattr(request, "_refused", "")
        made.by = request.user
        return made

    @method_decorator(once)
    def _changed_once(self, request, *args):
        return super().changeform_view(request, *args)

    def construct_change_message(self, request, form, formsets, add=False):
        """Django's own log stays empty."""
        return ""

    def log_addition(self, request, obj, message):
        """Nothing was added yet: the act and its decision are the record."""

    def log_change(self, request, obj, message):
        """Nothing was changed yet: the act and its decision are the record."""

    def log_deletions(self, request, queryset):
        """Nothing was deleted yet: the act and its decision are the record."""

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._answer(request, obj)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._answer(request, obj)

    def _answer(self, request, obj):
        if request._draft is None:
            messages.info(request, "Nothing differs, so nothing was kept.")
        else:
            words = "Kept as a draft. Readers see no change until it is sent and approved: {}."
            link = format_html('<a href="{}">send it in My work</a>', reverse("review:mine"))
            messages.success(request, format_html(words, link))
        if "_continue" in request.POST or request._draft is None:
            return redirect(self._address("change", obj.pk))
        if "_addanother" in request.POST:
            return redirect(self._address("add"))
        return redirect("review:mine")

    def _address(self, view, *args):
        info = self.model._meta.app_label, self.model._meta.model_name, view
        return reverse("admin:{}_{}_{}".format(*info), args=args)

    # Removal is proposed like everything else, with what belongs to the object.

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, object_id)
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        try:
            edits = self.removal(obj)
            if request.method == "POST":
                drafts.propose(edits, by=request.user, type="delete")
                messages.success(request, "The removal is kept as a draft: send it in My work.")
                return redirect("review:mine")
        except Refused as error:
            messages.error(request, str(error))
            return redirect(self._address("change", obj.pk))
        kind = kinds.of(self.model)
        return TemplateResponse(
            request,
            "review/remove.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Propose to remove: {kind.noun}",
                "object_title": kind.titles([obj])[str(obj.pk)],
                "opts": self.opts,
                "object": obj,
                "parts": _counted(edit for edit in edits if edit.id != str(obj.pk)),
            },
        )

    def removal(self, obj):
        """The edits that remove an object and all that is a part of it, innermost first."""
        return removal(obj)

    # History: published versions. Read only, whatever is posted.

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request) or request.method != "GET":
            raise PermissionDenied
        kind = kinds.of(self.model)
        records = list(
            self._history(object_id, request.GET.get("before", ""))
            .select_related("publication__decision__by", "act__changeset__author")
            .order_by("-publication")[: VERSIONS_PAGE + 1]
        )
        # One more than is shown: what the oldest differs from.
        versions = _versions(kind, records[::-1])[:VERSIONS_PAGE]
        return TemplateResponse(
            request,
            "review/object_history.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Published versions: {kind.noun}",
                "opts": self.opts,
                "versions": versions,
                "earlier": versions[-1][0].publication_id if len(records) > VERSIONS_PAGE else None,
            },
        )

    def _history(self, object_id, before):
        """The published versions of an object, those before a publication if one is given."""
        try:
            key = Subject._meta.pk.to_python(unquote(object_id))
        except ValidationError as error:
            raise Http404 from error
        found = self.model.history.filter(subject=key)
        is_number = before.isdecimal() and len(before) < 19
        return found.filter(publication__lt=int(before)) if is_number else found


def place(obj):
    """Give a new object the last place in its parent, if its kind has places."""
    kind = kinds.of(obj)
    if "position" not in kind.fields or obj.position:
        return
    attname = kind.model._meta.get_field(kind.parent).attname
    siblings = kind.model.objects.filter(**{attname: getattr(obj, attname)})
    last = siblings.order_by("-position").values_list("position", flat=True).first()
    obj.position = between(last)


def _edits_of(formset, parent, *, by):
    edits, placed = [], None
    for form in formset.initial_forms:
        if form in formset.deleted_forms:
            edits += [e for e in removal(form.instance) if e.id]
        elif form.has_changed() and form.values():
            values, seen = form.values(), form.cleaned_data["seen"]
            edits.append(drafts.update(formset.model, form.instance.pk, seen=seen, **values))
            edits += form.more_edits(by=by)
        elif _is_removed(form.instance):
            edits.append(_undone(form.instance))
    for form in formset.extra_forms:
        if not form.has_changed() or form in formset.deleted_forms:
            continue
        obj = form.instance
        obj.subject_id = formset.model.new().pk
        setattr(obj, formset.fk.attname, parent.pk)
        if placed is None:
            place(obj)
        elif hasattr(obj, "position"):
            obj.position = between(placed)
        placed = getattr(obj, "position", None)
        edits.append(drafts.create(obj))
        edits += form.more_edits(by=by)
    return edits


def _is_removed(obj):
    change = getattr(obj, "own_change", None)
    return change is not None and change.op == Change.Op.DELETE


def _undone(obj):
    """An own removal whose tick was taken out: an update without a difference ends it."""
    return drafts.update(type(obj), obj.pk)


def removal(obj):
    kind = kinds.of(obj)
    edits = []
    for other in kinds.every():
        if other.parent and other.keys[_attname(other)] == kind.label:
            for child in other.model.objects.filter(**{_attname(other): obj.pk}):
                edits += removal(child)
    return [*edits, drafts.remove(type(obj), obj.pk)]


def _attname(kind):
    return kind.model._meta.get_field(kind.parent).attname


def _counted(edits):
    counts = {}
    for edit in edits:
        counts[edit.kind.noun] = counts.get(edit.kind.noun, 0) + 1
    return sorted(counts.items())


def _versions(kind, records):
    """[(record, [(field, diff)])], newest first."""
    shown, before = [], {}
    names = titles_of(
        {str(key) for record in records for name in kind.keys if (key := getattr(record, name))}
    )
    for record in records:
        values = {
            name: kind.show(name, dump(getattr(record, name)), names)
            for name in kind.fields
            if name not in kind.silent
        }
        fields = [
            (kind.fields[name].verbose_name, diff_html(before.get(name, ""), value, folded=True))
            for name, value in values.items()
            if value != before.get(name, "")
        ]
        is_removal = record.history_type == "-"
        shown.append((record, [] if is_removal else fields))
        before = {} if is_removal else values
    return shown[::-1]
