"""Series of prices and the prices that a plan starts from."""

import numpy as np
import pytest

from ecosystem_nb.facilities.prices.history import Price, Series, series, us_prices
from ecosystem_nb.tables import quantities, read

TABLE = read("facilities/prices")
COSTS = quantities("facilities/costs")


def test_the_buyer_of_drives_prints_the_fall_of_his_own_prices() -> None:
    """Backblaze prints a fall of 87.4 % from 2009 to 2022; its rounded prices give it within a point."""
    drive = series(TABLE, "drive")
    assert 100.0 * (1.0 - drive.prices[-1] / drive.prices[0]) == pytest.approx(87.4, abs=0.5)
    assert drive.years[-1] - drive.years[0] == pytest.approx(13.83, abs=0.05)


def test_cern_extrapolated_with_its_stated_factor() -> None:
    """The document of 2004 states a factor of 1.5 a year for CPU; all but its last printed price keep it."""
    cpu = series(TABLE, "cern_cpu")
    assert cpu.forecast
    steps = cpu.prices[:-1] / cpu.prices[1:]
    np.testing.assert_allclose(steps[:-1], 1.5, rtol=0.03)  # prices of two digits
    assert steps[-1] == pytest.approx(0.24 / 0.18)


def test_series_convert_within_their_currency() -> None:
    drive = series(TABLE, "drive")
    np.testing.assert_allclose(drive.to("USD/TB").prices, 1000.0 * drive.prices)
    with pytest.raises(ValueError, match="expected one currency"):
        drive.to("CHF/TB")


def test_a_series_is_one_resource_in_one_unit() -> None:
    with pytest.raises(
        ValueError, match="series us_grid: CPU, disk, tape, USD/HS06, USD/TB: expected one resource"
    ):
        series(TABLE, "us_grid")
    with pytest.raises(ValueError, match="series 'bnl': expected one of cern_cpu, cern_disk, drive"):
        series(TABLE, "bnl")


def test_the_prices_of_a_plan_are_those_of_the_series() -> None:
    """Two tables hold the US prices of 2017: they agree."""
    rows = TABLE[TABLE["series"] == "us_grid"].set_index("resource")
    for name, price in us_prices(COSTS).items():
        assert (price.value, price.unit, price.year) == (
            rows.loc[name, "value"],
            rows.loc[name, "unit"],
            2017.0,
        )


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_prices_that_are_none_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match=r"price = .* USD/TB is out of range: expected above 0 USD/TB"):
        Price(value, "USD/TB", 2017.0)
    with pytest.raises(ValueError, match=r"a: price = .* USD/TB is out of range"):
        Series("a", "disk", "USD/TB", np.array([2000.0, 2001.0]), np.array([1.0, value]))


def test_years_of_a_series_rise() -> None:
    with pytest.raises(ValueError, match="expected rising years"):
        Series("a", "disk", "USD/TB", np.array([2001.0, 2001.0]), np.array([1.0, 1.0]))
