"""Marks that an editor types into the words of a statement: the form asks what they are to be."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from events.desk.marking import typed_marks, without
from events.models import CitationRequest, Event, Statement
from review.models import Act, OpenChange
from review.proposing import proposals
from tests import builders
from tests.test_admin import add_inline, address, form_of, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def statement(op):
    """The second of two: nothing is asked of it yet."""
    builders.article(op)
    return Statement.objects.get(text="Another followed.")


@pytest.fixture
def by(client):
    found = builders.editor()
    client.force_login(found)
    return found


def asked(client, path, data):
    """(the page that asks, {the words of each way: its value}, the ways that are chosen)."""
    answer = client.post(path, data)
    assert answer.status_code == 200
    page = unescape(answer.content.decode())
    found = re.findall(
        r'<input type="radio" name="[\w-]*-marks" value="([^"]+)"( checked)?> ([^<]+)</label>', page
    )
    return (
        page,
        {words: value for value, _, words in found},
        [words for _, chosen, words in found if chosen],
    )


def value_of(ways, begins):
    (found,) = (value for words, value in ways.items() if words.startswith(begins))
    return found


def proposed(by):
    """(kind of subject, operation, values) of each open change, in order."""
    held = OpenChange.objects.filter(author=by).select_related("change__subject").order_by("change")
    return [(h.change.subject.kind, h.change.op, h.change.after) for h in held]


def test_a_typed_mark_is_asked_about_and_nothing_is_lost(client, by, statement):
    data = form_of(client, address(statement)) | {"text": "Another came[citation needed] later."}
    page, ways, chosen = asked(client, address(statement), data)
    assert "“[citation needed]” in the words reads as a request. Choose below." in page
    assert "<legend>What is “[citation needed]” to be?</legend>" in page
    assert list(ways) == ["Make it a request, and take it out of the words.", "Keep it as words."]
    assert chosen == []
    assert "Another came[citation needed] later.</textarea>" in page
    assert not OpenChange.objects.exists()


def test_a_mark_becomes_a_request_and_goes_from_the_words_in_one_act(client, by, statement):
    path = address(statement)
    data = form_of(client, path) | {"text": "Another came[citation needed, May 2019] later."}
    _, ways, _ = asked(client, path, data)
    save(client, path, data | {"text-marks": value_of(ways, "Make")})
    act = Act.objects.get(changeset__author=by)
    assert act.changes.count() == 2
    (_, _, words), (kind, op, request) = proposed(by)
    assert words == {"text": "Another came later."}
    assert (kind, op) == ("events.citationrequest", "create")
    assert (request["kind"], request["tagged_on"]) == ("citation-needed", "2019-05")
    proposals.send([act], by=by, summary="so")
    builders.approve(act, builders.moderator())
    statement.refresh_from_db()
    assert statement.text == "Another came later."
    assert [r.kind for r in CitationRequest.objects.filter(about=statement.pk)] == [
        "citation-needed"
    ]


def test_only_a_mark_that_is_typed_leaves_the_words_as_they_are(client, by, statement):
    path = address(statement)
    data = form_of(client, path) | {"text": "Another followed[when?]."}
    _, ways, _ = asked(client, path, data)
    save(client, path, data | {"text-marks": value_of(ways, "Make")})
    ((kind, _, request),) = proposed(by)
    assert (kind, request["kind"]) == ("events.citationrequest", "when")
    assert request["tagged_on"] == f"{timezone.now():%Y-%m}"


def test_a_mark_can_be_kept_as_words_and_is_not_asked_about_again(client, by, statement):
    path = address(statement)
    data = form_of(client, path) | {"text": "The sign said [who?] in red."}
    _, ways, _ = asked(client, path, data)
    save(client, path, data | {"text-marks": value_of(ways, "Keep")})
    assert proposed(by) == [
        ("events.statement", "update", {"text": "The sign said [who?] in red."})
    ]
    again = form_of(client, path) | {"text": "A sign said [who?] in red."}
    save(client, path, again)


def test_an_answer_holds_only_for_the_marks_it_was_given_for(client, by, statement):
    path = address(statement)
    data = form_of(client, path) | {"text": "Another came[who?] later."}
    _, ways, _ = asked(client, path, data)
    data |= {"text": "Another came[who?] later[when?].", "text-marks": value_of(ways, "Make")}
    page, ways, chosen = asked(client, path, data)
    assert "“[who?]” and “[when?]” in the words read as requests." in page
    assert chosen == []
    save(client, path, data | {"text-marks": value_of(ways, "Make")})
    assert [v["kind"] for kind, _, v in proposed(by)[1:]] == ["by-whom", "when"]


def test_an_answer_stays_chosen_when_something_else_is_wrong(client, by, statement):
    path = address(statement)
    data = form_of(client, path) | {"text": "Another came[who?] later."}
    _, ways, _ = asked(client, path, data)
    data["text-marks"] = value_of(ways, "Make")
    add_inline(data, "datings", words="later", edtf="last year")
    page, _, chosen = asked(client, path, data)
    assert chosen == ["Make it a request, and take it out of the words."]
    assert "Another came[who?] later.</textarea>" in page


def test_what_is_asked_already_is_told(client, by, statement):
    first = Statement.objects.get(text="One thing happened.")
    path = address(first)
    data = form_of(client, path) | {"text": "One thing happened[citation needed]."}
    _, ways, _ = asked(client, path, data)
    page, _, _ = asked(client, path, data | {"text-marks": value_of(ways, "Make")})
    assert "“citation needed” is asked of this statement already" in page
    assert "One thing happened[citation needed].</textarea>" in page
    assert not OpenChange.objects.exists()


def test_numbers_are_a_request_each_and_keep_their_pages(client, by, statement):
    path = address(statement)
    data = form_of(client, path) | {"text": "Another followed[9, 10]:45."}
    _, ways, _ = asked(client, path, data)
    save(client, path, data | {"text-marks": value_of(ways, "Make")})
    assert [(v["kind"], v["reason"], v["pages"]) for _, _, v in proposed(by)] == [
        ("full-citation-needed", "typed as [9]", "45"),
        ("full-citation-needed", "typed as [10]", "45"),
    ]


def test_a_statement_of_nothing_but_a_mark_is_refused(client, by, statement):
    path = address(statement)
    data = form_of(client, path) | {"text": "[citation needed]"}
    _, ways, _ = asked(client, path, data)
    page, _, _ = asked(client, path, data | {"text-marks": value_of(ways, "Make")})
    assert "Without the mark no words are left: add some." in page


@pytest.mark.parametrize("words", ["Another came [sic] later.", "See [note 3] there.", "In [1812]"])
def test_other_brackets_and_notes_are_not_asked_about(client, by, statement, words):
    path = address(statement)
    save(client, path, form_of(client, path) | {"text": words})
    assert proposed(by) == [("events.statement", "update", {"text": words})]


def test_a_new_statement_comes_with_its_request(client, by, statement):
    path = "/admin/events/statement/add/"
    data = form_of(client, path) | {
        "event": statement.event_id, "text": "A third [citation needed] came.",
    }  # fmt: skip
    _, ways, _ = asked(client, path, data)
    save(client, path, data | {"text-marks": value_of(ways, "Make")})
    act = Act.objects.get(changeset__author=by)
    proposals.send([act], by=by, summary="so")
    builders.approve(act, builders.moderator())
    made = Statement.objects.get(text="A third came.")
    assert CitationRequest.objects.get(about=made.pk).kind == "citation-needed"


def test_statements_within_an_events_form_are_asked_about(client, by, statement):
    path = address(Event.objects.get())
    data = form_of(client, path)
    data["statements-1-text"] = "Another followed[when?]."
    add_inline(data, "statements", text="A third came[who?].")
    page, _, _ = asked(client, path, data)
    assert "“[when?]” in the words" in page
    assert "“[who?]” in the words" in page
    data["statements-1-text-marks"] = "ask “[when?]”"
    data["statements-2-text-marks"] = "ask “[who?]”"
    save(client, path, data)
    assert sorted(v.get("kind") or v["text"] for _, _, v in proposed(by)) == [
        "A third came.", "by-whom", "when",
    ]  # fmt: skip
    act = Act.objects.get(changeset__author=by)
    proposals.send([act], by=by, summary="so")
    builders.approve(act, builders.moderator())
    third = Statement.objects.get(text="A third came.")
    assert CitationRequest.objects.get(about=third.pk).kind == "by-whom"


def test_rewording_an_answer_asks_too_and_is_one_act(client, by, statement):
    request = CitationRequest.objects.get()
    path = f"/admin/events/citationrequest/{request.pk}/resolve/"
    data = {
        "way": "reword", "text": "Something[citation needed] took place [when?].",
        "summary": "Softer", "send": "1",
    }  # fmt: skip
    page, ways, _ = asked(client, path, data)
    assert "“[citation needed]” and “[when?]” in the words read as requests." in page
    assert not OpenChange.objects.exists()
    answer = client.post(path, data | {"text-marks": value_of(ways, "Make")})
    assert answer.status_code == 302
    act = Act.objects.get(changeset__author=by)
    assert (act.state, act.type, act.changes.count()) == ("pending", "resolve", 4)
    builders.approve(act, builders.moderator())
    request.refresh_from_db()
    assert request.resolution == "reworded"
    assert Statement.objects.get(pk=request.about_id).text == "Something took place."
    still = CitationRequest.objects.filter(about=request.about_id, resolution="")
    assert sorted(r.kind for r in still) == ["citation-needed", "when"]


def test_an_answer_that_is_sent_anew_asks_once(client, by, statement):
    request = CitationRequest.objects.get()
    path = f"/admin/events/citationrequest/{request.pk}/resolve/"
    for text in ("Some[when?] thing happened.", "A thing happened[when?]."):
        data = {"way": "reword", "text": text, "summary": "Softer", "send": "1"}
        _, ways, _ = asked(client, path, data)
        assert client.post(path, data | {"text-marks": value_of(ways, "Make")}).status_code == 302
    (act,) = Act.objects.filter(changeset__author=by, state="pending")
    assert act.changes.get(subject__kind="events.statement").after["text"] == "A thing happened."
    assert [v["kind"] for kind, op, v in proposed(by) if op == "create"] == ["when"]


def test_two_like_marks_are_one_request(client, by, statement):
    path = address(statement)
    data = form_of(client, path) | {"text": "It[when?] followed[when?]."}
    _, ways, _ = asked(client, path, data)
    save(client, path, data | {"text-marks": value_of(ways, "Make")})
    assert [v.get("kind") or v["text"] for _, _, v in proposed(by)] == ["It followed.", "when"]


def test_rewording_can_keep_a_mark_as_words(client, by, statement):
    request = CitationRequest.objects.get()
    path = f"/admin/events/citationrequest/{request.pk}/resolve/"
    data = {"way": "reword", "text": "One [when?] thing.", "summary": "So it is", "send": "1"}
    _, ways, _ = asked(client, path, data)
    client.post(path, data | {"text-marks": value_of(ways, "Keep")})
    act = Act.objects.get(changeset__author=by)
    assert act.changes.get(subject__kind="events.statement").after["text"] == "One [when?] thing."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("He came[when?].", "He came."),
        ("He came [when?].", "He came."),
        ("He came [when?] late.", "He came late."),
        ("He came[when?] late.", "He came late."),
        ("He came[when?]", "He came"),
        ("[when?] He came.", "He came."),
        ("Twice[6]—once", "Twice—once"),
        ("(He came [who?][9])", "(He came)"),
        ("He came [when?]\nlate.", "He came\nlate."),
        ("He came,[when?] “late”.", "He came, “late”."),
    ],
)
def test_words_without_marks_read_well(text, left):
    assert without(text, typed_marks(text, "")) == left


def test_a_mark_that_was_there_is_not_typed():
    before = "He came[when?] late."
    assert typed_marks("He came [when?] early.", before) == []
    assert len(typed_marks("He[when?] came [when?] early.", before)) == 1
    assert len(typed_marks("He came [who?] early.", before)) == 1


def put_right(client, path):
    """(the fields of the page that puts an act right, the name of the one that has the words)."""
    form = client.get(path).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    (name,) = (name for name in data if name.endswith("-text"))
    return data, name


@pytest.mark.parametrize("is_own", [False, True])
def test_a_mark_typed_where_an_act_is_put_right_is_asked_about_once(client, statement, is_own):
    """By a moderator who amends it, or its author who revises it."""
    author = builders.editor()
    act = builders.change(statement, author, text="Another came.")
    client.force_login(author if is_own else builders.moderator())
    path = reverse("review:revise" if is_own else "review:amend", args=[act.pk])
    data, name = put_right(client, path)
    data |= {name: "Another came[when?].", "reason": "It says more.", "send": "1"}
    answer = client.post(path, data)
    page = unescape(answer.content.decode())
    assert "“[when?]” in the words reads as a request. Tick this to keep it as words" in page
    assert "Another came[when?].</textarea>" in page
    act.refresh_from_db()
    assert act.state == Act.State.PENDING
    assert not act.revisions.exists()
    answer = client.post(path, data | {f"{name}-as-words": "on"})
    assert answer.status_code == 302
    proposed = act.revisions.get().changes.get()
    assert proposed.after == {"text": "Another came[when?]."}


def test_a_mark_that_was_proposed_is_not_asked_about_where_the_act_is_put_right(client, statement):
    act = builders.change(statement, builders.editor(), text="Another came[when?].")
    client.force_login(builders.moderator())
    path = reverse("review:amend", args=[act.pk])
    data, name = put_right(client, path)
    data |= {name: "Another came[when?] later.", "reason": "It says more."}
    assert client.post(path, data).status_code == 302
