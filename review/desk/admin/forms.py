"""Form parts that know objects which are only proposed yet, and forms that grew stale."""

from django import forms
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html

from review import bounds, kinds
from review.models import Change, Subject

STALE = (
    "This has changed since you opened the form. What you typed is kept; compare it with the "
    "current text and save again."
)
GONE = "One of these was removed since you opened the form: open it anew."


class TargetField(forms.ModelChoiceField):
    """A foreign key to a reviewed kind: live objects, and those of the editor's own open acts."""

    def __init__(self, *args, overlay, model, **kwargs):
        super().__init__(*args, **kwargs)
        self.overlay, self.model = overlay, model

    def clean(self, value):
        if sentence := _select_of(self).wanting():
            raise ValidationError(sentence)
        return super().clean(value)

    def has_changed(self, initial, data):
        return bool(_select_of(self).wanting()) or super().has_changed(initial, data)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            found = self.overlay.one(self.model, getattr(value, "pk", value))
        except (ValueError, ValidationError) as error:
            raise ValidationError("That is no object of the desk.") from error
        if found is None:
            raise ValidationError("That object is not there (any more): choose another.")
        if self.queryset.model is Subject:
            return Subject(pk=found.pk)
        return found

    def validate(self, value):
        forms.Field.validate(self, value)


def _select_of(field):
    """Its own widget, which the admin may have put links around."""
    return getattr(field.widget, "widget", field.widget)


class TargetSelect(forms.Select):
    """Shows the chosen object, those of the editor's own and the latest; any other is found by its
    words, which are sent with the form and come back with what was found to choose from."""

    latest, most = 20, 50

    def __init__(self, overlay, model, **kwargs):
        super().__init__(**kwargs)
        self.overlay, self.model = overlay, model
        self.words = self.shown_for = ""

    def value_from_datadict(self, data, files, name):
        self.words = data.get(f"{name}-find", "").strip()
        self.shown_for = data.get(f"{name}-found", "")
        return super().value_from_datadict(data, files, name)

    def wanting(self):
        """A sentence, where words were given and nobody has chosen of what was found by them yet."""
        if not self.words or self.words == self.shown_for:
            return ""
        return (
            "Choose one of those that were found."
            if self._found()
            else f"Nothing was found with “{self.words[:100]}”: try other words."
        )

    def optgroups(self, name, value, attrs=None):
        kind = kinds.of(self.model)
        rows = self._found() + self.overlay.created(self.model)
        rows += list(self.model.objects.order_by("-pk")[: self.latest])
        known = {str(row.pk): row for row in rows}
        for key in filter(None, value):
            if key not in known and (found := self.overlay.one(self.model, key)):
                known[key] = found
        titles = kind.titles(known.values())
        self.choices = [("", "—")] + [
            (key, f"{titles[key][:100]}{'' if getattr(row, 'is_live', True) else ' (proposed)'}")
            for key, row in known.items()
        ]
        return super().optgroups(name, value, attrs)

    def render(self, name, value, attrs=None, renderer=None):
        made = super().render(name, value, attrs, renderer)
        registered = admin.site._registry.get(self.model)
        if registered is None or not registered.search_fields:
            return made
        find = (
            '<span class="target">{} <label class="finds">or find <input type="search" '
            'name="{}-find" value="{}" maxlength="{}"></label>'
            '<input type="hidden" name="{}-found" value="{}"></span>'
        )
        return format_html(find, made, name, self.words, bounds.LETTERS, name, self.words)

    def _found(self):
        """Live objects with the words, within bounds."""
        words, _ = bounds.bounded(self.words)
        registered = admin.site._registry.get(self.model)
        if not words or registered is None or not registered.search_fields:
            return []
        if not hasattr(self, "_rows") or self._rows[0] != words:
            rows, has_doubles = registered.get_search_results(
                None, self.model.objects.all(), " ".join(words)
            )
            rows = rows.distinct() if has_doubles else rows
            try:
                with bounds.in_time():
                    self._rows = words, list(rows[: self.most])
            except bounds.TooLong:
                self._rows = words, []
        return list(self._rows[1])


class ReviewedForm(forms.ModelForm):
    """Carries the token of what it was opened on; another token by now is told, not overwritten."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    refused = ""  # why what was sent could not be kept, if it was tried
    by = None  # whose form it is

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = getattr(self.instance, "seen", "")

    def clean(self):
        data = super().clean()
        current = getattr(self.instance, "seen", "")
        if self.instance.pk and data.get("seen", "") != current and self.has_changed():
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = current
            raise ValidationError(STALE)
        if self.refused:
            raise ValidationError(self.refused)
        return data

    def more_edits(self, *, by):
        """Edits of other objects that what was typed asks for; the instance has its key."""
        return []

    def has_changed(self):
        return bool(set(self.changed_data) - {"seen"})

    def _get_validation_exclusions(self):
        """Keys of reviewed kinds are looked up by `TargetField`: the database knows live ones only."""
        excluded = super()._get_validation_exclusions()
        kind = kinds.of(self._meta.model)
        return excluded | {kind.fields[name].name for name in kind.keys} | {"subject"}

    def validate_unique(self):
        """Looked at for the whole set, by the plan of the act."""

    def values(self):
        """{attname: value} of the model's fields that were changed."""
        changed = {}
        for name in self.changed_data:
            if name == "seen" or name not in self.cleaned_data or name == "DELETE":
                continue
            try:
                field = self._meta.model._meta.get_field(name)
            except FieldDoesNotExist:
                continue
            changed[field.attname] = getattr(self.instance, field.attname)
        return changed


class ReviewedFormSet(BaseInlineFormSet):
    """Live rows and own changes of one parent; nothing is saved by it."""

    overlay = None

    def get_queryset(self):
        if not hasattr(self, "_rows"):
            parent = self.instance.pk
            rows = self.overlay.children(self.model, self.fk.name, parent) if parent else []
            rows.sort(key=lambda row: (getattr(row, "position", ""), str(row.pk)))
            self._rows = rows
        return self._rows

    def add_fields(self, form, index):
        super().add_fields(form, index)
        change = getattr(form.instance, "own_change", None)
        if change is not None and change.op == Change.Op.DELETE and "DELETE" in form.fields:
            form.fields["DELETE"].initial = True

    def clean(self):
        super().clean()
        if any(form.instance.pk is None for form in self.initial_forms):
            raise ValidationError(GONE)

    def validate_unique(self):
        """Looked at for the whole set, by the plan of the act."""
