"""The queue, the review page, My work: what moderators and authors see, and what it costs."""

import re

import pytest
from django.db import connection

from review.deciding import decisions
from review.desk.queue import QUEUE_PAGE
from review.models import Act, Decision, OpenChange
from review.proposing import drafts, proposals
from review.weighing import restricting
from review.weighing.titles import titles_of
from tests import builders
from tests.toy.kinds import LostKind
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db
QUEUE, MINE = "/admin/review/queue/", "/admin/review/mine/"


@pytest.fixture
def shelf():
    made = Shelf.new(name="First shelf")
    decisions.publish([drafts.create(made)], by=builders.operator(), summary="a shelf")
    return Shelf.objects.get()


@pytest.fixture
def author():
    return builders.editor()


@pytest.fixture
def judge(client):
    person = builders.moderator()
    client.force_login(person)
    return person


def notes(shelf, number, words="Note"):
    return [Note.new(shelf_id=shelf.pk, text=f"{words} {n}.") for n in range(number)]


def drafted(author, *instances):
    return drafts.propose([drafts.create(i) for i in instances], by=author)


def send(author, *acts, summary="because"):
    return proposals.send(acts, by=author, summary=summary)


def address(changeset, tail=""):
    return f"/admin/review/changesets/{changeset.pk}/{tail}"


def body(answer):
    return answer.content.decode()


def ask(client, path):
    """(the page's text, how many statements it sent)."""
    counted = []

    def count(execute, sql, params, many, context):
        counted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        answer = client.get(path)
    assert answer.status_code == 200
    return body(answer), len(counted)


def fingerprints(client, changeset):
    """The hidden fields of the page's form, as a browser would send them back."""
    page = client.get(address(changeset))
    return {
        f"fingerprint-{shown.act.pk}": shown.fingerprint
        for shown in page.context["acts"]
        if shown.is_pending
    }


# The queue


def test_queue_is_empty_and_says_what_to_do(client, judge):
    assert "Nothing waits for review" in body(client.get(QUEUE))


def test_queue_shows_the_oldest_first_in_pages_that_cost_the_same(client, shelf, author, judge):
    for number, note in enumerate(notes(shelf, 5)):
        send(author, drafted(author, note), summary=f"reason {number:03}")
    few, cost = ask(client, QUEUE)
    assert few.index("reason 000") < few.index("reason 004")
    for number, note in enumerate(notes(shelf, QUEUE_PAGE)):
        send(author, drafted(author, note), summary=f"reason {5 + number:03}")
    page, more = ask(client, QUEUE)
    last, beyond = f"reason {QUEUE_PAGE - 1:03}", f"reason {QUEUE_PAGE:03}"
    assert more == cost
    assert last in page
    assert beyond not in page
    following = body(client.get(QUEUE, {"after": client.get(QUEUE).context["following"]}))
    assert beyond in following
    assert last not in following


def test_queue_can_be_narrowed_to_a_kind_of_act(client, shelf, author, judge):
    send(author, drafted(author, *notes(shelf, 1)), summary="an edit")
    assert "an edit" in body(client.get(QUEUE, {"type": "edit"}))
    assert "Nothing waits for review of this kind" in body(client.get(QUEUE, {"type": "import"}))


# A changeset under review


def test_changeset_costs_the_same_for_two_changes_and_for_many(client, shelf, author, judge):
    costs = []
    for number in (2, 300):
        changeset = send(author, drafted(author, *notes(shelf, number, f"Of {number}:")))
        page, cost = ask(client, address(changeset))
        assert f"Of {number}: {number - 1}." in page
        costs.append(cost)
    assert costs[0] == costs[1]


def test_changeset_of_many_acts_costs_the_same(client, shelf, author, judge):
    costs = []
    for number in (2, 40):
        acts = [drafted(author, note) for note in notes(shelf, number)]
        changeset = send(author, *acts)
        for act in acts:
            proposals.comment(act, by=judge, text="Is it so?")
        costs.append(ask(client, address(changeset))[1])
    assert costs[0] == costs[1]


def test_large_act_is_paged_by_key_and_approved_whole(client, shelf, author, judge):
    changeset = send(author, drafted(author, *notes(shelf, 950)))
    page = body(client.get(address(changeset)))
    assert "<b>950</b> × new note" in page
    assert "Approve all: 1 act, 950 changes" in page
    assert page.count('class="change"') == 100
    seen, after = 0, 0
    while after is not None:
        shown = client.get(address(changeset), {"after": after}).context["acts"][0]
        seen, after = seen + len(shown.changes), shown.next_after
    assert seen == 950
    client.post(address(changeset, "decide/"), {"all": "approve"})
    assert not Note.objects.exists()
    form = fingerprints(client, changeset) | {"all": "approve"}
    client.post(address(changeset, "decide/"), form)
    assert Note.objects.count() == 950


def test_changeset_of_very_many_acts_is_decided_a_page_at_a_time(
    client, shelf, author, judge, monkeypatch
):
    monkeypatch.setattr("review.desk.changesets.ACTS_PAGE", 3)
    acts = [drafted(author, note) for note in notes(shelf, 7)]
    changeset = send(author, *acts)
    page = body(client.get(address(changeset)))
    assert "Approve all on this page without another verdict, of 3 acts" in page
    assert f"?beyond={acts[2].pk}" in page
    form = fingerprints(client, changeset) | {"all": "approve"}
    client.post(address(changeset, "decide/"), form)
    assert Note.objects.count() == 3
    last = client.get(address(changeset), {"beyond": acts[5].pk}).context["acts"]
    assert [shown.act.pk for shown in last] == [acts[6].pk]
    form = {
        f"fingerprint-{acts[6].pk}": last[0].fingerprint,
        f"verdict-{acts[6].pk}": "approve",
        "beyond": acts[5].pk,
    }
    client.post(address(changeset, "decide/"), form)
    assert Note.objects.count() == 4


def test_one_form_gives_each_act_its_own_verdict(client, shelf, author, judge):
    good, weak, bad, left = (drafted(author, note) for note in notes(shelf, 4))
    changeset = send(author, good, weak, bad, left)
    form = fingerprints(client, changeset) | {
        f"verdict-{good.pk}": "approve",
        f"verdict-{weak.pk}": "return",
        f"reason-{weak.pk}": "Which shelf?",
        f"verdict-{bad.pk}": "reject",
        f"reason-{bad.pk}": "It is not so.",
        f"verdict-{left.pk}": "",
    }
    page = body(client.post(address(changeset, "decide/"), form, follow=True))
    assert "1 approved, 1 returned, 1 rejected" in page
    assert [n.text for n in Note.objects.all()] == ["Note 0."]
    states = dict(Act.objects.filter(changeset=changeset).values_list("pk", "state"))
    assert states == {
        good.pk: "approved",
        weak.pk: "returned",
        bad.pk: "rejected",
        left.pk: "pending",
    }
    client.force_login(author)
    mine = body(client.get(MINE))
    assert "Which shelf?" in mine
    assert "It is not so." in mine


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("", "Choose a verdict"), ("return", "Say why"), ("reject", "Say why")],
)
def test_form_without_what_it_needs_is_told_and_decides_nothing(
    client, shelf, author, judge, verdict, said
):
    act = drafted(author, *notes(shelf, 1))
    changeset = send(author, act)
    form = {f"verdict-{act.pk}": verdict, f"reason-{act.pk}": "  "}
    answer = client.post(address(changeset, "decide/"), form)
    assert answer.status_code == 409
    assert said in body(answer)
    assert Decision.objects.count() == 1


def test_act_that_needs_another_is_not_approved_without_it(client, author, judge):
    shelf = Shelf.new(name="New shelf")
    parent = drafted(author, shelf)
    child = drafted(author, *notes(shelf, 1))
    changeset = send(author, parent, child)
    page = body(client.get(address(changeset)))
    assert "it can only be approved together with it" in page
    assert f'data-needs="{parent.pk} "' in page
    alone = {f"verdict-{child.pk}": "approve"}
    answer = client.post(address(changeset, "decide/"), alone)
    assert answer.status_code == 409
    assert not Note.objects.exists()
    both = fingerprints(client, changeset) | {"all": "approve"}
    client.post(address(changeset, "decide/"), both)
    assert Note.objects.count() == 1


def test_form_opened_before_something_was_published_is_told(client, shelf, author, judge):
    note = Note.new(shelf_id=shelf.pk, text="One two three four five six seven eight.")
    decisions.publish([drafts.create(note)], by=builders.operator("op2"), summary="a note")
    act = drafts.propose(
        [drafts.update(Note, note.pk, text="ONE two three four five six seven eight.")],
        by=author,
    )
    changeset = send(author, act)
    form = fingerprints(client, changeset) | {f"verdict-{act.pk}": "approve"}
    decisions.publish(
        [drafts.update(Note, note.pk, text="One two three four five six seven EIGHT.")],
        by=builders.operator("op3"),
        summary="meanwhile",
    )
    answer = client.post(address(changeset, "decide/"), form)
    assert answer.status_code == 409
    assert "Something was published since you opened this page" in body(answer)
    assert answer.context["acts"][0].ticked == ("approve", "")
    form = fingerprints(client, changeset) | {f"verdict-{act.pk}": "approve"}
    client.post(address(changeset, "decide/"), form)
    assert Note.objects.get().text == "ONE two three four five six seven EIGHT."


def test_same_words_changed_by_two_shows_the_three_texts(client, shelf, author, judge):
    note = Note.new(shelf_id=shelf.pk, text="It was red.")
    decisions.publish([drafts.create(note)], by=builders.operator("op2"), summary="a note")
    changes = {author: "It was blue.", builders.editor("other"): "It was green."}
    acts = []
    for person, text in changes.items():
        acts.append(drafts.propose([drafts.update(Note, note.pk, text=text)], by=person))
        changeset = send(person, acts[-1])
    acts[0].refresh_from_db()
    builders.approve(acts[0], judge)
    page = body(client.get(address(changeset)))
    for words in ("It was red.", "blue</ins>", "green</ins>"):
        assert words in page
    publication = acts[0].verdict.decision.publication
    assert (
        f'as <a href="{address(acts[0].changeset)}">publication {publication.number}</a>, by Editor'
        in page
    )
    form = fingerprints(client, changeset) | {f"verdict-{acts[1].pk}": "approve"}
    answer = client.post(address(changeset, "decide/"), form)
    assert answer.status_code == 409
    assert "two people changed the same text" in body(answer)
    assert Note.objects.get().text == "It was blue."


def test_forged_form_decides_nothing(client, shelf, author, judge):
    act, other = (drafted(author, note) for note in notes(shelf, 2))
    changeset = send(author, act, other)
    seen = fingerprints(client, changeset)
    for forged in ("", "0" * 64, seen[f"fingerprint-{other.pk}"]):
        form = {f"verdict-{act.pk}": "approve", f"fingerprint-{act.pk}": forged}
        answer = client.post(address(changeset, "decide/"), form)
        assert answer.status_code == 409
        assert "nothing has been decided yet" in body(answer)
    elsewhere = send(author, drafted(author, *notes(shelf, 1)))
    answer = client.post(address(elsewhere, "decide/"), {f"verdict-{act.pk}": "approve"} | seen)
    assert "Choose a verdict for at least one act" in body(answer)
    assert not Note.objects.exists()


def test_form_sent_twice_decides_once_and_says_so(client, shelf, author, judge):
    act = drafted(author, *notes(shelf, 1))
    changeset = send(author, act)
    form = fingerprints(client, changeset) | {f"verdict-{act.pk}": "approve"}
    for said in ("1 approved", "You have said so already"):
        page = body(client.post(address(changeset, "decide/"), form, follow=True))
        assert said in page
    assert Decision.objects.filter(verdicts__act=act).count() == 1
    client.force_login(builders.moderator("second"))
    answer = client.post(address(changeset, "decide/"), form)
    assert answer.status_code == 409
    assert "someone may have decided on it" in body(answer)


def test_act_that_was_withdrawn_meanwhile_is_told(client, shelf, author, judge):
    act = drafted(author, *notes(shelf, 1))
    changeset = send(author, act)
    form = fingerprints(client, changeset) | {f"verdict-{act.pk}": "approve"}
    proposals.withdraw(act, by=author)
    answer = client.post(address(changeset, "decide/"), form)
    assert answer.status_code == 409
    assert "is withdrawn" in body(answer)
    assert not Note.objects.exists()


def test_nobody_decides_on_their_own(client, shelf, judge):
    act = drafted(judge, *notes(shelf, 1))
    changeset = send(judge, act)
    page = body(client.get(address(changeset)))
    assert "another moderator decides on it" in page
    assert "verdict-" not in page
    answer = client.post(address(changeset, "decide/"), {f"verdict-{act.pk}": "approve"})
    assert "Nobody decides on their own act" in body(answer)
    assert not Note.objects.exists()


def test_drafts_of_others_have_no_page(client, shelf, author, judge):
    act = drafted(author, *notes(shelf, 1))
    assert client.get(address(act.changeset)).status_code == 404


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40])
def test_page_key_that_is_none_is_harmless(client, shelf, author, judge, after):
    changeset = send(author, drafted(author, *notes(shelf, 1)))
    assert client.get(address(changeset), {"after": after}).status_code == 200
    assert client.get(QUEUE, {"after": after}).status_code == 200


# What clashes only with what is beside it


@pytest.fixture
def rivals(author):
    """(changeset, act, act): two shelves that want the same name."""
    acts = [drafted(author, Shelf.new(name="Same")) for _ in range(2)]
    return send(author, *acts), *acts


def test_acts_that_clash_with_each_other_only_are_told_apart(client, judge, rivals):
    changeset, first, second = rivals
    answer = client.get(address(changeset))
    page = body(answer)
    assert page.count("It can’t be approved together with") == 2
    assert not re.search(r'value="approve"[^>]*disabled', page)
    form = fingerprints(client, changeset)
    form |= {f"verdict-{act.pk}": "approve" for act in (first, second)}
    answer = client.post(address(changeset, "decide/"), form)
    assert answer.status_code == 409
    assert body(answer).count('class="error">Shelf: another one has the same name') == 1
    form |= {f"verdict-{first.pk}": "reject", f"reason-{first.pk}": "Twice the same."}
    page = body(client.post(address(changeset, "decide/"), form, follow=True))
    assert "1 approved, 1 rejected" in page
    assert Shelf.objects.get().pk == second.changes.get().subject_id


def test_act_that_clashes_with_what_is_published_cant_be_ticked(client, judge, rivals):
    changeset, *_ = rivals
    other = Shelf.new(name="Same")
    decisions.publish([drafts.create(other)], by=builders.operator(), summary="meanwhile")
    page = body(client.get(address(changeset)))
    assert "It can’t be approved together with" not in page
    assert len(re.findall(r'value="approve"[^>]*disabled', page)) == 2


def test_what_misses_the_same_object_is_told_at_each_act(client, author, judge):
    shelf = Shelf.new(name="New shelf")
    parent = drafted(author, shelf)
    children = [drafted(author, note) for note in notes(shelf, 2)]
    changeset = send(author, parent, *children)
    builders.reject(parent, judge)
    shown = client.get(address(changeset)).context["acts"]
    assert [len(one.clashes) for one in shown] == [0, 1, 1]
    assert body(client.get(address(changeset))).count("which makes it, is rejected.") == 2


# What was typed is kept


def test_approve_all_leaves_another_verdict_as_it_was_ticked(client, shelf, author, judge):
    good, bad = (drafted(author, note) for note in notes(shelf, 2))
    changeset = send(author, good, bad)
    assert "Approve all without another verdict" in body(client.get(address(changeset)))
    form = fingerprints(client, changeset) | {
        f"verdict-{bad.pk}": "reject",
        f"reason-{bad.pk}": "It is not so.",
        "all": "approve",
    }
    page = body(client.post(address(changeset, "decide/"), form, follow=True))
    assert "1 approved, 1 rejected" in page
    assert [n.text for n in Note.objects.all()] == ["Note 0."]


def test_reason_that_came_too_late_is_kept_as_a_comment(client, shelf, author, judge):
    act, other = (drafted(author, note) for note in notes(shelf, 2))
    changeset = send(author, act, other)
    form = fingerprints(client, changeset) | {
        f"verdict-{act.pk}": "reject",
        f"reason-{act.pk}": "Long and careful words.",
    }
    builders.approve(act, builders.moderator("milan"))
    answer = client.post(address(changeset, "decide/"), form)
    assert answer.status_code == 409
    page = body(answer)
    assert "Your verdict came too late: Milan decided first" in page
    assert f'id="comment-{act.pk}" rows="2">Long and careful words.</textarea>' in page


def test_comment_that_is_refused_stays_in_its_field(client, shelf, author, judge):
    act = drafted(author, *notes(shelf, 1))
    send(author, act)
    restricting.restrict("block", by=judge, reason="Away", account=author)
    client.force_login(author)
    answer = client.post(f"/admin/review/acts/{act.pk}/comment/", {"text": "My careful words"})
    assert answer.status_code == 409
    assert "Away" in body(answer)
    assert "My careful words</textarea>" in body(answer)


def test_sending_that_is_refused_keeps_summary_and_choice(client, shelf, author):
    client.force_login(author)
    one, other = (drafted(author, note) for note in notes(shelf, 2))
    answer = client.post("/admin/review/send/", {"summary": "My careful words"})
    assert answer.status_code == 409
    page = body(answer)
    assert "My careful words</textarea>" in page
    for act in (one, other):
        assert re.search(rf'name="act" value="{act.pk}">', page)


def test_blocked_person_is_told_before_typing(client, shelf, author, judge):
    restricting.restrict("block", by=judge, reason="An edit war", account=author)
    client.force_login(author)
    for path in ("/admin/", MINE, "/admin/events/article/add/"):
        page = body(client.get(path))
        assert "Your account is" in page
        assert "An edit war" in page


# Addresses that are posted to


def test_address_that_is_posted_to_leads_to_its_page(client, shelf, author, judge):
    act = drafted(author, *notes(shelf, 1))
    changeset = send(author, act)
    pages = {
        address(changeset, "decide/"): address(changeset),
        address(changeset, "preview/"): address(changeset),
        address(changeset, "reading/"): address(changeset),
        f"/admin/review/acts/{act.pk}/comment/": address(changeset),
        f"/admin/review/acts/{act.pk}/withdraw/": MINE,
        "/admin/review/send/": MINE,
    }
    for path, page in pages.items():
        assert client.get(path).headers["Location"] == page
        assert client.put(path).status_code == 405
    draft = drafted(author, *notes(shelf, 1))
    assert client.get(f"/admin/review/acts/{draft.pk}/comment/").status_code == 404


# One's own work


def test_my_work_lists_what_exists_only_as_a_proposal_and_costs_the_same(client, shelf, author):
    client.force_login(author)
    costs = []
    for number in (2, 60):
        for note in notes(shelf, number, f"Of {number}:"):
            drafted(author, note)
        page, cost = ask(client, MINE)
        assert f"Of {number}: 1." in page
        costs.append(cost)
    assert costs[0] == costs[1]


def test_my_work_shows_a_large_act_by_its_first_objects(client, shelf, author):
    client.force_login(author)
    drafted(author, *notes(shelf, 2000))
    page = body(client.get(MINE))
    assert "Note 7." in page
    assert "Note 9." not in page
    assert "and more" in page


def test_send_from_my_work_needs_a_choice_and_a_summary(client, shelf, author):
    client.force_login(author)
    act = drafted(author, *notes(shelf, 1))
    for form, said in (
        ({"summary": "x"}, "choose at least one"),
        ({"act": act.pk, "summary": " "}, "why"),
        ({"act": "x", "summary": "x"}, "choose at least one"),
    ):
        assert said in body(client.post("/admin/review/send/", form, follow=True))
    act.refresh_from_db()
    assert act.state == Act.State.DRAFT


def test_acts_of_others_cant_be_sent_or_withdrawn(client, shelf, author):
    act = drafted(author, *notes(shelf, 1))
    client.force_login(builders.editor("other"))
    client.post("/admin/review/send/", {"act": act.pk, "summary": "mine now"})
    assert client.post(f"/admin/review/acts/{act.pk}/withdraw/").status_code == 404
    act.refresh_from_db()
    assert act.state == Act.State.DRAFT


def test_returned_act_is_revised_from_my_work_and_keeps_the_conversation(
    client, shelf, author, judge
):
    act = drafted(author, *notes(shelf, 1))
    changeset = send(author, act)
    client.post(f"/admin/review/acts/{act.pk}/comment/", {"text": "Which colour?"})
    assert "Which colour?" in body(client.get(address(changeset)))
    builders.return_(act, judge, "Blue or green?")
    client.force_login(author)
    page = body(client.post(f"/admin/review/acts/{act.pk}/revise/", follow=True))
    assert "A draft was made of it" in page
    assert "You have a draft that revises it" in page
    assert OpenChange.objects.filter(author=author).count() == 1
    again = send(author, act.revisions.get())
    client.force_login(judge)
    page = body(client.get(address(again)))
    for words in ("Which colour?", "returned it", "Blue or green?"):
        assert page.count(words) == 1


@pytest.mark.parametrize("who", [builders.editor, builders.operator])
def test_only_moderators_decide(client, shelf, author, who):
    act = drafted(author, *notes(shelf, 1))
    changeset = send(author, act)
    client.force_login(who("someone"))
    assert "verdict-" not in body(client.get(address(changeset)))
    answer = client.post(address(changeset, "decide/"), {f"verdict-{act.pk}": "approve"})
    assert "Only moderators may decide" in body(answer)
    assert not Note.objects.exists()


def test_act_of_a_former_kind_is_shown_and_harms_no_page(client, shelf, author, judge):
    edit = drafts.create(notes(shelf, 1, "Lost")[0])
    act = builders.outlived(edit, LostKind(), author)
    address = f"/admin/review/changesets/{act.changeset_id}/"
    assert address in client.get(QUEUE).content.decode()
    page = client.get(address).content.decode()
    assert "there are no objects of kind toy.lost any more" in page
    assert "object of a former kind" in page
    client.force_login(author)
    assert "Lost 0" in client.get(MINE).content.decode()
    assert client.get(address).status_code == 200
    client.force_login(judge)
    builders.reject(act, judge)
    assert client.get(address).status_code == 200


def test_objects_are_called_as_they_are_live_and_else_as_they_were_proposed(shelf, author):
    op = builders.operator("second")
    live = Note.new(shelf_id=shelf.pk, text="First words")
    decisions.publish([drafts.create(live)], by=op, summary="x")
    decisions.publish([drafts.update(Note, live.pk, text="Live words")], by=op, summary="x")
    others = Shelf.new(name="Only proposed"), Note.new(shelf_id=shelf.pk, text="Proposed too")
    drafts.propose([drafts.create(o) for o in others], by=author)
    keys = [str(one.pk) for one in (live, *others)]
    assert titles_of(set(keys)) == dict(
        zip(keys, ("Live words", "Only proposed", "Proposed too"), strict=True)
    )
