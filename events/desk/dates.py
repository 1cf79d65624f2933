"""Dates as an editor enters them: EDTF, or what people write, offered as EDTF to confirm."""

from sources.models.date import EdtfFormField, EdtfInput


class AsksForDates:
    """An admin, or an inline, whose dates are entered as EDTF."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("edtf", "tagged_on"):
            # The typed words may be longer than the date.
            return db_field.formfield(
                form_class=EdtfFormField, widget=EdtfInput, max_length=100, any_calendar=True
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
