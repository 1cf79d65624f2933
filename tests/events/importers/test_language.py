"""In which language an imported text is, by its words alone."""

import pytest

from events.exchange.importers.language import language_of
from events.exchange.importers.plaintext import read_article

TEXTS = {
    "en": "The army was led by the prince, and the town fell to it in the spring of that year. It was "
    "not held for long, as the enemy had come back with more men.",
    "sr-Latn": "Vojska je ušla u grad u proleće te godine, a stanovnici su se povukli u tvrđavu koja je "
    "bila na brdu. Nakon toga su ustanici, koji nisu imali topove, bili prinuđeni da čekaju.",
    "sr-Cyrl": "Војска је ушла у град у пролеће те године, а становници су се повукли у тврђаву која је "
    "била на брду. Након тога су устаници, који нису имали топове, били принуђени да чекају.",
    "ru": "Войско вошло в город весной того же года, а жители, которые были в крепости, не сдались. Это "
    "было время, когда он и его люди остались без помощи, как и другие города, что стояли у реки.",
    "de": "Das Heer zog im Frühling in die Stadt ein, und der Fürst wurde von den Bürgern nicht mit "
    "Freude begrüßt. Nach dem Winter ist es auf dem Weg zum Fluss bei der Brücke geblieben.",
    "fr": "Les troupes sont entrées dans la ville au printemps, et le prince est resté avec ses hommes "
    "pour les défendre. Il ne fut pas aidé par les villes qui étaient sur le fleuve.",
    # Croatian: its words are those of Serbian.
    "hr": "Vojska je ušla u grad u proljeće te godine, a stanovnici su se povukli u tvrđavu koja je "
    "bila na brdu. Nakon toga su ustanici, koji nisu imali topove, bili prisiljeni čekati.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_text_is_known_by_its_small_words(language):
    assert language_of(TEXTS[language]) == {"hr": "sr-Latn"}.get(language, language)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The fall of Paris",
        # Slovene, Bulgarian, Ukrainian: neighbours of what is known.
        "Vojska je vstopila v mesto spomladi tega leta in prebivalci so se umaknili v trdnjavo, ki je "
        "bila na hribu. Po tem so uporniki, ki niso imeli topov, čakali na pomoč.",
        "Войската влезе в града през пролетта на тази година и жителите се оттеглиха в крепостта, която "
        "беше на хълма. След това въстаниците, които нямаха оръдия, чакаха помощ.",
        "Військо увійшло в місто навесні того року, і мешканці відступили до фортеці, яка була на "
        "пагорбі. Після цього повстанці, які не мали гармат, чекали на допомогу.",
        # A few words of English in much of something else.
        "Kansan tarina. " * 200 + "The house of the lord, and it was by the lake.",
        # Half and half.
        TEXTS["en"] + TEXTS["de"],
        "دخل الجيش المدينة في ربيع ذلك العام، وانسحب السكان إلى القلعة التي كانت على التل.",
    ],
)
def test_text_is_not_taken_for_what_it_is_not(text):
    assert language_of(text) not in {*TEXTS}


def test_words_of_the_text_tell_and_not_its_title_or_what_is_asked_for():
    text = f"The fall of the town\n\n{TEXTS['sr-Latn']}[citation needed]\n"
    assert read_article(text.encode()).language == "sr-Latn"
    assert read_article(text.encode(), language="hr").language == "hr"
