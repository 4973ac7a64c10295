"""The study of the page: what a change of one parameter does to the answer."""

import pytest

from ecosystem_nb.facilities.power import study
from ecosystem_nb.facilities.power.grid import PLEDGES, by_country
from ecosystem_nb.facilities.power.parameters import PowerAndCarbon
from ecosystem_nb.tables import quantities, read

INTENSITIES = by_country(read("facilities/grid_carbon")) | {PLEDGES: 250.0}


@pytest.fixture(scope="module")
def found():
    inputs = study.Inputs(
        costs=quantities("facilities/costs"),
        power=quantities("facilities/power"),
        nodes=read("facilities/node_power"),
        groups=read("facilities/pledges_groups_2019"),
        intensities=INTENSITIES,
        efficiency=4.0,
        restart=2030,
    )
    changes = {
        "base": {},
        "france": {"grid": "France"},
        "pue": {"pue": 1.1},
        "made": {"embodied": 2.0},
        "half": {"need_share": 50.0},
        "better": {"efficiency_growth": 15.0},
        "longer": {"cpu_lifetime": 8.0, "disk_lifetime": 8.0},
        "cleaner": {"grid_decline": 5.0},
    }
    return study.changed(PowerAndCarbon(), inputs, changes).set_index("case")


def test_the_grid_scales_what_running_emits_and_nothing_else(found) -> None:
    base, france = found.loc["base"], found.loc["france"]
    assert france["run"] / base["run"] == pytest.approx(INTENSITIES["France"] / 250.0)
    assert france[["power", "energy", "made"]].tolist() == pytest.approx(
        base[["power", "energy", "made"]].tolist()
    )


def test_the_hall_scales_power_and_the_factor_scales_making(found) -> None:
    base = found.loc["base"]
    assert found.loc["pue", "power"] == pytest.approx(base["power"] * 1.1 / 1.6)
    assert found.loc["made", "made"] == pytest.approx(2.0 * base["made"])
    assert base["total"] == pytest.approx(base["run"] + base["made"])
    assert base["energy"] == pytest.approx(8.766 * base["power"])
    assert base["run"] == pytest.approx(base["energy"] * 250.0 / 1000.0)


def test_less_need_better_nodes_and_a_cleaner_grid_emit_less(found) -> None:
    base = found.loc["base"]
    for case in ("half", "better", "cleaner"):
        assert found.loc[case, "run"] < base["run"]
    assert found.loc["longer", "made"] < base["made"]
    assert found.loc["longer", "energy"] > base["energy"]
