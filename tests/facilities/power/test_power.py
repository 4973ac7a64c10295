"""Power and carbon: parks of vintages, pay-back, the best lifetime, and the grid."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import minimize_scalar

from ecosystem_nb.facilities.power import fleet as power
from ecosystem_nb.facilities.power import grid, kernels, lifetime, nodes
from ecosystem_nb.facilities.power.nodes import Trend
from ecosystem_nb.facilities.prices.history import Price
from ecosystem_nb.facilities.prices.regimes import course, uniform
from ecosystem_nb.facilities.vintages.costs import TapeLibrary
from ecosystem_nb.facilities.vintages.reference import follow_need_reference
from ecosystem_nb.facilities.vintages.wanted import Need
from ecosystem_nb.tables import quantities, read

FIGURES = quantities("facilities/power")
LIBRARY = TapeLibrary(cartridge=18.0, media=5.0, slot=60.0, drive=25_000.0, rate=400.0, used=0.5)
TAPE = power.TapePower(LIBRARY, idle=18.0, busy=37.0, server=100.0, passes=1.0)
amounts = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=12)
some = st.floats(1e-3, 1e3)
growths = st.floats(0.01, 1.0)


@given(amounts, st.floats(1.0, 8.0), st.randoms(use_true_random=False))
def test_park_power_agrees_with_its_twin(bought, life, random) -> None:
    watts = [random.uniform(0.0, 5.0) for _ in bought]
    fast = kernels.park_power(np.array(bought), np.array(watts), life)
    assert fast.tolist() == pytest.approx(kernels.park_power_reference(bought, watts, life), abs=1e-6)


@given(amounts, st.floats(1.0, 8.0))
def test_a_park_of_one_watt_a_unit_draws_its_capacity(need, life) -> None:
    """Purchases of the vintage model, each unit at 1 W: the power is the capacity of that model."""
    park = follow_need_reference(need, life)
    found = kernels.park_power(np.array([one[0] for one in park]), np.ones(len(need)), life)
    assert found.tolist() == pytest.approx([one[2] for one in park], rel=1e-9, abs=1e-6)


def test_steady_renewal_draws_the_mean_of_its_vintages() -> None:
    """1 unit a year that serves 3 years, each vintage half of the last: 1 + 2 + 4 of the newest."""
    watts = 8.0 * 0.5 ** np.arange(6.0)
    found = kernels.park_power(np.ones(6), watts, 3.0)
    assert found[5] == pytest.approx(7.0 * watts[5])


def test_energy_carbon_and_bill_follow_from_power() -> None:
    """2 MW with a PUE of 1.5 are 3 MW: 3 × 8.766 GWh; at 100 g/kWh as many tonnes as 100 × GWh."""
    table = pd.DataFrame(
        {
            "year": [2030, 2030],
            "resource": ["CPU", "CPU"],
            "power": [0.5, 1.5],
            "made": [1.0, 2.0],
            "spend": [1e6, 3e6],
        }
    )
    row = power.yearly(table, 1.5, Trend(2030.0, 100.0, 0.0), 0.2).iloc[0]
    assert row["power"] == pytest.approx(3.0)
    assert row["energy"] == pytest.approx(3.0 * 8.766)
    assert row["run"] == pytest.approx(3000.0 * 8766.0 * 0.1 / 1000.0)  # kW, h, kg/kWh, kg in a tonne
    assert row["bill"] == pytest.approx(3000.0 * 8766.0 * 0.2 / 1e6)
    assert (row["made"], row["spend"]) == pytest.approx((3.0, 4.0))


@given(some, some, growths)
def test_the_best_lifetime_is_the_least_of_what_renewal_for_ever_emits(made, run, growth) -> None:
    """The sum over all renewals, least by search; and by halving the sign of its slope."""
    rate = math.log1p(growth)
    best = lifetime.best_lifetime(made, run, growth)
    assert best == pytest.approx(kernels.least_reference(made, run, rate), rel=1e-5)

    def total(years: float) -> float:
        return sum(kernels.levelled(made, run, rate, years))

    here = total(best)
    assert here <= total(0.9 * best) * (1 + 1e-12)
    assert here <= total(1.1 * best) * (1 + 1e-12)


def test_the_best_lifetime_by_a_search_of_the_explicit_sum() -> None:
    """Every renewal written out: E and p fall alike, 200 renewals stand for all."""
    made, run, rate = 2.0, 0.7, math.log(1.1)

    def total(years: float) -> float:
        return sum(math.exp(-rate * n * years) * (made + run * years) for n in range(2000))

    found = minimize_scalar(total, bounds=(1.0, 30.0), method="bounded", options={"xatol": 1e-9})
    assert lifetime.best_lifetime(made, run, 0.1) == pytest.approx(found.x, rel=1e-4)


def test_the_best_lifetime_is_near_a_square_root_where_making_weighs_little() -> None:
    for weight in (1e-3, 1e-5, 1e-8):
        made = weight / math.log(1.1)
        assert lifetime.best_lifetime(made, 1.0, 0.1) == pytest.approx(
            math.sqrt(2.0 * made / math.log(1.1)), rel=2.0 * math.sqrt(weight)
        )
    far = math.log(1.1) * lifetime.best_lifetime(1e6, 1.0, 0.1)
    assert math.expm1(far) - far == pytest.approx(1e6 * math.log(1.1), rel=1e-9)


@given(some, some, growths)
def test_a_cleaner_grid_makes_longer_lifetimes_better(made, run, growth) -> None:
    assert lifetime.best_lifetime(made, run / 2, growth) > lifetime.best_lifetime(made, run, growth)
    assert lifetime.break_even_age(made, run / 2, growth, 5.0) > lifetime.break_even_age(
        made, run, growth, 5.0
    )


@given(some, some, growths, st.floats(0.5, 20.0))
def test_at_the_break_even_age_the_pay_back_is_what_is_left(made, run, growth, left) -> None:
    age = lifetime.break_even_age(made, run, growth, left)
    newer = (1.0 + growth) ** -age
    assert lifetime.pay_back(made * newer, run, run * newer) == pytest.approx(left, rel=1e-6)


def test_levelled_emission_without_progress_is_made_over_lifetime_plus_run() -> None:
    made, run = kernels.levelled(10.0, 3.0, 1e-9, 5.0)
    assert (made, run) == pytest.approx((2.0, 3.0), rel=1e-6)


def test_a_kilowatt_for_a_year() -> None:
    """1 kW, PUE 1.5, 400 g/kWh: 8766 × 1.5 × 0.4 kg."""
    assert lifetime.running(1000.0, 1.5, 400.0) == pytest.approx(8766.0 * 1.5 * 0.4)


def test_tape_at_rest_draws_nothing_and_drives_follow_the_rate() -> None:
    """400 MB/s at half use: a drive moves 6311.52 TB a year of 8766 h; 27.5 W and 100 W each."""
    still = power.TapePower(LIBRARY, 18.0, 37.0, 100.0, 0.0)
    assert still.watts(1e6, 0.0) == 0.0
    each = 200.0 * 8766.0 * 3600.0 / 1e6
    assert TAPE.drives(each, 0.0) == pytest.approx(1.0)
    assert TAPE.watts(each, each) == pytest.approx(2.0 * 127.5)
    rare = power.TapePower(TapeLibrary(18.0, 5.0, 60.0, 1.0, 400.0, 0.25), 18.0, 37.0, 100.0, 1.0)
    assert rare.watts(each, 0.0) == pytest.approx(2.0 * (0.25 * 37.0 + 0.75 * 18.0 + 100.0))


def test_the_fit_finds_a_growth_and_the_table_agrees_with_its_source() -> None:
    """The source prints HS23/W to one digit: 3.7, 3.6, 4.1, 3.2, 7.2 and so on."""
    rows = nodes.efficiencies(read("facilities/node_power"))
    printed = [3.7, 3.6, 3.6, 3.7, 4.1, 3.2, 7.2, 7.4]
    assert rows["efficiency"].round(1).tolist() == printed
    exact = pd.DataFrame({"launch": [2019, 2021, 2024], "efficiency": [1.2**n for n in (0, 2, 5)]})
    found = nodes.fit(exact, 2020.0)
    assert (found.trend.growth, found.trend.value) == pytest.approx((0.2, 1.2))
    assert found.low == pytest.approx(found.high)


def test_the_growth_of_nodes_has_the_standard_error_of_a_line_through_logarithms() -> None:
    """scipy's regression of ln(HS23/W) on the year of launch, and the growths one error below and above."""
    rows = nodes.efficiencies(read("facilities/node_power"))
    found = nodes.fit(rows, 2021.0)
    line = stats.linregress(rows["launch"] - 2021.0, np.log(rows["efficiency"]))
    assert found.trend.value == pytest.approx(np.exp(line.intercept))
    expected = [np.expm1(line.slope + step * line.stderr) for step in (-1.0, 0.0, 1.0)]
    assert [found.low, found.trend.growth, found.high] == pytest.approx(expected)


def test_a_node_is_the_sum_of_its_parts() -> None:
    """1000 + 100 for the second processor + 533/384 kg for each GB beyond 16 + 100 for a drive."""
    assert nodes.node_carbon(FIGURES, 2, 512.0) == pytest.approx(1200.0 + 533.0 / 384.0 * 496.0)
    assert nodes.node_carbon(FIGURES, 1, 8.0, 0) == 1000.0


def test_the_mix_lies_between_its_countries_and_every_country_is_known() -> None:
    table = grid.by_country(read("facilities/grid_carbon"))
    mean, clean = grid.pledged_mix(read("facilities/pledges_federations"), table, 2019)
    assert min(table.values()) < mean < max(table.values())
    assert 0.0 < clean < 1.0
    two = pd.DataFrame({"year": [2019, 2019], "country": ["A", "B"], "cpu": [1.0, 3.0]})
    assert grid.pledged_mix(two, {"A": 100.0, "B": 20.0, "World": 400.0}, 2019) == (40.0, 0.75)
    nordic = sum(table[name] for name in ("Denmark", "Norway", "Sweden", "Finland")) / 4
    assert table["Nordic"] == pytest.approx(nordic)


def small(life: float = 2.0) -> pd.DataFrame:
    need = Need((2030, 2031, 2032), ("CPU", "disk"), ("MHS06", "PB"), np.full((1, 3, 2), 4.0))
    prices = {"CPU": Price(10.0, "USD/HS06", 2030.0), "disk": Price(100.0, "USD/TB", 2030.0)}
    units = {"CPU": "MHS06", "disk": "PB"}
    flat = Trend(2030.0, 0.5, 0.0)
    hardware = power.Hardware(
        {"CPU": flat, "disk": flat}, {"CPU": Trend(2030.0, 2.0, 0.0), "disk": Trend(2030.0, 3.0, 0.0)}, TAPE
    )
    priced = course(prices, uniform("still", 0.0), need.years, units)
    return power.fleet(need, priced, {"CPU": life, "disk": life}, hardware, "A")


def test_a_still_fleet_by_hand() -> None:
    """4 MHS23 at 0.5 W are 2 MW; 4 PB at 0.5 W/TB are 2 kW; half is renewed each year."""
    made = small().set_index(["resource", "year"])
    assert made.loc["CPU", "power"].tolist() == pytest.approx([2.0] * 3)
    assert made.loc["disk", "power"].tolist() == pytest.approx([0.002] * 3)
    assert made.loc["CPU", "bought"].tolist() == pytest.approx([2.0] * 3)
    assert made.loc["CPU", "made"].tolist() == pytest.approx([4000.0] * 3)  # 2e6 HS23 × 2 kg
    assert made.loc["disk", "made"].tolist() == pytest.approx([6.0] * 3)  # 2000 TB × 3 kg
    assert made.loc["CPU", "spend"].tolist() == pytest.approx([2e7] * 3)


def test_longer_lifetimes_make_less_hardware_at_the_same_power_without_progress() -> None:
    short, long = small(2.0), small(4.0)
    assert long["made"].sum() == pytest.approx(short["made"].sum() / 2.0)
    assert long["power"].tolist() == pytest.approx(short["power"].tolist())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lifetime.running(1.0, 0.9, 1.0), "PUE = 0.9 is out of range: expected at least 1"),
        (lambda: lifetime.best_lifetime(0.0, 1.0, 0.1), "embodied carbon = 0 kg is out of range"),
        (lambda: lifetime.best_lifetime(1.0, math.nan, 0.1), "yearly emission = nan kg/yr"),
        (lambda: lifetime.break_even_age(1.0, 1.0, 0.0, 5.0), "growth = 0 is out of range: expected above 0"),
        (lambda: nodes.Trend(2020.0, 0.0, 0.1), "reference value = 0 is out of range"),
        (lambda: TAPE.drives(-1.0, 0.0), "volume on tape = -1 TB is out of range"),
        (lambda: power.means(power.yearly(small(), 1.0, Trend(2030.0, 1.0, 0.0), 0.0), 2029, 2031), "years"),
        (
            lambda: grid.pledged_mix(
                pd.DataFrame({"year": [2019], "country": ["X"], "cpu": [1.0]}), {"World": 1.0}, 2019
            ),
            "carbon intensity of X",
        ),
        (lambda: nodes.fit(pd.DataFrame({"launch": [2020], "efficiency": [1.0]}), 2020.0), "1 nodes of 1"),
    ],
)
def test_bad_input_gets_one_clear_line(call, message) -> None:
    with pytest.raises(ValueError, match=message):
        call()
