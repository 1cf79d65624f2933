"""The author hears: inbox, letters, canned reasons, the page of a contributor, waits."""

import io
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from review.deciding import amending, decisions, undoing
from review.desk import digest, letters, waits, work
from review.desk.inbox import all_of
from review.desk.inbox import told as told_of
from review.desk.queue import queue
from review.models import Act, CannedReason, Notice, Restriction, Tally
from review.proposing import drafts, proposals
from review.weighing import restricting
from tests.builders import approve, change, editor, moderator, operator, reject, return_
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def note():
    shelf = Shelf.new(name="Shelf")
    made = Note.new(shelf_id=shelf.pk, text="Some words")
    edits = [drafts.create(shelf), drafts.create(made)]
    decisions.publish(edits, by=operator(), summary="begun")
    return Note.objects.get()


@pytest.fixture
def judge():
    return moderator()


@pytest.fixture
def author():
    made = editor("author")
    made.email = "author@example.org"
    made.save()
    return made


def test_inbox_says_what_was_decided_by_whom_why_and_what_next(client, note, judge, author):
    reject(change(note, author, first=1), judge, "Not so")
    approve(change(note, author, last=9), judge)
    return_(change(note, author, mood="odd"), judge, "Which mood?")
    client.force_login(author)
    page = client.get("/admin/review/inbox/").content.decode()
    for words in (
        "Returned",
        "Which mood?",
        "revise it in My work",
        "Rejected",
        "Not so",
        "Approved",
    ):
        assert words in page, words
    assert "3 new" in page
    client.post("/admin/review/inbox/")
    page = client.get("/admin/review/inbox/").content.decode()
    assert "new</b>" not in page
    assert "Which mood?" in page


def test_one_notice_a_decision_and_none_of_ones_own(note, judge, author):
    other = Note.new(shelf_id=note.shelf_id, text="More")
    more = drafts.propose([drafts.create(other)], by=author)
    proposals.send([more], by=author, summary="x")
    acts = [change(note, author, mood="odd"), more]
    decisions.decide([decisions.Ruling(a.pk, "reject", "No") for a in acts], by=judge)
    assert Notice.objects.filter(to=author).count() == 1
    assert Notice.objects.count() == 1  # The operator's own publication told nobody.


def test_comment_reaches_the_author_and_those_who_spoke(client, note, judge, author):
    act = change(note, author, mood="odd")
    proposals.comment(act, by=judge, text="Why odd?")
    proposals.comment(act, by=author, text="It is.")
    assert [n.to for n in Notice.objects.order_by("pk")] == [author, judge]
    client.force_login(judge)
    assert "It is." in client.get("/admin/review/inbox/").content.decode()


def test_answer_on_a_revision_reaches_who_spoke_on_what_it_revises(note, judge, author):
    asks, act = moderator("asks"), change(note, author, mood="odd")
    proposals.comment(act, by=asks, text="Which page?")
    return_(act, judge, "Say which")
    draft = drafts.revise(act, by=author)
    proposals.send([draft], by=author, summary="x")
    proposals.comment(draft, by=author, text="Page 30.")
    hearing = Notice.objects.filter(comment__text="Page 30.")
    assert {notice.to for notice in hearing} == {asks, judge}


def test_letter_goes_once_with_links_and_not_to_who_wants_none(
    client, note, judge, author, settings
):
    settings.ATTESTED_URL = "https://desk.example"
    act = change(note, author, mood="odd")
    client.force_login(judge)
    page = client.get(f"/admin/review/changesets/{act.changeset_id}/")
    shown = page.context["acts"][0]
    client.post(
        f"/admin/review/changesets/{act.changeset_id}/decide/",
        {
            f"verdict-{act.pk}": "return",
            f"reason-{act.pk}": "Which mood?",
            f"fingerprint-{act.pk}": shown.fingerprint,
        },
    )
    letter = mail.outbox[0]
    assert letter.to == ["author@example.org"]
    assert "Which mood?" in letter.body
    assert f"https://desk.example/admin/review/changesets/{act.changeset_id}/" in letter.body
    assert letters.deliver() == 0
    client.force_login(author)
    client.post("/admin/review/inbox/", {"letters": "off"})
    reject(change(note, author, first=1), judge)
    assert letters.deliver() == 0
    assert len(mail.outbox) == 1


def test_letters_that_could_not_go_are_sent_later(note, judge, author, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    reject(change(note, author, mood="odd"), judge)
    assert letters.deliver() == 0
    assert "tries again" in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    out = io.StringIO()
    call_command("send_letters", stdout=out)
    assert out.getvalue() == "1 letter sent.\n"
    assert mail.outbox[0].to == ["author@example.org"]


def test_title_of_two_lines_can_not_break_a_letter(note, judge, author):
    act = drafts.propose(
        [drafts.update(Note, note.pk, mood="odd")], by=author, title="One\nBcc: x@example.org"
    )
    proposals.send([act], by=author, summary="x")
    reject(act, judge)
    assert letters.deliver() == 1
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.parametrize("title", ["One\rBcc: x@example.org", "One\r\n\r\nTwo", "One\x0bTwo"])
def test_title_of_any_lines_leaves_the_decision_and_its_letter_whole(
    client, note, judge, author, title
):
    act = drafts.propose([drafts.update(Note, note.pk, mood="odd")], by=author, title=title)
    proposals.send([act], by=author, summary="x")
    client.force_login(judge)
    act.refresh_from_db()
    address = f"/admin/review/changesets/{act.changeset_id}/decide/"
    data = {f"verdict-{act.pk}": "reject", f"reason-{act.pk}": "No"}
    assert client.post(address, data).status_code == 302
    assert mail.outbox[0].subject == f"Rejected: {' '.join(title.split())}"


@pytest.fixture
def refusing(monkeypatch):
    """A server that takes no letter to an address with “bad”; the addresses, in order, tried there."""
    tried, take = [], EmailBackend.send_messages

    def send(self, letters):
        tried.extend(letters[0].to)
        if "bad" in letters[0].to[0]:
            raise SMTPRecipientsRefused({letters[0].to[0]: (550, b"no such user")})
        return take(self, letters)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return tried


def test_letter_that_is_refused_holds_up_no_other_and_is_given_up(
    note, judge, author, refusing, caplog
):
    other = editor("other")
    other.email = "bad@example.org"
    other.save()
    reject(change(note, other, mood="x"), judge)
    reject(change(note, author, mood="y"), judge)
    assert letters.deliver() == 1
    assert [letter.to for letter in mail.outbox] == [[author.email]]
    assert "was refused" in caplog.text
    assert Notice.objects.get(to=other).mailed_at is None
    for _ in range(10):
        Notice.objects.update(taken_at=None)
        reject(change(note, author, mood="y"), judge)
        letters.deliver()
    assert len(mail.outbox) == 11
    assert refusing.count(other.email) == letters.REFUSALS
    # After the first time it is tried last.
    assert refusing[2:4] == [author.email, other.email]


def test_decision_stands_when_no_letter_can_go(client, note, judge, author, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    act = change(note, author, mood="odd")
    client.force_login(judge)
    data = {f"verdict-{act.pk}": "reject", f"reason-{act.pk}": "No"}
    address = f"/admin/review/changesets/{act.changeset_id}/decide/"
    assert client.post(address, data).status_code == 302
    assert Act.objects.get(pk=act.pk).state == "rejected"


def test_letter_whose_sender_was_ended_is_sent_later(note, judge, author, monkeypatch):
    reject(change(note, author, mood="odd"), judge)
    with monkeypatch.context() as patched:
        patched.setattr(letters, "_mail", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            letters.deliver()
    assert letters.deliver() == 0
    Notice.objects.update(taken_at=timezone.now() - letters.TAKEN)
    assert letters.deliver() == 1


def test_canned_reason_is_a_reason_and_the_team_edits_the_list(client, note, judge, author):
    act = change(note, author, mood="odd")
    CannedReason.objects.create(choice="return", text="Add the page.")
    client.force_login(judge)
    address = f"/admin/review/changesets/{act.changeset_id}/"
    assert "Return: Add the page." in client.get(address).content.decode()
    client.post(
        f"{address}decide/",
        {f"verdict-{act.pk}": "return", f"canned-{act.pk}": "Add the page."},
    )
    act.refresh_from_db()
    assert act.verdict.reason == "Add the page."
    add = "/admin/review/cannedreason/add/"
    told = client.post(add, {"choice": "return", "text": "Add the page."}).content.decode()
    assert "in the list already" in told
    assert client.post(add, {"choice": "reject", "text": "No."}).status_code == 302


def test_contributor_page_counts_and_lists_with_reasons(client, note, judge, author):
    reject(change(note, author, mood="odd"), judge, "Not so")
    approve(change(note, author, mood="calm"), judge)
    client.force_login(editor("reader"))
    page = client.get(f"/admin/review/contributors/{author.pk}/").content.decode()
    assert "Not so" in page
    assert "Approved in a row" in page
    tally = Tally.objects.get(user=author)
    assert (tally.work, tally.approved, tally.rejected, tally.in_a_row) == ("other", 1, 1, 1)
    assert client.get("/admin/review/contributors/999999/").status_code == 404
    nobody = client.get(f"/admin/review/contributors/{judge.pk}/").content.decode()
    assert "has proposed nothing yet" in nobody


def test_contributor_page_goes_on_to_older_work(client, note, author, monkeypatch):
    monkeypatch.setattr(work, "WORK_PAGE", 2)
    for n in range(5):
        other = Note.new(shelf_id=note.shelf_id, text=f"Words {n}")
        act = drafts.propose([drafts.create(other)], by=author)
        proposals.send([act], by=author, summary="x")
    client.force_login(author)
    seen, address = [], f"/admin/review/contributors/{author.pk}/"
    before = ""
    while before is not None:
        page = client.get(address, {"before": before}).context
        seen += [act.title for act in page["acts"]]
        before = page["following"]
    assert seen == [f"Add note: Words {n}" for n in (4, 3, 2, 1, 0)]


def test_amended_act_is_told_as_such(note, judge, author):
    act = change(note, author, text="Other words")
    amending.amend(act, by=judge, values={act.changes.get().pk: {"text": "Best words"}}, reason="x")
    told = told_of(all_of().filter(to=author))
    assert told[0].sentences[0][2] == "amended and approved"


def inbox(client, person):
    client.force_login(person)
    return client.get("/admin/review/inbox/").content.decode()


def letter_to(person):
    """The text of the one letter that goes to a person now."""
    mail.outbox.clear()
    assert letters.deliver() == 1
    assert mail.outbox[0].to == [person.email]
    return f"{mail.outbox[0].subject}\n{mail.outbox[0].body}"


def test_author_hears_that_their_published_work_was_undone(client, note, judge, author):
    act = change(note, author, text="Other words")
    decision = approve(act, judge)
    letters.deliver()
    undo = undoing.undo(decision, by=judge, reason="The source says no such thing")[0]
    for words in (inbox(client, author), letter_to(author)):
        assert "roposed to undo" in words
        assert act.title in words
        assert "“The source says no such thing”" in words
        assert "Nothing is undone yet" in words
        assert f"/admin/review/changesets/{undo.pk}/" in words
    approve(undo.acts.get(), moderator("second"))
    for words in (inbox(client, author), letter_to(author)):
        assert "ndid (proposed by Moderator)" in words
        assert act.title in words
        assert "“The source says no such thing”" in words
        assert "propose it again, put right" in words
        assert f"/admin/review/changesets/{undo.pk}/" in words
    assert "Second" in inbox(client, author)
    # Who proposed the undo hears of the verdict on it, and of nothing else.
    assert Notice.objects.filter(to=judge).count() == 1


def test_author_of_much_that_was_undone_hears_of_the_first_acts(client, note, judge, author):
    rulings = []
    for n in range(12):
        made = drafts.propose(
            [drafts.create(Note.new(shelf_id=note.shelf_id, text=f"Words {n}"))], by=author
        )
        proposals.send([made], by=author, summary="x")
        rulings.append(decisions.Ruling(made.pk, "approve"))
    decision = decisions.decide(rulings, by=judge)
    undo = undoing.undo(decision, by=judge, reason="No")[0]
    done = approve(undo.acts.get(), moderator("second"))
    told = told_of(all_of().filter(decision=done, to=author))[0].sentences
    assert len(told) == 11
    assert told[-1].title == "2 more acts of yours"
    proposed = told_of(all_of().filter(undo=undo.acts.get(), to=author))[0].sentences
    assert len(proposed) == 11
    assert proposed[-1].title == "2 more acts of yours"
    assert proposed[0].next == "It was decided on since."


def test_moderator_who_undoes_their_own_work_hears_of_the_verdict_only(client, note, judge):
    second = moderator("second")
    decision = approve(change(note, judge, mood="odd"), second)
    undo = undoing.undo(decision, by=judge, reason="I was wrong")[0]
    assert not Notice.objects.filter(undo=undo.acts.get()).exists()
    done = approve(undo.acts.get(), second)
    told = told_of(all_of().filter(decision=done))
    assert [[t.done for t in notice.sentences] for notice in told] == [["approved"]]


def test_author_hears_that_a_rejected_act_was_opened_again(client, note, judge, author):
    act = change(note, author, mood="odd")
    decision = reject(act, judge)
    letters.deliver()
    second = moderator("second")
    client.force_login(second)
    mail.outbox.clear()
    client.post(
        f"/admin/review/decisions/{decision.pk}/undo/", {"act": act.pk, "reason": "It is good"}
    )
    copy = act.revisions.get()
    for words in (inbox(client, author), f"{mail.outbox[0].subject}\n{mail.outbox[0].body}"):
        assert "pened again" in words
        assert "“It is good”" in words
        assert "It waits for a verdict again" in words
        assert f"/admin/review/changesets/{copy.changeset_id}/" in words


def test_author_hears_of_the_first_of_two_approvals_once(client, note, judge, author):
    restricting.restrict("second", by=judge, reason="Much read", subject=note.pk)
    act = change(note, author, mood="odd")
    approve(act, judge)
    approve(act, judge)
    for words in (inbox(client, author), letter_to(author)):
        assert "pproved as the first of two" in words
        assert act.title in words
        assert "a second moderator’s approval publishes it" in words
    approve(act, moderator("second"))
    assert "Readers see it now" in letter_to(author)


def test_account_hears_why_and_until_when_it_is_blocked_and_when_no_more(
    client, note, judge, author
):
    client.force_login(judge)
    client.post(
        f"/admin/review/restrictions/add/?account={author.pk}",
        {"what": "block", "reason": "Copied texts", "until": "2999-01-01"},
    )
    for words in (inbox(client, author), f"{mail.outbox[0].subject}\n{mail.outbox[0].body}"):
        assert "locked you from proposing until 2 January 2999" in words
        assert "Copied texts" in words
        assert "write to a moderator" in words
    held = Restriction.objects.get()
    client.force_login(judge)
    client.post(f"/admin/review/restrictions/{held.pk}/lift/")
    for words in (inbox(client, author), f"{mail.outbox[1].subject}\n{mail.outbox[1].body}"):
        assert "ifted the block of your account" in words
        assert "You can propose again" in words
    assert len(mail.outbox) == 2


def test_protecting_an_object_tells_nobody(note, judge):
    held = restricting.restrict("closed", by=judge, reason="x", subject=note.pk)
    restricting.lift(held, by=judge)
    assert not Notice.objects.exists()


# Waits


def waited(act, span):
    """Have it be so that an act waited so long."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Act.objects.filter(pk=act.pk).update(sent_at=act.sent_at - span)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_sender_is_told_the_place_and_the_median_wait(client, note, judge, author):
    first = change(note, editor("first"), mood="odd")
    assert waits.sentence(first.changeset) == "It is 1st in the queue."
    approve(first, judge)
    assert waits.sentence(first.changeset).endswith("the median wait was 1 minute.")
    waited(first, timedelta(days=3))
    approve(change(note, editor("quick"), first=2), judge)
    assert waits.sentence(first.changeset).endswith(
        "the median wait was 2 days, and 95 of 100 waited no longer than 3 days."
    )
    for n in range(2):
        change(note, editor(f"other{n}"), mood=f"m{n}")
    act = drafts.propose([drafts.update(Note, note.pk, first=1)], by=author)
    client.force_login(author)
    page = client.post("/admin/review/send/", {"act": act.pk, "summary": "why"}, follow=True)
    assert (
        "It is 3rd in the queue; in the last 30 days the median wait was 2 days"
        in page.content.decode()
    )


def test_place_counts_changesets_however_many_acts_they_hold(note, author, monkeypatch):
    monkeypatch.setattr(waits, "FAR", 4)
    for numbers in (range(8), range(8, 9), range(9, 10)):
        acts = [
            drafts.propose([drafts.create(Shelf.new(name=f"Shelf {n}"))], by=author)
            for n in numbers
        ]
        proposals.send(acts, by=author, summary="x")
    last = [change(note, editor(name), mood=name).changeset for name in ("fourth", "fifth")]
    assert [waits.place_of(changeset) for changeset in last] == [4, None]


def test_amended_act_has_waited_since_its_author_sent_it(note, judge, author):
    act = change(note, author, mood="odd")
    waited(act, timedelta(days=9))
    act.refresh_from_db()
    values = {act.changes.get().pk: {"mood": "even"}}
    amending.amend(act, by=judge, values=values, reason="x")
    assert waits.in_words(waits.lately().median) == "9 days"


def test_amended_act_that_waits_for_a_second_keeps_its_place(client, note, judge, author):
    restricting.restrict("second", by=judge, reason="Much read", subject=note.pk)
    act = change(note, author, mood="odd")
    waited(act, timedelta(days=9))
    change(note, editor("later"), first=2)
    act.refresh_from_db()
    values = {act.changes.get().pk: {"mood": "even"}}
    amending.amend(act, by=judge, values=values, reason="x")
    first = queue()[0][0]
    assert first.amended_by == judge
    assert "waiting 1\xa0week" in first.reasons


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=5), "1 minute"),
        (timedelta(minutes=40), "40 minutes"),
        (timedelta(hours=5), "5 hours"),
        (timedelta(hours=25), "1 day"),
        (timedelta(days=3, hours=2), "3 days"),
    ],
)
def test_waits_are_told_in_words(span, words):
    assert waits.in_words(span) == words


def test_waits_by_month(client, note, judge, author):
    client.force_login(author)
    empty = client.get("/admin/review/waits/").content.decode()
    assert "Nobody has decided" in empty
    approve(change(note, author, mood="odd"), judge)
    page = client.get("/admin/review/waits/").content.decode()
    assert f"{timezone.now():%B %Y}" in page
    assert waits.lately().verdicts == 1


def test_digest_goes_to_moderators_with_what_waits(note, judge, author):
    judge.email = "judge@example.org"
    judge.save()
    out = io.StringIO()
    call_command("send_digest", stdout=out)
    assert out.getvalue() == "0 letters sent.\n"
    change(note, author, mood="odd")
    call_command("send_digest", stdout=out)
    assert [letter.to for letter in mail.outbox] == [["judge@example.org"]]
    assert "1 act wait" in mail.outbox[0].body
    assert "first proposal by this editor" in mail.outbox[0].body


def test_digest_that_is_refused_reaches_the_others(note, judge, author, refusing):
    for person, address in ((judge, "bad@example.org"), (moderator("two"), "two@example.org")):
        person.email = address
        person.save()
    change(note, author, mood="odd")
    assert digest.send_digest() == 1
    assert [letter.to for letter in mail.outbox] == [["two@example.org"]]


# Who reads


def test_open_page_is_told_to_others_and_expires(client, note, judge, author):
    from review.models import Reading

    act = change(note, author, mood="odd")
    address = f"/admin/review/changesets/{act.changeset_id}/"
    client.force_login(judge)
    assert client.post(f"{address}reading/").json() == {"others": []}
    other = moderator("other")
    client.force_login(other)
    assert "Being read by <b>Moderator</b>" in client.get(address).content.decode()
    assert client.post(f"{address}reading/").json() == {"others": ["Moderator"]}
    since = Reading.objects.get(by=judge).since
    Reading.objects.update(at=timezone.now() - timedelta(minutes=5))
    assert "Being read by <b>" not in client.get(address).content.decode()
    client.force_login(judge)
    client.post(f"{address}reading/")
    assert Reading.objects.get(by=judge).since > since
    # It locks nothing.
    approve(act, other)


def test_next_and_previous_walk_the_queue(client, note, judge):
    numbers = [change(note, editor(f"e{n}"), mood=f"m{n}").changeset_id for n in range(3)]
    client.force_login(judge)
    page = client.get(f"/admin/review/changesets/{numbers[1]}/").content.decode()
    assert f'/changesets/{numbers[0]}/" data-key="p"' in page
    assert f'/changesets/{numbers[2]}/" data-key="n"' in page
    last = client.get(f"/admin/review/changesets/{numbers[2]}/").content.decode()
    assert f'/changesets/{numbers[0]}/" data-key="n"' in last
