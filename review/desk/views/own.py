"""Everybody's own work, and what they hear."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_GET

from review import permissions, progress
from review.deciding import trust
from review.desk import asked, waits, work
from review.desk import inbox as inboxes
from review.desk.views.base import desk_page, desk_view, parts_form, posted_from
from review.exceptions import Refused
from review.ids import key_in
from review.models import (
    Act,
    Verdict,
)
from review.models.changeset import LARGE
from review.proposing import drafts, proposals, revising

PAGE = 50


@desk_view(permissions.PROPOSE)
@require_GET
def far(request, key):
    """How far the work is that a form asked for, while its answer is waited for: for the form's own
    script, and without scripts as a page that looks again by itself."""
    words, done, total = progress.far(key) or ("", 0, 0)
    if not request.accepts("text/html"):
        return JsonResponse({"words": words, "done": done, "total": total})
    page = {"words": words, "done": done, "total": total}
    return desk_page(request, "review/far.html", "How far it is", **page)


@desk_view(permissions.PROPOSE)
@require_GET
def mine(request):
    return _mine_page(request, request.GET.get("summary", ""))


def _mine_page(request, summary, chosen=None, status=200):
    """`chosen` are keys of the drafts that are ticked; without it, all are."""
    groups = work.own_work(request.user)
    for act in groups[Act.State.DRAFT]:
        act.is_chosen = chosen is None or act.pk in chosen
    page = desk_page(
        request,
        "review/mine.html",
        "My work",
        drafts=groups[Act.State.DRAFT],
        returned=groups[Act.State.RETURNED],
        pending=groups[Act.State.PENDING],
        decided=work.decided_lately(request.user),
        summary=summary,
    )
    page.status_code = status
    return page


def _own_page(**kwargs):
    return resolve_url("review:mine")


@desk_view(permissions.PROPOSE)
@posted_from(_own_page)
def send(request):
    """Send the chosen drafts as one changeset."""
    chosen = [key for n in request.POST.getlist("act") if (key := key_in(n)) is not None]
    acts = Act.objects.filter(pk__in=chosen, changeset__author=request.user)
    summary = request.POST.get("summary", "")
    if summary.strip() and (page := asked.before(request, acts, summary)):
        return page
    try:
        sent = asked.send(request, acts, summary=summary)
    except Refused as error:
        messages.error(request, str(error))
        return _mine_page(request, summary, chosen, status=409)
    messages.success(request, waits.said_of_sending(sent))
    return redirect("review:changeset", sent.pk)


@desk_view(permissions.PROPOSE)
@posted_from(_own_page)
def withdraw(request, act):
    return _own_act(request, act, proposals.withdraw, "Withdrawn: nothing of it was published.")


@desk_view(permissions.PROPOSE)
def revise(request, act):
    """GET shows the words of one's own open act, as they would be published now, in fields; POST
    keeps them as a draft, and with `send` sends it. With neither `send` nor `keep`, as it stands."""
    found = get_object_or_404(Act.objects.filter(changeset__author=request.user), pk=act)
    if request.method == "POST" and not {"send", "keep"} & set(request.POST):
        words = "A draft was made of it: open what it changes, and send it."
        return _own_act(request, act, drafts.revise, words)
    found = revising.revision_of(found)
    refused = ""
    if found.state not in Act.OPEN:
        refused = f"“{found}” {found.state_said}: there is nothing to revise."
    elif max(found.size, found.changes.count()) > LARGE:
        refused = f"“{found}” is too large to be revised on a page: open what it changes."
    if refused:
        messages.error(request, refused)
        return redirect("review:mine")
    form, is_current = parts_form(
        request,
        found,
        reason="Why do you propose this?",
        help_text="Moderators and readers see it.",
        # A draft has no summary of its own yet: that of what it revises.
        initial=(found if found.sent_at else found.revises or found).changeset.summary,
    )
    if is_current and form.is_valid():
        try:
            draft = revising.put_right(
                found, by=request.user, values=form.values(), seen=form.cleaned_data["seen"]
            )
            if "send" in request.POST:
                summary = form.cleaned_data["reason"]
                if page := asked.before(request, [draft], summary):
                    return page
                sent = trust.send([draft], by=request.user, summary=summary)
                messages.success(request, waits.said_of_sending(sent))
                return redirect("review:changeset", sent.pk)
            messages.success(request, "Kept as a draft: send it from here.")
            return redirect("review:mine")
        except Refused as error:
            messages.error(request, str(error))
    return desk_page(
        request,
        "review/put_right.html",
        "Revise your proposal",
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
def inbox(request):
    """What a person is to hear, newest first; POST marks all as read, or turns letters on or off."""
    own = inboxes.all_of().filter(to=request.user)
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
    page = inboxes.told(own.order_by("-pk")[: PAGE + 1])
    return desk_page(
        request,
        "review/inbox.html",
        "Inbox",
        notices=page[:PAGE],
        following=page[PAGE - 1].pk if len(page) > PAGE else None,
        has_unseen=any(notice.seen_at is None for notice in page),
    )
