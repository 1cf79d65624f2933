"""Notices by e-mail, a letter each, for who wants them."""

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from review.characters import balanced, isolated
from review.desk.inbox import Told, all_of, told
from review.models import Notice

log = logging.getLogger(__name__)


AT_ONCE = 200
# Who took letters has so long to send them: then they are taken again.
TAKEN = timedelta(minutes=30)
# A server refused this letter, and may well take the next one. Most are a wrong address.
REFUSED = (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError, ValueError)
REFUSALS = 5


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
    went = is_taken(_letter(notice, server), f"notice {notice.pk}")
    own = Notice.objects.filter(pk=notice.pk)
    if went:
        own.update(mailed_at=timezone.now())
    else:
        own.update(refusals=F("refusals") + 1)
    return went


def is_taken(letter, about):
    try:
        letter.send()
    except REFUSED as error:
        log.warning("The letter of %s was refused: %s.", about, error)
        return False
    return True


def _letter(notice, server):
    parts, site = [], settings.ATTESTED_URL
    for said in notice.sentences:
        title = isolated(said.title)
        lines = [f"{notice.by} {said.done}{': ' if title else '.'}{title}"]
        lines += [f"“{balanced(said.reason)}”"] if said.reason else []
        lines += [said.next] if said.next else []
        if said.changeset:
            lines.append(f"{site}/admin/review/changesets/{said.changeset}/")
        parts.append("\n".join(lines))
    first = (
        notice.sentences[0] if notice.sentences else Told("What you proposed", 0, "decided", "", "")
    )
    done = first.done[:1].upper() + first.done[1:]
    subject = f"{done}: {isolated(first.title)}" if first.title else done
    parts.append(f"Your inbox, where letters can be turned off: {site}/admin/review/inbox/")
    subject = balanced(" ".join(subject.split())[:200])
    return EmailMessage(subject, "\n\n".join(parts), None, [notice.to.email], connection=server)
