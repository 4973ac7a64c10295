"""Max-min fair rates, and the heaps that order events."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ecosystem_nb.network.transfers.heaps import place_member, pop, push, remove_member, reorder
from ecosystem_nb.network.transfers.sharing import max_min, max_min_reference

INF = float("inf")
unhurried = settings(deadline=None)  # the first call compiles


def rates(routes: list[list[int]], caps: list[float], capacity: list[float], flows: list[int]) -> list[float]:
    """The kernel on plain lists."""
    pointer = np.cumsum([0, *map(len, routes)])
    links = np.array([link for route in routes for link in route], dtype=np.int64)
    made = max_min(
        np.array(flows), np.array(caps, dtype=float), pointer, links, np.array(capacity, dtype=float)
    )
    return [float(rate) for rate in made]


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[list[int]], list[float], list[float], list[int]]:
    """Up to six links, some down, and up to eight classes on random routes: many ties among them."""
    links = draw(st.integers(1, 6))
    amounts = st.sampled_from([1.0, 2.0, 5.0, 10.0]) | st.floats(0.1, 20.0)
    route = st.lists(st.integers(0, links - 1), min_size=1, max_size=links, unique=True)
    routes = draw(st.lists(route, min_size=1, max_size=8))
    many = len(routes)
    caps = draw(st.lists(st.just(INF) | amounts, min_size=many, max_size=many))
    capacity = draw(st.lists(st.just(0.0) | amounts, min_size=links, max_size=links))
    flows = draw(st.lists(st.integers(1, 4), min_size=many, max_size=many))
    return routes, caps, capacity, flows


@unhurried
@given(network=networks())
def test_every_flow_has_its_bottleneck(network: tuple) -> None:
    """Bertsekas and Gallager: fair if and only if all have their cap or a full link where none has more."""
    routes, caps, capacity, flows = network
    made = rates(*network)
    load = np.zeros(len(capacity))
    most = np.zeros(len(capacity))
    for route, rate, n in zip(routes, made, flows, strict=True):
        load[route] += n * rate
        most[route] = np.maximum(most[route], rate)
    assert (load <= np.array(capacity) * (1 + 1e-12)).all()
    for route, rate, cap in zip(routes, made, caps, strict=True):
        at_cap = rate == cap
        held = [load[i] >= capacity[i] * (1 - 1e-12) and most[i] <= rate * (1 + 1e-12) for i in route]
        assert at_cap or any(held)


@unhurried
@given(network=networks())
def test_classes_get_what_their_flows_would_get_one_by_one(network: tuple) -> None:
    """The kernel and its readable twin, which knows no classes, agree."""
    routes, caps, capacity, flows = network
    owner = [c for c, n in enumerate(flows) for _ in range(n)]
    one_by_one = max_min_reference([routes[c] for c in owner], [caps[c] for c in owner], capacity)
    made = rates(*network)
    assert [made[c] for c in owner] == pytest.approx(one_by_one, rel=1e-9, abs=1e-12)


@unhurried
@given(network=networks(), seed=st.integers(0, 1000))
def test_names_do_not_matter(network: tuple, seed: int) -> None:
    """Links and classes in another order get the same rates."""
    routes, caps, capacity, flows = network
    rng = np.random.default_rng(seed)
    new = rng.permutation(len(capacity))
    order = rng.permutation(len(routes))
    moved = [0.0] * len(capacity)
    for old, to in enumerate(new):
        moved[to] = capacity[old]
    renamed = [[int(new[link]) for link in routes[c]][::-1] for c in order]
    made = rates(renamed, [caps[c] for c in order], moved, [flows[c] for c in order])
    assert made == pytest.approx([rates(*network)[c] for c in order], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("n", [1, 2, 3, 10])
def test_one_link_is_shared_equally(n: int) -> None:
    """n flows on C get C/n each."""
    assert rates([[0]], [INF], [10.0], [n]) == pytest.approx([10.0 / n])


@pytest.mark.parametrize("n", [1, 2, 5])
def test_the_parking_lot(n: int) -> None:
    """A long flow over n links of C, one short flow on each: every link has two flows, so all get C/2."""
    routes = [list(range(n)), *([i] for i in range(n))]
    assert rates(routes, [INF] * (n + 1), [10.0] * n, [1] * (n + 1)) == pytest.approx([5.0] * (n + 1))


@pytest.mark.parametrize("n", [2, 5])
def test_the_parking_lot_with_unequal_crowds(n: int) -> None:
    """With i short flows on link i of C the last is the tightest: the long flow gets C/(n+1),
    and the short ones on link i share the rest, (C - C/(n+1))/i."""
    routes = [list(range(n)), *([i] for i in range(n))]
    made = rates(routes, [INF] * (n + 1), [12.0] * n, [1, *range(1, n + 1)])
    long = 12.0 / (n + 1)
    assert made == pytest.approx([long, *((12.0 - long) / i for i in range(1, n + 1))])


def test_what_a_capped_flow_leaves_is_shared_by_the_others() -> None:
    """Caps 1 and 2 on a link of 12 with two free flows: (12 - 1 - 2)/2 each."""
    assert rates([[0], [0], [0]], [1.0, 2.0, INF], [12.0], [1, 1, 2]) == pytest.approx([1.0, 2.0, 4.5])


@unhurried
@given(network=networks(), more=st.floats(1.0, 3.0))
def test_more_on_a_single_shared_link_is_more_for_all(network: tuple, more: float) -> None:
    """All flows on one link: none loses when it grows (on many links this is not so)."""
    routes, caps, capacity, flows = network
    alone = [[0]] * len(routes)
    before = rates(alone, caps, capacity[:1], flows)
    after = rates(alone, caps, [capacity[0] * more], flows)
    assert all(late >= early * (1 - 1e-12) for early, late in zip(before, after, strict=True))


def test_more_capacity_can_be_less_for_one() -> None:
    """On several links fairness is not monotone: a freed neighbour takes more of the next link."""
    routes = [[0, 1], [1]]
    assert rates(routes, [INF, INF], [2.0, 10.0], [1, 1]) == pytest.approx([2.0, 8.0])
    assert rates(routes, [INF, INF], [9.0, 10.0], [1, 1]) == pytest.approx([5.0, 5.0])


@unhurried
@given(keys=st.lists(st.floats(0, 10), min_size=1, max_size=40))
def test_a_heap_gives_back_in_order(keys: list[float]) -> None:
    """What is pushed in any order comes out sorted, each key with its item."""
    key, item = np.zeros(len(keys) + 3), np.zeros(len(keys) + 3, np.int64)
    for size, value in enumerate(keys):
        push(key, item, 3, size, value, size)
    out = [pop(key, item, 3, len(keys) - gone) for gone in range(len(keys))]
    assert [keys[i] for i in out] == sorted(keys)
    assert sorted(out) == list(range(len(keys)))


# The place of 3 (key 11, under 10) goes to the last, 6 (key 3), which must rise above 10.
FAR_COUSIN = [*enumerate([0.0, 10.0, 1.0, 11.0, 12.0, 2.0, 3.0]), (3, None)]


@unhurried
@example(moves=FAR_COUSIN)
@given(moves=st.lists(st.tuples(st.integers(0, 9), st.floats(0, 10) | st.none()), max_size=60))
def test_a_heap_of_members_always_has_the_earliest_first(moves: list[tuple[int, float | None]]) -> None:
    """Members come, change their key and go; none stands before the one above it."""
    heap, where, key = np.zeros(10, np.int64), np.full(10, -1), np.zeros(10)
    size, present = 0, {}
    for member, value in moves:
        if value is not None:
            key[member] = present[member] = value
            size = place_member(heap, where, key, member, size)
        elif member in present:
            del present[member]
            size = remove_member(heap, where, key, member, size)
        assert size == len(present)
        assert {int(m) for m in heap[:size]} == set(present)
        assert all(where[heap[place]] == place for place in range(size))
        assert all(key[heap[(place - 1) // 2]] <= key[heap[place]] for place in range(1, size))


@unhurried
@given(keys=st.lists(st.floats(0, 10), min_size=1, max_size=40))
def test_reorder_makes_a_heap_of_any_order(keys: list[float]) -> None:
    """After it no member is before the one above it."""
    size = len(keys)
    heap, where, key = np.arange(size), np.arange(size), np.array(keys)
    reorder(heap, where, key, size)
    assert sorted(heap) == list(range(size))
    assert all(key[heap[(place - 1) // 2]] <= key[heap[place]] for place in range(1, size))
    assert all(where[heap[place]] == place for place in range(size))
