"""Asking for a citation of some words, by the keyboard; and the question at sending."""

import pytest

from events.models import CitationRequest, Statement
from review.models import Act, Comment
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "The town fell, its 300 houses burnt, and the court fled."


def test_words_are_marked_by_the_keyboard_and_asked_about_alone(browse):
    builders.article(builders.operator(), ["Asked.", TEXT])
    builders.editor("edita")
    page = browse("edita")
    page.goto("/admin/events/statement/bare/?need=likely")
    page.click("text=Ask for a citation")
    page.wait_for_url("**/ask/**")
    page.focus("#span-words")
    start = TEXT.index("its 300")
    page.evaluate("at => document.getElementById('span-words').setSelectionRange(at, at)", start)
    for _ in range(len("its 300 houses")):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_selector("text=Asked of these words alone: “its 300 houses”")
    assert page.input_value("#id_only") == "its 300 houses"
    page.fill("#id_summary", "Who counted them?")
    page.click("text=Send for review")
    assert "Sent for review" in page.inner_text(".messagelist")
    builders.approve(Act.objects.get(state="pending"), builders.moderator())
    request = CitationRequest.objects.exclude(about__statement__text="Asked.").get()
    assert Statement.objects.get(pk=request.about_id).text == "its 300 houses"
    assert request.reason == "It gives numbers: “300”"


def test_all_words_marked_ask_of_the_whole_statement(browse):
    builders.article(builders.operator(), ["Asked.", TEXT])
    builders.editor("edita")
    page = browse("edita")
    page.goto(f"/admin/events/statement/{Statement.objects.get(text=TEXT).pk}/ask/")
    page.focus("#span-words")
    page.keyboard.type("x")
    page.keyboard.press("Delete")
    assert page.input_value("#span-words") == TEXT
    page.keyboard.press("Control+a")
    assert page.input_value("#id_only") == ""


@pytest.mark.parametrize("scripts", [True, False])
def test_new_words_are_asked_about_at_sending_and_go_when_sent_again(browse, scripts):
    builders.article(builders.operator(), ["Asked.", "It was so."])
    builders.editor("edita")
    page = browse("edita", java_script_enabled=scripts)
    page.goto(f"/admin/events/statement/{Statement.objects.get(text='It was so.').pk}/change/")
    page.fill("#id_text", TEXT)
    page.click("[name=_save]")
    page.fill("#summary", "Known better")
    page.click("text=Send the chosen drafts")
    assert "One thing is asked about it, once." in page.inner_text(".desk")
    page.select_option("select[name^=answer]", "cited-nearby")
    page.click("button:has-text('Send for review')")
    assert Act.objects.get(changeset__author__username="edita").state == "pending"
    assert Comment.objects.get().text.startswith("Already cited nearby")
