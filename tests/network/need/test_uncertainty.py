"""How sure the network need is."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.need import uncertainty, wan_need
from ecosystem_nb.network.need.kernels import total_need_gbit_s
from ecosystem_nb.network.need.parameters import WanNeed

needs = st.builds(
    WanNeed,
    raw_volume=st.floats(1, 2000),
    live_time=st.floats(1e6, 2e7),
    other_traffic=st.floats(0, 1000),
    burst_factor=st.floats(1, 5),
    provisioning_factor=st.floats(1, 5),
)


@given(need=needs)
def test_tornado_is_symmetric_in_linear_inputs(need: WanNeed) -> None:
    """Ranges are symmetric: the need moves as much up as down, but for the live time (1/T is convex)."""
    for row in uncertainty.tornado(need).itertuples():
        up, down = row.at_high - row.total, row.total - row.at_low
        if row.input == "live_time":
            assert row.at_low >= row.total >= row.at_high
            assert abs(down) >= abs(up)
        else:
            assert up == pytest.approx(down, rel=1e-9, abs=1e-6)


@given(need=needs)
def test_elasticity_is_the_logarithmic_derivative(need: WanNeed) -> None:
    """d ln N / d ln x by central differences, for every input."""
    table = uncertainty.tornado(need).set_index("input")
    point = {name: getattr(need, name) for name in wan_need.INPUTS}
    for name in wan_need.INPUTS:
        if point[name] == 0.0:
            continue
        step = 1e-4
        up = total_need_gbit_s(**_kernel({**point, name: point[name] * math.exp(step)}))
        down = total_need_gbit_s(**_kernel({**point, name: point[name] * math.exp(-step)}))
        numeric = float(np.log(up / down) / (2 * step))
        assert float(table.loc[name, "elasticity"]) == pytest.approx(numeric, abs=1e-6)


def _kernel(point: dict[str, float]) -> dict[str, float]:
    names = ("volume_pb", "live_s", "other_gbit_s", "alice_gbit_s", "lhcb_gbit_s")
    return dict(zip((*names, "burst", "provisioning", "flexible"), point.values(), strict=True))


def test_mean_of_independent_factors_is_the_product_of_their_means() -> None:
    """Closed form: only the live time's 1/T makes the mean differ, by ln(h/l) / (h - l) against 1/T."""
    need = WanNeed()
    low, high = 7e6 * 0.85, 7e6 * 1.15
    mean_raw = 8e6 * 350 * math.log(high / low) / (high - low)
    mean, _, _ = uncertainty.mean_and_shares(need)
    assert mean == pytest.approx(2 * 2 * 2 * (2 * mean_raw + 2 * 100 + 100 + 100), rel=1e-12)
    still, _, _ = uncertainty.mean_and_shares(WanNeed(live_time_spread=0.0))
    assert still == pytest.approx(9600.0, rel=1e-12)


def test_monte_carlo_meets_the_closed_form() -> None:
    """Mean within 5 standard errors, standard deviation within 1 % of 400,000 samples."""
    need = WanNeed(samples=400_000)
    made = uncertainty.monte_carlo(need, np.random.default_rng(3))
    mean, deviation, _ = uncertainty.mean_and_shares(need)
    assert abs(made.mean() - mean) < 5 * deviation / math.sqrt(need.samples)
    assert made.std() == pytest.approx(deviation, rel=0.01)


@pytest.mark.parametrize("name", wan_need.INPUTS)
def test_shares_of_variance_meet_monte_carlo(name: str) -> None:
    """First-order Sobol index by pick-freeze (Saltelli 2010): the same column, all others drawn anew."""
    need = WanNeed(samples=400_000)
    a, b = (uncertainty.draw(need, np.random.default_rng(seed)) for seed in (5, 6))
    column = wan_need.INPUTS.index(name)
    mixed = a.copy()
    mixed[:, column] = b[:, column]
    ya, yb, ym = (total_need_gbit_s(*sample.T) for sample in (a, b, mixed))
    estimate = float(np.mean((yb - yb.mean()) * (ym - ya)) / np.var(ya))
    _, _, shares = uncertainty.mean_and_shares(need)
    assert float(shares.set_index("input").loc[name, "share"]) == pytest.approx(estimate, abs=0.01)


def test_shares_sum_to_one_and_interactions_are_positive() -> None:
    """Var N = sum of first-order parts + interactions, and interactions of a product are positive."""
    _, _, shares = uncertainty.mean_and_shares(WanNeed())
    assert shares["share"].sum() == pytest.approx(1.0)
    assert (shares["share"] >= 0).all()


def test_one_uncertain_input_has_all_the_variance() -> None:
    """With every other range shut, the share of the remaining input is 1."""
    need = WanNeed(live_time_spread=0.0, other_spread=0.0, factor_spread=0.0)
    _, deviation, shares = uncertainty.mean_and_shares(need)
    assert float(shares.set_index("input").loc["raw_volume", "share"]) == pytest.approx(1.0)
    assert deviation == pytest.approx(8 * 800 * 0.43 / math.sqrt(3), rel=1e-9)  # b p f x 2r x flat


def test_no_range_no_band() -> None:
    """Without spreads every sample is the point, and no share is a NaN."""
    still = WanNeed(raw_volume_spread=0.0, live_time_spread=0.0, other_spread=0.0, factor_spread=0.0)
    assert set(uncertainty.monte_carlo(still, np.random.default_rng(0))) == {9600.0}
    _, deviation, shares = uncertainty.mean_and_shares(still)
    assert deviation == pytest.approx(0.0, abs=1e-3)
    assert shares["share"].notna().all()


@pytest.mark.parametrize("shape", ["uniform", "triangular"])
def test_band_contains_the_point(shape: str) -> None:
    """The central 90 % of the samples hold the point value, and lie inside the extremes."""
    need = WanNeed()
    made = uncertainty.monte_carlo(need, np.random.default_rng(need.seed), shape)
    low, middle, high = uncertainty.band(made)
    assert low < wan_need.flexible(need) < high
    assert low < middle < high
    table = uncertainty.ranges(need).set_index("input")
    least = [table.loc[n, "high" if n == "live_time" else "low"] for n in wan_need.INPUTS]
    assert made.min() >= float(total_need_gbit_s(*least))


def test_triangles_are_narrower_than_flat_ranges() -> None:
    """A symmetric triangle has half the variance of the flat range of equal ends."""
    bands = [
        uncertainty.band(uncertainty.monte_carlo(WanNeed(), np.random.default_rng(1), shape))
        for shape in ("triangular", "uniform")
    ]
    assert bands[0][2] - bands[0][0] < bands[1][2] - bands[1][0]


def test_same_seed_same_numbers() -> None:
    """Random numbers come from the argument alone."""
    need = WanNeed()
    first, second = (uncertainty.monte_carlo(need, np.random.default_rng(9)) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_bad_input_is_one_clear_line() -> None:
    """A level or a shape that does not exist is named, with what is allowed."""
    with pytest.raises(ValueError, match=r"level = 1.5 is out of range: expected above 0 and below 1"):
        uncertainty.band(np.ones(3), 1.5)
    with pytest.raises(ValueError, match="shape = 'gauss': expected 'uniform' or 'triangular'"):
        uncertainty.draw(WanNeed(), np.random.default_rng(0), "gauss")
