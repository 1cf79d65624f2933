"""An article written on its own page of the desk, by keyboard alone."""

import pytest

from events.desk import writing
from events.models import CitationRequest, Statement
from review.ids import uuid7
from review.models import Act, OpenChange
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    return builders.article(
        builders.operator(), ["One thing happened in 1806.", "Another followed.", "A third came."]
    )


@pytest.fixture
def people():
    return builders.editor("edita"), builders.moderator("mara")


def desk(page, article):
    page.goto(f"/admin/events/article/{article.pk}/desk/")
    page.wait_for_selector("#sheet")


def texts(page):
    return page.locator(".words.opens").all_inner_texts()


def on(page, words):
    """Go by the arrows to the statement with these words."""
    if page.evaluate("!document.activeElement.matches('#sheet .opens')"):
        page.locator("#sheet-head h1 .opens").focus()
    for _ in range(40):
        if words in page.evaluate("document.activeElement.textContent"):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no statement says {words}")


def kept(page):
    page.wait_for_selector("#panel [data-kept]:text-is('Kept as a draft')")


def kept_as(page, words):
    """Wait until the one draft there is has these words: its panel said “kept” before, too."""
    for _ in range(300):
        if OpenChange.objects.get().change.after["text"] == words:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"“{words}” was not kept.")


def closed(page):
    page.wait_for_selector("#panel", state="detached")


def reads(page, number, words):
    """Wait until the statement of a number, from 0, has these words."""
    page.wait_for_selector(f".words.opens >> nth={number} >> text='{words}'")


def done(page):
    page.keyboard.press("Control+Enter")
    closed(page)


def test_reword_cite_tag_split_move_and_send_by_keyboard_alone(browse, article, people):
    page = browse("edita")
    desk(page, article)
    on(page, "Another followed")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel textarea:focus")
    page.keyboard.press("Backspace")
    page.keyboard.type(" soon.")
    kept(page)
    done(page)
    assert texts(page)[1] == "Another followed soon."
    assert "Another followed" in page.evaluate("document.activeElement.textContent")

    page.keyboard.press("c")
    page.wait_for_selector("[data-tool-of=cite] input[name=find]:focus")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("@book{a, title={The Balkans}, author={Glenny, Misha}, year={2012}}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Read as BibTeX")
    page.locator("#cite_locator").focus()
    page.keyboard.type("30")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".hanging >> text=The Balkans")
    page.keyboard.press("Escape")
    closed(page)

    page.keyboard.press("t")
    page.wait_for_selector("[data-tool-of=ask] select:focus")
    page.keyboard.press("Tab")
    page.keyboard.type("Which one?")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".hanging >> text=Which one?")
    page.keyboard.press("Escape")
    closed(page)

    on(page, "A third came")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel textarea:focus")
    for _ in "came.":
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Alt+Enter")
    page.wait_for_selector(".words >> text=/^came\\.$/")
    page.keyboard.press("Escape")
    closed(page)
    assert texts(page)[2:] == ["A third", "came."]

    on(page, "came.")
    page.keyboard.press("Alt+ArrowUp")
    reads(page, 2, "came.")
    assert page.evaluate("document.activeElement.textContent") == "came."

    page.locator("#send textarea").focus()
    page.keyboard.type("Better, and cited")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".messagelist >> text=Sent for review")
    acts = Act.objects.filter(state="pending").order_by("pk")
    assert len({act.changeset_id for act in acts}) == 1
    assert [act.type for act in acts] == ["edit", "edit", "edit", "split"]


def test_marked_words_are_answered_for_alone(browse, article, people):
    page = browse("edita")
    desk(page, article)
    on(page, "One thing")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel textarea:focus")
    for _ in "in 1806.":
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Alt+Enter")
    page.wait_for_selector("[data-tool-of=split] select:focus")
    assert page.locator("[data-tool-of=split] select").input_value() == "marked"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-tool-of=cite] input[name=find]:focus")
    assert page.locator("#panel textarea[name=text]").input_value() == "in 1806."
    page.locator("#cite_title").evaluate("field => field.closest('details').open = true")
    page.locator("#cite_title").focus()
    page.keyboard.type("The Balkans")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".hanging >> text=The Balkans")
    act = Act.objects.get(state="draft")
    changed = {(c.subject.kind, c.op) for c in act.changes.select_related("subject")}
    assert ("events.statement", "create") in changed
    request = act.changes.get(subject=CitationRequest.objects.get().pk)
    assert request.after["resolution"] == "cited"


def test_a_new_article_of_three_sections_is_written_and_sent(browse, people):
    page = browse("edita")
    page.goto("/admin/events/article/")
    page.locator("text=Begin an article").focus()
    page.keyboard.press("Enter")
    page.locator("#id_title").focus()
    page.keyboard.type("The treaty")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")
    for number, title in enumerate(("Before", "The day", "After")):
        if number:
            page.locator("#sheet-blocks .heading .opens").last.focus()
        else:
            page.locator("#sheet-head h1 .opens").focus()
        page.keyboard.press("h")
        page.wait_for_selector("#panel[data-adds=section] input[name=title]:focus")
        page.keyboard.type(title)
        page.wait_for_selector("#panel [data-kept]:text-is('Kept as a draft')")
        page.locator("text=Done, and its first paragraph").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#panel[data-adds=event] textarea:focus")
        page.keyboard.type(f"It stood so in {title}.")
        page.locator("text=Done, and a statement after it").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#panel[data-adds=statement] textarea:focus")
        page.keyboard.type("Then it went on.")
        done(page)
    assert texts(page)[::2] == [f"It stood so in {t}." for t in ("Before", "The day", "After")]
    page.locator("#send textarea").focus()
    page.keyboard.type("A new article")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".messagelist >> text=Sent for review")
    assert Act.objects.filter(state="pending").count() == 7

    judge = browse("mara")
    judge.goto("/admin/review/queue/")
    judge.locator(".queue-title").first.click()
    judge.locator("[name=all]").click()
    judge.wait_for_selector("text=Published as publication")
    reader = browse()
    reader.goto("/articles/the-treaty/")
    assert reader.locator("h2").all_inner_texts()[:3] == ["Before", "The day", "After"]
    assert "It stood so in The day. Then it went on." in reader.inner_text("main")


def test_another_device_goes_on(browse, article, people):
    page = browse("edita")
    desk(page, article)
    on(page, "Another followed")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel textarea:focus")
    page.keyboard.type(" And")
    kept(page)
    other = browse("edita")
    desk(other, article)
    assert texts(other)[1] == "Another followed. And"
    on(other, "Another followed")
    other.keyboard.press("Enter")
    other.wait_for_selector("#panel textarea:focus")
    other.keyboard.type(" so on.")
    kept_as(other, "Another followed. And so on.")
    page.keyboard.type(" this")
    page.wait_for_selector(".overtaken >> text=It reads now")
    assert page.inner_text(".overtaken blockquote") == "Another followed. And so on."
    assert page.locator("#panel textarea[name=text]").input_value() == "Another followed. And this"
    page.locator("text=Keep mine over it").focus()
    page.keyboard.press("Enter")
    kept_as(page, "Another followed. And this")


def test_words_typed_without_a_connection_are_kept_and_come_back(browse, article, people):
    page = browse("edita")
    desk(page, article)
    on(page, "Another followed")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel textarea:focus")
    page.context.set_offline(True)
    page.keyboard.type(" Offline.")
    page.wait_for_selector("#panel [data-kept] >> text=No connection")
    assert not OpenChange.objects.exists()
    page.context.set_offline(False)
    kept(page)
    assert OpenChange.objects.get().change.after["text"] == "Another followed. Offline."

    page.context.set_offline(True)
    page.keyboard.type(" Lost?")
    page.wait_for_selector("#panel [data-kept] >> text=No connection")
    page.evaluate("removeEventListener('pagehide', null)")
    page.goto("about:blank")
    page.context.set_offline(False)
    desk(page, article)
    page.wait_for_selector("#sheet-status >> text=they are back")
    assert page.locator("#panel textarea[name=text]").input_value() == (
        "Another followed. Offline. Lost?"
    )
    kept(page)
    change = OpenChange.objects.get().change
    assert change.after["text"] == "Another followed. Offline. Lost?"
    assert (
        page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('attested')).length") == 0
    )


def test_a_new_paragraph_typed_without_a_connection_is_one(browse, article, people):
    page = browse("edita")
    desk(page, article)
    on(page, "A third")
    page.keyboard.press("p")
    page.wait_for_selector("#panel[data-adds=event] textarea:focus")
    page.context.set_offline(True)
    page.keyboard.type("It is new.")
    page.wait_for_selector("#panel [data-kept] >> text=No connection")
    page.goto("about:blank")
    page.context.set_offline(False)
    desk(page, article)
    kept(page)
    done(page)
    assert texts(page)[-1] == "It is new."
    made = Act.objects.get(state="draft").changes.filter(op="create")
    assert sorted(c.subject.kind for c in made) == ["events.event", "events.statement"]


def test_a_typed_mark_is_asked_about_while_one_types(browse, article, people):
    page = browse("edita")
    desk(page, article)
    on(page, "Another followed")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel textarea:focus")
    page.keyboard.press("Backspace")
    page.keyboard.type("[when?].")
    page.wait_for_selector(".asks >> text=What is “[when?]” to be?")
    assert page.evaluate("document.activeElement.name") == "text"
    page.locator(".asks input").first.focus()
    page.keyboard.press("Space")
    kept(page)
    assert page.locator("#panel textarea[name=text]").input_value() == "Another followed."
    done(page)
    assert "[when?]" in page.inner_text("#sheet-blocks")


def test_what_was_changed_is_taken_back_one_by_one_and_the_rest_is_decided_apart(
    browse, article, people
):
    page = browse("edita")
    desk(page, article)
    for words in ("One thing", "Another", "A third"):
        on(page, words)
        page.keyboard.press("Enter")
        page.wait_for_selector("#panel textarea:focus")
        page.keyboard.type(" Yes.")
        done(page)
        page.locator("#sheet-head h1 .opens").focus()
    assert page.locator("#tray [name=act]:checked").count() == 3
    page.locator("#sheet-blocks .owns button").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#sheet-status >> text=Taken back.")
    assert texts(page)[1] == "Another followed."
    assert page.locator("#tray [name=act]:checked").count() == 2
    page.locator("#send textarea").focus()
    page.keyboard.type("Two things")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".messagelist >> text=Sent for review")

    judge = browse("mara")
    judge.goto("/admin/review/queue/")
    judge.click(".queue-title")
    judge.wait_for_url("**/changesets/**")
    judge.keyboard.press("a")
    judge.keyboard.press("j")
    judge.keyboard.press("r")
    judge.keyboard.type("Which source?")
    judge.keyboard.press("Control+Enter")
    judge.wait_for_selector("text=1 approved, 1 returned")
    assert Statement.objects.filter(text__endswith="Yes.").count() == 1
    desk(page, article)
    assert "came back to you" in page.inner_text("#tray")


def test_paragraph_and_statement_are_dragged(browse, article, people):
    page = browse("edita", viewport={"width": 1280, "height": 900})
    desk(page, article)
    page.locator(".words.opens").nth(2).drag_to(
        page.locator(".words.opens").nth(0), target_position={"x": 3, "y": 5}
    )
    reads(page, 0, "A third came.")
    page.locator(".words.opens").last.focus()
    page.keyboard.press("p")
    page.wait_for_selector("#panel[data-adds=event] textarea:focus")
    page.keyboard.type("Below.")
    done(page)
    page.locator(".grip").last.drag_to(
        page.locator(".paragraph").first, target_position={"x": 200, "y": 3}
    )
    reads(page, 0, "Below.")
    page.keyboard.press("Shift+Alt+ArrowDown")
    reads(page, 0, "A third came.")


def test_everything_works_without_scripts(browse, article, people):
    page = browse("edita", java_script_enabled=False)
    desk(page, article)
    page.click(".words.opens >> nth=1")
    page.fill("#panel textarea[name=text]", "Other words.")
    page.click("#panel >> text=/^Done$/")
    assert texts(page)[1] == "Other words."
    page.click(".words.opens >> nth=2")
    page.click("#panel >> text=Move up")
    assert texts(page)[1] == "A third came."
    page.click("#panel >> text=Close")
    page.click("text=Add a section")
    page.fill("#panel input[name=title]", "Part")
    page.click("text=Done, and its first paragraph")
    page.fill("#panel textarea", "In the part.")
    page.click("#panel >> text=/^Done$/")
    assert texts(page)[-1] == "In the part."
    page.fill("#send textarea", "Some of it")
    page.click("text=Send for review")
    assert "Sent for review" in page.inner_text(".messagelist")


def test_page_and_its_panels_fit_and_pass_axe(browse, article, people):
    writing.reword(Statement.objects.last().pk, by=people[0], words="Other words.")
    writing.add_picture(by=people[0], key=uuid7(), article=article.pk, caption="A map")
    page = browse("edita")
    desk(page, article)
    for key in ("Enter", "c", "d", "p", "h"):
        on(page, "Another followed")
        page.keyboard.press(key)
        page.wait_for_selector("#panel")
        assert faults(page, context="#sheet") == [], key
        page.keyboard.press("Escape")
        closed(page)
