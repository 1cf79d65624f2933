"""Deciding: the one way into the live tables and their history."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from review import characters, gate, kinds, notices, permissions
from review.among import array
from review.batch import Batch
from review.deadlocks import retrying
from review.exceptions import Clashes, Moved, NotAllowed, NothingProposed, Refused
from review.models import (
    Act,
    Change,
    Decision,
    PageVersion,
    Publication,
    Undone,
    Verdict,
)
from review.proposing import proposals
from review.publishing import chain, covering, files, writing
from review.slugs import assign_slugs
from review.weighing import flagging, outcome, restricting, tallying
from review.weighing.outcome import Clash

log = logging.getLogger(__name__)
# Serialises decisions from the moment a number is taken until the commit.
CHAIN_LOCK = 0x61747465  # "atte"
STATES = {
    Verdict.Choice.APPROVE: Act.State.APPROVED,
    Verdict.Choice.RETURN: Act.State.RETURNED,
    Verdict.Choice.REJECT: Act.State.REJECTED,
}


@dataclass(frozen=True)
class Ruling:
    """What a moderator says of one act. Return and reject need a reason."""

    act_id: int
    choice: str
    reason: str = ""


def plan(acts):
    """The outcome of approving `acts` together, without a lock or a write."""
    acts = list(acts)
    return outcome.build(_changes_of(acts), acts)


def decide(rulings, *, by, reason="", expect=None):
    """Decide on acts, all or none; what is approved goes live as one publication.

    `expect` maps acts to the fingerprints of the outcome that was looked at: Moved is raised
    when it would be another now. Owns its transaction, and tries again after a deadlock.
    """
    return in_one_transaction(lambda: decide_within(rulings, by, reason, expect))


def publish(edits, *, by, summary, type=Act.Type.EDIT, title="", remember=None):
    """Propose and approve in one transaction, for who may publish directly; returns the decision.

    Never folds into the author's own open work. `remember(act)` writes, in the same transaction,
    what is to be known of it: both stand or neither does.
    """
    permissions.require(by, permissions.PUBLISH_DIRECTLY)

    def once():
        act, made = proposals.record(edits, by=by, summary=summary, type=type, title=title)
        if remember:
            remember(act)
        return decide_within([Ruling(act.pk, Verdict.Choice.APPROVE)], by, summary, changes=made)

    return in_one_transaction(once)


def in_one_transaction(once, through=gate.enter):
    """Run `once`, which ends in `decide_within`, as the outermost transaction; the decision.

    It goes `through` the gate first. Tries again after a deadlock. Renderings are made ready
    afterwards, outside of it.
    """

    def durably():
        with transaction.atomic(durable=True):
            redactions = through()
            decision, result = once()
            if result.redactions is None:
                result.redactions = redactions
            return decision, result

    decision, result = retrying(durably)
    try:
        proposals.prepare_outcome(result)
    except Refused as error:
        # It is published: readers see what can be shown without, until it is made.
        log.warning("Not made ready after decision %s: %s", decision and decision.pk, error)
    return decision


def decide_within(rulings, by, reason, expect=None, trusted=frozenset(), changes=None):
    """(the decision, the outcome): all of deciding, for the transaction that it stands in, which
    went through the gate (review/gate.py) before it read anything.

    Approvals of what needs a second moderator are noted; where nothing else is left the decision
    is None. `trusted` are keys of acts that their author may publish (review/deciding/trust.py);
    `changes` are those of the acts, where the transaction has just written them.
    """
    characters.said(reason)
    acts = _locked_acts(rulings)
    _check_rulings(rulings, acts, by, trusted)
    changes = _changes_of(acts) if changes is None else changes
    chosen, result = _looked_at(rulings, acts, changes, expect)
    left = _with_a_second(rulings, acts, changes, by)
    if not left:
        return None, outcome.Outcome()
    if len(left) < len(rulings):
        rulings = left
        chosen, result = _looked_at(rulings, acts, changes, expect)
    decision = Decision(
        by=by,
        reason=reason,
        is_direct=any(act.changeset.author_id == by.pk for act in chosen),
        undoes_id=_undone_decision(chosen),
    )
    if result.rows:
        _write_live(result)
    undone = _undone(chosen) if result.rows else []
    turn, batch = take_turn(), Batch()
    decision.pk, decision.at = turn.decision, turn.at
    verdicts = [
        Verdict(decision=decision, act_id=r.act_id, choice=r.choice, reason=r.reason)
        for r in rulings
    ]
    batch.insert([decision])
    batch.insert(verdicts)
    touched = ()
    if result.rows:
        touched = _publish(result, decision, verdicts, acts, turn, batch)
    else:
        batch.insert(covering.made([decision, *verdicts]))
    _close(rulings, batch)
    _tell(decision, rulings, acts, changes, undone, batch)
    flagging.of_decision(
        acts, {act.changeset.author_id for act in chosen}, _touched(changes, result), batch
    )
    concerned = [key for (key,) in batch.run()]
    files.withdraw(touched)
    if concerned:
        flagging.renew(concerned)
    decision._state.adding, decision._state.db = False, connection.alias
    if undone:
        tallying.forget_row({link.act for link in undone})
    writing.analyse(len(result.rows), {row.kind.history for row in result.rows})
    return decision, result


def _looked_at(rulings, acts, changes, expect):
    """(the acts to approve, their outcome), if it is clean and the one that was looked at."""
    chosen = [acts[r.act_id] for r in rulings if r.choice == Verdict.Choice.APPROVE]
    taken = {act.pk for act in chosen}
    result = outcome.build([c for c in changes if c.act_id in taken], chosen, lock=True)
    if result.clashes:
        raise Clashes(result.clashes)
    for act in chosen:
        if expect and act.pk in expect and expect[act.pk] != result.fingerprint(act.pk):
            raise Moved()
    return chosen, result


def _touched(changes, result):
    """Keys of the subjects of `changes`, and of what the rows of the outcome point at or did."""
    pointed = {
        values[name]
        for row in result.rows
        for values in (row.before, row.after)
        if values
        for name in row.kind.keys
        if values[name]
    }
    return {str(change.subject_id) for change in changes} | pointed


def _with_a_second(rulings, acts, changes, by):
    """The rulings without approvals that are the first of two, which are noted instead."""
    approved = {r.act_id for r in rulings if r.choice == Verdict.Choice.APPROVE}
    wanting = restricting.needing_a_second([c for c in changes if c.act_id in approved])
    if not wanting:
        return rulings
    if any(acts[key].changeset.author_id == by.pk for key in wanting):
        raise NotAllowed("This is protected: it needs two moderators, and none is its author.")
    first = wanting - restricting.endorsed(wanting, by)
    for key in sorted(first):
        restricting.endorse(acts[key], by=by)
    return [r for r in rulings if r.act_id not in first]


def _tell(decision, rulings, acts, changes, undone, batch):
    """Authors hear of what others decided or undid; what was decided counts for their trust."""
    by_others = [r for r in rulings if acts[r.act_id].changeset.author_id != decision.by_id]
    own = defaultdict(list)
    for change in changes:
        own[change.act_id].append(change)
    verdicts = [
        (
            acts[r.act_id].changeset.author_id,
            r.choice,
            tallying.works_of(own[r.act_id]),
            acts[r.act_id].amended_by_id is not None,
        )
        for r in by_others
    ]
    tallying.count(verdicts, batch)
    hearing = {author for author, *_ in verdicts}
    for link in undone:
        author = link.act.changeset.author_id
        if author not in (decision.by_id, acts[link.undo_id].changeset.author_id):
            hearing.add(author)
    notices.of_decision(decision, hearing, batch)


def _undone(acts):
    """`Undone`: which acts the approved ones reverse."""
    undos = [act for act in acts if act.type == Act.Type.UNDO]
    if not undos:
        return []
    found = Undone.objects.filter(undo__in=undos).select_related("act__changeset")
    return list(found.order_by("act"))


def _undone_decision(acts):
    """The decision that the approved acts undo, where all undo the same one."""
    undone = {act.undoes_id for act in acts}
    return undone.pop() if len(undone) == 1 else None


def _changes_of(acts):
    return list(
        Change.objects.filter(act__in=acts).select_related("subject").order_by("act_id", "id")
    )


def _locked_acts(rulings):
    if not rulings:
        raise NothingProposed("Choose a verdict for at least one act.")
    acts = (
        Act.objects.select_for_update(of=["self"], no_key=True)
        .select_related("changeset")
        .order_by("pk")
        .in_bulk([r.act_id for r in rulings])
    )
    if len(acts) < len({r.act_id for r in rulings}):
        raise Refused("One of these acts does not exist.")
    return acts


def _check_rulings(rulings, acts, by, trusted):
    for ruling in rulings:
        act = acts[ruling.act_id]
        act.check_move(STATES[ruling.choice])
        if act.changeset.author_id == by.pk:
            if act.pk not in trusted and not permissions.may(by, permissions.PUBLISH_DIRECTLY):
                raise NotAllowed("Nobody decides on their own act: ask another moderator.")
        else:
            permissions.require(by, permissions.DECIDE)
        is_refusal = ruling.choice != Verdict.Choice.APPROVE
        why = f"Say why: to {ruling.choice} an act needs a reason for its author."
        characters.said(ruling.reason, empty=why if is_refusal else "")


def _write_live(result):
    try:
        writing.write_live(result)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        sentences = {
            constraint.name: constraint.get_violation_error_message()
            for kind in kinds.every()
            for constraint in kind.model._meta.constraints
        }
        sentence = sentences.get(name, f"The database refused it ({name or 'no name'}).")
        raise Clashes([Clash("constraint", sentence)]) from error


TURN = """
SELECT pg_advisory_xact_lock(%s);
SELECT nextval(pg_get_serial_sequence('review_decision', 'id')), last.number, last.at, last.digest
FROM (SELECT 1) AS one
LEFT JOIN (SELECT * FROM review_publication ORDER BY number DESC LIMIT 1) AS last ON true;
SELECT verdict.decision_id, decision.by_id, verdict.act_id, verdict.choice, act.digest
FROM review_verdict verdict
JOIN review_decision decision ON decision.id = verdict.decision_id
JOIN review_act act ON act.id = verdict.act_id
WHERE verdict.decision_id > coalesce(
    (SELECT decision_id FROM review_publication ORDER BY number DESC LIMIT 1), 0);
SELECT id, label, key, digest FROM review_entry WHERE publication_id IS NULL ORDER BY id LIMIT 5000
"""


def wait_for_turn():
    """Wait until nobody else decides, and let nobody until the transaction ends; takes no number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


@dataclass(frozen=True)
class Turn:
    """Where the log stands for who holds its lock: the numbers to take, the instant, the digest of
    the last publication, the refusals since (as `chain.refusals` gives them), and the entries that
    wait (id, label, key, digest), the oldest 5000."""

    decision: int
    number: int
    at: datetime
    previous: str
    refused: list
    entries: list


def take_turn():
    """Wait until nobody else decides; the `Turn`. Held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TURN, [CHAIN_LOCK])
        cursor.nextset()
        decision, number, at, digest = cursor.fetchone()
        cursor.nextset()
        refused = cursor.fetchall()
        cursor.nextset()
        entries = cursor.fetchall()
    now = timezone.now()
    if at is not None and now <= at:
        now = at + timedelta(microseconds=1)
    return Turn(decision, (number or 0) + 1, now, digest or chain.GENESIS, refused, entries)


def _publish(result, decision, verdicts, acts, turn, batch):
    """Put the next publication, and what belongs to it, into `batch`; the scopes that it touches."""
    labels = {row.kind.label for row in result.rows}
    publication = new_publication(decision, turn, chain.shape_of(labels))
    scopes = {str(s) for effect in kinds.effects_for(labels) for s in effect(result)}
    authors = {act.pk: (act.changeset.author_id, act.changeset.summary) for act in acts.values()}
    digests = writing.write_history(result, publication, authors, batch)
    told = [(v.act_id, str(v.choice), acts[v.act_id].digest) for v in verdicts]
    seal_publication(publication, turn, told, digests, batch, rows=verdicts)
    batch.add(writing.AS_PUBLISHER)
    assign_slugs(result, batch)
    batch.add(
        "UPDATE review_subject SET head_id = %s WHERE id = ANY(%s::uuid[])",
        [publication.number, array(row.id for row in result.rows)],
    )
    batch.add(writing.AS_ANYONE)
    return raise_versions(scopes, publication.number, batch)


def new_publication(decision, turn, shape):
    return Publication(
        number=turn.number, at=turn.at, decision=decision, shape=shape, previous=turn.previous
    )


TAKE = "UPDATE review_entry SET publication_id = %s WHERE id = ANY(%s)"


def seal_publication(publication, turn, verdicts, digests, batch, redacted=None, rows=()):
    """Give a publication its digest; `verdicts` to `redacted` are as review/chain.py has them.

    It takes in the entries that wait, and those of its decision and of `rows`, written with it.
    """
    decision = publication.decision
    entries = covering.made([decision, *rows], publication=publication)
    batch.insert(entries)
    if turn.entries:
        batch.add(TAKE, [publication.number, [key for key, *_ in turn.entries]])
    publication.digest = chain.publication_digest(
        publication.previous,
        publication.number,
        publication.at,
        (decision.pk, decision.by_id, decision.is_direct, decision.undoes_id),
        verdicts,
        turn.refused,
        digests,
        redacted,
        [told for _, *told in turn.entries] + [(e.label, e.key, e.digest) for e in entries],
    )
    batch.insert([publication])


RAISE = """
INSERT INTO review_pageversion (scope, version, revision)
SELECT scope, %s, 0 FROM unnest(%s::text[]) AS scope
ON CONFLICT (scope) DO UPDATE SET version = EXCLUDED.version
"""


def raise_versions(scopes, number, batch):
    """The scopes whose pages are touched, the whole site's too: their files have to go
    (`files.withdraw`) once `batch` has run."""
    scopes = sorted({*scopes, PageVersion.SITE})
    if files.are_kept():
        batch.add(files.DUE, [settings.PUBLISHED_ROOT, scopes])
    batch.add(RAISE, [number, scopes])
    return scopes


CLOSE = """
UPDATE review_act SET state = becomes.state
FROM unnest(%s::bigint[], %s::text[]) AS becomes (id, state) WHERE review_act.id = becomes.id;
DELETE FROM review_openchange USING review_change
WHERE review_change.id = review_openchange.change_id AND review_change.act_id = ANY(%s)
"""


def _close(rulings, batch):
    """The acts' new states; what was approved or rejected is nobody's open work any more."""
    ended = [r.act_id for r in rulings if r.choice != Verdict.Choice.RETURN]
    states = [str(STATES[r.choice]) for r in rulings]
    batch.add(CLOSE, [[r.act_id for r in rulings], states, ended])
