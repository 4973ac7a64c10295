"""The rehearsal: volumes are kept, and the backlog is that of a smooth flow."""

import math

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.network.rehearsal import cable
from ecosystem_nb.network.rehearsal.cable_exercises import check
from ecosystem_nb.network.rehearsal.cable_parameters import CableRehearsal
from ecosystem_nb.parameters import describe
from ecosystem_nb.tables import quantities, read

PAGE = CableRehearsal(hours=1.0, fails_after=0.2, outage=0.3)


@pytest.fixture(scope="module")
def sites() -> pd.DataFrame:
    return read("network/tier1")


def test_the_cables_are_as_wide_as_the_needs_behind_them(sites: pd.DataFrame) -> None:
    capacity = {link.name: link.capacity for link in cable.topology(sites).links}
    over = sites.loc[sites["region"] == "North America", "need_minimal"].sum()
    assert capacity[cable.ATLANTIC] == over
    assert capacity["FNAL"] == 800.0


def test_each_site_is_sent_its_need_over_the_factor(sites: pd.DataFrame) -> None:
    """Mean rate = share x need / factor, within five standard deviations of a Poisson count."""
    made = cable.traffic(PAGE, sites, 0.5, np.random.default_rng(1))
    rate = made.groupby("destination")["size"].sum() * 8 / 3600
    for site, need in zip(sites["site"], sites["need_minimal"], strict=True):
        expected = 0.5 * need / PAGE.provisioning_factor
        count = expected * 3600 / 8 / PAGE.file_size
        assert rate[site] == pytest.approx(expected, rel=5 / math.sqrt(count))


def test_all_that_was_sent_arrives(sites: pd.DataFrame) -> None:
    done = cable.rehearse(PAGE, sites, 1.0, fails=True)
    assert done.unfinished.empty
    carried = done.links.set_index("link").loc[sites["site"], "carried"].sum()
    assert carried == pytest.approx(done.transfers["size"].sum(), rel=1e-9)


@pytest.mark.parametrize("factor", [1.1, 1.25, 1.5])
def test_backlog_is_that_of_a_smooth_flow(sites: pd.DataFrame, factor: float) -> None:
    """B = (a - c') T, within five standard deviations of the Poisson arrivals until then."""
    page = PAGE.model_copy(update={"provisioning_factor": factor})
    closed, _ = cable.backlog(page, 1450.0, 1.0)
    assert closed == pytest.approx((1450 / factor - 725) * 0.3 * 3600 / 8 / 1000)
    files = 1450 / factor * 0.5 * 3600 / 8 / page.file_size
    spread = 5 * math.sqrt(files) * page.file_size / 1000
    assert cable.waiting(page, sites, 1.0) == pytest.approx(closed, abs=spread)


def test_the_factor_that_survives_one_cable_of_n() -> None:
    """n / (n - 1), and not less."""
    for cables in (2, 3, 5):
        least = cables / (cables - 1)
        one = PAGE.model_copy(update={"cables": cables, "provisioning_factor": least * 1.0001})
        assert cable.backlog(one, 1000.0, 1.0) == (0.0, 0.0)
        less = one.model_copy(update={"provisioning_factor": least * 0.99})
        assert cable.backlog(less, 1000.0, 1.0)[0] > 0.0


def test_what_is_cleared_is_what_was_left_behind() -> None:
    page = PAGE.model_copy(update={"provisioning_factor": 1.25})
    left, hours = cable.backlog(page, 1000.0, 1.0)
    assert hours * 3600 * (1000 - 800) / 8 / 1000 == pytest.approx(left)
    full = PAGE.model_copy(update={"provisioning_factor": 1.0})
    assert cable.backlog(full, 1000.0, 1.0)[1] == math.inf


def test_a_failure_never_helps(sites: pd.DataFrame) -> None:
    """The same transfers, less capacity: none to North America ends earlier."""
    calm = cable.rehearse(PAGE, sites, 1.0, fails=False).transfers
    down = cable.rehearse(PAGE, sites, 1.0, fails=True).transfers
    assert calm["arrival"].equals(down["arrival"])
    assert down["duration"].mean() > calm["duration"].mean()
    elsewhere = calm["destination"].isin(["KIT", "CNAF", "RAL"])
    assert np.allclose(calm.loc[elsewhere, "finish"], down.loc[elsewhere, "finish"], rtol=1e-9)


def test_bins_hold_medians_below_the_slow_ones(sites: pd.DataFrame) -> None:
    table = cable.by_time(cable.rehearse(PAGE, sites, 0.5, fails=False), sites)
    assert (table["median"] <= table["slow"]).all()
    assert set(table["side"]) == {"North America", "elsewhere"}


def test_defaults_are_the_tables() -> None:
    wan = quantities("network/wan")
    about = {one.name: one for one in describe(CableRehearsal)}
    for name, row in {
        "provisioning_factor": "overprovision_factor",
        "stream_cap": "single_host_http_tpc",
    }.items():
        assert about[name].default == wan[row].in_unit(about[name].unit)
        assert (about[name].status, about[name].source) == (wan[row].status, wan[row].source)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("network-cable-1", 200e9 / 8 * 7200 / 1e12),
        ("network-cable-2", 400 / 200),
        ("network-cable-3", 3 / 2),
    ],
)
def test_exercises_by_hand(name: str, answer: float) -> None:
    assert check(name, answer)
