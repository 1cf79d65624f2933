"""The author hears: what was decided, by whom, why, and what to do next."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from review import desk, permissions, waits
from review.models import Act, Comment, Notice, User, Verdict

log = logging.getLogger(__name__)
AT_ONCE = 200
DIGEST_SHOWN = 10
NEXT = {
    Verdict.Choice.APPROVE: "Readers see it now.",
    Verdict.Choice.RETURN: "It is yours again: revise it in My work, and send it.",
    Verdict.Choice.REJECT: "Nothing was published. You can answer in the conversation.",
}


def of_decision(decision, authors, batch):
    """A notice for each author (their keys) of what somebody else decided on, into `batch`."""
    batch.insert(Notice(to_id=key, decision=decision) for key in sorted(authors))


def of_comment(comment):
    """Keep a notice for the author of the act, and for who spoke there before."""
    spoke = Comment.objects.filter(act=comment.act).values_list("by", flat=True)
    hearing = {*spoke, comment.act.changeset.author_id} - {comment.by_id}
    Notice.objects.bulk_create(Notice(to_id=key, comment=comment) for key in sorted(hearing))


def told(notices):
    """The notices, each with `sentences`: [(title, changeset, what, reason, what next)]."""
    notices = list(notices)
    given = {}
    verdicts = Verdict.objects.filter(
        decision__in={n.decision_id for n in notices if n.decision_id},
        act__changeset__author__in={n.to_id for n in notices},
    ).select_related("act__changeset", "decision__by")
    for verdict in verdicts.order_by("act"):
        key = verdict.decision_id, verdict.act.changeset.author_id
        given.setdefault(key, []).append(verdict)
    for notice in notices:
        if notice.decision_id:
            notice.at, notice.by = notice.decision.at, notice.decision.by
            notice.sentences = [
                _of_verdict(v) for v in given.get((notice.decision_id, notice.to_id), ())
            ]
        else:
            said = notice.comment
            notice.at, notice.by = said.at, said.by
            notice.sentences = [
                (said.act.title, said.act.changeset_id, "commented on", said.text, "")
            ]
    return notices


def _of_verdict(verdict):
    done = {"approve": "approved", "return": "returned", "reject": "rejected"}[verdict.choice]
    if verdict.act.amended_by_id:
        done = "amended and approved"
    reason = verdict.reason or verdict.decision.reason
    next_step = NEXT[verdict.choice]
    if verdict.act.state == Act.State.SUPERSEDED:
        next_step = "You have revised it since."
    return verdict.act.title, verdict.act.changeset_id, done, reason, next_step


def all_of():
    return Notice.objects.select_related(
        "to", "decision__by", "comment__by", "comment__act__changeset"
    )


def deliver(**wanted):
    """Send unsent notices by e-mail, a letter each; returns how many went. Never in a transaction.

    A server that does not answer leaves them for the next time (`manage.py send_letters`).
    """
    waiting = all_of().filter(mailed_at=None, **wanted).order_by("id")[:AT_ONCE]
    notices = told(waiting)
    letters = [(n, _letter(n)) for n in notices if n.to.email and n.to.by_mail and n.to.is_active]
    done = [n.pk for n in notices if not (n.to.email and n.to.by_mail and n.to.is_active)]
    sent = 0
    try:
        with get_connection() as connection:
            for notice, letter in letters:
                letter.connection = connection
                letter.send()
                done.append(notice.pk)
                sent += 1
    except (OSError, SMTPException) as error:
        log.warning("Letters were not sent: %s. `manage.py send_letters` tries again.", error)
    Notice.objects.filter(pk__in=done).update(mailed_at=timezone.now())
    return sent


def _letter(notice):
    parts, site = [], settings.ATTESTED_URL
    for title, changeset, done, reason, next_step in notice.sentences:
        lines = [f"{notice.by} {done}: {title}"]
        if reason:
            lines.append(f"“{reason}”")
        if next_step:
            lines.append(next_step)
        lines.append(f"{site}/admin/review/changesets/{changeset}/")
        parts.append("\n".join(lines))
    subject = notice.sentences[0][0] if notice.sentences else "What you proposed"
    verb = notice.sentences[0][2].capitalize() if notice.sentences else "Decided"
    parts.append(f"Your inbox, where letters can be turned off: {site}/admin/review/inbox/")
    return EmailMessage(
        f"{verb}: {subject}"[:200].replace("\n", " "), "\n\n".join(parts), None, [notice.to.email]
    )


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
    letters = [
        EmailMessage("What waits for review", "\n".join(lines), None, [person.email])
        for person in people
        if permissions.may(person, permissions.DECIDE)
    ]
    return get_connection().send_messages(letters) or 0
