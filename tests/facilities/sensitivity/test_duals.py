"""Duals of a purchase plan: closed form, finite differences, slackness, and the plan without foresight."""

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from ecosystem_nb.facilities.sensitivity.duals import cheapest, rent
from ecosystem_nb.facilities.vintages.reference import follow_need_reference

YEARS = 12


def test_rent_of_whole_years() -> None:
    """p = u (1 + 1/g + ... + 1/g^(L-1)), a geometric sum."""
    g, life = 1.1, 5
    assert rent(0.1, life) == pytest.approx((1 - 1 / g) / (1 - g**-life))
    assert rent(0.0, 4.0) == 0.25
    assert rent(0.0, 2.5) == pytest.approx(1 / 2.5)  # a fraction of a year serves as a fraction


@pytest.mark.parametrize(("improvement", "life"), [(0.1, 5.0), (0.05, 3.0), (0.0, 4.0), (0.15, 4.5)])
def test_duals_of_a_park_that_always_buys(improvement: float, life: float) -> None:
    """Where something is bought each year, one unit for one year costs the rent of that year."""
    price = 10.0 * (1.0 + improvement) ** -np.arange(YEARS)
    found = cheapest(5.0 * 1.3 ** np.arange(YEARS), price, life, [1.0] * 5)
    assert (found.bought > 0.0).all()
    assert found.duals == pytest.approx(rent(improvement, life) * price)


def wavy() -> tuple[np.ndarray, np.ndarray, float, list[float]]:
    """A need that falls twice, prices that jump and fade, a lifetime between whole years."""
    need = np.array([5.0, 7.0, 12.0, 11.0, 9.0, 14.0, 22.0, 21.0, 20.0, 26.0, 31.0, 33.0])
    price = 10.0 * 1.1 ** -np.arange(YEARS) * np.where(np.arange(YEARS) == 6, 1.6, 1.0)
    return need, price, 4.4, [1.0, 1.5, 0.5, 1.0]


def test_duals_are_finite_differences() -> None:
    """One thousandth more need in each year, one at a time, solved anew."""
    need, price, life, past = wavy()
    found, small = cheapest(need, price, life, past), 1e-3
    for year in range(YEARS):
        more = need.copy()
        more[year] += small
        change = (cheapest(more, price, life, past).cost - found.cost) / small
        assert change == pytest.approx(found.duals[year], abs=1e-6)


needs = st.lists(st.floats(0.0, 50.0), min_size=6, max_size=6)
steps = st.lists(st.floats(0.7, 1.1), min_size=6, max_size=6)


@settings(max_examples=60, deadline=None)
@given(needs, steps, st.floats(2.0, 5.0), st.lists(st.floats(0.0, 10.0), max_size=4))
def test_what_holds_for_every_optimum(
    need: list[float], steps: list[float], life: float, past: list[float]
) -> None:
    """Feasible on both sides, nothing left between them, slackness, and never above just in time."""
    price = 100.0 * np.cumprod(steps)
    try:
        found = cheapest(need, price, life, past)
    except ValueError:  # prices that make money with what is left
        reject()
    tol = 1e-6 * 100.0 * 50.0
    assert (found.bought >= -1e-9).all()
    assert (found.capacity >= np.array(need) - 1e-7).all()
    assert (found.duals >= -1e-9).all()
    assert (found.reduced >= -1e-7).all()
    kept = found.capacity - np.array(
        [
            sum(found.bought[s] * min(1.0, max(0.0, life - (t - s))) for s in range(t + 1))
            for t in range(len(need))
        ]
    )
    assert found.cost == pytest.approx(float(found.duals @ (np.array(need) - kept)), abs=tol)
    assert np.abs(found.duals * (found.capacity - need)).max() < tol
    assert np.abs(found.bought * found.reduced).max() < tol
    simple = [row[0] for row in follow_need_reference(need, life, past)]
    assert found.cost <= float(found.net_price @ simple) + tol


def test_duals_lie_between_one_less_and_one_more() -> None:
    """The cost is convex in the need: also where the optimum is degenerate."""
    need, price = np.array([4.0, 4.0, 4.0, 4.0, 4.0, 4.0]), np.full(6, 3.0)
    found = cheapest(need, price, 3.0)
    for year in range(6):
        ends = []
        for change in (-0.1, 0.1):
            other = need.copy()
            other[year] += change
            ends.append((cheapest(other, price, 3.0).cost - found.cost) / change)
        assert ends[0] - 1e-9 <= found.duals[year] <= ends[1] + 1e-9


def test_looking_ahead_buys_before_a_jump() -> None:
    """Prices that will rise by half: the optimum prebuys, just in time pays."""
    need, price = np.array([4.0, 4.0, 8.0, 8.0, 8.0, 8.0]), np.array([10.0, 10.0, 15.0, 15.0, 15.0, 15.0])
    found = cheapest(need, price, 6.0)
    simple = np.array([row[0] for row in follow_need_reference(need.tolist(), 6.0)])
    assert found.bought[1] > 0.0
    assert simple[1] == 0.0
    assert found.cost < float(found.net_price @ simple) - 1.0


def test_a_year_of_plenty_costs_nothing() -> None:
    """Where more serves than is needed one unit more is free."""
    found = cheapest([10.0, 3.0, 3.0, 10.0], [5.0] * 4, 4.0)
    assert found.duals[1:3] == pytest.approx([0.0, 0.0])


def test_what_is_left_at_the_end_is_worth_its_services() -> None:
    """The same park over a longer time has the same duals in the years that both have."""
    price = 10.0 * 1.1 ** -np.arange(30)
    need = 5.0 * 1.2 ** np.arange(30)
    short, long = cheapest(need[:10], price[:10], 5.0), cheapest(need, price, 5.0)
    assert short.duals == pytest.approx(long.duals[:10])


@pytest.mark.parametrize(
    ("need", "price", "life", "message"),
    [
        ([1.0, -1.0], [1.0, 1.0], 2.0, r"need = -1 capacity units is out of range"),
        ([1.0, 1.0], [1.0, 0.0], 2.0, r"price = 0 money is out of range: expected above 0"),
        ([1.0, 1.0], [1.0, 1.0], 0.5, r"lifetime = 0.5 yr is out of range"),
        ([1.0], [1.0], 2.0, r"need of 1 years, prices of 1: expected the same, 2 or more"),
        ([1.0, 1.0, 1.0], [1.0, 1.0], 2.0, r"need of 3 years, prices of 2"),
        ([1.0, np.nan], [1.0, 1.0], 2.0, r"need = nan"),
        (
            [1.0, 1.0, 1.0],
            [0.01, 10.0, 10.0],
            5.0,
            r"price of year 0 = 0.01 is out of range: expected above 4",
        ),
    ],
)
def test_bad_input_is_refused(need: list[float], price: list[float], life: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cheapest(need, price, life)
