"""An article in time: its history, two versions compared, one cited; before the first, and after the last."""

import json
import re
from datetime import date

import pytest
from django.conf import settings

from events.desk import resolving, statements
from events.models import Article, Citation, CitationRequest, Dating, Section, Statement
from events.pages import comparing, versions
from review.deciding import decisions
from review.models import Publication, StoredPage
from review.proposing import drafts, proposals
from sources.formatting import ourselves, renderings
from sources.formatting.styles import offered
from sources.models import Contributor, Source
from tests import builders

pytestmark = pytest.mark.django_db
ADDRESS = "/articles/an-article/"


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def article(op):
    return builders.article(op)


def first():
    return Statement.objects.order_by("position").first()


def text(response):
    return response.content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def publish(by, *edits):
    decisions.publish(list(edits), by=by, summary="changed")
    return Publication.objects.latest("number").number


def reword(by, words):
    return publish(by, drafts.update(Statement, first().pk, text=words))


# History


def test_history_tells_each_publication_in_a_sentence_with_who_and_why(client, op, article):
    judge = builders.moderator("Mara")
    act = builders.change(first(), builders.editor("Edita"), summary="Clearer", text="It began.")
    builders.approve(act, judge)
    page = text(client.get(f"{ADDRESS}history/"))
    assert "1 statement reworded." in page
    assert "Published for the first time, 2 statements added, 1 request opened." in page
    told = words(page)
    assert "by Edita, approved by Mara. Clearer" in told
    assert 'href="/at/2/articles/an-article/"' in page
    assert 'href="/articles/an-article/compare/?from=1&amp;to=2"' in page


def test_publications_that_alter_no_word_are_folded_together(client, op, article):
    for text_ in ("One thing, happened.", "One thing; happened.", "Another."):
        reword(op, text_)
    page = text(client.get(f"{ADDRESS}history/"))
    folded = re.search(r"<details>.*?</details>", page, re.DOTALL)[0]
    assert "2 publications that alter no word" in folded
    assert folded.count("touched up (no word differs)") == 2
    assert "reworded" not in folded


def test_history_goes_on_by_key_and_loses_nothing(client, op, article, monkeypatch):
    monkeypatch.setattr(versions, "ENTRIES_PER_PAGE", 2)
    for n in range(4):
        reword(op, f"Words {n}.")
    seen, query = [], ""
    while query is not None:
        page = text(client.get(f"{ADDRESS}history/{query}"))
        seen.append(re.findall(r'id="p(\d+)"', page))
        link = re.search(r'href="(\?before=\d+)" rel="next"', page)
        query = link and link[1]
    assert seen == [["5", "4"], ["3", "2"], ["1"]]


def test_history_of_a_moment_knows_nothing_of_later(client, op, article):
    reword(op, "Later words.")
    page = text(client.get(f"/at/1{ADDRESS}history/"))
    assert re.findall(r'id="p(\d+)"', page) == ["1"]


# Compare


def compared(client, older, newer, **more):
    query = {"from": older, "to": newer, **more}
    return text(client.get(f"{ADDRESS}compare/", query))


def test_each_kind_of_difference_is_told_with_its_words(client, op, article):
    one, two = Statement.objects.order_by("position")
    event = one.event_id
    base = Publication.objects.latest("number").number
    citation = builders.published_citation(op, one)
    dating = Dating.new(statement_id=two.pk, words="Another", edtf="1806")
    new = Statement.new(event_id=event, position="9", text="A third came.")
    section = Section.new(article_id=article.pk, position="5", title="Part")
    publish(op, *map(drafts.create, (dating, new, section)))
    publish(op, drafts.update(Statement, one.pk, text="One event happened."))
    middle = Publication.objects.latest("number").number
    page = words(compared(client, base, middle))
    assert "Reworded" in page
    assert "deleted: thing inserted: event" in page
    assert "Cited: The Balkans, page 7" in page
    assert "Dated: “Another” as 1806" in page
    assert "Added its life inserted: A third came." in page
    assert "1 statement added, 1 statement reworded, 1 statement newly cited, 1 date read." in page
    assert "Section inserted: Part" in page

    other, author = builders.book(title="Another book")
    swap = drafts.update(Citation, citation.pk, source_id=other.pk)
    publish(op, drafts.create(other), drafts.create(author), swap)
    publish(op, drafts.update(Dating, dating.pk, edtf="1807"))
    publish(op, drafts.update(Statement, two.pk, position="95"))
    publish(op, drafts.remove(Statement, new.pk))
    page = words(compared(client, middle, ""))
    assert "Work swapped: The Balkans, page 7 → Another book, page 7" in page
    assert "Date changed: “Another” as 1806 → “Another” as 1807" in page
    assert "Removed its life deleted: A third came." in page
    assert "Moved its life Another followed. Date changed" in page
    # Asked for the other way round it is still told from the older one.
    last = Publication.objects.latest("number").number
    assert words(compared(client, last, middle)) == page


def test_splits_and_merges_are_one_difference_and_no_word_lost(client, op, article):
    by, judge = builders.editor(), builders.moderator()
    act = statements.split(first(), at=len("One thing"), by=by)
    proposals.send([act], by=by, summary="two")
    builders.approve(act, judge)
    found = comparing.compare(article.pk, *_steps(1, 2))
    assert [(d.what, d.label, d.parts) for d in found.differences] == [
        ("split", "Split into 2", ["One thing", "happened."])
    ]
    assert found.differences[0].diff == ""
    assert found.claims == "1 statement split off another."
    _, two, _ = Statement.objects.order_by("position")
    act = statements.merge(two, by=by)
    proposals.send([act], by=by, summary="one")
    builders.approve(act, judge)
    found = comparing.compare(article.pk, *_steps(2, 3))
    assert [(d.what, d.parts) for d in found.differences] == [
        ("merged", ["One thing", "happened."])
    ]
    assert comparing.compare(article.pk, *_steps(1, 3)).is_same


def _steps(*numbers):
    found = Publication.objects.in_bulk(numbers)
    return [found.get(number) for number in numbers]


def test_what_alters_no_word_is_folded_at_the_end(client, op, article):
    reword(op, "One thing, happened.")
    page = compared(client, 1, 2)
    assert "1 statement touched up: no word differs" in page
    assert "<b>Touched up</b>" in page.partition("<details")[2]


def test_without_choice_it_is_what_the_last_publication_altered(client, op, article):
    statement = first()
    publish(op, drafts.update(Statement, statement.pk, text="First rewording."))
    builders.article(op, title="Elsewhere")
    publish(op, drafts.update(Statement, statement.pk, text="Second rewording."))
    page = words(text(client.get(f"{ADDRESS}compare/")))
    assert "Publication 2 of" in page
    assert "publication 4 of" in page
    assert "deleted: First inserted: Second rewording." in page


@pytest.mark.parametrize("query", ["from=soon", "to=99", "from=9" + "9" * 40, "from=2026-99-99"])
def test_versions_that_are_not_there_are_told_and_the_form_kept(client, article, query):
    answer = client.get(f"{ADDRESS}compare/?{query}")
    assert answer.status_code == 404
    assert 'role="alert"' in text(answer)
    assert query.partition("=")[2] in text(answer)


def test_days_name_versions_too_and_one_before_the_first_is_empty(client, article):
    page = words(text(client.get(f"{ADDRESS}compare/?from=1999-01-01&to=2999-01-01")))
    assert "Before anything was published" in page
    assert "Added its life inserted: One thing happened." in page


def test_differences_go_on_by_key(client, op, article, monkeypatch):
    monkeypatch.setattr(comparing, "SHOWN", 1)
    publish(op, *(drafts.update(Statement, s.pk, text="New.") for s in Statement.objects.all()))
    page = compared(client, 1, 2)
    more = re.search(r'href="\?([^"]+)" rel="next"', page)[1].replace("&amp;", "&")
    rest = text(client.get(f"{ADDRESS}compare/?{more}"))
    ids = [re.findall(r'id="(d-\w+)"', each) for each in (page, rest)]
    assert [len(own) for own in ids] == [1, 1]
    assert ids[0] != ids[1]
    assert client.get(f"{ADDRESS}compare/?from=1&to=2&after=nothing").status_code == 404


# Cite


@pytest.fixture
def styles(settings):
    settings.ATTESTED_OFFERED_STYLES = ["apa", "modern-language-association"]
    ourselves.make_all()


def test_version_is_cited_with_its_lasting_address_in_each_style(client, op, styles):
    builders.article(op, title="War & <peace>?")
    page = text(client.get("/articles/war-peace/cite/"))
    step = Publication.objects.get()
    lasting = f"{settings.ATTESTED_URL}/at/1/articles/war-peace/"
    assert f'<a href="/at/1/articles/war-peace/">{lasting}</a>' in page
    assert page.count(f'href="{lasting}"') == len(offered())
    told = words(page)
    assert f"“War &amp; &lt;peace&gt;?” {step.at:%B} {step.at.day}, {step.at.year}." in told
    assert f"War &amp; &lt;peace&gt;? ({step.at.year}, {step.at:%B} {step.at.day})." in told
    assert ourselves.YEAR not in page
    assert "qzx" not in page.lower()
    assert client.get("/at/1/articles/war-peace/").status_code == 200


def test_version_of_then_is_cited_as_of_then(client, op, article, styles):
    reword(op, "Later.")
    assert "/at/2/articles/an-article/" in text(client.get(f"{ADDRESS}cite/"))
    then = text(client.get(f"/at/1{ADDRESS}cite/"))
    assert f"{settings.ATTESTED_URL}/at/1{ADDRESS}" in then
    assert f"/at/2{ADDRESS}" not in then


def test_entries_are_what_pandoc_writes_of_the_version_itself(op, styles):
    day, address = date(2026, 2, 3), "https://attested.example/at/7/articles/war/"
    item = {
        **ourselves.item(day),
        "title": "Letters of the envoys",
        "issued": {"date-parts": [[2026, 2, 3]]},
        "URL": address,
    }
    made = dict(ourselves.entries("Letters of the envoys", day, address))
    for style, called in offered().items():
        assert made[called] == renderings.entries_in([item], style)[0], style


def test_version_comes_as_a_file_in_each_form(client, article):
    lasting = f"{settings.ATTESTED_URL}/at/1{ADDRESS}"
    bib = text(client.get(f"{ADDRESS}version.bib"))
    assert "An article" in bib
    assert lasting in bib
    assert f"UR  - {lasting}" in text(client.get(f"{ADDRESS}version.ris"))
    (item,) = json.loads(text(client.get(f"/at/1{ADDRESS}version.json")))
    assert (item["title"], item["URL"]) == ("An article", lasting)
    assert client.get(f"{ADDRESS}version.doc").status_code == 404


def test_until_entries_are_made_the_page_cites_plainly_and_is_not_kept(client, article):
    page = text(client.get(f"{ADDRESS}cite/"))
    assert "“An article.” Attested, " in page
    assert not StoredPage.objects.filter(path=f"{ADDRESS}cite/").exists()


def test_publication_names_a_moment_by_its_number(client, op, article):
    step = Publication.objects.get()
    reword(op, "Later words.")
    by_number = client.get(f"/at/1{ADDRESS}")
    by_time = client.get(f"/at/{step.at:%Y-%m-%dT%H:%M:%S.%f}Z{ADDRESS}")
    assert "One thing happened." in text(by_number)
    assert "Later words." not in text(by_number)
    assert by_number.context["page"].statements == by_time.context["page"].statements
    for number in ("0", "3", "9" * 30):
        assert client.get(f"/at/{number}{ADDRESS}").status_code == 404


# Before the first, after the last


@pytest.mark.parametrize("path", ["", "history/", "cite/"])
def test_before_its_first_publication_a_page_says_so(client, op, path):
    builders.article(op, title="Earlier")
    builders.article(op)
    answer = client.get(f"/at/1{ADDRESS}{path}")
    assert answer.status_code == 404
    page = words(text(answer))
    assert "This article was first published on" in page
    assert "after publication 1, it was not there" in page
    assert 'href="/at/2/articles/an-article/"' in text(answer)
    answer = client.get(f"/at/1999-01-01{ADDRESS}{path}")
    assert "nothing had been published at all" in words(text(answer))


def test_before_the_first_a_statement_and_a_source_say_so_too(client, op, article):
    builders.published_citation(op, first())
    anchor = first().subject.anchor
    assert "This source was first published on" in words(
        text(client.get("/at/1/sources/the-balkans/"))
    )
    answer = client.get(f"/at/1999-01-01/statements/{anchor}/")
    assert answer.status_code == 404
    assert "This statement was first published on" in words(text(answer))


def removed(op, article):
    for statement in Statement.objects.all():
        publish(op, *resolving.remove_statement(statement))
    return publish(op, drafts.remove(Article, article.pk))


def test_what_was_removed_is_gone_with_a_sentence_and_stays_readable_as_it_was(client, op, article):
    anchor, event = first().subject.anchor, first().event.subject.anchor
    citation = builders.published_citation(op, first())
    publish(op, drafts.remove(Citation, citation.pk))
    author = Contributor.objects.get()
    publish(op, drafts.remove(Contributor, author.pk), drafts.remove(Source, citation.source_id))
    number = removed(op, article)
    for path, noun in (
        (ADDRESS, "article"),
        ("/sources/the-balkans/", "source"),
        (f"/events/{event}/", "paragraph"),
    ):
        answer = client.get(path)
        assert answer.status_code == 410, path
        page = text(answer)
        assert f"This {noun} was removed" in page
        assert "published directly, without a second person" in words(page)
        last = re.search(r'href="(/at/\d+/[^"]+)">Read it as it last stood', page)[1]
        assert client.get(last).status_code == 200
    answer = client.get(f"/statements/{anchor}/")
    assert answer.status_code == 410
    assert "This statement was removed." in text(answer)
    # Its record stays: that is no page that was removed.
    assert client.get(f"{ADDRESS}history/").status_code == 200
    assert client.get(f"{ADDRESS}feed.atom").status_code == 200
    assert client.get(f"/at/{number - 1}{ADDRESS}").status_code == 200
    assert client.get(f"/at/{number}{ADDRESS}").status_code == 404


def test_what_was_never_published_is_no_more_than_not_there(client, op, article):
    by = builders.editor()
    new = Statement.new(event_id=first().event_id, position="9", text="A secret.")
    drafts.propose([drafts.create(new)], by=by)
    for path in ("/articles/nowhere/", "/articles/nowhere/history/", "/sources/nowhere/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "first published" not in text(answer)
    assert CitationRequest.objects.count() == 1
