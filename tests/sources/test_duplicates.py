"""Works that look the same: which do, why, and that nobody is asked twice."""

import re
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction

from review.deciding import decisions
from review.exceptions import NotAllowed, Refused
from review.models import Act
from review.proposing import drafts
from sources import duplicates
from sources.desk import merging, pasting
from sources.models import Contributor, NotTheSame, Source
from tests import builders

pytestmark = pytest.mark.django_db

BOOK = {"title": "The Mills of the Morava", "issued": "1998", "names": "Novak, Ana"}


@pytest.fixture
def op():
    return builders.operator()


def work(op, names="", **fields):
    """A published work; names as “Family, Given; …”, one without a comma is literal."""
    source = Source.new(**({"type": "book"} | fields))
    edits = [drafts.create(source)]
    for number, name in enumerate(filter(None, names.split("; "))):
        family, _, given = name.partition(", ")
        said = {"family": family, "given": given} if given else {"literal": name}
        person = Contributor.new(source_id=source.pk, position=f"5{number}1", **said)
        edits.append(drafts.create(person))
    decisions.publish(edits, by=op, summary="entered")
    return source


def both(op, **second):
    return work(op, **BOOK), work(op, **(BOOK | second))


def pairs():
    """Of all groups."""
    return [pair for group in duplicates.groups()[0] for pair in group.pairs]


def folded(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sources_folded(%s)", [words])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "spellings",
    [
        ["Ђинђић", "ЂИНЂИЋ", "Đinđić", "Djindjić", "Dindic"],
        ["Достоевский", "Dostoevskij", "Dostoyevsky", "Dostoevskii"],
        ["Љубав и џезва", "Ljubav i džezva", "LJUBAV I DŽEZVA"],
        ["Хроника", "Hronika", "Khronika"],
        ["Щукин", "Shchukin", "Ščukin"],
        ["Юрий Жуков", "Jurij Žukov", "Yuriy Zhukov"],
        ["Mills, and “Roads”", "mills and roads", "<i>Mills</i> and <b>roads</b>"],
        ["Straße", "STRASSE", "Strasse"],
        ["Œuvres d’Ærø", "Oeuvres d'AEro"],
        ["Ἀθηναίων Πολιτεία", "αθηναιων πολιτεια"],
        ["Igor'", "Игорь", "Igorʹ"],
    ],
)
def test_one_word_in_any_spelling_is_one(spellings):
    assert len({folded(words) for words in spellings}) == 1


@pytest.mark.parametrize(
    "titles",
    [
        ["A History I", "A History II", "A History III", "A History VIII", "A History XII"],
        ["Mills 1", "Mills 2", "Mills 11"],
        ["القدس", "東京", "Αθήνα", "Атина"],
        ["Mills", "Mill", "Milan"],
    ],
)
def test_other_words_are_others(titles):
    assert len({folded(title) for title in titles}) == len(titles)
    assert "" not in map(folded, titles)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({}, "the same title, year and first author"),
        ({"title": "THE MILLS of the Morava!"}, "the same title, year and first author"),
        ({"names": "Novák, A."}, "the same title, year and first author"),
        ({"names": "Novak, Ana; Marić, Jovan"}, "the same title, year and first author"),
        ({"issued": "1998-03~"}, "the same title, year and first author"),
        ({"issued": ""}, "the same title and first author"),
        ({"names": ""}, "the same title and year"),
        (
            {"title": "The Mills of the Morava: A Study"},
            "the same title but for the subtitle, year and first author",
        ),
    ],
)
def test_works_look_the_same_by_what_names_them(op, second, why):
    one, other = both(op, **second)
    (pair,) = pairs()
    assert (pair.one, pair.other, pair.why) == (one.pk, other.pk, why)


def test_work_is_the_same_in_another_script(op):
    one = work(op, title="Срби у средњем веку", issued="1995", names="Ћирковић, Сима")
    work(op, title="Srbi u srednjem veku", issued="1995", names="Ćirković, Sima")
    (pair,) = duplicates.like(one.pk)
    assert pair.why == "the same title, year and first author, in another script"


@pytest.mark.parametrize(
    "second",
    [
        {"issued": "1999"},
        {"names": "Petrov, Ivan"},
        {"title": "The Roads of the Morava"},
        {"title": "The Mills of the Morava: A Study", "issued": ""},
        {"title": "The Mills of the Morava: A Study", "names": ""},
    ],
)
def test_another_year_author_or_title_is_another_work(op, second):
    both(op, **second)
    assert pairs() == []


@pytest.mark.parametrize(
    ("field", "own", "its"),
    [
        ("volume", "1", "2"),
        ("issue", "3", "4"),
        ("number", "12", "13"),
        ("archive_location", "f. 12", "f. 13"),
        ("container_title", "Journal of Mills", "Journal of Roads"),
    ],
)
def test_its_place_tells_a_work_from_another(op, field, own, its):
    one = work(op, **BOOK, **{field: own})
    other = work(op, **BOOK, **{field: its})
    assert pairs() == []
    blank = work(op, **BOOK)
    assert {p.other for p in duplicates.like(blank.pk)} == {one.pk, other.pk}


def test_two_subtitles_are_two_parts(op):
    both(op, title="The Mills of the Morava: The First Hundred Years")
    work(op, **(BOOK | {"title": "The Mills of the Morava: The Second"}))
    found = {pair.why for pair in pairs()}
    assert found == {"the same title but for the subtitle, year and first author"}
    assert len(pairs()) == 2  # Each with the one without a subtitle.


@pytest.mark.parametrize(
    ("name", "number", "why"),
    [
        ("isbn", "9780140449136", "the same ISBN"),
        ("oclc", "12345678", "the same OCLC number"),
        ("handle", "2027/mdp.39015", "the same Handle"),
    ],
)
def test_number_of_a_book_makes_it_the_same_but_not_its_parts(op, name, number, why):
    one = work(op, **BOOK, **{name: number})
    other = work(op, title="Mlinovi na Moravi", **{name: number})
    part = {"type": "chapter", "container_title": "The Mills", name: number}
    work(op, title="Wheels", **part)
    work(op, title="Stones", **part)
    (pair,) = pairs()
    assert (pair.one, pair.other, pair.why) == (one.pk, other.pk, why)


def test_one_isbn_of_several_makes_a_work_the_same(op):
    one = work(op, title="Wheels", isbn="9781862070509 9780140449136")
    other = work(op, title="Stones", isbn="9780140449136 9781862070738")
    (pair,) = pairs()
    assert (pair.one, pair.other, pair.why) == (one.pk, other.pk, "the same ISBN")
    assert [p.other for p in duplicates.like(one.pk)] == [other.pk]


def test_volumes_that_share_a_number_are_two_works(op):
    work(op, **BOOK, isbn="9780140449136", volume="1")
    work(op, title="Another", isbn="9780140449136", volume="2")
    assert pairs() == []


def test_articles_of_one_journal_are_not_the_same(op):
    for title in ("On Wheels", "On Stones"):
        work(op, type="article-journal", title=title, issn="0378-5955", issued="1998")
    assert pairs() == []


def test_short_title_alone_says_nothing_and_a_long_one_does(op):
    for title in ("Letter", "Letter", "Letter from the Mills", "Letter from the mills"):
        work(op, title=title)
    (pair,) = pairs()
    assert pair.why == "the same title"
    assert Source.objects.get(pk=pair.one).title == "Letter from the Mills"


def test_longest_title_in_any_script_can_be_kept(op):
    for _ in range(2):
        work(op, title="水車と道の歴史" * 140)
    assert len(pairs()) == 1


def test_works_that_look_the_same_are_one_group(op):
    keys = [work(op, **BOOK).pk for _ in range(4)]
    (group,), _ = duplicates.groups()
    assert (list(group.works), len(group.pairs), group.has_more) == (keys, 6, False)
    assert group.why == "the same title, year and first author"


def test_group_goes_as_far_as_one_looks_like_the_next(op):
    """By the number, by the title: the first and the last have nothing in common."""
    one = work(op, title="Wheels of the Morava", isbn="9781862070509")
    two = work(op, **BOOK, isbn="9781862070509")
    three = work(op, **BOOK)
    (group,), _ = duplicates.groups()
    assert group.works == (one.pk, two.pk, three.pk)
    assert group.why == "the same ISBN; the same title, year and first author"
    assert [(pair.one, pair.other) for pair in group.pairs] == [
        (one.pk, two.pk),
        (two.pk, three.pk),
    ]


def test_no_group_holds_two_that_are_said_to_differ(op):
    by = builders.editor()
    one, two, three = (work(op, **BOOK).pk for _ in range(3))
    merging.not_the_same(one, three, by=by)
    found, _ = duplicates.groups()
    assert [group.works for group in found] == [(one, two), (two, three)]
    merging.not_the_same(two, one, three, by=by)
    assert duplicates.groups() == ([], None)


def test_of_very_many_alike_a_few_are_told_and_that_there_are_more(op):
    for _ in range(duplicates.SHOWN + 2):
        work(op, **BOOK)
    (group,), _ = duplicates.groups()
    assert (len(group.works), group.has_more) == (duplicates.SHOWN, True)


def test_groups_go_on_after_one(op):
    for title in ("The Mills", "The Roads", "The Wells"):
        for _ in range(3):
            work(op, **BOOK | {"title": title})
    every, none = duplicates.groups()
    first, after = duplicates.groups(limit=2)
    rest, end = duplicates.groups(after, limit=2)
    assert (none, end) == (None, None)
    assert [len(group.works) for group in every] == [3, 3, 3]
    assert first + rest == every


# At entry.


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"title": "Млинови", "issued": "1998"}, ["the same title and year, in another script"]),
        ({"title": "mlinovi"}, ["the same title"]),
        ({"title": "Mlinovi", "names": "Новак, Ана"}, ["the same title and first author"]),
        ({"title": "Mlinovi", "names": "=Novak"}, ["the same title and first author"]),
        ({"isbn": "9780140449136"}, ["the same ISBN"]),
        ({"title": "Other", "isbn": "9780140449136"}, ["the same ISBN"]),
        ({"title": "Mlinovi", "issued": "1999"}, []),
        ({"title": "Mlinovi", "names": "Petrov, Ivan"}, []),
        ({"title": ""}, []),
        ({}, []),
    ],
)
def test_work_that_is_typed_finds_the_one_that_is_here(op, values, why):
    work(op, title="Mlinovi", issued="1998", names="Novak, Ana", isbn="9780140449136")
    found = [words for _, words in pasting.alike(values)]
    assert found == [f"{words}, cited 0 times" for words in why]


# Not the same.


@pytest.fixture
def pair(op):
    return both(op)


@pytest.fixture
def by(client):
    person = builders.editor()
    client.force_login(person)
    return person


def words(answer):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def test_what_is_not_the_same_is_asked_no_more_until_it_is_taken_back(pair, by):
    one, other = pair
    merging.not_the_same(other.pk, one.pk, by=by)
    assert pairs() == duplicates.like(one.pk) == duplicates.like(other.pk) == []
    merging.not_the_same(one.pk, other.pk, by=by)  # Said again, it is said once.
    said = NotTheSame.objects.get()
    assert (said.first_id, said.second_id, said.by) == (one.pk, other.pk, by)
    merging.same_after_all(other.pk, one.pk, by=by)
    assert len(pairs()) == 1


def test_only_who_may_propose_says_so(pair, op):
    reader = builders.user("reader")
    for says in (merging.not_the_same, merging.same_after_all):
        with pytest.raises(NotAllowed):
            says(pair[0].pk, pair[1].pk, by=reader)
    assert not NotTheSame.objects.exists()


def test_nothing_is_said_of_a_work_and_itself_or_of_none(pair, by):
    for other in (pair[0].pk, drafts.create(Source.new()).id):
        with pytest.raises(Refused, match="nothing was noted"):
            merging.not_the_same(pair[0].pk, type(pair[0].pk)(str(other)), by=by)


def test_database_keeps_a_pair_once_and_in_order(pair, by):
    first, second = sorted(w.pk for w in pair)
    now = decisions.timezone.now()
    NotTheSame.objects.create(first_id=first, second_id=second, by=by, at=now)
    for keys, name in (((first, second), "once_a_pair"), ((second, first), "in_order")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            NotTheSame.objects.create(first_id=keys[0], second_id=keys[1], by=by, at=now)


# The pages.

ALIKE = "/admin/sources/source/alike/"


def test_report_shows_pairs_with_what_differs(client, pair, by, op):
    edit = drafts.update(Source, pair[1].pk, isbn="9780140449136")
    decisions.publish([edit], by=op, summary="seen")
    page = words(client.get(ALIKE))
    assert "The same title, year and first author" in page
    assert "978-0-14-044913-6" in page
    assert page.count("cited 0 times") == 2


def test_not_the_same_is_said_on_the_page_and_taken_back_there(client, pair, by):
    form = {"one": str(pair[0].pk), "other": str(pair[1].pk)}
    answer = client.post("/admin/sources/source/not-the-same/", form, follow=True)
    assert "nobody is asked about them again" in words(answer)
    assert "Said to be not the same" in words(answer)
    assert answer.context["groups"] == []
    answer = client.post("/admin/sources/source/not-the-same/", {**form, "again": "1"}, follow=True)
    assert len(answer.context["groups"]) == 1
    assert not Act.objects.filter(changeset__author=by).exists()


@pytest.mark.parametrize("other", ["", "x", "00000000-0000-7000-8000-000000000000"])
def test_what_names_no_pair_is_told(client, pair, by, other):
    form = {"one": str(pair[0].pk), "other": other}
    answer = client.post("/admin/sources/source/not-the-same/", form, follow=True)
    (message,) = answer.context["messages"]
    assert message.level_tag == "error"
    assert not NotTheSame.objects.exists()


def test_report_goes_on_page_by_page(client, op, by, monkeypatch):
    monkeypatch.setattr("sources.desk.sameness.GROUPS_PAGE", 2)
    for title in ("The Mills", "The Roads", "The Wells"):
        for _ in range(2):
            work(op, **BOOK | {"title": title})
    first = client.get(ALIKE)
    assert len(first.context["groups"]) == 2
    rest = client.get(f"{ALIKE}?after={first.context['following']}")
    assert (len(rest.context["groups"]), rest.context["following"]) == (1, None)
    assert client.get(f"{ALIKE}?after=nonsense").status_code == 200


@pytest.fixture
def three(op):
    return [work(op, **BOOK | {"issued": issued}) for issued in ("1998", "1998-03", "")]


def test_three_are_one_group_that_one_form_merges(client, three, by):
    answer = client.get(ALIKE)
    (group,) = answer.context["groups"]
    assert [work.pk for work in group.works] == [work.pk for work in three]
    assert words(answer).count("this one") == 3
    kept, *gone = (str(work.pk) for work in three)
    answer = client.post(ALIKE, {"work": [kept, *gone], "every": [kept, *gone], "into": kept})
    path = f"/admin/sources/source/{gone[0]}/merge/?into={kept}&and={gone[1]}"
    assert answer["Location"] == path
    assert "Merge 3 works" in words(client.get(path))


def test_one_of_three_is_said_to_be_another(client, three, by):
    one, two, three = (str(work.pk) for work in three)
    said = "/admin/sources/source/not-the-same/"
    client.post(said, {"work": [one, two], "every": [one, two, three], "into": one})
    found = {(str(row.first_id), str(row.second_id)) for row in NotTheSame.objects.all()}
    assert found == {(one, three), (two, three)}
    (group,) = client.get(ALIKE).context["groups"]
    assert [str(work.pk) for work in group.works] == [one, two]


@pytest.mark.parametrize(
    ("path", "ticked", "into", "says"),
    [
        ("alike", [0], 0, "two at least"),
        ("alike", [], 0, "two at least"),
        ("alike", [0, 1, 2], None, "two at least"),
        ("not-the-same", [0, 1, 2], 0, "untick those that are other works"),
    ],
)
def test_ticks_that_say_nothing_are_told(client, three, by, path, ticked, into, says):
    keys = [str(work.pk) for work in three]
    form = {"every": keys, "work": [keys[n] for n in ticked]}
    form |= {} if into is None else {"into": keys[into]}
    answer = client.post(f"/admin/sources/source/{path}/", form, follow=True)
    assert says in words(answer)
    assert not NotTheSame.objects.exists()


def test_work_says_on_its_own_page_what_it_looks_like(client, pair, by):
    path = f"/admin/sources/source/{pair[0].pk}/change/"
    assert "It looks like" in words(client.get(path))
    merging.not_the_same(pair[0].pk, pair[1].pk, by=by)
    assert "It looks like" not in words(client.get(path))


def test_list_of_sources_leads_to_the_report(client, by):
    assert f'href="{ALIKE}"' in client.get("/admin/sources/source/").content.decode()
