"""What readers see between and after the words: gaps, closing marks, and open dates."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from events.exchange.importers.marks import marks_at
from events.exchange.importers.plaintext import read_article
from events.models.event import closing_of, gap_of
from events.pages.reading import place
from tests import builders

PAGES = builders.SHARED.parent.parent / "corpora" / "pages"


@pytest.mark.parametrize(
    ("text", "trail", "closing"),
    [
        ("It began in 1806", "[9].", "."),
        ("It began in 1806.", "[9].", ""),
        ("It began in 1806.", "[9]", ""),
        ("Who knew?", " [9] !", ""),
        ("It began in 1806", "[9],", ","),
        ("It began in 1806", "", ""),
    ],
)
def test_punctuation_after_marks_is_shown_once(text, trail, closing):
    assert closing_of(text, trail) == closing


@pytest.mark.parametrize(
    ("trail", "lead", "gap"),
    [
        ("[9]", " ", " "),
        ("", "\n\n", " "),
        ("", "[9] ", " "),
        ("", "", ""),
        ("[9]", "", ""),
        ("[citation needed]", "[9]", ""),
        (" [9]", "", " "),
        (" [9],", "", ""),
    ],
)
def test_gap_is_there_only_where_the_file_has_one(trail, lead, gap):
    assert gap_of(trail, lead) == gap


def dating(lower, upper, is_chosen=False):
    return SimpleNamespace(lower=lower, upper=upper, is_chosen=is_chosen)


@pytest.mark.parametrize(
    ("datings", "found"),
    [
        ([dating(18120101, 18121231)], (18120101, 18121231)),
        ([dating(18120101, None), dating(18150101, 18151231)], (18120101, None)),
        ([dating(None, 18121231), dating(18150101, 18151231)], (None, 18151231)),
        ([dating(18120101, None), dating(18150101, 18151231, True)], (18150101, 18151231)),
        ([], (None, None)),
    ],
)
def test_place_in_time_is_open_where_a_dating_is(datings, found):
    assert place(datings) == found


class Words(HTMLParser):
    """What a page says in its statements, without the marks between them."""

    def __init__(self, page):
        super().__init__()
        self.said, self.path = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in ("img", "input", "br", "meta", "link", "hr"):
            self.path.append((tag, dict(attrs).get("class", "")))

    def handle_endtag(self, tag):
        if tag == "p":
            self.said.append(" ")
        while self.path and self.path.pop()[0] != tag:
            pass

    def handle_data(self, text):
        tags = [tag for tag, _ in self.path]
        names = {word for _, name in self.path for word in name.split()}
        is_apart = "sup" in tags or names & {"when", "note"}
        if "event" in names and "p" in tags and not is_apart:
            self.said.append(text)


def squeezed(text):
    """White space, and stops beside each other, are one; none stands before what closes."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" (?=[.,;:!?…)\]»”’])", "", text)
    return re.sub(r"(?<=[.,;:!?…])[.,;:!?…]+", "", text)


def words_of(article):
    """The words of a file that was read, without the marks."""
    said = []
    firsts = [event.statements[0] for event in article.events]
    for piece in article.statements:
        # What stands before a paragraph may be kept apart.
        around = ["\n" if any(piece is first for first in firsts) else piece.lead, piece.trail]
        for n, text in enumerate(around):
            around[n] = "".join(text[end:start] for end, start in between_marks(text, article))
        said.append(around[0] + piece.text + around[1])
    return squeezed("".join(said))


def between_marks(text, article):
    edges = [
        0,
        *(
            n
            for start, end, _ in marks_at(text, notes=frozenset(article.references.notes))
            for n in (start, end)
        ),
    ]
    return zip(edges[::2], [*edges[1::2], len(text)], strict=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "It was so.[9]. It went on[9],and ended.",
        "They did it twice[6]—once in vain.",
        "One [9]and two.",
        "It began [9]—so they said.",
        "It be[9]gan.",
        "He said “it began[9]”. So it was [citation needed] , they say[10](or not).",
        "One thing.[1]\n\nAnother[2].[3] And[when?] so\non.",
    ],
)
def test_page_keeps_the_spacing_of_the_file(text):
    data = f"A title\n\n{text}\n".encode()
    builders.imported(data=data)
    page = Client().get("/articles/a-title/").content.decode()
    assert squeezed("".join(Words(page).said)) == words_of(read_article(data))


@pytest.mark.skipif(not PAGES.exists(), reason="they lie beside the project")
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["treaty", "congress-of-vienna"])
def test_page_keeps_the_spacing_of_what_people_copy(name):
    data = (PAGES / f"{name}.txt").read_bytes()
    article = builders.imported(data=data)
    page = Client().get(f"/articles/{article.subject.slugs.get().slug}/").content.decode()
    assert squeezed("".join(Words(page).said)) == words_of(read_article(data))


def joined(article):
    """The words of a page, as its statements and their punctuation are joined there."""
    said = []
    for event in article.events:
        trail = ""
        for number, piece in enumerate(event.statements):
            gap = gap_of(trail, piece.lead) if number else "\n"
            said.append(gap + piece.text + closing_of(piece.text, piece.trail))
            trail = piece.trail
    return squeezed("".join(said))


@pytest.mark.skipif(not PAGES.exists(), reason="they lie beside the project")
@pytest.mark.parametrize("path", sorted(PAGES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_join_is_the_files_own(path):
    article = read_article(path.read_bytes(), hint=path.stem)
    assert joined(article) == words_of(article)


BITS = st.sampled_from(
    [
        "one",
        " two",
        "[9]",
        "[9]:45",
        "[9].",
        "[when?]",
        "[sic]",
        ", ",
        ". ",
        "\n",
        "—",
        "”",
        ")",
    ]
)


@given(st.lists(BITS, min_size=1, max_size=12).map(lambda bits: "word" + "".join(bits)))
def test_any_join_is_the_texts_own(text):
    article = read_article(f"T\n\n{text}".encode(), captions="none")
    assert joined(article) == words_of(article)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/timeline/", "/admin/login/"])
def test_no_page_may_be_framed(path):
    policy = Client().get(path).headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
def test_counts_of_nothing_are_not_said():
    builders.article(builders.operator())
    for path in ("/", "/articles/an-article/"):
        page = Client().get(path).content.decode()
        assert "1 requested" in page
        assert "0 cited" not in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("said", "status"),
    [("{}", 304), ('W/"x", {}', 304), ("*", 304), ('W/"x"', 200), ("{}x", 200)],
)
def test_page_is_sent_again_unless_just_this_one_is_held(said, status):
    builders.article(builders.operator())
    etag = Client().get("/").headers["ETag"]
    held = said.format(etag)
    assert Client().get("/", headers={"If-None-Match": held}).status_code == status
