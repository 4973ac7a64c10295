"""FTS and Rucio in the loop: what they see, what they decide, and what that does."""

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.network.rehearsal import loop
from ecosystem_nb.network.rules import fts, rucio
from ecosystem_nb.network.rules.fts_measures import average
from ecosystem_nb.network.transfers.simulator import simulate
from ecosystem_nb.network.transfers.topology import Link, Topology

WIDE = Topology(
    ("A", "B", "C"),
    (Link("ab", "A", "B", 1000.0), Link("ac", "A", "C", 1000.0), Link("bc", "B", "C", 1000.0)),
)
AB = ("A", "B")


def files(rate: float, minutes: float, cap: float, seed: int = 1, size: float = 1.5) -> pd.DataFrame:
    """Files of equal size from A to B, at so many Gbit/s, in Poisson time."""
    rng = np.random.default_rng(seed)
    arrival = np.sort(rng.uniform(0, 60 * minutes, rng.poisson(rate * 60 * minutes / (8 * size))))
    return pd.DataFrame({"source": "A", "destination": "B", "size": size, "arrival": arrival, "cap": cap})


def rules(most: int, **more: object) -> loop.Rules:
    every = dict.fromkeys("ABC", most)
    return loop.Rules(outbound=every, inbound=every, **more)


def of_pair(run: loop.Run, pair: tuple[str, str] = AB) -> pd.DataFrame:
    minutes = run.minutes
    chosen = (minutes["source"] == pair[0]) & (minutes["destination"] == pair[1])
    return minutes[chosen].reset_index(drop=True)


# FTS sees what happened, and decides by the published rule


def seen_by_hand(table: pd.DataFrame, minute: int, cap: float, size: float) -> fts.Observation:
    """What FTS would see, from the begins and ends of transfers that always run at their cap."""
    now = 60.0 * minute
    ended = table[table["finish"] <= now]
    lately = ended[ended["finish"] > now - 1800]
    mean = int((lately["finish"] - lately["begin"]).mean()) if len(lately) else 0
    window = 300 if 0 < mean < 30 else 900 if 30 < mean < 900 else 1800
    begun = table[table["begin"] < now]  # what a decision lets begin, begins in the next minute
    inside = np.minimum(begun["finish"], now) - np.maximum(begun["begin"], now - window)
    moved = (np.maximum(inside, 0.0) * cap).sum() / 8 * 1e9
    waits = (table["arrival"] <= now) & ~(table["begin"] < now)
    return fts.Observation(now, moved / window, 100, 0, int(waits.sum()), size * 1e9)


@pytest.mark.parametrize(("cap", "most"), [(0.7, 40), (0.21, 300), (1.87, 18), (0.39, 70)])
def test_each_decision_is_the_published_one(cap: float, most: int) -> None:
    """Replayed from the begins and ends alone: throughput over FTS's window, queue, and then the rule.

    Transfers of 17 s (the window is 5 min), 57 s (15 min), 6 s, and 30.8 s, which FTS takes as 30 (30 min).
    """
    late = files(8.0, 30, cap, seed=2)
    parts = [files(40.0, 10, cap), late.assign(arrival=late["arrival"] + 600.0)]
    run = loop.rehearse(WIDE, pd.concat(parts, ignore_index=True), rules(most), 40)
    state = fts.State()
    allowed = 0
    for minute in range(41):
        seen = seen_by_hand(run.transfers, minute, cap, 1.5)
        decision = fts.decide(state, seen, fts.Limits(most, most))
        if minute > 0:
            row = of_pair(run).iloc[minute - 1]
            assert row["allowed"] == allowed
            assert row["rule"] == decision.rule.name
            assert row["waiting"] == seen.queue
            assert row["throughput"] == pytest.approx(seen.throughput, rel=1e-6)
        state, allowed = decision.state, decision.active
    assert of_pair(run)["rule"].nunique() >= 2


def test_the_first_decision_is_half_way() -> None:
    """2 + (200 - 2) / 2 = 101."""
    run = loop.rehearse(WIDE, files(1.0, 2, 1.0), rules(200), 2)
    assert of_pair(run)["allowed"].iloc[0] == 101


def test_never_more_than_fts_allows() -> None:
    """Also not within a minute: by begins and ends, at most the greatest number allowed."""
    run = loop.rehearse(WIDE, files(80.0, 20, 0.5), rules(40), 20)
    table = run.transfers[np.isfinite(run.transfers["begin"])]
    times = np.concatenate([table["begin"], table["finish"][np.isfinite(table["finish"])]])
    steps = np.concatenate([np.ones(len(table)), -np.ones(np.isfinite(table["finish"]).sum())])
    order = np.lexsort((steps, times))
    level, at = np.cumsum(steps[order]), times[order]
    minutes = of_pair(run)
    for minute, allowed in zip(minutes["minute"], minutes["allowed"], strict=True):
        within = (at >= 60 * (minute - 1)) & (at < 60 * minute)
        before = minutes["active"].iloc[minute - 2] if minute > 1 else 0
        assert level[within].max() <= max(allowed, before)
    assert minutes["allowed"].max() == 40


def test_decisions_move_by_their_steps() -> None:
    """Two up, one down, or not at all."""
    for mode, up in ((fts.Mode.NORMAL, 2), (fts.Mode.CONSERVATIVE, 1)):
        run = loop.rehearse(WIDE, files(80.0, 30, 0.5), rules(200, mode=mode), 30)
        steps = {int(b - a) for a, b in pairwise(of_pair(run)["allowed"])}
        assert steps <= {-1, 0, up}
        assert up in steps


def test_what_an_incident_left_is_the_start() -> None:
    """Feedback is stored first, then +2 a minute: 2 + 2 (k - 1) in minute k."""
    start = rules(400, left_behind={AB: 2})
    allowed = of_pair(loop.rehearse(WIDE, files(80.0, 30, 0.5), start, 30))["allowed"]
    assert allowed.tolist() == [2 + 2 * k for k in range(30)]


# Failures


@pytest.mark.parametrize(("every", "falls"), [(10, True), (50, False)])
def test_too_many_failures_step_down(every: int, falls: bool) -> None:
    """One failed attempt in ten is 90 % success: a step down each minute; 2 % are not noticed."""
    table = files(40.0, 30, 0.5)
    table["failures"] = (np.arange(len(table)) % every == 0).astype(int)
    minutes = of_pair(loop.rehearse(WIDE, table, rules(150), 30))
    late = minutes[minutes["minute"] > 5]
    assert (late["rule"] == "BAD").all() == falls
    assert (late["allowed"].diff().dropna() == -1).all() == falls
    assert minutes["success"].iloc[-1] == pytest.approx(91 if falls else 99, abs=1)


def test_failed_volume_does_not_count_as_throughput() -> None:
    """Every second attempt fails, at its end: the finished files over the window are what FTS sees."""
    table = files(20.0, 40, 2.0)
    table["failures"] = 1
    minutes = of_pair(loop.rehearse(WIDE, table, rules(300), 40))
    good = 1e9 * minutes["finished_volume"].iloc[-5:].sum() / 300.0
    assert minutes["throughput"].iloc[-1] == pytest.approx(good, rel=0.02)
    assert minutes["failed"].sum() == pytest.approx(minutes["finished"].sum(), rel=0.05)


# Rucio


@pytest.mark.parametrize("allowed", [1000, 8])
def test_the_throttler_releases_by_its_rule(allowed: int) -> None:
    """At each tenth minute what `rucio.release` says for the state before it, and nothing in between.

    Also where FTS is slow, so that most of what was released still waits there.
    """
    most = 300
    run = loop.rehearse(WIDE, files(40.0, 60, 0.5), rules(allowed, max_transfers=most), 60)
    minutes = of_pair(run)
    come = np.searchsorted(run.transfers["arrival"], 60.0 * minutes["minute"], side="right")
    held_before, let_go = 0, []
    for row, arrived, before in zip(minutes.itertuples(), come, [0, *come[:-1]], strict=True):
        held = held_before + arrived - before  # before a release
        released = held - row.held
        if row.minute % 10:
            assert released == 0
        else:
            active = row.active + row.waiting - released
            # Those released may have begun and still run: none of them can have ended at once.
            assert released == rucio.release(held, active, most)
            let_go.append(released)
        assert row.active + row.waiting <= most
        held_before = row.held
    assert max(let_go) > 0


def test_without_a_limit_rucio_holds_nothing() -> None:
    assert of_pair(loop.rehearse(WIDE, files(10.0, 5, 1.0), rules(100), 5))["held"].max() == 0


# Without rules it is the simulator


def test_without_rules_it_is_the_simulator() -> None:
    """To the last bit, on a link that is full for a while."""
    narrow = Topology(("A", "B", "C"), (Link("ab", "A", "B", 30.0),))
    table = files(25.0, 20, 2.0)
    cut = pd.DataFrame({"time": [200.0, 500.0], "link": "ab", "capacity": [5.0, 30.0]})
    run = loop.rehearse(narrow, table, loop.Rules(optimizer=False), 200, cut)
    plain = simulate(narrow, table, cut).transfers
    assert run.transfers["finish"].tolist() == plain["finish"].tolist()


def test_a_limit_out_of_reach_changes_nothing() -> None:
    """FTS that allows more than ever runs gives the simulator's ends, too."""
    narrow = Topology(("A", "B", "C"), (Link("ab", "A", "B", 30.0),))
    table = files(20.0, 20, 2.0)
    run = loop.rehearse(narrow, table, rules(100_000), 60)
    assert run.transfers["finish"].tolist() == simulate(narrow, table).transfers["finish"].tolist()


def test_volumes_are_kept() -> None:
    """What the minutes moved is what the link carried, and the ends of all files that are there."""
    run = loop.rehearse(WIDE, files(30.0, 10, 0.5), rules(30), 10)
    assert run.minutes["moved"].sum() == pytest.approx(run.links["carried"].sum(), rel=1e-9)
    done = run.transfers[np.isfinite(run.transfers["finish"])]
    assert run.minutes["finished_volume"].sum() == pytest.approx(done["size"].sum(), rel=1e-9)
    assert run.minutes["finished"].sum() == len(done)


# What binds


def bound(run: loop.Run, pair: tuple[str, str] = AB) -> str:
    return str(of_pair(run, pair)["binding"].value_counts().index[0])


def test_what_binds_is_named() -> None:
    table = files(40.0, 30, 0.5)  # needs 80 at once
    narrow = Topology(("A", "B", "C"), (Link("ab", "A", "B", 20.0),))
    assert bound(loop.rehearse(WIDE, table, rules(200), 30)) == loop.NOTHING
    assert bound(loop.rehearse(WIDE, table, rules(40), 30)) == loop.AT_LIMIT
    slow = rules(400, left_behind={AB: 2})
    assert bound(loop.rehearse(WIDE, table, slow, 30)) == loop.GROWING
    assert bound(loop.rehearse(narrow, table, rules(200), 30)) == "ab"
    held = rules(400, max_transfers=100)
    assert bound(loop.rehearse(WIDE, table, held, 30)) == loop.THROTTLER
    assert bound(loop.rehearse(narrow, table, loop.Rules(optimizer=False), 30)) == "ab"


def test_slots_of_either_storage_are_named() -> None:
    """A sends to B and C, or A and B send to C: each pair alone would be allowed enough."""
    one = files(20.0, 20, 0.5)
    out = pd.concat([one, one.assign(destination="C")], ignore_index=True)
    into = pd.concat(
        [one.assign(destination="C"), one.assign(source="B", destination="C")], ignore_index=True
    )
    loose = dict.fromkeys("ABC", 400)
    sends = loop.Rules(outbound={**loose, "A": 60}, inbound=loose, left_behind={AB: 50, ("A", "C"): 50})
    takes = loop.Rules(
        outbound=loose, inbound={**loose, "C": 60}, left_behind={("A", "C"): 50, ("B", "C"): 50}
    )
    assert bound(loop.rehearse(WIDE, out, sends, 20), ("A", "C")) == loop.SLOTS_OUT
    assert bound(loop.rehearse(WIDE, into, takes, 20), ("A", "C")) == loop.SLOTS_IN


def test_the_moving_average_is_fts_own() -> None:
    """A check of the check: the decisions above rest on the published average."""
    assert average(100.0, 200.0) == pytest.approx(110.0)


# What is refused


@pytest.mark.parametrize("every", [0, 30, 90, -60])
def test_a_throttler_between_minutes_is_refused(every: int) -> None:
    with pytest.raises(ValueError, match=rf"^throttler every {every} s: expected a multiple of 60 s"):
        loop.Rules(throttler_s=every)


def test_a_storage_without_a_limit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^storage B: no limit: the optimizer needs one of both storages$"):
        loop.rehearse(WIDE, files(1.0, 1, 1.0), loop.Rules(outbound={"A": 5}, inbound={"A": 5}), 1)


def test_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^minutes = 0 is out of range: expected 1 or more$"):
        loop.rehearse(WIDE, files(1.0, 1, 1.0), rules(5), 0)


def test_the_last_third() -> None:
    minutes = pd.DataFrame({"minute": range(1, 91)})
    assert loop.settled(minutes)["minute"].tolist() == list(range(61, 91))
    assert math.isclose(len(loop.settled(minutes)), 30)
