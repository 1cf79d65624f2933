"""What readers without an account say of a statement: taken in within limits, and kept for a time."""

import hashlib
import math
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Lead, Statement
from review import characters, gate, spoken
from review.exceptions import Refused
from review.models import Act

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SALT = "events.leads"
# Whoever counts what one address, or one page, has sent holds this until it is kept.
TURN = 0x6C656164  # "lead"
AT_ONCE = 1000


class TooMany(Refused):
    """An address or a page has sent what it may for now; `wait` are the seconds until it may again."""

    def __init__(self, words, wait):
        self.wait = max(1, math.ceil(wait.total_seconds()))
        super().__init__(f"{words} {_again(wait)}")


class Reworded(Refused):
    """The statement is not any more as it was read when the form was opened, or not there."""


def digest_of(token):
    """What is kept of a private link: whoever reads the table can open none."""
    return hashlib.sha256(token.encode()).digest()


def found(token):
    """The lead of a private link, or None."""
    rows = Lead.objects.select_related("about__merged_into", "act")
    return rows.filter(token=digest_of(token)).first()


@transaction.atomic
def send(key, *, seen, what, text, token, sender):
    """Keep what a reader says of the live statement `key`; the same form, sent again, is kept once.

    The reader has no account: `sender`, the address they write from, is all that is known of them.
    `seen` is the publication that their form showed: Reworded is raised when it is another by now,
    TooMany when the address or the page has sent enough for the time being.
    """
    text = characters.said(
        text, empty=_("Say which source, or what looks wrong: the field is empty.")
    )
    if len(text) > Lead.LONGEST:
        most = _("Say it in at most {number} characters.")
        raise Refused(most.format(number=spoken.number(Lead.LONGEST)))
    gate.enter()  # The words of the statement are kept beside it.
    now, by = timezone.now(), _digest_of(sender)
    _take_turn(by.hex())
    if held := Lead.objects.filter(token=digest_of(token)).first():
        return held
    rows = Statement.objects.select_related("event", "subject")
    statement = rows.filter(pk=key).first()
    if statement is None or statement.subject.head_id != seen:
        raise Reworded(
            _(
                "The statement was reworded or removed since you opened this page. What you wrote is "
                "kept: look at the words as they are now, and send it if it still holds."
            )
        )
    article = statement.event.article_id
    _take_turn(str(article))
    _check_limits(by, article, now)
    forget_senders(now)
    return Lead.objects.create(
        about_id=statement.pk,
        article_id=article,
        what=what,
        quote=statement.text,
        text=text,
        at=now,
        token=digest_of(token),
        sender=by,
    )


def forget_senders(now=None):
    """Drop what counts the leads of an address once they are a day old; how many those were."""
    old = Lead.objects.filter(sender__isnull=False, at__lt=(now or timezone.now()) - DAY)
    return old.update(sender=None)


def sweep():
    """Delete leads that were closed so long ago as `ATTESTED_LEADS_KEPT_DAYS` has it; how many.

    One whose act is not decided on yet stays: its reader is still to hear.
    """
    before = timezone.now() - timedelta(days=settings.ATTESTED_LEADS_KEPT_DAYS)
    closed = Lead.objects.filter(closed_at__lt=before).select_related("act").order_by("pk")
    over = [lead.pk for lead in closed.iterator() if not (lead.act and _waits(lead.act))]
    for start in range(0, len(over), AT_ONCE):
        Lead.objects.filter(pk__in=over[start : start + AT_ONCE], closed_at__lt=before).delete()
    return len(over)


def become(act):
    """The act that stands for this one: where it was amended or revised, the last of those."""
    while act.state == Act.State.SUPERSEDED:
        further = act.revisions.exclude(state=Act.State.WITHDRAWN).first()
        if further is None:
            break
        act = further
    return act


def _waits(act):
    return become(act).state in Act.OPEN


def _digest_of(sender):
    return salted_hmac(SALT, sender, algorithm="sha256").digest()


def _take_turn(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [TURN, name])


def _check_limits(sender, article, now):
    own, page = Lead.objects.filter(sender=sender), Lead.objects.filter(article=article)
    from_here = _("So much was sent from your address already that nothing more is taken just now.")
    on_page = _("So much was sent about this article today that nothing more is taken just now.")
    for rows, most, span, words in (
        (own, settings.ATTESTED_LEADS_AN_HOUR, HOUR, from_here),
        (own, settings.ATTESTED_LEADS_A_DAY, DAY, from_here),
        (page, settings.ATTESTED_LEADS_A_PAGE, DAY, on_page),
    ):
        latest = rows.filter(at__gt=now - span).order_by("-at").values_list("at", flat=True)
        if oldest_of_them := list(latest[most - 1 : most]):
            raise TooMany(words, oldest_of_them[0] + span - now)


def _again(wait):
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    if minutes < 90:
        number = minutes
        told = ngettext(
            "What you wrote is kept in the field: send it again in {number} minute.",
            "What you wrote is kept in the field: send it again in {number} minutes.",
            number,
        )
    else:
        number = math.ceil(minutes / 60)
        told = ngettext(
            "What you wrote is kept in the field: send it again in {number} hour.",
            "What you wrote is kept in the field: send it again in {number} hours.",
            number,
        )
    return told.format(number=number)
