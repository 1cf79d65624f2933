"""People hear of what was decided on their work or against it, by whom, why, and what to do next."""

import logging
from collections import defaultdict
from datetime import timedelta
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from review import desk, permissions, waits
from review.models import Act, Comment, Notice, Undone, User, Verdict

log = logging.getLogger(__name__)
AT_ONCE = 200
# Who took letters has so long to send them: then they are taken again.
TAKEN = timedelta(minutes=30)
# A server refused this letter, and may well take the next one. Most are a wrong address.
REFUSED = (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError, ValueError)
REFUSALS = 5
DIGEST_SHOWN = 10
UNDONE_SHOWN = 10
NEXT = {
    Verdict.Choice.APPROVE: "Readers see it now.",
    Verdict.Choice.RETURN: "It is yours again: revise it in My work, and send it.",
    Verdict.Choice.REJECT: "Nothing was published. You can answer in the conversation.",
}
UNDONE = (
    "Readers no longer see it so. What differs stands there: answer in the conversation, or "
    "propose it again, put right."
)
OPENED = "It waits for a verdict again: you need do nothing, and can answer in the conversation."
FIRST = "It is protected: a second moderator’s approval publishes it. You need do nothing."
BLOCKED = (
    "What you sent before is kept, and is still decided on. If you think that it is a mistake, "
    "write to a moderator."
)
# How the comment begins with which a rejected act is opened again.
OPENED_AGAIN = "Opened again: "
LIFTED = "You can propose again; what you had begun is in My work."


class Told(NamedTuple):
    """What a notice says of one thing. `changeset` is where it stands, if anywhere."""

    title: str
    changeset: int | None
    done: str
    reason: str
    next: str


def of_decision(decision, authors, batch):
    """A notice for each of these people (their keys), whose work somebody else decided on, or
    undid; into `batch`."""
    batch.insert(Notice(to_id=key, decision=decision) for key in sorted(authors))


def of_comment(comment):
    """Keep a notice for the author of the act, and for who spoke on it, or on what it revises."""
    hearing = {*_spoke(comment.act), comment.act.changeset.author_id} - {comment.by_id}
    Notice.objects.bulk_create(Notice(to_id=key, comment=comment) for key in sorted(hearing))


def _spoke(act):
    """Keys of those whom the conversation shows: who commented, and who returned it."""
    with connection.cursor() as cursor:
        cursor.execute(desk.EARLIER, [[act.pk]])
        line = {act.pk, *(earlier for _, earlier in cursor.fetchall())}
    said = Comment.objects.filter(act__in=line).values_list("by", flat=True)
    returned = Verdict.objects.filter(act__in=line, choice=Verdict.Choice.RETURN)
    return {*said, *returned.values_list("decision__by", flat=True)}


def of_endorsement(endorsement, author):
    """Keep a notice for the author (their key) of an act that a first of two moderators approved."""
    Notice.objects.create(to_id=author, endorsement=endorsement)


def of_block(restriction):
    """Keep a notice for who was blocked."""
    Notice.objects.create(to_id=restriction.account_id, restriction=restriction)


def of_lifting(restriction):
    """Keep a notice for who was blocked, and is no more."""
    Notice.objects.create(to_id=restriction.account_id, lifted=restriction)


def told(notices):
    """The notices, each with `at`, `by` and its `sentences`, which are `Told`."""
    notices = list(notices)
    on_decisions = _of_decisions([notice for notice in notices if notice.decision_id])
    for notice in notices:
        if notice.decision_id:
            notice.at, notice.by = notice.decision.at, notice.decision.by
            notice.sentences = on_decisions[notice.decision_id, notice.to_id]
        elif notice.comment_id:
            notice.at, notice.by = notice.comment.at, notice.comment.by
            notice.sentences = [_of_comment(notice.comment)]
        elif notice.endorsement_id:
            first = notice.endorsement
            notice.at, notice.by = first.at, first.by
            notice.sentences = [
                Told(
                    first.act.title,
                    first.act.changeset_id,
                    "approved as the first of two",
                    "",
                    FIRST,
                )
            ]
        elif notice.restriction_id:
            held = notice.restriction
            notice.at, notice.by = held.at, held.by
            done = f"blocked you from proposing {held.ending}"
            notice.sentences = [Told("", None, done, held.reason, BLOCKED)]
        else:
            notice.at, notice.by = notice.lifted.lifted_at, notice.lifted.lifted_by
            done = "lifted the block of your account"
            notice.sentences = [Told("", None, done, "", LIFTED)]
    return notices


def _of_decisions(notices):
    """{(decision, person): [`Told`]} of notices about decisions."""
    found = defaultdict(list)
    verdicts = Verdict.objects.filter(
        decision__in={n.decision_id for n in notices},
        act__changeset__author__in={n.to_id for n in notices},
    ).select_related("act__changeset", "decision__by")
    for verdict in verdicts.order_by("act"):
        key = verdict.decision_id, verdict.act.changeset.author_id
        found[key].append(_of_verdict(verdict))
    links = Undone.objects.filter(
        undo__verdict__decision__in={n.decision_id for n in notices},
        undo__verdict__choice=Verdict.Choice.APPROVE,
        undo__verdict__decision__publication__isnull=False,
        act__changeset__author__in={n.to_id for n in notices},
    ).exclude(act__changeset__author=F("undo__changeset__author"))
    undone = defaultdict(list)
    for link in links.select_related(
        "act__changeset", "undo__verdict", "undo__changeset__author"
    ).order_by("act"):
        undone[link.undo.verdict.decision_id, link.act.changeset.author_id].append(link)
    for key, own in undone.items():
        found[key] += [_of_undone(link) for link in own[:UNDONE_SHOWN]]
        if len(own) > UNDONE_SHOWN:
            more = f"{len(own) - UNDONE_SHOWN} more acts of yours"
            found[key].append(_of_undone(own[0])._replace(title=more, reason="", next=""))
    return found


def _of_undone(link):
    undo = link.undo.changeset
    done = f"undid (proposed by {undo.author})"
    return Told(link.act.title, undo.pk, done, undo.summary, UNDONE)


def _of_comment(said):
    revised = said.act.revises
    if revised and revised.state == Act.State.REJECTED and said.text.startswith(OPENED_AGAIN):
        reason = said.text.removeprefix(OPENED_AGAIN)
        return Told(said.act.title, said.act.changeset_id, "opened again", reason, OPENED)
    return Told(said.act.title, said.act.changeset_id, "commented on", said.text, "")


def _of_verdict(verdict):
    done = {"approve": "approved", "return": "returned", "reject": "rejected"}[verdict.choice]
    if verdict.act.amended_by_id:
        done = "amended and approved"
    reason = verdict.reason or verdict.decision.reason
    next_step = NEXT[verdict.choice]
    if verdict.act.state == Act.State.SUPERSEDED:
        next_step = "You have revised it since."
    return Told(verdict.act.title, verdict.act.changeset_id, done, reason, next_step)


def all_of():
    return Notice.objects.select_related(
        "to",
        "decision__by",
        "comment__by",
        "comment__act__revises",
        "endorsement__by",
        "endorsement__act",
        "restriction__by",
        "lifted__lifted_by",
    )


def deliver(**wanted):
    """Send unsent notices by e-mail, a letter each; returns how many went. Never in a transaction.

    What a server refuses is tried again a few times, after all others. One that does not answer
    leaves them for the next time (`manage.py send_letters`).
    """
    notices, sent = told(all_of().filter(pk__in=_take(wanted)).order_by("refusals", "id")), 0
    letters = [n for n in notices if n.to.email and n.to.by_mail and n.to.is_active]
    unwanted = [n.pk for n in notices if n not in letters]
    Notice.objects.filter(pk__in=unwanted).update(mailed_at=timezone.now())
    if letters:
        try:
            with get_connection() as server:
                for notice in letters:
                    sent += _mail(notice, server)
        except OSError as error:
            log.warning("Letters were not sent: %s. `manage.py send_letters` tries again.", error)
            left = Notice.objects.filter(pk__in=[n.pk for n in letters], mailed_at=None)
            left.update(taken_at=None)
    return sent


@transaction.atomic
def _take(wanted):
    """Keys of notices whose letters nobody else sends now."""
    now = timezone.now()
    free = Q(taken_at=None) | Q(taken_at__lt=now - TAKEN)
    due = Notice.objects.filter(free, mailed_at=None, refusals__lt=REFUSALS, **wanted)
    due = due.select_for_update(of=["self"], skip_locked=True).order_by("refusals", "id")
    keys = [notice.pk for notice in due[:AT_ONCE]]
    Notice.objects.filter(pk__in=keys).update(taken_at=now)
    return keys


def _mail(notice, server):
    """Send the letter of a notice; whether the server took it."""
    is_taken = _is_taken(_letter(notice, server), f"notice {notice.pk}")
    own = Notice.objects.filter(pk=notice.pk)
    if is_taken:
        own.update(mailed_at=timezone.now())
    else:
        own.update(refusals=F("refusals") + 1)
    return is_taken


def _is_taken(letter, about):
    try:
        letter.send()
    except REFUSED as error:
        log.warning("The letter of %s was refused: %s.", about, error)
        return False
    return True


def _letter(notice, server):
    parts, site = [], settings.ATTESTED_URL
    for told in notice.sentences:
        lines = [f"{notice.by} {told.done}{': ' if told.title else '.'}{told.title}"]
        lines += [f"“{told.reason}”"] if told.reason else []
        lines += [told.next] if told.next else []
        if told.changeset:
            lines.append(f"{site}/admin/review/changesets/{told.changeset}/")
        parts.append("\n".join(lines))
    first = (
        notice.sentences[0] if notice.sentences else Told("What you proposed", 0, "decided", "", "")
    )
    done = first.done[:1].upper() + first.done[1:]
    subject = f"{done}: {first.title}" if first.title else done
    parts.append(f"Your inbox, where letters can be turned off: {site}/admin/review/inbox/")
    subject = " ".join(subject.split())[:200]
    return EmailMessage(subject, "\n\n".join(parts), None, [notice.to.email], connection=server)


def send_digest():
    """Send each moderator who wants letters what waits for a verdict; returns how many went."""
    page, more = desk.queue()
    if not page:
        return 0
    lines = [
        f"{len(page)}{' and more' if more else ''} act{'s' * (len(page) != 1)} wait for a verdict."
    ]
    wait = waits.lately()
    if wait:
        lines.append(
            f"The median wait was {waits.in_words(wait.median)} in the last 30 days, "
            f"{waits.in_words(wait.slow)} for the slowest twentieth."
        )
    lines.append("")
    for act in page[:DIGEST_SHOWN]:
        because = f" ({', '.join(act.reasons)})" if act.reasons else ""
        lines.append(f"{act.changeset.author}: {act.title}{because}")
        lines.append(f"  {settings.ATTESTED_URL}/admin/review/changesets/{act.changeset_id}/")
    people = User.objects.filter(is_active=True, by_mail=True).exclude(email="")
    sent = 0
    with get_connection() as server:
        for person in people:
            if permissions.may(person, permissions.DECIDE):
                letter = EmailMessage(
                    "What waits for review",
                    "\n".join(lines),
                    None,
                    [person.email],
                    connection=server,
                )
                sent += _is_taken(letter, f"what waits, to account {person.pk},")
    return sent
