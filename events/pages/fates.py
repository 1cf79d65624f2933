"""What became of a lead, in a sentence for the reader who sent it."""

from dataclasses import dataclass

from events.leads import become
from events.models import Lead
from review.models import Act, Verdict

# What an act that came of a lead proposes, by what it would make or change; the first that fits.
PROPOSED = (
    ("events.citation", "create", "a citation"),
    ("events.statement", "delete", "that the statement be removed"),
    ("events.statement", "update", "other words for the statement"),
    ("events.citationrequest", "create", "that a source be asked for"),
)


@dataclass(frozen=True)
class Told:
    """`is_live` when something of it stands on the statement's page."""

    sentence: str
    is_live: bool = False


def fate_of(lead):
    match lead.fate:
        case Lead.Fate.OPEN:
            return Told("It waits for an editor: nobody has taken it up yet.")
        case Lead.Fate.DUPLICATE:
            return Told(f"Somebody had said the same before, so this one is closed.{_noted(lead)}")
        case Lead.Fate.DECLINED:
            return Told(_declined(lead))
    return _of_act(become(lead.act))


def _declined(lead):
    if lead.reason == Lead.Reason.OTHER:
        return f"Declined: {lead.note}"
    return f"Declined: {lead.get_reason_display()}.{_noted(lead)}"


def _noted(lead):
    return f" {lead.note}" if lead.note else ""


def _of_act(act):
    what = _proposed(act)
    match act.state:
        case Act.State.DRAFT:
            return Told("An editor has taken it up, and is still at work on it.")
        case Act.State.PENDING:
            return Told(f"An editor has proposed {what} from it; it waits for review.")
        case Act.State.RETURNED:
            return Told(
                f"An editor has proposed {what} from it; a moderator has asked for something more."
            )
        case Act.State.APPROVED:
            return _published(act)
        case Act.State.REJECTED:
            return Told(f"An editor proposed {what} from it, and a moderator turned that down.")
    return Told("An editor had taken it up, and took back what came of it.")


def _published(act):
    at = Verdict.objects.select_related("decision").get(act=act).decision.at
    day = f"{at:%-d %B %Y}"
    undone = act.undone_by.filter(undo__state=Act.State.APPROVED).first()
    if undone is not None:
        return Told(f"What came of it was published on {day}, and has been taken back since.")
    return Told(f"Published on {day}: see the statement.", is_live=True)


def _proposed(act):
    made = set(act.changes.values_list("subject__kind", "op"))
    return next((words for kind, op, words in PROPOSED if (kind, op) in made), "a change")
