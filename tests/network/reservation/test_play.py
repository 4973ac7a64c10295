"""Four ways with the same traffic: closed forms, conservation, and what a reservation guarantees."""

import math

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.network.reservation.parameters import ReservedPath
from ecosystem_nb.network.reservation.play import BEST, FIRST, HARD, LENT, WAYS, Played, booked, play, used
from ecosystem_nb.network.reservation.promise_kernel import run_promised
from ecosystem_nb.network.reservation.traffic import Campaign, campaign

WIRE = ReservedPath(capacity=80.0, reservable=1.0, hosts=4, host_rate=10.0)  # a dataset: 40 Gbit/s = 5 GB/s
EVERY = pytest.mark.parametrize("way", WAYS)
FOREVER = 1e9


def traffic(
    datasets: list[tuple[float, float, float, float]],
    others: list[tuple[float, float]],
    length: float = FOREVER,
) -> Campaign:
    """Write a campaign down: (release, deadline, size, asked) and (arrival, size)."""
    return Campaign(
        pd.DataFrame(datasets, columns=["release", "deadline", "size", "asked"], dtype=float),
        pd.DataFrame(others, columns=["arrival", "size"], dtype=float),
        length,
    )


def played(way: str, page: ReservedPath, one: Campaign) -> Played:
    return play(way, page, one, booked(page, one))


# Closed forms


@EVERY
def test_alone_and_well_estimated_all_ways_are_one(way: str) -> None:
    """Nobody else on the path: two datasets that do not meet end at release + size / rate in every way."""
    one = traffic([(10.0, 500.0, 100.0, 100.0), (600.0, 900.0, 50.0, 50.0)], [])
    made = played(way, WIRE, one)
    assert made.finish.tolist() == pytest.approx([10.0 + 20.0, 600.0 + 10.0])
    assert (made.carried, made.empty) == pytest.approx((150.0, 0.0))


def test_best_effort_shares_by_hosts() -> None:
    """8 batches beside the 4 hosts of a dataset: 80 / 12 each, so it has a third, 10/3 GB/s."""
    made = played(BEST, WIRE, traffic([(0.0, 99.0, 100.0, 100.0)], [(0.0, 1000.0)] * 8))
    assert made.finish[0] == pytest.approx(100 / (80 / 8 / 3))


def test_a_hard_reservation_holds_the_path_to_its_end() -> None:
    """Asked twice what is used: 40 Gbit/s held for 40 s, used for 20 s. Eight batches share 40 till then."""
    made = played(HARD, WIRE, traffic([(0.0, 99.0, 100.0, 200.0)], [(0.0, 35.0)] * 8))
    assert made.finish[0] == pytest.approx(20.0)
    assert made.other_finish == pytest.approx([40.0 + (35.0 - 25.0) / 1.25] * 8)
    assert made.empty == pytest.approx(100.0)


def test_the_same_reservation_lent_gives_the_rest_back() -> None:
    """Nobody keeps what is not used: from 20 s on the eight batches have 80 Gbit/s."""
    made = played(LENT, WIRE, traffic([(0.0, 99.0, 100.0, 200.0)], [(0.0, 35.0)] * 8))
    assert made.finish[0] == pytest.approx(20.0)
    assert made.other_finish == pytest.approx([20.0 + (35.0 - 12.5) / 1.25] * 8)
    assert made.empty == 0.0


def test_what_a_reservation_is_too_small_for_goes_on_as_best_effort() -> None:
    """Asked half: 50 of 100 GB in 10 s; the rest beside eight batches at a third of the path."""
    made = played(HARD, WIRE, traffic([(0.0, 99.0, 100.0, 50.0)], [(10.0, 1000.0)] * 8))
    assert made.finish[0] == pytest.approx(10.0 + 50.0 / (10 / 3))


def test_who_is_refused_is_best_effort() -> None:
    """The second finds 40 of 80 Gbit/s taken, half of them asked in vain; a window of 12 s is too short."""
    one = traffic([(0.0, 40.0, 200.0, 200.0), (0.0, 12.0, 100.0, 100.0)], [])
    calendar = booked(WIRE, one)
    assert calendar.requests["refused"].tolist() == [False, True]
    made = play(HARD, WIRE, one, calendar)
    assert made.finish.tolist() == pytest.approx([40.0, 20.0])


def test_deadlines_first_lets_the_urgent_one_pass() -> None:
    """Three datasets of 40 Gbit/s on 80: the one with the latest deadline waits 20 s; others get nothing."""
    sets = [(0.0, 90.0, 100.0, 1.0), (0.0, 50.0, 100.0, 1.0), (0.0, 60.0, 100.0, 1.0)]
    made = played(FIRST, WIRE, traffic(sets, [(0.0, 10.0)] * 8))
    assert made.finish.tolist() == pytest.approx([40.0, 20.0, 20.0])
    assert made.other_finish == pytest.approx([20.0 + 10.0 / 0.625] * 8)


def test_deadlines_first_leaves_others_what_may_not_be_reserved() -> None:
    """Half of 80 Gbit/s is for datasets: one after the other, and batches have the other half meanwhile."""
    page = WIRE.model_copy(update={"reservable": 0.5})
    sets = [(0.0, 90.0, 100.0, 1.0), (0.0, 50.0, 100.0, 1.0)]
    made = played(FIRST, page, traffic(sets, [(0.0, 50.0)] * 8))
    assert made.finish.tolist() == pytest.approx([40.0, 20.0])
    assert made.other_finish == pytest.approx([40.0 + (50.0 - 25.0) / 1.25] * 8)


@EVERY
def test_volume_is_counted_until_the_campaign_ends(way: str) -> None:
    """Cut at 10 s: 40 Gbit/s of the dataset and 40 of the batches have been carried, 50 GB each."""
    made = played(way, WIRE, traffic([(0.0, 99.0, 100.0, 100.0)], [(0.0, 1000.0)] * 4, length=10.0))
    assert made.carried == pytest.approx(100.0)


def test_an_unknown_way_is_one_clear_line() -> None:
    one = traffic([(0.0, 99.0, 100.0, 100.0)], [(0.0, 1.0)])
    with pytest.raises(
        ValueError, match=r"^way = 'soft': expected one of best effort, hard, lent, deadlines"
    ):
        played("soft", WIRE, one)


def test_a_dataset_uses_its_pieces_one_after_the_other() -> None:
    """Malleable, 80 Gbit/s with 60 taken for 10 s: 200 GB of room, 60 used: 25 in 10 s, 35 at 5 GB/s."""
    page = WIRE.model_copy(update={"shape": "malleable", "hosts": 6})
    one = traffic([(0.0, 10.0, 75.0, 75.0), (0.0, 99.0, 60.0, 200.0)], [])
    went = used(one, booked(page, one))
    assert went.finish.tolist() == pytest.approx([10.0, 10.0 + 35.0 / 7.5])
    assert went.left.tolist() == [0.0, 0.0]
    assert went.held == pytest.approx(275.0)
    assert went.used == pytest.approx(135.0)


# What holds for all traffic


@pytest.fixture(scope="module", params=["thin", "constant", "malleable"])
def drawn(request: pytest.FixtureRequest) -> tuple[ReservedPath, Campaign]:
    page = ReservedPath(load=1.0, over=1.2, error=0.4, shape=request.param)
    return page, campaign(page, np.random.default_rng(11))


@EVERY
def test_everything_is_sent_once(way: str, drawn: tuple[ReservedPath, Campaign]) -> None:
    """When the count goes on to the end, all is carried to the last byte."""
    page, one = drawn
    made = played(way, page, Campaign(one.datasets, one.others, FOREVER))
    assert np.isfinite(made.finish).all()
    assert np.isfinite(made.other_finish).all()
    assert made.carried == pytest.approx(one.datasets["size"].sum() + one.others["size"].sum(), rel=1e-7)


@EVERY
def test_nothing_ends_sooner_than_alone_and_the_path_is_never_overfull(
    way: str, drawn: tuple[ReservedPath, Campaign]
) -> None:
    page, one = drawn
    made = played(way, page, one)
    sets, others = one.datasets, one.others
    assert (made.finish >= sets["release"] + sets["size"] / 24 - 1e-6).all()  # 8 x 24 Gbit/s = 24 GB/s
    assert (made.other_finish >= others["arrival"] + others["size"] / 3 - 1e-6).all()
    assert made.carried + made.empty <= page.capacity / 8 * one.length * (1 + 1e-9)


@pytest.mark.parametrize("way", [HARD, LENT])
def test_who_has_room_enough_reserved_is_never_late(way: str, drawn: tuple[ReservedPath, Campaign]) -> None:
    """Whatever the others do: that is what a reservation is for."""
    page, one = drawn
    calendar = booked(page, one)
    enough = ~calendar.requests["refused"] & (one.datasets["asked"] >= one.datasets["size"])
    assert enough.sum() > 20
    made = play(way, page, one, calendar)
    assert (made.finish[enough] <= one.datasets["deadline"][enough] * (1 + 1e-9)).all()


def test_best_effort_is_the_shared_link_without_promises(drawn: tuple[ReservedPath, Campaign]) -> None:
    """The exact simulator and the kernel for promises agree on a whole campaign."""
    page, one = drawn
    made = played(BEST, page, one)
    none, sets = np.zeros(0), one.datasets
    large, small, carried = run_promised(
        page.capacity,
        sets["release"].to_numpy(),
        8 * sets["size"].to_numpy(),
        np.full(len(sets), 8.0),
        np.full(len(sets), 192.0),
        *(none, none.astype(np.int64), none),
        one.others["arrival"].to_numpy(),
        8 * one.others["size"].to_numpy(),
        24.0,
        one.length,
    )
    assert made.finish == pytest.approx(large, rel=1e-9)
    assert made.other_finish == pytest.approx(small, rel=1e-9)
    assert carried.sum() / 8 == pytest.approx(made.carried, rel=1e-9)


def test_a_promise_nobody_holds_is_best_effort(drawn: tuple[ReservedPath, Campaign]) -> None:
    """Where every request is refused, lent and hard are best effort."""
    page, one = drawn
    calendar = booked(page, one)
    nothing = type(calendar)(calendar.requests.assign(refused=True), calendar.pieces.head(0))
    plain = played(BEST, page, one)
    for way in (HARD, LENT):
        made = play(way, page, one, nothing)
        assert made.finish == pytest.approx(plain.finish, rel=1e-9)
        assert made.other_finish == pytest.approx(plain.other_finish, rel=1e-9)


@pytest.mark.parametrize("load", [0.3, 0.6])
def test_best_effort_alone_is_processor_sharing(load: float) -> None:
    """M/G/1-PS: a transfer takes 1 / (1 - load) times its time alone, whatever its size distribution.

    Twelve campaigns, each of some thousand batches; the mean within four standard errors of them.
    """
    page = ReservedPath(load=load, deadline_share=1e-9, host_rate=1e5, batch=20.0, days=100.0)
    found = []
    for i in range(12):
        one = campaign(page, np.random.default_rng([3, i]))
        one = Campaign(one.datasets.head(0), one.others, one.length)
        took = played(BEST, page, one).other_finish - one.others["arrival"]
        found.append(float((took / (one.others["size"] * 8 / page.capacity)).mean()))
    error = float(np.std(found, ddof=1)) / math.sqrt(len(found))
    assert error < 0.05
    assert np.mean(found) == pytest.approx(1 / (1 - load), abs=4 * error)
