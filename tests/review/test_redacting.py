"""Redacted words are nowhere, the log still fits, and nothing but a redaction blanks."""

import html
import io
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from review.deciding import amending, decisions, redacting, traces, undoing
from review.exceptions import Clashes, NotAllowed, NothingProposed, Refused
from review.models import (
    Act,
    CannedReason,
    Change,
    Comment,
    Decision,
    Notice,
    Publication,
    Redaction,
    Slug,
)
from review.proposing import drafts, proposals
from review.proving import log
from review.weighing import texts
from tests.builders import approve, change, editor, moderator, operator, reject
from tests.review.test_chain import bend
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
    decisions.publish([drafts.create(o) for o in (shelf, note)], by=op, summary=f"About {WORDS}")
    act = change(Note.objects.get(), by, f"{WORDS} again", text=f"No, {WORDS.upper()} did.")
    proposals.comment(act, by=judge, text=f"Is it {WORDS}?")
    reject(act, judge, f"Not {WORDS}")
    approve(change(Note.objects.get(), by, text="Somebody did it.", mood="calm"), judge)
    change(Note.objects.get(), by, text=f"Was it {WORDS}?")
    drafts.propose([drafts.update(Note, note.pk, text=f"A draft on {WORDS}")], by=editor("other"))
    return Note.objects.get()


@pytest.fixture
def note(op):
    shelf = Shelf.new(name="One")
    made = Note.new(shelf_id=shelf.pk, text="Once upon a time.")
    decisions.publish([drafts.create(o) for o in (shelf, made)], by=op, summary="begun")
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
    draft = Act.objects.get(state="draft").changes.get()
    assert draft.after == {"text": "[redacted]"}


def test_log_with_a_redaction_is_checked_by_the_recipe_and_its_absence_is_found(spread, op):
    redacting.redact(WORDS, by=op, reason="A private name")
    told = list(log.lines())
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
    monkeypatch.setattr(traces, "MANY", 2)
    with pytest.raises(Refused, match="give more of them"):
        redacting.redact(WORDS, by=op, reason="A private name")
    assert "quagga" in dump().lower()
    redacting.redact(WORDS, by=op, reason="A private name", everywhere=True)
    assert "quagga" not in dump().lower()


def test_two_live_names_that_must_differ_are_refused_until_one_has_better_words(op):
    first, second = Shelf.new(name="Zebra one"), Shelf.new(name="Zebra two")
    decisions.publish([drafts.create(o) for o in (first, second)], by=op, summary="x")
    before = dump()
    with pytest.raises(Refused, match="publish better words first"):
        redacting.redact("Zebra", by=op, reason="A private name")
    assert dump() == before
    decisions.publish([drafts.update(Shelf, second.pk, name="Better")], by=op, summary="x")
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


def refuses(statement, *values, said="refused|frozen|cannot become"):
    refused = pytest.raises(DatabaseError, match=said)
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values or None)


BLANK = "SELECT review_blank(%s, %s::regclass, %s, %s, NULL)"


def test_nothing_but_a_redaction_blanks(spread, op):
    redaction = redacting.redact(WORDS, by=op, reason="A private name").redaction
    table = Note.history.model._meta.db_table
    refuses(BLANK, 999, table, ["1"], ["text"], said="no redaction 999")
    for setting in ("on", redaction.pk):
        for statement in (
            f"UPDATE {table} SET text = '[redacted]'",
            f"UPDATE {table} SET publication_id = 1, text = '[redacted]'",
            "UPDATE review_comment SET text = '[redacted]'",
            "UPDATE review_change SET after = '{}'",
            "UPDATE review_decision SET reason = '[redacted]'",
            "UPDATE review_act SET title = '[redacted]'",
            "UPDATE review_changeset SET summary = '[redacted]'",
            "UPDATE review_publication SET digest = '[redacted]', at = now()",
            "UPDATE review_redaction SET places = '{}'",
            "UPDATE review_undone SET act_id = undo_id",
            "UPDATE review_endorsement SET at = now()",
            "UPDATE review_entry SET seal = '{}'",
        ):
            refuses(f"SET LOCAL review.redaction = '{setting}'; {statement}")
    for act in (redaction.delete, lambda: Redaction.objects.update(places=[])):
        with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
            act()


def test_a_redaction_blanks_what_it_names_and_only_while_it_is_made(spread, op):
    done = redacting.redact(WORDS, by=op, reason="A private name")
    table, key, names = "review_comment", str(Comment.objects.first().pk), ["text"]
    assert ["review.comment", key, names] in done.redaction.places
    refuses(BLANK, done.redaction.pk, table, [key], names, said="is done")
    refuses("SELECT review_seal_entries(%s, '{1}', '{}')", done.redaction.pk, said="is done")
    with transaction.atomic():
        decision = Decision.objects.create(by=op, at=timezone.now(), reason="Another")
        number = Publication.objects.count() + 1
        made = Redaction.objects.create(decision=decision, places=[["review.comment", key, names]])
        refuses(BLANK, made.pk, table, [key], names, said="is done")
        Publication.objects.create(
            number=number, at=decision.at, decision=decision, shape={}, previous="x", digest="x"
        )
        refuses(BLANK, made.pk, table, [key, "77"], names, said="does not name")
        refuses(BLANK, made.pk, table, [key], ["text", "act_id"], said="does not name")
        refuses(BLANK, made.pk, table, [key], [], said="does not name")
        refuses(BLANK, made.pk, "review_decision", [key], ["reason"], said="does not name")
        refuses(BLANK, made.pk, "review_entry", ["1"], ["digest"], said="holds no words")
        with connection.cursor() as cursor:
            cursor.execute(BLANK, [made.pk, table, [key], names])
        transaction.set_rollback(True)


def test_places_name_tables_as_the_database_does():
    for model in texts.searched():
        with connection.cursor() as cursor:
            cursor.execute("SELECT review_table_of(%s)", [model._meta.label_lower])
            assert cursor.fetchone() == (model._meta.db_table,)
        for name in texts.searched()[model]:
            assert model._meta.get_field(name).column == name


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
NOT_WORDS = {"salt", "seal", "digest", "sha256", "position", "slug", "key", "html", "object_id"}


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
    page = html.unescape(page.content.decode())
    assert re.search(f"Blank “{WORDS}” for good, in [0-9]+ places", page)
    sent = Act.objects.get(state="pending")
    address = f"/admin/review/changesets/{sent.changeset_id}/"
    assert re.search(f'<a href="{address}">Change</a>: <q dir="auto">[^<]*{WORDS}', page)
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


def test_an_undo_of_somebodys_work_does_not_keep_their_old_name(op, judge, note):
    person = editor("zoe")
    person.public_name = "Zoë Wanderer"
    person.save()
    approve(change(note, person, mood="odd"), judge)
    day = timedelta(1)
    start, end = timezone.now() - day, timezone.now() + day
    undoing.undo_account(person, start=start, end=end, by=judge, reason="Wrong")
    assert Act.objects.filter(title__startswith=f"Undo the work of account {person.pk},").exists()
    call_command("rename_person", "zoe", by=op.username, stdout=io.StringIO())
    assert "wanderer" not in dump().lower()


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


# What is open


def test_draft_keeps_what_is_not_the_words_and_can_be_edited_sent_and_approved(op, judge, note):
    by = editor()
    edit = drafts.update(Note, note.pk, text="About Quagga.", mood="odd")
    draft = drafts.propose([edit], by=by)
    redacting.redact("Quagga", by=op, reason="A private name")
    change = draft.changes.get()
    assert (change.after, change.seal) == ({"text": "[redacted]", "mood": "odd"}, {})
    told = Notice.objects.get(to=by).comment
    assert told.act == draft
    assert "redacted (A private name)" in told.text
    drafts.propose([drafts.update(Note, note.pk, text="Of somebody.")], by=by)
    proposals.send([draft], by=by, summary="better")
    approve(draft, judge)
    assert (Note.objects.get().text, Note.objects.get().mood) == ("Of somebody.", "odd")
    assert list(log.breaks()) == []


def test_draft_of_which_nothing_is_left_is_not_sent(op, note):
    by = editor()
    decisions.publish([drafts.update(Note, note.pk, text="Quagga!")], by=op, summary="x")
    draft = drafts.propose([drafts.update(Note, note.pk, text="Quagga?")], by=by)
    redacting.redact("Quagga", by=op, reason="A private name")
    with pytest.raises(NothingProposed, match="proposes nothing any more"):
        proposals.send([draft], by=by, summary="x")


def test_draft_that_was_withdrawn_is_emptied_too(op, note):
    by = editor()
    draft = drafts.propose([drafts.update(Note, note.pk, text="About Quagga.")], by=by)
    proposals.withdraw(draft, by=by)
    redacting.redact("Quagga", by=op, reason="A private name")
    assert "quagga" not in dump().lower()
    assert list(log.breaks()) == []


def test_pending_act_that_was_emptied_is_not_approved_as_nothing(client, op, judge, note):
    by = editor()
    decisions.publish([drafts.update(Note, note.pk, text="Quagga did it.")], by=op, summary="x")
    act = change(note, by, text="Somebody did it.")
    redacting.redact("Quagga", by=op, reason="A private name")
    published = Publication.objects.count()
    with pytest.raises(Clashes, match="Ask its author to propose it again"):
        approve(act, judge)
    assert Publication.objects.count() == published
    assert "propose it again" in Notice.objects.get(to=by).comment.text
    client.force_login(judge)
    page = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    assert "Ask its author to propose it again" in page
    with pytest.raises(Refused, match="without those words"):
        drafts.revise(act, by=by)
    again = change(Note.objects.get(), by, text="Somebody did it.")
    approve(again, judge)
    assert Note.objects.get().text == "Somebody did it."
    reject(act, judge, "It was proposed again")
    with pytest.raises(Refused, match="nothing to open again"):
        undoing.undo(act.verdict.decision, by=judge, reason="x")
    assert list(log.breaks()) == []


def test_new_object_that_was_emptied_is_not_published_empty(client, op, judge, note):
    by = editor()
    new = Note.new(shelf_id=note.shelf_id, text="About Quagga.")
    act = drafts.propose([drafts.create(new)], by=by)
    proposals.send([act], by=by, summary="x")
    redacting.redact("Quagga", by=op, reason="A private name")
    with pytest.raises(Clashes, match="was redacted"):
        approve(act, judge)
    client.force_login(judge)
    assert client.get(f"/admin/review/acts/{act.pk}/amend/").status_code == 200
    with pytest.raises(Refused):
        amending.amend(act, by=judge, values={}, reason="x")


def test_undo_of_a_redaction_is_refused_with_a_sentence(client, op, judge, spread):
    decision = redacting.redact(WORDS, by=op, reason="A private name")
    with pytest.raises(Refused, match="What was redacted is gone"):
        undoing.undo(decision, by=judge, reason="x")
    client.force_login(judge)
    address = f"/admin/review/decisions/{decision.pk}/undo/"
    page = client.get(address).content.decode()
    assert "What was redacted is gone" in page
    assert "Propose to undo them" not in page
    said = client.post(address, {"reason": "x"}).content.decode()
    assert "What was redacted is gone" in said


# Places that are easily forgotten


def test_words_across_lines_and_beside_odd_characters_are_found(op, note):
    act = change(note, editor(), text='First of "Quagga"\r\nZebra\x1f\\ end', summary="x")
    redacting.redact('Quagga"\nzebra', by=op, reason="A private name")
    assert act.changes.get().seal
    assert "zebra" not in dump().lower()


def test_canned_reasons_go_and_so_does_what_the_admin_logged(client, op, judge, note):
    client.force_login(judge)
    for text in ("Quagga Ωmega is no source", "Quagga Ωmega is dubious"):
        client.post("/admin/review/cannedreason/add/", {"choice": "reject", "text": text})
    long = "x" * 190 + " Quagga Ωmega"
    client.post("/admin/review/cannedreason/add/", {"choice": "reject", "text": long})
    assert LogEntry.objects.filter(object_repr__contains="Quagga").count() == 3
    redacting.redact("Quagga Ωmega", by=op, reason="A private name")
    assert not CannedReason.objects.filter(text__contains="redacted").exists()
    assert "quagga" not in dump().lower()
    client.force_login(op)
    assert client.get("/admin/").status_code == 200


def test_titles_of_acts_that_end_within_the_words_go(op, note):
    by = editor()
    cut = "About a Zebra…"
    acts = [
        drafts.propose([drafts.update(Note, note.pk, mood="m")], by=by, title=cut),
        drafts.propose(
            [drafts.update(Shelf, note.shelf_id, name="Of Zebra Quagga")], by=by, title="x" * 40
        ),
        drafts.propose(
            [drafts.create(Note.new(shelf_id=note.shelf_id, text="t"))],
            by=by,
            title="x" * 290 + " Zebra Qua",
        ),
        drafts.propose(
            [drafts.create(Note.new(shelf_id=note.shelf_id, text="t"))],
            by=by,
            title="About Zebrafish…",
        ),
    ]
    redacting.redact("Zebra Quagga", by=op, reason="A private name")
    titles = [Act.objects.get(pk=act.pk).title for act in acts]
    assert titles == ["[redacted]"] * 3 + ["About Zebrafish…"]


@pytest.mark.parametrize(
    "bent",
    [
        "INSERT INTO review_slug (kind, slug, subject_id, is_current) "
        "SELECT kind, 'lie', subject_id, false FROM review_slug",
        "UPDATE review_slug SET slug = 'lie'",
    ],
)
def test_an_address_of_a_name_that_went_is_no_pretext_for_another(spread, op, bent):
    redacting.redact(WORDS, by=op, reason="A private name")
    assert list(log.breaks()) == []
    bend(bent)
    assert [said for said in log.breaks() if "its address lie is not made of" in said]


def test_only_whole_words_of_an_address_count(op):
    for name in ("Susanna Bell", "Life of Anna B., private"):
        decisions.publish([drafts.create(Shelf.new(name=name))], by=op, summary="x")
    redacting.redact("Anna B.", by=op, reason="A private name")
    known = set(Slug.objects.values_list("slug", flat=True))
    assert "susanna-bell" in known
    assert not [slug for slug in known if "life-of-anna" in slug]


def test_address_that_ends_within_the_words_goes(op):
    shelf = Shelf.new(name="y" * 72 + " Zebra Quagga")
    decisions.publish([drafts.create(shelf)], by=op, summary="x")
    assert Slug.objects.get().slug.endswith("zebra-q")
    edit = drafts.update(Shelf, shelf.pk, name="Better")
    decisions.publish([edit], by=op, summary="x")
    redacting.redact("Zebra Quagga", by=op, reason="A private name")
    assert "zebra" not in dump().lower()
    assert Slug.objects.get(is_current=True).slug == "better"


def test_address_that_does_not_hold_the_words_stays_and_the_log_fits(op):
    shelf = Shelf.new(name="y" * 82 + " Zebra Quagga")
    decisions.publish([drafts.create(shelf)], by=op, summary="x")
    redacting.redact("Quagga", by=op, reason="A private name")
    assert Slug.objects.get().slug
    assert list(log.breaks()) == []


def test_ten_thousand_rows_are_blanked_in_a_fixed_number_of_statements(
    op, django_assert_max_num_queries
):
    shelf = Shelf.new(name="One")
    notes = [Note.new(shelf_id=shelf.pk, text=f"Quagga {n}") for n in range(5000)]
    edits = [drafts.create(shelf), *(drafts.create(n) for n in notes)]
    decisions.publish(edits, by=op, summary="x")
    with django_assert_max_num_queries(100):
        redacting.redact("Quagga", by=op, reason="A private name", everywhere=True)
    assert "quagga" not in dump().lower()
    assert list(log.breaks()) == []


def test_redact_page_asks_whether_so_many_places_are_meant(client, spread, op, monkeypatch):
    monkeypatch.setattr(traces, "MANY", 2)
    client.force_login(op)
    data = {"words": WORDS, "reason": "Private"}
    assert "I mean all of them" in client.post("/admin/review/redact/", data).content.decode()
    page = client.post("/admin/review/redact/", data | {"confirm": "1"}).content.decode()
    assert "all of these are meant" in page
    assert "quagga" in dump().lower()
    client.post("/admin/review/redact/", data | {"confirm": "1", "everywhere": "1"})
    assert "quagga" not in dump().lower()
