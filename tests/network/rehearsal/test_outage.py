"""A failed cable with FTS in the loop, against all transfers at once."""

import math

import numpy as np
import pytest

from ecosystem_nb.network.rehearsal import cable, loop, outage
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.tables import read

SITES, PLACES = read("network/tier1"), read("network/places")
PAGE = DataChallenge(fails_after=0.2, down=0.2)


@pytest.fixture(scope="module")
def runs() -> dict[str, loop.Run]:
    return outage.rehearse(PAGE, SITES, PLACES, 1.0)


def test_both_ways_leave_the_same_backlog(runs: dict[str, loop.Run]) -> None:
    """B = (a - c') T with a = 1450 / 1.25, c' = 1450 / 2, within five standard deviations of Poisson."""
    arriving = 1450 / 1.25
    closed = (arriving - 725) * 0.2 * 3600 / 8 / 1000
    spread = 5 * math.sqrt(arriving * 0.4 * 3600 / 8 / 1.5) * 1.5 / 1000
    under_way = arriving * 18 / 8 / 1000  # TB: transfers take up to 18 s
    peaks = outage.felt(PAGE, runs).set_index("way")["peak"]
    for way in (outage.WITH, outage.WITHOUT):
        assert closed - spread < peaks[way] < closed + spread + under_way
    assert peaks[outage.WITH] == pytest.approx(peaks[outage.WITHOUT], rel=0.01)


def test_fts_keeps_transfers_short_and_the_queue_long(runs: dict[str, loop.Run]) -> None:
    felt = outage.felt(PAGE, runs).set_index("way")
    assert felt.loc[outage.WITH, "most"] <= 3 * PAGE.raised_site
    assert felt.loc[outage.WITHOUT, "most"] > 10 * felt.loc[outage.WITH, "most"]
    assert felt.loc[outage.WITH, "wire"] < felt.loc[outage.WITHOUT, "wire"] / 5
    assert felt.loc[outage.WITHOUT, "wire"] == pytest.approx(felt.loc[outage.WITHOUT, "total"])


def test_all_at_once_clears_as_a_smooth_flow(runs: dict[str, loop.Run]) -> None:
    """(a - c') T / (c - a) = 0.3 h; with FTS, whose limit is short of the link, later."""
    felt = outage.felt(PAGE, runs).set_index("way")["gone"]
    assert felt[outage.WITHOUT] == pytest.approx((1160 - 725) * 0.2 / (1450 - 1160), abs=0.05)
    assert felt[outage.WITH] > felt[outage.WITHOUT]


def test_the_closed_curve_has_its_corners() -> None:
    """Nothing until the failure, (a - c') T at the repair, nothing after the catch-up."""
    curve = outage.closed(PAGE, SITES, 1.0)
    waiting = (1160 - 725) * 0.2 * 3600 / 8 / 1000
    assert curve["backlog"].tolist() == pytest.approx([0, 0, waiting, 0, 0], abs=1e-9)
    assert curve["hour"].tolist() == pytest.approx([0, 0.2, 0.4, 0.7, 2.15])
    assert outage.closed(PAGE, SITES, 0.5)["backlog"].max() == 0.0


def test_a_catch_up_that_takes_too_long_is_cut_at_the_end() -> None:
    page = PAGE.model_copy(update={"tight_factor": 1.01})
    curve = outage.closed(page, SITES, 1.0)
    assert curve["hour"].iloc[-1] == curve["hour"].iloc[-2] == pytest.approx(2.15)
    slack = 1450 - 1450 / 1.01
    waiting = (1450 / 1.01 - 725) * 0.2 * 3600 / 8 / 1000
    assert curve["backlog"].iloc[-1] == pytest.approx(waiting - slack * 1.75 * 3600 / 8 / 1000)


def test_less_traffic_than_the_other_cable_leaves_no_backlog() -> None:
    """At 50 %, 580 of 725 Gbit/s: what is there is on its way."""
    runs = outage.rehearse(PAGE, SITES, PLACES, 0.5)
    felt = outage.felt(PAGE, runs)
    assert (felt["peak"] < 580 * 20 / 8 / 1000).all()
    with_fts, without = (run.transfers["finish"] for run in runs.values())
    done = np.isfinite(with_fts)
    assert with_fts[done].tolist() == pytest.approx(without[done].tolist(), rel=1e-9)


def test_only_the_sites_behind_the_cables_are_played(runs: dict[str, loop.Run]) -> None:
    assert set(runs[outage.WITH].minutes["destination"]) == {"TRIUMF", "BNL", "FNAL"}
    assert outage.traffic(PAGE, SITES, 1.0) == pytest.approx(1160)
    assert outage.plain(PAGE).provisioning_factor == PAGE.tight_factor
    assert cable.backlog(outage.plain(PAGE), 1450.0, 1.0)[1] == pytest.approx(0.3)
