"""An import and what is remembered of its file: both stand, or neither does."""

from functools import partial

import pytest
from django.db import connection

from events.exchange.importing import Imported, import_article
from events.models import Article, ArticleImport, Event
from review.models import Act, Decision, Subject
from tests import builders
from tests.review.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)
FILE = b"A short article\n\nOne thing happened.[citation needed] Another followed.\n"
# The row of the file can't be written: as if the process ended just before.
CRASH = """
CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the process ended here'; END $$;
CREATE TRIGGER crash BEFORE INSERT ON events_articleimport EXECUTE FUNCTION crash();
"""
MENDED = "DROP TRIGGER IF EXISTS crash ON events_articleimport; DROP FUNCTION IF EXISTS crash()"


@pytest.fixture
def crash():
    with connection.cursor() as cursor:
        cursor.execute(CRASH)
    yield
    with connection.cursor() as cursor:
        cursor.execute(MENDED)


@pytest.fixture(params=["operator", "editor"])
def by(request):
    """Who publishes what they import, and who proposes it."""
    return getattr(builders, request.param)()


def test_crash_between_an_import_and_its_file_leaves_neither(by, crash):
    with pytest.raises(Exception, match="the process ended here"):
        import_article(FILE, by=by)
    assert not Act.objects.exists()
    assert not Subject.objects.exists()
    assert not Decision.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(MENDED)
    done = import_article(FILE, by=by)
    assert not done.was_known
    assert done.is_published == (by.username == "operator")
    assert import_article(FILE, by=by).was_known


def test_same_file_imported_by_two_at_once_is_one_article(by):
    results = together(*[partial(import_article, FILE, by=by)] * 2)
    assert all(isinstance(result, Imported) for result in results)
    assert sorted(result.was_known for result in results) == [False, True]
    assert len({result.act.pk for result in results}) == 1
    assert Act.objects.count() == ArticleImport.objects.count() == 1
    assert Article.objects.count() == Event.objects.count() == (by.username == "operator")


def test_other_file_of_the_same_title_imported_meanwhile_is_refused(by):
    other = FILE + b"\nA third thing.\n"
    results = together(partial(import_article, FILE, by=by), partial(import_article, other, by=by))
    refused = [str(result) for result in results if not isinstance(result, Imported)]
    assert len(refused) == 1
    assert "from another file" in refused[0]
    assert Act.objects.count() == ArticleImport.objects.count() == 1
