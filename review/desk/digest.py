"""What waits for a verdict, by e-mail, for moderators."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from review import permissions
from review.characters import isolated
from review.desk import waits
from review.desk.letters import is_taken
from review.desk.queue import queue
from review.models import User

DIGEST_SHOWN = 10


def send_digest():
    """Send each moderator who wants letters what waits for a verdict; returns how many went."""
    page, more = queue()
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
        lines.append(f"{act.changeset.author}: {isolated(act.title)}{because}")
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
                sent += is_taken(letter, f"what waits, to account {person.pk},")
    return sent
