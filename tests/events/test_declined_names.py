"""Names that are known are found in whatever case they stand, and other words are not."""

import pytest

from tests import builders
from tests.events.test_mentioning import suggested

pytestmark = pytest.mark.django_db

NAMES = {
    "Karađorđe": ("person", ["Карађорђе", "Karageorge", "Карагеоргий"]),
    "Obrenović, Miloš": ("person", ["Милош Обреновић", "Милош Обренович"]),
    "Aleksandar": ("person", ["Александр"]),
    "Petar": ("person", []),
    "Trotsky, Leon": ("person", ["Лев Троцкий", "Троцкий"]),
    "Wrangel": ("person", ["Врангель"]),
    "Belgrade": ("place", ["Beograd", "Белград"]),
    "Serbia": ("place", ["Srbija", "Сербия"]),
    "Moscow": ("place", ["Москва", "Moskva"]),
    "Ottoman Empire": ("polity", ["the Porte", "Османская империя"]),
    "Bucharest, Treaty of": ("treaty", []),
}


@pytest.fixture(scope="module")
def known(for_all):
    """The account that published the topics."""
    with for_all():
        op = builders.operator()
        for name, (kind, names) in NAMES.items():
            builders.topic(op, name, [(other, "") for other in names], kind=kind)
    return op


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The rising of Karađorđe began.", "Karađorđe", "Karađorđe"),
        ("Pod vođstvom Karađorđa ustali su.", "Karađorđa", "Karađorđe"),
        ("Karađorđevi ljudi su ustali.", "Karađorđevi", "Karađorđe"),
        ("Писали су Карађорђу из Беча.", "Карађорђу", "Karađorđe"),
        ("It was Karađorđe’s war.", "Karađorđe’s", "Karađorđe"),
        ("Они ждали Карагеоргия долго.", "Карагеоргия", "Karađorđe"),
        ("Kneza Miloša Obrenovića su slušali.", "Miloša Obrenovića", "Obrenović, Miloš"),
        ("Для Милоша Обреновича это было важно.", "Милоша Обреновича", "Obrenović, Miloš"),
        ("Kralj sa Aleksandrom otputova.", "Aleksandrom", "Aleksandar"),
        ("U Petra su bili konji.", "Petra", "Petar"),
        ("Письмо Троцкого было коротким.", "Троцкого", "Trotsky, Leon"),
        ("Войска Врангеля ушли.", "Врангеля", "Wrangel"),
        ("Vojska je stigla do Beograda zimi.", "Beograda", "Belgrade"),
        ("Они пришли в Белград и в город.", "Белград", "Belgrade"),
        ("Politika Srbije bila je takva.", "Srbije", "Serbia"),
        ("Отношения с Сербией были хороши.", "Сербией", "Serbia"),
        ("Переговоры шли в Москве долго.", "Москве", "Moscow"),
        ("Then the Porte looked for terms.", "Porte", "Ottoman Empire"),
        ("Подданные Османской империи ушли.", "Османской империи", "Ottoman Empire"),
        ("By the Treaty of Bucharest it ended.", "Treaty of Bucharest", "Bucharest, Treaty of"),
    ],
)
def test_declined_forms_of_known_names_are_found(known, text, words, name):
    assert [found[:2] for found in suggested(known, text)] == [(words, name)]


@pytest.mark.parametrize(
    "text",
    [
        "Karađorđević came to the throne.",
        "A Serb and many Serbs were there.",
        "The porte was shut.",
        "Petrograd was cold.",
        "The Treaty, of course, of Bucharest.",
        "In Obrenović. Miloš slept.",
    ],
)
def test_other_words_are_not(known, text):
    assert suggested(known, text) == []
