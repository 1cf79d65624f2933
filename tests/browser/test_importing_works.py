"""A file of many works brought in by the page: what is read, how far it is, what is refused, and that the
same file again changes nothing. `ATTESTED_ENTRIES=10000` tries the largest file."""

import os
import re
import time
from pathlib import Path

import pytest

from events.models import CitationRequest
from review.models import Act
from sources.models import Source
from tests import builders
from tests.lengths import by_profile

pytestmark = pytest.mark.django_db(transaction=True)
ENTRIES = int(os.environ.get("ATTESTED_ENTRIES", by_profile(desk=120, long=600)))
SHOTS = os.environ.get("ATTESTED_SHOTS")
# One in so many has no title, one is another's twin, one has a field that we have not.
REFUSED, TWIN, ODD = 40, 30, 25
PATIENCE = 1_800_000
FILE = """@book{a, author = {Petrov, Ivan}, title = {Mills}, publisher = {Granta}, year = 1999}
@book{b, author = {Novak, Ana}, title = {Roads}, year = 2001}
@book{c, author = {Novak, Ana}, year = 2001}
"""


def entry(n):
    twin = n - 1 if n % TWIN == 0 else n
    title = "" if n % REFUSED == 0 else f"  title = {{Mills of the {twin}. valley: a study}},\n"
    odd = "  shelfcolour = {red},\n" if n % ODD == 0 else ""
    return (
        f"@book{{key{n},\n  author = {{Novak, Ana {twin % 7} and Петров, Иван}},\n{title}{odd}"
        f"  year = {{{1800 + twin % 200}}},\n  publisher = {{Nolit}},\n  address = {{Београд}},\n}}\n\n"
    )


def line_of(n):
    return 1 + sum(entry(before).count("\n") for before in range(1, n))


def counts():
    """(how many are made, how many are here already, how many are refused)."""
    every = range(1, ENTRIES + 1)
    refused = sum(n % REFUSED == 0 for n in every)
    # A twin of one that was refused is the first of its kind.
    twins = sum(n % TWIN == 0 and n % REFUSED and (n - 1) % REFUSED != 0 for n in every)
    return ENTRIES - refused - twins, twins, refused


def shot(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS, f"{name}.png")), full_page=True)


def pressed(page, words, until):
    """What was said beside the button while its answer was waited for, each stage once."""
    page.evaluate(
        """() => { window.stop = setInterval(() => {
            const said = document.querySelector('.working')?.textContent.trim();
            if (said) sessionStorage.said = `${sessionStorage.said || ''}\\n${said}`; }, 50); }"""
    )
    began = time.perf_counter()
    page.get_by_role("button", name=re.compile(words)).click(no_wait_after=True)
    page.wait_for_selector(until, timeout=PATIENCE)
    said = page.evaluate(
        "() => { const s = sessionStorage.said || ''; sessionStorage.said = ''; return s; }"
    )
    print(f"{words}: {time.perf_counter() - began:.1f} s")
    return list(dict.fromkeys(filter(None, said.splitlines())))


def test_file_of_many_works_comes_in_by_the_page_once(browse, tmp_path):
    builders.operator()
    file = tmp_path / "mills.bib"
    file.write_text("".join(map(entry, range(1, ENTRIES + 1))))
    new, here, refused = counts()
    page = browse("operator")
    page.set_default_timeout(PATIENCE)
    page.goto("/admin/sources/source/import/")
    page.set_input_files("#id_file", str(file))
    stages = pressed(page, "Show what is read", "[name=import]")
    print(stages[:3], stages[-3:], len(stages))
    shot(page, "looked")
    said = page.inner_text("[role=status]")
    read = f"{new + here:,} works read: {new:,} new, {here:,} here already; {refused:,} refused."
    assert said == f"{read} Nothing is written yet."
    told = page.inner_text("details:has-text('Refused')")
    assert f"Line {line_of(REFUSED)}, “key{REFUSED}”" in told
    assert told.count("it has no title") == min(refused, 200)
    assert "shelfcolour" in page.content()
    assert "Mills of the" in page.inner_text(".sample")
    assert not Source.objects.exists()

    stages = pressed(page, f"Publish {new:,} works", ".messagelist")
    print(stages[:3], stages[-3:], len(stages))
    shot(page, "imported")
    assert f"Published: {new:,} works." in page.inner_text(".messagelist")
    assert Source.objects.count() == new
    page.click(".messagelist a")
    page.wait_for_load_state()
    shot(page, "act")

    page.goto("/admin/sources/source/import/")
    page.set_input_files("#id_file", str(file))
    pressed(page, "Show what is read", "[role=status]")
    shot(page, "again")
    said = page.inner_text("[role=status]")
    assert f"{new + here:,} here already" in said
    assert "Nothing in it is new" in said
    assert page.locator("[name=import]").count() == 0
    assert Source.objects.count() == new


def test_file_comes_in_by_the_web(browse):
    builders.editor("edita")
    builders.moderator("mod")
    page = browse("edita")
    page.goto("/admin/")
    page.click("text=Import works")
    file = {"name": "library.bib", "mimeType": "text/plain", "buffer": FILE.encode()}
    page.set_input_files("[name=file]", file)
    page.click("text=Show what is read")
    assert "2 works read: 2 new; 1 refused." in page.inner_text("[role=status]")
    assert "Petrov, Ivan. Mills. Granta, 1999." in page.inner_text(".sample")
    assert "Line 3, “c”: it has no title" in page.inner_text(".told")
    page.click("text=Send 2 works for review")
    assert "Sent for review: 2 works." in page.inner_text(".messagelist")
    page.click(".messagelist >> text=See it")
    assert "Import 2 works from “library.bib”" in page.inner_text(".act h2")
    judge = browse("mod")
    judge.goto(f"/admin/review/changesets/{Act.objects.get().changeset_id}/")
    judge.keyboard.press("a")
    judge.click("text=Approve 1")
    judge.wait_for_selector(".messagelist")
    assert set(Source.objects.values_list("title", flat=True)) == {"Mills", "Roads"}


def test_one_of_several_pasted_works_is_taken(browse):
    builders.article(builders.operator())
    builders.editor("edita")
    page = browse("edita")
    page.goto(f"/admin/events/citationrequest/{CitationRequest.objects.get().pk}/resolve/")
    page.click("text=or enter a new one")
    page.fill("#id_paste", FILE)
    page.click("text=Read it into the fields")
    page.locator("#id_title[value='Mills']").wait_for()
    page.get_by_role("button", name="Take number 2").click()
    page.locator("#id_title[value='Roads']").wait_for()
    assert page.input_value("#id_publisher") == ""
    assert page.input_value("#id_paste") == FILE
