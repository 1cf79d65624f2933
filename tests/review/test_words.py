import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.diff import diff_html, diff_words
from review.merge import Collision, merge_words

SENTENCE = "The quick brown fox jumps over the lazy dog near the old stone bridge"
words = st.lists(st.sampled_from(["a", "b", "c,", "d", "e.", "f", "ђ", "é"]), max_size=14).map(
    " ".join
)
anything = st.text(max_size=60)


@given(anything, anything)
def test_diff_joined_gives_both_texts(old, new):
    pieces = diff_words(old, new)
    assert "".join(p.text for p in pieces if p.op != "insert") == old
    assert "".join(p.text for p in pieces if p.op != "delete") == new


def test_diff_html_escapes_and_labels_changes():
    html = diff_html("a <b> c", "a <i> c")
    assert "&lt;" in html
    assert "<b>" not in html
    assert "deleted: " in html
    assert "inserted: " in html


def test_diff_of_two_long_texts_ends_soon():
    old = " ".join(f"word{n % 977}" for n in range(17_000))
    new = " ".join(f"word{n % 971}" for n in range(17_000))
    started = time.monotonic()
    diff_words(old, new)
    assert time.monotonic() - started < 5


def test_merge_of_words_apart_keeps_both():
    mine = SENTENCE.replace("quick", "slow")
    yours = SENTENCE.replace("stone", "wooden")
    merged = merge_words(SENTENCE, mine, yours)
    assert merged == mine.replace("stone", "wooden")


@pytest.mark.parametrize(
    ("mine", "yours"),
    [("killed 400 men", "killed 300 soldiers"), ("killed 400 men", "killed 500 men")],
)
def test_merge_of_neighbouring_words_collides(mine, yours):
    with pytest.raises(Collision) as caught:
        merge_words("killed 300 men", mine, yours)
    assert (caught.value.base, caught.value.ours, caught.value.theirs) == (
        "killed 300 men",
        mine,
        yours,
    )


def test_merge_of_two_insertions_at_one_place_collides():
    with pytest.raises(Collision):
        merge_words("a b", "a x b", "a y b")


def outcome(base, ours, theirs):
    try:
        return merge_words(base, ours, theirs)
    except Collision:
        return None


@given(words, words, words)
def test_merge_is_symmetric(base, ours, theirs):
    assert outcome(base, ours, theirs) == outcome(base, theirs, ours)


@given(words, words)
def test_merge_with_one_side_unchanged_is_the_other(base, other):
    assert merge_words(base, base, other) == other
    assert merge_words(base, other, other) == other
