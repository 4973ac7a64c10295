"""Fits of prices: exact where prices are exact, textbook errors, coverage, and Sahal's identity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ecosystem_nb.facilities.prices.fits import improvement_of_decline, trend, walk
from ecosystem_nb.facilities.prices.history import series
from ecosystem_nb.facilities.prices.learning import learned_improvement, learning
from ecosystem_nb.tables import read

YEARS = np.array([2009.0, 2011.5, 2015.0, 2017.5, 2022.9])


@given(st.floats(-0.3, 1.0), st.floats(0.01, 1e4))
def test_prices_that_fall_evenly_give_their_rate_exactly(r: float, first: float) -> None:
    prices = first * (1.0 + r) ** -(YEARS - YEARS[0])
    for fit in (trend(YEARS, prices), walk(YEARS, prices)):
        assert fit.improvement == pytest.approx(r, abs=1e-9)
        assert fit.spread == pytest.approx(0.0, abs=1e-6)
    low, middle, high = trend(YEARS, prices).predict([2030.0])
    expected = first * (1.0 + r) ** -(2030.0 - YEARS[0])
    assert [float(low[0]), float(middle[0]), float(high[0])] == pytest.approx([expected] * 3, rel=1e-4)


def test_the_trend_is_the_textbook_regression() -> None:
    """Rate, its standard error and the interval are those of scipy's linregress."""
    prices = np.array([0.114, 0.05, 0.038, 0.028, 0.014])
    fit, known = trend(YEARS, prices), stats.linregress(YEARS, np.log(prices))
    assert fit.rate == pytest.approx(-known.slope)
    assert fit.spread / np.sqrt(fit.leverage) == pytest.approx(known.stderr)
    half = stats.t.ppf(0.95, 3) * known.stderr
    assert fit.interval(0.9) == pytest.approx((np.expm1(fit.rate - half), np.expm1(fit.rate + half)))


def test_nine_of_ten_new_prices_lie_in_the_trends_range() -> None:
    """Coverage by simulation, for the model that the trend assumes."""
    rng, inside = np.random.default_rng(4), 0
    for _ in range(2000):
        logs = -0.15 * (YEARS - 2009.0) + 0.2 * rng.standard_normal(5)
        low, _, high = trend(YEARS, np.exp(logs)).predict([2030.0])
        new = -0.15 * 21.0 + 0.2 * rng.standard_normal()
        inside += low[0] < np.exp(new) < high[0]
    assert inside / 2000 == pytest.approx(0.9, abs=0.02)


def test_nine_of_ten_walks_end_in_the_walks_range() -> None:
    """Coverage by simulation, for the model that the walk assumes; uneven steps."""
    rng, inside = np.random.default_rng(5), 0
    step = np.diff(np.append(YEARS, 2030.0))
    for _ in range(2000):
        logs = np.cumsum(-0.15 * step + 0.2 * np.sqrt(step) * rng.standard_normal(5))
        low, _, high = walk(YEARS, np.exp(np.append(0.0, logs[:-1]))).predict([2030.0])
        inside += low[0] < np.exp(logs[-1]) < high[0]
    assert inside / 2000 == pytest.approx(0.9, abs=0.02)


def test_the_walk_starts_where_prices_stand_and_widens() -> None:
    fit = walk(YEARS, [0.114, 0.05, 0.038, 0.028, 0.014])
    low, middle, high = fit.predict([2022.9, 2026.0, 2035.0])
    assert low[0] == middle[0] == high[0] == pytest.approx(0.014)
    assert (np.diff(high / low) > 0).all()
    with pytest.raises(ValueError, match=r"year = 2010 yr is out of range: expected at least 2022.9 yr"):
        fit.predict([2010.0])


def test_drives_fell_by_a_sixth_a_year_and_ten_per_cent_can_not_be_told_from_it() -> None:
    """Of Backblaze's prices the rate is (0.114 / 0.014)^(1/T) - 1, and five points leave a wide range."""
    drive = series(read("facilities/prices"), "drive")
    fit = walk(drive.years, drive.prices)
    span = drive.years[-1] - drive.years[0]
    assert fit.improvement == pytest.approx((0.114 / 0.014) ** (1.0 / span) - 1.0)
    low, high = fit.interval(0.9)
    assert low < 0.10 < fit.improvement < high


@given(st.floats(0.01, 2.0), st.floats(0.01, 1.0))
def test_steady_growth_makes_a_learning_curve_a_constant_rate(w: float, growth: float) -> None:
    """Sahal: production growing by g a year and p = Q^-w give r = (1 + g)^w - 1."""
    t = np.arange(8.0)
    produced = (1.0 + growth) ** t
    curve = learning(produced, produced**-w)
    assert curve.exponent == pytest.approx(w, rel=1e-6)
    assert curve.ratio == pytest.approx(0.5**w, rel=1e-6)
    constant = trend(t, curve.price(produced)).improvement
    assert constant == pytest.approx(float(learned_improvement(w, growth)), rel=1e-6, abs=1e-9)


@given(st.floats(0.0, 0.9))
def test_a_decline_and_its_improvement_are_the_same_price(d: float) -> None:
    """A price that falls by d is the old one over 1 + r; twice 10 % down is not 20 % up."""
    assert 1.0 / (1.0 + float(improvement_of_decline(d))) == pytest.approx(1.0 - d)


@pytest.mark.parametrize(
    ("years", "prices", "message"),
    [
        ([2000.0, 2001.0], [1.0, 2.0], "2 years and 2 prices: expected as many of both, at least 3"),
        ([2000.0] * 3, [1.0, 2.0, 3.0], "all points stand at 2000: expected at least two places"),
        ([2000.0, 2001.0, 2002.0], [1.0, -2.0, 3.0], "price = -2 is out of range: expected above 0"),
        ([2000.0, 2001.0, np.nan], [1.0, 2.0, 3.0], "year = nan yr is out of range"),
    ],
)
def test_fits_refuse_what_they_can_not_fit(years: list[float], prices: list[float], message: str) -> None:
    for fit in (trend, walk):
        with pytest.raises(ValueError, match=message):
            fit(years, prices)


def test_a_walk_needs_years_that_rise() -> None:
    with pytest.raises(
        ValueError, match="step between two years = -1 yr is out of range: expected above 0 yr"
    ):
        walk([2000.0, 2002.0, 2001.0], [3.0, 2.0, 1.0])


@pytest.mark.parametrize("level", [0.0, 1.0, float("nan")])
def test_a_range_needs_a_probability(level: float) -> None:
    with pytest.raises(ValueError, match="is out of range: expected above 0 and below 1"):
        trend(YEARS, YEARS).interval(level)
