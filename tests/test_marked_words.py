"""What is shown to readers can be translated: by what the code says of its words."""

import ast
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


def trees():
    for room in ROOMS:
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


def called(tree, names):
    """What of Django's translations a module has, under which name."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in names
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


def is_call(node, names):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def test_nothing_is_translated_before_a_language_is_known():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in at_import(tree)
        if is_call(node, called(tree, EAGER))
    ]
    assert found == []


def test_no_message_hides_in_a_string_where_extraction_looks_past_it():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for outer in ast.walk(tree)
        if isinstance(outer, ast.JoinedStr)
        for node in ast.walk(outer)
        if is_call(node, called(tree, ALL))
    ]
    assert found == []


def test_no_message_is_made_of_pieces():
    """Each is one literal, or a name of one that is marked elsewhere."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if is_call(node, called(tree, ALL))
        and any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in node.args)
    ]
    assert found == []


@pytest.fixture(scope="module")
def marked():
    return {
        arg.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if is_call(node, called(tree, ALL))
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
    proper = {
        name for name in names_of_fields() if name in ("doi", "isbn", "issn", "pmid", "pmcid")
    }
    proper |= {"arxiv", "oclc", "handle", "lccn", "wikidata", "cobiss", "jstor"}
    assert set(names_of_fields()) - marked - proper == set()


def test_labels_and_places_name_the_same():
    assert {name: words.removesuffix(" {locator}") for name, words in csl.PLACES.items()} == (
        csl.LABELS
    )
    assert set(languages.CALLED) == {code for code in languages.NAMES if "-" not in code}
    assert set(record.SEVERAL) == {role for role, words in csl.ROLES.items() if " of " not in words}
