"""A kind of which one table alone has a row is checked like any other."""

import pytest

from review.proving import log
from review.proving.present import present
from tests.review.test_chain import bend

pytestmark = pytest.mark.django_db
KEY = "018f0000-0000-7000-8000-000000000000"
ALONE = {
    "live": (
        f"INSERT INTO toy_shelf (id, name) VALUES ('{KEY}', 'Lie')",
        f"Shelf {KEY}: there is no such subject.",
    ),
    "history": (
        "INSERT INTO toy_historicalshelf (id, publication_id, act_id, salt, seal, history_date, "
        f"history_type, name) VALUES ('{KEY}', 7, 7, '', '{{}}', now(), '+', 'Lie')",
        f"Shelf {KEY} in publication 7: there is no such publication.",
    ),
    "subject": (
        "INSERT INTO review_subject (id, kind, anchor, head_id) "
        f"VALUES ('{KEY}', 'toy.shelf', 'lie', 7)",
        f"Shelf {KEY}: it does not name the publication it stands at.",
    ),
}


@pytest.mark.parametrize("where", ALONE)
def test_kind_of_which_one_table_has_a_row_is_checked(where):
    statement, said = ALONE[where]
    bend(statement)
    assert [kind.label for kind in present()] == ["toy.shelf"]
    assert said in list(log.breaks())


def test_nothing_is_there_before_anything_is_proposed():
    assert present() == []
