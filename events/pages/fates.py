"""What became of a lead, in a sentence for the reader who sent it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from events.leads import become
from events.models import Lead
from review import spoken
from review.models import Act, Verdict
from sources import edtf

# What an act that came of a lead proposes, by what it would make or change, the first that fits: while
# it waits, when something more was asked for, when it was turned down.
PROPOSED = (
    (
        ("events.citation", "create"),
        N_("An editor has proposed a citation from it; it waits for review."),
        N_("An editor has proposed a citation from it; a moderator has asked for something more."),
        N_("An editor proposed a citation from it, and a moderator turned that down."),
    ),
    (
        ("events.statement", "delete"),
        N_("An editor has proposed that the statement be removed from it; it waits for review."),
        N_(
            "An editor has proposed that the statement be removed from it; a moderator has asked for "
            "something more."
        ),
        N_(
            "An editor proposed that the statement be removed from it, and a moderator turned that "
            "down."
        ),
    ),
    (
        ("events.statement", "update"),
        N_("An editor has proposed other words for the statement from it; it waits for review."),
        N_(
            "An editor has proposed other words for the statement from it; a moderator has asked for "
            "something more."
        ),
        N_(
            "An editor proposed other words for the statement from it, and a moderator turned that "
            "down."
        ),
    ),
    (
        ("events.citationrequest", "create"),
        N_("An editor has proposed that a source be asked for from it; it waits for review."),
        N_(
            "An editor has proposed that a source be asked for from it; a moderator has asked for "
            "something more."
        ),
        N_(
            "An editor proposed that a source be asked for from it, and a moderator turned that down."
        ),
    ),
)
A_CHANGE = (
    N_("An editor has proposed a change from it; it waits for review."),
    N_("An editor has proposed a change from it; a moderator has asked for something more."),
    N_("An editor proposed a change from it, and a moderator turned that down."),
)


@dataclass(frozen=True)
class Told:
    """`is_live` when something of it stands on the statement's page."""

    sentence: str
    is_live: bool = False


def fate_of(lead):
    match lead.fate:
        case Lead.Fate.OPEN:
            return Told(_("It waits for an editor: nobody has taken it up yet."))
        case Lead.Fate.DUPLICATE:
            closed = _("Somebody had said the same before, so this one is closed.")
            return Told(closed + _noted(lead))
        case Lead.Fate.DECLINED:
            return Told(_declined(lead))
    return _of_act(become(lead.act))


def _declined(lead):
    if lead.reason == Lead.Reason.OTHER:
        return _("Declined: {why}").format(why=lead.note)
    why = spoken.said(lead.get_reason_display())
    return _("Declined: {why}.").format(why=why) + _noted(lead)


def _noted(lead):
    return f" {lead.note}" if lead.note else ""


def _of_act(act):
    waits, more, down = map(_, _proposed(act))
    match act.state:
        case Act.State.DRAFT:
            return Told(_("An editor has taken it up, and is still at work on it."))
        case Act.State.PENDING:
            return Told(waits)
        case Act.State.RETURNED:
            return Told(more)
        case Act.State.APPROVED:
            return _published(act)
        case Act.State.REJECTED:
            return Told(down)
    return Told(_("An editor had taken it up, and took back what came of it."))


def _published(act):
    at = Verdict.objects.select_related("decision").get(act=act).decision.at
    day = edtf.day(at)
    undone = act.undone_by.filter(undo__state=Act.State.APPROVED).first()
    if undone is not None:
        undone = _("What came of it was published on {day}, and has been taken back since.")
        return Told(undone.format(day=day))
    return Told(_("Published on {day}: see the statement.").format(day=day), is_live=True)


def _proposed(act):
    made = set(act.changes.values_list("subject__kind", "op"))
    return next((told for does, *told in PROPOSED if does in made), A_CHANGE)
