"""The first page's comparison."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.network.need.parameters import WanNeed
from ecosystem_nb.portfolio import RESOURCES, Story, claims, gaps, story
from ecosystem_nb.tables import read


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return story()


def test_everything_starts_at_one(table: pd.DataFrame) -> None:
    """At its base year each resource's flat budget is 1 in all three cases."""
    base = table[table["year"] == table["base_year"]]
    assert base["resource"].tolist() == list(RESOURCES)
    np.testing.assert_array_equal(base[["flat_low", "flat", "flat_high"]], np.ones((4, 3)))


def test_needs_by_hand(table: pd.DataFrame) -> None:
    """2032 shows the curves' 2028: 39.61 MHS06 over 2.788, 2,120 PB over 222; network 9,600 / 500."""
    rows = table[table["year"] == 2032].set_index("resource")["need"]
    assert rows["CPU"] == pytest.approx(39.61 / 2.788099)
    assert rows["disk"] == pytest.approx(2120.09 / 221.569)
    assert rows["network"] == pytest.approx(19.2)


def test_no_need_is_shown_before_the_hl_lhc(table: pd.DataFrame) -> None:
    """With the shift no need stands before 2030; without it the curves start in 2026."""
    assert table[table["need"].notna()]["year"].min() == 2030
    still = story(Story(shift=False))
    assert still[still["need"].notna()].groupby("resource")["year"].min().to_dict() == {
        "network": 2030, "CPU": 2026, "disk": 2026, "tape": 2026,
    }  # fmt: skip


def test_bands_hold_their_point(table: pd.DataFrame) -> None:
    """flat_low <= flat <= flat_high, need_low < need < need_high where there is a range."""
    assert (table["flat_low"] <= table["flat"]).all()
    assert (table["flat"] <= table["flat_high"]).all()
    known = table[table["need_low"].notna()]
    assert set(known["resource"]) == {"network"}
    assert ((known["need_low"] < known["need"]) & (known["need"] < known["need_high"])).all()


def test_gap_is_need_over_flat(table: pd.DataFrame) -> None:
    """need = gap x flat; a faster improvement narrows the gap."""
    made = gaps(table, 2032)
    assert made["resource"].tolist() == list(RESOURCES)
    np.testing.assert_allclose(made["gap"] * made["flat"], made["need"])
    assert (made["gap_low"] < made["gap"]).all()
    assert (made["gap"] < made["gap_high"]).all()
    assert made.set_index("resource").loc["CPU", "gap"] == pytest.approx(39.61 / 2.788099 / 1.1**13)


def test_a_later_restart_narrows_the_gap(table: pd.DataFrame) -> None:
    """The same need four years later meets (1 + r)^4 more capacity: for CPU the ratio is exactly 1.1^4."""
    early = gaps(story(Story(shift=False)), 2030).set_index("resource").loc["CPU", "gap"]
    late = gaps(table, 2034).set_index("resource").loc["CPU", "gap"]
    assert early / late == pytest.approx(1.1**4)


def test_claims_stand_beside_what_is_computed() -> None:
    """Seeds exist, their values are the workshop's, what is not computed says so, pages are the network's."""
    made = claims()
    seeds = read("seeds/workshop").set_index("id")["value"].astype(float)
    plain = made[~made["claim"].str.startswith("growth")]
    assert plain["claimed"].tolist() == seeds[plain["seed"]].tolist()
    row = made[made["claim"] == "network for the HL-LHC"].iloc[0]
    assert row["computed"] == pytest.approx(row["claimed"]) == 9600
    assert (made["computed"].isna() == (made["page"] == "")).all()


def test_claims_follow_their_parameters() -> None:
    """Other parameters give another number beside the same claim."""
    made = claims(Story(need=WanNeed(burst_factor=3.0))).iloc[0]
    assert (made["claimed"], made["computed"]) == (9600, pytest.approx(14_400))


def test_a_year_without_need_is_refused(table: pd.DataFrame) -> None:
    """The error names the years that work."""
    with pytest.raises(ValueError, match="year = 2025 is out of range: expected 2030 to 2035"):
        gaps(table, 2025)
