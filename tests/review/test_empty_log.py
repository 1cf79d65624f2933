"""Before anything is published the log fits."""

import pytest

from review.proving import log

pytestmark = pytest.mark.django_db


def test_empty_log_fits():
    assert list(log.lines()) == []
    assert list(log.breaks()) == []
