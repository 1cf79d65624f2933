"""Characters that nobody sees, and those that turn the line: where they are refused, where kept."""

import ast
import io

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models
from django.test import Client

from events.desk import claims, resolving, verifying
from events.exchange.exporters.plaintext import export_article
from events.exchange.importers.plaintext import read_article, rebuild
from events.exchange.importing import import_article
from events.models import (
    Article,
    Attempt,
    CitationRequest,
    Statement,
    Verification,
)
from review import characters, kinds, permissions
from review.deciding import amending, decisions, redacting, trust, undoing
from review.desk.digest import send_digest
from review.desk.letters import deliver
from review.exceptions import Clashes, Refused
from review.models import (
    Act,
    CannedReason,
    Changeset,
    Comment,
    Decision,
    Restriction,
    Reviewed,
    User,
    Worded,
)
from review.proposing import carrying, drafts, people, proposals
from review.weighing import restricting
from review.weighing.diff import diff_html
from tests import builders
from tests.test_architecture import ROOT, files

OVERRIDE, ISOLATE, POP, POP_ISOLATE = "\u202e", "\u2067", "\u202c", "\u2069"
# A text of nothing else shows nothing.
BLANKS = [
    "\u200b",
    "\u3164",
    "\u2800",
    "\u115f",
    "\u034f",
    "\u00ad",
    "\ufeff",
    "\u200d",
    "\ufe0f",
    "\u2028",
    "\U000e0041",
    "\u200f \u200b",
]
BENT = [
    *characters.TURNING,
    "\u2028",
    "\u206a",
    "\u3164",
    "\ufffa",
    "\x07",
    "\x9f",
    "\U000e0001",
    "\U000e0041",
    "\ufe0f\ufe0f",
]
# What real scripts need, in names and titles too.
REAL = [
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a non-joiner
    "\u0915\u094d\u200d\u0937",  # Hindi, with a joiner
    "\u0d28\u0d4d\u200d",  # Malayalam, a chillu of old: ends in a joiner
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
    "\u2764\ufe0f",  # a heart, in colour
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # Scotland's flag
    "\u05e1\u05e4\u05e8 (C++)\u200f",  # Hebrew, with a mark of direction
    "\u0643\u062a\u0627\u0628\u061c 12",  # Arabic, with one of its own
    "\u0421\u0440\u0431\u0438\u0458\u0430 \u0438 \u0420\u0443\u0441\u0438\u0458\u0430",  # Serbian
    "\u1780\u17d2\u1798\u17c2\u179a\u200b\u1797\u17b6\u179f\u17b6",  # Khmer, between words
    "\u845b\U000e0100",  # a form of a Han character
    "\u0600123",  # an Arabic number sign, of the category Cf and drawn
    "\u0301\u0915",
]


# The characters


@pytest.mark.parametrize("text", BLANKS)
def test_text_of_what_nobody_sees_has_nothing_visible(text):
    assert not characters.has_visible(text)
    assert "nothing to see" in characters.fault(text)
    assert "nothing to see" in characters.fault(text, is_prose=True)


@pytest.mark.parametrize("sign", BENT)
def test_what_turns_or_hides_is_refused_in_a_line_and_kept_in_prose(sign):
    sentence = characters.fault(f"a{sign}b")
    assert f"U+{ord(sign[0]):04X}" in sentence
    assert sentence.endswith(": leave it out.")
    assert ("turns what stands beside" in sentence) == (sign in characters.TURNING)
    assert characters.fault(f"a{sign}b", is_prose=True) == ""
    assert characters.fit(f"a{sign}b")[0] in ("ab", "a b", "a\ufe0fb")


@pytest.mark.parametrize("text", REAL)
def test_what_real_scripts_need_is_kept(text):
    assert characters.fault(text) == ""
    assert characters.fit(text) == (text, [])
    assert characters.said(text) == text
    assert characters.balanced(text) == text


def test_name_of_an_account_may_not_feign_another():
    assert "U+200B" in characters.fault_of_name("Ana\u200b")
    assert "U+200F" in characters.fault_of_name("Ana\u200f")
    for name in (*REAL[:4], "Ana Novak"):
        assert characters.fault_of_name(name) == ""


BALANCED = [
    ("a\u202eb", "ab"),
    ("a\u202eb\u202cc", "a\u202eb\u202cc"),
    ("a\u202cb\u2069c", "abc"),
    ("\u2067a\u202eb\u2069c", "\u2067ab\u2069c"),
    ("\u2067a\u202cb\u2069c", "\u2067ab\u2069c"),
    ("\u202aa\u2069b\u202c", "\u202aab\u202c"),
    ("\u202a\u202aa\u202c", "\u202aa\u202c"),
    ("\u2068\u2066a\u2069", "\u2066a\u2069"),
]


@pytest.mark.parametrize(("text", "shown"), BALANCED)
def test_what_has_no_partner_is_not_shown(text, shown):
    assert characters.balanced(text) == shown
    assert characters.balanced(shown) == shown


def test_page_is_balanced_run_by_run_and_what_is_typed_over_stays():
    page = (
        '<p title="a > b">one\u202e</p><b>two\u202c</b> <i>\u2067fair\u2069</i>'
        "<textarea>\u202ekept</textarea><input value='\u202ekept'>"
    )
    assert characters.balanced_html(page) == (
        '<p title="a > b">one</p><b>two</b> <i>\u2067fair\u2069</i>'
        "<textarea>\u202ekept</textarea><input value='\u202ekept'>"
    )


def test_line_without_markup_isolates_what_is_written_from_the_right():
    hebrew = REAL[6]
    assert characters.isolated(hebrew) == f"\u2068{hebrew}\u2069"
    assert characters.isolated("Ana\u202e") == "Ana"


# Every field


def text_fields():
    """(model, field) of each column of a reviewed model that a person fills with words."""
    for kind in kinds.every():
        for field in kind.model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField) and field.editable:
                yield kind.model, field


def faults(model, name, text):
    """What `clean_fields` says of one field of an object that holds nothing else."""
    try:
        model(**{name: text}).clean_fields()
    except ValidationError as error:
        return " ".join(error.message_dict.get(name, []))
    return ""


# Registered when apps are ready, long before.
FIELDS = list(text_fields())
MARKED = [pytest.param(m, f, id=f"{m._meta.label}.{f.name}") for m, f in FIELDS]


@pytest.mark.parametrize(("model", "field"), MARKED)
def test_field_of_a_reviewed_model_holds_something_to_see(model, field):
    assert faults(model, field.name, "\u200b")


@pytest.mark.parametrize(("model", "field"), MARKED)
def test_field_of_a_reviewed_model_turns_nothing_unless_it_is_prose(model, field):
    text, is_prose = f"12{OVERRIDE}3", field.name in model.prose
    assert ("U+202E" in model.unfit({field.attname: text}).get(field.name, "")) != is_prose
    assert bool(faults(model, field.name, text)) != is_prose


def test_prose_is_what_is_meant_to_be():
    """A field of prose holds what it was given to the byte: each new one is to be thought about."""
    assert {f"{m._meta.model_name}.{f.name}" for m, f in FIELDS if f.name in m.prose} == {
        "statement.text",
        "citation.quotation",
        "illustration.caption",
        "source.note",
        "note.text",
    }


def test_what_is_not_editable_is_a_files_own():
    left = {
        f"{kind.model._meta.model_name}.{field.name}"
        for kind in kinds.every()
        for field in kind.model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.editable
    }
    assert left == {
        "article.lead",
        "article.tail",
        "illustration.lead",
        "statement.lead",
        "statement.trail",
    }


# Models that hold words and are written by a service, which looks at them, or by no person.
BY_A_SERVICE = {
    "review.changeset": "proposals.send, record; undoing",
    "review.comment": "proposals.comment; carrying",
    "review.decision": "decisions, redacting",
    "review.verdict": "decisions",
    "review.restriction": "restricting",
    "events.attempt": "claims",
    "events.verification": "verifying",
    "review.act": "its title is made of words, balanced",
    "review.change": "drafts.check_words",
    "review.slug": "made of a title by slug_of",
    "events.articleimport": "made of a title by slug_of",
}
NO_WORDS = {
    "review.entry",
    "review.flag",
    "review.openchange",
    "review.pageversion",
    "review.publication",
    "review.redaction",
    "review.spentform",
    "review.storedpage",
    "review.subject",
    "review.tally",
    "review.trustnote",
    "sources.rendering",
    "events.articlestanding",
    "events.statementstanding",
}


def test_every_model_with_words_is_looked_at_somewhere():
    holding = {
        model._meta.label_lower
        for app in ("review", "sources", "events")
        for model in apps.get_app_config(app).get_models()
        if not issubclass(model, Worded)
        and not model._meta.model_name.startswith("historical")
        and any(
            isinstance(f, models.CharField | models.TextField | models.JSONField) and not f.choices
            for f in model._meta.concrete_fields
        )
    }
    assert holding <= set(BY_A_SERVICE) | NO_WORDS
    assert set(BY_A_SERVICE) <= holding
    assert issubclass(Reviewed, Worded)
    for model in (User, CannedReason):
        assert issubclass(model, Worded)


@pytest.mark.parametrize("name", sorted(User.NAMES))
def test_names_of_an_account_are_looked_at(name):
    assert "nobody sees" in User.unfit({name: "Ana\u200b"})[name]
    assert "U+202E" in User.unfit({name: f"Ana{OVERRIDE}"})[name]
    for text in ("\u3164", f"Ana{OVERRIDE}", "Ana\u200b"):
        assert faults(User, name, text)
    assert faults(User, "password", f"x{OVERRIDE}") == ""
    assert "U+202E" in faults(CannedReason, "text", f"No{OVERRIDE}")


# Every service that takes words

TAKES = {
    "summary",
    "reason",
    "note",
    "where",
    "read",
    "public_name",
}
pytestmark = pytest.mark.django_db
BAD = f"Bad{OVERRIDE}word"


class World:
    """An article with a request, a sent act, a citation, and one of each role."""

    def __init__(self):
        self.op = builders.operator()
        builders.article(self.op)
        self.editor, self.judge = builders.editor(), builders.moderator()
        self.statement = Statement.objects.order_by("position").first()
        self.other = Statement.objects.order_by("position").last()
        self.request = CitationRequest.objects.get()
        self.act = builders.change(self.statement, self.editor, text="Other words.")
        self.citation = builders.published_citation(self.op, self.other)
        self.decision = Decision.objects.order_by("pk").first()

    def draft(self):
        edit = drafts.update(Statement, self.other.pk, text="Yet other words.")
        return drafts.propose([edit], by=self.judge)

    def ruling(self, reason):
        return [decisions.Ruling(self.act.pk, "reject", reason)]

    def new(self):
        return [drafts.create(Article.new(title="New"))]


SERVICES = {
    "review.proposing.proposals.send": lambda w, said: proposals.send(
        [w.draft()], by=w.judge, summary=said
    ),
    "review.proposing.proposals.comment": lambda w, said: proposals.comment(
        w.act, by=w.judge, text=said
    ),
    "review.proposing.proposals.record": lambda w, said: proposals.record(
        w.new(), by=w.op, summary=said, type="edit", title="New"
    ),
    "review.proposing.carrying.carry": lambda w, said: carrying.carry(
        "events.statement", dict, by=w.op, note=said
    ),
    "review.proposing.people.rename": lambda w, said: people.rename(
        w.editor, by=w.op, public_name=said
    ),
    "review.deciding.decisions.decide": lambda w, said: decisions.decide(
        [decisions.Ruling(w.act.pk, "approve")], by=w.judge, reason=said
    ),
    "review.deciding.decisions.decide_within": lambda w, said: decisions.decide(
        w.ruling(said), by=w.judge
    ),
    "review.deciding.decisions.publish": lambda w, said: decisions.publish(
        w.new(), by=w.op, summary=said
    ),
    "review.deciding.trust.send": lambda w, said: trust.send([w.draft()], by=w.judge, summary=said),
    "review.deciding.amending.amend": lambda w, said: amending.amend(
        w.act,
        by=w.judge,
        values={w.act.changes.get().pk: {"text": "Amended."}},
        reason=said,
    ),
    "review.deciding.undoing.undo": lambda w, said: undoing.undo(
        w.decision, by=w.judge, reason=said
    ),
    "review.deciding.undoing.undo_account": lambda w, said: undoing.undo_account(
        w.op, start=w.decision.at, end=w.decision.at, by=w.judge, reason=said
    ),
    "review.deciding.redacting.redact": lambda w, said: redacting.redact(
        "One thing happened", by=w.op, reason=said
    ),
    "review.weighing.restricting.restrict": lambda w, said: restricting.restrict(
        "block", by=w.judge, reason=said, account=w.editor
    ),
    "events.desk.claims.attempt": lambda w, said: claims.attempt(
        w.request, by=w.editor, where=said, note="x"
    ),
    "events.desk.claims.attempt note": lambda w, said: claims.attempt(
        w.request, by=w.editor, where="x", note=said
    ),
    "events.desk.verifying.verify": lambda w, said: verifying.verify(
        w.citation,
        by=w.editor,
        read=said,
        seen=verifying.digest_now(w.citation),
    ),
    "events.desk.verifying.dispute": lambda w, said: verifying.dispute(
        w.citation, by=w.editor, reason=said
    ),
    "events.desk.resolving.decline": lambda w, said: drafts.propose(
        resolving.decline(w.request, reason="other", note=said), by=w.editor
    ),
}


def public_functions_with_words():
    for app in ("review", "sources", "events"):
        for path in files(app):
            dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    named = {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
                    is_service = "by" in named
                    if is_service and named & (TAKES | {"text"}):
                        yield f"{dotted}.{node.name}"


def test_every_service_that_takes_words_is_tried_here():
    # Its note is an object.
    taking = set(public_functions_with_words()) - {"review.deciding.trust.checked"}
    # Edits that `drafts.propose` looks at.
    edits = {"events.desk.resolving.decline"}
    assert taking == {name.split(" ")[0] for name in SERVICES} - edits


def kept():
    """Whatever a service may have written of the words."""
    return [
        *Changeset.objects.exclude(sent_at=None).values_list("pk", "summary").order_by("pk"),
        *Comment.objects.values_list("pk", "text").order_by("pk"),
        *Decision.objects.values_list("pk", "reason").order_by("pk"),
        *Restriction.objects.values_list("pk", "reason"),
        *Attempt.objects.values_list("where", "note"),
        *Verification.objects.values_list("read"),
        *User.objects.values_list("public_name").order_by("pk"),
        *CitationRequest.objects.values_list("reason"),
        *Act.objects.exclude(state="draft").values_list("pk", "state").order_by("pk"),
    ]


@pytest.mark.parametrize("name", SERVICES)
def test_service_refuses_what_turns_the_line_and_changes_nothing(name):
    world = World()
    before = kept()
    with pytest.raises((Refused, Clashes), match=r"U\+202E"):
        SERVICES[name](world, BAD)
    assert kept() == before


MUST_SAY = sorted(
    set(SERVICES)
    - {
        # The words are left out, or may be.
        "events.desk.claims.attempt note",
        "events.desk.resolving.decline",
        "review.deciding.amending.amend",
        "review.deciding.decisions.decide",
        "review.deciding.decisions.publish",
        "review.proposing.carrying.carry",
        "review.proposing.proposals.record",
    }
)


@pytest.mark.parametrize("name", MUST_SAY)
def test_service_that_wants_words_is_not_content_with_what_nobody_sees(name):
    world = World()
    before = kept()
    with pytest.raises(Refused):
        SERVICES[name](world, "\u200b \u3164")
    assert kept() == before


@pytest.mark.parametrize("said", REAL)
def test_what_is_said_in_any_script_is_kept(said):
    world = World()
    assert proposals.comment(world.act, by=world.judge, text=said).text == said


# Drafts, publications, forms


@pytest.mark.parametrize("title", [f"Bad{OVERRIDE}", "\u200b"])
def test_title_is_refused_before_it_is_a_draft_and_before_it_is_published(title):
    world = World()
    new = drafts.create(Article.new(title=title))
    with pytest.raises(Refused, match="Article, title: "):
        drafts.propose([new], by=world.editor)
    with pytest.raises(Refused, match="Article, title: "):
        decisions.publish([new], by=world.op, summary="x")
    assert not Article.objects.filter(title=title).exists()
    assert not Act.objects.filter(state="draft").exists()


def test_prose_is_proposed_published_and_kept_to_the_byte():
    world = World()
    text = f"He wrote {ISOLATE}\u05e9\u05dc\u05d5\u05dd{POP_ISOLATE} and {OVERRIDE}more."
    act = builders.change(world.other, world.editor, text=text)
    assert OVERRIDE not in act.title
    builders.approve(act, world.judge)
    assert Statement.objects.get(pk=world.other.pk).text == text


def test_prose_needs_something_to_see():
    world = World()
    with pytest.raises(Refused, match="Statement, text: There is nothing to see"):
        builders.change(world.other, world.editor, text="\u200b\u3164")


def test_resolve_form_says_it_at_the_field_and_keeps_nothing():
    world = World()
    client = Client()
    client.force_login(world.editor)
    address = f"/admin/events/citationrequest/{world.request.pk}/resolve/"
    fields = {"way": "cite", "title": "Fine", "names": "Glenny, Misha", "summary": "Found"}
    for name in ("title", "names", "publisher", "summary", "locator"):
        page = client.post(address, fields | {name: f"x{OVERRIDE}", "label": "page"})
        assert page.status_code == 200
        assert "U+202E" in page.content.decode(), name
        assert name in page.context["form"].errors
    assert not Act.objects.filter(type="resolve").exists()


def test_stock_forms_say_it_at_the_field():
    world = World()
    client = Client()
    client.force_login(world.op)
    page = client.post(
        "/admin/sources/source/add/", {"type": "book", "title": "\u200b"}
    ).content.decode()
    assert "nothing to see" in page
    address = f"/admin/review/user/{world.editor.pk}/change/"
    page = client.post(
        address, {"username": "editor", "public_name": f"A{OVERRIDE}"}
    ).content.decode()
    assert "U+202E" in page
    assert User.objects.get(pk=world.editor.pk).public_name == "Editor"
    for name in (f"edit{OVERRIDE}or", "edit\u200bor"):
        page = client.post("/admin/auth/group/add/", {"name": name})
        assert page.context["errors"], name
    assert client.post("/admin/auth/group/add/", {"name": "archivist"}).status_code == 302
    assert set(Group.objects.values_list("name", flat=True)) == {*permissions.ROLES, "archivist"}


def test_every_form_of_the_admin_is_of_a_model_that_looks_at_its_words():
    left = {m._meta.label_lower for m in admin.site._registry if not issubclass(m, Worded)}
    assert left == {"auth.group"}  # Django's own; its form looks.


# Importing


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


# What is shown


def turned_pages(world):
    text = f"He wrote {OVERRIDE}{ISOLATE}gnp.exe"
    act = builders.change(world.other, world.editor, text=text)
    builders.approve(act, world.judge)
    builders.change(world.other, world.editor, text=f"Again {text}")
    return [
        "/",
        "/articles/an-article/",
        "/changes/",
        "/admin/review/queue/",
        f"/admin/review/changesets/{act.changeset_id}/",
        "/admin/events/statement/",
    ]


def test_no_page_holds_a_control_without_its_partner():
    world = World()
    client = Client()
    client.force_login(world.judge)
    for path in turned_pages(world):
        for _ in "made", "stored":
            page = client.get(path)
            assert page.status_code == 200, path
            assert not characters.is_turning(page.content.decode()), path
    page = client.get("/articles/an-article/").content.decode()
    assert "He wrote gnp.exe" in page


def test_name_written_from_the_right_turns_no_sentence_that_it_stands_in():
    world = World()
    name = "\u05d3\u05e0\u05d4"
    User.objects.filter(pk=world.editor.pk).update(public_name=name)
    client = Client()
    client.force_login(world.judge)
    paths = turned_pages(world)
    statement = Statement.objects.first().subject.anchor
    told = [f"/statements/{statement}/", f"/admin/review/contributors/{world.editor.pk}/"]
    found = 0
    for path in paths + told:
        page = client.get(path).content.decode()
        found += page.count(name)
        assert page.count(name) == page.count(f"\u2068{name}\u2069"), path
    assert found > 5


def test_a_diff_names_what_nobody_sees():
    diff = diff_html("It was.", f"It was {OVERRIDE}so.")
    assert '<span class="sign">U+202E</span>' in diff
    assert OVERRIDE not in diff


def test_letters_and_digest_hold_no_control_without_its_partner():
    world = World()
    User.objects.update(email="a@example.org")
    text = f"{OVERRIDE}\u05e9\u05dc\u05d5\u05dd gnp"
    act = builders.change(world.other, world.editor, text=text)
    builders.approve(act, world.judge)
    new = builders.article(world.op, statements=[text], title="Second")
    statement = Statement.objects.get(event__article=new.pk)
    act = drafts.propose(
        [
            drafts.remove(CitationRequest, statement.subject.citation_requests.get().pk),
            drafts.remove(Statement, statement.pk),
        ],
        by=world.editor,
    )
    proposals.send([act], by=world.editor, summary="x")
    deliver()
    send_digest()
    assert len(mail.outbox) > 1
    for letter in mail.outbox:
        assert characters.balanced(letter.body) == letter.body
        assert OVERRIDE not in letter.subject + letter.body
