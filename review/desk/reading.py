"""Who has a changeset's page open: a soft notice that expires by itself, and locks nothing."""

from datetime import timedelta

from django.utils import timezone

from review.models import Reading

FRESH = timedelta(minutes=2)


def note(changeset, user):
    """`user` has the page open; a reading that went stale begins anew."""
    now = timezone.now()
    held, made = Reading.objects.get_or_create(
        changeset=changeset, by=user, defaults={"since": now, "at": now}
    )
    if not made:
        held.since = held.since if now - held.at < FRESH else now
        held.at = now
        held.save(update_fields=["since", "at"])


def others(changeset, user):
    """The fresh readings of others who may decide on it: not its author's, the longest first."""
    fresh = Reading.objects.filter(changeset=changeset, at__gt=timezone.now() - FRESH)
    return list(
        fresh.exclude(by__in=[user, changeset.author_id]).select_related("by").order_by("since")
    )
