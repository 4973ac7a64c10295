"""What a promise does on a shared link: closed forms, the twin, and the exact simulator without promises."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.network.reservation.promise_kernel import run_promised
from ecosystem_nb.network.reservation.reference import Flow, promised_reference
from ecosystem_nb.network.transfers.simulator import simulate
from ecosystem_nb.network.transfers.topology import Link, Topology

INF = float("inf")
FOREVER = 1e9


def ends(
    capacity: float, large: list[Flow], small: list[tuple[float, float]], single: float = INF
) -> tuple[list[float], list[float], list[float]]:
    """Call the kernel: large transfers with promises, small ones as (arrival, Gbit)."""
    changes = []
    for i, one in enumerate(large):
        for begin, end, rate in one.promises:
            changes += [(begin, 1, i, rate), (end, 0, i, 0.0)]
    changes.sort()
    arrival, size = np.array(sorted(small)).reshape(-1, 2).T
    made = run_promised(
        capacity,
        np.array([one.release for one in large]),
        np.array([one.volume for one in large]),
        np.array([one.hosts for one in large]),
        np.array([one.most for one in large]),
        np.array([row[0] for row in changes]),
        np.array([row[2] for row in changes], dtype=np.int64),
        np.array([row[3] for row in changes]),
        np.ascontiguousarray(arrival),
        np.ascontiguousarray(size),
        single,
        FOREVER,
    )
    return tuple(list(map(float, one)) for one in made)  # type: ignore[return-value]


# Closed forms


def test_a_promise_is_kept_and_the_rest_shared() -> None:
    """10 Gbit/s, 6 promised, three small ones: 4/3 each for 30 s; then 90 small Gbit are done in 22.5 s."""
    large, small, carried = ends(10.0, [Flow(0.0, 600.0, 1.0, INF, ((0.0, 100.0, 6.0),))], [(0.0, 30.0)] * 3)
    assert small == pytest.approx([22.5] * 3)
    assert large == pytest.approx([22.5 + (600 - 6 * 22.5) / 10])
    assert carried == pytest.approx([600.0, 90.0])


def test_what_is_promised_and_not_used_is_lent() -> None:
    """A promise of 6 whose owner can only take 2 from its own end leaves 8, not 4, to the other."""
    _, small, _ = ends(10.0, [Flow(0.0, 200.0, 1.0, 2.0, ((0.0, 100.0, 2.0),))], [(0.0, 80.0)])
    assert small == pytest.approx([10.0])
    _, after, _ = ends(10.0, [Flow(0.0, 60.0, 1.0, INF, ((0.0, 100.0, 6.0),))], [(0.0, 80.0)])
    assert after == pytest.approx([10.0 + (80 - 40) / 10])


def test_a_promise_is_a_minimum_not_a_maximum() -> None:
    """Promised 2 beside one small transfer: the fair half, 5, is more."""
    large, _, _ = ends(10.0, [Flow(0.0, 50.0, 1.0, INF, ((0.0, 100.0, 2.0),))], [(0.0, 50.0)])
    assert large == pytest.approx([10.0])


def test_a_promise_begins_and_ends_at_its_time() -> None:
    """Fair half for 10 s, 8 of 10 for 10 s, half again: 50 + 80, and 70 Gbit more take 14 s."""
    large, _, _ = ends(10.0, [Flow(0.0, 200.0, 1.0, INF, ((10.0, 20.0, 8.0),))], [(0.0, 500.0)])
    assert large == pytest.approx([34.0])


def test_hosts_are_weights() -> None:
    """Four hosts beside one: four fifths."""
    large, _, _ = ends(10.0, [Flow(0.0, 80.0, 4.0, INF)], [(0.0, 500.0)])
    assert large == pytest.approx([10.0])


def test_a_link_promised_away_lets_the_others_wait() -> None:
    """All 10 promised for 10 s: the small one has nothing, then everything."""
    _, small, _ = ends(10.0, [Flow(0.0, 100.0, 1.0, 10.0, ((0.0, 10.0, 10.0),))], [(0.0, 20.0)])
    assert small == pytest.approx([12.0])


def test_volume_is_counted_until_the_time_given() -> None:
    """5 Gbit/s each for 4 s."""
    none, one, who = np.zeros(0), np.ones(1), np.zeros(0, np.int64)
    large = (0 * one, 90 * one, one, INF * one)
    carried = run_promised(10.0, *large, none, who, none, 0 * one, 90 * one, INF, 4.0)[2]
    assert carried.tolist() == pytest.approx([20.0, 20.0])


# The twin, the simulator, and what holds for all traffic


@st.composite
def traffic(draw: st.DrawFn, promises: bool = True) -> tuple[list[Flow], list[tuple[float, float]], float]:
    """Draw large flows in the order of their release, and small ones with one bound."""
    large = []
    releases = sorted(draw(st.lists(st.integers(0, 20), min_size=1, max_size=5)))
    room = 9.0
    for release in releases:
        most = float(draw(st.sampled_from([3.0, 6.0, 100.0])))
        promise = ()
        if promises and draw(st.booleans()):
            rate = min(most, room / 2)
            room -= rate
            begin = release + draw(st.integers(0, 10))
            promise = ((float(begin), float(begin + draw(st.integers(1, 20))), rate),)
        volume = float(draw(st.integers(1, 150)))
        large.append(Flow(float(release), volume, float(draw(st.integers(1, 4))), most, promise))
    small = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60)), max_size=8))
    single = draw(st.sampled_from([1.0, 2.5, INF]))
    return large, sorted((float(a), float(b)) for a, b in small), single


@given(drawn=traffic())
@settings(max_examples=200, deadline=None)
def test_the_kernel_is_its_twin(drawn: tuple[list[Flow], list[tuple[float, float]], float]) -> None:
    large, small, single = drawn
    mine = ends(10.0, large, small, single)
    expected = promised_reference(10.0, large + [Flow(a, b, 1.0, single) for a, b in small])
    assert mine[0] == pytest.approx(expected[: len(large)], rel=1e-6)
    assert mine[1] == pytest.approx(expected[len(large) :], rel=1e-6)


@given(drawn=traffic(promises=False))
@settings(max_examples=200, deadline=None)
def test_without_promises_it_is_the_exact_simulator(
    drawn: tuple[list[Flow], list[tuple[float, float]], float],
) -> None:
    """A flow of w hosts is w equal parts of the simulator, each with its part of the bound."""
    large, small, single = drawn
    wire = Topology(("A", "B"), (Link("wire", "A", "B", 10.0),))
    rows = [
        {"arrival": one.release, "size": one.volume / one.hosts / 8, "cap": one.most / one.hosts, "of": i}
        for i, one in enumerate(large)
        for _ in range(int(one.hosts))
    ]
    rows += [{"arrival": a, "size": b / 8, "cap": single, "of": 1000 + i} for i, (a, b) in enumerate(small)]
    table = pd.DataFrame(rows).assign(source="A", destination="B")
    exact = simulate(wire, table).transfers.groupby("of")["finish"].max()
    mine = ends(10.0, large, small, single)
    assert [*mine[0], *mine[1]] == pytest.approx(exact.tolist(), rel=1e-9)


@given(drawn=traffic())
@settings(max_examples=100, deadline=None)
def test_everything_sent_is_carried_and_a_promise_holds(
    drawn: tuple[list[Flow], list[tuple[float, float]], float],
) -> None:
    """Volumes are conserved; from the begin of its promise on, a flow needs no longer than it says."""
    large, small, single = drawn
    finish, _, carried = ends(10.0, large, small, single)
    assert carried == pytest.approx([sum(o.volume for o in large), sum(b for _, b in small)], rel=1e-9)
    for one, end in zip(large, finish, strict=True):
        for begin, until, rate in one.promises:
            if one.volume <= rate * (until - begin):
                assert end <= begin + one.volume / rate + 1e-9
