"""What people hear of what was decided on their work or against it: by whom, why, and what to do
next."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import F

from review.models import Act, Notice, Undone, Verdict
from review.notices import OPENED_AGAIN

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
PROPOSED = "Nothing is undone yet: it waits for a verdict, and you can answer in the conversation."
OPENED = "It waits for a verdict again: you need do nothing, and can answer in the conversation."
FIRST = "It is protected: a second moderator’s approval publishes it. You need do nothing."
BLOCKED = (
    "What you sent before is kept, and is still decided on. If you think that it is a mistake, "
    "write to a moderator."
)
LIFTED = "You can propose again; what you had begun is in My work."


class Told(NamedTuple):
    """What a notice says of one thing. `changeset` is where it stands, if anywhere."""

    title: str
    changeset: int | None
    done: str
    reason: str
    next: str


def told(notices):
    """The notices, each with `at`, `by` and its `sentences`, which are `Told`."""
    notices = list(notices)
    on_decisions = _of_decisions([notice for notice in notices if notice.decision_id])
    proposed = _of_undos([notice for notice in notices if notice.undo_id])
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
        elif notice.undo_id:
            undo = notice.undo
            notice.at, notice.by = undo.sent_at, undo.changeset.author
            notice.sentences = proposed[notice.undo_id, notice.to_id]
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
        found[key].append(of_verdict(verdict))
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


def _of_undos(notices):
    """{(undo, person): [`Told`]} of notices about undos that were proposed."""
    links = Undone.objects.filter(
        undo__in={n.undo_id for n in notices}, act__changeset__author__in={n.to_id for n in notices}
    ).select_related("act__changeset", "undo__changeset")
    by_person = defaultdict(list)
    for link in links.order_by("act"):
        by_person[link.undo_id, link.act.changeset.author_id].append(link)
    return {key: _of_undo(own) for key, own in by_person.items()}


def _of_undo(links):
    undo = links[0].undo
    next_step = PROPOSED if undo.state == Act.State.PENDING else "It was decided on since."
    first = Told(
        links[0].act.title, undo.changeset_id, "proposed to undo", undo.changeset.summary, next_step
    )
    others = [
        first._replace(title=link.act.title, reason="", next="") for link in links[1:UNDONE_SHOWN]
    ]
    if len(links) > UNDONE_SHOWN:
        others.append(
            first._replace(
                title=f"{len(links) - UNDONE_SHOWN} more acts of yours", reason="", next=""
            )
        )
    return [first, *others]


def _of_comment(said):
    revised = said.act.revises
    if revised and revised.state == Act.State.REJECTED and said.text.startswith(OPENED_AGAIN):
        reason = said.text.removeprefix(OPENED_AGAIN)
        return Told(said.act.title, said.act.changeset_id, "opened again", reason, OPENED)
    return Told(said.act.title, said.act.changeset_id, "commented on", said.text, "")


def of_verdict(verdict):
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
        "undo__changeset__author",
    )
