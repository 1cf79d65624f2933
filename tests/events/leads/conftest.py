import pytest

from events.models import CitationRequest, Statement
from tests import builders


@pytest.fixture
def op():
    made = builders.operator()
    builders.article(made)
    return made


@pytest.fixture
def statement(op):
    """The first of an article's two, on which a request is open."""
    return Statement.objects.order_by("position").first()


@pytest.fixture
def request_open(statement):
    return CitationRequest.objects.get()


@pytest.fixture
def by(client):
    made = builders.editor()
    client.force_login(made)
    return made
