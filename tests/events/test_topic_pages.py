"""The index, and what is attested of a topic: now and then, in time, at a fixed cost."""

import json
import re
from html import unescape

import pytest
from django.db import connection

from events.models import Dating, Mention, Statement, Topic, TopicName
from events.pages import attested, indexed, locator, topics
from review import past
from review.deciding import decisions
from review.models import Publication
from review.proposing import drafts, proposals
from review.proving import served
from tests import builders
from tests.test_cost import Queries

pytestmark = pytest.mark.django_db
BELGRADE = {"kind": "place", "coordinates": "44.8178, 20.4569"}


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def two(op):
    builders.article(op, ("Belgrade rose.", "Then Belgrade fell."))
    return list(Statement.objects.order_by("position"))


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def main_of(text):
    return re.search(r"<main.*</main>", text, re.DOTALL)[0]


def words_of(text):
    return " ".join(re.sub(r"<[^>]*>", " ", main_of(text)).split())


def data_of(text):
    return json.loads(re.search(r"ld\+json\">(.*?)</script>", text, re.DOTALL)[1])


def fill(op, size, title="Another"):
    """A topic that so many dated statements, each cited, name."""
    builders.article(op, [f"Zemun {n} of {title}." for n in range(size)], title)
    keys = Statement.objects.filter(event__article__title=title).values_list("pk", flat=True)
    made = Topic.new(kind="place", name=f"Zemun of {title}", coordinates="44.84, 20.41")
    more = [made]
    for n, key in enumerate(keys):
        more.append(Mention.new(statement_id=key, topic_id=made.pk, words="Zemun"))
        more.append(Dating.new(statement_id=key, words="x", edtf=f"{1700 + n % 200}"))
        more.append(
            TopicName.new(topic_id=made.pk, position=f"5{n:05}1", name=f"Name {n} of {title}")
        )
    decisions.publish([drafts.create(one) for one in more], by=op, summary="filled")
    return made


def test_statements_stand_with_their_notes_in_order_of_time(client, op, two):
    first, second = two
    builders.published_citation(op, first)
    more = [
        Dating.new(statement_id=first.pk, words="1813", edtf="1813"),
        Dating.new(statement_id=second.pk, words="1806", edtf="1806-12"),
    ]
    decisions.publish([drafts.create(d) for d in more], by=op, summary="dates")
    builders.article(op, ("Belgrade has no date.",), "Undated")
    bare = Statement.objects.get(text__startswith="Belgrade has")
    named = [(s, "Belgrade") for s in (first, second, bare)]
    builders.topic(op, "Belgrade", named=named, **BELGRADE)
    told = words_of(page(client, "/topics/belgrade/"))
    places = [told.index(s.text) for s in (second, first, bare)]
    assert places == sorted(places)
    assert "Glenny" in told
    assert "3 statements, in order of time" in told
    assert told.index("1806") < told.index(second.text)
    assert told.index("undated") < told.index(bare.text)
    assert told.count("An article") == 2


def test_page_says_what_it_is_in_words_and_for_machines(client, op, two):
    names = [("Београд", "sr-Cyrl"), ("Wite <b>burg", "de"), ("Singidunum", "la")]
    builders.topic(op, "Belgrade", names, about="capital of Serbia", wikidata="Q3711", **BELGRADE)
    text = page(client, "/topics/belgrade/")
    told = words_of(client.get("/topics/belgrade/").content.decode())
    assert "Београд Serbian, Cyrillic" in told
    assert "44.8178° N, 20.4569° E" in told.replace("\u00a0", " ")
    assert '<bdi lang="sr-Cyrl">Београд</bdi>' in text
    assert 'href="https://www.wikidata.org/wiki/Q3711"' in text
    data = data_of(client.get("/topics/belgrade/").content.decode())
    assert data["@type"] == "Place"
    assert data["alternateName"] == ["Београд", "Wite <b>burg", "Singidunum"]
    assert data["geo"]["latitude"] == "44.8178"
    assert data["sameAs"] == "https://www.wikidata.org/wiki/Q3711"
    assert "No published statement names it" in told


@pytest.mark.parametrize(
    ("kind", "dates", "told", "data"),
    [
        ("person", "1780/1860", "1780–1860", {"birthDate": "1780", "deathDate": "1860"}),
        ("person", "1952/..", "born 1952", {"birthDate": "1952"}),
        ("person", "../1817-07", "died July 1817", {"deathDate": "1817-07"}),
        ("person", "1780~/1860", "circa 1780 – 1860", {"deathDate": "1860"}),
        ("treaty", "1807-07-07", "7 July 1807", {"legislationDate": "1807-07-07"}),
        ("event", "1804/1813", "1804–1813", {"startDate": "1804", "endDate": "1813"}),
        ("polity", "1867/1918", "1867–1918", {}),
    ],
)
def test_dates_are_in_words_and_where_they_are_days_in_the_data(kind, dates, told, data):
    topic = Topic(kind=kind, name="X", dates=dates)
    assert indexed.dates_told(topic) == told
    made = topics.linked(topic, [], "https://a.example/topics/x/")
    assert {n: v for n, v in made.items() if n.endswith("Date")} == data


def test_index_is_by_letter_with_names_in_their_scripts(client, op, two):
    builders.topic(op, "Belgrade", [("Београд", "sr-Cyrl")], [(two[0], "Belgrade")], kind="place")
    builders.topic(op, "Đorđe", kind="person")
    builders.topic(op, "Бечеј", kind="place")
    told = words_of(page(client, "/topics/"))
    order = ["B Бечеј", "Belgrade", "1 statement", "Београд", "D Đorđe"]
    places = [told.index(words) for words in ("Belgrade", "1 statement", "Београд", "D Đorđe")]
    assert places == sorted(places), order
    assert "Бечеј" in told
    assert "Đorđe" not in words_of(page(client, "/topics/?kind=place"))
    assert "Belgrade" not in words_of(page(client, "/topics/?from=d"))


@pytest.mark.parametrize("typed", ["Београд", "beog", "BEOGR", "Belgrade"])
def test_index_is_found_by_any_spelling_and_its_beginning(client, op, typed):
    builders.topic(op, "Belgrade", [("Београд", "sr-Cyrl")], kind="place")
    builders.topic(op, "Vienna", kind="place")
    told = words_of(client.get("/topics/", {"q": typed}).content.decode())
    assert "1 topic with a name" in told
    assert "Vienna" not in told


@pytest.mark.parametrize("typed", ["%", "\\", "…", "zzz"])
def test_what_no_name_begins_with_finds_nothing(client, op, typed):
    builders.topic(op, "Belgrade")
    assert "Belgrade" not in words_of(client.get("/topics/", {"q": typed}).content.decode())


def test_index_goes_on_by_key_and_misses_nothing(client, op, monkeypatch):
    monkeypatch.setattr(topics, "TOPICS_PER_PAGE", 2)
    for name in ("Ana", "Bor", "Bor", "Cer", "Drin"):
        builders.topic(op, name)
    path, seen = "/topics/", []
    while path:
        text = page(client, path)
        seen += re.findall(r'index-name" href="/topics/([^"]+)/"', text)
        following = re.search(r'href="(\?[^"]+)" rel="next"', text)
        path = following and f"/topics/{following[1]}"
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, key=lambda slug: slug[0])
    assert client.get("/topics/?after=nothing").status_code == 404


def test_statements_go_on_by_key_and_miss_nothing(client, op, monkeypatch):
    monkeypatch.setattr(topics, "STATEMENTS_PER_PAGE", 3)
    made = fill(op, 8)
    for moment in ("", "/at/2999-01-01"):
        path, seen = f"{moment}/topics/zemun-of-another/", []
        while path:
            text = page(client, path)
            seen += re.findall(r"Zemun (\d) of Another\.", words_of(text))
            following = re.search(r'href="(\?[^"]+)#attested" rel="next"', text)
            path = following and f"{moment}/topics/zemun-of-another/{following[1]}"
        assert seen == list("01234567"), moment
    other = builders.topic(op, "Other")
    anchor = Mention.objects.filter(topic=made.pk).first().statement.subject.anchor
    assert client.get(f"/topics/other/?after={anchor}").status_code == 404
    assert client.get("/topics/other/?after=zz").status_code == 404
    assert other.pk


def test_pages_cost_the_same_of_a_few_and_of_many(client, op):
    found = []
    builders.topic(op, "Belgrade", **BELGRADE)
    for size in (3, 130):
        fill(op, size, f"T{size}")
        counted = {}
        for path in ("/topics/?q=zemun", f"/topics/zemun-of-t{size}/?x=1", "/topics/?kind=place"):
            page(client, path)
            queries = Queries()
            with connection.execute_wrapper(queries):
                page(client, path)
            counted[re.sub(r"t\d+", "t", path)] = len(queries.sent)
        found.append(counted)
    assert found[0] == found[1]
    assert max(found[0].values()) < 25


def test_unreviewed_words_are_on_no_page(client, op, two):
    topic = builders.topic(op, "Belgrade", named=[(two[0], "Belgrade")], **BELGRADE)
    by = builders.editor()
    hidden = Topic.new(kind="place", name="SECRET", coordinates="44.9, 20.5")
    acts = [
        drafts.propose([drafts.create(hidden)], by=by),
        drafts.propose([drafts.update(Topic, topic.pk, about="SECRET")], by=by),
        drafts.propose(
            [
                drafts.create(
                    TopicName.new(topic_id=topic.pk, position="9", name="SECRET", language="en")
                )
            ],
            by=by,
        ),
        drafts.propose(
            [
                drafts.create(
                    Mention.new(statement_id=two[1].pk, topic_id=topic.pk, words="Belgrade")
                )
            ],
            by=by,
        ),
    ]
    proposals.send(acts, by=by, summary="it is so")
    for path in ("/topics/", "/topics/belgrade/", "/topics/?q=secret"):
        text = page(client, path)
        assert "SECRET" not in text
        assert two[1].text not in text
    assert client.get("/topics/secret/").status_code == 404


def test_page_is_made_anew_when_anything_on_it_changes(client, op, two):
    first, second = two
    builders.topic(op, "Belgrade", named=[(first, "Belgrade")], **BELGRADE)
    path, by, judge = "/topics/belgrade/", builders.editor(), builders.moderator()
    assert "Belgrade rose." in page(client, path)
    builders.approve(builders.change(first, by, text="Belgrade rose again."), judge)
    assert "Belgrade rose again." in page(client, path)
    builders.published_citation(op, first)
    assert "Glenny" in page(client, path)
    builders.topic(op, "Zemun", kind="place", coordinates="44.84, 20.41")
    assert "Zemun" in page(client, path)
    zemun = Topic.objects.get(name="Zemun")
    builders.approve(builders.change(zemun, by, name="Semlin"), judge)
    text = page(client, path)
    assert "Semlin" in text
    assert "Zemun" not in text
    article = first.event.article
    builders.approve(builders.change(article, by, title="Another title"), judge)
    assert "Another title" in page(client, path)
    other = Mention.new(
        statement_id=second.pk, topic_id=Mention.objects.get().topic_id, words="fell"
    )
    decisions.publish([drafts.create(other)], by=op, summary="named too")
    assert second.text in page(client, path)
    decisions.publish([drafts.remove(Mention, other.pk)], by=op, summary="not so")
    assert second.text not in page(client, path)
    assert list(served.breaks(lambda *told: None)) == []


def test_page_is_read_as_it_was(client, op, two):
    topic = builders.topic(op, "Belgrade", [("Београд", "sr")], [(two[0], "Belgrade")], **BELGRADE)
    at = Publication.objects.latest("number").at
    then = f"/at/{at:%Y-%m-%dT%H:%M:%S.%f}Z"
    by, judge = builders.editor(), builders.moderator()
    builders.approve(builders.change(two[0], by, text="It rose."), judge)
    builders.approve(builders.change(topic, by, about="a city", name="Beograd"), judge)
    assert "Belgrade rose." in page(client, f"{then}/topics/beograd/")
    assert "<h1" in page(client, f"{then}/topics/beograd/")
    assert "Belgrade" in words_of(page(client, f"{then}/topics/"))
    assert client.get("/topics/belgrade/").url == "/topics/beograd/"
    assert "names it" in words_of(page(client, "/topics/beograd/"))
    assert client.get("/at/2000-01-01/topics/beograd/").status_code == 404


def test_statement_says_what_it_names(client, op, two):
    builders.topic(op, "Belgrade, City of", named=[(two[0], "Belgrade")], about="a city")
    told = words_of(page(client, f"/statements/{two[0].subject.anchor}/"))
    assert "It names Belgrade, City of ( Belgrade )." in told


# The map


def place(name, north, east):
    return Topic(kind="place", name=name, latitude=round(north * 1e5), longitude=round(east * 1e5))


def test_nearest_places_come_first_and_only_live_ones(op):
    for name, at in (("Wien", "48.2, 16.4"), ("Zemun", "44.84, 20.41"), ("Niš", "43.3, 21.9")):
        builders.topic(op, name, kind="place", coordinates=at)
    builders.topic(op, "Nobody", kind="person")
    belgrade = builders.topic(op, "Belgrade", **BELGRADE)
    assert [other.name for other, _ in locator.near(belgrade)] == ["Zemun", "Niš", "Wien"]


def test_near_places_are_found_by_an_index_however_many_there_are(op):
    belgrade = builders.topic(op, "Belgrade", **BELGRADE)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert "events_topic_near" in locator.nearest(belgrade)[: locator.LOOKED_AT].explain()


@pytest.mark.parametrize(
    ("own", "others"),
    [
        ((44.8, 20.4), []),
        ((44.8, 20.4), [(44.84, 20.41), (43.3, 21.9), (48.2, 16.4), (-33.9, 18.4)]),
        ((0, 179.9), [(0, -179.9)]),
        ((90, 0), [(89, 120), (90, 10)]),
        ((-90, -180), [(-89, 0)]),
        ((10, 10), [(10, 10)] * 24),
    ],
)
def test_map_holds_what_it_shows_and_no_label_covers_another(own, others):
    made = locator.drawn(
        place("Own", *own), [(place(f"Place {n}", *o), f"p{n}") for n, o in enumerate(others)]
    )
    for spot in made.spots:
        assert 0 <= spot.cx <= locator.WIDTH
        assert 0 <= spot.cy <= locator.HEIGHT
    assert len(made.parallels) <= 7
    assert made.bar <= locator.WIDTH / 2
    boxes = []
    for spot in [made.own, *made.spots]:
        if spot.anchor:
            long = len(spot.name) * locator.LETTER
            left = {"start": 0, "end": long, "middle": long / 2}[spot.anchor]
            boxes.append((spot.x - left, spot.y - 10, spot.x - left + long, spot.y + 3))
    for n, one in enumerate(boxes):
        assert not any(locator._meet(one, other) for other in boxes[n + 1 :])


def test_north_is_up_and_places_across_the_date_line_are_near():
    made = locator.drawn(place("Own", 0, 179.5), [(place("East", 1, -179.5), "east")])
    (east,) = made.spots
    assert east.cx > made.own.cx
    assert east.cy < made.own.cy
    assert 150 < east.km < 165


def test_uses_then_are_those_of_now(op):
    made = fill(op, 6)

    then = attested._order_then(made.pk, past.as_of(10**6), None, 9)
    assert then == attested._order_now(made.pk, None, None, 9)


def listed(client, path):
    """(the number of events that the timeline tells, their titles in order)."""
    told = page(client, path)
    number = re.search(r"([0-9]+) dated event", told)[1]
    return int(number), re.findall(r'<span><a href="[^"]*/events/[^"]+"><bdi>(.*?)</bdi></a>', told)


@pytest.fixture
def timed(op):
    """Three articles of one dated event each, two of which name Belgrade, one of them in a statement
    that has no date; and the number of the publication after which one does so no more."""
    for title, date, *texts in (
        ("Siege", "1806", "Belgrade was besieged."),
        ("Fire", "1521", "It burned.", "So Belgrade fell."),
        ("Other", "1717", "Zemun stood."),
    ):
        builders.article(op, texts, title)
        dated = Statement.objects.get(text=texts[0])
        new = Dating.new(statement_id=dated.pk, words=date, edtf=date)
        decisions.publish([drafts.create(new)], by=op, summary="dates")
    naming = Statement.objects.filter(text__contains="Belgrade")
    builders.topic(op, "Belgrade", named=[(s, "Belgrade") for s in naming], **BELGRADE)
    then = Publication.objects.latest("number").number
    gone = Mention.objects.get(statement__text__startswith="So")
    decisions.publish([drafts.remove(Mention, gone.pk)], by=op, summary="no more")
    return then


def test_timeline_of_a_topic_has_the_events_that_name_it_now_and_then(client, timed):
    now, then = "/timeline/?topic=belgrade", f"/at/{timed}/timeline/?topic=belgrade"
    assert listed(client, now) == (1, ["Belgrade was besieged."])
    assert listed(client, then) == (2, ["It burned.", "Belgrade was besieged."])
    assert listed(client, "/timeline/")[0] == 3


def test_timeline_of_a_topic_is_looked_into_and_drawn_alone(client, timed):
    within = page(client, "/timeline/?from=1806&span=10&topic=belgrade")
    assert "from=1500" not in within, "nothing that names it is beside this decade any more"
    assert ">← " not in within
    assert 'href="/timeline/?from=1800&span=100&topic=belgrade"' in within
    assert ">← " in page(client, f"/at/{timed}/timeline/?from=1806&span=10&topic=belgrade")
    drawn = page(client, "/timeline.svg?topic=belgrade")
    assert "Belgrade was besieged." in drawn
    assert "Zemun" not in drawn
    assert "It burned." not in drawn
    assert listed(client, "/timeline/?topic=belgrade&article=siege")[0] == 1
    assert "No published event has a date yet" in page(
        client, "/timeline/?topic=belgrade&article=other"
    )


def test_timeline_of_a_topic_is_reached_from_its_page_and_leads_back(client, timed):
    assert 'href="/timeline/?topic=belgrade"' in page(client, "/topics/belgrade/")
    assert 'href="/topics/belgrade/"' in main_of(page(client, "/timeline/?topic=belgrade"))
    assert client.get("/timeline/?topic=none").status_code == 404
    assert client.get("/timeline.svg?topic=none").status_code == 404


@pytest.mark.parametrize("value", ["\\", "'; --", "x" * 5000, "9" * 5000, "%", "\u202e", "🙂"])
def test_no_value_in_the_address_of_a_timeline_is_an_error(client, timed, value):
    client.raise_request_exception = False
    for path in ("/timeline/", "/timeline.svg", "/at/2999-01-01/timeline/"):
        assert client.get(path, {"topic": value}).status_code == 404
        more = {"topic": "belgrade", "from": value, "span": value}
        assert client.get(path, more).status_code == 200


def test_timeline_of_what_has_no_date_is_not_offered(client, op, two):
    builders.topic(op, "Belgrade", named=[(two[0], "Belgrade")], **BELGRADE)
    assert "/timeline/?topic" not in page(client, "/topics/belgrade/")


def test_removed_topic_is_told_as_gone_with_how_it_was_removed(client, op, two):
    topic = builders.topic(op, "Belgrade", **BELGRADE)
    before = Publication.objects.latest("number").number
    decisions.publish([drafts.remove(Topic, topic.pk)], by=op, summary="The same as Beograd")
    answer = client.get("/topics/belgrade/")
    assert answer.status_code == 410
    told = words_of(answer.content.decode())
    assert "This topic was removed" in told
    assert "The same as Beograd" in told
    assert f'href="/at/{before}/topics/belgrade/"' in answer.content.decode()
    assert client.get(f"/at/{before}/topics/belgrade/").status_code == 200
    early = client.get(f"/at/{before - 1}/topics/belgrade/")
    assert early.status_code == 404
    assert "This topic was first published" in words_of(early.content.decode())
