"""The forms that the log's JSON columns have, and what is read in place of another.

What checks the log must tell of whatever stands there: a column of a form that nobody wrote is
told once, by `misshapen`, and read as if it were empty everywhere else.
"""

from review.models import Change, Entry, Publication, Redaction

AT_ONCE = 1000


def _is_names(value):
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_one_seal(value):
    return (
        isinstance(value, dict)
        and value.keys() <= {"digest", "salt"}
        and all(isinstance(told, str) for told in value.values())
    )


def _is_seal(value):
    return isinstance(value, dict) and all(map(_is_one_seal, value.values()))


def _is_shape(value):
    return isinstance(value, dict) and all(
        _is_names(names) and label.count(".") == 1 for label, names in value.items()
    )


def _is_places(value):
    return isinstance(value, list) and all(map(_is_place, value))


def _is_place(value):
    if not (isinstance(value, list) and len(value) == 3):
        return False
    label, key, names = value
    return isinstance(label, str) and isinstance(key, str) and _is_names(names)


def _is_values(value):
    return isinstance(value, dict)


OF_HISTORY = {"seal": (_is_seal, dict)}
FORMS = {
    Publication: {"shape": (_is_shape, dict)},
    Redaction: {"places": (_is_places, list)},
    Entry: {"names": (_is_names, list), "seal": (_is_seal, dict)},
    Change: {
        "before": (_is_values, dict),
        "after": (_is_values, dict),
        "seal": (_is_one_seal, dict),
    },
}


def every(there):
    """[(model, {name of a column: (whether a value has its form, what makes an empty one)})]; of
    history, that of these kinds."""
    return [*FORMS.items(), *((kind.model.history.model, OF_HISTORY) for kind in there)]


def of(model):
    return FORMS.get(model) or (OF_HISTORY if hasattr(model, "seal") else {})


def straight(rows):
    """The rows, one model's, with what has another form read as empty."""
    for row in rows:
        for name, (fits, empty) in of(type(row)).items():
            if not fits(getattr(row, name)):
                setattr(row, name, empty())
        yield row


def misshapen(there):
    """Sentences on columns of a form that nobody wrote."""
    for model, forms in every(there):
        held = model._base_manager.order_by("pk").values_list("pk", *forms)
        if forms is OF_HISTORY:  # Most of it was never redacted.
            held = held.exclude(seal={})
        for key, *values in held.iterator(chunk_size=AT_ONCE):
            for (name, (fits, _)), value in zip(forms.items(), values, strict=True):
                if not fits(value):
                    yield f"{model._meta.label_lower} {key}: its {name} has a form that none has."
