"""What people wrote turns nothing that stands beside it, in a real browser."""

import pytest

from events.models import Citation, Statement
from review import characters
from review.deciding import decisions
from review.models import Slug
from review.proposing import drafts
from sources.models import Contributor, Source
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

OVERRIDE, POP_ISOLATE = "\u202e", "\u2069"
HEBREW = "\u05e1\u05e4\u05e8 \u05d0\u05d7\u05d3"
# Whether the letters of some words stand from left to right.
IN_ORDER = """words => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0) continue;
        const left = [...words].map((_, n) => {
            const range = document.createRange();
            range.setStart(walker.currentNode, at + n);
            range.setEnd(walker.currentNode, at + n + 1);
            return range.getBoundingClientRect().left;
        });
        return left.every((x, n) => n === 0 || x >= left[n - 1]);
    }
    return null;
}"""

# Whether statements and their marks stand in the order in which they are written.
FROM_THE_LEFT = """() => {
    const parts = [...document.querySelectorAll('.event .words, .event .request')];
    const left = parts.map(part => part.getBoundingClientRect().left);
    return parts.length === 5 && left.every((x, n) => n === 0 || x > left[n - 1]);
}"""


@pytest.fixture
def page(chromium, live_server):
    # Wide, so that nothing wraps.
    page = chromium.new_page(base_url=live_server.url, viewport={"width": 3000, "height": 900})
    yield page
    page.close()


@pytest.fixture
def article():
    # The second breaks out of an element that isolates by CSS alone.
    texts = (f"One{OVERRIDE} thing", f"Two{POP_ISOLATE}{OVERRIDE} things", "Another", "Last")
    made = builders.article(builders.operator(), statements=texts, title=HEBREW)
    assert Statement.objects.filter(text__contains=OVERRIDE).count() == 2
    return made


def test_override_turns_neither_its_neighbours_nor_the_marks(page, article):
    page.goto(f"/articles/{HEBREW.replace(' ', '-')}/")
    for words in ("Another", "citation needed", " thing"):
        assert page.evaluate(IN_ORDER, words), words
    assert page.evaluate(FROM_THE_LEFT)


def test_override_would_turn_them_if_pages_were_not_balanced(page, article, monkeypatch):
    monkeypatch.setattr(characters, "balanced_html", lambda made: made)
    page.goto(f"/articles/{HEBREW.replace(' ', '-')}/")
    assert not page.evaluate(FROM_THE_LEFT)


def test_what_stands_in_a_line_with_others_is_isolated(page, article):
    """Beside a Hebrew title stand numbers, which have no direction of their own."""
    page.goto("/")
    isolated = page.eval_on_selector_all(
        "main a, main q, main .quiet, main .when",
        "found => found.every(e => /isolate|plaintext/.test(getComputedStyle(e).unicodeBidi))",
    )
    assert isolated


def test_ignorable_characters_are_those_of_the_browsers_unicode(chromium):
    """The table is our own, since Python has none; Chromium's regular expressions know it."""
    page = chromium.new_page()
    told = page.evaluate(
        """() => {
            const found = [];
            for (let n = 0; n < 0x110000; n++)
                if (/\\p{Default_Ignorable_Code_Point}/u.test(String.fromCodePoint(n))) found.push(n);
            return found;
        }"""
    )
    drawn = page.evaluate(
        """() => {
            const found = [];
            for (let n = 0; n < 0xe0000; n++)
                if (/[\\p{Cf}--\\p{Default_Ignorable_Code_Point}]/v.test(String.fromCodePoint(n)))
                    found.push(n);
            return found;
        }"""
    )
    page.close()
    assert len(told) > 4000
    assert [n for n in range(0x110000) if characters.IGNORABLE.match(chr(n))] == told
    hidden = {n for n in drawn if not characters.DRAWN.match(chr(n))}
    # Annotations, and the controls of hieroglyphs.
    assert hidden == {*range(0xFFF9, 0xFFFC), *range(0x13430, 0x13440)}


BOOK, ARABIC = "كتاب التاريخ", "دخل الجيش المدينة."
# Of each element that ends in these words: whether its full stop stands left of its first letter.
ENDS_LEFT = """words => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0 || !walker.currentNode.parentElement.checkVisibility()) continue;
        const place = n => {
            const range = document.createRange();
            range.setStart(walker.currentNode, at + n);
            range.setEnd(walker.currentNode, at + n + 1);
            return range.getBoundingClientRect().left;
        };
        const element = walker.currentNode.parentElement;
        found.push([place(words.length - 1) < place(0), `${element.tagName}.${element.className}`]);
    }
    return found;
}"""


@pytest.fixture
def arabic():
    op = builders.operator()
    made = builders.article(op, statements=(ARABIC, ARABIC), title="تاريخ المدينة")
    source = Source.new(
        type="book", title=BOOK, publisher="دار الكتب", issued="1912", language="ar"
    )
    author = Contributor.new(source_id=source.pk, position="5", family="المقريزي", given="أحمد")
    citation = Citation.new(
        statement_id=Statement.objects.first().pk,
        source_id=source.pk,
        position="5",
        label="page",
        locator="7",
        quotation=ARABIC,
    )
    edits = [drafts.create(one) for one in (source, author, citation)]
    decisions.publish(edits, by=op, summary="cited")
    return made


def test_words_from_right_to_left_stand_so_wherever_they_are_told(page, arabic):
    """The statement, the quotation in the note and in the list, the work, its page, its author."""
    slugs = dict(Slug.objects.values_list("kind", "slug"))
    places = {"articles": slugs["events.article"], "sources": slugs["sources.source"]}
    page.set_viewport_size({"width": 1280, "height": 900})
    for folder, slug in places.items():
        page.goto(f"/{folder}/{slug}/")
        told = page.evaluate(ENDS_LEFT, ARABIC)
        assert len(told) >= 2
        assert all(is_left for is_left, _ in told), told
        told = page.eval_on_selector_all(
            "h1, .work, .note bdi:lang(ar)", "all => all.map(e => getComputedStyle(e).direction)"
        )
        assert set(told) == {"rtl"}
