"""Bytes of files, told by their letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading import Unreadable, decode, offers

CP1250 = """Ćirković, Sima. Srbi među evropskim narodima
Žitije kneza Lazara, Đorđe Petrović
Dějiny českého národa
Łódź w latach wojny
Kárpát-medence őstörténete
Stojanović, Ljubomir
Dušan Čalić: Ekonomika
Novák, Václav. Životopis
Kočić
AU  - Đurđev, Branislav"""
CP1251 = """Ћирковић, Сима. Срби међу европским народима
Ключев В. О. Курс истории. М., 1987
@book{a, title={Историја границе}, year=1982}
Очерки
Гласник Њ"""
LATIN_1 = """Les Français en Égypte, première année
El año de la peste, España
História de São Tomé, à procura
København og Århus, æbler på bordet
Caffè italiano è così perché città
Lefèvre, André
Bibliothèque nationale
Sørensen, Åge
João Conceição
Älvsjö på Öland
@book{a, author={Müller, Jörg}}"""
SAMPLES = [
    *(("cp1250", "CP1250", text) for text in CP1250.split("\n")),
    *(("cp1251", "CP1251", text) for text in CP1251.split("\n")),
    *(("cp1252", "Latin-1", text) for text in LATIN_1.split("\n")),
    *((codec, "UTF-8", "Ћирковић, Ćirković") for codec in ("utf-8", "utf-8-sig")),
    *((codec, "UTF-16", "Ћирковић, Ćirković") for codec in ("utf-16",)),
    *((codec, "UTF-16", "@book{a, title = {One}}") for codec in ("utf-16-le", "utf-16-be")),
    ("ascii", "UTF-8", "plain"),
]


@pytest.mark.parametrize(("codec", "name", "text"), SAMPLES)
def test_encoding_is_told_by_its_letters(codec, name, text):
    assert decode(text.encode(codec)) == (text, name)


def test_the_other_encodings_are_offered_behind_the_likeliest():
    offered = offers("Ćirković, Sima: Žitije".encode("cp1250"))
    assert [name for _, name in offered] == ["CP1250", "Latin-1", "CP1251"]
    assert offered[0][0] == "Ćirković, Sima: Žitije"
    assert len(offers("Ћирковић".encode())) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x9a\xff", "This is no text"),
        ("Ћирковић, Срби у средњем веку\n".encode() + b"\xff\n", "Line 2: its bytes are no UTF-8"),
        (b"\xef\xbb\xbf\xff", "Line 1: its bytes are no UTF-8, as which the file begins"),
        (b"x" * 80_000_001, "at most 80,000,000 are read at once"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_a_sentence(data, said):
    with pytest.raises(Unreadable, match=said):
        decode(data)


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(data):
    try:
        text, name = decode(data)
    except Unreadable:
        return
    assert isinstance(text, str)
    assert name in ("UTF-8", "UTF-16", "CP1250", "CP1251", "Latin-1")
