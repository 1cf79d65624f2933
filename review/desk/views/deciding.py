"""The queue, and a changeset under review. Each view checks its own permission."""

from collections import Counter

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.views.decorators.http import require_GET

from review import kinds, permissions
from review.deciding import amending, decisions, trust
from review.desk import changesets, letters, reading
from review.desk import queue as queued
from review.desk.once import once
from review.desk.views.base import desk_page, desk_view, parts_form, posted_from
from review.exceptions import Clashes, Refused
from review.ids import key_in
from review.models import (
    Act,
    CannedReason,
    Changeset,
    Endorsement,
    TrustNote,
    Verdict,
)
from review.models.changeset import LARGE
from review.proposing import proposals
from review.weighing import reasons, restricting


@desk_view(permissions.PROPOSE)
@require_GET
def queue(request):
    reason = reasons.named(request.GET.get("because", ""))
    # Once trust is off, what it published before is one click away.
    asks_of_trust = settings.ATTESTED_TRUST != "off" or "trust" in request.GET
    acts, following = queued.queue(
        request.GET.get("after", ""), request.GET.get("type", ""), reason
    )
    grouped, lines = {}, queued.lines(acts)
    for act in acts:
        act.line = lines.get(act.pk)
        grouped.setdefault(act.changeset, []).append(act)
    return desk_page(
        request,
        "review/queue.html",
        "Review queue",
        changesets=grouped.items(),
        following=following,
        types=Act.Type.choices,
        chosen=request.GET.get("type", ""),
        reasons=reasons.said(),
        on_trial=[(tried, queued.so_many(tried)) for tried in reasons.on_trial()],
        because=reason.name if reason else "",
        is_later_page=bool(request.GET.get("after")),
        to_check=trust.to_check()[:20] if asks_of_trust else (),
        would_have=trust.would_have()[:20] if asks_of_trust else (),
        asks_of_trust=asks_of_trust,
        may_decide=permissions.may(request.user, permissions.DECIDE),
    )


@desk_view(permissions.PROPOSE)
@require_GET
def changeset(request, number):
    found = get_object_or_404(
        Changeset.objects.select_related("author"), pk=number, sent_at__isnull=False
    )
    return _changeset_page(request, found)


def _page_of(number):
    return resolve_url("review:changeset", number)


def _page_of_act(act):
    found = get_object_or_404(Act, pk=act, changeset__sent_at__isnull=False)
    return _page_of(found.changeset_id)


def _given(request, name):
    """A part of the address, or of the form that was sent from such a page."""
    return request.POST.get(name) or request.GET.get(name, "")


def _changeset_page(request, found, ticked=None, said=None, status=200):
    """`ticked` maps acts to (choice, reason), `said` to a comment: what was sent and not taken."""
    after, beyond = (key_in(_given(request, name)) or 0 for name in ("after", "beyond"))
    acts, consequences, more_acts = changesets.changeset_acts(found, after, beyond)
    is_own = found.author_id == request.user.pk
    may_decide = (
        permissions.may(request.user, permissions.PUBLISH_DIRECTLY)
        if is_own
        else permissions.may(request.user, permissions.DECIDE)
    )
    pending = [shown.act for shown in acts if shown.is_pending]
    second = restricting.needing_a_second(
        [one.change for shown in acts if shown.is_pending for one in shown.changes]
    )
    for shown in acts:
        shown.ticked = (ticked or {}).get(shown.act.pk, ("", ""))
        shown.comment = (said or {}).get(shown.act.pk, "")
        if not shown.is_pending:
            shown.comment = shown.comment or shown.ticked[1]
        shown.needs_second = shown.act.pk in second
        shown.is_endorsed = any(one.by_id == request.user.pk for one in shown.first_approvals)
    page = desk_page(
        request,
        "review/changeset.html",
        f"Changeset {found.pk}",
        changeset=found,
        acts=acts,
        waiting_acts=len(pending),
        waiting_changes=sum(act.size for act in pending),
        beyond=beyond,
        more_acts=more_acts,
        is_own=is_own,
        has_clashes=any(shown.is_pending and shown.clashes for shown in acts),
        may_decide=may_decide and bool(pending),
        may_undo=permissions.may(request.user, permissions.DECIDE),
        consequences=consequences,
        following=queued.next_in_queue(found, request.user),
        previous=queued.previous_in_queue(found, request.user),
        others=reading.others(found, request.user),
        canned=CannedReason.objects.all(),
    )
    page.status_code = status
    return page


@desk_view(permissions.PROPOSE)
@posted_from(_page_of)
def decide(request, number):
    """The form of a changeset's page: a verdict for each act that got one, or one for all."""
    found = get_object_or_404(
        Changeset.objects.select_related("author"), pk=number, sent_at__isnull=False
    )
    ticked, expect = _ticked(request, found)
    rulings = [decisions.Ruling(act, choice, reason) for act, (choice, reason) in ticked.items()]
    try:
        decision = decisions.decide(
            rulings, by=request.user, reason=request.POST.get("reason", "").strip(), expect=expect
        )
    except Clashes as error:
        for sentence in error.sentences[:5]:
            messages.error(request, sentence)
        return _changeset_page(request, found, ticked, status=409)
    except Refused as error:
        if repeated := _repeated(request.user, ticked):
            messages.info(request, f"You have said so already. {repeated}")
            return redirect("review:changeset", number)
        messages.error(request, str(error))
        return _changeset_page(request, found, ticked, status=409)
    if decision is not None:
        messages.success(request, _said(decision))
        letters.deliver(decision=decision)
    if noted := _noted(request.user, ticked):
        messages.success(request, noted)
    letters.deliver(endorsement__act__changeset=found)
    following = queued.next_in_queue(found, request.user)
    if "next" in request.POST and following:
        return redirect("review:changeset", following)
    return redirect("review:changeset", number)


def _ticked(request, found):
    """({act: (choice, reason)}, {act: the fingerprint that was looked at}) of the form."""
    ticked, expect = {}, {}
    beyond = key_in(_given(request, "beyond")) or 0
    for act in found.acts.filter(pk__gt=beyond).order_by("pk")[: changesets.ACTS_PAGE]:
        choice = request.POST.get(f"verdict-{act.pk}", "")
        if "all" in request.POST and act.state == Act.State.PENDING:
            choice = choice or Verdict.Choice.APPROVE
        if choice not in Verdict.Choice.values:
            continue
        ticked[act.pk] = (choice, _reason_of(request, act.pk))
        seen = request.POST.get(f"fingerprint-{act.pk}", "")
        # A large act was looked at as it was sent; it is re-based when it is decided on.
        if act.size <= LARGE or seen != act.digest:
            expect[act.pk] = seen
    return ticked, expect


def _repeated(user, ticked):
    """What `user` said by giving these very verdicts before, in words: a form that was sent twice."""
    given = Verdict.objects.filter(act__in=ticked, decision__by=user).select_related("decision")
    same = {v.act_id: v.decision for v in given if v.choice == ticked[v.act_id][0]}
    noted = _endorsed(user, ticked)
    if not ticked or set(ticked) - set(same) - {act.pk for act in noted}:
        return ""
    told = [_said(decision) for decision in {*same.values()}]
    return " ".join([*told, _noted(user, ticked)]).strip()


def _endorsed(user, ticked):
    """Those of the ticked acts that `user` approved as the first of two, and that still wait."""
    approved = [key for key, (choice, _) in ticked.items() if choice == Verdict.Choice.APPROVE]
    found = Endorsement.objects.filter(act__in=approved, by=user, act__state=Act.State.PENDING)
    return [one.act for one in found.select_related("act").order_by("act")]


def _noted(user, ticked):
    acts = _endorsed(user, ticked)
    if not acts:
        return ""
    named = ", ".join(f"“{act}”" for act in acts[:5]) + (", and others" if len(acts) > 5 else "")
    return (
        f"Noted as the first of two approvals: {named}. What is protected is published when a "
        "second moderator approves it."
    )


def _reason_of(request, act):
    """What was chosen from the list of reasons, and what was typed beside it."""
    chosen = request.POST.get(f"canned-{act}", "").strip()
    typed = request.POST.get(f"reason-{act}", "").strip()
    return typed if chosen in typed else f"{chosen} {typed}".strip()


def _said(decision):
    done = {"approve": "approved", "return": "returned", "reject": "rejected"}
    given = Counter(decision.verdicts.values_list("choice", flat=True))
    counts = [f"{given[choice]} {word}" for choice, word in done.items() if given[choice]]
    words = f"Decision {decision.pk}: {', '.join(counts)}."
    if hasattr(decision, "publication"):
        words += f" Published as publication {decision.publication.number}."
    return words


@desk_view(permissions.DECIDE)
def amend(request, act):
    """GET shows the words of a pending act in fields; POST approves it as amended."""
    found = get_object_or_404(
        Act.objects.select_related("changeset__author"), pk=act, changeset__sent_at__isnull=False
    )
    refused = ""
    if found.state != Act.State.PENDING:
        refused = f"“{found}” {found.state_said}: there is nothing to amend."
    elif found.size > LARGE:
        refused = f"“{found}” is too large to be amended on a page: return it."
    if refused:
        messages.error(request, refused)
        return redirect("review:changeset", found.changeset_id)
    form, is_current = parts_form(
        request,
        found,
        reason="Why you amended it",
        help_text="Its author and readers of its history see it.",
    )
    if is_current and form.is_valid():
        try:
            decision = amending.amend(
                found,
                by=request.user,
                values=form.values(),
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
            )
        except Refused as error:
            messages.error(request, str(error))
        else:
            if decision is None:
                words = "Amended, and noted as the first of two approvals: it is protected."
                letters.deliver(endorsement__act__changeset=found.changeset)
            else:
                words = f"Decision {decision.pk}: amended and approved."
                letters.deliver(decision=decision)
            messages.success(request, words)
            return redirect("review:changeset", found.changeset_id)
    return desk_page(request, "review/put_right.html", f"Amend: {found}", act=found, form=form)


@desk_view(permissions.PROPOSE)
@posted_from(_page_of_act)
def comment(request, act):
    found = get_object_or_404(
        Act.objects.select_related("changeset__author"), pk=act, changeset__sent_at__isnull=False
    )
    text = request.POST.get("text", "")
    try:
        return _say(request, found)
    except Refused as error:
        messages.error(request, str(error))
        return _changeset_page(request, found.changeset, said={found.pk: text}, status=409)


@once
def _say(request, act):
    said = proposals.comment(act, by=request.user, text=request.POST.get("text", ""))
    letters.deliver(comment=said)
    return redirect("review:changeset", act.changeset_id)


@desk_view(permissions.PROPOSE)
@posted_from(_page_of)
def preview(request, number):
    """Pages as readers will have them if what is ticked is approved. Nothing is written."""
    found = get_object_or_404(Changeset, pk=number, sent_at__isnull=False)
    acts = [
        act
        for act in found.acts.filter(state=Act.State.PENDING)
        if request.POST.get(f"verdict-{act.pk}") == Verdict.Choice.APPROVE
    ]
    plan = decisions.plan(acts)
    pages = [] if plan.clashes else kinds.pages(plan)
    told = changesets.consequences(plan) if acts and not plan.clashes else []
    return desk_page(
        request,
        "review/preview.html",
        f"Changeset {number} as readers will have it",
        changeset=found,
        acts=acts,
        clashes=list(dict.fromkeys(clash.sentence for clash in plan.clashes))[:20],
        consequences=told,
        pages=pages,
        says=bool(told or any(sentences for _, _, sentences in pages)),
    )


@desk_view(permissions.PROPOSE)
@posted_from(_page_of)
def read_on(request, number):
    """A page says that it is still open; the answer names who else has it open."""
    found = get_object_or_404(Changeset, pk=number, sent_at__isnull=False)
    reading.note(found, request.user)
    return JsonResponse({"others": [str(r.by) for r in reading.others(found, request.user)]})


@desk_view(permissions.DECIDE)
@posted_from(lambda note: resolve_url("review:queue"))
def checked(request, note):
    """A moderator looked at what trust had published, and leaves it."""
    try:
        trust.checked(get_object_or_404(TrustNote, pk=note), by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Noted: somebody looked at it.")
    return redirect("review:queue")
