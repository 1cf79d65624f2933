from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from review import characters
from review.deciding.redacting import forget_pages
from review.desk.admin.lists import BoundedLists
from review.models import User


@admin.register(User)
class UserAdmin(BoundedLists, StockUserAdmin):
    """Accounts, kept by operators. They are deactivated, never deleted."""

    list_display = ("username", "public_name", "is_active", "last_login")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("public_name", "email")}),
        ("Role", {"fields": ("is_active", "is_staff", "groups")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "public_name", "password1", "password2")}),
        ("Role", {"fields": ("is_staff", "groups")}),
    )

    # The stock widget of two lists passes no check of accessibility.
    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, **kwargs | {"widget": forms.CheckboxSelectMultiple}
        )

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and {"username", "public_name"} & set(form.changed_data):
            forget_pages()

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.unregister(Group)


class RoleForm(forms.ModelForm):
    def clean_name(self):
        name = self.cleaned_data["name"]
        if found := characters.fault_of_name(name):
            raise ValidationError(found)
        return name


@admin.register(Group)
class RoleAdmin(BoundedLists, GroupAdmin):
    """Roles, as Django keeps them."""

    form = RoleForm
    filter_horizontal = ()
