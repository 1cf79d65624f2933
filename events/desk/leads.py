"""What becomes of a reader's lead: an editor takes it up by an act, or closes it and says why."""

from django.db import transaction
from django.utils import timezone

from events.models import Lead
from review import characters, permissions
from review.exceptions import Refused

Fate = Lead.Fate


def take(lead, *, by, act):
    """Note that `act` came of a lead, whose fate is the act's from then on. False where somebody
    closed the lead meanwhile: the act stands all the same."""
    permissions.require(by, permissions.PROPOSE)
    with transaction.atomic():
        held = _locked(lead)
        if held is None or not (held.is_open or held.act_id == act.pk):
            return False
        if held.is_open:
            _close(held, by, fate=Fate.TAKEN, act=act)
        return True


@transaction.atomic
def decline(lead, *, by, reason, note=""):
    """Close a lead without an act, for a typed reason; its reader is told both."""
    permissions.require(by, permissions.PROPOSE)
    note = _noted(note)
    if reason == Lead.Reason.OTHER and not note:
        raise Refused("Say what the other reason is: the reader sees it.")
    return _close(_open(lead), by, fate=Fate.DECLINED, reason=Lead.Reason(reason), note=note)


@transaction.atomic
def duplicate(lead, *, by, note=""):
    """Close a lead that says what another one said."""
    permissions.require(by, permissions.PROPOSE)
    return _close(_open(lead), by, fate=Fate.DUPLICATE, note=_noted(note))


@transaction.atomic
def reopen(lead, *, by):
    """Put a closed lead back among the open ones, as when nothing came of its act."""
    permissions.require(by, permissions.PROPOSE)
    held = _locked(lead)
    if held is None or held.is_open:
        raise Refused("This lead is open already, or is no longer kept.")
    held.fate, held.act, held.reason, held.note = Fate.OPEN, None, "", ""
    held.by, held.closed_at = None, None
    held.save(update_fields=["fate", "act", "reason", "note", "by", "closed_at"])
    return held


def _noted(note):
    note = characters.said(note)
    longest = Lead._meta.get_field("note").max_length
    if len(note) > longest:
        raise Refused(f"Say it to the reader in at most {longest} characters.")
    return note


def _locked(lead):
    return Lead.objects.select_for_update(no_key=True).filter(pk=lead.pk).first()


def _open(lead):
    held = _locked(lead)
    if held is None or not held.is_open:
        raise Refused("Somebody closed this lead meanwhile: see what became of it.")
    return held


def _close(lead, by, **values):
    for name, value in values.items():
        setattr(lead, name, value)
    lead.by, lead.closed_at = by, timezone.now()
    lead.save(update_fields=[*values, "by", "closed_at"])
    return lead
