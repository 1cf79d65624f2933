"""The steps that hang something on a statement, and take it down."""

from events.desk import finding, panels, writing
from events.desk.admin.steps import begun
from events.desk.admin.steps.answers import Again, Done, bound, key_of, refusing
from events.models import Citation, Dating
from review.exceptions import Refused
from review.ids import key_in
from sources.desk import pasting
from sources.models import Source
from sources.reading import Unreadable


@begun.ends("cite")
def cite(desk):
    key, data = key_of(desk), desk.request.POST
    own = [row.pk for row in desk.overlay.created(Source)]
    if {"find_now", "read", "again"} & set(data):
        raise Again(cite=_looked(desk, data))
    form = panels.CiteForm(data, own=own, auto_id="cite_%s")
    form.name = "cite"
    if not form.is_valid():
        form.matches = finding.matches(data.get("find", ""), desk.overlay)
        raise Again(cite=form)
    refusing(
        form,
        None,
        lambda: writing.cite(
            key,
            by=desk.request.user,
            settles=data.getlist("settles"),
            **form.cited(),
            **form.citation(),
        ),
    )
    return Done(open=str(key), said="Cited: kept as a draft.")


def _looked(desk, data):
    """The form with the works that were found, or what was pasted in its fields; nothing is judged."""
    typed = {n: data[n] for n in panels.CiteForm.base_fields if n in data}
    made = panels.CiteForm(initial=typed, auto_id="cite_%s")
    if "find_now" in data:
        made.matches = finding.matches(data.get("find", ""), desk.overlay)
        made.has_looked = True
    elif "read" in data:
        try:
            found = pasting.pasted(typed.get("paste", ""), made.fields, key_in(data["read"]) or 1)
        except Unreadable as error:
            raise Again(str(error), cite=made) from error
        place = {n: typed.get(n, "") for n in ("locator", "label") if typed.get("locator")}
        made = panels.CiteForm(initial={**typed, **found.values, **place}, auto_id="cite_%s")
        made.pasted = found
        alike = pasting.alike(found.values)
        told = finding.told(source for source, _ in alike)
        made.matches = [(k, f"{w} ({why})") for (k, w), (_, why) in zip(told, alike, strict=True)]
    return made


@begun.ends("date")
def date(desk):
    key = key_of(desk)
    form = bound(desk, "date", panels.DateForm)
    refusing(form, None, lambda: writing.date(key, by=desk.request.user, **form.cleaned_data))
    return Done(open=str(key), said="Dated: kept as a draft.")


@begun.ends("ask")
def ask(desk):
    key = key_of(desk)
    citations = desk.sheet.laid.parts_of(key)[0]
    form = bound(desk, "ask", panels.TagForm, is_cited=bool(citations))
    refusing(
        form,
        "kind",
        lambda: writing.ask(
            key,
            by=desk.request.user,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
        ),
    )
    return Done(open=str(key), said="Asked: kept as a draft.")


def unhang(desk):
    """Take a citation or a dating away."""
    key, model = key_of(desk), {"citation": Citation, "dating": Dating}
    model = model.get(desk.request.POST.get("of", ""))
    if model is None:
        raise Refused(writing.MISSING)
    writing.remove(model, key, by=desk.request.user)
    return Done(open=desk.request.POST.get("open", ""))
