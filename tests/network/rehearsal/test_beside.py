"""What DUNE or a campaign adds."""

import pandas as pd
import pytest

from ecosystem_nb.network.rehearsal import beside, challenge, outage
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.tables import read

SITES, PLACES, DUNE = read("network/tier1"), read("network/places"), read("network/dune")
PAGE = DataChallenge(failure=0.0)


@pytest.fixture(scope="module")
def made() -> dict[str, beside.Beside]:
    return {case: beside.rehearse(PAGE, SITES, PLACES, DUNE, case) for case in beside.CASES}


def fates(one: beside.Beside, destination: str) -> list[float]:
    table = one.run.transfers
    return table.loc[(table["source"] == "CERN") & (table["destination"] == destination), "finish"].tolist()


def test_rates_by_hand() -> None:
    """DUNE: 852 - 266 PB of tape in ten years, once, twice as much in a burst; campaign: 5 PB in a day."""
    year = 365.25 * 86_400
    assert beside.dune_rate(PAGE, DUNE) == pytest.approx(2 * 58.6e15 * 8 / year / 1e9, rel=1e-3)
    assert beside.campaign_rate(PAGE) == pytest.approx(5e15 * 8 / 86_400 / 1e9)


def test_dune_goes_the_other_way(made: dict[str, beside.Beside]) -> None:
    """Full-duplex links: not one file to North America ends at another time."""
    for site in ("FNAL", "BNL", "TRIUMF"):
        assert fates(made[beside.ALONE], site) == fates(made[beside.DUNE], site)


def test_the_room_is_what_the_plan_leaves() -> None:
    room = beside.room(PAGE, SITES)
    assert room.tolist() == [570.0, 725.0, 400.0, 1000.0]


def test_a_campaign_gets_no_more_than_the_room(made: dict[str, beside.Beside]) -> None:
    """It asks for 463 of 400 Gbit/s and takes about what is left; the challenge keeps nearly its own.

    If the campaign got all that it asks for, the challenge would lack 63 of its 725 Gbit/s.
    """
    rows = beside.summary(made).set_index("case")
    assert rows.loc[beside.CAMPAIGN, "company_rate"] == pytest.approx(400.0, rel=0.05)
    assert rows.loc[beside.CAMPAIGN, "challenge"] > 100 * (725 - 63) / 725
    assert rows.loc[beside.CAMPAIGN, "binding"] == "FNAL"
    assert rows.loc[beside.FREE, "challenge"] < rows.loc[beside.CAMPAIGN, "challenge"] - 5
    assert rows.loc[beside.CUT, "challenge"] < 90
    assert rows.loc[beside.CUT, "binding"] == "across the Atlantic"


def test_the_link_that_is_full_carries_its_capacity(made: dict[str, beside.Beside]) -> None:
    carried = made[beside.CUT].run.links.set_index("link")["carried"]
    assert carried["across the Atlantic"] * 8 == pytest.approx(725 * 2700, rel=0.01)
    assert outage.whole(SITES) == 1450.0


def test_second_hops_follow_first_ones(made: dict[str, beside.Beside]) -> None:
    table = made[beside.CAMPAIGN].run.transfers
    second = table[table["destination"] == challenge.HPC]
    first = table.loc[second["after"]]
    done = pd.Series(second["finish"].to_numpy()) < float("inf")
    assert done.sum() > 1000
    assert (second["ready"].to_numpy() == first["finish"].to_numpy())[done].all()


def test_an_unknown_case_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^case = 'alone': expected one of the challenge alone, "):
        beside.rehearse(PAGE, SITES, PLACES, DUNE, "alone")
