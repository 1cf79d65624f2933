"""An import loses no article over what nobody sees."""

import io

import pytest
from django.core.management import call_command

from events.exchange.exporters.plaintext import export_article
from events.exchange.importers.plaintext import read_article, rebuild
from events.exchange.importing import import_article
from events.models import (
    Article,
    Statement,
)
from tests import builders
from tests.characters.steps import OVERRIDE

pytestmark = pytest.mark.django_db


def test_import_leaves_out_of_the_title_what_turns_it_and_tells(tmp_path):
    builders.operator()
    file = tmp_path / "article.txt"
    file.write_text(f"A {OVERRIDE}title\n\nIt was {OVERRIDE}so.\n")
    out = io.StringIO()
    call_command("import_article", str(file), by="operator", stdout=out)
    assert "The title holds U+202E (RIGHT-TO-LEFT OVERRIDE)" in out.getvalue()
    assert "it was left out" in out.getvalue()
    article = Article.objects.get()
    assert article.title == "A title"
    assert Statement.objects.get().text == f"It was {OVERRIDE}so."
    assert export_article(article).decode() == f"A title\n\nIt was {OVERRIDE}so.\n"


@pytest.mark.parametrize(
    "text",
    [
        "Title\n\n\u3164\n\nIt was.\n",
        "Title\n\nIt was.\n\n\u200b\n\nOne\n\u2800\n\u200bTwo\n",
        "\u3164\n\nTitle\n\nIt was [9] \u3164 [9].\n",
        "\u200b\nTitle\n\nSince 5\u2028May 1812 it was.\n",
        "Title\u202e\n\nIt was \u202e[9]\u202e.\n",
    ],
)
def test_import_loses_no_article_over_what_nobody_sees(text):
    data = text.encode()
    read = read_article(data)
    assert rebuild([(p.lead, p.text, p.trail) for p in read.pieces], read.tail) == data
    done = import_article(data, by=builders.operator())
    assert done.is_published
    assert Article.objects.get().title == "Title"
    kept = export_article(Article.objects.get())
    assert kept == data or read.left_out
