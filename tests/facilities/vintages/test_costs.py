"""Overheads, power and carbon, tape in its parts, ports, and the mixes of sites."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.demand.curves import pledged
from ecosystem_nb.facilities.vintages.costs import (
    Overhead,
    Power,
    TapeLibrary,
    overhead,
    ports,
    power,
    tape_library,
)
from ecosystem_nb.facilities.vintages.mixes import groups, mix, shares
from ecosystem_nb.tables import quantities, read

COSTS = quantities("facilities/costs")
PLEDGES = read("facilities/pledges_groups_2019")
LIBRARY = TapeLibrary(cartridge=18.0, media=5.0, slot=60.0, drive=25_000.0, rate=400.0, used=0.5)


def test_overhead_is_linear_in_the_spend() -> None:
    """14 % and 150,000 USD: nothing bought still costs the fixed part."""
    made = overhead(COSTS).on([0.0, 1e6, 2e6])
    assert made.tolist() == pytest.approx([150_000.0, 1_290_000.0, 2_430_000.0])


def test_energy_is_power_times_time_and_carbon_and_cost_follow() -> None:
    """1 MHS23 at 4 HS23/W are 0.25 MW, 0.4 MW with a PUE of 1.6, 3.5 GWh in 8,766 hours."""
    one = Power({"CPU": 0.25}, pue=1.6, price=0.1, carbon=0.4)
    energy, cost, carbon = one.yearly({"CPU": 1e6})
    assert energy == pytest.approx(0.4 * 8.766)
    assert cost == pytest.approx(0.4e3 * 8766 * 0.1)  # kW, hours, USD/kWh
    assert carbon == pytest.approx(0.4e3 * 8766 * 0.4 / 1000.0)  # tonnes


@given(st.floats(1.0, 3.0), st.floats(0.0, 1e7))
def test_power_scales_with_pue_and_capacity(pue: float, amount: float) -> None:
    one = Power({"CPU": 0.25}, pue, 0.1, 0.4)
    assert one.megawatts({"CPU": amount}) == pytest.approx(
        pue * Power({"CPU": 0.25}, 1.0, 0.1, 0.4).megawatts({"CPU": amount})
    )
    assert one.megawatts({"CPU": 2.0 * amount}) == pytest.approx(2.0 * one.megawatts({"CPU": amount}))


def test_a_node_of_the_table_pays_what_rubin_pays_for_power() -> None:
    """Rubin: 348 USD a year for a node; at the table's price of electricity that is a server of 490 W."""
    kilowatts = COSTS["power_node"].in_unit("USD/yr") / 8766.0 / COSTS["electricity"].in_unit("USD/kWh")
    assert 0.3 < kilowatts < 0.7


def test_carbon_of_us_electricity_is_its_emissions_over_its_generation() -> None:
    """EIA prints 1,532 million tonnes over 4,183,271 GWh, and 0.81 pounds for a kWh."""
    carbon = COSTS["carbon"].in_unit("kg/kWh")
    assert carbon == pytest.approx(1532e9 / 4_183_271e6, abs=5e-4)
    assert carbon / 0.45359237 == pytest.approx(0.81, abs=0.005)


def test_new_servers_take_half_of_the_power() -> None:
    old, new = power(COSTS).watts["CPU"], power(COSTS, "cpu_efficiency_new").watts["CPU"]
    assert old / new == pytest.approx(7.2 / 3.7)


def test_parts_of_a_tape_library_by_hand() -> None:
    """36 TB are two cartridges; 1,001 MB/s at half of 400 MB/s are six drives."""
    assert LIBRARY.parts(36.0, 1001.0) == {"media": 180.0, "library": 120.0, "drives": 150_000.0}
    assert LIBRARY.parts(0.0, 0.0) == {"media": 0.0, "library": 0.0, "drives": 0.0}
    assert LIBRARY.drives(200.0) == 1


@given(st.floats(0.0, 1e6), st.floats(0.0, 1e5), st.floats(0.0, 1e5))
def test_more_data_or_more_speed_never_cost_less(capacity: float, slow: float, more: float) -> None:
    low, high = LIBRARY.parts(capacity, slow), LIBRARY.parts(capacity, slow + more)
    assert high["drives"] >= low["drives"]
    assert (high["media"], high["library"]) == (low["media"], low["library"])


def test_drives_can_cost_more_than_the_media() -> None:
    """With the table's prices a PB read in a month takes more money in drives than in cartridges."""
    parts = tape_library(COSTS).parts(1000.0, 1e9 / (30 * 86_400.0))  # TB; MB over s
    assert parts["drives"] > parts["media"] > parts["library"]


def test_ports_by_hand() -> None:
    """900 Gbit/s into ports of 400 that may be filled to 80 %: three."""
    assert ports(900.0, 400.0, 0.8, 10.0) == (3, 12_000.0)
    assert ports(960.0, 400.0, 0.8, 10.0)[0] == 3
    assert ports(0.0, 400.0, 0.8, 10.0) == (0, 0.0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Overhead(share=-0.1), "overhead: share = -0.1 is out of range: expected at least 0"),
        (lambda: Power({"CPU": -1.0}, 1.5, 0.1, 0.1), "power of CPU = -1 W is out of range"),
        (lambda: Power({}, 0.9, 0.1, 0.1), "PUE = 0.9 is out of range: expected at least 1"),
        (lambda: TapeLibrary(0.0, 5.0, 60.0, 1e4, 400.0, 0.5), "tape: cartridge = 0 TB is out of range"),
        (
            lambda: TapeLibrary(18.0, 5.0, 60.0, 1e4, 400.0, 1.5),
            "tape: used = 1.5 is out of range: .* at most 1",
        ),
        (lambda: LIBRARY.parts(-1.0, 0.0), "capacity = -1 TB is out of range: expected at least 0 TB"),
        (lambda: ports(1.0, 0.0, 0.8, 1.0), "port = 0 Gbit/s is out of range: expected above 0 Gbit/s"),
        (lambda: ports(1.0, 100.0, 1.2, 1.0), "filled = 1.2 is out of range: .* at most 1"),
    ],
)
def test_what_can_not_be_is_refused(make: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()  # type: ignore[operator]


# Mixes


@pytest.mark.parametrize("experiment", ["ATLAS", "CMS"])
def test_tiers_add_up_to_the_pledges_of_2019(experiment: str) -> None:
    """Conservation between two tables: the federations' sums and the totals."""
    assert mix(PLEDGES, experiment) == pytest.approx(
        pledged(read("facilities/pledges_totals"), 2019, experiment), rel=1e-6
    )


def test_the_us_is_its_experiments_and_tiers() -> None:
    parts = [mix(PLEDGES, f"US {one} Tier-{tier}") for one in ("ATLAS", "CMS") for tier in (1, 2)]
    whole = mix(PLEDGES, "US")
    for name in whole:
        assert whole[name] == pytest.approx(sum(part[name] for part in parts))
    assert whole["CPU"] == pytest.approx(mix(PLEDGES, "US ATLAS")["CPU"] + mix(PLEDGES, "US CMS")["CPU"])


def test_a_share_is_at_most_one() -> None:
    assert shares(PLEDGES, "US ATLAS", "ATLAS")["CPU"] == pytest.approx(540 / 2788.099)
    with pytest.raises(ValueError, match=r"share of CPU = 5.16\d* of ATLAS in US ATLAS: expected at most 1"):
        shares(PLEDGES, "ATLAS", "US ATLAS")
    with pytest.raises(ValueError, match="share of tape = 0 of US ATLAS Tier-1 in US ATLAS Tier-2"):
        shares(
            PLEDGES.assign(cpu=np.where(PLEDGES["tier"] == 1, 0.0, PLEDGES["cpu"]), disk=1.0),
            "US ATLAS Tier-1",
            "US ATLAS Tier-2",
        )


def test_unknown_mixes_are_named() -> None:
    with pytest.raises(
        ValueError, match="mix 'LHCb': expected one of ATLAS, CMS, US, US ATLAS, US CMS, ATLAS Tier-0"
    ):
        mix(PLEDGES, "LHCb")
    assert all(mix(PLEDGES, name)["CPU"] > 0.0 for name in groups(PLEDGES))
