"""An import and what is remembered of its file: both stand, or neither does."""

from functools import partial

import pytest
from django.db import connection

from events.exchange import making
from events.exchange.exporters.plaintext import export_article
from events.exchange.importing import Imported, import_article
from events.models import Article, ArticleImport, Dating, Event
from review.exceptions import Clashes
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


@pytest.fixture(params=["operator", "importer"])
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


def test_dry_run_says_what_the_import_does_and_writes_nothing(by):
    text = f"A title\n\nOn 5{' ' * 300}May 1812 it began, and in 1903 it ended.[9]\n".encode()
    tried = import_article(text, by=by, dry_run=True)
    assert not Act.objects.exists()
    assert not Subject.objects.exists()
    done = import_article(text, by=by)
    assert (tried.slug, tried.left_out) == (done.slug, done.left_out)
    assert [d.edtf for d in tried.dates] == [d.edtf for d in done.dates] == ["1903"]
    ((words, why),) = done.left_out
    assert words.startswith("5 ")
    assert "at most 300 characters" in why
    assert done.act.changes.filter(subject__kind="events.dating").count() == 1


PAGES = builders.SHARED.parent.parent / "corpora" / "pages"


@pytest.mark.skipif(not PAGES.exists(), reason="they lie beside the project")
@pytest.mark.parametrize("name", ["treaty", "tsardom-of-russia", "montenegro", "serbs"])
def test_page_as_people_copy_it_comes_in_whole(name):
    data = (PAGES / f"{name}.txt").read_bytes()
    assert import_article(data, by=builders.operator()).is_published
    assert export_article(Article.objects.get()) == data


def test_dry_run_refuses_what_the_import_refuses(by, monkeypatch):
    monkeypatch.setattr(making, "_fault", lambda dating: "")
    text = f"A title\n\nOn 5{' ' * 300}May 1812 it began.\n".encode()
    for is_dry in (True, False):
        with pytest.raises(Clashes, match="at most 300 characters"):
            import_article(text, by=by, dry_run=is_dry)
    assert not Act.objects.exists()


def test_calendar_of_a_date_is_kept_and_its_bounds_are_gregorian(by):
    import_article(b"The peace\n\nOn 10 July 1807 (O.S.) they made peace.\n", by=by)
    if by.username == "operator":
        dating = Dating.objects.get()
        assert (dating.edtf, dating.calendar) == ("1807-07-10", "julian")
        assert (dating.lower, dating.upper) == (18070722, 18070722)
