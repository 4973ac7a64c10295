"""What a flat budget buys."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.budget.flat import capacity, growth_cases
from ecosystem_nb.facilities.budget.kernels import flat_budget_growth, flat_budget_reference
from ecosystem_nb.tables import read


@given(
    years=st.integers(0, 25),
    improvement=st.floats(-0.2, 0.5),
    lifetime=st.integers(1, 10),
)
def test_buying_and_retiring_gives_the_closed_form(years: int, improvement: float, lifetime: int) -> None:
    """In balance the capacity grows by exactly 1 + r a year, whatever the lifetime."""
    expected = flat_budget_reference(years, improvement, lifetime)
    assert float(flat_budget_growth(years, improvement)) == pytest.approx(expected, rel=1e-9)


def test_no_improvement_no_growth() -> None:
    """With r = 0 a flat budget buys what it always bought; at the base year every r gives 1."""
    np.testing.assert_array_equal(flat_budget_growth(np.arange(10), 0.0), np.ones(10))
    np.testing.assert_array_equal(flat_budget_growth(0.0, [0.05, 0.1, 0.15]), np.ones(3))


def test_more_improvement_never_buys_less() -> None:
    """Monotone in r after the base year."""
    assert (np.diff(flat_budget_growth(7.0, np.linspace(-0.5, 1, 50))) > 0).all()


def test_cases_of_the_table() -> None:
    """5, 10 and 15 % a year; ten years at 10 % are 1.1^10."""
    cases = growth_cases(read("facilities/flat_budget"))
    assert cases == {"low": 0.05, "central": 0.10, "high": 0.15}
    made = capacity([2019, 2029], 2019, cases)
    assert made["flat"].tolist() == pytest.approx([1.0, 1.1**10])
    assert (made["flat_low"] <= made["flat"]).all()
    assert (made["flat"] <= made["flat_high"]).all()


def test_the_curve_of_2017_is_twenty_per_cent_a_year() -> None:
    """The flat-budget line read off the 2017 plot follows the closed form with its own row of the table."""
    plot = read("facilities/atlas_2017model")
    rates = read("facilities/flat_budget").set_index("case")["growth"] / 100
    for resource in ("cpu", "disk"):
        line = plot[plot["resource"] == resource].set_index("year")["flat_budget_curve"]
        grown = line[2017] * flat_budget_growth(line.index - 2017, rates[f"{resource}_2017"])
        np.testing.assert_allclose(line, grown, rtol=2e-3)


def test_bad_input_is_one_clear_line() -> None:
    """A year before the base, a missing case."""
    with pytest.raises(ValueError, match="year = 2010 is out of range: expected 2019 or later"):
        capacity([2010], 2019, {"low": 0.0, "central": 0.0, "high": 0.0})
    with pytest.raises(ValueError, match="flat budget: no row central, high: expected low, central, high"):
        growth_cases(pd.DataFrame({"case": ["low"], "growth": [5.0]}))
