"""Accounting: bytes are conserved, whatever UDP does to the order of the fireflies."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.marking.accounting import COLUMNS, account, flows
from ecosystem_nb.network.marking.firefly import Firefly, Flow
from ecosystem_nb.tables import read

REGISTRY = read("network/scitags")
START = datetime(2026, 1, 2, tzinfo=UTC)


def life(port: int, activity: int, sent: int, received: int, start: datetime = START) -> list[Firefly]:
    """A whole flow: start, halfway, end; counts run up to the totals."""
    flow, later = Flow("10.0.0.1", "10.0.0.2", 1094, port), start + timedelta(minutes=1)
    return [
        Firefly("start", flow, 2, activity, start, start, None, 0, 0),
        Firefly("ongoing", flow, 2, activity, start, later, None, sent // 2, received // 2),
        Firefly("end", flow, 2, activity, start, later, later, sent, received),
    ]


TOTALS = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 10**12), st.integers(0, 10**9)), min_size=1, max_size=12
)


@given(TOTALS, st.randoms(use_true_random=False), st.integers(0, 10))
def test_bytes_are_conserved_in_any_order_and_with_repetitions(
    totals, chance: random.Random, again: int
) -> None:  # type: ignore[no-untyped-def]
    """The sum over activities is the sum over flows, and neither order nor repetition changes it."""
    stream = [one for port, total in enumerate(totals, start=1) for one in life(port, *total)]
    stream += chance.choices(stream, k=again)
    chance.shuffle(stream)
    table = account(stream, REGISTRY)
    assert table["sent"].sum() == sum(sent for _, sent, _ in totals)
    assert table["received"].sum() == sum(received for _, _, received in totals)
    assert table["flows"].sum() == len(totals)
    assert table["fireflies"].sum() == len(stream)
    assert table["duplicates"].sum() == again
    assert not table[["open", "no_start", "no_end"]].to_numpy().any()


@given(TOTALS, st.sets(st.integers(0, 35)))
def test_lost_fireflies_never_add_bytes(totals, lost: set[int]) -> None:  # type: ignore[no-untyped-def]
    stream = [one for port, total in enumerate(totals, start=1) for one in life(port, *total)]
    kept = [one for number, one in enumerate(stream) if number not in lost]
    table = account(kept, REGISTRY)
    assert table["sent"].sum() <= sum(sent for _, sent, _ in totals)
    starts = sum(one.state == "start" for one in kept)
    ends = sum(one.state == "end" for one in kept)
    assert table["flows"].sum() - table["no_start"].sum() == starts
    assert table["flows"].sum() - table["open"].sum() == ends


def test_names_and_numbers_by_hand() -> None:
    stream = [*life(1, 20, 100, 3), *life(2, 20, 50, 2), *life(3, 63, 400, 1), life(4, 1, 7, 0)[0]]
    table = account(stream, REGISTRY).set_index("activity")
    assert list(table.index) == ["unknown", "T0 Export", "default"]
    assert list(table.loc["T0 Export", ["sent", "received", "flows", "open"]]) == [150, 5, 2, 0]
    assert list(table.loc["default", ["sent", "flows", "open", "no_end"]]) == [0, 1, 1, 0]


def test_a_port_that_comes_back_tells_of_a_lost_end() -> None:
    """The same five values with a later start: the first flow must have ended unheard."""
    stream = [*life(1, 20, 100, 0)[:2], *life(1, 20, 30, 0, START + timedelta(hours=1))]
    (row,) = account(stream, REGISTRY).itertuples()
    assert (row.flows, row.open, row.no_end, row.sent) == (2, 1, 1, 50 + 30)


def test_an_end_alone_counts_its_bytes() -> None:
    (row,) = account(life(1, 20, 100, 5)[2:], REGISTRY).itertuples()
    assert (row.sent, row.received, row.no_start, row.open) == (100, 5, 1, 0)


def test_nothing_gives_an_empty_table() -> None:
    assert list(account([], REGISTRY).columns) == list(COLUMNS)
    assert flows([]) == {}
