"""What is measured over campaigns: definitions by hand, and what must hold between ways."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.network.reservation import measures
from ecosystem_nb.network.reservation.parameters import ReservedPath
from ecosystem_nb.network.reservation.play import BEST, FIRST, HARD, LENT, WAYS, Played, booked
from ecosystem_nb.network.reservation.traffic import Campaign

SMALL = ReservedPath(days=4.0, campaigns=3)


@pytest.fixture(scope="module")
def grid() -> pd.DataFrame:
    return measures.grid(SMALL, [0.5, 1.2], [1.0, 2.0])


def test_one_campaign_by_hand() -> None:
    """Two of three late; others take 2 and 4 times their time alone; of 500 GB room 300 carried, 50 empty."""
    page = ReservedPath(capacity=40.0, hosts=1, host_rate=8.0)
    sets = pd.DataFrame({"release": 0.0, "deadline": [10.0, 10.0, 20.0], "size": 1.0, "asked": 9.0})
    others = pd.DataFrame({"arrival": [0.0, 10.0], "size": [5.0, 5.0]})
    one = Campaign(sets, others, 100.0)
    played = Played(np.array([10.0, 10.1, 30.0]), np.array([10.0, 30.0]), 300.0, 50.0)
    found = measures.measure(page, one, booked(page, one), played)
    assert found == pytest.approx(
        {
            "late": 2 / 3,
            "refused": 0.0,
            "empty": 0.1,
            "idle": 0.4,
            "slowdown": 3.0,
        }
    )


def test_a_campaign_too_short_is_one_clear_line() -> None:
    with pytest.raises(
        ValueError, match=r"^a campaign of 0.001 days at load 0.8 has 0 datasets and \d+ batch"
    ):
        measures.outcome(ReservedPath(days=0.001, campaigns=2))


def test_the_grid_plays_ways_without_reservations_once_a_load(grid: pd.DataFrame) -> None:
    """Best effort does not depend on what is asked for, but the refusals beside it do."""
    assert len(grid) == 2 * 2 * 4 * 3
    best = grid[grid["way"] == BEST].sort_values(["load", "campaign"])
    one, two = (best[best["over"] == over] for over in (1.0, 2.0))
    assert one["late"].tolist() == two["late"].tolist()
    assert one["refused"].mean() < two["refused"].mean()
    hard = grid[grid["way"] == HARD].sort_values(["load", "over", "campaign"])
    assert best.sort_values(["load", "over", "campaign"])["refused"].tolist() == hard["refused"].tolist()


def test_only_hard_reservations_are_empty(grid: pd.DataFrame) -> None:
    assert (grid.loc[grid["way"] != HARD, "empty"] == 0.0).all()
    assert (grid.loc[grid["way"] == HARD, "empty"] > 0.0).all()
    assert (grid["idle"] >= grid["empty"] - 1e-9).all()


def test_lending_wastes_no_more_than_best_effort(grid: pd.DataFrame) -> None:
    """Both leave the path idle only when all under way are at their bounds: they carry the same, nearly."""
    idle = grid.pivot_table(index="load", columns="way", values="idle")
    assert idle[LENT].to_numpy() == pytest.approx(idle[BEST].to_numpy(), abs=0.01)
    assert (idle[HARD] >= idle[LENT] - 1e-9).all()


def test_what_is_asked_in_vain_is_empty_at_low_load() -> None:
    """Nothing refused, nothing cut: empty = load x share x (factor - 1), for a factor without spread.

    The reservations of the last hours reach beyond the campaign: within two per cent of them.
    """
    page = ReservedPath(
        load=0.05, over=1.4, error=0.0, slack_low=8.0, slack_high=9.0, days=60.0, dataset=50.0, campaigns=2
    )
    for number, one in enumerate(measures.campaigns(page)):
        made = measures.outcome(page, (HARD,)).set_index("campaign").loc[number]
        assert made["refused"] == 0.0
        offered = one.datasets["size"].sum() * 8 / (page.capacity * one.length)
        assert made["empty"] == pytest.approx(0.4 * offered, rel=0.02)


def test_bands_are_two_standard_errors() -> None:
    """Mean 3, standard deviation 2, four campaigns: 3 - 2, 3 + 2; shares and slowdowns keep their bounds."""
    table = pd.DataFrame({"way": "a", "slowdown": [1.0, 3.0, 3.0, 5.0], "late": [0.0, 0.0, 0.0, 0.4]})
    made = measures.bands(table, ["way"], ["slowdown", "late"]).set_index("measure")
    error = np.std([1.0, 3.0, 3.0, 5.0], ddof=1) / 2
    assert made.loc["slowdown", ["mean", "low", "high"]].tolist() == pytest.approx(
        [3.0, 3 - 2 * error, 3 + 2 * error]
    )
    assert made.loc["late", "low"] == 0.0
    assert made.loc["late", "high"] == pytest.approx(0.1 + 2 * 0.1)


def test_the_crossing_is_the_first_load_that_stays_better() -> None:
    """Better at 0.4, worse at 0.6, better from 0.8 on: 0.8."""
    late = pd.DataFrame({BEST: [0.1, 0.2, 0.3, 0.9], HARD: [0.0, 0.3, 0.2, 0.8]}, index=[0.4, 0.6, 0.8, 1.0])
    assert measures.pays_from(late) == 0.8
    assert measures.pays_from(late.assign(hard=1.0)) is None
    assert measures.pays_from(late.assign(hard=0.0)) == 0.4


def test_the_crossing_drawn_again() -> None:
    """Equal campaigns give one load; where half of them differ much, both loads are among the draws."""

    def table(second: float) -> pd.DataFrame:
        rows = [
            (load, way, i, late)
            for load, best, hard in ((0.5, 0.1, 0.3), (0.7, 0.3, second), (0.9, 0.6, 0.4))
            for i in range(6)
            for way, late in ((BEST, best), (HARD, hard if load != 0.7 or i % 2 else 0.1))
        ]
        return pd.DataFrame(rows, columns=["load", "way", "campaign", "late"]).assign(over=1.5)

    rng = np.random.default_rng(1)
    assert measures.crossing(table(0.1), 1.5, rng) == (0.7, 0.7)
    assert measures.crossing(table(0.5), 1.5, rng) == (0.7, 0.9)
    never = table(0.1).assign(late=lambda one: np.where(one["way"] == HARD, 1.0, 0.0))
    assert measures.crossing(never, 1.5, rng) == (np.inf, np.inf)


def test_cases_change_what_they_say() -> None:
    made = measures.cases(SMALL, {"as above": {}, "all first": {"load": 0.3}})
    as_above = made[made["case"] == "as above"].drop(columns="case").reset_index(drop=True)
    assert as_above.equals(measures.outcome(SMALL))
    assert set(made["way"]) == set(WAYS)
    late = made.groupby(["case", "way"])["late"].mean()
    assert late["as above", FIRST] <= late["as above", BEST]


def test_domains_that_are_alike_refuse_together() -> None:
    """Without requests of their own all links hold the same: one domain or four, the same are refused."""
    made = measures.domains(SMALL, [1, 2, 4], own=0.0)
    by_campaign = made.pivot_table(index="campaign", columns="domains", values="through")
    assert (by_campaign[1] == by_campaign[2]).all()
    assert (by_campaign[1] == by_campaign[4]).all()
    assert made["own"].isna().all()


def test_more_domains_refuse_more_of_what_goes_through() -> None:
    """Every further domain can only say no to what comes: in the mean over campaigns."""
    page = ReservedPath(days=30.0, campaigns=4)
    made = measures.domains(page, [1, 2, 6]).groupby("domains")["through"].mean()
    assert made.loc[1] < made.loc[2] < made.loc[6]


def test_bad_domains_are_one_clear_line() -> None:
    with pytest.raises(ValueError, match=r"^domains = 0, own = 0.5: expected at least 1, and 0 to below 1$"):
        measures.domains(SMALL, [0, 1])
