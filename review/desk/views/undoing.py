"""Undoing: a decision, or an account's days."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from review import permissions
from review.deciding import undoing
from review.desk import letters, telling
from review.desk.forms import PeriodForm
from review.desk.views.base import desk_page, desk_view
from review.exceptions import Refused
from review.models import (
    Act,
    Decision,
    User,
    Verdict,
)
from review.weighing import reversal


@desk_view(permissions.DECIDE)
def undo(request, number):
    """GET shows what undoing a decision would do, POST with `show` the same of some of its acts;
    any other POST proposes it."""
    decision = get_object_or_404(
        Decision.objects.select_related("by", "publication", "redaction"), pk=number
    )
    verdicts = list(decision.verdicts.select_related("act__changeset__author").order_by("act"))
    posted = set(request.POST.getlist("act"))
    chosen = {v.act_id for v in verdicts if str(v.act_id) in posted}
    if request.method == "POST" and "show" not in request.POST:
        try:
            made = undoing.undo(
                decision, by=request.user, reason=request.POST.get("reason", ""), acts=chosen
            )
        except Refused as error:
            messages.error(request, str(error))
        else:
            return _proposed(request, made)
    whole = reversal.of_decision(decision)
    verdicts = _undoable(verdicts, whole)
    ticked = chosen or _to_tick(verdicts)
    is_whole = ticked >= set(whole.acts)
    return desk_page(
        request,
        "review/undo.html",
        f"Undo decision {number}",
        decision=decision,
        verdicts=verdicts,
        may_undo=any(verdict.is_undoable for verdict in verdicts),
        has_undos=any(verdict.undos or verdict.reopened for verdict in verdicts),
        ticked=ticked,
        reason=request.POST.get("reason", ""),
        gone=undoing.GONE if hasattr(decision, "redaction") else "",
        **telling.shown(whole if is_whole else reversal.of_decision(decision, ticked)),
    )


def _to_tick(verdicts):
    """What one most likely came to undo: what was published; of a mere rejection, that."""
    can = [verdict for verdict in verdicts if verdict.is_undoable]
    approved = {v.act_id for v in can if v.choice == Verdict.Choice.APPROVE}
    return approved or {verdict.act_id for verdict in can}


def _undoable(verdicts, found):
    """The verdicts, each with what became of it: `undos`, `reopened`, and `is_undoable`."""
    undos = telling.undos_of([v.act_id for v in verdicts])
    copies = Act.objects.filter(revises__in=[v.act_id for v in verdicts])
    reopened = {a.revises_id: a for a in copies.exclude(state=Act.State.WITHDRAWN)}
    for verdict in verdicts:
        verdict.undos = undos[verdict.act_id]
        waits_already = any(undo.state == Act.State.PENDING for undo in verdict.undos)
        verdict.reopened = None
        match verdict.choice:
            case Verdict.Choice.APPROVE:
                verdict.is_undoable = verdict.act_id in found.acts and not waits_already
            case Verdict.Choice.REJECT:
                verdict.reopened = reopened.get(verdict.act_id)
                verdict.is_undoable = verdict.reopened is None
            case _:
                verdict.is_undoable = False
    return verdicts


@desk_view(permissions.DECIDE)
def undo_account(request, account):
    """GET with two dates shows what an account published in between; POST proposes to undo it."""
    user = get_object_or_404(User, pk=account)
    today = timezone.now().date()
    month = {"start": today - timedelta(days=30), "end": today}
    form = PeriodForm(request.POST or request.GET or None, initial=month)
    found = {}
    if form.is_bound and form.is_valid():
        start, end = form.instants()
        if request.method == "POST":
            try:
                made = undoing.undo_account(
                    user,
                    start=start,
                    end=end,
                    by=request.user,
                    reason=request.POST.get("reason", ""),
                )
            except Refused as error:
                messages.error(request, str(error))
            else:
                return _proposed(request, [made])
        waits = undoing.waiting_of(user, start, end)
        made = reversal.of_account(user, start, end, besides=waits)
        found = telling.shown(made) | {"waiting": sorted(set(waits.values()))}
    return desk_page(
        request,
        "review/undo_account.html",
        f"Undo the work of {user}",
        account=user,
        form=form,
        reason=request.POST.get("reason", ""),
        **found,
    )


def _proposed(request, changesets):
    letters.deliver(comment__act__changeset__in=changesets)
    letters.deliver(undo__changeset__in=changesets)
    numbers = ", ".join(str(changeset.pk) for changeset in changesets)
    messages.success(request, f"Sent for review as changeset {numbers}. It waits for a verdict.")
    return redirect("review:changeset", changesets[0].pk)
