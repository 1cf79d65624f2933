"""What the tests of this folder begin from."""

import pytest

from tests.builders import operator
from tests.review.covering.steps import make_spread


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def spread(op):
    make_spread(op)
