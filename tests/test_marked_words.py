"""What is shown to readers can be translated: by what the code says of its words."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from events.models import CitationRequest, IndexEntry, Lead, Topic
from events.pages import indexed, record
from review import kinds
from sources import csl, languages
from sources.models import Source

ROOMS = ("config", "review", "sources", "events")
EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}
ALL = EAGER | {"gettext_lazy", "gettext_noop", "ngettext_lazy", "pgettext_lazy"}


@cache
def modules():
    """[(path, its tree, {name in it: what of Django's translations that is})] of those that have any."""
    found = []
    for room in ROOMS:
        for path in sorted((Path(settings.BASE_DIR) / room).rglob("*.py")):
            text = path.read_text()
            if "migrations" not in path.parts and "django.utils.translation" in text:
                tree = ast.parse(text)
                found.append((path.relative_to(settings.BASE_DIR), tree, called(tree)))
    return found


def called(tree):
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in ALL
    }


def at_import(node):
    """The nodes that are run when a module is imported: no bodies of functions."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        below = [*node.decorator_list, *node.args.defaults, *node.args.kw_defaults]
    elif isinstance(node, ast.Lambda):
        below = []
    else:
        below = ast.iter_child_nodes(node)
    yield node
    for child in below:
        if child is not None:
            yield from at_import(child)


def is_call(node, names, of=ALL):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and names.get(node.func.id) in of
    )


def test_nothing_is_translated_before_a_language_is_known():
    found = [
        f"{path}:{node.lineno}"
        for path, tree, names in modules()
        for node in at_import(tree)
        if is_call(node, names, EAGER)
    ]
    assert found == []


def test_no_message_hides_in_a_string_where_extraction_looks_past_it():
    found = [
        f"{path}:{node.lineno}"
        for path, tree, names in modules()
        for outer in ast.walk(tree)
        if isinstance(outer, ast.JoinedStr)
        for node in ast.walk(outer)
        if is_call(node, names)
    ]
    assert found == []


def test_no_message_is_made_of_pieces():
    """Each is one literal, or a name of one that is marked elsewhere."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree, names in modules()
        for node in ast.walk(tree)
        if is_call(node, names)
        and any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in node.args)
    ]
    assert found == []


@pytest.fixture(scope="module")
def marked():
    return {
        arg.value
        for _, tree, names in modules()
        for node in ast.walk(tree)
        if is_call(node, names)
        for arg in node.args
        if isinstance(arg, ast.Constant)
    }


def names_of_fields():
    source = kinds.of(Source)
    return [str(column.verbose_name) for column in source.fields.values()]


TABLES = {
    "types of works": lambda: csl.TYPES.values(),
    "roles": lambda: csl.ROLES.values(),
    "places": lambda: csl.PLACES.values(),
    "languages": lambda: languages.CALLED.values(),
    "facts": lambda: [*record.LABELS.values(), *record.SEVERAL.values()],
    "requests": lambda: CitationRequest.Kind.labels,
    "reasons to decline": lambda: CitationRequest.DeclineReason.labels,
    "leads": lambda: [*Lead.What.labels, *Lead.Reason.labels],
    "what is found": lambda: IndexEntry.Kind.labels,
    "topics": lambda: [*Topic.Kind.labels, *indexed.MANY.values()],
}


@pytest.mark.parametrize("table", TABLES)
def test_each_label_that_readers_see_is_marked(table, marked):
    assert {str(words) for words in TABLES[table]()} - marked == set()


def test_each_name_of_a_field_of_a_work_is_marked_or_a_proper_name(marked):
    proper = {"DOI", "ISBN", "ISSN", "PMID", "PMCID", "LCCN", "Handle"}
    assert set(names_of_fields()) - marked - proper == set()


def test_labels_and_places_name_the_same():
    assert {name: words.removesuffix(" {locator}") for name, words in csl.PLACES.items()} == (
        csl.LABELS
    )
    assert set(languages.CALLED) == {code for code in languages.NAMES if "-" not in code}
    assert set(record.SEVERAL) == {role for role, words in csl.ROLES.items() if " of " not in words}
