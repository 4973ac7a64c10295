"""The bare kernels of the network area."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.need.kernels import (
    SECONDS_PER_YEAR,
    inverse_uniform_moments,
    rate_gbit_s,
    total_need_gbit_s,
    total_need_reference,
    uniform_moments,
    yearly_growth,
    yearly_growth_reference,
)

positive = st.floats(min_value=1e-3, max_value=1e6)


def test_rate_by_hand() -> None:
    """350 PB in 7e6 s are 50 GB/s, and a byte has eight bits: 400 Gbit/s."""
    gigabytes = 350e15 / 7e6 / 1e9
    assert gigabytes == 50.0
    assert float(rate_gbit_s(350.0, 7e6)) == pytest.approx(8 * gigabytes, rel=1e-15)


def test_a_terabyte_in_eight_seconds_is_a_terabit_a_second() -> None:
    """Bits and bytes: 1 TB = 8 Tbit."""
    assert float(rate_gbit_s(1e-3, 8.0)) == pytest.approx(1000.0, rel=1e-15)


@given(volume=positive, time=positive, factor=st.floats(min_value=0.1, max_value=10))
def test_rate_is_linear_in_volume_and_inverse_in_time(volume: float, time: float, factor: float) -> None:
    """r(kV, T) = k r(V, T) = r(V, T/k)."""
    scaled = factor * float(rate_gbit_s(volume, time))
    assert float(rate_gbit_s(factor * volume, time)) == pytest.approx(scaled, rel=1e-12)
    assert float(rate_gbit_s(volume, time / factor)) == pytest.approx(scaled, rel=1e-12)


def test_need_agrees_with_its_readable_twin() -> None:
    """Both forms of the formula give the same need for random inputs."""
    rng = np.random.default_rng(1)
    samples = rng.uniform(0.5, 5.0, size=(500, 8)) * [100, 1e6, 50, 50, 50, 1, 1, 1]
    np.testing.assert_allclose(total_need_gbit_s(*samples.T), total_need_reference(samples), rtol=1e-13)


def test_need_broadcasts() -> None:
    """A grid of factors costs one call."""
    bursts = np.array([1.0, 2.0, 3.0])
    made = total_need_gbit_s(350, 7e6, 100, 100, 100, bursts[:, None], bursts[None, :], 1)
    assert made.shape == (3, 3)
    np.testing.assert_allclose(made, 1200.0 * np.outer(bursts, bursts))


@pytest.mark.parametrize(("low", "high"), [(1.0, 2.0), (5e6, 9e6), (3.0, 3.0), (2.0, 2.0 * (1 + 1e-9))])
def test_moments_against_quadrature(low: float, high: float) -> None:
    """E[x], E[x^2], E[1/x], E[1/x^2] of a flat x, against a fine midpoint rule."""
    x = low + (high - low) * (np.arange(100_000) + 0.5) / 100_000
    expected = [np.mean(x), np.mean(x**2), np.mean(1 / x), np.mean(x**-2.0)]
    made = [*uniform_moments(low, high), *inverse_uniform_moments(low, high)]
    np.testing.assert_allclose(made, expected, rtol=1e-9)


def test_growth_limits() -> None:
    """Doubling in a year is 100 %; no change is 0; halving in a year is -50 %."""
    np.testing.assert_allclose(yearly_growth([1, 7, 2], [2, 7, 1], 1.0), [1.0, 0.0, -0.5], atol=1e-15)


@given(start=positive, years=st.floats(0.5, 20), rate=st.floats(-0.5, 5))
def test_growth_inverts_compounding(start: float, years: float, rate: float) -> None:
    """A rate compounded over t years and then asked for comes back."""
    end = start * (1 + rate) ** years
    assert float(yearly_growth(start, end, years)) == pytest.approx(rate, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("ratio", "years"), [(19.2, 7.0), (4.0, 4.4), (0.5, 3.0)])
def test_growth_agrees_with_its_readable_twin(ratio: float, years: float) -> None:
    """The closed form and the bisection meet."""
    assert float(yearly_growth(1.0, ratio, years)) == pytest.approx(
        yearly_growth_reference(1.0, ratio, years), rel=1e-9
    )


def test_the_past_needs_no_growth() -> None:
    """Growth to a date at or before the start is not a number, not an infinity."""
    assert np.isnan(yearly_growth(1.0, 2.0, [0.0, -1.0])).all()


def test_a_year_in_seconds() -> None:
    """A Julian year has 365.25 days."""
    assert math.isclose(SECONDS_PER_YEAR, 31_557_600.0)
