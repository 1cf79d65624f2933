import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import Statement
from review.ids import anchor_of, uuid7
from review.positions import between, spread


def test_uuid7_grows_and_is_version_7():
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {(u.version, u.variant) for u in made} == {(7, "specified in RFC 4122")}


def test_uuid7_of_threads_is_never_the_same():
    with ThreadPoolExecutor(4) as pool:
        made = [
            u
            for batch in pool.map(lambda _: [uuid7() for _ in range(3000)], range(4))
            for u in batch
        ]
    assert len(set(made)) == 12_000


def test_anchor_of_a_batch_is_distinct_and_fit_for_html():
    anchors = {anchor_of(uuid7()) for _ in range(10_000)}
    assert len(anchors) == 10_000
    assert all(re.fullmatch(r"[a-z][a-z0-9]{9}", anchor) for anchor in anchors)


@given(st.lists(st.integers(0, 1000), max_size=80))
def test_position_between_neighbours_sorts_there(places):
    keys = []
    for place in places:
        at = place % (len(keys) + 1)
        low = keys[at - 1] if at else None
        high = keys[at] if at < len(keys) else None
        key = between(low, high)
        assert low is None or low < key
        assert high is None or key < high
        assert not key.endswith("0")
        keys.insert(at, key)


def test_positions_made_for_one_place_by_two_people_differ():
    keys = {between("5", "6") for _ in range(100)}
    assert len(keys) > 90
    assert all("5" < key < "6" for key in keys)


@pytest.mark.parametrize("goes", ["after the last one", "before the last one"])
@pytest.mark.parametrize(("low", "high"), [("5", "6"), ("5", None), (None, "5")])
def test_thousands_of_positions_at_one_place_fit_the_column(low, high, goes):
    longest = Statement._meta.get_field("position").max_length
    for _ in range(5000):
        key = between(low, high)
        assert (low or "") < key
        assert high is None or key < high
        low, high = (key, high) if goes == "after the last one" else (low, key)
    assert len(key) < longest / 2


@given(st.integers(0, 5000))
def test_spread_positions_are_in_order_and_short(count):
    keys = spread(count)
    assert keys == sorted(set(keys))
    assert all(len(key) <= 3 and not key.endswith("0") for key in keys)


def test_position_between_wrong_neighbours_is_refused():
    with pytest.raises(ValueError, match="does not come before"):
        between("b", "a")
