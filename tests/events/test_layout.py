"""What readers see between and after the words: gaps, closing marks, and open dates."""

from types import SimpleNamespace

import pytest
from django.test import Client

from events.models.event import closing_of, gap_of
from events.pages.reading import place
from tests import builders


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
    ("lead", "gap"), [(" ", " "), ("\n\n", " "), ("[9] ", " "), ("", ""), ("[9]", "")]
)
def test_gap_is_there_only_where_the_file_has_one(lead, gap):
    assert gap_of(lead) == gap


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


@pytest.mark.django_db
def test_page_doubles_no_stop_and_makes_no_gap():
    builders.imported(data=b"A title\n\nIt was so.[9]. It went on[9],and ended.\n")
    page = Client().get("/articles/a-title/").content.decode()
    assert "so.." not in page


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
