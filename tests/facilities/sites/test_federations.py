"""Federations of the pledges, and queues: published values, the curve of shares, refusals."""

import pandas as pd
import pytest

from ecosystem_nb.facilities.sites.federations import federations, lorenz, spread, unevenness
from ecosystem_nb.facilities.sites.kernels import remote_best
from ecosystem_nb.tables import quantities, read

PLEDGES = read("facilities/pledges_federations")


def test_federations_add_up_to_the_totals() -> None:
    """Σ over federations = the table of totals, for each year, experiment and resource."""
    totals = read("facilities/pledges_totals").set_index(["year", "resource"])
    for resource in ("CPU", "Disk", "Tape"):
        mine = PLEDGES.groupby(["year", "experiment"])[resource.lower()].sum()
        for (year, experiment), value in mine.items():
            assert value == totals.loc[(year, resource), experiment]


def test_federations_of_groups_are_the_rows_of_2019() -> None:
    """The table of groups gives US ATLAS 297,000 HS06 and 24,800 TB on Tier-2s in 2019."""
    groups = read("facilities/pledges_groups_2019").set_index("group")
    for group in ("US ATLAS Tier-1", "US ATLAS Tier-2", "US CMS Tier-1", "US CMS Tier-2"):
        want = groups.loc[group]
        one = federations(PLEDGES, 2019, want["experiment"], (int(want["tier"]),))
        one = one[one["country"] == "USA"]
        assert one["cpu"].sum() == want["cpu"]
        assert one["disk"].sum() == want["disk"]


@pytest.mark.parametrize(("experiment", "p10", "p50", "p90"), [("ATLAS", 53, 84, 107), ("CMS", 50, 78, 105)])
def test_disk_over_cpu_of_2019_is_that_of_the_sources(experiment: str, p10: int, p50: int, p90: int) -> None:
    found = spread(federations(PLEDGES, 2019, experiment, (2,))["ratio"])
    assert [found[name] for name in ("p10", "p50", "p90")] == pytest.approx([p10, p50, p90], abs=0.6)


def test_core_power_is_near_that_of_the_storage_table() -> None:
    """The table has percentiles over 774 queues, this one all 805: the median moves by less than 1 %."""
    powers = read("facilities/queues_2019")["core_power"]
    known = quantities("storage/workloads")["core_power"]
    assert spread(powers)["p50"] == pytest.approx(known.value, rel=0.01)


def test_the_curve_s_largest_distance_from_the_diagonal_is_what_must_be_read_remotely() -> None:
    sites = federations(PLEDGES, 2019, "ATLAS", (2,))
    curve = lorenz(sites)
    assert curve.iloc[-1].tolist() == pytest.approx([1.0, 1.0])
    distance = (curve["cpu"] - curve["disk"]).max()
    assert distance == pytest.approx(remote_best(sites["cpu"], sites["disk"]))


def test_a_uniform_world_is_even() -> None:
    one = PLEDGES.assign(disk=0.1 * PLEDGES["cpu"])
    row = unevenness(one, [2019], ["CMS"]).iloc[0]
    assert row["gini"] == pytest.approx(0.0, abs=1e-12)
    assert row["remote"] == pytest.approx(0.0, abs=1e-12)
    assert row["p10"] == pytest.approx(100.0)


def test_refusals() -> None:
    with pytest.raises(ValueError, match=r"no pledge to ATLAS in 2020 .* 2009 to 2019"):
        federations(PLEDGES, 2020, "ATLAS")
    with pytest.raises(ValueError, match="no values"):
        spread(pd.Series([], dtype=float))
    with pytest.raises(ValueError, match="ratio = 0 is out of range: expected above 0"):
        spread(pd.Series([1.0, 0.0], name="ratio"))
