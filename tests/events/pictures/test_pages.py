"""Pictures where people meet them: at the form, under review, on the page, and gone again."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from events.models import Illustration, Picture, PictureSize
from events.pictures import keeping
from review.deciding import decisions, redacting
from review.models import Act, Change
from review.proposing import drafts, proposals
from tests import builders
from tests.events.pictures import files
from tests.test_every_admin import form_of

pytestmark = pytest.mark.django_db
CREDITED = {"credit": "Ana", "licence": "CC BY 4.0"}


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by():
    return builders.editor()


@pytest.fixture
def wished(op):
    """A published illustration that waits for its picture."""
    article = builders.article(op)
    made = Illustration.new(article_id=article.pk, position="5", caption="A view of Belgrade")
    decisions.publish([drafts.create(made)], by=op, summary="wished for")
    return Illustration.objects.get()


def address_of(illustration):
    return f"/admin/events/illustration/{illustration.pk}/change/"


def upload(data=None, name="view.jpg"):
    return SimpleUploadedFile(name, files.jpeg() if data is None else data)


def posted(client, illustration, **more):
    page = client.get(address_of(illustration))
    form = page.context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields if name != "file"}
    return client.post(address_of(illustration), data | more)


def published(op, illustration, picture, **more):
    values = {"image": picture.address, **CREDITED, **more}
    edit = drafts.update(Illustration, illustration.pk, **values)
    return decisions.publish([edit], by=op, summary="a picture")


def test_picture_that_is_uploaded_is_proposed_reviewed_and_read(client, wished, by):
    client.force_login(by)
    assert posted(client, wished, file=upload(), **CREDITED).status_code == 302
    picture = Picture.objects.get()
    change = Change.objects.get(subject=wished.pk, op="update")
    assert change.after == {"image": picture.address, **CREDITED}
    proposals.send([change.act], by=by, summary="A view at last")
    change.act.refresh_from_db()
    shown = client.get(f"/admin/review/changesets/{change.act.changeset_id}/").content.decode()
    assert f'<img class="thumbnail" src="{picture.address}" alt="A view of Belgrade"' in shown
    client.logout()
    assert client.get(picture.address).status_code == 404
    assert picture.address not in client.get("/articles/an-article/").content.decode()
    builders.approve(change.act, builders.moderator())
    page = client.get("/articles/an-article/").content.decode()
    assert f'src="{picture.address}"' in page
    assert 'width="640" height="400"' in page
    assert f"/pictures/{picture.sha256}/480.webp 480w, {picture.address} 640w" in page
    assert "Ana" in page
    assert "CC BY 4.0" in page
    assert client.get(picture.address).status_code == 200


def test_reviewer_sees_the_picture_before_and_after(client, wished, op, by):
    old, new = builders.picture(by), builders.picture(by, colour="#c02020")
    published(op, wished, old)
    act = builders.change(wished, by, image=new.address)
    client.force_login(builders.moderator())
    page = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    assert page.index(f'src="{new.address}"') < page.index("in place of")
    assert page.index("in place of") < page.index(f'src="{old.address}"')


def test_bytes_are_sent_as_a_picture_and_nothing_else(client, wished, op):
    picture = builders.picture(op)
    published(op, wished, picture)
    answer = client.get(picture.address)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.has_header("Vary")
    again = client.get(picture.address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(picture.address).status_code == 405
    for none in ("/pictures/0/640.webp", f"/pictures/{picture.sha256}/641.webp"):
        assert client.get(none).status_code == 404


def test_picture_that_is_proposed_alone_is_for_the_desk_and_kept_by_no_cache(client, wished, by):
    picture = builders.picture(by)
    builders.change(wished, by, image=picture.address, **CREDITED)
    assert client.get(picture.address).status_code == 404
    client.force_login(builders.user("reader"))
    assert client.get(picture.address).status_code == 404
    client.force_login(builders.moderator())
    answer = client.get(picture.address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_picture_of_a_past_page_can_be_read_still(client, wished, op):
    picture = builders.picture(op)
    published(op, wished, picture)
    then = timezone.now()
    decisions.publish([drafts.remove(Illustration, wished.pk)], by=op, summary="gone")
    assert picture.address not in client.get("/articles/an-article/").content.decode()
    past = client.get(f"/at/{then:%Y-%m-%dT%H:%M:%S.%f}Z/articles/an-article/").content.decode()
    assert f'src="{picture.address}"' in past
    assert client.get(picture.address).status_code == 200


def test_reader_has_no_empty_frame_where_a_picture_is_wished_for(client, wished, by):
    page = client.get("/articles/an-article/").content.decode()
    assert '<p class="wished quiet"><bdi>A view of Belgrade</bdi></p>' in page
    assert "<img" not in page
    client.force_login(by)
    assert "Wished for" in client.get(address_of(wished)).content.decode()
    assert "wished for" in client.get("/admin/events/illustration/").content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (files.SVG, "This is no picture that can be taken"),
        (files.png_bomb(), "larger than 12,000 pixels"),
        (files.jpeg()[:900], "damaged"),
        (b"", "empty"),
        (files.jpeg() + bytes(21 * 1024**2), "larger than 20 MB"),
    ],
)
def test_file_that_is_refused_loses_nothing_that_was_typed(client, wished, by, data, sentence):
    client.force_login(by)
    answer = posted(client, wished, file=upload(data), credit="A long credit", licence="CC0")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count(sentence) == 1
    assert 'value="A long credit"' in page
    assert not Change.objects.filter(subject=wished.pk, op="update").exists()
    assert not Picture.objects.exists()


def test_form_says_what_a_picture_needs_and_keeps_the_file_meanwhile(client, wished, by):
    client.force_login(by)
    page = posted(client, wished, file=upload(), caption="Another view").content.decode()
    assert page.count("Say who made the picture") == 1
    assert page.count("Say under which licence") == 1
    assert "A picture needs its credit and its licence" not in page
    picture = Picture.objects.get()
    assert f'<img src="{picture.address}"' in page
    assert f'value="{picture.address}"' in page
    assert "Another view" in page
    # The file isn't sent again: the form has its address by now.
    answer = posted(client, wished, image=picture.address, caption="Another view", **CREDITED)
    assert answer.status_code == 302
    assert Change.objects.get(subject=wished.pk, op="update").after["image"] == picture.address


def test_form_says_the_limits(client, wished, by):
    client.force_login(by)
    assert "at most 20 MB and 12,000 pixels" in client.get(address_of(wished)).content.decode()


def test_another_file_with_the_same_words_is_another_sending(client, wished, by):
    client.force_login(by)
    key = {"once": "018f0000-0000-7000-8000-000000000000"}
    posted(client, wished, file=upload(), **CREDITED, **key)
    for data in (files.saved(files.drawing((300, 200)), "PNG"),) * 2:
        posted(client, wished, file=upload(data), **CREDITED, **key)
    assert Picture.objects.count() == 2


def test_picture_is_uploaded_at_the_article_too(client, wished, by):
    client.force_login(by)
    path = f"/admin/events/article/{wished.article_id}/change/"
    _, data = form_of(client.get(path))
    data |= {f"illustrations-0-{name}": value for name, value in CREDITED.items()}
    assert client.post(path, data | {"illustrations-0-file": upload()}).status_code == 302
    change = Change.objects.get(subject=wished.pk, op="update")
    assert change.after["image"] == Picture.objects.get().address


@pytest.mark.parametrize("end", ["0/640.webp", "{key}/480.webp", "{key}/641.webp", "{key}", ""])
def test_address_of_a_picture_that_is_not_there_is_refused(client, wished, by, end):
    picture = builders.picture(by)
    client.force_login(by)
    address = "/pictures/" + end.format(key=picture.sha256)
    page = posted(client, wished, image=address, **CREDITED).content.decode()
    assert "There is no uploaded picture at this address" in page
    assert not Change.objects.filter(subject=wished.pk, op="update").exists()


def test_picture_that_goes_before_it_is_approved_stops_the_act(wished, by):
    picture = builders.picture(by)
    act = builders.change(wished, by, image=picture.address, **CREDITED)
    PictureSize.objects.all().delete()
    picture.delete()
    with pytest.raises(Exception, match="no uploaded picture"):
        builders.approve(act, builders.moderator())


# Letting go


def swept(*options):
    said = io.StringIO()
    call_command("sweep_pictures", *options, stdout=said)
    return said.getvalue()


def test_what_nothing_names_is_swept(wished, op, by):
    live, past, proposed, rejected, _ = (
        builders.picture(by, (n, 100)) for n in (500, 510, 520, 530, 540)
    )
    published(op, wished, past)
    published(op, wished, live)
    builders.change(wished, by, image=proposed.address)
    act = builders.change(wished, builders.editor("other"), image=rejected.address)
    builders.reject(act, builders.moderator())
    assert "0 pictures" in swept()
    assert "2 pictures" in swept("--at-once")
    assert set(Picture.objects.all()) == {live, past, proposed}
    assert {s.picture for s in PictureSize.objects.all()} == {live, past, proposed}


def test_picture_of_the_last_day_is_spared(by, monkeypatch):
    builders.picture(by)
    assert keeping.sweep() == 0
    late = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert keeping.sweep() == 1


def test_database_keeps_what_readers_could_see(wished, op):
    picture = builders.picture(op)
    published(op, wished, picture)
    for statement in (
        "DELETE FROM events_picturesize",
        "DELETE FROM events_picture",
        "UPDATE events_picturesize SET body = ''",
        "UPDATE events_picture SET width = 1",
        "TRUNCATE events_picturesize",
        "TRUNCATE events_picture CASCADE",
    ):
        refused = pytest.raises(DatabaseError, match="refused")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL review.engine = 'on'; {statement}")


def test_redacted_picture_is_gone_from_the_page_the_address_and_the_table(client, wished, op):
    picture = builders.picture(op)
    published(op, wished, picture)
    assert picture.address in client.get("/articles/an-article/").content.decode()
    redacting.redact(picture.sha256, by=op, reason="It was not ours")
    assert client.get(picture.address).status_code == 404
    page = client.get("/articles/an-article/").content.decode()
    assert picture.sha256 not in page
    assert "<img" not in page
    assert "1 picture " in swept("--at-once")
    assert not PictureSize.objects.exists()
    assert Act.objects.exists()
