"""Amdahl's law, node-hours and Little's law, against their readable twins and their closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.offload.kernels import (
    amdahl,
    amdahl_reference,
    node_hours,
    node_hours_reference,
    occupancy,
    occupancy_reference,
    ported_for,
)

PART = st.integers(0, 100)
SPEED = st.floats(1.0, 100.0)


@given(PART, SPEED)
def test_amdahl_is_what_piece_by_piece_gives(percent: int, speed_up: float) -> None:
    assert float(amdahl(percent / 100, speed_up)) == pytest.approx(
        amdahl_reference(percent / 100, speed_up, 100)
    )


@given(st.floats(0.0, 0.99), SPEED)
def test_amdahl_is_bounded_by_the_rest_and_by_the_speed_up(ported: float, speed_up: float) -> None:
    """G ≤ 1 / (1 - p) and G ≤ s; an unbounded speed-up reaches the first."""
    gain = float(amdahl(ported, speed_up))
    assert gain >= 1.0 - 1e-12
    assert gain <= min(1.0 / (1.0 - ported), speed_up) * (1.0 + 1e-12)
    assert float(amdahl(ported, 1e15)) == pytest.approx(1.0 / (1.0 - ported))


def test_nothing_ported_gains_nothing_and_all_ported_the_speed_up() -> None:
    assert amdahl([0.0, 1.0], 7.0).tolist() == pytest.approx([1.0, 7.0])


@given(st.floats(0.01, 0.99), st.floats(1.5, 100.0))
def test_the_part_for_a_gain_gives_this_gain(ported: float, speed_up: float) -> None:
    assert float(ported_for(amdahl(ported, speed_up), speed_up)) == pytest.approx(ported)


def test_a_gain_beyond_the_speed_up_asks_for_more_than_all() -> None:
    assert float(ported_for(8.0, 4.0)) > 1.0


@given(st.floats(1e6, 1e9), st.floats(100.0, 5000.0), st.floats(0.1, 1.0))
def test_node_hours_times_power_and_efficiency_are_the_work(
    work: float, power: float, efficiency: float
) -> None:
    hours = float(node_hours(work, power, efficiency))
    assert hours * 3600.0 * power * efficiency == pytest.approx(work)


@given(st.floats(1e6, 1e8), st.floats(100.0, 5000.0), st.floats(0.1, 1.0))
def test_node_hours_are_what_working_it_off_takes(work: float, power: float, efficiency: float) -> None:
    step = float(node_hours(work, power, efficiency)) / 200.0
    worked = node_hours_reference(work, power, efficiency, step)
    assert worked == pytest.approx(float(node_hours(work, power, efficiency)), rel=0.011)


@given(
    st.lists(
        st.tuples(st.floats(0.1, 10.0), st.floats(0.0, 50.0), st.floats(0.1, 40.0)), min_size=1, max_size=12
    )
)
def test_littles_law_holds_for_any_stream_of_files(files: list[tuple[float, float, float]]) -> None:
    """Mean volume = mean rate × mean stay (weighted with the size), over a span that holds all files."""
    sizes, arrive, stay = (list(one) for one in zip(*files, strict=True))
    length = 100.0
    leave = [come + time for come, time in zip(arrive, stay, strict=True)]
    rate = sum(sizes) / length
    mean_stay = np.average(stay, weights=sizes)
    followed = occupancy_reference(sizes, arrive, leave, length)
    assert followed == pytest.approx(float(occupancy(rate, mean_stay)))
