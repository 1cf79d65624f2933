"""`verify_log` names what is kept of statements, requests and pictures, and was bent."""

import io
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from events.models import Illustration, PictureSize, Statement
from review.deciding import decisions
from review.proposing import drafts
from tests import builders
from tests.review.test_chain import bend

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def article(op):
    return builders.article(op, ["One thing happened in 1806.", "Some 40,000 people died."])


def verified(*options):
    said = io.StringIO()
    with suppress(CommandError):
        call_command("verify_log", "--all", *options, stdout=said, stderr=said)
    return said.getvalue()


def test_what_is_as_it_should_be_is_told_of_by_nothing(op, article):
    hang(op, article)
    assert verified("--pages").endswith("what is live, and what readers are served.\n")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE events_statementstanding SET is_cited = NOT is_cited", "is not as it is live"),
        ("UPDATE events_statementstanding SET is_requested = false", "is not as it is live"),
        ("DELETE FROM events_statementstanding", "is not as it is live"),
        ("UPDATE events_articlestanding SET requested = 7", "its counts are not those"),
        ("DELETE FROM events_articlestanding", "its counts are not those"),
        ("UPDATE events_requeststanding SET is_printed = true", "the worklist has it otherwise"),
        ("UPDATE events_requeststanding SET is_searched = true", "the worklist has it otherwise"),
    ],
)
def test_bent_flags_and_counts_are_named(article, sql, said):
    assert said not in verified()
    bend(sql)
    assert said in verified()


def test_a_bent_flag_of_where_a_citation_is_due_is_named_where_what_is_served_is_checked(article):
    bend("UPDATE events_statementstanding SET is_due = NOT is_due")
    said = verified("--pages")
    for key in Statement.objects.values_list("pk", flat=True):
        assert f"Statement {key}: whether a citation is due is not as its words tell." in said


def hang(op, article):
    """A published picture 640 pixels wide, kept in two sizes."""
    held = builders.picture(op)
    made = Illustration.new(
        article_id=article.pk, position="5", caption="A view", image=held.address,
        credit="A. Novak", licence="CC BY 4.0",
    )  # fmt: skip
    decisions.publish([drafts.create(made)], by=op, summary="shown")
    return held


def body_of(size, colour, form="WEBP"):
    file = io.BytesIO()
    Image.new("RGB", (size.width, size.height), colour).save(file, form)
    return file.getvalue()


def put(size, body):
    bend(f"UPDATE events_picturesize SET body = '\\x{body.hex()}' WHERE id = {size.pk}")


def test_other_bytes_of_a_picture_are_named(op, article):
    held = hang(op, article)
    small, large = PictureSize.objects.order_by("width")
    kept = bytes(large.body)
    put(large, body_of(large, "#2040c1"))
    assert f"Picture {held.pk}: its bytes are not those that it is named by." in verified()
    put(large, kept)
    for body in (body_of(small, "#ff0000"), body_of(small, "#2040c0", "PNG"), b"no picture"):
        put(small, body)
        assert "Picture" not in verified()
        said = f"Picture {held.pk}: it is another one 480 pixels wide."
        assert said in verified("--pages")


def test_a_picture_that_is_gone_and_still_named_is_named(op, article):
    held = hang(op, article)
    bend("DELETE FROM events_picturesize", "DELETE FROM events_picture")
    assert f"Picture {held.pk}: an illustration names it, and it is gone." in verified()
