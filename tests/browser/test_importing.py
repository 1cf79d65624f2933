"""A long text is brought in by the page: looked at, then published, with a bar that says how far."""

import re

import pytest

from events.models import Article
from review import progress
from tests import builders

KEEP = """setInterval(() => {
  const bar = document.querySelector(".working progress[value]");
  if (bar) sessionStorage.shown = `${sessionStorage.shown || ""}${bar.parentNode.innerText}${bar.value}\\n`;
}, 50)"""
STAGES = ("Reading", "Proposing", "Comparing", "Checking", "Indexing", "Publishing")
pytestmark = pytest.mark.django_db(transaction=True)


def test_bar_says_what_is_done_and_how_much_of_it(browse, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.02)
    builders.operator("opal")
    lines = [
        f"Stone number {n} was laid in {1500 + n % 400}.[citation needed]" for n in range(3000)
    ]
    page = browse("opal")
    # Playwright waits for the answer before it looks at the page: the page keeps what it showed.
    page.add_init_script(KEEP)
    page.goto("/admin/events/article/import/")
    text = "\n\n".join(["The long wall", *lines]).encode()
    file = {"name": "wall.txt", "mimeType": "text/plain", "buffer": text}
    page.set_input_files("[name=file]", file)
    page.click("text=Show what is read")
    page.wait_for_selector("text=Nothing is written yet")
    page.click("text=Publish it")
    page.wait_for_selector(".messagelist")
    assert "Published" in page.inner_text(".messagelist")
    shown = page.evaluate("sessionStorage.shown")
    assert re.fullmatch(rf"(({'|'.join(STAGES)})…\s*[\d,]+ of [\d,]+\s*\d+\n)+", shown), shown
    assert Article.objects.get().title == "The long wall"
