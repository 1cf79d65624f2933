"""What public pages load, and that nothing on them jumps meanwhile."""

import gzip
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from events.models import Statement
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    *("/", "/articles/an-article/", "/articles/an-article/history/", "/timeline/", "/topics/"),
    *("/sources/", "/search/?q=followed", "/changes/"),
)
HEAVIEST = 12_000
SHIFTED = """() => new Promise(tell => {
  let sum = 0;
  new PerformanceObserver(seen => { for (const one of seen.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => tell(sum), 150));
})"""
LOADED = "performance.getEntriesByType('resource').map(one => [one.name, one.renderBlockingStatus])"


@pytest.fixture
def site(db):
    op = builders.operator()
    builders.imported(op)
    builders.article(op, ["One thing happened.", "Another followed."])
    builders.published_citation(op, Statement.objects.get(text="Another followed."))


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_moves_while_a_page_loads(site, browse, width):
    page = browse(viewport={"width": width, "height": 900})
    for path in (*PAGES, "/articles/russia-serbia-relations/"):
        page.goto(path)
        assert page.evaluate(SHIFTED) == 0, path


def test_pages_load_little_and_nothing_from_elsewhere(site, browse):
    page = browse()
    for path in PAGES:
        page.goto(path, wait_until="networkidle")
        here = urlsplit(page.url).netloc
        weights = {"css": 0, "js": 0}
        for address, blocks in page.evaluate(LOADED):
            parts = urlsplit(address)
            assert parts.netloc == here, address
            kind = parts.path.rpartition(".")[2]
            if kind in weights:
                body = page.request.get(address).body()
                weights[kind] += len(gzip.compress(body))
            assert kind != "js" or blocks == "non-blocking", address
        assert 0 < weights["css"] <= HEAVIEST, (path, weights)
        assert 0 < weights["js"] <= HEAVIEST, (path, weights)


def test_no_style_of_a_public_page_waits_for_another(site):
    """A sheet that another imports is known only when that one is there: the first paint waits twice."""
    client = Client()
    for path in PAGES:
        page = client.get(path).content.decode()
        for address in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page):
            name = re.sub(r"\.[0-9a-f]{12}\.", ".", address.rpartition("/")[2])
            sheet = settings.BASE_DIR / "static" / "css" / name
            assert "@import" not in sheet.read_text(), name
