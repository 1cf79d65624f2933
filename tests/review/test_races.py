"""Real threads, real connections: what happens when two people act at once."""

from collections import Counter
from functools import partial
from itertools import pairwise
from random import Random
from threading import Barrier, Event, Thread

import pytest
from django.core import mail
from django.db import connection, transaction

from review.deciding import amending, decisions, redacting, traces, undoing
from review.desk import letters
from review.exceptions import Clashes, IllegalMove, Refused, Stale
from review.models import Act, Change, Changeset, Decision, Flag, OpenChange, Publication
from review.proposing import drafts, proposals
from review.proving import log
from review.weighing import flagging, texts
from tests.builders import approve, change, editor, moderator, operator, reject
from tests.lengths import by_profile
from tests.review.redacting.steps import dump
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = by_profile(desk=4, long=20)
PAIRS, AT_ONCE = by_profile(desk=50, long=1000), 50
TEXT = "The quick brown fox jumps over the lazy dog"


def together(*functions):
    """Run all at once; what each returned, or the refusal that it was told."""
    barrier, results = Barrier(len(functions)), [None] * len(functions)

    def run(place, function):
        barrier.wait()
        try:
            results[place] = function()
        except Refused as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def state_of(act):
    return Act.objects.get(pk=act.pk).state


def undo_of(decision, by):
    return undoing.undo(decision, by=by, reason="It was wrong")[0].acts.get()


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def note(op):
    shelf = Shelf.new(name="Shelf")
    made = Note.new(shelf_id=shelf.pk, text=TEXT)
    decisions.publish([drafts.create(shelf), drafts.create(made)], by=op, summary="x")
    return Note.objects.get()


def test_two_moderators_approving_one_act_one_is_told(note):
    by, one, two = editor(), moderator("one"), moderator("two")
    for n in range(ROUNDS):
        act = change(note, by, mood=f"mood {n}")
        results = together(lambda a=act: approve(a, one), lambda a=act: approve(a, two))
        told = [r for r in results if isinstance(r, Refused)]
        assert len(told) == 1
        assert isinstance(told[0], IllegalMove)
        assert Note.history.filter(mood=f"mood {n}").count() == 1


def test_approve_against_a_publication_of_the_same_words_is_told_with_three_texts(note, op):
    by, judge = editor(), moderator()
    for n in range(ROUNDS):
        live = Note.objects.get()
        act = change(live, by, text=f"Proposed {n}")
        edit = drafts.update(Note, note.pk, text=f"Published {n}")
        results = together(
            lambda a=act: approve(a, judge),
            lambda e=edit: decisions.publish([e], by=op, summary="x"),
        )
        told = [r for r in results if isinstance(r, Refused)]
        # Published second, it is based on what was approved: then both stand.
        assert len(told) <= 1
        if told:
            clash = told[0].clashes[0]
            assert {clash.before, clash.live, clash.proposed} == {
                live.text,
                f"Published {n}",
                f"Proposed {n}",
            }
            if Act.objects.get(pk=act.pk).state == Act.State.PENDING:
                proposals.withdraw(act, by=by)
        assert Note.objects.get().text == Note.history.order_by("publication").last().text


def test_words_apart_approved_at_once_are_both_kept(note, op):
    one, two, judges = editor("one"), editor("two"), [moderator("m1"), moderator("m2")]
    for _ in range(ROUNDS):
        first = change(note, one, text=TEXT.replace("quick", "slow"))
        second = change(note, two, text=TEXT.replace("lazy", "sleepy"))
        results = together(
            lambda a=first: approve(a, judges[0]), lambda a=second: approve(a, judges[1])
        )
        assert not [r for r in results if isinstance(r, Refused)], results
        assert Note.objects.get().text == "The slow brown fox jumps over the sleepy dog"
        decisions.publish([drafts.update(Note, note.pk, text=TEXT)], by=op, summary="back")


def test_same_words_approved_at_once_one_is_told_with_three_texts(note):
    authors, judges = [editor("one"), editor("two")], [moderator("m1"), moderator("m2")]
    for n in range(ROUNDS):
        before = Note.objects.get().text
        texts = [f"{author}{n}" for author in authors]
        acts = [
            change(note, author, text=text) for author, text in zip(authors, texts, strict=True)
        ]
        results = together(*(partial(approve, *pair) for pair in zip(acts, judges, strict=True)))
        lost = [isinstance(r, Clashes) for r in results].index(True)
        assert isinstance(results[1 - lost], Decision)
        assert Note.objects.get().text == texts[1 - lost]
        clash = results[lost].clashes[0]
        told = (clash.before, clash.live, clash.proposed)
        assert told == (before, texts[1 - lost], texts[lost])
        assert state_of(acts[lost]) == "pending"
        assert acts[lost].changes.get().after == {"text": texts[lost]}
        proposals.withdraw(acts[lost], by=authors[lost])


def test_send_against_withdraw_both_stand_or_the_sender_is_told(note):
    """Sent first, it is withdrawn from the queue; withdrawn first, it can't be sent any more."""
    by = editor()
    for n in range(ROUNDS):
        act = drafts.propose([drafts.update(Note, note.pk, mood=f"{n}")], by=by)
        sent, withdrawn = together(
            partial(proposals.send, [act], by=by, summary="x"),
            partial(proposals.withdraw, act, by=by),
        )
        assert withdrawn == act
        assert isinstance(sent, Changeset | IllegalMove)
        act.refresh_from_db()
        assert act.state == Act.State.WITHDRAWN
        assert (act.sent_at is None) == isinstance(sent, IllegalMove)
        assert not OpenChange.objects.exists()


def test_approve_against_a_revision_one_of_them_wins(note):
    by, judge = editor(), moderator()
    for n in range(ROUNDS):
        act = change(note, by, mood=f"first {n}")
        draft = drafts.propose([drafts.update(Note, note.pk, mood=f"second {n}")], by=by)
        approved, sent = together(
            partial(approve, act, judge),
            partial(proposals.send, [draft], by=by, summary="x"),
        )
        assert draft.changes.get().after == {"mood": f"second {n}"}
        if isinstance(approved, IllegalMove):
            assert (state_of(act), state_of(draft)) == ("superseded", "pending")
            approve(draft, judge)
            assert Note.objects.get().mood == f"second {n}"
            assert not Note.history.filter(mood=f"first {n}").exists()
        else:
            assert "was approved before you sent its revision" in str(sent)
            assert (state_of(act), state_of(draft)) == ("approved", "draft")
            assert Note.objects.get().mood == f"first {n}"
            proposals.withdraw(draft, by=by)


def test_approve_against_drafting_a_revision_loses_no_words(note):
    by, judge = editor(), moderator()
    for n in range(ROUNDS):
        act = change(note, by, mood=f"first {n}")

        def draft_and_send(act=act, n=n):
            edit = drafts.update(Note, note.pk, mood=f"second {n}")
            draft = drafts.propose([edit], by=by)
            proposals.send([draft], by=by, summary="x")
            return draft

        approved, drafted = together(partial(approve, act, judge), draft_and_send)
        # Drafted after the approval it is an act of its own; before, only one of them stands.
        if isinstance(approved, Refused):
            assert state_of(act) == "superseded"
        else:
            assert Note.objects.get().mood == f"first {n}"
        if isinstance(drafted, Refused):
            assert state_of(act) == "approved"
            drafted = Act.objects.filter(changeset__author=by, state="draft").first()
        if drafted:  # Else it was told while typing: the form keeps the words.
            assert drafted.changes.get().after == {"mood": f"second {n}"}
            proposals.withdraw(drafted, by=by)


def test_approve_against_an_undo_of_other_words_both_stand(note):
    authors, judges = [editor("one"), editor("two")], [moderator("m1"), moderator("m2")]
    for n in range(ROUNDS):
        first = change(note, authors[0], text=TEXT.replace("quick", f"quick{n}"))
        undo = undo_of(approve(first, judges[0]), judges[0])
        second = change(note, authors[1], text=Note.objects.get().text.replace("lazy", f"lazy{n}"))
        results = together(partial(approve, second, judges[0]), partial(approve, undo, judges[1]))
        assert all(isinstance(r, Decision) for r in results), results
        assert Note.objects.get().text == TEXT.replace("lazy", f"lazy{n}")
        approve(undo_of(results[0], judges[0]), judges[1])


def test_approve_against_an_undo_of_the_same_words_one_is_told(note):
    authors, judges = [editor("one"), editor("two")], [moderator("m1"), moderator("m2")]
    for n in range(ROUNDS):
        before = Note.objects.get().text
        first = change(note, authors[0], text=f"first{n}")
        undo = undo_of(approve(first, judges[0]), judges[0])
        act = change(note, authors[1], text=f"second{n}")
        results = together(partial(approve, act, judges[0]), partial(approve, undo, judges[1]))
        assert sorted(isinstance(r, Clashes) for r in results) == [False, True], results
        is_undone = isinstance(results[0], Clashes)
        assert Note.objects.get().text == (before if is_undone else f"second{n}")
        lost, its_author = (act, authors[1]) if is_undone else (undo, judges[0])
        assert state_of(lost) == "pending"
        proposals.withdraw(lost, by=its_author)


def test_amend_against_approve_one_of_them_wins(note):
    by, judges = editor(), [moderator("m1"), moderator("m2")]
    for n in range(ROUNDS):
        act = change(note, by, mood=f"sent {n}")
        values = {act.changes.get().pk: {"mood": f"amended {n}"}}
        results = together(
            partial(approve, act, judges[0]),
            partial(amending.amend, act, by=judges[1], values=values, reason="x"),
        )
        assert sorted(isinstance(r, IllegalMove) for r in results) == [False, True], results
        won = "amended" if isinstance(results[0], IllegalMove) else "sent"
        assert Note.objects.get().mood == f"{won} {n}"


def test_two_tabs_of_one_author_one_is_told(note):
    by = editor()
    for n in range(ROUNDS):
        token = drafts.token(note.subject.head_id, None)
        results = together(
            *(
                partial(
                    drafts.propose,
                    [drafts.update(Note, note.pk, seen=token, mood=f"{n} {m}")],
                    by=by,
                )
                for m in ("a", "b")
            )
        )
        assert sorted(isinstance(r, Stale) for r in results) == [False, True]
        proposals.withdraw(next(r for r in results if isinstance(r, Act)), by=by)


def test_removal_against_a_new_child_never_breaks_a_key(op):
    by, judges = editor(), [moderator("m1"), moderator("m2")]
    other = editor("other")
    for n in range(ROUNDS):
        shelf = Shelf.new(name=f"Shelf {n}")
        decisions.publish([drafts.create(shelf)], by=op, summary="x")
        acts = []
        for person, edit in (
            (by, drafts.remove(Shelf, shelf.pk)),
            (other, drafts.create(Note.new(shelf_id=shelf.pk, text="child"))),
        ):
            acts.append(drafts.propose([edit], by=person))
            proposals.send(acts[-1:], by=person, summary="x")
        results = together(
            *(lambda a=a, j=j: approve(a, j) for a, j in zip(acts, judges, strict=True))
        )
        assert [isinstance(r, Clashes) for r in results].count(True) == 1, results
        for act in acts:
            act.refresh_from_db()
            if act.state == Act.State.PENDING:
                proposals.withdraw(act, by=act.changeset.author)


def test_publications_are_gapless_and_chained_after_a_crowd(op, note):
    judges = [moderator(f"m{n}") for n in range(4)]
    authors = [editor(f"e{n}") for n in range(4)]
    shelf = Shelf.objects.get()

    def work(author, judge):
        for n in range(8):
            new = Note.new(shelf_id=shelf.pk, text=f"{author} {n}")
            act = drafts.propose([drafts.create(new)], by=author)
            proposals.send([act], by=author, summary="x")
            approve(act, judge)

    results = together(*(lambda a=a, j=j: work(a, j) for a, j in zip(authors, judges, strict=True)))
    assert results == [None] * 4
    steps = list(Publication.objects.order_by("number"))
    assert [s.number for s in steps] == list(range(1, 34))
    assert all(b.previous == a.digest and b.at > a.at for a, b in pairwise(steps))


def test_redaction_against_an_approval_leaves_the_words_nowhere(op, note):
    by, judge = editor(), moderator()
    for n in range(ROUNDS):
        name = f"Quagga{n:02}"
        edit = drafts.update(Note, note.pk, text=f"{name} did it.")
        act = drafts.propose([edit], by=by, title="Say who did it")
        proposals.send([act], by=by, summary=f"It was {name}")
        results = together(
            partial(approve, act, judge),
            partial(redacting.redact, name, by=op, reason="A private name"),
        )
        assert not isinstance(results[1], Refused), results
        assert name.lower() not in dump().lower()
        assert list(log.breaks()) == []
        act.refresh_from_db()
        if act.state == Act.State.PENDING:
            proposals.withdraw(act, by=by)


def test_redaction_against_work_on_what_it_blanks_leaves_the_words_nowhere(op, note):
    """Whoever reads the words before they go has written them before, or does not write them."""
    by, other, judge = editor(), editor("other"), moderator()
    for n in range(ROUNDS):
        name = f"Quagga{n:02}"
        edit = drafts.update(Note, note.pk, text=f"{name} did it.")
        decision = decisions.publish([edit], by=op, summary="x")
        act = change(Note.objects.get(), by, mood=f"mood {n}")
        proposals.comment(act, by=judge, text=f"Was it {name}?")
        draft = drafts.propose([drafts.update(Note, note.pk, text=f"{n}?")], by=other)
        results = together(
            partial(redacting.redact, name, by=op, reason="A private name"),
            partial(approve, act, judge),
            partial(proposals.send, [draft], by=other, summary="x"),
            partial(undoing.undo, decision, by=judge, reason="Wrong"),
        )
        assert not isinstance(results[0], Refused), results
        assert name.lower() not in dump().lower()
        assert list(log.breaks()) == []
        for act in Act.objects.filter(state__in=["draft", "pending"]):
            proposals.withdraw(act, by=act.changeset.author)


def test_words_that_come_in_during_a_redaction_wait_for_it(op, note, monkeypatch):
    by, judge = editor(), moderator()
    act = change(note, by, text="Quagga did it.")
    searched, began = traces.find, Event()

    def slow(words):
        found = searched(words)
        began.set()
        assert not said.wait(0.3), "a comment came in between the search and the commit"
        return found

    said = Event()

    def comment():
        began.wait()
        proposals.comment(act, by=judge, text="Was it she?")
        said.set()

    monkeypatch.setattr(traces, "find", slow)
    together(partial(redacting.redact, "Quagga", by=op, reason="Private"), comment)
    assert said.is_set()


def test_every_table_that_words_are_put_into_is_behind_the_gate():
    put = [*texts.plain(), Change]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%gate'")
        behind = {table for (table,) in cursor.fetchall()}
    assert {model._meta.db_table for model in put} <= behind


def test_pairs_of_edits_from_one_base_lose_nothing(op):
    """Two authors change one or two words each of one text, and both are approved at once.

    Words apart are both kept; of the same or neighbouring words one is published, the other told.
    """
    chance, rounds = Random(1806), range(PAIRS // AT_ONCE)
    authors, judges = [editor("one"), editor("two")], [moderator("m1"), moderator("m2")]
    shelf = Shelf.new(name="Shelf of pairs")
    decisions.publish([drafts.create(shelf)], by=op, summary="x")
    met = Counter()
    for _ in rounds:
        notes = [Note.new(shelf_id=shelf.pk, text=TEXT) for _ in range(AT_ONCE)]
        decisions.publish([drafts.create(n) for n in notes], by=op, summary="x")
        hands = [[hand_of(chance, author) for author in authors] for _ in notes]
        acts = [
            sent_apart(author, [(n, own[i]) for n, own in zip(notes, hands, strict=True)])
            for i, author in enumerate(authors)
        ]
        results = together(
            *(partial(approve_each, own, j) for own, j in zip(acts, judges, strict=True))
        )
        live = dict(Note.objects.filter(shelf=shelf.pk).values_list("pk", "text"))
        for i, note in enumerate(notes):
            told = [isinstance(r[i], Clashes) for r in results]
            kept = [hand for hand, is_told in zip(hands[i], told, strict=True) if not is_told]
            assert told.count(True) == are_near(*hands[i]), (hands[i], told)
            assert live[note.pk] == with_words(*kept)
            met[told.count(True)] += 1
        for author, own in zip(authors, acts, strict=True):
            for act in Act.objects.filter(pk__in=own, state="pending"):
                (change_kept,) = act.changes.all()
                assert author.username in change_kept.after["text"]
    assert sum(met.values()) == PAIRS
    assert min(met[0], met[1]) > PAIRS // 10
    assert list(log.breaks()) == []


def hand_of(chance, author):
    """{place: word}: what one author writes for one or two of the words."""
    places = chance.sample(range(len(TEXT.split())), chance.choice([1, 2]))
    return {place: f"{author.username}{place}" for place in places}


def with_words(*hands):
    words = TEXT.split()
    for hand in hands:
        for place, word in hand.items():
            words[place] = word
    return " ".join(words)


def are_near(one, two):
    """Whether two hands wrote on the same words, or with no word between."""
    return any(abs(a - b) < 2 for a in one for b in two)


def sent_apart(author, edits):
    """Keys of sent acts of one author, one for each (note, hand)."""
    about = {"by": author, "summary": "x", "type": Act.Type.EDIT, "title": ""}
    with transaction.atomic():
        return [
            proposals.record([drafts.update(Note, n.pk, text=with_words(h))], **about)[0].pk
            for n, h in edits
        ]


def approve_each(acts, judge):
    """What each approval returned, or the refusal that it was told."""
    results = []
    for key in acts:
        try:
            results.append(decisions.decide([decisions.Ruling(key, "approve")], by=judge))
        except Refused as error:
            results.append(error)
    return results


def test_letters_that_two_send_at_once_go_once(note):
    by, judge = editor(), moderator()
    by.email = "author@example.org"
    by.save()
    for n in range(ROUNDS):
        reject(change(note, by, mood=f"mood {n}"), judge)
        assert sorted(together(letters.deliver, letters.deliver)) == [0, 1]
    assert len(mail.outbox) == ROUNDS


def test_two_who_send_at_once_each_stand_out_for_the_other(note):
    one, two = editor("one"), editor("two")
    for n in range(ROUNDS):
        kept = [
            (drafts.propose([drafts.update(Note, note.pk, mood=f"{by} {n}")], by=by), by)
            for by in (one, two)
        ]
        sent = together(*(partial(proposals.send, [act], by=by, summary="x") for act, by in kept))
        acts = [changeset.acts.get() for changeset in sent]
        assert Flag.objects.filter(act__in=acts, name="others").count() == 2
        for act, by in kept:
            proposals.withdraw(act, by=by)
        assert not Flag.objects.exists()


def test_all_flags_made_anew_against_sending_leave_no_act_without(note, monkeypatch):
    monkeypatch.setattr(flagging, "AT_ONCE", 1)
    one, two = editor("one"), editor("two")
    for n in range(ROUNDS):
        first = change(note, one, mood=f"one {n}")
        Flag.objects.all().delete()  # As where a reason was added since.
        drafted = drafts.propose([drafts.update(Note, note.pk, mood=f"two {n}")], by=two)
        send = partial(proposals.send, [drafted], by=two, summary="x")
        together(flagging.renew_all, send)
        assert Flag.objects.filter(act__in=[first, drafted], name="others").count() == 2
        proposals.withdraw(first, by=one)
        proposals.withdraw(drafted, by=two)


def test_two_who_undo_one_rejection_one_is_told(note):
    by, judges = editor(), [moderator("m1"), moderator("m2")]
    for n in range(ROUNDS):
        act = change(note, by, mood=f"mood {n}")
        decision = reject(act, judges[0])
        results = together(
            *(partial(undoing.undo, decision, by=judge, reason="x") for judge in judges)
        )
        (told,) = (result for result in results if isinstance(result, Refused))
        assert "opened again already" in str(told)
        proposals.withdraw(act.revisions.get(), by=by)


def test_undo_of_a_rejection_against_its_author_at_work_on_the_same(note):
    by, judge = editor(), moderator()
    for n in range(ROUNDS):
        decision = reject(change(note, by, mood=f"mood {n}"), judge)
        made, drafted = together(
            partial(undoing.undo, decision, by=judge, reason="x"),
            partial(drafts.propose, [drafts.update(Note, note.pk, mood=f"own {n}")], by=by),
        )
        assert made[0].acts.get().changes.get().after == {"mood": f"mood {n}"}
        assert drafted.changes.get().after == {"mood": f"own {n}"}
        assert OpenChange.objects.filter(author=by).count() == 1
        for act in Act.objects.filter(state__in=["draft", "pending"]).order_by("-pk"):
            proposals.withdraw(act, by=by)
