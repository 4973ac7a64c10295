"""When each transfer is done."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ecosystem_nb.network.transfers.kernel import run_transfers
from ecosystem_nb.network.transfers.reference import transfers_reference
from ecosystem_nb.network.transfers.simulator import simulate
from ecosystem_nb.network.transfers.topology import Link, Topology, dumbbell

INF = float("inf")
WIRE = Topology(("A", "B"), (Link("wire", "A", "B", 8.0),))  # 8 Gbit/s = 1 GB/s


def on_the_wire(size: list[float], arrival: list[float], cap: list[float] | float = INF) -> pd.DataFrame:
    return pd.DataFrame({"source": "A", "destination": "B", "size": size, "arrival": arrival, "cap": cap})


def changes(*rows: tuple[float, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["time", "link", "capacity"])


def ends(topology: Topology, table: pd.DataFrame, changed: pd.DataFrame | None = None) -> list[float]:
    return list(simulate(topology, table, changed).transfers["finish"])


# Closed forms


@pytest.mark.parametrize("n", [1, 2, 7])
def test_equal_transfers_on_one_link_end_together(n: int) -> None:
    """n transfers of 3 GB at 1 GB/s: each gets 1/n, all end after 3 n s."""
    assert ends(WIRE, on_the_wire([3.0] * n, [0.0] * n)) == pytest.approx([3.0 * n] * n, rel=1e-12)


def test_unequal_transfers_on_one_link() -> None:
    """Processor sharing, sizes s1 <= s2 <= ...: the k-th ends at s1 + ... + sk + (n - k) sk."""
    sizes = [1.0, 2.0, 4.0, 4.5]
    expected = [sum(sizes[: k + 1]) + (len(sizes) - k - 1) * sizes[k] for k in range(len(sizes))]
    assert ends(WIRE, on_the_wire(sizes, [0.0] * 4)) == pytest.approx(expected, rel=1e-12)


def test_a_late_transfer_halves_the_rate_from_then_on() -> None:
    """Sizes S, arrivals 0 and a < S at 1 GB/s: the first ends at a + 2 (S - a), the second at 2 S."""
    size, late = 10.0, 4.0
    expected = [late + 2 * (size - late), 2 * size]
    assert ends(WIRE, on_the_wire([size, size], [0.0, late])) == pytest.approx(expected, rel=1e-12)


def test_a_dumbbell_shares_the_core_then_the_access() -> None:
    """Access 8, core 12 Gbit/s, two pairs: 0.75 GB/s each; when the first is done the second has 1 GB/s."""
    table = pd.DataFrame(
        {"source": ["L0", "L1"], "destination": ["R0", "R1"], "size": [3.0, 9.0], "arrival": 0.0}
    )
    first = 3.0 / 0.75
    expected = [first, first + (9.0 - 3.0) / 1.0]
    assert ends(dumbbell(4, 8.0, 12.0), table) == pytest.approx(expected, rel=1e-12)


def test_the_parking_lot_over_time() -> None:
    """Long flow over n links with one short each: all at half rate; then the long one has all."""
    places = tuple("ABCD")
    chain = Topology(places, tuple(Link(a + b, a, b, 8.0) for a, b in pairwise(places)))
    table = pd.DataFrame({"source": list("AABC"), "destination": list("DBCD"), "size": [5.0, 2.0, 2.0, 2.0]})
    assert ends(chain, table.assign(arrival=0.0)) == pytest.approx([4.0 + 3.0, 4.0, 4.0, 4.0], rel=1e-12)


def test_a_cap_leaves_the_rest_to_others() -> None:
    """2 of 8 Gbit/s for the capped one (0.25 GB/s), 6 for the free one (0.75 GB/s)."""
    assert ends(WIRE, on_the_wire([1.0, 3.0], [0.0, 0.0], [2.0, INF])) == pytest.approx([4.0, 4.0], rel=1e-12)


def test_caps_that_just_fill_a_link_all_hold() -> None:
    """Four streams of 2 Gbit/s on 8 Gbit/s each take size/cap, whenever they come."""
    made = ends(WIRE, on_the_wire([1.0, 2.0, 3.0, 4.0], [0.0, 0.5, 1.0, 1.5], 2.0))
    assert made == pytest.approx([4.0, 8.5, 13.0, 17.5], rel=1e-12)


# Changing capacity


def test_a_failure_delays_by_the_outage() -> None:
    """Nothing moves for 5 s on the only link, so all that are under way end 5 s later."""
    table = on_the_wire([3.0, 4.0, 6.0], [0.0, 1.0, 1.5])
    failed = changes((2.0, "wire", 0.0), (7.0, "wire", 8.0))
    whole, broken = ends(WIRE, table), ends(WIRE, table, failed)
    assert min(whole) > 2.0
    assert broken == pytest.approx([end + 5.0 for end in whole], rel=1e-12)


def test_half_the_capacity_takes_twice_the_time() -> None:
    """8 GB: 2 s at 1 GB/s, then 6 GB at half of it."""
    assert ends(WIRE, on_the_wire([8.0], [0.0]), changes((2.0, "wire", 4.0))) == pytest.approx(
        [14.0], rel=1e-12
    )


def test_of_two_changes_at_once_the_last_row_holds() -> None:
    """As in the table's docstring; rows are put in the order of time first."""
    late_first = changes((9.0, "wire", 1.0), (2.0, "wire", 0.0), (2.0, "wire", 4.0))
    assert ends(WIRE, on_the_wire([4.0], [0.0]), late_first) == pytest.approx([6.0], rel=1e-12)


def test_a_transfer_that_can_never_end_is_reported() -> None:
    """The link stays down: the finish is infinite, the rest of the network goes on."""
    table = pd.DataFrame({"source": ["L0", "L1"], "destination": ["R0", "R1"], "size": 1.0, "arrival": 0.0})
    made = simulate(dumbbell(4, 8.0, 8.0), table, changes((1.0, "L0", 0.0)))
    assert list(made.transfers["finish"]) == pytest.approx([INF, 1.5])
    assert list(made.unfinished["source"]) == ["L0"]
    assert made.unfinished["rate"].tolist() == [0.0]


# What holds always


@st.composite
def histories(draw: st.DrawFn) -> dict:
    """A random network and what happens on it; half of all values from a few, so that much coincides."""
    links = draw(st.integers(1, 5))
    amounts = st.sampled_from([1.0, 2.0, 5.0, 10.0]) | st.floats(0.1, 20.0)
    moments = st.sampled_from([0.0, 1.0, 2.0, 4.0]) | st.floats(0.0, 10.0)
    route = st.lists(st.integers(0, links - 1), min_size=1, max_size=links, unique=True)
    classes = draw(st.lists(st.tuples(route, st.just(INF) | amounts), min_size=1, max_size=6))
    transfer = st.tuples(st.integers(0, len(classes) - 1), amounts, moments)
    transfers = draw(st.lists(transfer, min_size=1, max_size=25))
    change = st.tuples(moments, st.integers(0, links - 1), st.just(0.0) | amounts)
    return {
        "capacity": draw(st.lists(amounts, min_size=links, max_size=links)),
        "classes": classes,
        "transfers": sorted(transfers, key=lambda one: one[2]),
        "changes": sorted(draw(st.lists(change, max_size=4)), key=lambda one: one[0]),
    }


def kernel(history: dict) -> tuple[np.ndarray, np.ndarray]:
    """Run the kernel on a history; finish times (s) and what each link carried (Gbit)."""
    routes = [route for route, _ in history["classes"]]
    member, size, arrival = zip(*history["transfers"], strict=True)
    time, link, capacity = zip(*history["changes"], strict=True) if history["changes"] else ((), (), ())
    return run_transfers(
        np.array(history["capacity"]),
        np.cumsum([0, *map(len, routes)]),
        np.array([link for route in routes for link in route], dtype=np.int64),
        np.array([cap for _, cap in history["classes"]]),
        np.array(member, dtype=np.int64),
        np.array(size),
        np.array(arrival),
        np.array(time, dtype=np.float64),
        np.array(link, dtype=np.int64),
        np.array(capacity, dtype=np.float64),
    )


def twin(history: dict) -> list[float]:
    """Run the readable twin on a history."""
    member, size, arrival = zip(*history["transfers"], strict=True)
    routes = [history["classes"][c][0] for c in member]
    caps = [history["classes"][c][1] for c in member]
    return transfers_reference(history["capacity"], routes, caps, size, arrival, history["changes"])


# A short flow leaves link 1; what it frees must reach the long flow's other neighbour on link 0.
CHAIN = {
    "capacity": [10.0, 8.0],
    "classes": [([0], INF), ([0, 1], INF), ([1], INF)],
    "transfers": [(0, 50.0, 0.0), (1, 50.0, 0.0), (2, 5.0, 0.0), (2, 9.0, 0.0)],
    "changes": [],
}

# At 1 s two flows fall from 4 to 0.5 and one, freed, could take 8 of the full link 0: its neighbour,
# with 6, must have as much.
EXCHANGE = {
    "capacity": [15.0, 1.0, 8.0],
    "classes": [([0], INF), ([0, 1], INF), ([0, 2], INF)],
    "transfers": [(0, 50.0, 0.0), (1, 50.0, 0.0), (2, 50.0, 0.0), (2, 50.0, 0.0)],
    "changes": [(1.0, 1, 20.0), (1.0, 2, 1.0)],
}


@settings(max_examples=300, deadline=None)
@example(history=CHAIN)
@example(history=EXCHANGE)
@given(history=histories())
def test_the_kernel_meets_its_readable_twin(history: dict) -> None:
    """Local renewal and filling everything anew give the same ends, to 1e-9."""
    assert list(kernel(history)[0]) == pytest.approx(twin(history), rel=1e-9)


@settings(deadline=None)
@given(history=histories())
def test_what_links_carry_is_what_was_sent(history: dict) -> None:
    """Conservation: the integral of a link's load is the sum of the transfers over it, if all end."""
    finish, carried = kernel(history)
    sent = np.zeros(len(history["capacity"]))
    for c, size, _ in history["transfers"]:
        sent[history["classes"][c][0]] += size
    if np.isfinite(finish).all():
        assert carried == pytest.approx(sent, rel=1e-9)
    else:
        assert (carried <= sent * (1 + 1e-9)).all()


@settings(deadline=None)
@given(history=histories(), seed=st.integers(0, 1000))
def test_order_and_names_do_not_matter(history: dict, seed: int) -> None:
    """Links renumbered and classes listed in another order: the same ends."""
    rng = np.random.default_rng(seed)
    new = rng.permutation(len(history["capacity"]))
    order = list(rng.permutation(len(history["classes"])))
    moved = {
        "capacity": [history["capacity"][old] for old in np.argsort(new)],
        "classes": [
            ([int(new[i]) for i in history["classes"][c][0]], history["classes"][c][1]) for c in order
        ],
        "transfers": [(order.index(c), size, arrival) for c, size, arrival in history["transfers"]],
        "changes": [(time, int(new[link]), capacity) for time, link, capacity in history["changes"]],
    }
    assert list(kernel(moved)[0]) == pytest.approx(list(kernel(history)[0]), rel=1e-9)


@settings(deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.floats(0.1, 10), st.floats(0, 10), st.just(INF) | st.floats(0.1, 9)), min_size=1
    ),
    more=st.floats(1.0, 3.0),
)
def test_more_capacity_on_a_single_link_delays_nobody(
    rows: list[tuple[float, float, float]], more: float
) -> None:
    """Monotone on one shared link; and nobody beats his cap or the link."""
    size, arrival, cap = (list(column) for column in zip(*rows, strict=True))
    table = on_the_wire(size, arrival, cap)
    before = np.array(ends(WIRE, table))
    after = np.array(ends(Topology(("A", "B"), (Link("wire", "A", "B", 8.0 * more),)), table))
    assert (after <= before * (1 + 1e-9)).all()
    least = np.array(arrival) + 8.0 * np.array(size) / np.minimum(cap, 8.0)
    assert (before >= least * (1 - 1e-9)).all()


def test_a_busy_dumbbell_meets_the_twin() -> None:
    """Ten sites, 150 transfers at high load, half with stream caps: classes join and leave bottlenecks."""
    rng = np.random.default_rng(7)
    topology, n = dumbbell(10, 10.0, 30.0), 150
    pairs = np.array([rng.choice(topology.sites, 2, replace=False) for _ in range(n)])
    table = pd.DataFrame({"source": pairs[:, 0], "destination": pairs[:, 1], "size": rng.lognormal(0, 1, n)})
    table["arrival"] = rng.uniform(0, 40, n)
    table["cap"] = rng.choice([2.0, INF], n)
    made = simulate(topology, table)
    numbers = {link.name: i for i, link in enumerate(topology.links)}
    routes = [[numbers[link] for link in topology.route(a, b)] for a, b in pairs]
    capacity = [link.capacity for link in topology.links]
    expected = transfers_reference(capacity, routes, table["cap"], 8 * table["size"], table["arrival"])
    assert list(made.transfers["finish"]) == pytest.approx(expected, rel=1e-9)


# The table


def test_rows_keep_their_order_and_index() -> None:
    """Results stand beside the rows given, in whatever order these arrive."""
    table = on_the_wire([1.0, 1.0], [5.0, 0.0]).set_axis(["late", "early"])
    made = simulate(WIRE, table).transfers
    assert made["finish"].to_dict() == pytest.approx({"late": 6.0, "early": 1.0})
    assert made["duration"].tolist() == pytest.approx([1.0, 1.0])
    assert made["rate"].tolist() == pytest.approx([8.0, 8.0])
    assert "finish" not in table


def test_links_tell_what_they_carried() -> None:
    """3 GB over the core, 2 GB within the left half; units GB and Gbit/s."""
    table = pd.DataFrame({"source": "L0", "destination": ["R0", "L1"], "size": [3.0, 2.0], "arrival": 0.0})
    made = simulate(dumbbell(4, 8.0, 12.0), table).links.set_index("link")
    assert made["carried"].to_dict() == pytest.approx(
        {**dict.fromkeys(made.index, 0.0), "L0": 5.0, "core": 3.0, "R0 back": 3.0, "L1 back": 2.0}
    )
    assert made.loc["core", "capacity"] == 12.0


def test_no_transfers_is_no_work() -> None:
    """An empty table gives an empty table."""
    made = simulate(WIRE, on_the_wire([1.0], [0.0]).head(0))
    assert made.transfers.empty
    assert made.links["carried"].tolist() == [0.0]


@pytest.mark.parametrize(
    ("column", "value", "line"),
    [
        ("size", -1.0, r"row 1: size = -1 GB is out of range: expected above 0 and finite"),
        ("size", 0.0, r"row 1: size = 0 GB is out of range: expected above 0 and finite"),
        ("size", float("nan"), r"row 1: size = nan GB is out of range: expected above 0 and finite"),
        ("size", INF, r"row 1: size = inf GB is out of range: expected above 0 and finite"),
        ("arrival", -0.5, r"row 1: arrival = -0.5 s is out of range: expected at least 0 and finite"),
        ("arrival", float("nan"), r"row 1: arrival = nan s is out of range: expected at least 0 and finite"),
        ("cap", 0.0, r"row 1: cap = 0 Gbit/s is out of range: expected above 0"),
        ("cap", float("nan"), r"row 1: cap = nan Gbit/s is out of range: expected above 0"),
        ("destination", "C", r"unknown site 'C'"),
        ("destination", None, r"row 1: no destination: expected the name of a site"),
        ("destination", "A", r"a transfer from A to itself: expected two different sites"),
    ],
)
def test_a_bad_transfer_is_one_clear_line(column: str, value: object, line: str) -> None:
    """Row, value, unit and bound are named."""
    table = on_the_wire([1.0, 1.0], [0.0, 0.0]).astype({"source": object, "destination": object})
    table.loc[1, column] = value
    with pytest.raises(ValueError, match=f"^{line}$"):
        simulate(WIRE, table)


def test_text_for_a_number_is_one_clear_line() -> None:
    """The column and its unit are named."""
    table = on_the_wire([1.0], [0.0]).assign(size="much")
    with pytest.raises(
        ValueError, match=r"^column size: .*'much': expected numbers in GB, above 0 and finite$"
    ):
        simulate(WIRE, table)


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ((1.0, "wire", -1.0), r"row 0: capacity = -1 Gbit/s is out of range: expected at least 0 and finite"),
        ((-1.0, "wire", 1.0), r"row 0: time = -1 s is out of range: expected at least 0 and finite"),
        ((1.0, "wier", 1.0), r"row 0: unknown link 'wier': did you mean 'wire'\?"),
    ],
)
def test_a_bad_change_is_one_clear_line(row: tuple[float, str, float], line: str) -> None:
    """A change is told apart from a transfer."""
    with pytest.raises(ValueError, match=f"^capacity changes: {line}$"):
        simulate(WIRE, on_the_wire([1.0], [0.0]), changes(row))


def test_a_missing_column_is_one_clear_line() -> None:
    """The column and the table are named."""
    with pytest.raises(
        ValueError, match=r"^table of transfers: no column arrival: expected source, destination"
    ):
        simulate(WIRE, on_the_wire([1.0], [0.0]).drop(columns="arrival"))
