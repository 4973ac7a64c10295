"""The data-challenge ramp."""

import math

import pandas as pd
import pytest

from ecosystem_nb.network.need import ramp
from ecosystem_nb.network.need.parameters import ChallengeRamp
from ecosystem_nb.scenario import restart
from ecosystem_nb.tables import read

P = ChallengeRamp()


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return ramp.steps(P, read("network/challenge"), restart(read("facilities/schedule")))


def test_steps_are_shares_of_the_full_need(table: pd.DataFrame) -> None:
    """10, 30, 25, 50 and 100 % of 4,800 and of 9,600 Gbit/s."""
    by_share = table.drop_duplicates("share").set_index("share")
    assert by_share["minimal"].to_dict() == pytest.approx({10: 480, 30: 1440, 25: 1200, 50: 2400, 100: 4800})
    assert (table["flexible"] / table["minimal"]).tolist() == pytest.approx([2.0] * len(table))


def test_conflicting_dates_stand_side_by_side(table: pd.DataFrame) -> None:
    """Second step: 30 % in 2023 planned, 25 % in 2024 run; third 2026 or 2027; last 2028 or 2029."""
    made = ramp.conflicts(table).set_index("step")
    assert made.loc[2, "shares"] == "30 or 25"
    assert made.loc[3, "dates"] == "2026 or 2027"
    assert made.loc[4, "dates"] == "2028 or 2029"
    assert made.loc[4, "apart"] == pytest.approx(1.0)


def test_growth_compounds_to_the_step(table: pd.DataFrame) -> None:
    """today (1 + g)^t is the step's rate, for every step ahead of the base year."""
    made = ramp.needed_growth(P, table)
    for row, want in zip(made.itertuples(), table.itertuples(), strict=True):
        years = want.when - P.base_year
        if years > 0:
            assert P.today * (1 + row.to_flexible) ** years == pytest.approx(want.flexible)
            assert P.today * (1 + row.to_minimal) ** years == pytest.approx(want.minimal)
        else:
            assert math.isnan(row.to_flexible)


def test_growth_from_dc24_by_hand(table: pd.DataFrame) -> None:
    """25 % in mid February 2024 to 100 % in mid 2028: a factor 4 in 4.37 years, 37 % a year."""
    made = ramp.needed_growth(P, table).set_index("id")
    years = 2028.5 - (2024 + 48 / 366)
    assert made.loc["full_2028", "from_dc24"] == pytest.approx(4 ** (1 / years) - 1, rel=1e-9)
    assert math.isnan(made.loc["dc24_run", "from_dc24"])
    assert math.isnan(made.loc["dc21", "from_dc24"])


def test_later_dates_need_less_growth(table: pd.DataFrame) -> None:
    """The same share, later: monotone."""
    full = ramp.needed_growth(P, table).query("share == 100").sort_values("when")
    assert full["to_flexible"].is_monotonic_decreasing
    assert full["from_dc24"].is_monotonic_decreasing


def test_sites_sum_to_the_share_of_their_own_sum(table: pd.DataFrame) -> None:
    """Conservation: over the sites, each share of the ramp is that share of 4,810 Gbit/s."""
    sites = read("network/tier1")
    made = ramp.per_site(table, sites, 2.0).groupby("share")["rate"].sum()
    for share, rate in made.items():
        assert rate == pytest.approx(2 * 4810 * float(share) / 100)


def test_held_volume_by_hand() -> None:
    """1,200 Gbit/s are 0.15 TB/s: 12,960 TB a day, 155.52 PB in twelve days."""
    assert ramp.held_volume(1200, 12) == pytest.approx(0.15e12 * 86_400 * 12 / 1e15)


def test_history_of_a_known_series() -> None:
    """100 to 400 Gbit/s in ten years is 4^(1/10) - 1; a series shorter than five years is left out."""
    links = pd.DataFrame(
        {
            "link": ["a", "a", "b", "b"],
            "year": [2010, 2020, 2010, 2012],
            "capacity": [100, 400, 1, 9],
            "kind": "x",
        }
    )
    traffic = pd.DataFrame({"year": [2010, 2020], "volume": [10.0, 1.2], "unit": ["PB/month", "EB/yr"]})
    traffic["id"] = ["esnet_2010", "esnet_2020"]
    made = ramp.history(links, traffic).set_index("series")
    assert made.loc["a", "growth"] == pytest.approx(4**0.1 - 1)
    assert made.loc["esnet_traffic", "ratio"] == pytest.approx(10.0)
    assert "b" not in made.index


def test_history_of_the_tables() -> None:
    """Spectrum follows on the installed link; every growth is positive and below doubling a year."""
    made = ramp.history(read("network/links"), read("network/traffic"))
    spectrum = made[made["series"] == "esnet_transatlantic_spectrum"]
    assert spectrum["first"].tolist() == [2014, 2015]
    assert spectrum["ratio"].tolist() == pytest.approx([5000 / 60, 5000 / 340])
    assert made["growth"].between(0, 1).all()


def test_growth_from_any_rate(table: pd.DataFrame) -> None:
    """A start at the rate of a step itself needs no growth to an equal rate later."""
    made = ramp.growth_from(table, 4800, 2020.0).set_index("id")
    assert made.loc["full_2028", "to_minimal"] == pytest.approx(0.0, abs=1e-12)
    assert made.loc["full_2028", "to_flexible"] == pytest.approx(2 ** (1 / 8.5) - 1)


def test_time_to_a_need() -> None:
    """At 100 % a year 500 becomes 4,000 Gbit/s in three years."""
    assert ramp.years_to(P, 4000, 1.0) == pytest.approx(3.0)


def test_paths_start_today_and_compound() -> None:
    """500 Gbit/s at 50 % a year are 500 x 1.5^4 after four years."""
    made = ramp.paths(P, [0.0, 0.5], P.base_year + 4)
    assert made[made["when"] == P.base_year]["rate"].tolist() == [500.0, 500.0]
    assert made[made["when"] > P.base_year]["rate"].tolist() == pytest.approx([500.0, 500 * 1.5**4])


def test_bad_input_is_one_clear_line() -> None:
    """Unknown units, missing rows and growth that leads nowhere are named."""
    traffic = pd.DataFrame({"year": [2010], "volume": [1.0], "unit": ["GB/fortnight"], "id": ["x_1"]})
    with pytest.raises(ValueError, match="traffic in GB/fortnight: expected PB/month, PB/yr, EB/yr"):
        ramp.history(read("network/links"), traffic)
    with pytest.raises(ValueError, match="growth = 0 is out of range: expected above 0"):
        ramp.years_to(P, 4000, 0)
    with pytest.raises(ValueError, match="0 rows dc24_run: expected 1"):
        ramp.needed_growth(P, pd.DataFrame({"id": ["x"], "share": [1.0], "when": [2024.0]}))
