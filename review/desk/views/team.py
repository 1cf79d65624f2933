"""The people of the desk, what is protected, who is blocked, and what is redacted."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from review import kinds, permissions
from review.deciding import redacting, traces
from review.desk import letters, waits, work
from review.desk.forms import RedactForm, RestrictForm
from review.desk.once import once
from review.desk.views.base import desk_page, desk_view, posted_from
from review.exceptions import Refused
from review.ids import key_in
from review.models import (
    Redaction,
    Restriction,
    Subject,
    User,
)
from review.weighing import restricting
from review.weighing.titles import titles_of

PAGE = 50


@desk_view(permissions.PROPOSE)
@require_GET
def contributor(request, account):
    """A person's proposals with their verdicts and reasons, newest first."""
    person = get_object_or_404(User, pk=account)
    acts, following = work.work_of(person, key_in(request.GET.get("before", "")))
    return desk_page(
        request,
        "review/contributor.html",
        str(person),
        person=person,
        acts=acts,
        following=following,
        tallies=person.tallies.all(),
        restrictions=restricting.holding().filter(account=person),
        may_block=restricting.may_restrict(request.user, Restriction.What.BLOCK),
        may_undo=permissions.may(request.user, permissions.DECIDE),
    )


@desk_view(permissions.PROPOSE)
@require_GET
def figures(request):
    """How long proposals waited, month by month."""
    return desk_page(
        request,
        "review/figures.html",
        "Waits",
        months=[(w, waits.in_words(w.median), waits.in_words(w.slow)) for w in waits.by_month()],
    )


@desk_view(permissions.PROPOSE)
@require_GET
def restrictions(request):
    """What is protected and who is blocked, and was: newest first."""
    before = key_in(request.GET.get("before", ""))
    found = Restriction.objects.select_related("by", "lifted_by", "account", "subject")
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    following = page[PAGE - 1].pk if len(page) > PAGE else None
    page = page[:PAGE]
    titles = titles_of({str(r.subject_id) for r in page if r.subject_id})
    now = timezone.now()
    for held in page:
        held.title = titles.get(str(held.subject_id), "")
        held.noun = kinds.get(held.subject.kind).noun if held.subject else ""
        is_past = held.is_over or (held.until is not None and held.until <= now)
        held.holds = held.lifted_at is None and not is_past
        held.may_lift = held.holds and restricting.may_restrict(request.user, held.what)
    return desk_page(
        request,
        "review/restrictions.html",
        "Protected and blocked",
        restrictions=page,
        following=following,
    )


@desk_view(permissions.DECIDE, permissions.OPERATE)
@once
def restrict(request):
    """A form that protects the subject of the address, or blocks its account."""
    subject, account = _restricted(request)
    form = RestrictForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            held = restricting.restrict(
                data["what"],
                by=request.user,
                reason=data["reason"],
                subject=subject and subject.pk,
                account=account,
                until=form.end(),
            )
        except Refused as error:
            messages.error(request, str(error))
        else:
            letters.deliver(restriction=held)
            messages.success(request, "It holds from now on.")
            return redirect("review:restrictions")
    title = str(account) if account else titles_of({str(subject.pk)}).get(str(subject.pk), "")
    noun = "account" if account else kinds.get(subject.kind).noun
    return desk_page(request, "review/restrict.html", f"Restrict: {noun} {title}"[:120], form=form)


def _restricted(request):
    """(subject, None) or (None, account) that the address names; 404 for anything else."""
    account = key_in(request.GET.get("account", ""))
    if account is not None:
        return None, get_object_or_404(User, pk=account)
    return get_object_or_404(Subject, anchor=request.GET.get("anchor", "")), None


@desk_view(permissions.DECIDE, permissions.OPERATE)
@posted_from(lambda restriction: resolve_url("review:restrictions"))
def lift(request, restriction):
    try:
        held = restricting.lift(get_object_or_404(Restriction, pk=restriction), by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        letters.deliver(lifted=held)
        messages.success(request, "Lifted: it no longer holds.")
    return redirect("review:restrictions")


@desk_view(permissions.OPERATE)
def redact(request):
    """A form for words; POST tells where they stand, and with `confirm` blanks them."""
    form = RedactForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            found = traces.find(words)
            if "confirm" in request.POST:
                decision = redacting.redact(
                    words,
                    by=request.user,
                    reason=form.cleaned_data["reason"],
                    everywhere="everywhere" in request.POST,
                )
                number = decision.publication.number
                messages.success(request, f"Blanked, and published as publication {number}.")
                return redirect("review:redact")
        except Refused as error:
            messages.error(request, str(error))
    return desk_page(
        request,
        "review/redact.html",
        "Redact words",
        form=form,
        found=found,
        places=_places(found) if found else (),
        redactions=Redaction.objects.select_related(
            "decision__by", "decision__publication"
        ).order_by("-pk")[:50],
    )


def _places(found):
    """[(what, excerpt, address of the desk where it can be read, or "")]"""
    told = []
    for what, excerpt, changeset, of in found.shown():
        address = reverse("review:changeset", args=[changeset]) if changeset else ""
        if of and not changeset and admin.site.is_registered(of[0].model):
            kind, key = of
            name = kind.model._meta
            address = reverse(f"admin:{name.app_label}_{name.model_name}_history", args=[key])
        told.append((what, excerpt, address))
    return told
