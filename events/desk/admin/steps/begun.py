"""What was begun in a statement's panel and is not done: kept as it is typed, for any device."""

from functools import wraps

from django import forms
from django.http import JsonResponse

from events.desk import autosave, panels, writing
from events.desk.admin.steps.answers import Done, key_of, uuid_in
from events.models import Statement
from review.exceptions import Refused

# The forms of a statement's panel but for its words, by name.
TOOLS = {
    "cite": panels.CiteForm,
    "date": panels.DateForm,
    "ask": panels.TagForm,
}


def form_of(tool, *, is_cited, initial=None):
    """The form of a tool for a statement, with what was begun in it."""
    more = {"is_cited": is_cited} if tool == "ask" else {}
    return TOOLS[tool](initial=initial, auto_id=f"{tool}_%s", **more)


def typed(desk):
    """JSON of when it was kept, or why not; a form that says nothing yet is not kept."""
    data, tool = desk.request.POST, desk.request.POST.get("tool", "")
    key = uuid_in(data.get("key", ""))
    if tool not in TOOLS or key is None or desk.overlay.one(Statement, key) is None:
        return JsonResponse({"refused": writing.MISSING})
    form = form_of(tool, is_cited=True)
    values = {name: data[name] for name in form.fields if name in data}
    if all(value.strip() in ("", _untouched(form[name])) for name, value in values.items()):
        values = {}
    try:
        made = autosave.keep(key, values, by=desk.request.user, form=tool)
    except Refused as error:
        return JsonResponse({"refused": str(error)})
    return JsonResponse({"kept": True, "at": made and made.at.isoformat()})


def _untouched(field):
    """What a field sends that nobody touched."""
    if field.initial or not isinstance(field.field, forms.ChoiceField):
        return str(field.initial or "")
    return str(next(iter(field.field.choices))[0])


def ends(tool):
    """A step that ends what was begun with a tool; posted with `drop` it does nothing else."""

    def decorate(step):
        @wraps(step)
        def stepped(desk):
            if "drop" in desk.request.POST:
                key = key_of(desk)
                done = Done(open=str(key), tool=tool, said="Begun anew.")
            else:
                done = step(desk)
                key = key_of(desk)
            autosave.forget(key, by=desk.request.user, form=tool)
            return done

        return stepped

    return decorate
