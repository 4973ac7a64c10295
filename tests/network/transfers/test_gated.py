"""Transfers of which only so many run at once."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.network.transfers.gated import UNLIMITED, GatedTransfers
from ecosystem_nb.network.transfers.gated_reference import GatedReference
from ecosystem_nb.network.transfers.simulator import simulate
from ecosystem_nb.network.transfers.topology import Link, Topology, dumbbell

INF = math.inf
WIRE = Topology(("A", "B"), (Link("wire", "A", "B", 8.0),))  # 8 Gbit/s = 1 GB/s
FORK = Topology(("A", "B", "C"), (Link("ab", "A", "B", 8.0), Link("ac", "A", "C", 8.0)))
CHAIN = Topology(("A", "B", "C"), (Link("ab", "A", "B", 8.0), Link("bc", "B", "C", 4.0)))


def wire(size: list[float], arrival: list[float] | float = 0.0, **more: object) -> pd.DataFrame:
    return pd.DataFrame({"source": "A", "destination": "B", "size": size, "arrival": arrival, **more})


def run(topology: Topology, table: pd.DataFrame, allowed: int, **more: object) -> GatedTransfers:
    """Let every pair run so many at once, to the end."""
    made = GatedTransfers(topology, table, **more)
    for pair in range(len(made.pairs)):
        made.allow(pair, allowed)
    made.until(INF)
    return made


def ends(made: GatedTransfers) -> list[float]:
    return made.transfers()["finish"].tolist()


def most_at_once(table: pd.DataFrame) -> int:
    """Most intervals from ``begin`` to ``finish`` that overlap; of one time ends go before begins."""
    done = table[np.isfinite(table["begin"])]
    steps = [(at, 1) for at in done["begin"]] + [(at, -1) for at in done["finish"]]
    level, most = 0, 0
    for _, step in sorted(steps):
        level += step
        most = max(most, level)
    return most


# Closed forms


@pytest.mark.parametrize(("n", "allowed"), [(7, 1), (7, 3), (6, 6)])
def test_capped_transfers_run_in_batches(n: int, allowed: int) -> None:
    """n files of 1 GB at 0.8 Gbit/s, k at once: the i-th ends in batch ceil(i / k), of 10 s each."""
    made = run(WIRE, wire([1.0] * n, cap=0.8), allowed)
    expected = [10.0 * math.ceil(i / allowed) for i in range(1, n + 1)]
    assert ends(made) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("allowed", [1, 2, 5])
def test_a_full_link_moves_the_same_whatever_the_gate(allowed: int) -> None:
    """Without caps the wire is full with any number: all 15 GB are there after 15 s."""
    made = run(WIRE, wire([1.0, 2.0, 3.0, 4.0, 5.0]), allowed)
    assert max(ends(made)) == pytest.approx(15.0, rel=1e-12)
    assert made.carried()["carried"].tolist() == pytest.approx([15.0], rel=1e-12)


def test_one_at_a_time_is_first_come_first_served() -> None:
    """Sizes 3, 1, 2 GB at 1 GB/s, one at a time: 3, 4, 6 s, in the order of arrival."""
    assert ends(run(WIRE, wire([3.0, 1.0, 2.0], [0.0, 0.1, 0.2]), 1)) == pytest.approx([3.0, 4.0, 6.0])


def test_the_next_begins_at_the_event() -> None:
    """A slot that comes free between two slices is taken at once, not at the end of the slice."""
    made = GatedTransfers(WIRE, wire([1.0, 1.0]))
    made.allow(0, 1)
    made.until(60.0)
    assert made.transfers()["begin"].tolist() == [0.0, 1.0]


def test_a_failed_attempt_moves_the_whole_file_and_stands_behind() -> None:
    """1 GB at 1 GB/s, one at a time; the first fails twice: B ends at 2, A at 1 + 1 + 1 + 1 = 4 s."""
    made = run(WIRE, wire([1.0, 1.0], failures=[2, 0]), 1)
    assert ends(made) == pytest.approx([4.0, 2.0])
    tally = made.tally()
    assert (tally.failed.tolist(), tally.finished.tolist()) == ([2], [2])
    assert tally.failed_volume.tolist() == pytest.approx([2.0])
    assert tally.moved.tolist() == pytest.approx([4.0])


def test_of_those_that_end_at_once_the_first_row_stands_first() -> None:
    """Five equal files fail together at 5 s; then one at a time, 1 s each, in the order of the table."""
    made = GatedTransfers(WIRE, wire([1.0] * 5, failures=1))
    made.allow(0, 5)
    made.until(1.0)
    made.allow(0, 1)
    made.until(INF)
    assert ends(made) == pytest.approx([6.0, 7.0, 8.0, 9.0, 10.0])


def test_a_second_hop_comes_in_when_the_first_has_ended() -> None:
    """1 GB over 1 GB/s, then over 0.5 GB/s: 1 s and 3 s."""
    table = pd.DataFrame(
        {"source": ["A", "B"], "destination": ["B", "C"], "size": 1.0, "arrival": 0.0, "after": [-1, 0]}
    )
    made = run(CHAIN, table, 1)
    assert ends(made) == pytest.approx([1.0, 3.0])
    assert made.transfers()["ready"].tolist() == pytest.approx([0.0, 1.0])


def test_a_failed_hop_delays_the_next() -> None:
    table = pd.DataFrame(
        {
            "source": ["A", "B"], "destination": ["B", "C"], "size": 1.0, "arrival": 0.0,
            "after": [-1, 0], "failures": [1, 0],
        }
    )  # fmt: skip
    assert ends(run(CHAIN, table, 1)) == pytest.approx([2.0, 4.0])


def test_pairs_take_turns_at_a_storage() -> None:
    """A sends one at a time: to B, to C, to B, to C, 1 s each, though those to B were first in line."""
    table = pd.DataFrame(
        {"source": "A", "destination": ["B", "B", "C", "C"], "size": 1.0, "arrival": [0.0, 0.0, 0.0, 0.0]}
    )
    assert ends(run(FORK, table, 5, outbound={"A": 1})) == pytest.approx([1.0, 3.0, 2.0, 4.0])


def test_a_storage_takes_so_many_over_all_its_pairs() -> None:
    topology = Topology(("A", "B", "C"), (Link("ac", "A", "C", 8.0), Link("bc", "B", "C", 8.0)))
    table = pd.DataFrame({"source": list("AABB"), "destination": "C", "size": 1.0, "arrival": 0.0})
    made = run(topology, table, 2, inbound={"C": 3})
    assert most_at_once(made.transfers()) == 3


def test_what_is_held_waits_for_its_release() -> None:
    made = GatedTransfers(WIRE, wire([1.0, 1.0, 1.0], cap=8.0), held=[("A", "B")])
    made.allow(0, 3)
    made.until(10.0)
    assert (made.tally().held.tolist(), made.tally().waiting.tolist()) == ([3], [0])
    made.release(0, 2)
    made.until(100.0)
    assert ends(made) == pytest.approx([12.0, 12.0, INF])


def test_a_limit_that_falls_stops_nobody() -> None:
    """Two of 1 GB at 0.4 Gbit/s run; at 5 s one is allowed: both go on to 20 s, then the third begins."""
    made = GatedTransfers(WIRE, wire([1.0, 1.0, 1.0], cap=0.4))
    made.allow(0, 2)
    made.until(5.0)
    made.allow(0, 1)
    made.until(15.0)
    assert made.tally().active.tolist() == [2]
    made.until(INF)
    assert ends(made) == pytest.approx([20.0, 20.0, 40.0])


def test_nothing_is_allowed_at_first() -> None:
    made = GatedTransfers(WIRE, wire([1.0]))
    assert made.until(INF) == INF
    assert ends(made) == [INF]


def test_volumes_at_a_moment() -> None:
    """Two share 1 GB/s: after 3 s each has moved 1.5 GB; a link that is down moves nothing more."""
    down = pd.DataFrame({"time": [4.0], "link": ["wire"], "capacity": [0.0]})
    made = GatedTransfers(WIRE, wire([5.0, 6.0]), capacity_changes=down)
    made.allow(0, 2)
    made.until(3.0)
    assert made.tally().moved.tolist() == pytest.approx([3.0])
    assert made.tally().rate.tolist() == pytest.approx([4.0])
    assert made.tally().bottleneck.tolist() == [0]
    assert made.carried()["carried"].tolist() == pytest.approx([3.0])
    made.until(INF)
    assert made.tally().moved.tolist() == pytest.approx([4.0])
    assert made.carried()["carried"].tolist() == pytest.approx([4.0])


# Without limits it is the simulator, to the last bit


def busy(seed: int, n: int = 200) -> pd.DataFrame:
    """Transfers between eight sites at high load, half of the pairs with stream caps."""
    rng = np.random.default_rng(seed)
    pairs = [tuple(rng.choice(dumbbell(8, 10.0, 30.0).sites, 2, replace=False)) for _ in range(12)]
    caps = rng.choice([2.0, INF], len(set(pairs)))
    cap = dict(zip(sorted(set(pairs)), caps, strict=True))
    chosen = [pairs[i] for i in rng.integers(0, len(pairs), n)]
    return pd.DataFrame(
        {
            "source": [pair[0] for pair in chosen],
            "destination": [pair[1] for pair in chosen],
            "size": rng.lognormal(0, 1, n),
            "arrival": rng.uniform(0, 40, n),
            "cap": [cap[pair] for pair in chosen],
        }
    )


@pytest.mark.parametrize("seed", range(5))
def test_without_limits_it_is_the_simulator(seed: int) -> None:
    table = busy(seed)
    cut = pd.DataFrame({"time": [10.0, 20.0], "link": "core", "capacity": [5.0, 30.0]})
    topology = dumbbell(8, 10.0, 30.0)
    plain = simulate(topology, table, cut)
    made = run(topology, table, UNLIMITED, capacity_changes=cut)
    assert ends(made) == plain.transfers["finish"].tolist()
    assert made.transfers()["begin"].tolist() == table["arrival"].tolist()
    assert made.carried()["carried"].tolist() == pytest.approx(plain.links["carried"].tolist(), rel=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_slices_change_nothing(seed: int) -> None:
    """Stopping to look, as often as one likes, gives the same bits."""
    table, topology = busy(seed), dumbbell(8, 10.0, 30.0)
    whole = run(topology, table, 2, outbound={"L0": 3}, inbound={"R1": 2})
    sliced = GatedTransfers(topology, table, outbound={"L0": 3}, inbound={"R1": 2})
    for pair in range(len(sliced.pairs)):
        sliced.allow(pair, 2)
    for time in np.linspace(0.7, 400.0, 300):
        sliced.until(float(time))
        sliced.tally()
    sliced.until(INF)
    assert ends(sliced) == ends(whole)


# What holds always


@st.composite
def plays(draw: st.DrawFn) -> dict:
    """A star of sites, transfers with retries and second hops, and what is allowed slice by slice.

    Amounts are drawn as they come: of two that end at the same time, rounding would decide who is first.
    """
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    names = [f"S{i}" for i in range(draw(st.integers(2, 4)))]
    links = [
        Link(f"{name} {way}", *((name, "hub") if way == "up" else ("hub", name)), float(rng.uniform(1, 20)))
        for name in names
        for way in ("up", "down")
    ]
    every = [(a, b) for a in names for b in names if a != b]
    pairs = [every[i] for i in rng.permutation(len(every))[: draw(st.integers(1, 5))]]
    caps = np.where(rng.random(len(pairs)) < 0.5, INF, rng.uniform(0.5, 8, len(pairs)))
    many = draw(st.integers(1, 20))
    member = rng.integers(0, len(pairs), many)
    after = np.full(many, -1)
    for i in range(1, many):
        if rng.random() < 0.25 and (before := rng.integers(0, i)) not in after:
            after[i] = before
    changes = [
        (
            float(rng.uniform(0, 20)),
            int(rng.integers(0, len(links))),
            float(rng.choice([0, rng.uniform(1, 20)])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return {
        "topology": Topology(tuple(names), tuple(links), ("hub",)),
        "transfers": pd.DataFrame(
            {
                "source": [pairs[c][0] for c in member],
                "destination": [pairs[c][1] for c in member],
                "size": rng.uniform(0.5, 5, many),
                "arrival": rng.uniform(0, 10, many),
                "cap": caps[member],
                "after": after,
                "failures": rng.integers(0, 3, many) * (rng.random(many) < 0.3),
            }
        ),
        "held": [pair for pair in pairs if rng.random() < 0.3],
        "outbound": {name: int(rng.integers(1, 5)) for name in names if rng.random() < 0.7},
        "inbound": {name: int(rng.integers(1, 5)) for name in names if rng.random() < 0.7},
        "changes": sorted(changes),
        "times": sorted(rng.uniform(0, 40, draw(st.integers(1, 6)))),
        "allowed": rng.integers(0, 4, (7, len(pairs))),
        "released": rng.integers(0, 5, (7, len(pairs))),
    }


def fast(play: dict) -> GatedTransfers:
    names = [link.name for link in play["topology"].links]
    rows = [(time, names[link], capacity) for time, link, capacity in play["changes"]]
    return GatedTransfers(
        play["topology"],
        play["transfers"],
        outbound=play["outbound"],
        inbound=play["inbound"],
        held=play["held"],
        capacity_changes=pd.DataFrame(rows, columns=["time", "link", "capacity"]),
    )


def slow(play: dict, pairs: tuple[tuple[str, str], ...]) -> GatedReference:
    topology, table = play["topology"], play["transfers"]
    number = {link.name: i for i, link in enumerate(topology.links)}
    of = {pair: c for c, pair in enumerate(pairs)}
    member = [of[pair] for pair in zip(table["source"], table["destination"], strict=True)]
    after = table["after"].tolist()
    then = [after.index(i) if i in after else -1 for i in range(len(table))]
    arrival = table["arrival"].where(table["after"] < 0, INF)
    caps = dict(zip(member, table["cap"], strict=True))
    return GatedReference(
        [link.capacity for link in topology.links],
        [[number[link] for link in topology.route(*pair)] for pair in pairs],
        [caps[c] for c in range(len(pairs))],
        [tuple(topology.sites.index(site) for site in pair) for pair in pairs],
        [pair in play["held"] for pair in pairs],
        [play["outbound"].get(site, UNLIMITED) for site in topology.sites],
        [play["inbound"].get(site, UNLIMITED) for site in topology.sites],
        list(zip(member, 8 * table["size"], arrival, then, table["failures"], strict=True)),
        play["changes"],
    )


@settings(max_examples=300, deadline=None)
@given(play=plays())
def test_the_kernel_meets_its_readable_twin(play: dict) -> None:
    """The same begins, ends, counts, lines and volumes, slice by slice, to 1e-9."""
    one = fast(play)
    two = slow(play, one.pairs)
    for slice_, time in enumerate([*play["times"], INF]):
        for c in range(len(one.pairs)):
            one.allow(c, int(play["allowed"][slice_, c]))
            two.gates[c].allowed = int(play["allowed"][slice_, c])
            one.release(c, int(play["released"][slice_, c]))
            two.release(c, int(play["released"][slice_, c]))
        assert one.until(time) == pytest.approx(two.until(time), rel=1e-9)
        tally = one.tally()
        for c, gate in enumerate(two.gates):
            seen = (tally.active[c], tally.waiting[c], tally.held[c], tally.finished[c], tally.failed[c])
            assert seen == (two.active(c), len(gate.line), len(gate.hold), gate.finished, gate.failed)
            assert 8 * tally.moved[c] == pytest.approx(two.moved(c), rel=1e-9, abs=1e-9)
            assert 8 * tally.failed_volume[c] == pytest.approx(gate.failed_volume)
            assert tally.duration[c] == pytest.approx(gate.duration, rel=1e-9)
    made = one.transfers()
    assert made["finish"].tolist() == pytest.approx(two.finish, rel=1e-9)
    assert made["begin"].tolist() == pytest.approx(two.begin, rel=1e-9)


@settings(max_examples=100, deadline=None)
@given(play=plays(), allowed=st.integers(1, 3))
def test_never_more_than_allowed(play: dict, allowed: int) -> None:
    """By begins and ends alone: no pair and no storage runs more at once than it may."""
    play["transfers"]["failures"] = 0
    play["held"] = []
    made = fast(play)
    for c in range(len(made.pairs)):
        made.allow(c, allowed)
    made.until(INF)
    table = made.transfers()
    for pair in made.pairs:
        of = (table["source"] == pair[0]) & (table["destination"] == pair[1])
        assert most_at_once(table[of]) <= allowed
    for column, limits in (("source", play["outbound"]), ("destination", play["inbound"])):
        for site, limit in limits.items():
            assert most_at_once(table[table[column] == site]) <= limit


@settings(max_examples=100, deadline=None)
@given(play=plays())
def test_links_carry_what_pairs_move(play: dict) -> None:
    """Conservation at every slice, failed attempts included."""
    made = fast(play)
    for slice_, time in enumerate([*play["times"], INF]):
        for c in range(len(made.pairs)):
            made.allow(c, int(play["allowed"][slice_, c]))
        made.until(time)
        moved, carried = made.tally().moved, made.carried().set_index("link")["carried"]
        for name in carried.index:
            over = [c for c, pair in enumerate(made.pairs) if name in play["topology"].route(*pair)]
            assert carried[name] == pytest.approx(sum(moved[c] for c in over), rel=1e-9, abs=1e-9)


# What is refused


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"cap": [1.0, 2.0]}, r"A to B: transfers of different cap: expected one cap a pair"),
        ({"after": [-1, 1]}, r"row 1: after = 1 is out of range: expected a row before it, or -1"),
        ({"after": [-2, 0]}, r"row 0: after = -2 is out of range: expected -1 or more"),
        ({"failures": [0, -1]}, r"row 1: failures = -1 is out of range: expected 0 or more"),
        (
            {"arrival": [0.0, math.nan]},
            r"row 1: arrival = nan s is out of range: expected at least 0 and finite",
        ),
    ],
)
def test_a_bad_transfer_is_one_clear_line(more: dict, line: str) -> None:
    with pytest.raises(ValueError, match=f"^{line}$"):
        GatedTransfers(WIRE, wire([1.0, 1.0]).assign(**more))


def test_two_that_follow_one_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^after = 0 stands twice: expected one that follows$"):
        GatedTransfers(WIRE, wire([1.0] * 3, after=[-1, 0, 0]))


@pytest.mark.parametrize(
    ("limits", "line"),
    [
        ({"C": 1}, r"limit of 'C': unknown site: expected one of A, B"),
        ({"A": 0}, r"limit of A = 0 transfers is out of range: expected 1 or more"),
    ],
)
def test_a_bad_limit_is_one_clear_line(limits: dict, line: str) -> None:
    with pytest.raises(ValueError, match=f"^{line}$"):
        GatedTransfers(WIRE, wire([1.0]), outbound=limits)


def test_time_and_counts_go_one_way() -> None:
    made = GatedTransfers(WIRE, wire([1.0]))
    made.until(5.0)
    with pytest.raises(ValueError, match=r"^time = 4.0 s is out of range: expected at least 5.0 s$"):
        made.until(4.0)
    with pytest.raises(ValueError, match=r"^time = nan s is out of range"):
        made.until(math.nan)
    with pytest.raises(ValueError, match=r"^allowed = -1 transfers is out of range: expected 0 or more$"):
        made.allow(0, -1)
    with pytest.raises(ValueError, match=r"^released = -1 transfers is out of range: expected 0 or more$"):
        made.release(0, -1)
