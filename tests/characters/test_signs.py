"""Which characters nobody sees or turn the line, and which real scripts need."""

import pytest

from review import characters
from tests.characters.steps import BENT, BLANKS, REAL


@pytest.mark.parametrize("text", BLANKS)
def test_text_of_what_nobody_sees_has_nothing_visible(text):
    assert not characters.has_visible(text)
    assert "nothing to see" in characters.fault(text)
    assert "nothing to see" in characters.fault(text, is_prose=True)


@pytest.mark.parametrize("sign", BENT)
def test_what_turns_or_hides_is_refused_in_a_line_and_kept_in_prose(sign):
    sentence = characters.fault(f"a{sign}b")
    assert f"U+{ord(sign[0]):04X}" in sentence
    assert sentence.endswith(": leave it out.")
    assert ("turns what stands beside" in sentence) == (sign in characters.TURNING)
    assert characters.fault(f"a{sign}b", is_prose=True) == ""
    assert characters.fit(f"a{sign}b")[0] in ("ab", "a b", "a\ufe0fb")


@pytest.mark.parametrize("text", REAL)
def test_what_real_scripts_need_is_kept(text):
    assert characters.fault(text) == ""
    assert characters.fit(text) == (text, [])
    assert characters.said(text) == text
    assert characters.balanced(text) == text


def test_name_of_an_account_may_not_feign_another():
    assert "U+200B" in characters.fault_of_name("Ana\u200b")
    assert "U+200F" in characters.fault_of_name("Ana\u200f")
    for name in (*REAL[:4], "Ana Novak"):
        assert characters.fault_of_name(name) == ""


BALANCED = [
    ("a\u202eb", "ab"),
    ("a\u202eb\u202cc", "a\u202eb\u202cc"),
    ("a\u202cb\u2069c", "abc"),
    ("\u2067a\u202eb\u2069c", "\u2067ab\u2069c"),
    ("\u2067a\u202cb\u2069c", "\u2067ab\u2069c"),
    ("\u202aa\u2069b\u202c", "\u202aab\u202c"),
    ("\u202a\u202aa\u202c", "\u202aa\u202c"),
    ("\u2068\u2066a\u2069", "\u2066a\u2069"),
]


@pytest.mark.parametrize(("text", "shown"), BALANCED)
def test_what_has_no_partner_is_not_shown(text, shown):
    assert characters.balanced(text) == shown
    assert characters.balanced(shown) == shown


def test_page_is_balanced_run_by_run_and_what_is_typed_over_stays():
    page = (
        '<p title="a > b">one\u202e</p><b>two\u202c</b> <i>\u2067fair\u2069</i>'
        "<textarea>\u202ekept</textarea><input value='\u202ekept'>"
    )
    assert characters.balanced_html(page) == (
        '<p title="a > b">one</p><b>two</b> <i>\u2067fair\u2069</i>'
        "<textarea>\u202ekept</textarea><input value='\u202ekept'>"
    )


def test_line_without_markup_isolates_what_is_written_from_the_right():
    hebrew = REAL[6]
    assert characters.isolated(hebrew) == f"\u2068{hebrew}\u2069"
    assert characters.isolated("Ana\u202e") == "Ana"
