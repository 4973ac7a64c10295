"""Regimes: constant improvement, jumps that fade, the scenarios of the tables, and drawn futures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.prices.futures import Spread, futures
from ecosystem_nb.facilities.prices.history import Price, us_prices
from ecosystem_nb.facilities.prices.regimes import Regime, Shock, course, scenarios, shocked, uniform
from ecosystem_nb.tables import quantities

COSTS = quantities("facilities/costs")
GROWTH = {"low": 0.05, "central": 0.10, "high": 0.15}
UNITS = {"CPU": "MHS06", "disk": "PB", "tape": "PB"}
YEARS = list(range(2017, 2036))


@given(st.floats(-0.3, 1.0), st.integers(0, 20))
def test_after_n_years_a_price_is_divided_by_one_plus_r_to_the_n(r: float, n: int) -> None:
    assert uniform("a", r).factor("CPU", [2017 + n], 2017).item() == pytest.approx(1.0 / (1.0 + r) ** n)


def test_a_jump_multiplies_at_once_and_halves_with_its_half_life() -> None:
    shock = Shock(2026, 3.0, 2.0)
    assert shock.multiplier([2025, 2026, 2028, 2030]).tolist() == [1.0, 3.0, 2.0, 1.5]
    assert Shock(2026, 3.0).multiplier([2026, 2099]).tolist() == [3.0, 3.0]


def test_a_base_price_of_a_year_after_the_jump_holds_it_already() -> None:
    """A price of 2026 that was paid after the jump must not be multiplied by it once more."""
    one = shocked(uniform("a", 0.0), "b", {"CPU": Shock(2026, 2.0)})
    assert one.factor("CPU", [2026, 2030], 2026).tolist() == [1.0, 1.0]
    assert one.factor("CPU", [2025, 2026], 2020).tolist() == [1.0, 2.0]


def test_the_course_is_in_the_units_asked_for() -> None:
    """11 USD/HS06 are 11 MUSD for a MHS06, 110 USD/TB are 0.11 MUSD for a PB."""
    made = course(us_prices(COSTS), uniform("a", 0.1), [2017, 2018], UNITS)
    assert made.prices[0, 0].tolist() == pytest.approx([11e6, 110e3, 10e3])
    assert made.prices[0, 1].tolist() == pytest.approx([1e7, 1e5, 1e4 / 1.1])
    assert (made.currency, made.units[0]) == ("USD", "USD/MHS06")


def test_scenarios_are_those_of_the_tables() -> None:
    """46 % on drives; disk from 56 to 235 USD/TB; nodes from 16,000 to 58,765 USD."""
    made = scenarios(GROWTH, COSTS, 2026.0, 3.0)
    at = {name: regime.factor("disk", [2026], 2025).item() * 1.1 for name, regime in made.items()}
    assert at["central"] == pytest.approx(1.0)
    assert at["drives"] == pytest.approx(1.46)
    assert at["quotes"] == at["quotes stay"] == pytest.approx(235.05 / 56.0)
    cpu = made["quotes"].factor("CPU", [2026], 2025).item() * 1.1
    assert cpu == pytest.approx(58_765 / 16_000)
    assert made["quotes"].factor("tape", [2026], 2025).item() == pytest.approx(1 / 1.1)
    later = [made[name].factor("disk", [2035], 2025).item() for name in ("central", "quotes", "quotes stay")]
    assert later == sorted(later)
    assert [made[name].improvement["tape"] for name in ("low", "central", "high")] == [0.05, 0.10, 0.15]


def test_mixed_currencies_and_benchmarks_are_refused() -> None:
    both = {"CPU": Price(11.0, "USD/HS06", 2017.0), "disk": Price(110.0, "CHF/TB", 2017.0)}
    with pytest.raises(ValueError, match="prices in CHF and USD: expected one currency"):
        course(both, uniform("a", 0.0), YEARS, {"CPU": "MHS06", "disk": "PB"})
    with pytest.raises(ValueError, match="HS06 is not MHS23: expected the same benchmark"):
        course(us_prices(COSTS), uniform("a", 0.0), YEARS, {"CPU": "MHS23"})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: uniform("a", -1.0), "improvement of CPU = -1 is out of range: expected above -1"),
        (lambda: Shock(2026, 0.0), "shock: factor = 0 is out of range: expected above 0"),
        (lambda: Shock(2026, 2.0, 0.0), "shock: half-life = 0 yr is out of range: expected above 0 yr"),
        (lambda: Shock(2026, 2.0, float("nan")), "shock: half-life = nan yr is out of range"),
        (lambda: Regime("a", {"CPU": 0.1}).factor("disk", [2020], 2017), "regime a: no improvement of disk"),
        (lambda: course({}, uniform("a", 0.0), YEARS, UNITS), "no price of CPU"),
        (lambda: Spread(trend=-0.1), "spread: trend = -0.1 is out of range: expected at least 0"),
        (lambda: Spread(jumps=1.1), "spread: jumps = 1.1 is out of range: .* at most 1"),
        (lambda: Spread(jump=0.0), "spread: jump = 0 is out of range: expected above 0"),
    ],
)
def test_bad_regimes_are_refused_in_one_line(make: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()  # type: ignore[operator]


# Futures

MIDDLE = course(us_prices(COSTS), uniform("a", 0.1), YEARS, UNITS)


def draw(samples: int = 40_000, **spread: float) -> np.ndarray:
    return np.log(
        futures(np.random.default_rng(11), samples, MIDDLE, Spread(**spread), 2026).prices / MIDDLE.prices
    )


def test_futures_are_alike_until_now_and_their_median_is_the_regime() -> None:
    logs = draw(trend=0.04, yearly=0.1)
    assert not logs[:, : YEARS.index(2026) + 1].any()
    np.testing.assert_allclose(np.median(logs, axis=0), 0.0, atol=0.02)


def test_variance_grows_by_steps_and_by_the_square_of_time() -> None:
    """Var ln p = yearly² h + trend² h²."""
    h = np.array([1.0, 4.0, 9.0])
    at = [YEARS.index(2026 + int(one)) for one in h]
    found = draw(trend=0.04, yearly=0.1)[:, at].var(axis=0)
    np.testing.assert_allclose(found, (0.01 * h + 0.0016 * h**2)[:, None].repeat(3, axis=1), rtol=0.05)


@pytest.mark.parametrize("rho", [0.0, 0.5, 1.0])
def test_resources_go_together_as_asked(rho: float) -> None:
    logs = draw(together=rho)[:, -1]
    assert np.corrcoef(logs[:, 0], logs[:, 1])[0, 1] == pytest.approx(rho, abs=0.02)


def test_jumps_come_as_often_as_asked_and_fade() -> None:
    """In the long run the mean of what stands is jumps / (1 - 2^(-1/h)) times ln of a jump."""
    quiet = {"trend": 0.0, "yearly": 0.0, "jump": np.e, "half_life": 1.0}
    logs = draw(jumps=0.2, **quiet)
    first = logs[:, YEARS.index(2027), 0]
    assert first.mean() == pytest.approx(0.2, abs=0.01)
    assert set(np.unique(first)) == {0.0, 1.0}
    expected = 0.2 * (1.0 - 0.5**9) / 0.5  # nine years, each half of the one before
    assert logs[:, -1, 2].mean() == pytest.approx(expected, rel=0.03)
    assert not draw(jumps=0.0, **quiet).any()


def test_equal_seeds_give_equal_futures() -> None:
    np.testing.assert_array_equal(draw(10), draw(10))
