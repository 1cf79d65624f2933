"""What readers get of sources: a work's page, the list of all, histories, styles, files."""

import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import listing
from events.models import Article, Citation, Event, SourceStanding, Statement
from events.pages import taking, works
from review.deciding import decisions
from review.models import StoredPage
from review.proposing import drafts
from sources.formatting import styles
from sources.models import Contributor, Source
from sources.reading import read
from sources.writing.fields import fields_of
from tests import builders

pytestmark = pytest.mark.django_db
BALKANS = "/sources/the-balkans/"


@pytest.fixture
def op():
    return builders.operator()


def publish(op, *objects, summary="made"):
    return decisions.publish([drafts.create(o) for o in objects], by=op, summary=summary)


def made(op, title, *names, **fields):
    """A published work with authors, given as “Family, Given”."""
    source = Source.new(**{"type": "book", "title": title} | fields)
    people = [
        Contributor.new(source_id=source.pk, position=f"5{n}", family=family, given=given)
        for n, name in enumerate(names, 1)
        for family, _, given in [name.partition(", ")]
    ]
    publish(op, source, *people)
    return Source.objects.get(pk=source.pk)


def cited(op, source, count, title="An article", **fields):
    """The statements of an article, which all cite a source."""
    texts = [f"Thing {n} of {title} happened." for n in range(count)]
    article = builders.article(op, texts, title)
    found = list(Statement.objects.filter(event__article=article).order_by("position"))
    publish(
        op,
        *(
            Citation.new(
                statement_id=s.pk,
                source_id=source.pk,
                position="5",
                label="page",
                locator=str(n + 1),
                **fields,
            )
            for n, s in enumerate(found)
        ),
    )
    return article


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def pages_of(client, path, wanted):
    """What a pattern finds on each page, from one to the next by its link."""
    shown, address = [], path
    while True:
        page = text(client.get(address))
        shown.append(re.findall(wanted, page))
        link = re.search(r'<a href="([^"]+)" rel="next"', page)
        if not link:
            return shown
        assert len(shown) < 20, "it never ends"
        address = path.partition("?")[0] + html.unescape(link[1])


def titles(client, query=""):
    return re.findall(r'class="source-name"[^>]*>([^<]+)<', text(client.get(f"/sources/{query}")))


# A work's page


def test_uses_come_a_page_at_a_time_in_the_order_of_the_articles(client, op, monkeypatch):
    monkeypatch.setattr(works, "USES_PER_PAGE", 3)
    source = made(op, "The Balkans", "Glenny")
    cited(op, source, 4, "Zagorje")
    cited(op, source, 3, "Austria")
    pages = pages_of(client, BALKANS, r">(Thing \d of \w+) happened")
    assert pages == [
        ["Thing 0 of Austria", "Thing 1 of Austria", "Thing 2 of Austria"],
        ["Thing 0 of Zagorje", "Thing 1 of Zagorje", "Thing 2 of Zagorje"],
        ["Thing 3 of Zagorje"],
    ]
    then = pages_of(client, f"/at/2999-01-01{BALKANS}", r">(Thing \d of \w+) happened")
    assert then == pages
    page = text(client.get(BALKANS))
    assert "7 citations, in the order of the articles" in page
    assert re.findall(r"<bdi>page (\d)</bdi>", page) == ["1", "2", "3"]
    for name in ("nothing", StoredPage.objects.count()):
        assert client.get(f"{BALKANS}?after={name}").status_code == 404


def test_list_of_uses_goes_on_after_one_of_its_own_only(client, op):
    one, other = made(op, "The Balkans"), made(op, "Another")
    cited(op, one, 1)
    cited(op, other, 1, "Other")
    anchor = Citation.objects.get(source=other).subject.anchor
    for then in ("", "/at/2999-01-01"):
        assert client.get(f"{then}{BALKANS}?after={anchor}").status_code == 404


def test_what_contradicts_is_marked_and_counted(client, op):
    source = made(op, "The Balkans")
    cited(op, source, 2, "For")
    cited(op, source, 1, "Against", direction="contradicts", quotation="It never did.")
    page = text(client.get(BALKANS))
    assert "3 citations, 1 of them against what is stated" in page
    assert page.count("Contradicts:") == 1
    assert "<q>It never did.</q>" in page


def test_work_that_nothing_cites_says_what_it_is_for(client, op):
    made(op, "The Balkans")
    assert "No published statement rests on it." in text(client.get(BALKANS))
    assert "cited" not in text(client.get("/sources/"))


def test_identifiers_lead_to_their_registries(client, op):
    made(op, "The Balkans", doi="10.1000/182", isbn="9780140449136", oclc="12345", archive="MID")
    page = text(client.get(BALKANS))
    assert 'href="https://doi.org/10.1000/182"' in page
    assert 'href="https://search.worldcat.org/title/12345"' in page
    assert ">978-0-14-044913-6</a>" in page
    assert re.search(r"<dt>Archive</dt><dd[^>]*>MID</dd>", page)


def test_page_is_made_anew_when_what_it_names_changes(client, op):
    source = made(op, "The Balkans")
    article = cited(op, source, 2, "Austria")
    before = client.get(BALKANS)
    assert client.get(BALKANS, headers={"if-none-match": before["ETag"]}).status_code == 304
    decisions.publish([drafts.update(Article, article.pk, title="Hungary")], by=op, summary="x")
    assert ">Hungary</a>" in text(client.get(BALKANS))
    event = Event.objects.get(article=article)
    decisions.publish([drafts.update(Event, event.pk, position="7")], by=op, summary="x")
    assert StoredPage.objects.filter(path=BALKANS).exists()
    after = client.get(BALKANS, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200


def test_page_has_nothing_of_a_proposal(client, op):
    source = made(op, "The Balkans", "Glenny")
    by = builders.editor()
    builders.change(source, by, title="Unreviewed words", publisher="Unreviewed press")
    StoredPage.objects.all().delete()
    for path in (BALKANS, f"{BALKANS}history/", "/sources/", "/sources/?q=unreviewed"):
        assert "Unreviewed" not in text(client.get(path)), path
    assert "No source has all these words" in text(client.get("/sources/?q=unreviewed"))


# Its history


def test_history_tells_who_changed_what_and_why(client, op):
    source = made(op, "The Balkans", "Glenny", publisher="Granta")
    act = builders.change(source, builders.editor(), summary="As printed", publisher="Granta Books")
    builders.approve(act, builders.moderator())
    name = source.contributors.get()
    decisions.publish(
        [
            drafts.update(Contributor, name.pk, given="Misha"),
            drafts.update(Source, source.pk, type="report"),
        ],
        by=op,
        summary="Whole name",
    )
    page = text(client.get(f"{BALKANS}history/"))
    newest, middle, first = re.split(r'<li class="version">', page)[1:]
    assert "Whole name" in newest
    assert "published directly" in newest
    assert "<dt>Name</dt>" in newest
    assert re.search(r"<ins[^>]*>.*?Misha", newest)
    assert re.search(r"<dt>Type</dt>.*book.*report", newest, re.DOTALL)
    assert "As printed" in middle
    assert "Editor · approved by Moderator" in middle
    assert re.search(r"<dt>Publisher</dt>.*<ins[^>]*>.*Books", middle, re.DOTALL)
    assert "Published: <bdi>The Balkans</bdi>" in first
    assert f'href="{BALKANS}history/"' in text(client.get(BALKANS))


def test_history_comes_a_page_at_a_time(client, op, monkeypatch):
    monkeypatch.setattr(works, "REVISIONS_PER_PAGE", 2)
    source = made(op, "The Balkans")
    for year in ("1999", "2000", "2001", "2002"):
        decisions.publish([drafts.update(Source, source.pk, issued=year)], by=op, summary=year)
    pages = pages_of(client, f"{BALKANS}history/", r"<q>([^<]+)</q>")
    assert pages == [["2002", "2001"], ["2000", "1999"], ["made"]]
    assert client.get("/sources/nothing/history/").status_code == 404


# The list


def shelf(op):
    made(op, "Срби у средњем веку", "Ћирковић, Сима", issued="1995", publisher="Идеа")
    made(op, "The Đorđević papers", "Müller, Ana", issued="1812-05", type="manuscript")
    made(op, "Annals", "Žukov, Petar", "Хрущёв, Никита", isbn="9780140449136")
    made(op, "Zora", issued="-0043")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ćirković", "Срби у средњем веку"),
        ("CIRKOVIC", "Срби у средњем веку"),
        ("Ћирковић", "Срби у средњем веку"),
        ("ћирк", "Срби у средњем веку"),
        ("srednjem veku", "Срби у средњем веку"),
        ("идеа 1995", "Срби у средњем веку"),
        ("djordjevic", "The Đorđević papers"),
        ("Dordević", "The Đorđević papers"),
        ("Ђорђевић", "The Đorđević papers"),
        ("mueller", "The Đorđević papers"),
        ("muller papers", "The Đorđević papers"),
        ("жуков", "Annals"),
        ("khrushchev", "Annals"),
        ("hruščev", "Annals"),
        ("978-0-14-044913-6", "Annals"),
        ("zukov' | anything:*", None),
        ("ćirković annals", None),
        ("\\", None),
    ],
)
def test_search_finds_a_work_in_any_script(client, op, words, found):
    shelf(op)
    listed = re.findall(
        r'class="source-name"[^>]*>([^<]+)<', text(client.get("/sources/", {"q": words}))
    )
    assert listed == ([found] if found else [])


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ("name", ["Срби у средњем веку", "The Đorđević papers", "Zora", "Annals"]),
        ("title", ["Annals", "Срби у средњем веку", "The Đorđević papers", "Zora"]),
        ("oldest", ["Zora", "The Đorđević papers", "Срби у средњем веку", "Annals"]),
        ("newest", ["Срби у средњем веку", "The Đorđević papers", "Zora", "Annals"]),
        ("uses", ["Annals", "Zora", None, None]),
        ("nothing", ["Срби у средњем веку", "The Đorđević papers", "Zora", "Annals"]),
    ],
)
def test_list_in_any_order_loses_nothing_between_pages(client, op, monkeypatch, order, wanted):
    shelf(op)
    cited(op, Source.objects.get(title="Annals"), 3, "Many")
    cited(op, Source.objects.get(title="Zora"), 1, "One")
    monkeypatch.setattr(works, "SOURCES_PER_PAGE", 1)
    pages = pages_of(client, f"/sources/?sort={order}", r'class="source-name"[^>]*>([^<]+)<')
    assert [len(page) for page in pages] == [1, 1, 1, 1]
    told = [title for page in pages for title in page]
    assert len(set(told)) == 4
    assert all(title in (None, own) for own, title in zip(told, wanted, strict=True))


def test_type_narrows_the_list_and_says_how_many_there_are(client, op):
    shelf(op)
    page = text(client.get("/sources/"))
    assert "<b>4</b> sources" in page
    assert re.search(r'href="\?type=book">Book</a> <span class="quiet">3</span>', page)
    assert titles(client, "?type=manuscript") == ["The Đorđević papers"]
    assert titles(client, "?type=manuscript&q=zora") == []
    assert "<b>4</b>" in text(client.get("/sources/?type=no-such-type"))


def test_letters_lead_into_the_list(client, op):
    shelf(op)
    page = text(client.get("/sources/"))
    letters = re.search(r'class="letters".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="\?from=(\w)">(\w)<', letters) == [
        ("c", "C"),
        ("m", "M"),
        ("z", "Z"),
    ]
    assert titles(client, "?from=m")[0] == "The Đorđević papers"
    assert titles(client, "?from=ћ")[0] == "Срби у средњем веку"


def test_list_says_when_it_is_empty(client, op):
    assert "No source has been published yet." in text(client.get("/sources/"))
    assert client.get("/sources/?after=nothing").status_code == 404


def test_list_of_the_past_goes_by_title(client, op):
    shelf(op)
    page = text(client.get("/at/2999-01-01/sources/?q=zora&sort=uses"))
    assert re.findall(r'class="source-name"[^>]*>([^<]+)<', page)[0] == "Annals"
    assert "Find" not in page


def test_list_follows_each_decision_and_every_fault_in_it_is_found(op):
    shelf(op)
    zora = Source.objects.get(title="Zora")
    cited(op, zora, 2)
    assert SourceStanding.objects.get(source_id=zora.pk).uses == 2
    assert list(listing.badly_listed(lambda *told: None)) == []
    citation = Citation.objects.filter(source=zora).first()
    decisions.publish([drafts.remove(Citation, citation.pk)], by=op, summary="x")
    decisions.publish([drafts.update(Source, zora.pk, title="Dawn")], by=op, summary="x")
    gone = Source.objects.get(title="Annals")
    people = [drafts.remove(Contributor, c.pk) for c in gone.contributors.all()]
    decisions.publish([*people, drafts.remove(Source, gone.pk)], by=op, summary="x")
    assert SourceStanding.objects.get(source_id=zora.pk).uses == 1
    assert SourceStanding.objects.count() == 3
    assert list(listing.badly_listed(lambda *told: None)) == []
    for fault in ({"uses": 9}, {"by_name": "x"}, {"type": "map"}, {"oldest": 1}):
        SourceStanding.objects.filter(source_id=zora.pk).update(**fault)
        assert len(list(listing.badly_listed(lambda *told: None))) == 1, fault
        listing.make_all()
        assert list(listing.badly_listed(lambda *told: None)) == []


# What it costs


def cost(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)


COST = {
    "/sources/?sort=title": 6,
    "/sources/?sort=uses&type=book": 5,
    "/sources/?q=work": 9,
    "/sources/?q=work&type=book&sort=oldest": 9,
    "/sources/works.bib?q=work": 5,
    "/sources/?from=n": 6,
}


def test_no_list_costs_more_with_more_works_and_uses(client, op, monkeypatch):
    monkeypatch.setattr(works, "SOURCES_PER_PAGE", 20)
    monkeypatch.setattr(works, "USES_PER_PAGE", 20)
    found = []
    for size in (30, 120):
        objects = []
        for number in range(size):
            source = Source.new(type="book", title=f"Work {number} of {size}", issued="1999")
            person = Contributor.new(source_id=source.pk, position="5", family=f"N{number}")
            objects += [source, person]
        publish(op, *objects)
        source = made(op, f"Cited {size} times")
        cited(op, source, size, f"Article of {size}")
        last = re.search(r'"(\?after=[^"]+)" rel="next"', text(client.get("/sources/?sort=uses")))
        own = f"/sources/cited-{size}-times/"
        anchor = Citation.objects.filter(source=source).order_by("pk")[3].subject.anchor
        paths = {path: path for path in COST} | {
            "more": f"/sources/{last[1]}" if last else "/sources/?after=work-1-of-30",
            "uses": f"{own}?after={anchor}",
        }
        found.append({name: cost(client, path) for name, path in paths.items()})
    assert found[0] == found[1] == COST | {"more": 8, "uses": 17}


# Cited as


@pytest.fixture
def offered(settings):
    settings.ATTESTED_OFFERED_STYLES = ["apa", "modern-language-association", "ieee"]


def test_work_is_cited_in_each_style_that_is_offered(client, op, offered):
    made(op, "The Balkans", "Glenny", publisher="Granta", issued="2012")
    made(op, "Another book", "Glenny", publisher="Granta", issued="2012")
    page = text(client.get(BALKANS))
    cite = dict(
        re.findall(
            r'<dt>([^<]+)</dt><dd><span class="work" dir="auto">(.*?)</span>',
            page[page.index('class="cite-this"') :],
        )
    )
    told = {name: re.sub("<[^>]+>", "", entry) for name, entry in cite.items()}
    # None tells of the other: no 2012a, no dashes, no number.
    assert list(told.values()) == [
        "Glenny. The Balkans. Granta, 2012.",
        "Glenny. (2012). The Balkans. Granta.",
        "Glenny. The Balkans. Granta, 2012.",
        "Glenny, The Balkans. Granta, 2012.",
    ]
    assert list(told) == [styles.called(name) for name in styles.offered()]
    assert '<button type="button" class="copy" hidden>' in page


def test_pandoc_never_runs_for_a_reader(client, op, settings, monkeypatch):
    made(op, "The Balkans", "Glenny")
    settings.ATTESTED_OFFERED_STYLES = ["apa"]
    StoredPage.objects.all().delete()

    def refuse(*args):
        raise AssertionError("pandoc was asked")

    monkeypatch.setattr("sources.formatting.citeproc._written", refuse)
    page = text(client.get(BALKANS))
    assert page.count('class="copy"') == 1, "the house's entry is there"
    assert not StoredPage.objects.filter(path=BALKANS).exists(), "kept before all styles are there"


@pytest.mark.parametrize("name", ["no-such-style", "chicago-notes"])
def test_style_without_a_list_of_works_stops_the_start_with_a_sentence(settings, name):
    from sources.apps import _style_fits

    settings.ATTESTED_OFFERED_STYLES = [name]
    (error,) = _style_fits()
    assert error.msg.startswith("ATTESTED_OFFERED_STYLES: ")


def test_works_of_an_article_are_listed_in_any_offered_style(client, op, offered):
    first = made(op, "Zora", "Petrov", issued="1999")
    second = made(op, "The Balkans", "Glenny, Misha", issued="2012")
    article = builders.article(op, ["One.", "Two.", "Three."], "War")
    statements = Statement.objects.filter(event__article=article).order_by("position")
    publish(
        op,
        *(
            Citation.new(statement_id=s.pk, source_id=source.pk, position="5")
            for s, source in zip(statements, (first, second, first), strict=True)
        ),
    )

    def entries(page):
        return [
            re.sub("<[^>]+>", "", entry)
            for entry in re.findall(r'<li><span class="work" dir="auto">(.*?)</span>', page)
        ]

    page = text(client.get("/articles/war/works/"))
    assert entries(page) == ["Glenny, Misha. The Balkans. 2012.", "Petrov. Zora. 1999."]
    page = text(client.get("/articles/war/works/?style=apa"))
    assert entries(page) == ["Glenny, M. (2012). The Balkans.", "Petrov. (1999). Zora."]
    assert client.get("/articles/war/works/?style=nature").status_code == 404
    assert entries(text(client.get("/at/2999-01-01/articles/war/works/?style=apa"))) == entries(
        page
    )
    read_back = read(client.get("/articles/war/works.bib").content.decode())
    assert [r.fields["title"] for r in read_back] == ["The Balkans", "Zora"]
    empty = builders.article(op, title="Nothing cited")
    assert empty
    assert "is cited yet" in text(client.get("/articles/nothing-cited/works/"))


# Taken along


@pytest.mark.parametrize("form", ["bib", "ris", "json"])
def test_what_a_search_finds_is_read_back_from_its_file(client, op, monkeypatch, form):
    monkeypatch.setattr(taking, "AT_ONCE", 2)
    shelf(op)
    made(op, "Annals", "Žukov, Petar")
    answer = client.get(f"/sources/works.{form}?sort=title&type=book")
    data = b"".join(answer.streaming_content).decode()
    found = read(data)
    assert [one.fields["title"] for one in found] == [
        "Annals",
        "Annals",
        "Срби у средњем веку",
        "Zora",
    ]
    assert not any(one.refused for one in found)
    wanted = Source.objects.get(title="Срби у средњем веку")
    people = wanted.contributors.order_by("position")
    assert found[2].fields == fields_of(wanted, people)
    if form == "bib":
        keys = re.findall(r"@\w+\{(.+),", data)
        assert len(keys) == len(set(keys)) == 4
    monkeypatch.setattr(taking, "LONGEST_FILE", 1)
    answer = client.get(f"/sources/works.{form}?q=annals")
    assert len(read(b"".join(answer.streaming_content).decode())) == 1


def test_file_of_nothing_is_one_of_its_form(client, op):
    answer = client.get("/sources/works.json?q=nothing")
    assert json.loads(b"".join(answer.streaming_content)) == []
    assert client.get("/sources/works.doc").status_code == 404


def meta(page):
    found = re.findall(r'<meta name="([^"]+)" content="([^"]*)">', page)
    return [(name, html.unescape(content)) for name, content in found]


def data_of(page):
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(script)


def test_page_of_a_work_tells_managers_and_engines_what_it_is(client, op):
    source = Source.new(
        type="article-journal",
        title='Letters & "envoys" </script><script>alert(1)</script>',
        container_title="Slavic Review",
        volume="12",
        issue="3",
        page="101-140",
        issued="1998-05",
        doi="10.1000/182",
        issn="0378-5955",
    )
    people = [
        Contributor.new(source_id=source.pk, position="5", family="Marić", given="Jovan"),
        Contributor.new(source_id=source.pk, position="6", literal="Ministry of Roads"),
        Contributor.new(source_id=source.pk, position="7", role="editor", family="Novak"),
    ]
    publish(op, source, *people)
    page = text(client.get("/sources/", {"q": "envoys"}))
    page = text(client.get(re.search(r'class="source-name" href="([^"]+)"', page)[1]))
    assert "<script>alert" not in page
    told = dict(meta(page))
    assert [c for n, c in meta(page) if n == "citation_author"] == [
        "Marić, Jovan",
        "Ministry of Roads",
    ]
    assert told["citation_title"] == source.title
    assert told["citation_journal_title"] == "Slavic Review"
    assert told["citation_publication_date"] == "1998/05"
    assert (told["citation_firstpage"], told["citation_lastpage"]) == ("101", "140")
    assert told["citation_editor"] == "Novak"
    assert told["z:itemType"] == "journalArticle"
    data = data_of(page)
    assert data["@context"] == "https://schema.org"
    assert (data["@type"], data["name"]) == ("ScholarlyArticle", source.title)
    assert data["datePublished"] == "1998-05"
    assert data["author"][0] == {
        "@type": "Person",
        "name": "Jovan Marić",
        "familyName": "Marić",
        "givenName": "Jovan",
    }
    assert data["sameAs"] == ["https://doi.org/10.1000/182"]
    volume = data["isPartOf"]["isPartOf"]
    assert (volume["volumeNumber"], volume["isPartOf"]["issn"]) == ("12", "0378-5955")


@pytest.mark.parametrize(
    ("type", "zotero", "schema"),
    [
        ("book", "book", "Book"),
        ("chapter", "bookSection", "Chapter"),
        ("article-newspaper", "newspaperArticle", "NewsArticle"),
        ("personal_communication", "letter", "CreativeWork"),
        ("treaty", "document", "CreativeWork"),
        ("thesis", "thesis", "Thesis"),
    ],
)
def test_type_is_told_in_the_words_of_each(client, op, type, zotero, schema):
    made(op, "The Balkans", type=type, container_title="Within", publisher="University")
    page = text(client.get(BALKANS))
    told = dict(meta(page))
    assert told["z:itemType"] == zotero
    assert data_of(page)["@type"] == schema
    # These names make a manager take it for another type.
    is_chapter, is_thesis = type == "chapter", type == "thesis"
    assert ("citation_inbook_title" in told) == is_chapter
    assert ("citation_dissertation_institution" in told) == is_thesis
    assert "citation_journal_title" not in told


def test_article_and_its_works_can_be_saved_from_its_page(client, op):
    source = made(op, "The Balkans", "Glenny, Misha", issued="2012")
    article = builders.article(op, ["One thing happened."], "War <and> peace")
    statement = Statement.objects.get(event__article=article)
    publish(op, Citation.new(statement_id=statement.pk, source_id=source.pk, position="5"))
    page = text(client.get("/articles/war-and-peace/"))
    found = [one.fields for one in read(page[page.index("<main") :]) if one.shape == "coins"]
    assert [(one["type"], one["title"]) for one in found] == [
        ("webpage", "War <and> peace"),
        ("book", "The Balkans"),
    ]
    assert found[0]["URL"].endswith("/articles/war-and-peace/")
    assert found[0]["container-title"] == "Attested"
    assert found[1]["author"] == [{"family": "Glenny", "given": "Misha"}]
    data = data_of(page)
    assert (data["@type"], data["headline"]) == ("Article", "War <and> peace")
    claims = re.search(r'type="application/ld\+json" href="([^"]+)"', page)[1]
    data = json.loads(client.get(claims).content)
    assert [work["name"] for work in data["citation"]] == ["The Balkans"]
    assert dict(meta(page))["z:itemType"] == "webpage"


def test_editions_lead_to_each_other_and_are_made_anew_together(client, op):
    first = made(op, "The Balkans")
    made(op, "Балкан", edition_of_id=first.pk)
    assert ">Балкан</a>" in text(client.get(BALKANS))
    assert f'href="{BALKANS}" dir="auto">The Balkans</a>' in text(client.get("/sources/балкан/"))
    decisions.publish([drafts.update(Source, first.pk, title="Balkans")], by=op, summary="x")
    assert ">Balkans</a>" in text(client.get("/sources/балкан/"))
    third = made(op, "Third")
    decisions.publish(
        [drafts.update(Source, third.pk, edition_of_id=first.pk)], by=op, summary="As printed"
    )
    history = text(client.get("/sources/third/history/"))
    assert re.search(r"<dt>Edition or translation of</dt>.*<ins[^>]*>.*Balkans", history, re.DOTALL)


def test_each_isbn_leads_on_and_finds_the_work(client, op):
    made(op, "The Balkans", isbn="9780140449136 9780306406157")
    page = text(client.get(BALKANS))
    assert page.count("Special:BookSources/") == 2
    assert titles(client, "?q=0-306-40615-2") == ["The Balkans"]
