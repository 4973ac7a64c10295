"""Backtest: exact growth is foretold exactly, the future is not looked at, coverage counts what it says."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.facilities.backtest.pledges import EXPERIMENTS, RESOURCES, backtest, errors, predicted
from ecosystem_nb.tables import read

PLEDGES = read("facilities/pledges_totals")


def made(growth: float, noise: float = 0.0, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for year in range(2009, 2020):
        for resource in RESOURCES:
            values = np.exp(np.log(100.0) + growth * (year - 2009) + noise * rng.standard_normal(4))
            rows.append({"year": year, "resource": resource, **dict(zip(EXPERIMENTS, values, strict=True))})
    return pd.DataFrame(rows)


def test_exact_growth_is_foretold_exactly() -> None:
    table = backtest(made(0.2), 2014)
    grown = table[table["method"] != "last"]
    assert np.allclose(grown["ratio"], 1.0)
    last = table[table["method"] == "last"]
    assert np.allclose(last["ratio"], np.exp(0.2 * last["ahead"]))


def test_what_came_later_does_not_change_the_prediction() -> None:
    changed = PLEDGES.copy()
    changed.loc[changed["year"] > 2014, "ATLAS"] *= 3
    one, other = backtest(PLEDGES, 2014), backtest(changed, 2014)
    assert one["middle"].equals(other["middle"])
    assert not one["ratio"].equals(other["ratio"])


def test_ranges_cover_what_they_promise_when_their_model_is_true() -> None:
    """Independent errors about a line, 200 histories: 90 % of new points lie within the range."""
    inside = [
        backtest(made(0.1, 0.1, seed), 2014).query("method == 'trend'")["inside"].mean() for seed in range(40)
    ]
    assert np.mean(inside) == pytest.approx(0.9, abs=0.03)


def test_a_higher_level_is_a_wider_range() -> None:
    narrow, wide = (backtest(PLEDGES, 2014, level).query("method == 'walk'") for level in (0.5, 0.9))
    assert ((narrow["low"] > wide["low"]) & (narrow["high"] < wide["high"])).all()


def test_errors_are_symmetric_in_the_logarithm() -> None:
    table = pd.DataFrame(
        {"method": ["a"] * 3, "ratio": [0.5, 0.5, 2.0], "low": [1.0] * 3, "inside": [True, False, True]}
    )
    row = errors(table).iloc[0]
    assert row["factor"] == pytest.approx(2.0)
    assert row["bias"] == 0.5
    assert row["coverage"] == pytest.approx(2.0 / 3.0)


def test_five_years_of_four_experiments_and_three_resources_are_sixty() -> None:
    found = errors(backtest(PLEDGES, 2014)).set_index("method")
    assert found["number"].tolist() == [60, 60, 60]
    assert np.isnan(found.loc["last", "coverage"])


def test_refusals() -> None:
    with pytest.raises(
        ValueError, match="last year of the fit = 2019 is out of range: expected 2011 to 2018"
    ):
        backtest(PLEDGES, 2019)
    with pytest.raises(ValueError, match="2010 is out of range"):
        backtest(PLEDGES, 2010)
    with pytest.raises(ValueError, match="method = 'guess': expected one of trend, walk, last"):
        predicted([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], [4.0], "guess")
