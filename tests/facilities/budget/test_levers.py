"""Results of R&D: parts that shrink, needs without a gap, and what that saves."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.facilities.budget.levers import Lever, pulled, worth
from ecosystem_nb.facilities.demand.needs import needs
from ecosystem_nb.facilities.prices.history import us_prices
from ecosystem_nb.facilities.prices.regimes import course, uniform
from ecosystem_nb.facilities.vintages.bridge import bridged, changed
from ecosystem_nb.facilities.vintages.model import Plan, buy_for, even_past
from ecosystem_nb.tables import quantities

UNITS = {"CPU": "MHS06", "disk": "PB"}
BASE = {"CPU": 2.0, "disk": 100.0}
LIFE = {"CPU": 5.0, "disk": 5.0}
YEARS = range(2030, 2036)


def parts() -> pd.DataFrame:
    rows = [
        ("CPU", "reconstruction", 8.0, "MHS06"),
        ("CPU", "simulation", 4.0, "MHS06"),
        ("disk", "AOD", 300.0, "PB"),
        ("disk", "copies", 200.0, "PB"),
    ]
    table = pd.DataFrame(rows, columns=["resource", "part", "need", "unit"]).assign(experiment="A")
    grown = [table.assign(year=year, need=table["need"] * 1.3 ** (year - 2030)) for year in YEARS]
    return pd.concat(grown, ignore_index=True)


def plan(table: pd.DataFrame) -> Plan:
    wanted = bridged(table, BASE, 2019)
    prices = course(us_prices(quantities("facilities/costs")), uniform("a", 0.1), wanted.years, UNITS)
    return buy_for(wanted, prices, LIFE, even_past([2.0, 100.0], LIFE))


RECO = Lever("faster", {"CPU": ("reconstruction",)}, 0.5)
COPIES = Lever("fewer", {"disk": ("copies",)}, 0.5)


def test_without_levers_the_whole_is_the_sum_of_its_parts() -> None:
    made = pulled(parts()).set_index(["resource", "year"])["need"]
    assert made["CPU", 2030] == pytest.approx(12.0)
    assert made["disk", 2031] == pytest.approx(500.0 * 1.3)


def test_a_lever_shrinks_its_part_alone() -> None:
    made = pulled(parts(), [RECO]).set_index(["resource", "year"])["need"]
    assert made["CPU", 2030] == pytest.approx(0.5 * 8.0 + 4.0)
    assert made["disk", 2030] == pytest.approx(500.0)


def test_levers_on_one_part_multiply_and_their_order_does_not_matter() -> None:
    other = Lever("faster still", {"CPU": ("reconstruction",)}, 0.5)
    both = pulled(parts(), [RECO, other, COPIES])
    assert both.query("resource == 'CPU' and year == 2030")["need"].item() == pytest.approx(0.25 * 8.0 + 4.0)
    pd.testing.assert_frame_equal(both, pulled(parts(), [COPIES, other, RECO]))


def test_savings_on_different_resources_add_up() -> None:
    """As long as something is bought every year, spend is linear in the need."""
    made = worth(parts(), (RECO, COPIES), plan, (2031, 2035)).set_index("lever")["saved"]
    assert made["all together"] == pytest.approx(made["faster"] + made["fewer"])
    before = plan(pulled(parts())).yearly(2031, 2035).item()
    after = plan(pulled(parts(), [RECO])).yearly(2031, 2035).item()
    assert made["faster"] == pytest.approx(before - after)
    assert made["faster"] > 0


@settings(deadline=None, max_examples=20)  # each example buys four plans
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_stronger_lever_never_saves_less(a: float, b: float) -> None:
    weak, strong = (Lever("x", {"CPU": ("reconstruction",)}, one) for one in sorted((a, b), reverse=True))
    few, many = (worth(parts(), (one,), plan, (2030, 2035))["saved"].iloc[0] for one in (weak, strong))
    assert many >= few - 1e-3


def test_unknown_parts_are_named() -> None:
    with pytest.raises(ValueError, match="x: no part RAW of disk: expected AOD, copies"):
        pulled(parts(), [Lever("x", {"disk": ("RAW",)}, 0.5)])
    with pytest.raises(ValueError, match=r"x: factor = -0\.1 is out of range: expected at least 0"):
        Lever("x", {}, -0.1)


# The bridge


def test_the_bridge_grows_evenly_from_today_to_the_restart() -> None:
    made = bridged(pulled(parts()), BASE, 2019)
    cpu = made.amounts[0, :, 0]
    assert (made.years[0], made.years[-1], made.units) == (2019, 2035, ("MHS06", "PB"))
    assert (cpu[0], cpu[11], cpu[12]) == pytest.approx((2.0, 12.0, 12.0 * 1.3))
    np.testing.assert_allclose(cpu[1:12] / cpu[:11], 6.0 ** (1 / 11))


def test_bridges_that_can_not_be_built() -> None:
    table = pulled(parts())
    with pytest.raises(ValueError, match="base year = 2030 is out of range: expected 2029 or earlier"):
        bridged(table, BASE, 2030)
    with pytest.raises(ValueError, match="CPU in 2019 = 0 MHS06 is out of range: expected above 0"):
        bridged(table, {**BASE, "CPU": 0.0}, 2019)
    with pytest.raises(ValueError, match=r"needs of disk: years .*: expected 2030 to 2035, each once"):
        bridged(table[(table["resource"] != "disk") | (table["year"] != 2032)], BASE, 2019)
    two = pd.concat([table, needs("B", {"disk": pd.Series({2030: 1.0})})])
    with pytest.raises(ValueError, match="needs of A, B: expected one experiment"):
        bridged(two, BASE, 2019)


def test_a_change_that_changes_nothing_is_the_need_itself() -> None:
    one = bridged(pulled(parts()), BASE, 2019)
    same = changed(one, pulled(parts()), 2026)
    assert same.years == one.years
    np.testing.assert_allclose(same.amounts, one.amounts)


def test_a_change_leaves_the_past_as_it_was() -> None:
    one = bridged(pulled(parts()), BASE, 2019)
    less = changed(one, pulled(parts(), [RECO]), 2026)
    np.testing.assert_allclose(less.amounts[:, :8], one.amounts[:, :8])
    assert less.amounts[0, 11, 0] == pytest.approx(8.0)
    assert (less.amounts[0, 8:, 0] < one.amounts[0, 8:, 0]).all()
    with pytest.raises(ValueError, match="year = 2040 is out of range: expected 2019 to 2035"):
        changed(one, pulled(parts()), 2040)
