"""Every page, of readers and of the desk, comes from here."""

from django.template.backends.django import DjangoTemplates, Template
from django.utils.safestring import mark_safe

from review import characters


class BalancedTemplates(DjangoTemplates):
    """Django's templates; what people wrote turns nothing but its own words on any page."""

    def from_string(self, template_code):
        return _Balanced.of(super().from_string(template_code))

    def get_template(self, template_name):
        return _Balanced.of(super().get_template(template_name))


class _Balanced(Template):
    @classmethod
    def of(cls, made):
        return cls(made.template, made.backend)

    def render(self, context=None, request=None):
        # Escaped already: no more than controls of direction are left out.
        return mark_safe(characters.balanced_html(super().render(context, request)))
