"""What pages say that is made in Python comes in the language of the page."""

import datetime

import pytest
from django.utils import translation
from django.utils.translation import override, trans_real

from events import periods, reasons
from events.alterations import telling
from events.models import CitationRequest
from events.pages import leads, locator, reading
from events.pages.markup import Markup
from events.pages.shown import Mark, ShownEvent, ShownStatement, When
from review import bounds, spoken
from sources import csl


@pytest.fixture
def russian(monkeypatch):
    """Gives Russian these words, whatever its catalog has: {message: words, or a form for each}."""
    caches = (spoken._said, reading._told)

    def give(words):
        held = trans_real.translation("ru")._catalog._catalogs[0]
        for message, forms in words.items():
            if isinstance(forms, str):
                monkeypatch.setitem(held, message, forms)
            else:
                for number, form in enumerate(forms):
                    monkeypatch.setitem(held, (message, number), form)
        for cache in caches:
            cache.cache_clear()

    yield give
    for cache in caches:
        cache.cache_clear()


def test_what_was_altered_is_told_with_the_forms_of_the_language(russian):
    one, few, many = (f"{{number}} {form}" for form in ("добавлено", "добавлены", "добавлено их"))
    russian({"1 statement added": (one, few, many), "renamed": "переименовано"})
    with override("ru"):
        told = [telling.sentence({"added": n}) for n in (1, 21, 3, 5)]
        assert told == ["1 добавлено.", "21 добавлено.", "3 добавлены.", "5 добавлено их."]
        assert telling.sentence({"renamed": 1, "added": 1200}) == (
            "Переименовано, 1\u00a0200 добавлено их."
        )
    assert telling.sentence({"renamed": 1, "added": 1200}) == "Renamed, 1,200 statements added."


def mark_of(**fields):
    return reading.mark_of(CitationRequest(kind="citation-needed", **fields))


def test_mark_says_what_is_asked_and_since_when_in_the_language(russian):
    russian({"citation needed": "нужен источник", "tagged {when}": "отмечено: {when}"})
    english = mark_of(tagged_on="2019-03")
    assert (english.words, english.since) == ("citation needed", "tagged March 2019")
    with override("ru"):
        mark = mark_of(tagged_on="2019-03")
        assert (mark.words, mark.since) == ("нужен источник", "отмечено: март 2019 года")
    assert mark_of(tagged_on="2019-03").words == "citation needed"


def test_day_of_an_import_is_said_in_the_language(russian):
    russian({"undated, imported on {day}": "внесено {day}"})
    with override("ru"):
        mark = mark_of(imported_on=datetime.date(2026, 11, 28))
        assert mark.since == "внесено 28 ноября 2026 года"


def event_with(marks):
    statement = ShownStatement("k", "s1", "Words.", "", "", [], marks)
    return ShownEvent("e", "e1", "", "", [statement], [], (), When())


def test_paragraph_is_written_in_the_language(russian):
    russian(
        {
            "About this statement": "Об утверждении",
            "{number} request: {kinds}": ("", "{number} запроса: {kinds}", ""),
        }
    )
    event = event_with([Mark("нужен источник", "", f"с {n}", f"m{n}") for n in range(3)])
    with override("ru"):
        html = Markup().paragraph(event)
    assert 'aria-label="Об утверждении"' in html
    assert "3 запроса: 3 × нужен источник" in html
    assert "About" not in html


def test_words_of_a_form_are_those_of_who_opens_it(russian):
    russian(
        {
            "Which source, or what is wrong?": "Какой источник?",
            "Something looks wrong": "Что-то не так",
            "Say it in at most {number} characters.": "Не больше {number} знаков.",
        }
    )
    with override("ru"):
        form = leads.LeadForm({"what": "wrong", "text": "x" * 2001})
        assert form["text"].label == "Какой источник?"
        assert "Что-то не так" in str(form["what"])
        assert form.errors["text"] == ["Не больше 2\u00a0000 знаков."]
    form = leads.LeadForm({"what": "wrong", "text": "x" * 2001})
    assert form.errors["text"] == ["Say it in at most 2,000 characters."]


def test_place_in_a_work_is_told_in_the_language_and_noted_in_one(russian):
    russian({"page {locator}": "с. {locator}"})
    with override("ru"):
        assert csl.place_told("page", " 30 ") == "с. 30"
        assert csl.place_told("page", "") == ""
        assert csl.place("page", "30") == "page 30"
    assert csl.place_told("page", "30") == "page 30"


def test_statement_that_names_its_time_is_told_no_time_in_any_language():
    with override("ru"):
        assert reading.as_of_told("In May 2011 it had 300 houses.", "2011-05") == ""
        assert reading.as_of_told("В мае 2011 года; май 2011 года.", "2011-05") == ""
        assert reading.as_of_told("It has 300 houses.", "2011-05") != ""


def test_periods_and_places_on_the_globe_are_in_the_language(russian):
    russian({"before 1000 BC": "до 1000 года", "latitude\x04N": "с. ш.", "longitude\x04E": "в. д."})

    class Belgrade:
        latitude, longitude = 4481780, 2045690

    with override("ru"):
        words = [period.words for period in periods.every()]
        assert words[0] == "до 1000 года"
        assert words[-1] == "XXI век"
        assert locator.told(Belgrade) == "44,8178°\u00a0с. ш., 20,4569°\u00a0в. д."
    assert locator.told(Belgrade) == "44.8178°\u00a0N, 20.4569°\u00a0E"


def test_sentence_on_a_search_is_in_the_language(russian):
    message = "Only this was searched for, since more is too much at once: “{words}”."
    russian({message: "Искали: «{words}»."})
    with override("ru"):
        assert bounds.bounded("a b c d e f g h i")[1] == "Искали: «a b c d e f g h»."


@pytest.mark.parametrize(
    ("words", "told"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_list_is_told_with_its_last_joint(words, told):
    with override("en-gb"):
        assert spoken.listed(words) == told


@pytest.mark.parametrize(
    ("language", "told"),
    [("en-gb", "12,345"), ("ru", "12\u00a0345"), ("sr", "12.345"), ("sr-latn", "12.345")],
)
def test_thousands_stand_apart_as_the_language_has_it(language, told):
    with override(language):
        assert spoken.number(12345) == told
        assert translation.get_language() == language


def test_reason_that_the_importer_gave_is_said_in_the_language_and_a_persons_as_it_stands(russian):
    russian({reasons.PLACED: "поставлено при импорте", reasons.WAS: "стояло [{number}]"})
    given = f"was [9] in the import; {reasons.PLACED}; was it so?"
    assert mark_of(reason=given).reason == given
    with override("ru"):
        assert mark_of(reason=given).reason == "стояло [9]; поставлено при импорте; was it so?"
