"""The rules of the house that can be read off the code."""

import ast
import importlib
import inspect
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection, models
from django.urls import get_resolver

from review import kinds
from review.desk.admin import ReviewedAdmin, ReviewedInline
from review.models import Reviewed

ROOT = Path(settings.BASE_DIR)
# Each room, and the rooms that it may know.
ARROWS = {
    "config": {"config", "review"},
    "review": {"review"},
    "sources": {"sources", "review"},
    "events": {"events", "sources", "review"},
}
# Inside an app its rooms, each knowing only those before it. What is not named is the ground.
ROOMS = {
    "review": ("publishing", "weighing", "proposing", "deciding", "proving", "desk"),
    "sources": ("formatting", "reading", "writing", "kinds", "exchange", "desk"),
    "events": ("standing", "kinds", "pages", "exchange", "desk"),
}
# Where Django looks for an app's parts: they may know all its rooms, and no room knows them.
DOORS = {"apps", "admin", "urls", "management", "templatetags", "migrations"}
# Rooms that answer requests; no other ever sees one.
ANSWERING = {
    "review.desk",
    "review.publishing.pages",
    "sources.desk",
    "events.desk",
    "events.pages",
}


def imports(path):
    """(line, dotted module) of each import of a file, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for name in node.names:
                yield node.lineno, module_of(f"{node.module}.{name.name}")
        elif isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name


def module_of(dotted):
    """The module of a dotted name, which may be of something in it."""
    place = ROOT.joinpath(*dotted.split("."))
    return (
        dotted if place.is_dir() or place.with_suffix(".py").exists() else dotted.rpartition(".")[0]
    )


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


def floor(app, dotted):
    """How high a module of an app stands: the ground 0, the doors above all rooms."""
    part = (dotted.split(".") + [""])[1]
    rooms = ROOMS[app]
    return len(rooms) + 1 if part in DOORS else rooms.index(part) + 1 if part in rooms else 0


def arrows(app):
    """(file, line, its module, the module of the same app that it imports)."""
    for path in files(app):
        own = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for line, module in imports(path):
            if module.split(".")[0] == app:
                yield path.relative_to(ROOT), line, own, module


@pytest.mark.parametrize("app", ROOMS)
def test_each_room_knows_only_those_before_it(app):
    found = [
        f"{path}:{line} imports {module}"
        for path, line, own, module in arrows(app)
        if floor(app, module) > floor(app, own)
    ]
    assert found == []


@pytest.mark.parametrize("app", ROOMS)
def test_no_module_knows_itself_by_way_of_others(app):
    known = defaultdict(set)
    for _, _, own, module in arrows(app):
        known[own].add(module)
    try:
        TopologicalSorter(known).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("app", ROOMS)
def test_every_room_says_what_it_is_for(app):
    for room in ROOMS[app]:
        package = ROOT / app / room / "__init__.py"
        module = ROOT / app / f"{room}.py"
        assert ast.get_docstring(ast.parse((module if module.exists() else package).read_text()))


@pytest.mark.parametrize("app", ROOMS)
def test_only_rooms_that_answer_see_a_request(app):
    found = []
    for path in files(app):
        own = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if (
            any(f"{own}.".startswith(f"{room}.") for room in ANSWERING)
            or own.split(".")[1] in DOORS
        ):
            continue
        found += [
            str(path)
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
    assert get_resolver().url_patterns  # config/urls.py sets the site up.
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
        "events.ledgerentry": "the author of its act",
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


# Methods of a base that begin with `_` and are meant to be replaced: {the class: names}.
MEANT = {
    "review.desk.admin.forms.ReviewedForm": {"_get_validation_exclusions"},
    "review.models.reviewed.ReviewedQuerySet": {"_raw_delete", "_update"},
}


def classes():
    """Every class that the project's modules define."""
    for room in ("config", "review", "sources", "events"):
        for path in files(room):
            if path.name != "gunicorn.py":
                dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                module = importlib.import_module(dotted.removesuffix(".__init__"))
                for _, found in inspect.getmembers(module, inspect.isclass):
                    if found.__module__ == module.__name__:
                        yield found


def hidden(cls):
    """(the hiding class, the hidden one, name) of methods, along the order in which they are found."""
    method = (staticmethod, classmethod, property)
    for place, upper in enumerate(cls.__mro__):
        if upper.__module__.split(".")[0] not in ARROWS:
            continue
        for lower in cls.__mro__[place + 1 :]:
            for name, value in vars(lower).items():
                if name in vars(upper) and (inspect.isfunction(value) or isinstance(value, method)):
                    yield upper, lower, name


def test_no_class_hides_a_private_method_of_its_base_unseen():
    found = {
        f"{upper.__module__}.{upper.__qualname__}.{name} hides that of {lower.__qualname__}"
        for cls in classes()
        for upper, lower, name in hidden(cls)
        if name.startswith("_")
        and not name.endswith("__")
        and name not in MEANT.get(f"{upper.__module__}.{upper.__qualname__}", ())
    }
    assert found == set()


def test_a_method_takes_what_the_one_that_it_replaces_takes():
    """Of the project's own bases; Django's hooks are called by Django, and tested by being used."""
    found = set()
    for cls in classes():
        for upper, lower, name in hidden(cls):
            pair = vars(lower)[name], vars(upper)[name]
            if lower.__module__.split(".")[0] in ARROWS and all(map(inspect.isfunction, pair)):
                wanted, taken = (list(inspect.signature(f).parameters) for f in pair)
                if wanted != taken:
                    found.add(
                        f"{upper.__qualname__}.{name}{taken} replaces {lower.__qualname__}{wanted}"
                    )
    assert found == set()
