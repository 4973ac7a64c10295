"""Reconstruction's card: response, effective width and turn-on, against Gaussians."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.learning.contexts.reconstruction import energies, half_way, shortest, turn_on

RNG = np.random.default_rng(1)
TRUE = RNG.uniform(20.0, 120.0, 60_000)
MEASURED = TRUE * RNG.normal(0.9, 0.045, TRUE.size)


def test_a_gaussian_has_the_width_it_was_given() -> None:
    """0.045 over a response of 0.9 is 5 %, whatever the response."""
    card = energies(MEASURED, TRUE)
    assert card.response == pytest.approx(0.9, abs=4 * card.response_error)
    assert card.response_error == pytest.approx(0.045 * math.sqrt(math.pi / 2 / TRUE.size), rel=0.02)
    assert card.width == pytest.approx(0.05, rel=0.02)
    scaled = energies(0.7 * MEASURED, TRUE)
    assert scaled.width == pytest.approx(card.width, rel=1e-12)
    assert scaled.response == pytest.approx(0.7 * card.response, rel=1e-12)


def test_a_tail_widens_the_spread_but_hardly_the_effective_width() -> None:
    tail = MEASURED.copy()
    tail[::50] *= 0.3
    assert energies(tail, TRUE).width < 1.1 * energies(MEASURED, TRUE).width
    assert (tail / TRUE).std() > 1.5 * (MEASURED / TRUE).std()


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=40), st.floats(0.1, 1.0))
def test_the_shortest_interval_is_the_shortest(values: list[float], share: float) -> None:
    """Tried against all pairs of values."""
    low, high = shortest(values, share)
    array = np.array(values)
    assert ((array >= low) & (array <= high)).mean() >= share - 1e-12
    need = max(2, math.ceil(share * len(values)))
    for one in values:
        for other in values:
            if ((array >= one) & (array <= other)).sum() >= need:
                assert other - one >= high - low - 1e-12


def test_a_turn_on_is_an_error_function() -> None:
    """A measurement smeared by 4.5 % of the truth passes with the Gaussian's integral."""
    table = turn_on(MEASURED, TRUE, 45.0, np.arange(30.0, 90.0, 2.0))
    expected = [0.5 * math.erfc((45.0 - 0.9 * e) / (0.045 * e * math.sqrt(2))) for e in table["energy"]]
    error = np.sqrt(0.25 / table["events"])
    assert (np.abs(table["efficiency"] - expected) < 4 * error + 0.01).all()
    assert (table["low"] <= table["efficiency"] + 1e-12).all()
    assert (table["efficiency"] <= table["high"] + 1e-12).all()


def test_the_turn_on_stands_where_the_response_says() -> None:
    assert half_way(MEASURED, TRUE, 45.0) == pytest.approx(50.0, rel=0.01)
    assert half_way(0.8 * MEASURED, TRUE, 45.0) == pytest.approx(62.5, rel=0.01)
    with pytest.raises(ValueError, match="move the threshold"):
        half_way(MEASURED, TRUE, 1000.0)


def test_no_energy_is_refused() -> None:
    with pytest.raises(ValueError, match="true energy = 0 GeV is out of range: expected above 0 GeV"):
        energies([1.0, 2.0], [0.0, 1.0])
    with pytest.raises(ValueError, match="expected at least two"):
        shortest([1.0])
