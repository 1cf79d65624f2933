"""The public pages in each language: every address, every link, every word."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import strip_tags

from config import messages
from events import removing
from events.desk import campaigns
from events.desk.worklist import Wanted
from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Mention,
    Section,
    SectionRequest,
    Statement,
    Topic,
)
from events.pages import languages
from review.deciding import decisions
from review.models import StoredPage
from review.proposing import drafts
from sources import edtf
from sources.models import Contributor, Source
from tests import builders

pytestmark = pytest.mark.django_db
OTHERS = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
# What is written so in any language.
NAMES = frozenset(
    re.findall(
        r"\S+",
        "Attested UTC Atom BibTeX RIS CSL JSON SVG Wikidata COinS DOI ISBN ISSN manage make_notes "
        "import_article FILE USER English Srpski Karađorđe Karadjordje karadorde EDTF",
    )
)
STYLES = re.compile(r"Chicago[^<]*|American Psychological[^<]*|Modern Language[^<]*|Cite Them[^<]*")
ATTRIBUTES = re.compile(
    r'(?:\b(?:title|aria-label|placeholder|alt)|"og:title" content|description" content)="([^"]*)"'
)
# How the words of the article and of the work begin, where they stand by themselves.
CONTENT = re.compile("Πόλεμος|Αρχή|Έγινε|Υπογράφηκε|Θέα|Ιστορία|ναι")
ROMAN = re.compile(r"[IVXL]+")
# Whole elements that no reader reads, or that say that they are English.
LEFT_OUT = re.compile(
    r"<script.*?</script>|<code>.*?</code>|<[^>]*class=\"Z3988\"[^>]*>|<meta name=\"citation[^>]*>|"
    r"<(\w+)[^>]* lang=\"en\"[^>]*>.*?</\1>",
    re.S,
)


@pytest.fixture(scope="module")
def world(for_all):
    """An archive whose own words are all Greek, which no page speaks."""
    with for_all():
        op = builders.user("ελένη", "operator", directly=True)
        editor = builders.user("νίκος", "editor")
        judge = builders.user("άννα", "moderator")
        article = Article.new(title="Πόλεμος", language="el")
        section = Section.new(article_id=article.pk, position="5", title="Αρχή")
        events = [Event.new(article_id=article.pk, position=f"6{n}1") for n in range(3)]
        said = [
            Statement.new(event_id=event.pk, position=f"5{n}1", text=f"{text} {n}.")
            for event in events
            for n, text in enumerate(("Έγινε μάχη", "Υπογράφηκε ειρήνη"))
        ]
        source = Source.new(
            type="book", title="Ιστορία", publisher="Εστία", issued="1912", language="el"
        )
        author = Contributor.new(source_id=source.pk, position="5", family="Παπάς", given="Α.")
        topic = Topic.new(name="Αθήνα", kind="place", latitude=38, longitude=24)
        made = [
            *(article, section, *events, *said, source, author, topic),
            Mention.new(statement_id=said[0].pk, topic_id=topic.pk, words="μάχη"),
            Dating.new(statement_id=said[0].pk, words="1812", edtf="1812-05~"),
            Dating.new(statement_id=said[2].pk, words="1804", edtf="1804/1813"),
            Dating.new(statement_id=said[4].pk, words="αιώνας", edtf="-0043"),
            CitationRequest.new(about_id=said[1].pk, reason="γιατί;"),
            SectionRequest.new(article_id=article.pk, section_id=section.pk),
            Illustration.new(article_id=article.pk, position="5", caption="Θέα"),
        ]
        for n, direction in enumerate(("supports", "contradicts")):
            made.append(
                Citation.new(
                    statement_id=said[2 + n].pk,
                    source_id=source.pk,
                    position="5",
                    direction=direction,
                    quotation="ναι",
                )
            )
        decisions.publish([drafts.create(o) for o in made], by=op, summary="πρώτα")
        for text in ("Έγινε μεγάλη μάχη.", "Έγινε μάχη εκεί."):
            builders.approve(builders.change(said[0], editor, summary="καλύτερα", text=text), judge)
        gone = removing.remove_statement(Statement.objects.get(pk=said[5].pk))
        decisions.publish(gone, by=op, summary="τέλος")
        today = timezone.now().date()
        campaigns.open_campaign(
            "Δράση",
            by=judge,
            about="Γιατί όχι;",
            begins_on=today,
            ends_on=today,
            wanted=Wanted(kind="citation-needed"),
        )
        builders.lead(Statement.objects.first(), text="ξέρω", token="known")


@pytest.fixture(scope="module")
def walked(world, for_all):
    """{code: {path: answer}}: what a reader comes to who follows every link of a language."""
    with for_all():
        return {code: _walk(code) for code, _ in settings.LANGUAGES}


def _walk(code):
    client, found, led = Client(), {}, [_root(code), f"{_root(code)}leads/known/"]
    while led:
        path = led.pop()
        if path in found:
            continue
        assert len(found) < 600, "the walk does not end"
        answer = found[path] = client.get(path)
        if answer.status_code in (301, 302):
            led.append(urljoin(path, answer.url).partition("#")[0])
        if "text/html" in answer.headers["Content-Type"] and answer.status_code == 200:
            led += [link for link in _links(path, answer) if _is_page(link, code)]
    return found


def _root(code):
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


def _text(answer):
    return answer.content.decode()


def _links(path, answer):
    for found in re.findall(r'(?:href|action)="([^"#][^"]*)"', _text(answer)):
        parts = urlsplit(urljoin(f"{settings.ATTESTED_URL}{path}", found.replace("&amp;", "&")))
        if f"{parts.scheme}://{parts.netloc}" == settings.ATTESTED_URL:
            yield unquote(parts.path) + (f"?{parts.query}" if parts.query else "")


def _is_page(link, code):
    """Whether a link stays on the pages of a language; one leads to each other language. Of the past,
    which has all pages once for each publication, one moment is walked."""
    if "/at/" in link and "/at/2/" not in link:
        return False
    others = tuple(_root(other) for other in OTHERS if other != code)
    return not link.startswith(("/admin/", "/static/", "/pictures/", *others)) and link.startswith(
        _root(code)
    )


def _pages(walked, code):
    return {
        path: answer
        for path, answer in walked[code].items()
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]
    }


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_no_link_of_a_language_leads_nowhere(walked, code):
    assert {
        p: a.status_code
        for p, a in walked[code].items()
        if a.status_code not in (200, 301, 302, 410)
    } == {}
    assert len(walked[code]) > 60


def test_the_languages_have_the_same_pages(walked):
    paths = [
        {path.removeprefix(_root(code)).lstrip("/") for path in walked[code]}
        for code, _ in settings.LANGUAGES
    ]
    assert paths[0] == paths[1] == paths[2] == paths[3]


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_page_says_its_language_and_leads_to_the_same_page_in_the_others(walked, code):
    for path, answer in _pages(walked, code).items():
        page = _text(answer)
        assert f'<html lang="{languages.tag(code)}">' in page, path
        bare = path.removeprefix(_root(code).rstrip("/"))
        for other in {"en-gb", *OTHERS} - {code}:
            there = f"{_root(other).rstrip('/')}{bare}".replace("&", "&amp;").partition("?")[0]
            assert f'href="{unquote(there)}' in unquote(page), (path, there)


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_reader_is_led_into_the_desk_by_its_name_and_requests_alone(walked, code):
    led = set()
    for path, answer in _pages(walked, code).items():
        led |= {link.partition("?")[0] for link in _links(path, answer) if "/admin/" in link}
    ask = r"/admin/events/(citationrequest/[\w-]+/resolve/|statement/[\w-]+/ask/)"
    known = {"/admin/", *(f"/admin/events/citationrequest/{w}/" for w in ("worklist", "next"))}
    assert {link for link in led if not re.fullmatch(ask, link)} <= known


@pytest.mark.parametrize("code", ["sr", "ru"])
def test_no_english_is_left_on_a_page(walked, code):
    left = {}
    for path, answer in _pages(walked, code).items():
        page = STYLES.sub("", LEFT_OUT.sub(" ", _text(answer)))
        said = " ".join([strip_tags(page), *ATTRIBUTES.findall(page)])
        said = re.sub(r"https?://\S+|/[\w./%-]+", " ", said)
        for word in set(re.findall(r"[A-Za-zđ_]{3,}", said)) - NAMES:
            if not ROMAN.fullmatch(word):
                left.setdefault(word, path)
    if left:
        pytest.fail("\n".join(f"{word}: {path}" for word, path in sorted(left.items())))


class Tongues(HTMLParser):
    """[(the language that a text is in by its nearest `lang`, the text)] of a page."""

    ENDLESS = frozenset(
        [
            "meta",
            "link",
            "img",
            "input",
            "br",
            "rect",
            "line",
            "path",
            "circle",
            "polygon",
            "hr",
            "source",
            "col",
        ]
    )

    def __init__(self, page):
        super().__init__()
        self.open, self.found = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag not in self.ENDLESS:
            here = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attributes).get("lang", here)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if self.open and self.open[-1][0] not in ("title", "script", "style", "textarea", "option"):
            self.found.append((self.open[-1][1], text))


@pytest.mark.parametrize("code", OTHERS)
def test_words_of_articles_and_works_say_their_language(walked, code):
    left = {}
    for path, answer in _pages(walked, code).items():
        for tongue, text in Tongues(_text(answer)).found:
            if tongue == languages.tag(code) and CONTENT.match(text.strip()):
                left.setdefault(text.strip(), path)
    assert left == {}


@pytest.mark.parametrize("code", OTHERS)
def test_drawings_have_the_numbers_of_svg_in_each_language(walked, code):
    drawn = [path for path in walked[code] if path.partition("?")[0].endswith("timeline.svg")]
    assert drawn
    for path in [*_pages(walked, code), *drawn]:
        assert (
            re.findall(
                r'\b(?:x|y|c?x[12]?|c?y[12]?|width|height)="[-0-9]*,', _text(walked[code][path])
            )
            == []
        ), path


@pytest.mark.parametrize("code", OTHERS)
def test_feeds_and_weeks_are_in_the_language(walked, code):
    feed = walked[code][f"{_root(code)}feed.atom"]
    assert "What was published" not in _text(feed)
    assert _root(code) in _text(feed)


def test_catalogs_are_as_the_code_is_and_nothing_is_untranslated():
    assert list(messages.amiss()) == []


def test_placeholders_stay_in_translation():
    held = re.compile(r"%\(\w+\)s|\{\w*\}|</?\w+")
    for code in ("sr", "ru"):
        for message in messages.catalog_of(code):
            if not message.id:
                continue
            ids = message.id if message.pluralizable else (message.id,)
            wanted = set(held.findall(ids[-1]))
            for said in message.string if message.pluralizable else (message.string,):
                assert set(held.findall(said)) == wanted, (code, said)


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("ru", 1, "1 утверждение"),
        ("ru", 3, "3 утверждения"),
        ("ru", 25, "25 утверждений"),
        ("sr", 1, "1 тврдња"),
        ("sr", 22, "22 тврдње"),
        ("sr-latn", 5, "5 tvrdnji"),
        ("en-gb", 2, "2 statements"),
    ],
)
def test_numbers_have_the_forms_of_the_language(code, number, said):
    with translation.override(code):
        found = translation.ngettext("%(number)s statement", "%(number)s statements", number)
    assert found % {"number": number} == said


def test_days_are_written_as_in_the_language(walked):
    day = timezone.now().date()
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            said = edtf.day(day)
        found = _text(walked[code][f"{_root(code)}changes/"])
        assert f">{said}, " in found


def test_each_language_is_kept_as_a_page_of_its_own(walked):
    kept = set(StoredPage.objects.values_list("path", flat=True))
    assert {f"{_root(code)}timeline/" for code, _ in settings.LANGUAGES} <= kept


def test_desk_has_one_language(client):
    assert client.get("/ru/admin/").status_code == 404


def test_browser_and_cookie_do_not_choose(client, world):
    client.cookies["django_language"] = "ru"
    answer = client.get("/", headers={"accept-language": "sr"})
    assert '<html lang="en">' in _text(answer)
    assert "Accept-Language" not in answer.headers["Vary"]
