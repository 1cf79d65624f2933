"""Redacted words are nowhere, the log still fits, and nothing but a redaction blanks."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from review import log, texts
from review.exceptions import NotAllowed, Refused
from review.models import Act, Change, Comment, Redaction, Slug
from review.services import decisions, proposals, redacting
from tests.builders import approve, change, editor, moderator, operator, reject
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = 'Zebra "Quagga" Ωmega'


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def judge():
    return moderator()


@pytest.fixture
def spread(op, judge):
    """The words in every sort of place; the live note has better ones by now."""
    by = editor()
    shelf = Shelf.new(name=f"Shelf of {WORDS}")
    note = Note.new(shelf_id=shelf.pk, text=f"It was {WORDS} who did it.", mood="odd")
    decisions.publish([proposals.create(o) for o in (shelf, note)], by=op, summary=f"About {WORDS}")
    act = change(Note.objects.get(), by, f"{WORDS} again", text=f"No, {WORDS.upper()} did.")
    proposals.comment(act, by=judge, text=f"Is it {WORDS}?")
    reject(act, judge, f"Not {WORDS}")
    approve(change(Note.objects.get(), by, text="Somebody did it.", mood="calm"), judge)
    change(Note.objects.get(), by, text=f"Was it {WORDS}?")
    proposals.propose(
        [proposals.update(Note, note.pk, text=f"A draft on {WORDS}")], by=editor("other")
    )
    return Note.objects.get()


def dump():
    """Every row of every table, as PostgreSQL writes a dump of them."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        lines = []
        for table in sorted(tables):
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                lines += [f"{table} {bytes(row).decode()}" for row in rows]
    return "\n".join(lines)


def test_redacted_words_are_nowhere_and_the_log_fits(client, spread, op):
    assert "quagga" in dump().lower()
    client.get("/changes/")
    decision = redacting.redact(WORDS, by=op, reason="A private name")
    assert "quagga" not in dump().lower()
    assert "zebra" not in dump().lower()
    assert list(log.breaks()) == []
    note = Note.objects.get()
    assert note.text == "Somebody did it."
    assert Shelf.objects.get().name == "[redacted]"
    was = Note.history.order_by("publication").first()
    assert (was.text, was.mood, was.salt) == ("[redacted]", "odd", "")
    assert decision.publication.decision.redaction.places
    page = client.get("/changes/").content.decode()
    assert "Words were redacted" in page
    assert "A private name" in page
    assert set(Act.objects.filter(state="pending").get().changes.get().after) == set()


def test_log_with_a_redaction_is_checked_by_the_recipe_and_its_absence_is_found(spread, op):
    redacting.redact(WORDS, by=op, reason="A private name")
    told = list(log.entries())
    assert told[-1]["rows"] == []
    assert told[-1]["redacted"]
    assert [log.digest_of(entry) == entry["digest"] for entry in told] == [True] * len(told)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE review_redaction SET places = '[]'")
        cursor.execute("SET session_replication_role = DEFAULT")
    found = list(log.breaks())
    assert any("no redaction names it" in sentence for sentence in found)
    assert any("its digest" in sentence for sentence in found)


def test_redacted_twice_and_a_second_word_in_a_redacted_row(spread, op):
    redacting.redact(WORDS, by=op, reason="A private name")
    with pytest.raises(Refused, match="nowhere"):
        redacting.redact(WORDS, by=op, reason="Again")
    redacting.redact("calm", by=op, reason="Another")
    assert list(log.breaks()) == []
    assert Note.objects.get().mood == "[redacted]"


def test_refusals_change_nothing(spread, op, judge):
    before = dump()
    for words, reason, said in (
        ("Zeb", "short", "at least 4"),
        (WORDS, " ", "Say why"),
        (WORDS, f"It names {WORDS}", "without these words"),
        ("Nobody wrote this", "none", "nowhere"),
    ):
        with pytest.raises(Refused, match=said):
            redacting.redact(words, by=op, reason=reason)
    with pytest.raises(NotAllowed):
        redacting.redact(WORDS, by=judge, reason="x")
    assert _rows(dump()) == _rows(before)


def _rows(text):
    return [line for line in text.splitlines() if not line.startswith("django_session")]


def test_words_in_too_many_places_are_refused(spread, op, monkeypatch):
    monkeypatch.setattr(redacting, "LIMIT", 2)
    with pytest.raises(Refused, match="give more of them"):
        redacting.find(WORDS)


def test_two_live_names_that_must_differ_are_refused_until_one_has_better_words(op):
    first, second = Shelf.new(name="Zebra one"), Shelf.new(name="Zebra two")
    decisions.publish([proposals.create(o) for o in (first, second)], by=op, summary="x")
    before = dump()
    with pytest.raises(Refused, match="publish better words first"):
        redacting.redact("Zebra", by=op, reason="A private name")
    assert dump() == before
    decisions.publish([proposals.update(Shelf, second.pk, name="Better")], by=op, summary="x")
    redacting.redact("Zebra", by=op, reason="A private name")
    assert set(Shelf.objects.values_list("name", flat=True)) == {"[redacted]", "Better"}
    assert "zebra" not in dump().lower()
    assert list(log.breaks()) == []


def test_address_made_of_the_words_is_replaced(spread, op):
    old = Slug.objects.get(kind="toy.shelf").slug
    assert "quagga" in old
    redacting.redact(WORDS, by=op, reason="A private name")
    assert not Slug.objects.filter(slug__contains="quagga").exists()
    assert Slug.objects.get(kind="toy.shelf").is_current


def test_nothing_else_may_blank_and_a_redaction_only_blanks(spread, op):
    decision = redacting.redact(WORDS, by=op, reason="A private name")
    redaction = decision.redaction
    table = Note.history.model._meta.db_table
    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="no redaction 999"), transaction.atomic():
            cursor.execute("SELECT review_blank(999, %s::regclass, '1', '{text}', NULL)", [table])
        for statement in (
            f"UPDATE {table} SET text = 'A lie'",
            f"UPDATE {table} SET publication_id = 1, text = '[redacted]'",
            "UPDATE review_comment SET text = 'A lie'",
            'UPDATE review_change SET after = \'{"text": "A lie"}\'',
        ):
            with pytest.raises(DatabaseError, match="blanks, and changes"), transaction.atomic():
                cursor.execute(f"SET LOCAL review.redaction = 'on'; {statement}")
    for act in (redaction.delete, lambda: Redaction.objects.update(places=[])):
        with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
            act()


def test_every_text_column_is_searched_or_has_a_reason_why_not():
    searched = texts.searched()
    for model in apps.get_models():
        app, label = model._meta.app_label, model._meta.label_lower
        if label in texts.NEVER or f"{app}.*" in texts.NEVER:
            continue
        known = set(searched.get(model, ()))
        for field in model._meta.concrete_fields:
            if texts.is_text(field) and field.name not in known:
                assert field.name in NOT_WORDS, f"{label}.{field.name} could hold words"
    for label in texts.NEVER:
        if not label.endswith("*"):
            apps.get_model(label)


# Columns that the engine fills itself: digests, keys, seals.
NOT_WORDS = {"salt", "seal", "digest", "sha256", "position", "slug", "key", "html"}


def test_redact_command_tells_and_does(spread, op):
    out = io.StringIO()
    call_command("redact", WORDS, by=op.username, dry_run=True, stdout=out)
    assert "comment" in out.getvalue()
    assert Comment.objects.filter(text__contains="Quagga").exists()
    call_command("redact", WORDS, by=op.username, reason="A private name", stdout=out)
    assert "Backups" in out.getvalue()
    assert not Comment.objects.filter(text__contains="Quagga").exists()
    with pytest.raises(CommandError, match="no account nobody"):
        call_command("redact", WORDS, by="nobody")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("redact", WORDS, by=op.username, reason="x", stdout=out)


def test_redact_page_tells_first_and_blanks_when_confirmed(client, spread, op):
    client.force_login(op)
    page = client.get("/admin/review/redact/").content.decode()
    assert "Nothing was ever redacted" in page
    page = client.post("/admin/review/redact/", {"words": WORDS, "reason": "Private"})
    assert "Blank them all" in page.content.decode()
    assert Change.objects.filter(seal={}).exclude(after={}).count() > 0
    data = {"words": WORDS, "reason": "Private", "confirm": "1"}
    page = client.post("/admin/review/redact/", data, follow=True).content.decode()
    assert "Blanked, and published" in page
    assert "Private" in page
    told = client.post("/admin/review/redact/", {"words": "x"}).content.decode()
    assert "at least 4" in told


def test_pages_of_the_desk_live_with_what_was_redacted(client, spread, op, judge):
    redacting.redact(WORDS, by=op, reason="A private name")
    client.force_login(judge)
    for number in Act.objects.exclude(sent_at=None).values_list("changeset", flat=True):
        page = client.get(f"/admin/review/changesets/{number}/")
        assert page.status_code == 200
        assert "Quagga" not in page.content.decode()
    assert client.get("/admin/review/queue/").status_code == 200
    client.force_login(Act.objects.get(state="draft").changeset.author)
    assert client.get("/admin/review/mine/").status_code == 200


def test_person_is_renamed_everywhere(client, spread, op):
    person = Act.objects.filter(state="pending").get().changeset.author
    person.email, person.public_name = "zoe@example.org", "Zoë Wanderer"
    person.save()
    assert "Zoë Wanderer" in client.get("/changes/").content.decode()
    out = io.StringIO()
    call_command("rename_person", person.username, by=op.username, stdout=out)
    page = client.get("/changes/").content.decode()
    assert "Zoë Wanderer" not in page
    assert f"Contributor {person.pk}" in page
    text = dump()
    assert "Wanderer" not in text
    assert "zoe@example.org" not in text
    assert list(log.breaks()) == []
    with pytest.raises(CommandError, match="no account"):
        call_command("rename_person", "nobody", by=op.username)
    with pytest.raises(CommandError, match="another account"):
        call_command(
            "rename_person",
            f"contributor-{person.pk}",
            username_becomes=op.username,
            by=op.username,
        )


def test_a_new_public_name_in_the_admin_shows_at_once(client, spread, op):
    person = Act.objects.filter(state="pending").get().changeset.author
    client.force_login(op)
    client.get("/changes/")
    form = client.get(f"/admin/review/user/{person.pk}/change/").context["adminform"].form
    data = {
        k: v if not isinstance(v, list) else [o.pk for o in v]
        for k, v in form.initial.items()
        if v not in (None, "") and k in form.fields and k != "password"
    }
    done = client.post(
        f"/admin/review/user/{person.pk}/change/", data | {"public_name": "Somebody Else"}
    )
    assert done.status_code == 302
    assert "Somebody Else" in client.get("/changes/").content.decode()
