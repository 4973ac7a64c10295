"""The search: points spread evenly, sets that meet the targets, the nearest of them, what matters most."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest
from tests.facilities.exercise.test_outcome import KNOWN, SETTING, START, by_hand

from ecosystem_nb.facilities.demand.parts import parts
from ecosystem_nb.facilities.exercise.assumptions import Assumption, departure, points, ranges, start
from ecosystem_nb.facilities.exercise.eligible import could_leave
from ecosystem_nb.facilities.exercise.outcome import one_set, outcomes
from ecosystem_nb.facilities.exercise.search import Targets, by_chance, influence, nearest
from ecosystem_nb.facilities.offload.activities import activities, eligibility
from ecosystem_nb.facilities.offload.leaving import eligible_work
from ecosystem_nb.tables import quantities, read

MAY = eligibility(activities(read("facilities/hpc_activities")))
SETS = points(KNOWN, 14, np.random.default_rng(11))
FOUND = outcomes(SETTING, SETS)
TARGETS = Targets()
MET = TARGETS.met(FOUND)


def test_points_fill_each_range_evenly() -> None:
    """2^14 points of a Sobol' sequence put the same number into each sixteenth of each range."""
    for name, one in KNOWN.items():
        assert SETS[name].between(one.low, one.high).all()
        if not one.whole:
            counts, _ = np.histogram(one.place(SETS[name].to_numpy()), bins=16, range=(0.0, 1.0))
            assert set(counts) == {2**14 // 16}
    assert sorted(SETS["delay"].unique()) == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_a_seed_gives_the_same_points() -> None:
    again = points(KNOWN, 14, np.random.default_rng(11))
    pd.testing.assert_frame_equal(again, SETS)
    assert not points(KNOWN, 14, np.random.default_rng(12)).equals(SETS)


def test_sets_that_meet_all_targets_exist_and_do() -> None:
    good = FOUND[MET["all"]]
    assert len(good) > 20
    assert good["conservative"].between(1.45, 1.55).all()
    assert good["aggressive"].between(1.15, 1.25).all()
    assert (good[["disk_conservative", "disk_aggressive"]] > 0.5).all(axis=None)
    # and no set is left out that meets them
    rest = FOUND[~MET["all"]]
    inside = rest["conservative"].between(1.45, 1.55) & rest["aggressive"].between(1.15, 1.25)
    assert not (inside & (rest[["disk_conservative", "disk_aggressive"]].min(axis=1) > 0.5)).any()


def test_the_nearest_set_gives_the_targets_when_it_is_run_alone() -> None:
    best = nearest(SETTING, KNOWN, TARGETS)
    assert best is not None
    for scenario, wanted in (("conservative", 1.5), ("aggressive", 1.2)):
        ratio, disk = by_hand(best.chosen, scenario)
        assert ratio == pytest.approx(wanted, abs=0.005)
        assert disk > 0.5
    for name, one in KNOWN.items():
        assert one.low <= best.chosen[name] <= one.high


def test_no_point_that_meets_the_targets_is_nearer() -> None:
    best = nearest(SETTING, KNOWN, TARGETS)
    assert best is not None
    assert best.departure == pytest.approx(departure(KNOWN, one_set(best.chosen)).item())
    assert best.departure < departure(KNOWN, SETS[MET["all"]]).min()


def test_what_is_fixed_stays_and_costs() -> None:
    free = nearest(SETTING, KNOWN, TARGETS)
    held = nearest(SETTING, KNOWN, TARGETS, {"cpu_improvement": 8.0, "delay": 2.0})
    assert free is not None
    assert held is not None
    assert held.chosen["cpu_improvement"] == 8.0
    assert held.chosen["delay"] == 2.0
    assert held.departure > free.departure


def test_the_start_is_nearest_to_its_own_result() -> None:
    """Targets that the start meets by itself need no departure."""
    whole = outcomes(SETTING, one_set(START)).iloc[0]
    own = Targets(whole["conservative"], whole["aggressive"], disk=0.4)
    best = nearest(SETTING, KNOWN, own)
    assert best is not None
    assert best.departure == pytest.approx(0.0, abs=0.02)


def test_targets_out_of_reach_are_not_found() -> None:
    assert nearest(SETTING, KNOWN, Targets(60.0, 50.0)) is None


def test_influence_is_the_distance_of_kolmogorov_and_smirnov() -> None:
    """Against scipy's, with all sets as the reference."""
    found = influence(KNOWN, SETS, MET)
    for name in ("cpu_improvement", "disk_aggressive"):
        kept, every = SETS.loc[MET["all"], name].to_numpy(), np.sort(SETS[name].to_numpy())
        peer = kstest(kept, lambda x, every=every: np.searchsorted(every, x, side="right") / every.size)
        assert found.loc[name, "all"] == pytest.approx(peer.statistic, abs=2e-3)


def test_what_does_not_enter_has_no_influence() -> None:
    """A condition on one assumption moves that one, and the others by no more than chance."""
    met = pd.DataFrame({"half": SETS["delay"] >= 2.0})
    found = influence(KNOWN, SETS, met)["half"]
    assert found["delay"] == pytest.approx(0.4, abs=2e-3)  # two of five values are gone
    assert (found.drop("delay") < 0.02).all()
    assert influence(KNOWN, SETS, met & False)["half"].isna().all()


def test_chance_is_told_from_influence() -> None:
    """Random subsets exceed the distance of chance in about 5 % of cases."""
    rng = np.random.default_rng(3)
    one = {"a": Assumption("a", "a", "1", 0.0, 0.0, 1.0)}
    sets = pd.DataFrame({"a": rng.random(4000)})
    over = [
        influence(one, sets, pd.DataFrame({"x": rng.permutation(4000) < 60}))["x"].item() > by_chance(60)
        for _ in range(400)
    ]
    assert 0.02 < np.mean(over) < 0.08


def test_half_of_the_need_is_more_than_generation_and_simulation() -> None:
    """ATLAS 2018 in 2028: (8.56 + 6.34 + 0.95) of 39.61 MHS06, read from the table."""
    table = could_leave(parts("ATLAS 2018"), MAY, (2028, 2028))
    simple = table.loc[["generation", "simulation"]].sum()
    assert simple["leaves"] == pytest.approx((8.56 + 6.34 + 0.95) / 39.61, rel=1e-3)
    assert table.loc["reconstruction of simulation", "leaves"] == pytest.approx(
        MAY["reconstruction of simulation"] * 15.22 / 39.61, rel=1e-3
    )
    assert table["need"].sum() == pytest.approx(1.0)


def test_what_could_leave_is_what_the_offload_model_says() -> None:
    """Activities summed here, and experiments summed there, are the same work."""
    cpu = parts("ATLAS 2018").query("resource == 'CPU' and 2026 <= year <= 2032")
    whole = eligible_work(cpu, MAY)[["all", "eligible"]].sum()
    found = could_leave(parts("ATLAS 2018"), MAY, (2026, 2032))["leaves"].sum()
    assert found == pytest.approx(whole["eligible"] / whole["all"])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Targets(conservative=0.0), "conservative = 0 is out of range: expected above 0"),
        (lambda: Targets(conservative=1.0, aggressive=1.2), "aggressive = 1.2 is out of range"),
        (lambda: Targets(disk=1.5), "disk = 1.5 is out of range"),
        (lambda: Targets(tolerance=np.nan), "tolerance = nan"),
        (lambda: nearest(SETTING, KNOWN, TARGETS, {"delay": 7.0}), "delay = 7 yr is out of range"),
        (lambda: nearest(SETTING, KNOWN, TARGETS, {"mood": 1.0}), "fixed assumption mood: expected one of"),
        (lambda: points(KNOWN, 30, np.random.default_rng(1)), "doublings = 30 is out of range"),
        (lambda: Assumption("x", "x", "yr", 5.0, 1.0, 4.0), "x: start = 5 yr is out of range"),
        (lambda: Assumption("x", "x", "yr", 1.0, 4.0, 1.0), "x: low = 4 yr is out of range"),
        (lambda: Assumption("x", "x", "yr", 1.0, 1.0, 1.0), "expected low < high"),
        (lambda: ranges({}), "no row cpu_improvement"),
        (lambda: ranges(quantities("facilities/exercise") | {"delay": no_range()}), "delay has no range"),
        (lambda: by_chance(0), "count = 0 is out of range"),
        (lambda: could_leave(parts("ATLAS 2018"), MAY, (2050, 2051)), "CPU need of 2050 to 2051 = 0"),
        (lambda: could_leave(strange(), MAY, (2028, 2028)), "eligible share of mining: not given"),
    ],
)
def test_bad_input_is_refused_in_one_line(make: object, said: str) -> None:
    with pytest.raises(ValueError, match=said) as error:
        make()  # type: ignore[operator]
    assert "\n" not in str(error.value)


def no_range() -> object:
    return replace(quantities("facilities/exercise")["delay"], low=None)


def strange() -> pd.DataFrame:
    table = parts("ATLAS 2018")
    return table.assign(part=table["part"].replace("generation", "mining"))


def test_the_table_starts_where_the_costs_stand() -> None:
    """Lifetimes of the start and their ranges are those of the table of costs."""
    costs = quantities("facilities/costs")
    for name in ("cpu_lifetime", "disk_lifetime"):
        assert start(KNOWN)[name] == costs[name].value
        assert (KNOWN[name].low, KNOWN[name].high) == (costs[name].low, costs[name].high)
    assert read("facilities/flat_budget").set_index("case").loc["central", "growth"] == 100.0 * 0.1
