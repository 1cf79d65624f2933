"""Titles and names are folded by one rule, here and in the database."""

import random

import pytest
from django.db import connection

from events import searching
from events.models import SourceStanding
from sources import duplicates, folding, scripts
from tests import builders
from tests.sources.test_duplicates import work

pytestmark = pytest.mark.django_db

SPELT = [
    ["Karađorđe", "Карађорђе", "Karadjordje", "karadorde", "KARAĐORĐE", "КАРАЂОРЂЕ", "Karadjorđe"],
    ["Ђинђић", "Đinđić", "Djindjić", "Dindic"],
    ["Љубав", "Ljubav", "ǈubav", "ǇUBAV"],
    ["Његош", "Njegoš", "ǋegoš", "ЊЕГОШ"],
    ["Џемал", "Džemal", "ǅemal", "ǄEMAL", "Dzemal"],
    ["Ѓорче", "Gjorče", "ЃОРЧЕ"],
    ["Хрущёв", "Hruščev", "Khrushchev", "ХРУЩЕВ"],
    ["Θουκυδίδης", "Thoykydidis", "ΘΟΥΚΥΔΙΔΗΣ"],
    ["Łódź", "lodz", "ŁÓDŹ"],
]
APART = [
    ["Karađorđe", "Karađorđević", "Karadža"],
    ["Mills I", "Mills II", "Mills III", "Mills VIII"],
    ["القدس", "東京", "Αθήνα", "Атина", "ירושלים"],
]
# What titles are made of, and what they are not: letters, marks, digraphs, signs, tags, controls.
LETTERS = [
    *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;–—-/'’“”„«»()!?\n\t\u00a0",
    *"абвгдђѓежзѕиіїйјклљмнњопрстћќуфхцчџшщъыьэюяѣѳѵєґўАБВГДЂЃЕЖЗЅИІЇЙЈКЛЉМНЊОПРСТЋЌУФХЦЧЏШЩЪЫЬЭЮЯЁ",
    *"đšžčćĐŠŽČĆǆǅǄǉǈǇǌǋǊðħłøŧıæœþßÆŒÞŁØİŠéèüöäåñőřůŸ",
    *"αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊΰἀἈᾳΑΒΣΘΧΨΩ",
    *(
        "dj",
        "Dj",
        "dž",
        "lj",
        "nj",
        "sh",
        "zh",
        "ch",
        "kh",
        "ts",
        "shch",
        "ii",
        "iii",
        "ie",
        "di",
        "ss",
    ),
    *(
        "\u0301",
        "\u030c",
        "\u0483",
        "ʹ",
        "ʺ",
        "<i>",
        "</i>",
        "<span style='x'>",
        "</span>",
        "<b",
        "<is>",
    ),
    *(
        "\u200b",
        "\u2060",
        "\u00ad",
        "ﬁ",
        "Ⅷ",
        "ª",
        "²",
        "µ",
        "東",
        "京",
        "اب",
        "שלום",
        "한",
        "𝐀",
        "·",
        "´",
    ),
]


def in_database(function, texts):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}(word) FROM unnest(%s::text[]) WITH ORDINALITY AS t (word, n) ORDER BY n",
            [texts],
        )
        return [found for (found,) in cursor.fetchall()]


def test_database_folds_as_it_is_folded_here():
    chance = random.Random(11)
    texts = ["".join(chance.choices(LETTERS, k=chance.randint(0, 30))) for _ in range(20_000)]
    texts += [word for words in (*SPELT, *APART) for word in words] + LETTERS
    for function, own in (("sources_folded", folding.folded), ("sources_main", folding.main)):
        told = dict(zip(texts, in_database(function, texts), strict=True))
        assert {text: own(text) for text in texts} == told


@pytest.mark.parametrize("spelt", SPELT, ids=lambda spelt: spelt[0])
def test_all_spellings_of_a_name_are_one(spelt):
    assert len(set(map(folding.folded, spelt))) == 1


@pytest.mark.parametrize("words", APART, ids=lambda words: words[0])
def test_other_names_are_others(words):
    assert len(set(map(folding.folded, words))) == len(words)


@pytest.mark.parametrize("asked", SPELT[0])
def test_every_spelling_finds_every_other(asked):
    """By the search of the desk and of readers, and as works that look the same."""
    op = builders.operator()
    made = [work(op, title=f"{name} i njegovo doba", issued="1990") for name in SPELT[0]]
    words = f"{asked} njegovo"
    found = searching.having(SourceStanding.objects, searching.asked(words))
    assert {row.source_id for row in found} == {one.pk for one in made}
    typed = duplicates.like_typed({"title": f"{asked} i njegovo doba", "issued": "1990"})
    assert {pair.other for pair in typed} <= {one.pk for one in made}
    assert len(typed) == min(len(made), duplicates.SHOWN)


def test_beginning_of_a_name_finds_it_and_a_few_letters_find_not_everything():
    held = set(scripts.searched("Карађорђе", "Djindjić"))
    assert {"karadord", "dind"} <= {word[:8] for word in held} | {word[:4] for word in held}
    assert scripts.spellings("adj") == ("adj",)


def test_backup_is_restored_where_no_schema_is_looked_through():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("SELECT public.sources_main('Мостови: студија')")
        assert cursor.fetchone() == ("mostovi",)
        cursor.execute("RESET search_path")
