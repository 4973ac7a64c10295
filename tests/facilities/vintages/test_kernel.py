"""The park's kernels: closed forms, conservation, monotonicity, inversion, and their readable twins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ecosystem_nb.facilities.vintages.kernel import (
    follow_budget,
    follow_money,
    follow_need,
    met_share,
    serving,
)
from ecosystem_nb.facilities.vintages.reference import (
    follow_money_reference,
    follow_need_reference,
    met_share_reference,
)

unhurried = settings(deadline=None)  # the first call compiles
AMOUNTS = st.lists(st.floats(0.0, 1e3), min_size=1, max_size=12)
LIFE = st.floats(1.0, 8.0)
EARLIER = st.lists(st.floats(0.0, 1e2), min_size=0, max_size=9)


def one(values: list[float]) -> NDArray[np.float64]:
    """Give a list of yearly values the kernel's shape: one sample, one resource."""
    return np.array(values, dtype=np.float64).reshape(1, len(values), 1)


def life(*values: float) -> NDArray[np.float64]:
    return np.array([values])


def flat(budget: float, price: float, improvement: float, years: int) -> tuple[NDArray, NDArray]:
    """A flat budget, and prices that fall by 1 + r a year."""
    return one([budget] * years), one([price / (1.0 + improvement) ** year for year in range(years)])


# Closed forms


@unhurried
@given(st.floats(-0.2, 0.5), st.integers(1, 8))
def test_after_a_lifetime_of_flat_budget_capacity_grows_by_exactly_one_plus_r(
    r: float, lifetime: int
) -> None:
    money, price = flat(10.0, 2.0, r, lifetime + 8)
    _, _, capacity = follow_money(money, price, life(float(lifetime)), one([])[:, :0])
    grown = capacity[0, lifetime:, 0] / capacity[0, lifetime - 1 : -1, 0]
    np.testing.assert_allclose(grown, 1.0 + r, rtol=1e-12)


@unhurried
@given(st.floats(0.01, 0.5), st.integers(1, 8), st.floats(0.1, 1e3), st.floats(0.1, 1e3))
def test_capacity_of_a_flat_budget_is_the_geometric_sum(
    r: float, lifetime: int, budget: float, price: float
) -> None:
    """C(t) = (B / c0) (1 + r)^t (1 - (1 + r)^-L) / (1 - (1 + r)^-1) from the year L - 1 on."""
    money, prices = flat(budget, price, r, lifetime + 5)
    _, _, capacity = follow_money(money, prices, life(float(lifetime)), one([])[:, :0])
    t = np.arange(lifetime - 1, lifetime + 5)
    grown = (1.0 + r) ** t * (1.0 - (1.0 + r) ** -lifetime) / (1.0 - 1.0 / (1.0 + r))
    np.testing.assert_allclose(capacity[0, lifetime - 1 :, 0], budget / price * grown, rtol=1e-9)


def test_a_constant_need_is_bought_again_each_lifetime() -> None:
    """Bought whole in the first year, it comes back as the echo of that purchase, every L years."""
    bought, retired, _ = follow_need(one([6.0] * 9), life(4.0), one([])[:, :0])
    assert bought[0, :, 0].tolist() == [6.0, 0.0, 0.0, 0.0, 6.0, 0.0, 0.0, 0.0, 6.0]
    assert retired[0, :, 0].tolist() == [0.0, 0.0, 0.0, 0.0, 6.0, 0.0, 0.0, 0.0, 6.0]


def test_a_park_in_balance_buys_one_part_in_l_a_year() -> None:
    """With an even past, a constant need of C takes C / L each year."""
    bought, _, capacity = follow_need(one([8.0] * 12), life(4.0), one([2.0] * 4))
    np.testing.assert_allclose(bought, 2.0)
    np.testing.assert_allclose(capacity, 8.0)


@pytest.mark.parametrize("lifetime", [3.0, 3.25, 3.5, 3.999, 4.0])
def test_a_purchase_serves_its_lifetime(lifetime: float) -> None:
    """Summed over all years, a purchase of 1 gives L capacity-years, whole lifetime or not."""
    assert sum(serving(age, lifetime) for age in range(10)) == pytest.approx(lifetime)
    _, _, capacity = follow_money(one([1.0] + [0.0] * 9), one([1.0] * 10), life(lifetime), one([])[:, :0])
    assert capacity.sum() == pytest.approx(lifetime)


# Conservation, bounds


@unhurried
@given(AMOUNTS, LIFE, EARLIER)
def test_purchases_less_retirements_are_the_change_of_capacity(
    need: list[float], lifetime: float, past: list[float]
) -> None:
    bought, retired, capacity = (a[0, :, 0] for a in follow_need(one(need), life(lifetime), one(past)))
    before = sum(amount * serving(len(past) - 1 - i, lifetime) for i, amount in enumerate(past))
    change = np.diff(capacity, prepend=before)
    np.testing.assert_allclose(bought - retired, change, atol=1e-9 * max(1.0, before, *need))


@unhurried
@given(AMOUNTS, LIFE, EARLIER)
def test_the_need_is_met_and_nothing_is_bought_in_vain(
    need: list[float], lifetime: float, past: list[float]
) -> None:
    """Capacity is at least the need, and exactly the need in each year of a purchase."""
    bought, _, capacity = (a[0, :, 0] for a in follow_need(one(need), life(lifetime), one(past)))
    assert (bought >= 0.0).all()
    assert (capacity >= np.array(need) * (1.0 - 1e-12)).all()
    np.testing.assert_allclose(capacity[bought > 0.0], np.array(need)[bought > 0.0], rtol=1e-9)


def test_no_need_no_purchase() -> None:
    bought, retired, capacity = follow_need(one([0.0] * 5), life(3.0), one([])[:, :0])
    assert not bought.any()
    assert not retired.any()
    assert not capacity.any()


@unhurried
@given(AMOUNTS, LIFE, st.floats(0.0, 50.0))
def test_purchases_scale_with_the_need(need: list[float], lifetime: float, factor: float) -> None:
    once, _, _ = follow_need(one(need), life(lifetime), one([])[:, :0])
    more, _, _ = follow_need(factor * one(need), life(lifetime), one([])[:, :0])
    np.testing.assert_allclose(more, factor * once, atol=1e-9 * factor * max(need))


@unhurried
@given(AMOUNTS, st.floats(0.0, 0.3), st.floats(0.0, 0.3), LIFE)
def test_more_improvement_never_costs_more(need: list[float], a: float, b: float, lifetime: float) -> None:
    bought, _, _ = follow_need(one(need), life(lifetime), one([])[:, :0])
    years = np.arange(len(need))
    low, high = min(a, b), max(a, b)
    cost = [(bought[0, :, 0] / (1.0 + r) ** years).sum() for r in (low, high)]
    assert cost[1] <= cost[0] * (1.0 + 1e-12)


# A need and the money that meets it


@unhurried
@given(AMOUNTS, LIFE, EARLIER, st.floats(0.0, 0.3))
def test_the_spend_for_a_need_buys_that_capacity(
    need: list[float], lifetime: float, past: list[float], r: float
) -> None:
    """Spend for a demand, inverted by capacity for that money, year by year."""
    _, price = flat(1.0, 3.0, r, len(need))
    bought, _, wanted = follow_need(one(need), life(lifetime), one(past))
    _, _, got = follow_money(bought * price, price, life(lifetime), one(past))
    np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-9)


@unhurried
@given(st.integers(0, 2**32 - 1), LIFE, LIFE)
def test_the_budget_for_all_needs_meets_all_of_them(seed: int, cpu: float, disk: float) -> None:
    """With the sum of all spending as budget the met share is 1 in each year with a purchase."""
    rng = np.random.default_rng(seed)
    need = np.cumsum(rng.uniform(0.1, 5.0, (1, 8, 2)), axis=1)
    price = rng.uniform(0.5, 3.0, (1, 8, 2))
    bought, _, capacity = follow_need(need, life(cpu, disk), np.zeros((1, 0, 2)))
    budget = (bought * price).sum(axis=2)
    share, again, _, reached = follow_budget(budget, need, price, life(cpu, disk), np.zeros((1, 0, 2)))
    np.testing.assert_allclose(share, 1.0, rtol=1e-9)
    np.testing.assert_allclose(again, bought, atol=1e-8)
    np.testing.assert_allclose(reached, capacity, rtol=1e-9)


@unhurried
@given(st.integers(0, 2**32 - 1), st.floats(0.0, 100.0))
def test_a_budget_is_spent_whole(seed: int, money: float) -> None:
    """$ = Σ units x price."""
    rng = np.random.default_rng(seed)
    need, price = rng.uniform(0.0, 5.0, (1, 6, 3)), rng.uniform(0.5, 3.0, (1, 6, 3))
    _, bought, _, _ = follow_budget(
        np.full((1, 6), money), need, price, life(2.0, 3.5, 5.0), np.zeros((1, 0, 3))
    )
    np.testing.assert_allclose((bought * price).sum(axis=2), money, rtol=1e-9, atol=1e-9)


@unhurried
@given(
    st.lists(
        st.tuples(st.floats(0.1, 50.0), st.floats(0.1, 20.0), st.floats(0.0, 80.0)), min_size=1, max_size=5
    ),
    st.floats(0.01, 1e3),
)
def test_met_share_is_the_root_that_bisection_finds(rows: list[tuple[float, ...]], budget: float) -> None:
    need, price, kept = (np.array(column) for column in zip(*rows, strict=True))
    expected = met_share_reference(budget, need.tolist(), price.tolist(), kept.tolist())
    assert met_share(budget, need, price, kept) == pytest.approx(expected, rel=1e-6)


def test_without_money_the_met_share_is_the_smallest_there_is() -> None:
    has, want = np.array([3.0, 1.0, 8.0]), np.array([4.0, 5.0, 8.0])
    assert met_share(0.0, want, np.ones(3), has) == pytest.approx(1.0 / 5.0)
    assert met_share(7.0, np.zeros(3), np.ones(3), has) == 0.0


# Twins


@unhurried
@given(AMOUNTS, LIFE, EARLIER)
def test_kernel_and_twin_follow_a_need_alike(need: list[float], lifetime: float, past: list[float]) -> None:
    found = np.stack([a[0, :, 0] for a in follow_need(one(need), life(lifetime), one(past))], axis=1)
    expected = np.array(follow_need_reference(need, lifetime, past))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * max(1.0, *need, *past))


@unhurried
@given(AMOUNTS, LIFE, EARLIER, st.floats(0.1, 5.0))
def test_kernel_and_twin_spend_money_alike(
    money: list[float], lifetime: float, past: list[float], price: float
) -> None:
    prices = [price * (1.0 + 0.1 * (year % 3)) for year in range(len(money))]
    found = np.stack(
        [a[0, :, 0] for a in follow_money(one(money), one(prices), life(lifetime), one(past))], axis=1
    )
    expected = np.array(follow_money_reference(money, prices, lifetime, past))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * max(1.0, *money, *past))


def test_one_row_serves_all_samples() -> None:
    """A first size of 1 gives what the same row repeated gives, and each sample what it gives alone."""
    rng = np.random.default_rng(5)
    need, lifetime = rng.uniform(0.0, 9.0, (4, 6, 2)), life(3.0, 4.5)
    shared = follow_need(need, lifetime, np.zeros((1, 0, 2)))
    whole = follow_need(need, np.repeat(lifetime, 4, axis=0), np.zeros((4, 0, 2)))
    for which, (a, b) in enumerate(zip(shared, whole, strict=True)):
        np.testing.assert_array_equal(a, b)
        np.testing.assert_array_equal(a[3:], follow_need(need[3:], lifetime, np.zeros((1, 0, 2)))[which])
