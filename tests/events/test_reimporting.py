"""An export that comes back: nothing changes, or what was edited becomes a proposal."""

import io

import pytest
from django.core.management import call_command

from events.exchange.exporters.plaintext import export_article
from events.exchange.importing import import_article
from events.models import Article, CitationRequest, Event, Statement
from review.deciding import decisions
from review.exceptions import Refused
from review.models import Act, Changeset, User
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db
FILE = """The bridge

It was begun in 1806[3], and ended in 1812.[4] It fell.

It was built again, by the town.

* a gate
* a tower

So it stands.
"""


@pytest.fixture(scope="module")
def begun(for_all):
    """The key of an article that was imported, and then edited."""
    with for_all():
        op = builders.operator()
        made = builders.imported(op, FILE.encode())
        stands = Statement.objects.get(text="So it stands.")
        edit = drafts.update(Statement, stands.pk, text="It stands.")
        decisions.publish([edit], by=op, summary="x")
    return made.pk


@pytest.fixture
def op(begun):
    return User.objects.get(username="operator")


@pytest.fixture
def by(begun):
    return builders.editor()


@pytest.fixture
def bridge(begun):
    return Article.objects.get(pk=begun)


def texts():
    return [s.text for s in Statement.objects.order_by("event__position", "position")]


def test_export_that_comes_back_changes_nothing(bridge, by):
    done = import_article(export_article(bridge), by=by)
    assert (done.was_known, done.revised) == (True, ())
    assert not Act.objects.filter(state="pending").exists()


@pytest.mark.parametrize(
    ("before", "after", "titles"),
    [
        ("It was begun", "They began it", ["Reword “It was begun in 1806”"]),
        ("in 1812.", "in 1813.", ["Reword “and ended in 1812.”"]),
        ("It fell.", "It fell twice.", ["Reword “It fell.”"]),
        (" It fell.", "", ["Remove “It fell.”"]),
        ("It was built again, by the town.\n\n", "", ["Remove “It was built again, by the town.”"]),
        ("a gate", "a large gate", ["Reword “a gate”"]),
        ("* a gate\n", "* a gate\n* a door\n", ["Add “a door”"]),
        ("\n\nIt stands.", "\n\nIt stands.\n\nIt is painted.", ["Add “It is painted.”"]),
        ("by the town.", "by the town.[when?]", ["Reword “It was built again, by the town.”"]),
        ("It fell.", "It fell. And burned.", ["Reword “It fell.”"]),
    ],
)
def test_what_was_edited_is_proposed_statement_by_statement(bridge, by, before, after, titles):
    told = export_article(bridge).decode()
    assert told.count(before) == 1
    done = import_article(told.replace(before, after).encode(), by=by)
    assert list(done.revised) == titles
    acts = list(Act.objects.filter(state="pending"))
    assert [act.title for act in acts] == titles
    for act in acts:
        builders.approve(act, builders.moderator())
    now = export_article(bridge).decode()
    squeezed = "".join(now.split())
    assert squeezed == "".join(told.replace(before, after).split())


def test_each_difference_is_an_act_of_its_own(bridge, by):
    told = export_article(bridge).decode()
    edited = told.replace("It fell.", "It fell down.").replace("a tower", "towers")
    done = import_article(edited.encode(), by=by)
    assert len(done.revised) == 2
    assert Changeset.objects.get(author=by, sent_at__isnull=False).acts.count() == 2
    assert "It fell." in texts()


def test_mark_that_was_put_in_is_a_request(bridge, by):
    told = export_article(bridge).decode()
    import_article(told.replace("the town.", "the town.[page needed, May 2019]").encode(), by=by)
    builders.approve(Act.objects.get(state="pending"), builders.moderator())
    request = CitationRequest.objects.get(kind="page-needed")
    assert (request.tagged_on, request.about.statement.text) == (
        "2019-05", "It was built again, by the town.",
    )  # fmt: skip


def test_caption_and_heading_are_renamed(op):
    made = builders.imported(op, b"T\n\nOne thing.\n\n== Then ==\n\nAnother.\n\nA view\nA plan\n")
    told = export_article(made).decode()
    edited = told.replace("A view", "The view").replace("== Then", "== Afterwards")
    done = import_article(edited.replace("\nA plan", "").encode(), by=builders.editor())
    assert list(done.revised) == ["Rename “Then”", "Rename “A view”", "Remove “A plan”"]


def test_what_is_kept_apart_is_not_taken_over_and_that_is_told(op, by, tmp_path):
    text = b"T\n\nSee also: The river\n\nOne thing.\n"
    builders.imported(op, text)
    done = import_article(text.replace(b"river", b"bank"), by=by)
    assert (done.revised, done.left_out[0][1]) == ((), "It differs here, and was not taken over.")


def test_new_paragraph_stands_where_it_was_put(bridge, by):
    told = export_article(bridge).decode()
    edited = told.replace("\n\n* a gate", "\n\nIt has two parts:\n\n* a gate")
    import_article(edited.encode(), by=by)
    builders.approve(Act.objects.get(state="pending"), builders.moderator())
    assert texts()[4:6] == ["It has two parts:", "a gate"]
    assert Event.objects.count() == 6


def test_dry_run_tells_and_sends_nothing(bridge, by):
    edited = export_article(bridge).replace(b"It fell.", b"It fell down.")
    done = import_article(edited, by=by, dry_run=True)
    assert len(done.revised) == 1
    assert not Changeset.objects.filter(author=by).exists()


def test_another_text_of_the_same_title_is_refused(bridge, by):
    with pytest.raises(Refused, match="from another file"):
        import_article(b"The bridge\n\nNothing is known of it.\n", by=by)
    assert not Changeset.objects.filter(author=by).exists()


def test_command_tells_what_differs(bridge, by, tmp_path):
    file = tmp_path / "x.txt"
    file.write_bytes(export_article(bridge).replace(b"It fell.", b"It fell down."))
    out = io.StringIO()
    call_command("import_article", str(file), by=by.username, stdout=out)
    assert "Reword “It fell.”" in out.getvalue()
    assert "1 difference in this text, sent for review: /admin/review/changesets/" in out.getvalue()
    file.write_bytes(export_article(bridge))
    call_command("import_article", str(file), by=by.username, stdout=out)
    assert "no change. /articles/the-bridge/" in out.getvalue()
