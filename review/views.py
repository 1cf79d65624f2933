"""The moderators' desk and everybody's own work. Each view checks its own permission."""

from collections import Counter
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from review import desk, kinds, permissions, reasons
from review.exceptions import Clashes, Refused
from review.forms import AmendForm, PeriodForm, RedactForm
from review.models import Act, Changeset, Decision, Publication, Redaction, User, Verdict
from review.services import amending, decisions, proposals, redacting, undoing

LATER_SHOWN = 50


def desk_view(permission):
    """For signed-in people with the permission; others get the sign-in page, or a 403."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not permissions.may(request.user, permission):
                raise PermissionDenied(permissions.REFUSALS[permission])
            return view(request, *args, **kwargs)

        return admin.site.admin_view(checked)

    return decorate


def _page(request, template, title, **context):
    return TemplateResponse(
        request, template, {**admin.site.each_context(request), "title": title, **context}
    )


@desk_view(permissions.PROPOSE)
@require_GET
def queue(request):
    reason = reasons.named(request.GET.get("because", ""))
    acts, following = desk.queue(request.GET.get("after", ""), request.GET.get("type", ""), reason)
    grouped = {}
    for act in acts:
        grouped.setdefault(act.changeset, []).append(act)
    return _page(
        request,
        "review/queue.html",
        "Review queue",
        changesets=grouped.items(),
        following=following,
        types=Act.Type.choices,
        chosen=request.GET.get("type", ""),
        reasons=reasons.every(),
        because=reason.name if reason else "",
        is_later_page=bool(request.GET.get("after")),
    )


@desk_view(permissions.PROPOSE)
@require_GET
def changeset(request, number):
    found = get_object_or_404(
        Changeset.objects.select_related("author"), pk=number, sent_at__isnull=False
    )
    return _changeset_page(request, found)


def _changeset_page(request, found, ticked=None, status=200):
    after = request.GET.get("after", "0")
    acts, consequences = desk.changeset_acts(found, int(after) if after.isdecimal() else 0)
    is_own = found.author_id == request.user.pk
    may_decide = (
        permissions.may(request.user, permissions.PUBLISH_DIRECTLY)
        if is_own
        else permissions.may(request.user, permissions.DECIDE)
    )
    waiting_acts, waiting_changes = desk.waiting(found)
    for shown in acts:
        shown.ticked = (ticked or {}).get(shown.act.pk, ("", ""))
    page = _page(
        request,
        "review/changeset.html",
        f"Changeset {found.pk}",
        changeset=found,
        acts=acts,
        waiting_acts=waiting_acts,
        waiting_changes=waiting_changes,
        is_own=is_own,
        may_decide=may_decide and bool(waiting_acts),
        may_undo=permissions.may(request.user, permissions.DECIDE),
        consequences=consequences,
        following=desk.next_in_queue(found, request.user),
    )
    page.status_code = status
    return page


@desk_view(permissions.PROPOSE)
@require_POST
def decide(request, number):
    """The form of a changeset's page: a verdict for each act that got one, or one for all."""
    found = get_object_or_404(
        Changeset.objects.select_related("author"), pk=number, sent_at__isnull=False
    )
    ticked, expect = {}, {}
    for act in found.acts.all():
        choice = request.POST.get(f"verdict-{act.pk}", "")
        if "all" in request.POST and act.state == Act.State.PENDING:
            choice = Verdict.Choice.APPROVE
        if choice in Verdict.Choice.values:
            ticked[act.pk] = (choice, request.POST.get(f"reason-{act.pk}", "").strip())
            if request.POST.get(f"fingerprint-{act.pk}"):
                expect[act.pk] = request.POST[f"fingerprint-{act.pk}"]
    rulings = [decisions.Ruling(act, choice, reason) for act, (choice, reason) in ticked.items()]
    try:
        decision = decisions.decide(
            rulings, by=request.user, reason=request.POST.get("reason", "").strip(), expect=expect
        )
    except Clashes as error:
        for clash in error.clashes[:5]:
            messages.error(request, clash.sentence)
        return _changeset_page(request, found, ticked, status=409)
    except Refused as error:
        messages.error(request, str(error))
        return _changeset_page(request, found, ticked, status=409)
    messages.success(request, _said(decision, rulings))
    following = desk.next_in_queue(found, request.user)
    if "next" in request.POST and following:
        return redirect("review:changeset", following)
    return redirect("review:changeset", number)


def _said(decision, rulings):
    done = {"approve": "approved", "return": "returned", "reject": "rejected"}
    counts = [
        f"{sum(r.choice == choice for r in rulings)} {word}"
        for choice, word in done.items()
        if any(r.choice == choice for r in rulings)
    ]
    words = f"Decision {decision.pk}: {', '.join(counts)}."
    if hasattr(decision, "publication"):
        words += f" Published as publication {decision.publication.number}."
    return words


@desk_view(permissions.PROPOSE)
@require_GET
def mine(request):
    groups = desk.own_work(request.user)
    return _page(
        request,
        "review/mine.html",
        "My work",
        drafts=groups[Act.State.DRAFT],
        returned=groups[Act.State.RETURNED],
        pending=groups[Act.State.PENDING],
        decided=desk.decided_lately(request.user),
        summary=request.GET.get("summary", ""),
    )


@desk_view(permissions.PROPOSE)
@require_POST
def send(request):
    """Send the chosen drafts as one changeset."""
    chosen = [n for n in request.POST.getlist("act") if n.isdecimal()]
    acts = Act.objects.filter(pk__in=chosen, changeset__author=request.user)
    try:
        sent = proposals.send(acts, by=request.user, summary=request.POST.get("summary", ""))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("review:mine")
    messages.success(request, f"Sent for review as changeset {sent.pk}. It is kept, and waits.")
    return redirect("review:changeset", sent.pk)


@desk_view(permissions.PROPOSE)
@require_POST
def withdraw(request, act):
    return _own_act(request, act, proposals.withdraw, "Withdrawn: nothing of it was published.")


@desk_view(permissions.PROPOSE)
@require_POST
def revise(request, act):
    return _own_act(
        request, act, proposals.revise, "A draft was made of it: open what it changes, and send it."
    )


def _own_act(request, act, service, words):
    found = get_object_or_404(Act.objects.filter(changeset__author=request.user), pk=act)
    try:
        service(found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("review:mine")


@desk_view(permissions.PROPOSE)
@require_POST
def comment(request, act):
    found = get_object_or_404(Act, pk=act, changeset__sent_at__isnull=False)
    try:
        proposals.comment(found, by=request.user, text=request.POST.get("text", ""))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("review:changeset", found.changeset_id)


@desk_view(permissions.DECIDE)
def amend(request, act):
    """GET shows the words of a pending act in fields; POST approves it as amended."""
    found = get_object_or_404(
        Act.objects.select_related("changeset__author"), pk=act, changeset__sent_at__isnull=False
    )
    refused = ""
    if found.state != Act.State.PENDING:
        refused = f"This act is {found.get_state_display()}: there is nothing to amend."
    elif found.size > desk.LARGE:
        refused = "This act is too large to be amended on a page: return it."
    if refused:
        messages.error(request, refused)
        return redirect("review:changeset", found.changeset_id)
    form = AmendForm(request.POST or None, parts=amending.as_it_would_be(found))
    if request.method == "POST" and form.is_valid():
        try:
            decision = amending.amend(
                found, by=request.user, values=form.values(), reason=form.cleaned_data["reason"]
            )
        except Refused as error:
            messages.error(request, str(error))
        else:
            words = f"Decision {decision.pk}: amended and approved."
            messages.success(request, words)
            return redirect("review:changeset", found.changeset_id)
    return _page(request, "review/amend.html", f"Amend act {found.pk}", act=found, form=form)


@desk_view(permissions.DECIDE)
def undo(request, number):
    """GET shows what undoing a decision would do; POST proposes it."""
    decision = get_object_or_404(Decision.objects.select_related("by", "publication"), pk=number)
    verdicts = list(decision.verdicts.select_related("act__changeset__author").order_by("act"))
    known = {str(verdict.act_id) for verdict in verdicts}
    chosen = {n for n in request.POST.getlist("act") if n in known}
    if request.method == "POST":
        try:
            made = undoing.undo(
                decision,
                by=request.user,
                reason=request.POST.get("reason", ""),
                acts={int(n) for n in chosen},
            )
        except Refused as error:
            messages.error(request, str(error))
        else:
            return _proposed(request, made)
    return _page(
        request,
        "review/undo.html",
        f"Undo decision {number}",
        decision=decision,
        verdicts=verdicts,
        chosen={int(n) for n in chosen} if request.method == "POST" else None,
        reason=request.POST.get("reason", ""),
        **_reversal(undoing.of_decision(decision)),
    )


@desk_view(permissions.DECIDE)
def undo_account(request, account):
    """GET with two dates shows what an account published in between; POST proposes to undo it."""
    user = get_object_or_404(User, pk=account)
    form = PeriodForm(request.POST or request.GET or None)
    found = {}
    if form.is_bound and form.is_valid():
        start, end = form.instants()
        found = _reversal(undoing.of_account(user, start, end))
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
    return _page(
        request,
        "review/undo_account.html",
        f"Undo the work of {user}",
        account=user,
        form=form,
        reason=request.POST.get("reason", ""),
        **found,
    )


@desk_view(permissions.OPERATE)
def redact(request):
    """A form for words; POST tells where they stand, and with `confirm` blanks them."""
    form = RedactForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            found = redacting.find(words)
            if "confirm" in request.POST:
                decision = redacting.redact(
                    words, by=request.user, reason=form.cleaned_data["reason"]
                )
                number = decision.publication.number
                messages.success(request, f"Blanked, and published as publication {number}.")
                return redirect("review:redact")
        except Refused as error:
            messages.error(request, str(error))
    return _page(
        request,
        "review/redact.html",
        "Redact words",
        form=form,
        found=found,
        redactions=Redaction.objects.select_related(
            "decision__by", "decision__publication"
        ).order_by("-pk")[:50],
    )


def _reversal(reversal):
    """What the pages tell of a `Reversal`."""
    counts = Counter((str(c.op), kinds.get(c.subject.kind).noun) for c in reversal.changes)
    verbs = {"create": "brought back", "update": "set back", "delete": "removed"}
    titles = desk.titles_of({str(key) for _, key in reversal.stays})
    return {
        "effects": [
            (n, noun, verbs[op]) for (op, noun), n in sorted(counts.items(), key=lambda c: c[0])
        ],
        "stays": [(kind.noun, titles.get(str(key), "")) for kind, key in reversal.stays],
        "later": list(
            Publication.objects.filter(number__in=reversal.later[:LATER_SHOWN])
            .select_related("decision__by")
            .prefetch_related("decision__verdicts__act")
            .order_by("number")
        ),
        "later_count": len(reversal.later),
    }


def _proposed(request, changesets):
    numbers = ", ".join(str(changeset.pk) for changeset in changesets)
    messages.success(request, f"Sent for review as changeset {numbers}. It waits for a verdict.")
    return redirect("review:changeset", changesets[0].pk)
