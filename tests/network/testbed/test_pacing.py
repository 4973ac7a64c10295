"""Copies at once: the simulator's side against closed forms, and the table that sets both side by side."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.testbed import pacing
from ecosystem_nb.network.transfers.simulator import simulate
from ecosystem_nb.network.transfers.topology import Link, Topology

SIZES = st.lists(st.floats(0.5, 500.0), min_size=1, max_size=5)


@given(size=st.floats(0.5, 500.0), capacity=st.floats(1.0, 1e4))
def test_a_copy_alone_takes_size_over_capacity(size: float, capacity: float) -> None:
    assert pacing.simulated([size], capacity) == pytest.approx([size / capacity])


@given(small=st.floats(0.5, 500.0), more=st.floats(0.0, 500.0), capacity=st.floats(1.0, 1e4))
def test_of_two_copies_the_smaller_ends_at_twice_its_own_time_and_the_larger_with_the_last_byte(
    small: float, more: float, capacity: float
) -> None:
    """Each has half until the smaller is done; nothing is idle before the end."""
    large = small + more
    expected = [2 * small / capacity, (small + large) / capacity]
    assert pacing.simulated([small, large], capacity) == pytest.approx(expected)


@given(sizes=SIZES, capacity=st.floats(1.0, 1e4))
def test_the_last_byte_comes_when_all_bytes_fit(sizes: list[float], capacity: float) -> None:
    assert max(pacing.simulated(sizes, capacity)) == pytest.approx(sum(sizes) / capacity)


def test_it_is_the_simulators_own_answer() -> None:
    sizes, capacity = [50.0, 100.0, 20.0], 12.5
    link = Link("loopback", "source", "destination", 8e-3 * capacity)
    table = pd.DataFrame({"source": "source", "destination": "destination", "arrival": 0.0, "size": sizes})
    done = simulate(Topology(("source", "destination"), (link,)), table.assign(size=table["size"] / 1e3))
    assert pacing.simulated(sizes, capacity) == pytest.approx(list(done.transfers["finish"]))


@pytest.mark.parametrize("size", [0.0, -1.0, float("nan")])
def test_a_size_that_is_none_is_refused(size: float) -> None:
    with pytest.raises(ValueError, match=r"sizes.* MB"):
        pacing.simulated([1.0, size], 10.0)


@pytest.mark.parametrize("capacity", [0.0, -1.0, float("nan"), float("inf")])
def test_a_capacity_that_is_none_is_refused(capacity: float) -> None:
    with pytest.raises(ValueError, match=r"capacity = .* MB/s is out of range"):
        pacing.simulated([1.0], capacity)


def races(limit: float, *rows: tuple[str, float, float]) -> pd.DataFrame:
    made = [
        {
            "limit": limit,
            "race": race,
            "copy": number,
            "size": size,
            "taken": taken,
            "low": taken,
            "high": taken,
        }
        for number, (race, size, taken) in enumerate(rows, 1)
    ]
    return pd.DataFrame(made).assign(runs=1)


def test_where_there_is_a_limit_it_is_the_capacity() -> None:
    table = pacing.beside(
        races(10.0, ("one alone", 50.0, 4.0), ("two equal", 50.0, 9.0), ("two equal", 50.0, 11.0))
    )
    assert list(table["capacity"]) == [10.0] * 3
    assert list(table["simulated"]) == pytest.approx([5.0, 10.0, 10.0])
    assert list(table["late"]) == pytest.approx([-1.0, -1.0, 1.0])


def test_where_there_is_none_it_is_the_rate_of_the_copy_alone() -> None:
    free = races(0.0, ("one alone", 50.0, 0.5), ("two unequal", 50.0, 1.0), ("two unequal", 100.0, 1.5))
    table = pacing.beside(pd.concat([races(10.0, ("one alone", 50.0, 5.0)), free], ignore_index=True))
    assert list(table["capacity"]) == pytest.approx([10.0, 100.0, 100.0, 100.0])
    assert list(table["simulated"]) == pytest.approx([5.0, 0.5, 1.0, 1.5])
