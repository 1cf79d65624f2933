"""The article on the desk, as its forms are sent without a script and asked for by one."""

import re
from html import unescape

import pytest

from events.desk import writing
from events.models import Article, CitationRequest, Event, Section, Statement, Typed
from review.deciding import decisions
from review.ids import uuid7
from review.models import Act, Change, OpenChange, User
from review.proposing import drafts, proposals
from sources.models import Source
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(for_all):
    """An operator, an editor, and an article of three statements."""
    with for_all():
        texts = ["One thing happened.", "Another followed.", "A third came."]
        builders.article(builders.operator(), texts)
        builders.editor()


@pytest.fixture
def op(begun):
    return User.objects.get(username="operator")


@pytest.fixture
def article(begun):
    return Article.objects.get()


@pytest.fixture
def statements(begun):
    return list(Statement.objects.order_by("position"))


@pytest.fixture
def by(begun, client):
    found = User.objects.get(username="editor")
    client.force_login(found)
    return found


def address(article):
    return f"/admin/events/article/{article.pk}/desk/"


def page_of(client, article, query=""):
    answer = client.get(address(article) + query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def step(client, article, **data):
    """The page that a step leads to, without a script."""
    answer = client.post(address(article), {k.replace("_", "-"): v for k, v in data.items()})
    assert answer.status_code == 302, unescape(answer.content.decode())[-6000:]
    return answer.url


def asked(client, article, **data):
    """What a script is answered."""
    answer = client.post(address(article), data, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.content
    return answer.json()


def words(page):
    """The statements as they read on the page."""
    found = re.findall(r'class="words opens"[^>]*>(.*?)</a>', page)
    return [re.sub("<[^>]+>", "", text) for text in found]


def test_page_reads_as_readers_have_it_with_own_drafts_over_it(client, by, article, statements):
    assert words(page_of(client, article)) == [s.text for s in statements]
    writing.reword(statements[1].pk, by=by, words="Another came & went.")
    page = page_of(client, article)
    assert words(page) == ["One thing happened.", "Another came & went.", "A third came."]
    assert "Reworded" in page
    assert "Another followed." in client.get("/articles/an-article/").content.decode()
    client.force_login(builders.editor("other"))
    assert words(page_of(client, article))[1] == "Another followed."


def test_every_panel_opens_without_a_script(client, by, article, statements):
    section = uuid7()
    writing.add_section(by=by, key=section, article=article.pk, title="Part")
    picture = uuid7()
    writing.add_picture(by=by, key=picture, article=article.pk, caption="A view")
    event = statements[0].event_id
    for key in (statements[0].pk, event, section, picture, article.pk):
        page = page_of(client, article, f"?open={key}")
        assert page.count('id="panel"') == 1, key
        assert 'name="do" value="' in page[page.index('id="panel"') :]
    for query in (
        f"?add=statement&event={event}&beside={statements[0].pk}",
        f"?add=event&beside={event}",
        f"?add=event&section={section}",
        "?add=event",
        f"?add=section&cut={event}",
        f"?add=section&beside={section}&place=before",
        f"?add=section&place=before&at={event}",
        "?add=picture",
    ):
        assert page_of(client, article, query).count('id="panel"') == 1, query


def test_words_are_kept_and_the_answer_leads_back(client, by, article, statements):
    url = step(client, article, do="words", key=statements[0].pk, text="Other words.")
    assert url.endswith(f"#k-{statements[0].pk}")
    assert words(page_of(client, article))[0] == "Other words."


def test_words_are_kept_while_they_are_typed(client, by, article, statements):
    key = statements[0].pk
    seen = ""
    for text in ("Oth", "Other wo", "Other words."):
        answer = asked(client, article, do="words", key=key, text=text, seen=seen, auto="1")
        assert answer["kept"] is True
        assert seen != answer["seen"]
        seen = answer["seen"]
    assert "Reworded" in answer["tray"]
    assert Act.objects.get(changeset__author=by).changes.get().after == {"text": "Other words."}


def test_stale_words_are_told_and_what_it_reads_now(client, by, op, article, statements):
    key = statements[0].pk
    seen = re.search(r'name="seen" value="(\w+)"', page_of(client, article, f"?open={key}"))[1]
    builders.approve(
        builders.change(statements[0], op, text="Published meanwhile."), builders.moderator()
    )
    answer = asked(client, article, do="words", key=key, text="Mine.", seen=seen, auto="1")
    assert answer["stale"] is True
    assert answer["text"] == "Published meanwhile."
    assert not OpenChange.objects.exists()
    answer = asked(
        client, article, do="words", key=key, text="Mine.", seen=answer["seen"], auto="1"
    )
    assert answer["kept"] is True
    data = {"do": "words", "key": key, "open": key, "text": "Again.", "seen": seen}
    page = client.post(address(article), data)
    assert "Again.</textarea>" in page.content.decode()
    assert "has changed since you opened" in page.content.decode()
    now = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
    step(client, article, **data | {"seen": now})
    assert words(page_of(client, article))[0] == "Again."


def test_typed_mark_is_asked_about_whether_typed_or_sent(client, by, article, statements):
    key = statements[1].pk
    data = {"do": "words", "key": key, "open": key, "text": "It followed[when?]."}
    answer = asked(client, article, **data, auto="1")
    assert "What is “[when?]” to be?" in answer["asks"]
    page = unescape(client.post(address(article), data).content.decode())
    assert "What is “[when?]” to be?" in page
    assert not OpenChange.objects.exists()
    answer = asked(client, article, **data | {"text-marks": "ask “[when?]”"}, auto="1")
    assert (answer["kept"], answer["text"]) == (True, "It followed.")
    assert CitationRequest.Kind.WHEN in [
        c.after.get("kind") for c in Act.objects.get(state="draft").changes.all()
    ]


@pytest.mark.parametrize("what", ["statement", "event"])
def test_typed_mark_in_new_words_is_asked_about(client, by, article, statements, what):
    event, key, first = statements[0].event_id, uuid7(), uuid7()
    data = {"do": f"add-{what}", "add": what, "key": key, "statement": first, "event": event}
    data["text"] = "New words[who?]."
    page = unescape(client.post(address(article), data).content.decode())
    assert "What is “[who?]” to be?" in page
    assert str(key) in page
    step(client, article, **data | {"text-marks": "ask “[who?]”"})
    made = first if what == "event" else key
    request = Change.objects.get(subject__kind="events.citationrequest", act__state="draft")
    assert request.after["about_id"] == str(made)
    assert "New words." in words(page_of(client, article))


def test_citing_a_new_work_and_one_that_is_found(client, by, op, article, statements):
    key = statements[0].pk
    request = CitationRequest.objects.get()
    data = {"do": "cite", "key": key, "open": key}
    page = unescape(client.post(address(article), data).content.decode())
    assert "Choose a work that was found, or enter the title" in page
    assert not OpenChange.objects.exists()
    step(client, article, **data, title="The Balkans", names="Glenny, Misha", locator="30",
         direction="supports", settles=request.pk)  # fmt: skip
    act = Act.objects.get() if Act.objects.count() == 1 else Act.objects.get(state="draft")
    assert act.type == Act.Type.RESOLVE
    page = page_of(client, article)
    assert "The Balkans, page 30." in page
    builders.published_citation(op, statements[2], title="Another work")
    data["key"] = data["open"] = statements[1].pk
    page = unescape(
        client.post(address(article), data | {"find": "another", "find_now": "1"}).content.decode()
    )
    source = Source.objects.get(title="Another work")
    assert f'type="radio" name="source" value="{source.pk}"' in page
    step(client, article, **data, source=source.pk, direction="supports")
    assert Change.objects.filter(act__state="draft", after__source_id=str(source.pk)).exists()


def test_pasted_reference_is_read_into_the_fields(client, by, article, statements):
    key = statements[0].pk
    pasted = "@book{x, title={The Balkans}, author={Glenny, Misha}, year={2012}}"
    data = {"do": "cite", "key": key, "open": key, "paste": pasted, "read": "1", "locator": "9"}
    page = unescape(client.post(address(article), data).content.decode())
    assert 'value="The Balkans"' in page
    assert "Read as BibTeX" in page
    assert 'value="9"' in page
    assert not OpenChange.objects.exists()


def test_date_is_asked_for_as_edtf(client, by, article, statements):
    key = statements[0].pk
    data = {"do": "date", "key": key, "open": key, "words": "1806", "edtf": "May 1806"}
    page = unescape(client.post(address(article), data).content.decode())
    assert "Did you mean 1806-05?" in page
    step(client, article, **data, **{"edtf-as": "1806-05"})
    made = Change.objects.get(subject__kind="events.dating").after
    assert (made["edtf"], made["is_confirmed"]) == ("1806-05", True)


def test_asking_says_kind_and_reason(client, by, article, statements):
    step(client, article, do="ask", key=statements[1].pk, kind="citation-needed", reason="Who?")
    made = Change.objects.get(subject__kind="events.citationrequest", act__state="draft").after
    assert (made["kind"], made["reason"]) == ("citation-needed", "Who?")
    assert "[citation needed]" in page_of(client, article)


def test_split_at_a_place_and_around_marked_words(client, by, article, statements):
    request = CitationRequest.objects.get()
    url = step(client, article, do="split", key=statements[0].pk, first="One ", marked="thing",
               **{f"part-{request.pk}": "marked"})  # fmt: skip
    assert "tool=cite" in url
    page = page_of(client, article)
    assert words(page)[:3] == ["One", "thing", "happened."]
    made = Change.objects.get(subject=request.pk, act__state="draft")
    new = Change.objects.get(after__text="thing")
    assert made.after == {"about_id": str(new.subject_id)}
    assert str(new.subject_id) in url
    step(client, article, do="split", key=statements[1].pk, first="Another")
    assert words(page_of(client, article))[3:5] == ["Another", "followed."]


def test_marked_words_at_the_end_keep_their_full_stop(client, by, article, statements):
    step(client, article, do="split", key=statements[1].pk, first="Another ", marked="followed")
    assert words(page_of(client, article))[1:3] == ["Another", "followed."]


def test_merge_move_and_remove(client, by, article, statements):
    step(client, article, do="move", of="statement", key=statements[2].pk, step="up")
    assert words(page_of(client, article))[1] == "A third came."
    step(client, article, do="merge", key=statements[1].pk)
    assert words(page_of(client, article))[1] == "A third came. Another followed."
    step(client, article, do="remove", of="statement", key=statements[0].pk)
    page = page_of(client, article)
    assert "<del>One thing happened.</del>" in page
    assert Statement.objects.count() == 3


def test_move_beside_another(client, by, article, statements):
    step(client, article, do="move", of="statement", key=statements[2].pk,
         beside=statements[0].pk, place="before")  # fmt: skip
    assert words(page_of(client, article))[0] == "A third came."


def test_what_was_changed_is_taken_back_one_by_one(client, by, article, statements):
    for statement in statements[:2]:
        step(client, article, do="words", key=statement.pk, text="Other words.")
    page = page_of(client, article)
    changes = re.findall(r'form="take-back" name="change" value="(\d+)"', page)
    assert len(changes) == 2
    step(client, article, do="take-back", change=changes[0])
    assert words(page_of(client, article))[:2] == ["One thing happened.", "Other words."]
    (act,) = re.findall(r'form="take-back" name="act" value="(\d+)"', page_of(client, article))
    step(client, article, do="take-back", act=act)
    assert words(page_of(client, article)) == [s.text for s in statements]


def test_nobody_takes_back_what_is_anothers(client, by, article, statements):
    other = builders.editor("other")
    act = writing.reword(statements[0].pk, by=other, words="Theirs.")
    for data in ({"act": act.pk}, {"change": act.changes.get().pk}):
        answer = asked(client, article, do="take-back", **data)
        assert "refused" in answer
    act.refresh_from_db()
    assert act.state == "draft"


def test_drafts_go_off_as_one_changeset_and_are_decided_apart(client, by, article, statements):
    for statement in statements[:2]:
        step(client, article, do="words", key=statement.pk, text="Other words.")
    keys = [act.pk for act in Act.objects.filter(state="draft").order_by("pk")]
    page = client.post(address(article), {"do": "send", "act": keys, "summary": " "})
    assert "Say in a few words why you propose this." in page.content.decode()
    answer = client.post(address(article), {"do": "send", "act": keys, "summary": "Better"})
    assert answer.status_code == 302
    assert "waits for review" in page_of(client, article)
    sent = Act.objects.filter(pk__in=keys).order_by("pk")
    assert len({act.changeset_id for act in sent}) == 1
    judge = builders.moderator()
    builders.approve(sent[0], judge)
    builders.return_(sent[1], judge)
    page = page_of(client, article)
    assert "came back to you" in page
    assert Statement.objects.get(pk=statements[0].pk).text == "Other words."


def test_only_the_chosen_drafts_are_sent(client, by, article, statements):
    for statement in statements[:2]:
        step(client, article, do="words", key=statement.pk, text="Other words.")
    first, second = Act.objects.filter(state="draft").order_by("pk")
    client.post(address(article), {"do": "send", "act": [first.pk], "summary": "Better"})
    assert Act.objects.get(pk=second.pk).state == "draft"
    other = builders.editor("other")
    theirs = writing.reword(statements[2].pk, by=other, words="Theirs.")
    client.post(address(article), {"do": "send", "act": [theirs.pk], "summary": "Better"})
    assert Act.objects.get(pk=theirs.pk).state == "draft"


def test_new_article_is_written_by_the_page_alone(client, by):
    answer = client.post("/admin/events/article/new/", {"title": " "})
    assert "Give the article a title." in answer.content.decode()
    answer = client.post("/admin/events/article/new/", {"title": "A new one"})
    article = Article(subject_id=re.search(r"article/([\w-]+)/desk", answer.url)[1])
    assert "Nothing is written yet" in page_of(client, article)
    for title in ("One", "Two", "Three"):
        section, event, first = uuid7(), uuid7(), uuid7()
        url = step(client, article, do="add-section", add="section", key=section, title=title,
                   level="2", then="event")  # fmt: skip
        assert f"add=event&section={section}" in url
        step(client, article, do="add-event", add="event", key=event, statement=first,
             section=section, text=f"It began in {title}.")  # fmt: skip
        step(client, article, do="add-statement", add="statement", key=uuid7(), event=event,
             beside=first, text="It went on.")  # fmt: skip
    step(client, article, do="add-picture", add="picture", key=uuid7(), caption="A map")
    page = page_of(client, article)
    assert words(page)[::2] == ["It began in One.", "It began in Two.", "It began in Three."]
    keys = re.findall(r'type="checkbox" name="act" value="(\d+)"', page)
    answer = client.post(address(article), {"do": "send", "act": keys, "summary": "All of it"})
    assert answer.status_code == 302
    decisions.decide(
        [decisions.Ruling(int(key), "approve") for key in keys], by=builders.moderator()
    )
    public = client.get("/articles/a-new-one/").content.decode()
    for title in ("One", "Two", "Three"):
        assert f"It began in {title}." in public
    assert Section.objects.count() == 3


def test_answer_to_a_script_has_only_the_blocks_that_changed(client, by, article, statements):
    writing.add_event(by=by, key=uuid7(), statement=uuid7(), article=article.pk, words="Below.")
    page = page_of(client, article)
    blocks = dict(re.findall(r'data-block="([\w-]+)" data-digest="(\w+)"', page))
    have = ",".join(f"{key}:{digest}" for key, digest in blocks.items())
    answer = asked(client, article, do="words", key=statements[0].pk, text="Other.", have=have)
    assert list(answer["blocks"]) == [str(statements[0].event_id)]
    assert answer["order"] == list(blocks)
    assert "Other." in answer["blocks"][str(statements[0].event_id)]
    assert answer["focus"] == str(statements[0].pk)


def test_refusal_is_told_in_a_sentence_and_changes_nothing(client, by, article, statements):
    answer = asked(client, article, do="merge", key=statements[0].pk)
    assert "none before it to join" in answer["refused"]
    page = client.post(address(article), {"do": "merge", "key": statements[0].pk})
    assert (page.status_code, "none before it" in page.content.decode()) == (409, True)
    for data in (
        {"do": "merge", "key": "x"},
        {"do": "words", "key": uuid7(), "text": "x"},
        {"do": "move", "of": "picture", "key": statements[0].pk, "step": "up"},
        {"do": "move", "of": "statement", "key": statements[0].pk},
        {"do": "remove", "of": "nothing", "key": statements[0].pk},
        {"do": "take-back", "change": "9" * 50},
        {"do": "take-back", "act": "1"},
        {"do": "cite", "key": uuid7(), "title": "x", "direction": "supports"},
        {"do": "split", "key": statements[0].pk, "first": "Nothing of it"},
        {"do": "split", "key": statements[0].pk, "first": "One", "marked": "nothing"},
        {"do": "add-statement", "key": uuid7(), "event": "x", "text": "x"},
        {"do": "add-event", "key": uuid7(), "statement": uuid7(), "section": uuid7(), "text": "x"},
        {"do": "change", "of": "statement", "key": statements[0].pk},
        {"do": "unhang", "of": "x", "key": statements[0].pk},
    ):
        answer = asked(client, article, **data)
        assert answer.get("refused") or answer.get("again"), data
        assert client.post(address(article), data).status_code in (200, 409), data
    assert not OpenChange.objects.exists()


@pytest.mark.parametrize("name", ["at", "open", "add", "beside", "event", "section", "cut", "tool"])
@pytest.mark.parametrize("value", ["x", "9" * 5000, "018f0000-0000-7000-8000-000000000000", "%"])
def test_strange_parts_of_the_address_are_passed_over(client, by, article, name, value):
    for query in ({name: value}, {"add": "event", name: value}, {"add": "section", name: value}):
        answer = client.get(address(article), query)
        assert answer.status_code == 200
        assert "One thing happened." in answer.content.decode()
        assert client.get(address(article), query, headers={"Accept": "application/json"}).json()


def test_article_that_is_anothers_draft_is_not_there(client, by):
    key = writing.begin(by=builders.editor("other"), title="Theirs")
    assert client.get(f"/admin/events/article/{key}/desk/").status_code == 404


@pytest.mark.parametrize("who", ["anonymous", "reader"])
def test_who_may_not_propose_takes_no_step(client, article, statements, who):
    if who == "reader":
        client.force_login(builders.user("reader"))
    answer = client.post(
        address(article), {"do": "words", "key": statements[0].pk, "text": "Other."}
    )
    assert answer.status_code == 302
    assert "login" in answer.url
    assert not OpenChange.objects.exists()


def test_member_of_the_desk_who_may_not_propose_is_told_so(client, article, statements):
    person = builders.user("visitor")
    person.is_staff = True
    person.save()
    client.force_login(person)
    data = {"do": "words", "key": statements[0].pk, "text": "Other."}
    for path in (address(article), "/admin/events/article/new/"):
        assert client.get(path).status_code == 403
        assert client.post(path, {**data, "title": "New"}).status_code == 403
    assert not OpenChange.objects.exists()


def test_long_article_is_written_part_by_part(client, by, op):
    article = builders.article(op, ["First."])
    sections = []
    edits = []
    for number in range(4):
        section = Section.new(article_id=article.pk, position=f"{number + 3}1", title=f"S{number}")
        sections.append(section)
        edits.append(drafts.create(section))
        for paragraph in range(40):
            event = Event.new(
                article_id=article.pk,
                section_id=section.pk,
                position=f"{number + 6}{paragraph:03}1",
            )
            edits.append(drafts.create(event))
            edits += [
                drafts.create(
                    Statement.new(
                        event_id=event.pk, position=f"{n + 1}1", text=f"{number}.{paragraph}.{n}"
                    )
                )
                for n in range(4)
            ]
    decisions.publish(edits, by=op, summary="long")
    page = page_of(client, article)
    assert "part 1 of 4" in page
    assert len(words(page)) == 161
    assert "0.0.0" in words(page)
    page = page_of(client, article, f"?at={sections[2].pk}")
    assert "part 3 of 4" in page
    assert words(page)[0] == "2.0.0"
    late = Statement.objects.get(text="3.39.3")
    page = page_of(client, article, f"?open={late.pk}")
    assert "part 4 of 4" in page
    url = step(client, article, do="words", key=late.pk, text="The last.")
    assert words(unescape(client.get(url).content.decode()))[-1] == "The last."


# What is begun in a panel.


def test_what_is_begun_stands_in_the_panel_of_its_writer_alone_until_it_is_done(
    client, by, article, statements
):
    key = statements[1].pk
    form = {"do": "typed", "tool": "date", "key": key, "words": "in «May»", "is_chosen": "on"}
    assert asked(client, article, **form)["at"]
    page = page_of(client, article, f"?open={key}")
    assert "This is what you typed on" in page
    assert 'value="in «May»"' in page
    assert 'id="date_is_chosen" checked' in page
    assert "Begun, not done" in page_of(client, article)
    client.force_login(builders.editor("other"))
    assert "in «May»" not in page_of(client, article, f"?open={key}")
    client.force_login(by)
    step(client, article, do="date", key=key, words="in May", edtf="1806-05")
    assert not Typed.objects.exists()
    assert "Begun, not done" not in page_of(client, article)


def test_what_is_begun_can_be_dropped_without_a_script(client, by, article, statements):
    key = statements[1].pk
    asked(client, article, do="typed", tool="ask", key=key, reason="Which?")
    assert step(client, article, do="ask", key=key, drop="1").endswith("tool=ask#panel")
    assert not Typed.objects.exists()
    assert not Act.objects.filter(changeset__author=by).exists()


def test_a_panel_that_says_nothing_is_not_kept(client, by, article, statements):
    key, form = statements[1].pk, {"do": "typed", "tool": "cite"}
    asked(client, article, **form, key=key, title="A book")
    untouched = {"type": "book", "label": "page", "direction": "supports", "title": " "}
    assert asked(client, article, **form, key=key, **untouched) == {"kept": True, "at": None}
    assert not Typed.objects.exists()


@pytest.mark.parametrize("form", [{"tool": "words"}, {"key": "x"}, {"key": uuid7()}, {"tool": ""}])
def test_what_is_begun_on_nothing_is_refused(client, by, article, statements, form):
    data = {"do": "typed", "tool": "cite", "key": statements[0].pk, "title": "A"} | form
    assert "no longer there" in asked(client, article, **data)["refused"]
    assert not Typed.objects.exists()


def test_the_panel_says_whether_words_are_a_draft_or_wait_or_came_back(
    client, by, article, statements
):
    query, act = f"?open={statements[0].pk}", None

    def said():
        kept = re.search(r"data-kept>(.*?)</span>", page_of(client, article, query))[1]
        return re.sub("<[^>]+>", "", kept)

    assert said() == ""
    act = writing.reword(statements[0].pk, by=by, words="Other words.")
    assert said() == "Kept as a draft"
    proposals.send([act], by=by, summary="better")
    act.refresh_from_db()
    assert said() == f"Waiting for review since {act.sent_at:%-d %B %Y, %H:%M} UTC"
    builders.return_(act, builders.moderator())
    assert said() == "This came back to you"
