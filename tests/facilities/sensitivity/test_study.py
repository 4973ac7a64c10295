"""The page's study: the prototype's figures, mixes, ranges, and prices of one unit more."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.facilities.demand.curves import published
from ecosystem_nb.facilities.sensitivity import study
from ecosystem_nb.facilities.sensitivity.cost import ALLOWED, Park, cost
from ecosystem_nb.facilities.sensitivity.duals import rent
from ecosystem_nb.facilities.sensitivity.inputs import Floats, Values, centre
from ecosystem_nb.facilities.sensitivity.marginal import marginal
from ecosystem_nb.facilities.sensitivity.parameters import TapeNeeds
from ecosystem_nb.facilities.sensitivity.parks import MIXES, Tables, park
from ecosystem_nb.facilities.sensitivity.ranges import inputs
from ecosystem_nb.facilities.sensitivity.variance import sobol
from ecosystem_nb.facilities.vintages.mixes import mix

PAGE = TapeNeeds()


def values(tables: Tables) -> dict[str, float]:
    return centre(inputs(PAGE, tables))


@pytest.mark.parametrize(("offload", "share"), [(0.0, 0.013), (0.5, 0.019)])
def test_the_prototypes_tape(tables: Tables, offload: float, share: float) -> None:
    """A fifth more tape at one price, Tier-1s alone: 1.3 to 1.9 % of the spend of 2026-32.

    A prototype's result on ATLAS's curves of 2018 with the prices of 2017 and 10 % a year; half of the CPU
    gone, or none.
    """
    curves = published("ATLAS 2018").pivot_table(index="year", columns="resource", values="need")
    need = np.stack([curves["CPU"], curves["disk"], 0.0 * curves["CPU"], tables.tape_t1["total"]], axis=1)
    one = Park(tuple(curves.index), need, 2025, 2026, 2032, cartridge=18.0, drive_rate=400.0)
    prices = {"cpu_price": 11.0 / 1.1**8, "disk_price": 110.0 / 1.1**8, "offload": offload}
    found = study.counted(one, {**values(tables), **prices}, 0.2, 10.0 / 1.1**8)
    single = found[(found["counted"] == study.ONE_PRICE) & (found["where"] == "Tier-1s")]
    assert single["share"].sum() == pytest.approx(share, abs=0.0006)


def test_drives_libraries_and_the_tier_0_make_tape_dearer(tables: Tables) -> None:
    found = study.counted(park("ATLAS", tables, 2027), values(tables), 0.2, 4.24)
    by = found.groupby(["counted", "where"])["share"].sum()
    assert by[study.IN_PARTS, "Tier-1s"] > 2.0 * by[study.ONE_PRICE, "Tier-1s"]
    for way in (study.ONE_PRICE, study.IN_PARTS):
        assert by[way, "Tier-0 and Tier-1s"] > by[way, "Tier-1s"]
    single = found[found["counted"] == study.ONE_PRICE]
    assert (single.loc[single["part"] != "media", "extra"] == 0.0).all()


def test_extra_tape_is_the_change_of_the_hardware(tables: Tables) -> None:
    one, base = park("CMS", tables, 2027), values(tables)
    more = {**base, "t0_tape_need": 1.2, "t1_tape_need": 1.2}
    change = (cost(one, more).hardware - cost(one, base).hardware).item()
    found = study.counted(one, base, 0.2, 4.24)
    every = found[(found["counted"] == study.IN_PARTS) & (found["where"] == "Tier-0 and Tier-1s")]
    assert every["extra"].sum() * 1e6 == pytest.approx(change)


def test_parks_begin_with_the_pledge_and_end_with_the_demand(tables: Tables) -> None:
    held = mix(tables.groups, "ATLAS")
    one = park("ATLAS", tables, 2027)
    assert one.need[0] == pytest.approx([held["CPU"], held["disk"], 94.0, 216.824])
    assert one.need[-1] == pytest.approx([72.54, 3332.68, 3096.4, 9384.79], rel=1e-5)
    assert (one.years[0], one.first, one.last, one.known) == (2019, 2030, 2036, 2026)


@pytest.mark.parametrize("experiment", ["ATLAS", "CMS"])
def test_tiers_add_up_to_the_experiment(tables: Tables, experiment: str) -> None:
    """Shares of the pledges add up to one in every year that the demand covers."""
    whole = park(experiment, tables, 2027)
    parts = [park(f"{experiment} Tier-{i}", tables, 2027).need for i in range(3)]
    late = slice(whole.years.index(2030), None)
    assert sum(parts)[late] == pytest.approx(whole.need[late])


def test_a_tier_2_has_no_tape(tables: Tables) -> None:
    one = park("CMS Tier-2", tables, 2027)
    assert not one.need[:, 2:].any()
    found = study.by_mix(["CMS Tier-2"], tables, (2027, 2034), values(tables), 0.2)
    assert found.set_index("resource").loc["tape", "extra"] == 0.0


def test_a_fifth_more_of_all_is_a_fifth_of_the_cost(tables: Tables) -> None:
    """To within what was built up before the restart: purchases of those years are not in the mean."""
    found = study.by_mix(MIXES, tables, (2027, 2034), values(tables), 0.2)
    assert found.groupby("mix")["share"].sum().to_numpy() == pytest.approx(0.2, abs=0.012)


def test_more_passes_cost_more_drives_alone(tables: Tables) -> None:
    one = park("ATLAS", tables, 2027)
    found = study.by_passes(one, values(tables), 0.2, 4.24, [0.0, 1.0, 2.0])
    found = found[(found["counted"] == study.IN_PARTS) & (found["where"] == "Tier-1s")]
    by = found.pivot_table(index="passes", columns="part", values="extra")
    assert by["drives"].to_numpy() == pytest.approx(by.loc[1.0, "drives"] * np.array([0.0, 1.0, 2.0]))
    assert np.ptp(by["media"]) == np.ptp(by["library"]) == 0.0


def test_every_input_has_a_range_and_its_value_lies_in_it(tables: Tables) -> None:
    some = inputs(PAGE, tables)
    assert [one.name for one in some] == list(ALLOWED)
    for one in some:
        assert one.low <= one.value <= one.high, one.name
        assert one.unit == ALLOWED[one.name][0], one.name


def test_prices_of_2026_follow_from_those_of_2017(tables: Tables) -> None:
    by = {one.name: one for one in inputs(PAGE, tables)}
    cpu = by["cpu_price"]
    assert [cpu.value, cpu.low, cpu.high] == pytest.approx([11 / 1.1**9, 11 / 1.15**9, 11 / 1.05**9])


def test_the_page_turns_its_own_inputs(tables: Tables) -> None:
    page = TapeNeeds(recalls=3.0, offload=0.25, drive_price=30_000.0, improvement=7.0)
    x = centre(inputs(page, tables))
    assert (x["recalls"], x["offload"], x["drive_price"], x["disk_improvement"]) == (3.0, 0.25, 30_000.0, 7.0)


def test_a_range_that_is_missing_is_named(tables: Tables) -> None:
    less = Tables(**{**vars(tables), "ranges": tables.ranges[tables.ranges["input"] != "pue"]})
    with pytest.raises(ValueError, match=r"no range of pue: expected a row in facilities/sensitivity_ranges"):
        inputs(PAGE, less)


def test_one_tb_more_on_tape_is_the_sum_of_its_parts(tables: Tables) -> None:
    """The need of tape always rises: each part costs its rent."""
    x = values(tables)
    table, saved = marginal(park("ATLAS Tier-1", tables, 2027), x)
    last = table[(table["resource"] == "T1 tape") & (table["year"] == 2036)].iloc[0]
    drives = x["drive_price"] * 1e6 / (365.25 * 86_400.0) / (400.0 * x["drive_use"])
    parts = [
        (x["media_price"], 0.10, x["media_lifetime"]),
        (x["slot_price"] / 18.0, 0.10, x["library_lifetime"]),
        (drives, 0.05, x["drive_lifetime"]),
    ]
    rents = sum(price * (1.0 + r) ** -10 * rent(r, life) for price, r, life in parts)
    assert last["marginal"] == pytest.approx(rents)
    assert set(table["resource"]) == {"CPU", "disk", "T1 tape"}
    assert saved > -1e-9


def test_a_unit_more_is_free_in_a_year_of_plenty(tables: Tables) -> None:
    """ATLAS's disk falls in 2033 after the peak of 2032, which costs as much more."""
    table, _ = marginal(park("ATLAS", tables, 2027), values(tables))
    disk: pd.DataFrame = table[table["resource"] == "disk"].set_index("year")
    assert disk.loc[2033, "marginal"] == pytest.approx(0.0)
    both = disk.loc[[2032, 2033]].sum()
    assert both["marginal"] == pytest.approx(both["steady"])


def test_the_prototypes_order_of_the_inputs(tables: Tables) -> None:
    """Total indices of a prototype: CPU price trend .48, disk price trend .19, lifetime .11, offload .10.

    Its ranges are not known, so the numbers agree to a tenth only.  Trends act from 2017 on, as there; its
    needs varied more, and come before the lifetime.
    """
    model = study.total(park("ATLAS", tables, 2027))
    middle = {**values(tables), "overhead": 0.0, "electricity": 0.0}

    def since_2017(x: Values) -> Floats:
        prices = {
            f"{name}_price": then * (1.0 + np.asarray(x[f"{name}_improvement"]) / 100.0) ** -9.0
            for name, then in (("cpu", PAGE.cpu_price), ("disk", PAGE.disk_price))
        }
        return model({**middle, **x, **prices})

    prototype = {"cpu_improvement": 0.48, "disk_improvement": 0.19, "cpu_lifetime": 0.11, "offload": 0.10}
    some = [one for one in inputs(PAGE, tables) if one.name in {*prototype, "cpu_need", "disk_need"}]
    found = sobol(some, since_2017, 1024, 1).set_index("name")["total"]
    assert found.index[:2].tolist() == ["cpu_improvement", "disk_improvement"]
    assert found.index[-1] == "disk_need"
    for name, index in prototype.items():
        assert found[name] == pytest.approx(index, abs=0.1)
