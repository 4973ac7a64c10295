"""The scenario: links, plans, streams, routes and the transfers that are drawn."""

import math

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.network.rehearsal import cable, challenge
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.parameters import describe
from ecosystem_nb.tables import quantities, read

PAGE = DataChallenge(hours=0.5)
SITES, PLACES = read("network/tier1"), read("network/places")


def test_links_are_as_wide_as_the_needs_both_ways() -> None:
    capacity = {link.name: link.capacity for link in challenge.topology(SITES, 300.0).links}
    need = SITES.set_index("site")["need_minimal"]
    over = SITES.loc[SITES["region"] == "North America", "need_minimal"].sum()
    for name, value in [*need.items(), (cable.ATLANTIC, over), (challenge.HPC, 300.0)]:
        assert (capacity[name], capacity[f"{name} back"]) == (value, value)


def test_places_hold_all_sites_where_they_are() -> None:
    """Within a hundred km of what the sites' regions say: CERN to FNAL is 7,060 km, to KIT 360 km."""
    assert set(PLACES["place"]) == {"CERN", "HPC", *SITES["site"]}
    assert challenge.distance_km(PLACES, "CERN", "FNAL") == pytest.approx(7090, abs=100)
    assert challenge.distance_km(PLACES, "CERN", "KIT") == pytest.approx(365, abs=50)
    with pytest.raises(ValueError, match=r"^unknown place 'Atlantis': expected one of CERN, "):
        challenge.distance_km(PLACES, "CERN", "Atlantis")


def test_far_streams_are_slower_by_the_fourth_root() -> None:
    """CUBIC loses by RTT^(-1/4): W ~ RTT^(3/4), rate W / RTT, where loss sets the cap."""
    plan = challenge.plan(PAGE, SITES, PLACES).set_index("site")
    far, near = plan.loc["KISTI"], plan.loc["BNL"]
    assert far["limit"] == near["limit"] == "loss"
    assert far["cap"] / near["cap"] == pytest.approx((far["rtt"] / near["rtt"]) ** -0.25, rel=1e-9)
    assert plan.loc["CNAF", "cap"] == PAGE.server_rate


def test_a_round_trip_is_light_in_glass_along_the_fibre() -> None:
    """2 d f n / c by hand for CERN to FNAL."""
    expected = 2 * challenge.distance_km(PLACES, "CERN", "FNAL") * 1.5 * 1.468 / 299_792.458 * 1000
    assert challenge.stream(PAGE, PLACES, ("CERN", "FNAL"))["rtt"] == pytest.approx(expected)


def test_each_site_is_planned_its_need_over_the_factor() -> None:
    plan = challenge.plan(PAGE, SITES, PLACES)
    assert plan["rate"].tolist() == (SITES["need_minimal"] / 2).tolist()
    assert (plan["streams"] * plan["cap"]).tolist() == pytest.approx(plan["rate"].tolist())


def test_what_is_drawn_has_its_rate_and_failures() -> None:
    """Volume and failures within five standard deviations: Poisson, and p / (1 - p) failures a file."""
    page = PAGE.model_copy(update={"failure": 20.0})
    made = challenge.flow(page, PLACES, ("CERN", "RAL"), 200.0, np.random.default_rng(3))
    count = 200.0 * 1800 / 8 / page.file_size
    assert len(made) == pytest.approx(count, abs=5 * math.sqrt(count))
    assert made["arrival"].is_monotonic_increasing
    spread = math.sqrt(0.2) / 0.8  # of a geometric count
    assert made["failures"].mean() == pytest.approx(0.25, abs=5 * spread / math.sqrt(len(made)))


def test_nothing_fails_where_nothing_shall() -> None:
    page = PAGE.model_copy(update={"failure": 0.0})
    assert challenge.exports(page, SITES, PLACES, 0.05)["failures"].max() == 0


def test_equal_seeds_draw_equal_transfers() -> None:
    one, two = (challenge.exports(PAGE, SITES, PLACES, 0.05) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_rucio_sends_the_campaign_through_the_one_neighbour() -> None:
    """The HPC centre has one link; the first hop goes straight, for every stop costs ten."""
    made = challenge.campaign(PAGE, SITES, PLACES, "RAL", 5.0)
    hops = made[["source", "destination"]].drop_duplicates().to_numpy().tolist()
    assert hops == [["RAL", "FNAL"], ["FNAL", "HPC"]]
    first, second = made[made["after"] < 0], made[made["after"] >= 0]
    assert second["after"].tolist() == first.index.tolist()
    rate = 5e15 * 8 / 86_400 / 1e9
    assert first["size"].sum() * 8 / 1800 == pytest.approx(rate, rel=5 / math.sqrt(len(first)))


def test_tables_together_keep_who_follows_whom() -> None:
    alone = challenge.campaign(PAGE, SITES, PLACES, "RAL", 0.1)
    both = challenge.together(challenge.exports(PAGE, SITES, PLACES, 0.01), alone)
    before = len(both) - len(alone)
    assert both["after"].iloc[before:].tolist() == [
        one if one < 0 else one + before for one in alone["after"]
    ]


def test_defaults_are_the_tables() -> None:
    wan = quantities("network/wan")
    about = {one.name: one for one in describe(DataChallenge)}
    for name, row in {"provisioning_factor": "overprovision_factor", "file_size": "fts_mean_file"}.items():
        assert about[name].default == wan[row].in_unit(about[name].unit)
        assert (about[name].status, about[name].source) == (wan[row].status, wan[row].source)
