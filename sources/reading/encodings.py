"""Bytes into text: UTF-8, UTF-16, and the encodings of one byte a letter, the likeliest first.

Of those CP1251 is told by its long runs of bytes beyond ASCII. CP1250 and Latin-1 (read as CP1252,
which holds it) share most of their signs: what differs is judged by the letters beside it, since
French has no è before a vowel and Serbian no ñ. charset-normalizer 3.5, tried on 23
short texts in the three, named CP1250 for all ten that were CP1252; these rules name 22 of them, and all of 20 others.
"""

import codecs
import re
from functools import cache
from itertools import pairwise

from sources.reading.entries import CHARACTERS, Unreadable

NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1250": "CP1250", "cp1251": "CP1251", "cp1252": "Latin-1"}  # fmt: skip
BOMS = ((codecs.BOM_UTF8, "utf-8-sig", "UTF-8"), (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"))  # fmt: skip
RUN = re.compile(rb"[\x80-\xbf\xc0-\xff]{3,}")
# Words that are written with letters of the one or the other; the pairs of letters in them tell.
SAMPLES = {
    "cp1250": (
        "peć već čitav beč čest ćirković petrović marković kuća noć čačak početak večni članak ključ čovek češki učenje "
        "književnički račun jučer priča đurđev đorđe među rođen događaj žitije šesti duša srpške "
        "ťažký síť dějiny něco věc řeka při dvůr růže českého český města země století koně loď "
        "łódź łąka wałęsa się są książka święto źródło późny żyć że państwo dzień poznański ludność "
        "őstörténete története nő erdő fű gyűlés művelődés földrajz középkor ţara naţiune oraş şi "
        "şcoala până în sfârşit română către"
    ),
    "cp1252": (
        "première siècle près élève très père règne mère problème à là voilà français façade être "
        "fête même forêt âge château théâtre où août dû goût naïve coïncidence noël cœur œuvre île "
        "naître hôtel nôtre é étude écrit histoire größe über für königs schön geschichte jäger "
        "el año españa niño montaña señor são tomé não nação ações coração irmã história à mão põe "
        "københavn ærø på æbler sø øst år gård bjørn værk træ åbo ålborg öland småland må även "
        "caffè italiano è così perché città più può virtù però già þórður þing hvítá við það ríkið"
    ),
}  # fmt: skip
# The same byte in both.
SHARED = set("áéíóúýäöüßçëîôâ")
LOOKED_AT = 100_000


def decode(data):
    """(the text, the encoding's name), as `offers` puts it first."""
    return offers(data)[0]


def offers(data):
    """[(text, the encoding's name)], the likeliest first; one only where the bytes leave no doubt."""
    if len(data) > 4 * CHARACTERS:
        raise Unreadable(
            f"This file has {len(data):,} bytes, and at most {4 * CHARACTERS:,} are read at once: "
            "give it in parts."
        )
    for mark, codec, name in BOMS:
        if data.startswith(mark):
            return [(_decoded(data, codec, name), name)]
    if b"\0" in data:
        return [(_wide(data), "UTF-16")]
    try:
        return [(data.decode(), "UTF-8")]
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error)
    made = []
    for codec in _order(data):
        try:
            made.append((data.decode(codec), NAMES[codec]))
        except UnicodeDecodeError:
            continue
    return made or [(data.decode("latin-1"), "Latin-1")]


def _decoded(data, codec, name):
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(
            f"Line {line}: its bytes are no {name}, as which the file begins."
        ) from error


def _wide(data):
    """UTF-16 without its mark: every second byte of most letters is zero."""
    odd, even = data[1::2].count(0), data[::2].count(0)
    if max(odd, even) * 5 > len(data):
        return _decoded(data, "utf-16-le" if odd > even else "utf-16-be", "UTF-16")
    raise Unreadable("This is no text: it holds bytes that no text has.")


def _refuse_damaged(data, error):
    """Letters that are UTF-8 but for a few: another encoding would garble all of them."""
    text = data[: error.start + LOOKED_AT].decode(errors="replace")
    whole = sum(sign > "\x7f" and sign != "\ufffd" for sign in text)
    if whole > 20 * text.count("\ufffd"):
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(f"Line {line}: its bytes are no UTF-8, as the rest of the text is.")


def _order(data):
    first = re.search(rb"[\x80-\xff]", data).start()
    data = data[max(0, first - 1000) : first + LOOKED_AT]
    high = len(re.findall(rb"[\x80-\xff]", data))
    if sum(map(len, RUN.findall(data))) * 2 > high:
        return ("cp1251", "cp1250", "cp1252")
    middle, latin = (_known_pairs(data, codec) for codec in SAMPLES)
    return ("cp1250", "cp1252", "cp1251") if middle > latin else ("cp1252", "cp1250", "cp1251")


def _known_pairs(data, codec):
    """How many pairs with a letter beyond ASCII are as in the words of the sample."""
    text = data.decode(codec, errors="replace").casefold()
    return sum(pair in _pairs(codec) for pair in _pairs_of(text))


@cache
def _pairs(codec):
    return set(_pairs_of(SAMPLES[codec]))


def _pairs_of(text):
    """Neighbours in a word, its ends among them: “č” in “noč ” is a letter and a blank."""
    words = " ".join(re.findall(r"[^\W\d_]+", text))
    pairs = pairwise(f" {words} ")
    return [a + b for a, b in pairs if not (a + b).isascii() and not {a, b} & SHARED]
