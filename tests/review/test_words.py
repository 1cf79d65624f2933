from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.weighing import words as words_of
from review.weighing.diff import diff_html, diff_words
from review.weighing.merge import Collision, merge_words
from review.weighing.words import STEPS, compared, lines, tokens

SENTENCE = "The quick brown fox jumps over the lazy dog near the old stone bridge"
words = st.lists(st.sampled_from(["a", "b", "c,", "d", "e.", "f", "ђ", "é"]), max_size=14).map(
    " ".join
)
some_lines = st.lists(
    st.sampled_from(["a b\n", "c d\n", "\n", "e f\n", "g.\n", "a c\r\n"]), max_size=10
).map("".join)
prose = st.one_of(words, some_lines)
anything = st.one_of(st.text(max_size=60), prose)
# By words, and by lines.
limits = st.sampled_from([STEPS, 0])
# With 0, even short texts are cut at runs that stand once in both, as long ones are.
cuts = st.sampled_from([words_of.SHORT, 0])


def both_texts(pieces):
    return (
        "".join(p.text for p in pieces if p.op != "insert"),
        "".join(p.text for p in pieces if p.op != "delete"),
    )


@given(anything, anything, limits, cuts)
def test_diff_joined_gives_both_texts(old, new, steps, short):
    with mock.patch.object(words_of, "SHORT", short):
        pieces = diff_words(old, new, steps)
    assert both_texts(pieces) == (old, new)
    assert all(piece.text for piece in pieces)


@given(anything)
def test_parts_joined_are_the_text(text):
    assert "".join(tokens(text)) == "".join(lines(text)) == text


@given(words, words)
def test_hunks_are_the_shortest(old, new):
    """As many tokens stay as a table of longest common subsequences counts."""
    parts, (hunks,) = compared(old, new)
    longest = [[0] * (len(tokens(new)) + 1)]
    for one in parts:
        row = [0]
        for n, other in enumerate(tokens(new)):
            row.append(longest[-1][n] + 1 if one == other else max(longest[-1][n + 1], row[-1]))
        longest.append(row)
    assert len(parts) - sum(end - start for start, end, _ in hunks) == longest[-1][-1]


@given(prose, prose, limits, cuts)
def test_hunks_are_apart(old, new, steps, short):
    with mock.patch.object(words_of, "SHORT", short):
        parts, (hunks,) = compared(old, new, steps=steps)
    assert all(end < after for (_, end, _), (after, _, _) in pairwise(hunks))
    assert all(tuple(parts[start:end]) != new for start, end, new in hunks)


def test_diff_past_its_limit_is_by_whole_lines():
    old = "One line.\nA second line.\nA third.\n"
    new = "One line.\nA 2nd line, longer.\nA third.\n"
    assert [(p.op, p.text) for p in diff_words(old, new, 0)] == [
        ("equal", "One line.\n"),
        ("delete", "A second line.\n"),
        ("insert", "A 2nd line, longer.\n"),
        ("equal", "A third.\n"),
    ]


def numbered(size, mark):
    """A line of so many words, each with the mark at its end."""
    return " ".join(f"word{n}{mark}" for n in range(size))


def test_diff_of_two_long_texts_that_differ_wholly_is_one_edit():
    old, new = numbered(17_000, "a"), numbered(17_000, "b")
    assert [p.op for p in diff_words(old, new)] == ["delete", "insert"]
    assert both_texts(diff_words(old, new)) == (old, new)


def test_long_texts_with_many_edits_are_compared_by_words():
    """A line of 900 kB."""
    base = numbered(100_000, "")
    mine, yours = base.replace("00 ", "00 x "), base.replace("50 ", "50 y ")
    assert sum(p.op == "insert" for p in diff_words(base, mine)) == 999
    assert merge_words(base, mine, yours) == mine.replace("50 ", "50 y ")


def test_a_part_written_anew_is_one_edit_of_a_long_text():
    """It takes more steps than are spent between two places, and the rest is by words still."""
    old = [f"a{n}" for n in range(800)]
    new = [f"b{n}" for n in range(800)]
    around = numbered(400, "")
    base = f"{around} {' '.join(old)} {around.upper()}"
    mine = f"{around} {' '.join(new)} {around.upper()}"
    yours = base.replace("WORD300 ", "WORD300 added ")
    assert [p.op for p in diff_words(base, mine)] == ["equal", "delete", "insert", "equal"]
    assert merge_words(base, mine, yours) == mine.replace("WORD300 ", "WORD300 added ")


def test_what_is_too_different_for_words_is_merged_by_lines():
    base, other = numbered(2000, "a"), numbered(2000, "b")
    text = "{}\nA line between.\n{}\n"
    mine, yours = text.format(other, "The last."), text.format(base, "The very last.")
    merged = merge_words(text.format(base, "The last."), mine, yours)
    assert merged == text.format(other, "The very last.")
    with pytest.raises(Collision):
        merge_words(text.format(base, "The last."), mine, text.format(base + " more", "The last."))


def test_merge_by_lines_needs_a_line_with_words_between():
    base = "One.\n\nTwo.\nThree.\n"
    mine, far = base.replace("One", "1"), base.replace("Three", "3")
    assert merge_words(base, mine, far, 0) == mine.replace("Three", "3")
    with pytest.raises(Collision):
        merge_words(base, mine, base.replace("Two", "2"), 0)


def test_merge_by_lines_takes_a_line_as_a_whole():
    mine, yours = "ONE two three four\n", "one two three FOUR\n"
    assert merge_words("one two three four\n", mine, yours) == "ONE two three FOUR\n"
    with mock.patch.object(words_of, "SHORT", 0), pytest.raises(Collision):
        merge_words("one two three four\n", mine, yours, 0)


def test_diff_html_escapes_and_labels_changes():
    html = diff_html("a <b> c", "a <i> c")
    assert "&lt;" in html
    assert "<b>" not in html
    assert "deleted: " in html
    assert "inserted: " in html


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


def test_merge_takes_what_both_changed_once():
    mine, yours = "A b c d E f g h", "A b c d e f g H"
    assert merge_words("a b c d e f g h", mine, yours) == "A b c d E f g H"


def test_merge_beside_what_both_changed_needs_a_word_between():
    for hands in (("A, B c", "A, b c"), ("A, b c", "A, B c")):
        with pytest.raises(Collision):
            merge_words("a, b c", *hands)


def test_merge_of_two_insertions_at_one_place_collides():
    with pytest.raises(Collision):
        merge_words("a b", "a x b", "a y b")


def outcome(*texts):
    try:
        return merge_words(*texts)
    except Collision:
        return None


@given(prose, prose, prose, limits, cuts)
def test_merge_is_symmetric(base, ours, theirs, steps, short):
    with mock.patch.object(words_of, "SHORT", short):
        assert outcome(base, ours, theirs, steps) == outcome(base, theirs, ours, steps)


@given(prose, prose, limits, cuts)
def test_merge_with_one_side_unchanged_is_the_other(base, other, steps, short):
    with mock.patch.object(words_of, "SHORT", short):
        assert merge_words(base, base, other, steps) == other
        assert merge_words(base, other, base, steps) == other
        assert merge_words(base, other, other, steps) == other
