"""Editing in the admin: what is saved becomes a draft, and moves no live row."""

import re

import pytest

from events.models import Article, Citation, CitationRequest, Dating, Event, Statement
from review.deciding import decisions
from review.desk.admin import reviewed
from review.models import Act, Change, OpenChange, User
from review.proposing import drafts, proposals
from review.weighing import restricting
from sources.models import Contributor, Source
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(for_all):
    """An operator, an editor, and an article of two statements."""
    with for_all():
        builders.article(builders.operator())
        builders.editor()


@pytest.fixture
def op(begun):
    return User.objects.get(username="operator")


@pytest.fixture
def statement(begun):
    return Statement.objects.order_by("position").first()


@pytest.fixture
def by(begun, client):
    person = User.objects.get(username="editor")
    client.force_login(person)
    return person


def address(obj, view="change"):
    meta = obj._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{obj.pk}/{view}/"


def form_of(client, path):
    """The fields of a change form as a browser would send them back."""
    page = client.get(path)
    assert page.status_code == 200
    form = page.context["adminform"].form
    data = {}
    for each in [form, *_inline_forms(page)]:
        for name in each.fields:
            value = each[name].value()
            if value is True:
                data[each.add_prefix(name)] = "on"
            elif value not in (None, False):
                data[each.add_prefix(name)] = str(getattr(value, "pk", value))
    for inline in page.context["inline_admin_formsets"]:
        management = inline.formset.management_form
        for name in management.fields:
            data[management.add_prefix(name)] = management[name].value()
    return data


def _inline_forms(page):
    return [f for i in page.context["inline_admin_formsets"] for f in i.formset.forms]


def save(client, path, data):
    answer = client.post(path, data)
    if answer.status_code == 200:
        errors = [answer.context["adminform"].form.errors]
        errors += [f.errors for f in _inline_forms(answer)]
        errors += [i.formset.non_form_errors() for i in answer.context["inline_admin_formsets"]]
        raise AssertionError([e for e in errors if e])
    return answer


def add_inline(data, prefix, **values):
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = number + 1
    data.update({f"{prefix}-{number}-{name}": value for name, value in values.items()})


def test_save_keeps_a_draft_and_moves_no_live_row(client, by, statement):
    data = form_of(client, address(statement))
    data["text"] = "Other words."
    answer = save(client, address(statement), data)
    assert answer.headers["Location"] == "/admin/review/mine/"
    act = Act.objects.get(changeset__author=by)
    assert act.state == Act.State.DRAFT
    assert Change.objects.get(act=act).after == {"text": "Other words."}
    assert Statement.objects.get(pk=statement.pk).text == "One thing happened."
    assert form_of(client, address(statement))["text"] == "Other words."


def test_save_without_a_difference_keeps_nothing(client, by, statement):
    save(client, address(statement), form_of(client, address(statement)))
    assert not OpenChange.objects.exists()


def test_draft_is_seen_by_its_author_only(client, by, statement):
    data = form_of(client, address(statement)) | {"text": "Other words."}
    save(client, address(statement), data)
    client.force_login(builders.editor("other"))
    assert form_of(client, address(statement))["text"] == "One thing happened."


def test_save_again_goes_into_the_same_draft_and_back_ends_it(client, by, statement):
    for text in ("Other words.", "Yet others.", "One thing happened."):
        data = form_of(client, address(statement)) | {"text": text}
        save(client, address(statement), data)
    assert Act.objects.get(changeset__author=by).state == Act.State.WITHDRAWN
    assert not OpenChange.objects.exists()


def test_inlines_are_added_changed_and_removed_in_one_act(client, op, by, statement):
    citation = builders.published_citation(op, statement)
    dating = Dating.new(statement_id=statement.pk, words="thing", edtf="1812")
    decisions.publish([drafts.create(dating)], by=op, summary="dated")
    data = form_of(client, address(statement))
    assert data["citations-0-locator"] == "7"
    data["citations-0-locator"] = "8"
    data["datings-0-DELETE"] = "on"
    add_inline(data, "datings", words="happened", edtf="1813-05")
    save(client, address(statement), data)
    act = Act.objects.get(changeset__author=by)
    assert sorted((c.op, c.subject.kind) for c in act.changes.all()) == [
        ("create", "events.dating"),
        ("delete", "events.dating"),
        ("update", "events.citation"),
    ]
    assert Citation.objects.get(pk=citation.pk).locator == "7"
    proposals.send([act], by=by, summary="put right")
    builders.approve(act, builders.moderator())
    assert Citation.objects.get().locator == "8"
    assert list(Dating.objects.values_list("edtf", "lower")) == [("1813-05", 18130501)]


def test_citation_of_a_source_that_is_only_proposed(client, by, statement):
    source, author = builders.book()
    drafts.propose([drafts.create(source), drafts.create(author)], by=by)
    data = form_of(client, address(statement))
    add_inline(data, "citations", source=source.pk, label="page", locator="3", direction="supports")
    save(client, address(statement), data)
    acts = Act.objects.filter(changeset__author=by, state="draft")
    proposals.send(acts, by=by, summary="a source")
    rulings = [
        decisions.Ruling(a.pk, "approve") for a in acts.model.objects.filter(state="pending")
    ]
    decisions.decide(rulings, by=builders.moderator())
    assert Citation.objects.get().source_id == source.pk


def test_source_of_somebody_elses_draft_cant_be_picked(client, by, statement):
    source, author = builders.book()
    other = builders.editor("other")
    drafts.propose([drafts.create(source), drafts.create(author)], by=other)
    data = form_of(client, address(statement))
    add_inline(data, "citations", source=source.pk, direction="supports")
    with pytest.raises(AssertionError, match="not there"):
        save(client, address(statement), data)
    assert not OpenChange.objects.filter(author=by).exists()


def test_stale_form_is_told_keeps_what_was_typed_and_can_be_saved_again(client, op, by, statement):
    data = form_of(client, address(statement)) | {"text": "My words."}
    decisions.publish(
        [drafts.update(Statement, statement.pk, text="Their words.")], by=op, summary="x"
    )
    answer = client.post(address(statement), data)
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    assert "has changed since" in str(form.non_field_errors())
    assert form["text"].value() == "My words."
    assert not OpenChange.objects.exists()
    data["seen"] = form["seen"].value()
    save(client, address(statement), data)
    assert Change.objects.get(act__changeset__author=by).before == {"text": "Their words."}


def test_draft_over_words_that_were_published_anew_is_told(client, op, by, statement):
    act = builders.change(statement, by, text="A draft of mine.")
    page = client.get(address(statement)).content.decode()
    assert "has changed since you wrote this" not in page
    edit = drafts.update(Statement, statement.pk, text="Published anew.")
    decisions.publish([edit], by=op, summary="anew")
    page = client.get(address(statement)).content.decode()
    assert "has changed since you wrote this" in page
    assert f"/admin/review/acts/{act.pk}/revise/" in page


def test_inline_that_was_removed_meanwhile_is_told(client, op, by, statement):
    citation = builders.published_citation(op, statement)
    data = form_of(client, address(statement)) | {"citations-0-locator": "8"}
    decisions.publish([drafts.remove(Citation, citation.pk)], by=op, summary="x")
    with pytest.raises(AssertionError, match="removed since you opened"):
        save(client, address(statement), data)
    assert not OpenChange.objects.exists()


def test_new_source_with_names_exists_only_as_a_proposal(client, by):
    data = form_of(client, "/admin/sources/source/add/")
    data |= {"type": "book", "title": "A new book"}
    add_inline(data, "contributors", role="author", family="Novak", given="Ana")
    add_inline(data, "contributors", role="editor", literal="The Institute")
    save(client, "/admin/sources/source/add/", data)
    assert not Source.objects.exists()
    change = Change.objects.get(subject__kind="sources.source")
    path = f"/admin/sources/source/{change.subject_id}/change/"
    assert form_of(client, path)["contributors-0-family"] == "Novak"
    assert "A new book" in client.get("/admin/review/mine/").content.decode()
    client.force_login(builders.editor("other"))
    assert client.get(path).status_code == 302
    proposals.send([change.act], by=by, summary="new")
    builders.approve(change.act, builders.moderator())
    names = Contributor.objects.order_by("position").values_list("family", "literal")
    assert list(names) == [("Novak", ""), ("", "The Institute")]


def test_source_added_beside_a_citation_is_proposed_and_picked(client, by, statement):
    page = client.get(address(statement)).content.decode()
    assert "/admin/sources/source/add/?_to_field" in page
    assert "delete-related" not in page
    data = form_of(client, "/admin/sources/source/add/?_popup=1")
    data |= {"type": "book", "title": "A new book", "_popup": "1", "_to_field": "subject"}
    answer = client.post("/admin/sources/source/add/?_popup=1", data)
    source = Change.objects.get(subject__kind="sources.source").subject_id
    assert f"&quot;value&quot;: &quot;{source}&quot;" in answer.content.decode()
    data = form_of(client, address(statement))
    add_inline(data, "citations", source=source, direction="supports")
    save(client, address(statement), data)
    change = Change.objects.get(subject__kind="events.citation")
    assert change.after["source_id"] == str(source)


def test_invalid_date_is_refused_in_the_form(client, by, statement):
    data = form_of(client, address(statement))
    add_inline(data, "datings", words="thing", edtf="last year")
    with pytest.raises(AssertionError, match="is not a date in EDTF"):
        save(client, address(statement), data)
    assert not OpenChange.objects.exists()


@pytest.mark.parametrize(
    ("typed", "read", "said"),
    [("c. 1812", "1812~", "circa 1812"), ("１８１２–１３", "1812/1813", "1812–1813")],
)
def test_a_date_as_people_type_it_is_offered_as_edtf_to_confirm(
    client, by, statement, typed, read, said
):
    data = form_of(client, address(statement))
    add_inline(data, "datings", words="thing", edtf=typed)
    answer = client.post(address(statement), data)
    page = answer.content.decode()
    assert f"Did you mean {read}?" in page
    assert (
        f'<input type="checkbox" name="datings-0-edtf-as" value="{read}"> Yes, {read}: {said}'
        in page
    )
    assert f'value="{typed}"' in page
    assert not OpenChange.objects.exists()
    # Each sending has a token of its own.
    data = form_of(client, address(statement))
    add_inline(data, "datings", words="thing", edtf=typed, **{"edtf-as": read})
    save(client, address(statement), data)
    assert Change.objects.get(act__changeset__author=by).after["edtf"] == read


def test_a_ticked_box_does_not_hold_for_another_text(client, by, statement):
    data = form_of(client, address(statement))
    add_inline(data, "datings", words="thing", edtf="1813", **{"edtf-as": "1812~"})
    save(client, address(statement), data)
    assert Change.objects.get(act__changeset__author=by).after["edtf"] == "1813"


@pytest.mark.parametrize("typed", ["5/12/1806", "last year", "1985-02-29"])
def test_nothing_is_offered_for_a_date_that_may_mean_another(client, by, statement, typed):
    data = form_of(client, address(statement))
    add_inline(data, "datings", words="thing", edtf=typed)
    page = client.post(address(statement), data).content.decode()
    assert "Did you mean" not in page
    assert "edtf-as" not in page
    assert not OpenChange.objects.exists()


@pytest.mark.parametrize(
    ("edtf", "said"),
    [("Y170000002", "too far away"), ("1804/1801", "ends before"), ("1900-02-29", "In the Julian")],
)
def test_a_date_that_cannot_be_kept_is_told_in_the_form(client, by, statement, edtf, said):
    data = form_of(client, address(statement))
    add_inline(data, "datings", words="thing", edtf=edtf)
    with pytest.raises(AssertionError, match=said):
        save(client, address(statement), data)


def test_a_julian_date_is_kept_as_printed(client, by, statement):
    data = form_of(client, address(statement))
    add_inline(data, "datings", words="thing", edtf="1900-02-29", calendar="julian")
    save(client, address(statement), data)
    act = Act.objects.get(changeset__author=by)
    proposals.send([act], by=by, summary="dated")
    builders.approve(act, builders.moderator())
    kept = Dating.objects.get()
    assert (kept.edtf, kept.calendar, kept.lower) == ("1900-02-29", "julian", 19000313)


def test_the_month_of_a_request_is_offered_as_edtf(client, op, by, statement):
    asked = CitationRequest.new(about_id=statement.pk)
    decisions.publish([drafts.create(asked)], by=op, summary="asked")
    data = form_of(client, address(asked)) | {"tagged_on": "September 2019"}
    assert "Did you mean 2019-09?" in client.post(address(asked), data).content.decode()
    data = form_of(client, address(asked)) | {"tagged_on": "2019-13"}
    assert "no month 13" in client.post(address(asked), data).content.decode()
    data = form_of(client, address(asked))
    data |= {"tagged_on": "September 2019", "tagged_on-as": "2019-09"}
    save(client, address(asked), data)
    assert Change.objects.get(act__changeset__author=by).after["tagged_on"] == "2019-09"


def test_what_the_database_would_refuse_is_told_in_the_form(client, op, by, statement):
    source = builders.published_citation(op, statement).source_id
    data = form_of(client, address(statement))
    add_inline(data, "citations", source=source, locator="3", direction="supports")
    with pytest.raises(AssertionError, match="choose a label for it"):
        save(client, address(statement), data)
    data = form_of(client, "/admin/sources/source/add/") | {"type": "book", "title": "New"}
    add_inline(data, "contributors", role="author", family="Novak", literal="The Institute")
    with pytest.raises(AssertionError, match="not both"):
        save(client, "/admin/sources/source/add/", data)
    article = Article.objects.get()
    data = form_of(client, address(article))
    add_inline(data, "illustrations", caption="A view", image="http://a.example/b.jpg")
    with pytest.raises(AssertionError, match="begins with https"):
        save(client, address(article), data)
    data["illustrations-0-image"] = "https://a.example/b.jpg"
    with pytest.raises(AssertionError, match=r"who made the picture.*under which licence"):
        save(client, address(article), data)
    assert not OpenChange.objects.exists()


def test_removal_is_proposed_with_all_that_hangs_on_it(client, op, by, statement):
    builders.published_citation(op, statement)
    page = client.get(address(statement, "delete"))
    assert "1 citation" in page.content.decode()
    client.post(address(statement, "delete"))
    act = Act.objects.get(changeset__author=by)
    assert act.type == Act.Type.DELETE
    assert Statement.objects.filter(pk=statement.pk).exists()
    proposals.send([act], by=by, summary="not needed")
    builders.approve(act, builders.moderator())
    assert not Statement.objects.filter(pk=statement.pk).exists()
    assert CitationRequest.objects.get().resolution == "removed"


def test_removal_of_the_only_statement_names_the_event_that_goes(client, op, by):
    builders.article(op, ["The only one."], "Of one")
    only = Statement.objects.get(text="The only one.")
    page = client.get(address(only, "delete")).content.decode()
    assert "1 event" in page
    assert "1 statement" not in page
    client.post(address(only, "delete"))
    act = Act.objects.get(changeset__author=by)
    changeset = proposals.send([act], by=by, summary="not needed")
    client.force_login(builders.moderator())
    page = client.get(f"/admin/review/changesets/{changeset.pk}/").content.decode()
    assert "1 event removed from the article" in page
    assert "(just now)" in page


def test_buttons_of_a_form_say_what_they_do(client, by, statement):
    page = client.get(address(statement)).content.decode()
    assert 'value="Keep as a draft"' in page
    assert ">Propose to remove<" in page
    assert 'value="Save' not in page


def test_readings_are_confirmed_together(client, op, by, statement):
    datings = [
        Dating.new(statement_id=statement.pk, words=w, edtf="1812") for w in ("One", "thing")
    ]
    decisions.publish([drafts.create(d) for d in datings], by=op, summary="dated")
    data = {"action": "confirm", "_selected_action": [d.pk for d in datings]}
    page = client.post("/admin/events/dating/", data, follow=True)
    assert "Confirm 2 readings of dates" in page.content.decode()
    act = Act.objects.get(changeset__author=by)
    assert act.state == Act.State.DRAFT
    assert not Dating.objects.filter(is_confirmed=True).exists()


def test_no_list_offers_to_delete_rows(client, by, statement):
    for name in ("statement", "dating", "article", "event"):
        assert "delete_selected" not in client.get(f"/admin/events/{name}/").content.decode()


def test_event_without_a_heading_is_called_by_its_first_words(client, by, statement):
    page = client.get(address(statement)).content.decode()
    assert ">One thing happened.</option>" in page
    page = client.get(address(statement.event)).content.decode()
    assert "<h2>One thing happened.</h2>" in page
    page = client.get(address(statement, "history")).content.decode()
    assert "One thing happened." in page
    assert str(statement.event_id) not in page


def test_history_is_paged_from_the_newest_version(client, op, by, statement, monkeypatch):
    monkeypatch.setattr(reviewed, "VERSIONS_PAGE", 2)
    for words in ("Second", "Third", "Fourth"):
        edit = drafts.update(Statement, statement.pk, text=f"{words} words.")
        decisions.publish([edit], by=op, summary=words)
    pages, query = [], ""
    while query is not None:
        page = client.get(address(statement, "history") + query)
        pages.append([record.history_change_reason for record, _ in page.context["versions"]])
        earlier = re.search(r'href="(\?before=\d+)">Earlier', page.content.decode())
        query = earlier and earlier[1]
    assert [len(page) for page in pages] == [2, 2]
    assert [*pages[0], pages[1][0]] == ["Fourth", "Third", "Second"]
    assert all(fields for _, fields in page.context["versions"])
    newest = client.get(address(statement, "history")).context["versions"]
    assert [[str(name) for name, _ in fields] for _, fields in newest] == [["text"], ["text"]]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 18, "9" * 5000])
def test_history_before_what_is_no_publication(client, by, statement, before):
    page = client.get(f"{address(statement, 'history')}?before={before}")
    assert page.status_code == 200


def test_history_of_what_can_be_no_object_is_not_found(client, by):
    assert client.get("/admin/events/statement/garbage/history/").status_code == 404


def test_history_takes_no_post(client, by, statement):
    assert client.get(address(statement, "history")).status_code == 200
    assert client.post(address(statement, "history"), {"text": "x"}).status_code == 403


def test_two_new_statements_at_one_place_are_both_published(client, op, by, statement):
    event, judge = Event.objects.get(), builders.moderator()
    for person in (by, builders.editor("second")):
        client.force_login(person)
        data = form_of(client, address(event))
        add_inline(data, "statements", text=f"Added by {person}.")
        save(client, address(event), data)
        draft = Act.objects.get(changeset__author=person)
        proposals.send([draft], by=person, summary="one more")
    for act in Act.objects.filter(state="pending"):
        builders.approve(act, judge)
    assert Statement.objects.filter(event=event, text__startswith="Added by").count() == 2


def test_event_that_is_moved_to_another_article_stands_there_last(client, op, by, statement):
    other, event = builders.article(op, title="Another article"), Event.objects.first()
    data = form_of(client, address(event)) | {"article": str(other.pk)}
    save(client, address(event), data)
    after = Change.objects.get(act__changeset__author=by).after
    assert after["article_id"] == str(other.pk)
    assert after["position"] > Event.objects.get(article=other).position


def test_event_with_its_statements_is_made_in_one_act(client, op, by, statement):
    data = form_of(client, "/admin/events/event/add/")
    data |= {"article": Article.objects.get().pk, "heading": "A new event"}
    add_inline(data, "statements", text="Something new.")
    add_inline(data, "statements", text="And more.")
    save(client, "/admin/events/event/add/", data)
    act = Act.objects.get(changeset__author=by)
    proposals.send([act], by=by, summary="new")
    builders.approve(act, builders.moderator())
    event = Event.objects.get(heading="A new event")
    texts = event.statements.order_by("position").values_list("text", flat=True)
    assert list(texts) == ["Something new.", "And more."]


# The resolve page


def resolve(client, request, **data):
    path = f"/admin/events/citationrequest/{request.pk}/resolve/"
    return client.post(path, {"way": "cite", "summary": "because", "send": "1", **data})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose a source that was found"),
        ({"title": "A book", "isbn": "978-0-14-044913-1"}, "does not fit"),
        ({"title": "A book", "names": ", Misha"}, "no family name"),
        ({"title": "A book", "names": "Novak, Ana [king]"}, "is no role"),
        ({"source": "01a20ac3-0000-7000-8000-000000000000"}, "no longer there"),
        ({"way": "decline"}, "Choose a reason"),
        ({"way": "decline", "declined_for": "other"}, "what the other reason is"),
        ({"way": "reword", "text": ""}, "Enter the new words"),
        ({"way": "reword", "text": "One thing happened."}, "as they were"),
        ({"title": "A book", "summary": ""}, "This field is required"),
    ],
)
def test_resolve_with_bad_input_is_told_and_changes_nothing(client, by, statement, data, said):
    answer = resolve(client, CitationRequest.objects.get(), **data)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Act.objects.filter(changeset__author=by).exists()


@pytest.mark.parametrize(
    ("data", "ended", "left"),
    [
        ({"title": "A book", "locator": "3", "label": "page"}, "cited", 2),
        ({"way": "reword", "text": "Better words."}, "reworded", 2),
        ({"way": "remove"}, "removed", 1),
        ({"way": "decline", "declined_for": "not-these-words"}, "declined", 2),
    ],
)
def test_resolve_in_each_way_ends_the_request(client, by, statement, data, ended, left):
    request = CitationRequest.objects.get()
    resolve(client, request, **data)
    act = Act.objects.get(changeset__author=by)
    assert (act.state, act.type) == (Act.State.PENDING, Act.Type.RESOLVE)
    builders.approve(act, builders.moderator())
    request.refresh_from_db()
    assert request.resolution == ended
    assert Statement.objects.count() == left


def notes_of(client, request):
    path = f"/admin/events/citationrequest/{request.pk}/resolve/"
    return " ".join(client.get(path).content.decode().split())


def test_resolve_sent_twice_with_the_same_words_is_told(client, by, statement):
    request = CitationRequest.objects.get()
    data = {"way": "reword", "text": "Better words."}
    resolve(client, request, **data)
    act = Act.objects.get(changeset__author=by)
    page = client.get(resolve(client, request, **data).url).content.decode()
    assert "You have sent this already: it waits for review." in page
    assert f'<a href="/admin/review/changesets/{act.changeset_id}/">See it</a>' in page
    assert "errornote" not in page
    assert Act.objects.get(changeset__author=by).state == Act.State.PENDING


def test_resolve_with_a_second_rewording_revises_the_first(client, by, statement):
    request = CitationRequest.objects.get()
    resolve(client, request, way="reword", text="Better words.")
    first = Act.objects.get(changeset__author=by)
    notes = notes_of(client, request)
    assert "Your answer waits for review" in notes
    assert f'<a href="/admin/review/acts/{first.pk}/revise/">Revise it</a>' in notes
    assert "Another answer revises it." in notes
    resolve(client, request, way="reword", text="Other words still.")
    first.refresh_from_db()
    assert first.state == Act.State.SUPERSEDED
    assert first.revisions.get().state == Act.State.PENDING


def test_resolve_with_a_second_source_cites_it_beside_the_first(client, by, statement):
    request = CitationRequest.objects.get()
    resolve(client, request, title="A book")
    assert "Another source is cited beside it" in notes_of(client, request)
    resolve(client, request, title="Another book")
    acts = Act.objects.filter(changeset__author=by)
    assert [(act.state, act.revises) for act in acts] == [(Act.State.PENDING, None)] * 2


def test_resolve_over_ones_own_draft_goes_into_it(client, by, statement):
    request = CitationRequest.objects.get()
    resolve(client, request, title="A book", draft="1", send="")
    assert "What you enter here goes into it." in notes_of(client, request)
    resolve(client, request, title="Another book")
    act = Act.objects.get(changeset__author=by)
    titles = act.changes.filter(subject__kind="sources.source").values_list("after__title")
    assert sorted(titles) == [("A book",), ("Another book",)]


def test_resolve_over_ones_own_draft_of_the_statement_is_refused(client, by, statement):
    drafts.propose([drafts.update(Statement, statement.pk, text="Mine.")], by=by)
    page = resolve(client, CitationRequest.objects.get(), way="reword", text="Better words.")
    assert "You have a draft on this statement: send it or discard it first." in (
        page.content.decode()
    )


def test_resolve_kept_as_a_draft_is_sent_from_my_work(client, by, statement):
    resolve(client, CitationRequest.objects.get(), title="A book", draft="1", send="")
    act = Act.objects.get(changeset__author=by)
    assert act.state == Act.State.DRAFT
    answer = client.post("/admin/review/send/", {"act": act.pk, "summary": "now"}, follow=True)
    assert "Sent for review as changeset" in answer.content.decode()


def test_claim_is_shown_expires_and_locks_nobody_out(client, by, statement):
    request = CitationRequest.objects.get()
    client.post(f"/admin/events/citationrequest/{request.pk}/claim/")
    client.force_login(builders.editor("other"))
    page = client.get(f"/admin/events/citationrequest/{request.pk}/resolve/").content.decode()
    assert "Editor is on it until" in page
    assert resolve(client, request, title="A book").status_code == 302


def test_attempt_is_remembered_for_the_next_editor(client, by, statement):
    request = CitationRequest.objects.get()
    client.post(f"/admin/events/citationrequest/{request.pk}/attempt/", {"where": "JSTOR"})
    page = client.get(f"/admin/events/citationrequest/{request.pk}/resolve/").content.decode()
    assert "JSTOR: nothing found" in page


def test_sources_are_found_by_title_and_name(client, op, by, statement):
    builders.published_citation(op, statement)
    for words in ("balk", "glenny", "Glenny Balkans"):
        found = client.get("/admin/events/citationrequest/sources/", {"q": words}).json()["sources"]
        assert [s["words"] for s in found] == ["Glenny, Misha. The Balkans. Granta, 2012."]
    assert client.get("/admin/events/citationrequest/sources/?q=zzz").json() == {"sources": []}


def test_sources_are_found_without_scripts_too(client, op, by, statement):
    source = builders.published_citation(op, statement).source_id
    request = CitationRequest.objects.get()
    page = resolve(client, request, find="glenny").content.decode()
    assert f'name="source" value="{source}"> Glenny, Misha. The Balkans. Granta, 2012.' in page
    assert resolve(client, request, find="glenny", source=["", source]).status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?kind=citation-needed",
        "?tagged=undated",
        "?period=1800",
        "?claimed=free",
        "?q=thing",
    ],
)
def test_an_editor_is_led_to_the_worklist_with_the_same_filter(client, by, statement, query):
    page = client.get(f"/admin/events/citationrequest/{query}", follow=True)
    assert page.redirect_chain == [(f"/admin/events/citationrequest/worklist/{query}", 302)]
    shown = "One thing happened." in page.content.decode()
    assert shown is (query != "?period=1800")


@pytest.mark.parametrize("what", ["closed", "block"])
def test_form_that_is_refused_is_shown_again_as_it_was_typed(client, by, statement, what):
    data = form_of(client, address(statement)) | {"text": "My long and careful words."}
    add_inline(data, "datings", words="happened", edtf="1813-05")
    on = {"subject": statement.pk} if what == "closed" else {"account": by}
    restricting.restrict(what, by=builders.moderator(), reason="An edit war", **on)
    answer = client.post(address(statement), data)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "My long and careful words." in page
    assert 'value="1813-05"' in page
    (error,) = answer.context["adminform"].form.non_field_errors()
    assert "An edit war" in error
    assert not Act.objects.filter(changeset__author=by).exists()


def test_form_that_is_refused_can_be_saved_once_nothing_hinders(client, by, statement):
    data = form_of(client, address(statement)) | {"text": "My long and careful words."}
    judge = builders.moderator()
    held = restricting.restrict("closed", by=judge, reason="War", subject=statement.pk)
    client.post(address(statement), data)
    restricting.lift(held, by=judge)
    save(client, address(statement), data)
    assert form_of(client, address(statement))["text"] == "My long and careful words."


def test_new_object_that_is_refused_keeps_what_was_typed(client, by):
    path = "/admin/events/article/add/"
    data = form_of(client, path) | {"title": "A title with care"}
    restricting.restrict("block", by=builders.moderator(), reason="Away", account=by)
    answer = client.post(path, data)
    assert "A title with care" in answer.content.decode()
    assert "Away" in answer.context["adminform"].form.non_field_errors()[0]
