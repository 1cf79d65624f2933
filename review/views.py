"""The moderators' desk and everybody's own work. Each view checks its own permission."""

from collections import Counter
from functools import wraps

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from review import desk, kinds, permissions, reading, reasons, reversal, telling, traces, waits
from review.exceptions import Clashes, Moved, Refused
from review.forms import PartsForm, PeriodForm, RedactForm, RestrictForm
from review.ids import key_in
from review.models import (
    Act,
    CannedReason,
    Changeset,
    Decision,
    Redaction,
    Restriction,
    Subject,
    TrustNote,
    User,
    Verdict,
)
from review.services import (
    amending,
    decisions,
    notices,
    proposals,
    rebasing,
    redacting,
    restricting,
    revising,
    trust,
    undoing,
)


def desk_view(*permitted):
    """For signed-in people with one of the permissions; others get the sign-in page, or a 403."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not any(permissions.may(request.user, permission) for permission in permitted):
                raise PermissionDenied(permissions.REFUSALS[permitted[0]])
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
    # Once trust is off, what it published before is one click away.
    asks_of_trust = settings.ATTESTED_TRUST != "off" or "trust" in request.GET
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
        reasons=reasons.said(),
        on_trial=[(tried, desk.so_many(tried)) for tried in reasons.on_trial()],
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


def _given(request, name):
    """A part of the address, or of the form that was sent from such a page."""
    return request.POST.get(name) or request.GET.get(name, "")


def _changeset_page(request, found, ticked=None, status=200):
    after, beyond = (key_in(_given(request, name)) or 0 for name in ("after", "beyond"))
    acts, consequences, more_acts = desk.changeset_acts(found, after, beyond)
    is_own = found.author_id == request.user.pk
    may_decide = (
        permissions.may(request.user, permissions.PUBLISH_DIRECTLY)
        if is_own
        else permissions.may(request.user, permissions.DECIDE)
    )
    pending = [shown.act for shown in acts if shown.is_pending]
    for shown in acts:
        shown.ticked = (ticked or {}).get(shown.act.pk, ("", ""))
    page = _page(
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
        may_decide=may_decide and bool(pending),
        may_undo=permissions.may(request.user, permissions.DECIDE),
        consequences=consequences,
        following=desk.next_in_queue(found, request.user),
        previous=desk.previous_in_queue(found, request.user),
        others=reading.others(found, request.user),
        canned=CannedReason.objects.all(),
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
    beyond = key_in(_given(request, "beyond")) or 0
    for act in found.acts.filter(pk__gt=beyond).order_by("pk")[: desk.ACTS_PAGE]:
        choice = request.POST.get(f"verdict-{act.pk}", "")
        if "all" in request.POST and act.state == Act.State.PENDING:
            choice = Verdict.Choice.APPROVE
        if choice in Verdict.Choice.values:
            ticked[act.pk] = (choice, _reason_of(request, act.pk))
            seen = request.POST.get(f"fingerprint-{act.pk}", "")
            # A large act was looked at as it was sent; it is re-based when it is decided on.
            if act.size <= desk.LARGE or seen != act.digest:
                expect[act.pk] = seen
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
        if given := _given_already(request.user, ticked):
            messages.info(request, f"You have said so already. {_said(given)}")
            return redirect("review:changeset", number)
        messages.error(request, str(error))
        return _changeset_page(request, found, ticked, status=409)
    if decision is None:
        messages.success(
            request,
            "Noted as the first approval. It is protected: a second moderator's publishes it.",
        )
    else:
        messages.success(request, _said(decision))
        notices.deliver(decision=decision)
    notices.deliver(endorsement__act__changeset=found)
    following = desk.next_in_queue(found, request.user)
    if "next" in request.POST and following:
        return redirect("review:changeset", following)
    return redirect("review:changeset", number)


def _given_already(user, ticked):
    """The decision by which `user` gave these very verdicts before: a form that was sent twice."""
    given = Verdict.objects.filter(act__in=ticked, decision__by=user).select_related("decision")
    same = [v for v in given if v.choice == ticked[v.act_id][0]]
    found = {v.decision for v in same}
    return found.pop() if ticked and len(same) == len(ticked) and len(found) == 1 else None


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
    chosen = [key for n in request.POST.getlist("act") if (key := key_in(n)) is not None]
    acts = Act.objects.filter(pk__in=chosen, changeset__author=request.user)
    try:
        sent = trust.send(acts, by=request.user, summary=request.POST.get("summary", ""))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("review:mine")
    messages.success(request, said_of_sending(sent))
    return redirect("review:changeset", sent.pk)


def said_of_sending(changeset):
    """What an author is told once a changeset is sent."""
    states = set(changeset.acts.values_list("state", flat=True))
    if states == {Act.State.APPROVED}:
        return f"Changeset {changeset.pk} was published at once: you are trusted with this work."
    words = f"Sent for review as changeset {changeset.pk}. It is kept, and waits."
    return f"{words} {waits.sentence(changeset)}"


@desk_view(permissions.PROPOSE)
@require_POST
def withdraw(request, act):
    return _own_act(request, act, proposals.withdraw, "Withdrawn: nothing of it was published.")


@desk_view(permissions.PROPOSE)
def revise(request, act):
    """GET shows the words of one's own open act, as they would be published now, in fields; POST
    keeps them as a draft, and with `send` sends it. With neither `send` nor `keep`, as it stands."""
    found = get_object_or_404(Act.objects.filter(changeset__author=request.user), pk=act)
    if request.method == "POST" and not {"send", "keep"} & set(request.POST):
        words = "A draft was made of it: open what it changes, and send it."
        return _own_act(request, act, proposals.revise, words)
    found = revising.revision_of(found)
    refused = ""
    if found.state not in Act.OPEN:
        refused = f"This act is {found.get_state_display()}: there is nothing to revise."
    elif max(found.size, found.changes.count()) > desk.LARGE:
        refused = "This act is too large to be revised on a page: open what it changes."
    if refused:
        messages.error(request, refused)
        return redirect("review:mine")
    form, is_current = _parts_form(
        request,
        found,
        reason="Why do you propose this?",
        help_text="Moderators and readers see it.",
        initial=(found.revises or found).changeset.summary,
    )
    if is_current and form.is_valid():
        try:
            draft = revising.put_right(
                found, by=request.user, values=form.values(), seen=form.cleaned_data["seen"]
            )
            if "send" in request.POST:
                sent = trust.send([draft], by=request.user, summary=form.cleaned_data["reason"])
                messages.success(request, said_of_sending(sent))
                return redirect("review:changeset", sent.pk)
            messages.success(request, "Kept as a draft: send it from here.")
            return redirect("review:mine")
        except Refused as error:
            messages.error(request, str(error))
    return _page(
        request,
        "review/put_right.html",
        f"Revise “{found}”"[:120],
        act=found,
        form=form,
        is_own=True,
        given=_return_of(found),
    )


def _return_of(act):
    """The verdict by which an act came back to its author, or the one that it revises."""
    returned = Verdict.objects.filter(
        act__in=[act.pk, act.revises_id], choice=Verdict.Choice.RETURN
    )
    return returned.select_related("decision__by").order_by("-pk").first()


def _parts_form(request, act, **words):
    """(the form of an act's parts on what is live, whether a posted one was opened on the same)."""
    found, fingerprint = rebasing.parts(act)
    if request.method != "POST":
        return PartsForm(parts=found, seen=fingerprint, **words), False
    data = request.POST.copy()
    is_current = data.get("seen") == fingerprint
    if not is_current:
        messages.error(request, str(Moved()))
        data["seen"] = fingerprint
    return PartsForm(data, parts=found, seen=fingerprint, **words), is_current


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
        said = proposals.comment(found, by=request.user, text=request.POST.get("text", ""))
        notices.deliver(comment=said)
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
    form, is_current = _parts_form(
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
                notices.deliver(endorsement__act__changeset=found.changeset)
            else:
                words = f"Decision {decision.pk}: amended and approved."
                notices.deliver(decision=decision)
            messages.success(request, words)
            return redirect("review:changeset", found.changeset_id)
    return _page(request, "review/put_right.html", f"Amend act {found.pk}", act=found, form=form)


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
    found = reversal.of_decision(decision, chosen or None)
    whole = reversal.of_decision(decision) if chosen else found
    return _page(
        request,
        "review/undo.html",
        f"Undo decision {number}",
        decision=decision,
        verdicts=_undoable(verdicts, whole),
        may_undo=any(verdict.is_undoable for verdict in verdicts),
        has_undos=any(verdict.undos or verdict.reopened for verdict in verdicts),
        chosen=chosen if request.method == "POST" else None,
        reason=request.POST.get("reason", ""),
        gone=undoing.GONE if hasattr(decision, "redaction") else "",
        **telling.shown(found),
    )


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
    form = PeriodForm(request.POST or request.GET or None)
    found = {}
    if form.is_bound and form.is_valid():
        start, end = form.instants()
        made = reversal.of_account(user, start, end)
        found = telling.shown(made) | {"waiting": sorted(set(undoing.waiting(made.acts).values()))}
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


INBOX_PAGE = 50


@desk_view(permissions.PROPOSE)
def inbox(request):
    """What a person is to hear, newest first; POST marks all as read, or turns letters on or off."""
    own = notices.all_of().filter(to=request.user)
    if request.method == "POST":
        if "letters" in request.POST:
            request.user.by_mail = request.POST["letters"] == "on"
            request.user.save(update_fields=["by_mail"])
        else:
            own.filter(seen_at=None).update(seen_at=timezone.now())
        return redirect("review:inbox")
    before = key_in(request.GET.get("before", ""))
    if before is not None:
        own = own.filter(pk__lt=before)
    page = notices.told(own.order_by("-pk")[: INBOX_PAGE + 1])
    return _page(
        request,
        "review/inbox.html",
        "Inbox",
        notices=page[:INBOX_PAGE],
        following=page[INBOX_PAGE - 1].pk if len(page) > INBOX_PAGE else None,
        has_unseen=any(notice.seen_at is None for notice in page),
    )


@desk_view(permissions.PROPOSE)
@require_GET
def contributor(request, account):
    """A person's proposals with their verdicts and reasons, newest first."""
    person = get_object_or_404(User, pk=account)
    acts, following = desk.work_of(person, key_in(request.GET.get("before", "")))
    return _page(
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
    return _page(
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
    page = list(found[: INBOX_PAGE + 1])
    following = page[INBOX_PAGE - 1].pk if len(page) > INBOX_PAGE else None
    page = page[:INBOX_PAGE]
    titles = desk.titles_of({str(r.subject_id) for r in page if r.subject_id})
    now = timezone.now()
    for held in page:
        held.title = titles.get(str(held.subject_id), "")
        held.noun = kinds.get(held.subject.kind).noun if held.subject else ""
        held.holds = held.lifted_at is None and (held.until is None or held.until > now)
        held.may_lift = held.holds and restricting.may_restrict(request.user, held.what)
    return _page(
        request,
        "review/restrictions.html",
        "Protected and blocked",
        restrictions=page,
        following=following,
    )


@desk_view(permissions.DECIDE, permissions.OPERATE)
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
            notices.deliver(restriction=held)
            messages.success(request, "It holds from now on.")
            return redirect("review:restrictions")
    title = str(account) if account else desk.titles_of({str(subject.pk)}).get(str(subject.pk), "")
    noun = "account" if account else kinds.get(subject.kind).noun
    return _page(request, "review/restrict.html", f"Restrict: {noun} {title}"[:120], form=form)


def _restricted(request):
    """(subject, None) or (None, account) that the address names; 404 for anything else."""
    account = key_in(request.GET.get("account", ""))
    if account is not None:
        return None, get_object_or_404(User, pk=account)
    return get_object_or_404(Subject, anchor=request.GET.get("anchor", "")), None


@desk_view(permissions.DECIDE, permissions.OPERATE)
@require_POST
def lift(request, restriction):
    try:
        held = restricting.lift(get_object_or_404(Restriction, pk=restriction), by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        notices.deliver(lifted=held)
        messages.success(request, "Lifted: it no longer holds.")
    return redirect("review:restrictions")


@desk_view(permissions.DECIDE)
@require_POST
def checked(request, note):
    """A moderator looked at what trust had published, and leaves it."""
    try:
        trust.checked(get_object_or_404(TrustNote, pk=note), by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Noted: somebody looked at it.")
    return redirect("review:queue")


@desk_view(permissions.PROPOSE)
@require_POST
def read_on(request, number):
    """A page says that it is still open; the answer names who else has it open."""
    found = get_object_or_404(Changeset, pk=number, sent_at__isnull=False)
    reading.note(found, request.user)
    return JsonResponse({"others": [str(r.by) for r in reading.others(found, request.user)]})


@desk_view(permissions.PROPOSE)
@require_POST
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
    return _page(
        request,
        "review/preview.html",
        f"Changeset {number} as readers will have it",
        changeset=found,
        acts=acts,
        clashes=plan.clashes[:20],
        consequences=desk.consequences(plan) if acts and not plan.clashes else [],
        pages=pages,
    )


def _proposed(request, changesets):
    notices.deliver(comment__act__changeset__in=changesets)
    numbers = ", ".join(str(changeset.pk) for changeset in changesets)
    messages.success(request, f"Sent for review as changeset {numbers}. It waits for a verdict.")
    return redirect("review:changeset", changesets[0].pk)
