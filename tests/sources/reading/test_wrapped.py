"""References that a page broke over several lines, and several in one paste."""

import time

import pytest

from sources.reading import read
from sources.reading.printed import references

KERR = "Kerr, Mary. The Toll House of the Upper Morava. London: Hurst, 1988."
STOKES = "Stokes, Peter. Merchants of Ragusa. Stanford: Stanford University Press, 2003."
ARTICLE = "Whitlock, Anna. “The Drina Ferry.” Slavic Review 44, no. 3 (1985): 401–420."
CHAPTER = (
    "Novak, Thomas. “Salt and Silver.” In Trade in the Adriatic, edited by Mary Kerr, 101–34. "
    "Oxford: Oxford University Press, 1979."
)
SERBIAN = "Марић Ј., Мостови на Дунаву од најстаријих времена до данас, Београд 1995, стр. 112."

ONE = {
    "in the middle of a title": "Kerr, Mary. The Toll House of the\nUpper Morava. London: Hurst, 1988.",
    "before the place": "Kerr, Mary. The Toll House of the Upper Morava.\nLondon: Hurst, 1988.",
    "behind a comma": "Kerr, Mary. The Toll House of the Upper Morava. London: Hurst,\n1988.",
    "at every step": "Kerr, Mary.\nThe Toll House of\nthe Upper\nMorava. London:\nHurst, 1988.",
    "in a word": "Kerr, Mary. The Toll House of the Upper Mo-\nrava. London: Hurst, 1988.",
    "with a soft hyphen": "Kerr, Mary. The Toll House of the Upper Mo\u00ad\nrava. London: Hurst, 1988.",
    "before the year": "Kerr, Mary. The Toll House of the Upper Morava. London: Hurst\n1988.",
    "with a hanging indent": "Kerr, Mary. The Toll House of the Upper Morava.\n   London: Hurst, 1988.",
    "with tabs": "Kerr, Mary. The Toll House of the Upper Morava.\n\tLondon:\n\tHurst, 1988.",
    "with its first line indented": "    Kerr, Mary. The Toll House of the Upper\nMorava. London: Hurst, 1988.",
    "in Windows' lines": "Kerr, Mary. The Toll House of the Upper Morava.\r\nLondon: Hurst, 1988.\r\n",
}  # fmt: skip


@pytest.mark.parametrize("text", ONE.values(), ids=ONE.keys())
def test_a_broken_reference_is_read_as_the_whole_one(text):
    [wanted] = read(KERR)
    [found] = read(text)
    assert (found.shape, found.fields, found.line) == ("printed", wanted.fields, 1)
    assert found.fields["title"] == "The Toll House of the Upper Morava"


def test_pages_that_are_broken_at_their_dash_stay_a_range():
    [(words, _)] = references(ARTICLE.replace("401–420", "401–\n420"))
    assert words == ARTICLE


def test_a_word_with_a_hyphen_of_its_own_keeps_it():
    [(words, _)] = references(KERR.replace("Upper Morava", "Austro-\nHungarian Border"))
    assert "Austro-Hungarian Border" in words


SEVERAL = {
    "one a line": ([KERR, STOKES, ARTICLE], f"{KERR}\n{STOKES}\n{ARTICLE}"),
    "a blank line between": (
        [KERR, STOKES],
        "Kerr, Mary. The Toll House of the Upper Morava. London:\nHurst, 1988.\n \n"
        "Stokes, Peter. Merchants of Ragusa.\nStanford: Stanford University Press, 2003.",
    ),
    "numbers": (
        [f"12. {KERR}", f"13. {STOKES}"],
        "12. Kerr, Mary. The Toll House of the Upper\nMorava. London: Hurst, 1988.\n"
        "13. Stokes, Peter. Merchants of Ragusa.\nStanford: Stanford University Press, 2003.",
    ),
    "numbers in brackets": (
        [f"[1] {ARTICLE}", f"[2] {KERR}"],
        "[1] Whitlock, Anna. “The Drina Ferry.”\n    Slavic Review 44, no. 3 (1985): 401–420.\n"
        "[2] Kerr, Mary. The Toll House of the Upper Morava.\n    London: Hurst, 1988.",
    ),
    "a hanging indent": (
        [CHAPTER, STOKES],
        "Novak, Thomas. “Salt and Silver.” In Trade in the Adriatic,\n  edited by Mary Kerr, 101–34. "
        "Oxford:\n  Oxford University Press, 1979.\nStokes, Peter. Merchants of Ragusa.\n"
        "  Stanford: Stanford University Press, 2003.",
    ),
    "numbers, and what no reference has": (
        [f"1. {KERR} Reprinted by Stokes.", f"2. {STOKES}"],
        f"1. {KERR}\nReprinted by Stokes.\n2. {STOKES}",
    ),
    "numbers, and one that begins a line within": (
        [f"1. {KERR.replace('London', 'Vol. 12. London')}", f"2. {STOKES}"],
        f"1. {KERR.replace('London', 'Vol.¶12. London')}\n2. {STOKES}".replace("¶", "\n"),
    ),
    "bullets": (
        [f"• {KERR} Reprinted by Stokes.", f"• {STOKES}"],
        f"• {KERR}\nReprinted by Stokes.\n• {STOKES}",
    ),
    "a hanging indent before what no reference has": (
        [f"{KERR} Reprinted by Stokes.", STOKES],
        f"{KERR}\n  Reprinted by Stokes.\n{STOKES}",
    ),
    "a small letter": ([f"{KERR} reprinted in 1990."], f"{KERR}\nreprinted in 1990."),
    "nothing but the words": (
        [CHAPTER, SERBIAN, ARTICLE],
        "Novak, Thomas. “Salt and Silver.” In Trade in the Adriatic, edited by\nMary Kerr, 101–34. "
        "Oxford: Oxford University Press, 1979.\nМарић Ј., Мостови на Дунаву од најстаријих\nвремена "
        "до данас, Београд 1995, стр. 112.\nWhitlock, Anna. “The Drina Ferry.” Slavic Review 44,\n"
        "no. 3 (1985): 401–420.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "text"), SEVERAL.values(), ids=SEVERAL.keys())
def test_several_references_are_parted(wanted, text):
    assert [words for words, _ in references(text)] == wanted


def test_each_is_told_with_the_number_of_its_first_line():
    text = f"Works cited\n\n{ARTICLE}\n\nKerr, Mary. The Toll House of the Upper\nMorava. London: Hurst, 1988.\n{STOKES}"
    found = read(text)
    assert [(one.line, one.refused != "") for one in found] == [
        (1, True), (3, False), (5, False), (7, False),
    ]  # fmt: skip


APART = [
    "10.1000/182\n978-0-300-08507-5\nhttps://a.example/1",
    "10.1000/182\n   10.1000/183",
    "Works cited\n10.1000/182",
    "Thank you for the file.\nI will read it tomorrow,\nand write to you.",
    f"{KERR}\nhttps://a.example/1\n10.1000/182",
    f"{KERR}\nThank you for the file.",
]


@pytest.mark.parametrize("text", APART)
def test_what_is_no_broken_reference_stays_as_it_is(text):
    assert [words for words, _ in references(text)] == text.split("\n")


def test_many_lines_do_not_take_long():
    read(KERR)
    began = time.process_time()
    references("Some words of a page,\n" * 500)
    references("x\n" * 1_000)
    assert time.process_time() - began < 10
