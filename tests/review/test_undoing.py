"""Undo: built from what was published, reviewed like any other act, and never lossy."""

from datetime import UTC, datetime, timedelta

import pytest

from review import kinds
from review.deciding import amending, decisions, redacting, undoing
from review.exceptions import Clashes, NotAllowed, NothingProposed, Refused, UndoWaits
from review.models import Act, Decision, Publication
from review.proposing import drafts, proposals
from review.proving import log
from review.weighing import reversal
from tests.builders import approve, change, editor, moderator, operator, reject, return_
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db
TEXT = "The quick brown fox jumps over the lazy dog"


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def judge():
    return moderator()


@pytest.fixture
def other():
    return moderator("other")


@pytest.fixture
def note(op):
    shelf = Shelf.new(name="Shelf")
    made = Note.new(shelf_id=shelf.pk, text=TEXT, first=1, last=9)
    decisions.publish([drafts.create(o) for o in (shelf, made)], by=op, summary="begun")
    return Note.objects.get()


@pytest.fixture(autouse=True)
def _log_fits():
    yield
    assert list(log.breaks()) == []


def undone(decision, by, judge, **more):
    """Propose an undo and approve it; the decision that did it."""
    changeset = undoing.undo(decision, by=by, reason="It was wrong", **more)[-1]
    return approve(changeset.acts.get(), judge)


def dump():
    return list(Note.objects.order_by("pk").values())


def test_undo_waits_for_a_verdict_and_gives_back_what_was(note, judge, other):
    before = dump()
    decision = approve(change(note, editor(), text="Other words", mood="odd"), judge)
    changeset = undoing.undo(decision, by=judge, reason="It was wrong")[0]
    assert Note.objects.get().text == "Other words"
    act = changeset.acts.get()
    assert (act.state, act.type, act.undoes) == (Act.State.PENDING, Act.Type.UNDO, decision)
    done = approve(act, other)
    assert dump() == before
    assert done.undoes == decision


def amended(act, author, judge):
    values = {act.changes.get().pk: {"mood": "calm"}}
    return amending.amend(act, by=judge, values=values, reason="calmer")


def revised(act, author, judge):
    draft = drafts.revise(act, by=author)
    proposals.send([draft], by=author, summary="again")
    return approve(draft, judge)


def rejected_and_opened_again(act, author, judge):
    changeset = undoing.undo(reject(act, judge), by=judge, reason="I was wrong")[0]
    return approve(changeset.acts.get(), judge)


@pytest.mark.parametrize("go_round", [amended, revised, rejected_and_opened_again])
def test_undo_that_went_round_still_names_what_it_undoes(note, judge, other, go_round):
    decision = approve(change(note, editor(), text="Other words", mood="odd"), judge)
    act = undoing.undo(decision, by=judge, reason="It was wrong")[0].acts.get()
    done = go_round(act, judge, other)
    assert done.undoes == decision
    assert Note.objects.get().text == TEXT


def test_undo_of_an_undo_gives_back_what_was_undone(note, judge, other):
    decision = approve(change(note, editor(), text="Other words"), judge)
    after = dump()
    undone(undone(decision, judge, other), judge, other)
    assert dump() == after


def test_undo_of_a_removal_brings_the_object_back_under_its_key(op, note, judge, other):
    before = dump()
    decision = decisions.publish([drafts.remove(Note, note.pk)], by=op, summary="x")
    undone(decision, judge, other)
    assert dump() == before


def test_undo_of_the_first_publication_removes_all(op, note, judge, other):
    undone(Decision.objects.get(), judge, other)
    assert not Note.objects.exists()
    assert not Shelf.objects.exists()


def test_undo_after_a_merge_takes_out_one_persons_words_only(note, judge, other):
    one = change(note, editor("one"), text=TEXT.replace("quick", "slow"))
    two = change(note, editor("two"), text=TEXT.replace("lazy", "lively"))
    approve(one, judge)
    decision = approve(two, judge)
    undone(decision, judge, other)
    assert Note.objects.get().text == TEXT.replace("quick", "slow")


def test_undo_keeps_later_work_on_other_words_and_fields(note, judge, other):
    decision = approve(change(note, editor(), text=TEXT.replace("quick", "slow")), judge)
    later = approve(
        change(note, editor("two"), text=TEXT.replace("quick", "slow") + " twice", mood="odd"),
        judge,
    )
    assert reversal.of_decision(decision).later == [later.publication.number]
    undone(decision, judge, other)
    left = Note.objects.get()
    assert (left.text, left.mood) == (TEXT + " twice", "odd")


def test_undo_of_words_that_were_changed_again_collides(note, judge, other):
    decision = approve(change(note, editor(), text=TEXT.replace("quick", "slow")), judge)
    approve(change(note, editor("two"), text=TEXT.replace("quick", "swift")), judge)
    with pytest.raises(Clashes) as refused:
        undone(decision, judge, other)
    clash = refused.value.clashes[0]
    assert "swift" in clash.live
    assert Note.objects.get().text == TEXT.replace("quick", "swift")


def test_undo_leaves_what_later_work_points_at(op, judge, other):
    shelf = Shelf.new(name="Shelf")
    first = Note.new(shelf_id=shelf.pk, text="First")
    decision = decisions.publish([drafts.create(o) for o in (shelf, first)], by=op, summary="begun")
    second = Note.new(shelf_id=shelf.pk, text="Second")
    decisions.publish([drafts.create(second)], by=op, summary="more")
    found = reversal.of_decision(decision)
    assert [(kind.noun, key) for kind, key in found.stays] == [("shelf", shelf.pk)]
    undone(decision, judge, other)
    assert [n.text for n in Note.objects.all()] == ["Second"]


def test_undo_of_some_acts_leaves_the_others(note, judge, other):
    one = change(note, editor("one"), text="Other words")
    two = change(note, editor("two"), mood="odd")
    rulings = [decisions.Ruling(a.pk, "approve") for a in (one, two)]
    decision = decisions.decide(rulings, by=judge)
    undone(decision, judge, other, acts={two.pk})
    left = Note.objects.get()
    assert (left.text, left.mood) == ("Other words", "")


def test_undo_of_one_of_two_acts_on_one_text_keeps_the_others_words(note, judge):
    one = change(note, editor("one"), text=TEXT.replace("quick", "slow"))
    two = change(note, editor("two"), text=TEXT.replace("lazy", "lively"))
    rulings = [decisions.Ruling(a.pk, "approve") for a in (one, two)]
    decision = decisions.decide(rulings, by=judge)
    undoing.undo(decision, by=judge, reason="x", acts={one.pk})
    change_of_undo = Act.objects.get(type="undo").changes.get()
    assert change_of_undo.after == {"text": TEXT.replace("lazy", "lively")}


def test_undo_of_a_rejection_opens_a_copy_credited_to_its_author(note, judge, other):
    author = editor()
    act = change(note, author, text="Other words")
    decision = reject(act, judge)
    changeset = undoing.undo(decision, by=judge, reason="I was wrong")[0]
    copy = changeset.acts.get()
    assert (changeset.author, copy.state, copy.revises) == (author, Act.State.PENDING, act)
    assert copy.comments.get().text == "Opened again: I was wrong"
    act.refresh_from_db()
    assert act.state == Act.State.REJECTED
    approve(copy, other)
    assert Note.objects.get().text == "Other words"
    with pytest.raises(Refused, match="opened again already"):
        undoing.undo(decision, by=judge, reason="again")


def test_undo_of_a_rejection_whose_author_revises_it_says_so(note, judge, other):
    act = change(note, other, mood="odd")
    drafts.revise(act, by=other)
    decision = reject(act, judge)
    with pytest.raises(Refused, match="is revising it: it comes back when they send that"):
        undoing.undo(decision, by=judge, reason="It is good")
    assert not Act.objects.filter(state="pending").exists()


def test_undo_of_what_was_undone_already_is_refused(note, judge, other):
    decision = approve(change(note, editor(), text="Other words"), judge)
    undone(decision, judge, other)
    with pytest.raises(NothingProposed, match="Nothing of it stands"):
        undoing.undo(decision, by=judge, reason="again")


@pytest.mark.parametrize("reason", ["", "  "])
def test_undo_needs_a_reason(note, judge, reason):
    with pytest.raises(Refused, match="Say why"):
        undoing.undo(Decision.objects.get(), by=judge, reason=reason)


def test_undo_of_a_return_and_by_an_editor_is_refused(note, judge):
    by = editor()
    decision = return_(change(note, by, mood="odd"), judge)
    with pytest.raises(Refused, match="its author's to revise"):
        undoing.undo(decision, by=judge, reason="x")
    with pytest.raises(NotAllowed):
        undoing.undo(Decision.objects.first(), by=by, reason="x")


def test_undo_goes_round_the_moderators_own_open_work(note, judge, other):
    decision = approve(change(note, editor(), mood="odd"), other)
    own = drafts.propose([drafts.update(Note, note.pk, text="My draft")], by=judge)
    undone(decision, judge, other)
    own.refresh_from_db()
    assert own.state == Act.State.DRAFT
    assert own.changes.get().after == {"text": "My draft"}


def test_undo_of_all_the_work_of_an_account_between_two_times(note, judge, other):
    vandal, good = editor("vandal"), editor("good")
    before = datetime.now(UTC)
    approve(change(note, vandal, text=TEXT.replace("quick", "slow")), judge)
    approve(change(note, vandal, text=TEXT.replace("quick", "dead"), mood="bad"), judge)
    approve(change(note, good, first=2), judge)
    after = datetime.now(UTC)
    approve(change(note, vandal, last=8), judge)
    changeset = undoing.undo_account(
        vandal, start=before, end=after, by=judge, reason="Nothing of it is so"
    )
    approve(changeset.acts.get(), other)
    left = Note.objects.get()
    assert (left.text, left.mood, left.first, left.last) == (TEXT, "", 2, 8)
    with pytest.raises(NothingProposed):
        undoing.undo_account(
            vandal, start=before - timedelta(9), end=before, by=judge, reason="none"
        )


def live():
    left = Note.objects.get()
    return left.text, left.mood


def undo_days(user, by, judge):
    """Undo all that an account published till now, and approve it; the act."""
    start, end = datetime.now(UTC) - timedelta(9), datetime.now(UTC)
    act = undoing.undo_account(user, start=start, end=end, by=by, reason="Wrong").acts.get()
    approve(act, judge)
    return act


def test_undo_of_an_account_keeps_what_another_published_in_between(note, judge, other):
    vandal, good = editor("vandal"), editor("good")
    approve(change(note, vandal, text=TEXT.replace("The", "Every"), mood="bad"), judge)
    approve(change(Note.objects.get(), good, text=f"{Note.objects.get().text} twice"), judge)
    between = Publication.objects.latest("number").number
    approve(change(Note.objects.get(), vandal, text=live()[0].replace("fox", "dog")), judge)
    found = reversal.of_account(vandal, datetime.now(UTC) - timedelta(9), datetime.now(UTC))
    assert found.later == [between]
    undo_days(vandal, judge, other)
    assert live() == (f"{TEXT} twice", "")


def test_undo_of_an_account_goes_back_to_anothers_words_and_no_further(note, judge, other):
    vandal, good = editor("vandal"), editor("good")
    approve(change(note, vandal, text=TEXT.replace("quick", "slow"), mood="bad"), judge)
    approve(change(Note.objects.get(), good, text=TEXT.replace("quick", "swift")), judge)
    approve(change(Note.objects.get(), vandal, text=TEXT.replace("quick", "dead")), judge)
    act = undo_days(vandal, judge, other)
    assert live() == (TEXT.replace("quick", "swift"), "")
    assert "somebody changed the same words since" in act.comments.get().text


def test_undo_of_an_account_leaves_what_others_took_over(note, judge, other):
    vandal, good = editor("vandal"), editor("good")
    new = Note.new(shelf_id=note.shelf_id, text="Made by it")
    act = drafts.propose([drafts.create(new)], by=vandal)
    proposals.send([act], by=vandal, summary="x")
    approve(act, judge)
    made = Note.objects.get(pk=new.pk)
    approve(change(made, good, text="Made by it, and put right"), judge)
    approve(change(Note.objects.get(pk=new.pk), vandal, mood="bad"), judge)
    act = undo_days(vandal, judge, other)
    made.refresh_from_db()
    assert (made.text, made.mood) == ("Made by it, and put right", "")
    assert "can’t be removed by itself" in act.comments.get().text


def test_undo_of_an_account_passes_over_what_others_undid_or_removed(note, judge, other):
    vandal = editor("vandal")
    new = Note.new(shelf_id=note.shelf_id, text="Another")
    decisions.publish([drafts.create(new)], by=operator("second"), summary="x")
    one = approve(change(note, vandal, mood="bad"), judge)
    approve(change(Note.objects.get(pk=new.pk), vandal, mood="bad"), judge)
    approve(change(Note.objects.get(pk=note.pk), vandal, first=7), judge)
    undone(one, judge, other)
    gone = drafts.propose([drafts.remove(Note, new.pk)], by=editor("good"))
    proposals.send([gone], by=gone.changeset.author, summary="x")
    approve(gone, judge)
    act = undo_days(vandal, judge, other)
    assert act.changes.get().subject_id == note.pk
    left = Note.objects.get()
    assert (left.mood, left.first) == ("", 1)


def test_undo_of_an_account_keeps_what_was_decided_together(note, judge, other):
    one = change(note, editor("one"), text=TEXT.replace("quick", "slow"))
    two = change(note, editor("two"), text=TEXT.replace("lazy", "lively"))
    decisions.decide([decisions.Ruling(a.pk, "approve") for a in (one, two)], by=judge)
    # The row of both names the second; the words of the first go all the same.
    undo_days(one.changeset.author, judge, other)
    assert live()[0] == TEXT.replace("lazy", "lively")


def test_undo_of_some_acts_leaves_what_another_of_them_rests_on(note, judge, other):
    by = editor()
    shelf = Shelf.new(name="Upper")
    aside = Note.new(shelf_id=note.shelf_id, text="Aside")
    made = drafts.propose([drafts.create(shelf), drafts.create(aside)], by=by)
    onto = drafts.propose([drafts.create(Note.new(shelf_id=shelf.pk, text="On it"))], by=by)
    proposals.send([made, onto], by=by, summary="x")
    rulings = [decisions.Ruling(a.pk, "approve") for a in (made, onto)]
    decision = decisions.decide(rulings, by=judge)
    undone(decision, judge, other, acts={made.pk})
    assert Shelf.objects.filter(name="Upper").exists()
    assert not Note.objects.filter(text="Aside").exists()
    act = Act.objects.get(type="undo")
    assert "“Upper” stays: a note that is not undone rests on it" in act.comments.get().text
    with pytest.raises(NothingProposed, match="stays: a note that is not undone rests on it"):
        undoing.undo(decision, by=judge, reason="again", acts={made.pk})


@pytest.mark.parametrize("words", ["Somebody did it.", None])
def test_undo_never_publishes_the_mark_of_a_redaction(op, note, judge, other, words):
    decisions.publish([drafts.update(Note, note.pk, text="QUAGGA did it.")], by=op, summary="x")
    edit = (
        drafts.update(Note, note.pk, text=words, mood="odd")
        if words
        else drafts.remove(Note, note.pk)
    )
    decision = decisions.publish([edit], by=op, summary="x")
    redacting.redact("QUAGGA", by=op, reason="A private name")
    if words:
        act = undoing.undo(decision, by=judge, reason="x")[0].acts.get()
        approve(act, other)
        assert live() == (words, "")
        assert "its text: what stood there before was redacted" in act.comments.get().text
    else:
        with pytest.raises(NothingProposed, match="what stood there before was redacted"):
            undoing.undo(decision, by=judge, reason="x")


def test_undo_of_what_was_redacted_gives_back_the_good_words_before(op, note, judge, other):
    decision = decisions.publish(
        [drafts.update(Note, note.pk, text="QUAGGA did it.")], by=op, summary="x"
    )
    redacting.redact("QUAGGA", by=op, reason="A private name")
    undone(decision, judge, other)
    assert live()[0] == TEXT


def test_what_needs_a_redacted_object_does_not_come_back_without_it(op, note, judge, other):
    shelf = Shelf.new(name="Shelf of QUAGGA")
    made = Note.new(shelf_id=shelf.pk, text="On it")
    decisions.publish([drafts.create(o) for o in (shelf, made)], by=op, summary="x")
    gone = [drafts.remove(Note, made.pk), drafts.remove(Shelf, shelf.pk)]
    gone.append(drafts.update(Note, note.pk, mood="odd"))
    decision = decisions.publish(gone, by=op, summary="x")
    redacting.redact("QUAGGA", by=op, reason="A private name")
    undone(decision, judge, other)
    assert live() == (TEXT, "")
    assert not Note.objects.filter(pk=made.pk).exists()


def test_second_undo_is_refused_while_the_first_waits_and_after_it(note, judge, other):
    decision = approve(change(note, editor(), text="Other words"), judge)
    first = undoing.undo(decision, by=judge, reason="x")[0]
    with pytest.raises(UndoWaits, match=f"Changeset {first.pk} undoes this already") as refused:
        undoing.undo(decision, by=other, reason="x")
    assert refused.value.changeset == first.pk
    author, now = decision.verdicts.get().act.changeset.author, datetime.now(UTC)
    days = {"start": now - timedelta(9), "end": now}
    with pytest.raises(UndoWaits):
        undoing.undo_account(author, **days, by=other, reason="x")
    reject(first.acts.get(), other)
    second = undoing.undo(decision, by=other, reason="x")[0]
    approve(second.acts.get(), judge)
    with pytest.raises(NothingProposed, match="Nothing of it stands any more"):
        undoing.undo(decision, by=judge, reason="x")


def test_undo_of_another_act_of_the_same_decision_goes_beside_it(note, judge, other):
    one = change(note, editor("one"), text="Other words")
    two = change(note, editor("two"), mood="odd")
    rulings = [decisions.Ruling(a.pk, "approve") for a in (one, two)]
    decision = decisions.decide(rulings, by=judge)
    first = undoing.undo(decision, by=judge, reason="x", acts={one.pk})[0].acts.get()
    second = undoing.undo(decision, by=judge, reason="x", acts={two.pk})[0].acts.get()
    assert [u.act for u in first.undone.all()] == [one]
    assert [u.act for u in second.undone.all()] == [two]
    approve(first, other)
    approve(second, other)
    assert live() == (TEXT, "")


def test_undo_that_is_revised_or_amended_still_says_what_it_undoes(note, judge, other):
    decision = approve(change(note, editor(), mood="odd"), judge)
    act = undoing.undo(decision, by=judge, reason="x")[0].acts.get()
    return_(act, other)
    draft = drafts.revise(Act.objects.get(pk=act.pk), by=judge)
    folded = drafts.update(Note, note.pk, first=2)
    assert drafts.propose([folded], by=judge, title="Number it") == draft
    draft.refresh_from_db()
    proposals.send([draft], by=judge, summary="Once more")
    sent = Act.objects.get(state=Act.State.PENDING)
    assert (sent.title, sent.undoes) == (act.title, decision)
    values = {sent.changes.get().pk: {"mood": "calm"}}
    done = amending.amend(sent, by=other, values=values, reason="x")
    assert done.undoes == decision
    amended = done.verdicts.get().act
    assert (amended.type, amended.undoes, amended.title) == ("undo", decision, act.title)
    assert amended.undone.get().act == decision.verdicts.get().act


def test_rejected_undo_that_is_opened_again_still_says_what_it_undoes(note, judge, other):
    decision = approve(change(note, editor(), mood="odd"), judge)
    act = undoing.undo(decision, by=judge, reason="x")[0].acts.get()
    again = undoing.undo(reject(act, other), by=other, reason="I was wrong")[0].acts.get()
    assert (again.undoes, again.undone.get().act) == (decision, decision.verdicts.get().act)


# Its pages


def test_undo_page_tells_what_it_would_do_and_proposes_it(client, note, judge):
    author = editor()
    decision = approve(change(note, author, text=TEXT.replace("quick", "slow")), judge)
    approve(change(note, author, mood="odd"), judge)
    client.force_login(judge)
    address = f"/admin/review/decisions/{decision.pk}/undo/"
    page = client.get(address).content.decode()
    assert "1 note set back" in page
    assert "Published since, on the same objects" in page
    act = decision.verdicts.get().act_id
    told = client.post(address, {"act": act, "reason": " "}).content.decode()
    assert "Say why" in told
    told = client.post(address, {"reason": "x"}).content.decode()
    assert "Choose at least one act" in told
    page = client.post(address, {"act": act, "reason": "Wrong"}, follow=True).content.decode()
    assert "Sent for review as changeset" in page
    assert f"undoes decision {decision.pk}" in page
    assert "another moderator decides on it" in page


def test_account_page_tells_and_proposes(client, note, judge):
    author = editor()
    approve(change(note, author, mood="odd"), judge)
    client.force_login(judge)
    address = f"/admin/review/accounts/{author.pk}/undo/"
    assert client.get(address).status_code == 200
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    period = {"start": today, "end": today}
    page = client.get(address, period).content.decode()
    assert "1 note set back" in page
    assert Act.objects.filter(type="edit", state="approved").latest("pk").title in page
    assert (
        "before the first"
        in client.get(address, {"start": today, "end": "2001-01-01"}).content.decode()
    )
    page = client.post(address, period | {"reason": "Wrong"}, follow=True).content.decode()
    act = Act.objects.get(type="undo")
    assert act.title == f"Undo the work of account {author.pk}, {datetime.now(UTC):%-d %B %Y}"
    assert "What it undoes: " in page
    assert f"{act.undone.get().act.title}</a> by {author}" in page
    told = client.get(address, period).content.decode()
    assert f"changeset {act.changeset_id}</a>. Have it decided on" in told
    assert "Propose to undo" not in told


def undo_page(client, decision, **data):
    address = f"/admin/review/decisions/{decision.pk}/undo/"
    answer = client.post(address, data) if data else client.get(address)
    return answer.content.decode()


def test_undo_page_ticks_what_was_published_and_not_what_was_refused(client, note, judge):
    author = editor()
    acts = [change(note, author, mood="odd"), change(note, editor("other"), text="Other words.")]
    rulings = [
        decisions.Ruling(acts[0].pk, "approve"),
        decisions.Ruling(acts[1].pk, "reject", "Not so"),
    ]
    decision = decisions.decide(rulings, by=judge)
    client.force_login(judge)
    page = undo_page(client, decision)
    assert f'value="{acts[0].pk}" checked' in page
    assert f'value="{acts[1].pk}" checked' not in page
    decision = reject(change(note, author, mood="even"), judge)
    assert " checked" in undo_page(client, decision)


def test_page_lists_later_work_with_links_before_the_button(client, op, judge):
    shelf = Shelf.new(name="Shelf")
    first = Note.new(shelf_id=shelf.pk, text=TEXT)
    edits = [drafts.create(o) for o in (shelf, first)]
    decision = decisions.publish(edits, by=op, summary="begun")
    second = Note.new(shelf_id=shelf.pk, text="Second")
    resting = drafts.propose([drafts.create(second)], by=editor())
    proposals.send([resting], by=resting.changeset.author, summary="x")
    since = change(Note.objects.get(), editor("good"), text=f"{TEXT} twice")
    for act in (resting, since):
        act.refresh_from_db()
        approve(act, judge)
    client.force_login(judge)
    page = undo_page(client, decision)
    rests, later, button = (
        page.index(words)
        for words in ("Later work rests on it", "Published since", "Propose to undo")
    )
    assert rests < later < button
    assert "The shelf “Shelf” stays: on it rests" in page
    for act in (resting, since):
        assert f"/admin/review/changesets/{act.changeset_id}/#act-{act.pk}" in page[:button]
    assert "What would collide" in page
    assert "its text was changed after its removal was proposed" in page
    author, today = decision.verdicts.get().act.changeset.author, f"{datetime.now(UTC):%Y-%m-%d}"
    period = {"start": today, "end": today}
    same = client.get(f"/admin/review/accounts/{author.pk}/undo/", period).content.decode()
    assert "The shelf “Shelf” stays: on it rests" in same
    assert f"/admin/review/changesets/{since.changeset_id}/#act-{since.pk}" in same


def test_page_of_a_decision_that_only_returned_says_that_there_is_nothing(client, note, judge):
    decision = return_(change(note, editor(), mood="odd"), judge)
    client.force_login(judge)
    page = undo_page(client, decision)
    assert "There is nothing to undo" in page
    assert "its author’s to revise" in page
    assert "Propose to undo" not in page


def test_page_links_to_the_undo_that_waits_or_was_approved(client, note, judge, other):
    decision = approve(change(note, editor(), mood="odd"), judge)
    act = undoing.undo(decision, by=judge, reason="x")[0].acts.get()
    client.force_login(other)
    link = f'<a href="/admin/review/changesets/{act.changeset_id}/">'
    page = undo_page(client, decision)
    assert f"{link}changeset {act.changeset_id}</a> undoes it, and waits for a verdict" in page
    assert "Propose to undo" not in page
    page = undo_page(client, decision, act=decision.verdicts.get().act_id, reason="x")
    assert f"Changeset {act.changeset_id} undoes this already" in page
    approve(act, other)
    page = undo_page(client, decision)
    assert f"undone by {link}changeset {act.changeset_id}</a>" in page
    assert "There is nothing more to undo" in page


def test_page_links_to_the_copy_that_was_opened_again(client, note, judge):
    decision = reject(change(note, editor(), mood="odd"), judge)
    client.force_login(judge)
    assert "Propose to undo" in undo_page(client, decision)
    made = undoing.undo(decision, by=judge, reason="x")[0]
    page = undo_page(client, decision)
    assert f"changeset {made.pk}</a>" in page
    assert "Propose to undo" not in page


def test_page_shows_what_undoing_some_acts_would_do(client, note, judge):
    other = Note.new(shelf_id=note.shelf_id, text="Other")
    made = drafts.propose([drafts.create(other)], by=editor("one"))
    proposals.send([made], by=made.changeset.author, summary="x")
    two = change(note, editor("two"), mood="odd")
    rulings = [decisions.Ruling(a.pk, "approve") for a in (made, two)]
    decision = decisions.decide(rulings, by=judge)
    client.force_login(judge)
    page = undo_page(client, decision)
    assert "1 note removed" in page
    assert "1 note set back" in page
    page = undo_page(client, decision, act=two.pk, show="1", reason="So far")
    assert "1 note removed" not in page
    assert "1 note set back" in page
    assert "So far</textarea>" in page
    assert not Act.objects.filter(type="undo").exists()


def test_page_tells_of_words_that_were_redacted(client, op, note, judge):
    for words in ("QUAGGA did it.", "Somebody did it."):
        edit = drafts.update(Note, note.pk, text=words)
        decision = decisions.publish([edit], by=op, summary="x")
    redacting.redact("QUAGGA", by=op, reason="A private name")
    client.force_login(judge)
    page = undo_page(client, decision)
    assert "its text: what stood there before was redacted" in page
    assert "There is nothing to undo" in page
    page = undo_page(client, decision, act=decision.verdicts.get().act_id, reason="x")
    assert page.count("what stood there before was redacted") == 2  # In the refusal too.


def test_page_and_refusal_tell_of_a_former_kind(client, note, judge, monkeypatch):
    decision = approve(change(note, editor(), mood="odd"), judge)
    client.force_login(judge)
    with monkeypatch.context() as patched:
        patched.delitem(kinds._kinds, "toy.note")
        assert "there are no objects of its kind any more" in undo_page(client, decision)
        with pytest.raises(NothingProposed, match="there are no objects of its kind any more"):
            undoing.undo(decision, by=judge, reason="x")
