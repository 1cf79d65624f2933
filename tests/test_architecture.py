"""The rules of the house that can be read off the code."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection, models

from review import kinds
from review.admin import ReviewedAdmin, ReviewedInline
from review.models import Reviewed

ROOT = Path(settings.BASE_DIR)
# Each room, and the rooms that it may know.
ARROWS = {
    "config": {"config", "review"},
    "review": {"review"},
    "sources": {"sources", "review"},
    "events": {"events", "sources", "review"},
}
# Inside an app: a module of these may not know one of those.
LAYERS = ("models", "services", "forms", "admin", "views", "urls")


def imports(path):
    """(line, dotted module) of each import of a file, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
        elif isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name


def files(room):
    return [p for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts]


@pytest.mark.parametrize("room", ARROWS)
def test_room_knows_only_the_rooms_below_it(room):
    found = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in files(room)
        for line, module in imports(path)
        if module.split(".")[0] in ARROWS and module.split(".")[0] not in ARROWS[room]
    ]
    assert found == []


@pytest.mark.parametrize("room", ["review", "sources", "events"])
def test_layer_knows_only_the_layers_below_it(room):
    def layer(dotted):
        names = [n for n in dotted.split(".")[1:2] if n in LAYERS]
        return LAYERS.index(names[0]) if names and dotted.split(".")[0] == room else -1

    found = []
    for path in files(room):
        own = layer(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for line, module in imports(path):
            if own >= 0 and layer(module) > own:
                found.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert found == []


@pytest.mark.parametrize("room", ["review", "sources", "events"])
def test_services_never_see_a_request(room):
    found = [
        str(path)
        for path in files(room)
        if "services" in path.parts
        for _, module in imports(path)
        if module.startswith(("django.http", "django.shortcuts", "django.contrib.messages"))
    ]
    assert found == []


def reviewed_models():
    return [m for m in apps.get_models() if issubclass(m, Reviewed)]


def test_every_reviewed_model_is_a_registered_kind():
    assert {m._meta.label_lower for m in reviewed_models()} == {k.label for k in kinds.every()}


def test_reviewed_models_protect_and_have_plain_columns():
    for model in reviewed_models():
        assert not model._meta.many_to_many, model
        for field in model._meta.concrete_fields:
            assert not isinstance(field, models.JSONField), field
            assert not getattr(field, "auto_now_add", False), field
            if field.is_relation:
                assert field.remote_field.on_delete is models.PROTECT, field


@pytest.mark.django_db
def test_every_reviewed_table_and_its_history_is_guarded():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        guarded = set(cursor.fetchall())
    for model in reviewed_models():
        live, past = model._meta.db_table, model.history.model._meta.db_table
        assert (live, f"{live}_only_engine") in guarded
        assert (past, f"{past}_append_only") in guarded


def test_every_reviewed_model_in_the_admin_only_proposes():
    assert not admin.site._actions
    for model, registered in admin.site._registry.items():
        if issubclass(model, Reviewed):
            assert isinstance(registered, ReviewedAdmin), model
            assert not registered.list_editable, model
            # Each action here has a test that it only proposes.
            assert set(registered.actions or ()) <= {"confirm"}, model
            assert not registered.save_as, model
            assert all(issubclass(inline, ReviewedInline) for inline in registered.inlines), model


def test_every_kind_can_be_edited_in_the_admin():
    inline = {i.model for a in admin.site._registry.values() for i in a.inlines}
    known = set(admin.site._registry) | inline
    assert {m for m in reviewed_models() if m._meta.app_label != "toy"} <= known


def test_history_rows_never_cascade():
    for model in reviewed_models():
        for field in model.history.model._meta.concrete_fields:
            if field.is_relation and field.name in ("publication", "act"):
                assert field.remote_field.on_delete is models.PROTECT


def test_who_and_when_go_together():
    """A column `…_at` stands with the person who did it, on its row or on the row's parent."""
    alone = {
        "review.changeset": "its author",
        "review.act": "the author of its changeset",
        "review.trustnote": "its checked_by",
        "events.citationstanding": "the people of the verifications that it counts",
    }
    for model in apps.get_models():
        if model._meta.app_label not in ARROWS:
            continue
        names = {f.name for f in model._meta.concrete_fields}
        times = {n for n in names if n.endswith("_at") or n == "at"}
        if times and not names & {"by", "history_user", "author", "decision"}:
            assert model._meta.label_lower in alone, model


def test_no_signals_of_our_own():
    found = [
        str(path)
        for room in ARROWS
        for path in files(room)
        for _, module in imports(path)
        if "signals" in module
    ]
    assert found == []
