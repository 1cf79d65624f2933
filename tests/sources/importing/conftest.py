"""Who brings works, and in what."""

import pytest
from django.test import Client

from tests import builders
from tests.sources.importing.steps import FILE


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by():
    return builders.editor()


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "library.bib"
    made.write_text(FILE)
    return made


@pytest.fixture
def editor(by):
    found = Client()
    found.force_login(by)
    return found


@pytest.fixture
def operator(op):
    found = Client()
    found.force_login(op)
    return found
