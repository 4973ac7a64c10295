"""Campaigns: the load that the page asks for, and the same draws for every case."""

import math

import numpy as np
import pytest

from ecosystem_nb.network.reservation.parameters import ReservedPath
from ecosystem_nb.network.reservation.traffic import alone, campaign
from ecosystem_nb.parameters import describe
from ecosystem_nb.tables import quantities, read

LONG = ReservedPath(days=100.0, dataset=20.0, batch=5.0, load=0.7, deadline_share=0.4)


def test_the_offered_load_is_the_pages() -> None:
    """Compound Poisson sums: mean load x share x C x T, variance n E[size^2]; within five deviations."""
    one = campaign(LONG, np.random.default_rng(5))
    whole = LONG.capacity / 8 * one.length  # GB
    n = 0.7 * 0.4 * whole / 20e3
    deviation = math.sqrt(n * math.exp(LONG.spread**2)) * 20e3
    assert one.datasets["size"].sum() == pytest.approx(0.7 * 0.4 * whole, abs=5 * deviation)
    m = 0.7 * 0.6 * whole / 5e3
    assert one.others["size"].sum() == pytest.approx(0.7 * 0.6 * whole, abs=5 * math.sqrt(2 * m) * 5e3)
    assert len(one.others) == pytest.approx(m, abs=5 * math.sqrt(m))
    assert one.others["arrival"].is_monotonic_increasing
    assert one.others["arrival"].max() < one.length


def test_slacks_and_estimates_are_those_of_the_page() -> None:
    """Slack uniform on 1.5 to 6; log of asked over used: mean log(over), spread 0.25, where it fits."""
    one = campaign(LONG, np.random.default_rng(6)).datasets
    slack = (one["deadline"] - one["release"]) * alone(LONG) / (8 * one["size"])
    assert slack.min() >= 1.5 - 1e-9
    assert slack.max() <= 6.0 + 1e-9
    assert slack.mean() == pytest.approx(3.75, abs=5 * 4.5 / math.sqrt(12 * len(one)))
    fits = slack > 4.0  # far above what anybody asks for: nothing is cut there
    ratio = np.log(one["asked"] / one["size"])[fits]
    assert ratio.mean() == pytest.approx(math.log(1.5), abs=5 * 0.25 / math.sqrt(fits.sum()))
    assert ratio.std() == pytest.approx(0.25, rel=5 / math.sqrt(2 * fits.sum()))


def test_nobody_asks_for_more_than_the_window_holds() -> None:
    page = LONG.model_copy(update={"over": 4.0})
    one = campaign(page, np.random.default_rng(6)).datasets
    widest = min(page.hosts * page.host_rate, page.reservable * page.capacity)
    assert (8 * one["asked"] <= widest * (one["deadline"] - one["release"]) * (1 + 1e-9)).all()


def test_other_loads_and_estimates_have_the_same_draws() -> None:
    """Sizes and slacks stay, arrivals are stretched: cases differ in what is asked, not by luck."""
    first = campaign(LONG, np.random.default_rng(7))
    busy = campaign(LONG.model_copy(update={"load": 1.4}), np.random.default_rng(7))
    asked = campaign(LONG.model_copy(update={"over": 2.0}), np.random.default_rng(7))
    n = len(first.datasets)
    assert busy.datasets["size"][:n].tolist() == first.datasets["size"].tolist()
    assert busy.datasets["release"][:n].to_numpy() * 2 == pytest.approx(first.datasets["release"].to_numpy())
    assert asked.datasets["deadline"].equals(first.datasets["deadline"])
    assert asked.others.equals(first.others)


def test_slack_the_wrong_way_round_is_one_clear_line() -> None:
    with pytest.raises(ValueError, match=r"^slack_low = 7 is out of range: expected at most slack_high, 6$"):
        campaign(ReservedPath(slack_low=7.0), np.random.default_rng(1))


def test_printed_defaults_are_the_tables() -> None:
    about = {one.name: one for one in describe(ReservedPath)}
    row = quantities("network/wan")["single_host_http_tpc"]
    assert about["host_rate"].default == row.in_unit("Gbit/s")
    assert (about["host_rate"].status, about["host_rate"].source) == (row.status, row.source)
    links = read("network/links").set_index("link")
    assert about["capacity"].default == links.loc["cern_cnaf_dc24", "capacity"]
