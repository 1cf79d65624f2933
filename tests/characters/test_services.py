"""Every service that takes words refuses what turns the line, and keeps any script."""

import ast

import pytest

from events.desk import asking, claims, leads, resolving, verifying, writing
from events.models import (
    Attempt,
    CitationRequest,
    Lead,
    Verification,
)
from review.deciding import amending, decisions, redacting, trust, undoing
from review.exceptions import Clashes, Refused
from review.models import (
    Act,
    Changeset,
    Comment,
    Decision,
    Restriction,
    User,
)
from review.proposing import carrying, drafts, people, proposals
from review.weighing import restricting
from tests.characters.steps import (
    BAD,
    REAL,
    World,
)
from tests.test_architecture import ROOT, files

pytestmark = pytest.mark.django_db


TAKES = {
    "summary",
    "reason",
    "note",
    "where",
    "read",
    "public_name",
}


SERVICES = {
    "review.proposing.proposals.send": lambda w, said: proposals.send(
        [w.draft()], by=w.judge, summary=said
    ),
    "review.proposing.proposals.comment": lambda w, said: proposals.comment(
        w.act, by=w.judge, text=said
    ),
    "review.proposing.proposals.record": lambda w, said: proposals.record(
        w.new(), by=w.op, summary=said, type="edit", title="New"
    ),
    "review.proposing.carrying.carry": lambda w, said: carrying.carry(
        "events.statement", dict, by=w.op, note=said
    ),
    "review.proposing.people.rename": lambda w, said: people.rename(
        w.editor, by=w.op, public_name=said
    ),
    "review.deciding.decisions.decide": lambda w, said: decisions.decide(
        [decisions.Ruling(w.act.pk, "approve")], by=w.judge, reason=said
    ),
    "review.deciding.decisions.decide_within": lambda w, said: decisions.decide(
        w.ruling(said), by=w.judge
    ),
    "review.deciding.decisions.publish": lambda w, said: decisions.publish(
        w.new(), by=w.op, summary=said
    ),
    "review.deciding.trust.send": lambda w, said: trust.send([w.draft()], by=w.judge, summary=said),
    "review.deciding.amending.amend": lambda w, said: amending.amend(
        w.act,
        by=w.judge,
        values={w.act.changes.get().pk: {"text": "Amended."}},
        reason=said,
    ),
    "review.deciding.undoing.undo": lambda w, said: undoing.undo(
        w.decision, by=w.judge, reason=said
    ),
    "review.deciding.undoing.undo_account": lambda w, said: undoing.undo_account(
        w.op, start=w.decision.at, end=w.decision.at, by=w.judge, reason=said
    ),
    "review.deciding.redacting.redact": lambda w, said: redacting.redact(
        "One thing happened", by=w.op, reason=said
    ),
    "review.weighing.restricting.restrict": lambda w, said: restricting.restrict(
        "block", by=w.judge, reason=said, account=w.editor
    ),
    "events.desk.claims.attempt": lambda w, said: claims.attempt(
        w.request, by=w.editor, where=said, note="x"
    ),
    "events.desk.claims.attempt note": lambda w, said: claims.attempt(
        w.request, by=w.editor, where="x", note=said
    ),
    "events.desk.leads.decline": lambda w, said: leads.decline(
        w.lead, by=w.editor, reason="other", note=said
    ),
    "events.desk.leads.duplicate": lambda w, said: leads.duplicate(w.lead, by=w.editor, note=said),
    "events.desk.verifying.verify": lambda w, said: verifying.verify(
        w.citation,
        by=w.editor,
        read=said,
        seen=verifying.digest_now(w.citation),
    ),
    "events.desk.verifying.dispute": lambda w, said: verifying.dispute(
        w.citation, by=w.editor, reason=said
    ),
    "events.desk.asking.ask": lambda w, said: asking.ask(
        w.citation.statement, by=w.editor, kind="when", reason=said
    ),
    "events.desk.writing.changing.ask": lambda w, said: writing.ask(
        w.citation.statement_id, by=w.editor, kind="when", reason=said
    ),
    "events.desk.resolving.decline": lambda w, said: drafts.propose(
        resolving.decline(w.request, reason="other", note=said), by=w.editor
    ),
}


def public_functions_with_words():
    for app in ("review", "sources", "events"):
        for path in files(app):
            dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    named = {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
                    is_service = "by" in named
                    if is_service and named & (TAKES | {"text"}):
                        yield f"{dotted}.{node.name}"


def test_every_service_that_takes_words_is_tried_here():
    # Its note is an object.
    taking = set(public_functions_with_words()) - {"review.deciding.trust.checked"}
    # Edits that `drafts.propose` looks at.
    edits = {"events.desk.resolving.decline"}
    assert taking == {name.split(" ")[0] for name in SERVICES} - edits


def kept():
    """Whatever a service may have written of the words."""
    return [
        *Changeset.objects.exclude(sent_at=None).values_list("pk", "summary").order_by("pk"),
        *Comment.objects.values_list("pk", "text").order_by("pk"),
        *Decision.objects.values_list("pk", "reason").order_by("pk"),
        *Restriction.objects.values_list("pk", "reason"),
        *Attempt.objects.values_list("where", "note"),
        *Lead.objects.values_list("text", "fate", "note"),
        *Verification.objects.values_list("read"),
        *User.objects.values_list("public_name").order_by("pk"),
        *CitationRequest.objects.values_list("reason"),
        *Act.objects.exclude(state="draft").values_list("pk", "state").order_by("pk"),
    ]


@pytest.mark.parametrize("name", SERVICES)
def test_service_refuses_what_turns_the_line_and_changes_nothing(name):
    world = World()
    before = kept()
    with pytest.raises((Refused, Clashes), match=r"U\+202E"):
        SERVICES[name](world, BAD)
    assert kept() == before


MUST_SAY = sorted(
    set(SERVICES)
    - {
        # The words are left out, or may be.
        "events.desk.claims.attempt note",
        "events.desk.leads.duplicate",
        "events.desk.resolving.decline",
        "review.deciding.amending.amend",
        "review.deciding.decisions.decide",
        "review.deciding.decisions.publish",
        "review.proposing.carrying.carry",
        "review.proposing.proposals.record",
    }
)


@pytest.mark.parametrize("name", MUST_SAY)
def test_service_that_wants_words_is_not_content_with_what_nobody_sees(name):
    world = World()
    before = kept()
    with pytest.raises(Refused):
        SERVICES[name](world, "\u200b \u3164")
    assert kept() == before


@pytest.mark.parametrize("said", REAL)
def test_what_is_said_in_any_script_is_kept(said):
    world = World()
    assert proposals.comment(world.act, by=world.judge, text=said).text == said
