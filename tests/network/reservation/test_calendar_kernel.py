"""What the calendar admits: closed forms, the twin, and a link that is never overbooked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.network.reservation import reference
from ecosystem_nb.network.reservation.calendar_kernel import CONSTANT, MALLEABLE, THIN, admit
from ecosystem_nb.network.reservation.reference import Piece, Wish, admit_reference, free_reference

TWINS = {
    THIN: reference.thin_reference,
    CONSTANT: reference.constant_reference,
    MALLEABLE: reference.malleable_reference,
}
SHAPES = pytest.mark.parametrize("shape", [THIN, CONSTANT, MALLEABLE], ids=["thin", "constant", "malleable"])


def admitted(capacity: list[float], wishes: list[Wish], shape: int) -> list[list[Piece]]:
    """Call the kernel and return its pieces request by request."""
    lengths = [len(one.links) for one in wishes]
    first, pieces = admit(
        np.array(capacity),
        np.array([0, *np.cumsum(lengths)], dtype=np.int64),
        np.array([e for one in wishes for e in one.links], dtype=np.int64),
        np.array([one.release for one in wishes]),
        np.array([one.deadline for one in wishes]),
        np.array([one.volume for one in wishes]),
        np.array([one.most for one in wishes]),
        shape,
    )
    return [
        [Piece(*map(float, row), links=wish.links) for row in pieces[first[i] : first[i + 1]]]
        for i, wish in enumerate(wishes)
    ]


@st.composite
def wishes(draw: st.DrawFn, links: int = 1) -> list[Wish]:
    """Draw requests with windows and volumes on a coarse grid: many begin and end together."""
    made = []
    for _ in range(draw(st.integers(1, 12))):
        release = draw(st.integers(0, 12))
        path = draw(st.sets(st.integers(0, links - 1), min_size=1))
        made.append(
            Wish(
                release=float(release),
                deadline=float(release + draw(st.integers(1, 10))),
                volume=float(draw(st.integers(1, 40))),
                most=float(draw(st.sampled_from([2, 3, 5, 20]))),
                links=tuple(sorted(path)),
            )
        )
    return made


# Closed forms


def test_one_request_alone() -> None:
    """Narrow: volume over window; else all that the ends can take, from the release on."""
    wish = Wish(10.0, 30.0, 60.0, 5.0)
    assert admitted([8.0], [wish], THIN) == [[Piece(10.0, 30.0, 3.0, (0,))]]
    for shape in (CONSTANT, MALLEABLE):
        assert admitted([8.0], [wish], shape) == [[Piece(10.0, 22.0, 5.0, (0,))]]
        assert admitted([4.0], [wish], shape) == [[Piece(10.0, 25.0, 4.0, (0,))]]


@SHAPES
def test_the_window_must_hold_the_volume(shape: int) -> None:
    """A window of 10 s at 5 Gbit/s holds 50 Gbit and no more."""
    assert admitted([5.0], [Wish(0.0, 10.0, 50.0, 9.0)], shape) == [[Piece(0.0, 10.0, 5.0, (0,))]]
    assert admitted([5.0], [Wish(0.0, 10.0, 50.1, 9.0)], shape) == [[]]
    assert admitted([9.0], [Wish(0.0, 10.0, 50.1, 5.0)], shape) == [[]]


def test_what_a_rate_for_all_time_cannot_hold_a_changing_one_can() -> None:
    """10 Gbit/s; 8 of them taken for 5 s of 10. Of 60 Gbit 10 pass before and 50 after; at one rate 50."""
    first = Wish(0.0, 5.0, 40.0, 8.0)
    second = Wish(0.0, 10.0, 60.0, 10.0)
    assert admitted([10.0], [first, second], CONSTANT)[1] == []
    made = admitted([10.0], [first, second], MALLEABLE)[1]
    assert [(one.begin, one.end, one.rate) for one in made] == [(0.0, 5.0, 2.0), (5.0, 10.0, 10.0)]
    small = Wish(0.0, 10.0, 50.0, 10.0)
    assert admitted([10.0], [first, small], CONSTANT)[1] == [Piece(5.0, 10.0, 10.0, (0,))]


def test_slow_at_once_or_fast_later_whichever_ends_first() -> None:
    """4 of 10 Gbit/s are free for 6 s, then all: 20 Gbit end at 5 s at once, 40 Gbit at 10 s both ways."""
    taken = Wish(0.0, 6.0, 36.0, 6.0)
    at_once = admitted([10.0], [taken, Wish(0.0, 99.0, 20.0, 10.0)], CONSTANT)[1]
    later = admitted([10.0], [taken, Wish(0.0, 99.0, 50.0, 10.0)], CONSTANT)[1]
    assert at_once == [Piece(0.0, 5.0, 4.0, (0,))]
    assert later == [Piece(6.0, 11.0, 10.0, (0,))]


def test_a_path_needs_every_link() -> None:
    """Links with 5 and 3 Gbit/s: the path holds 3, and each link alone keeps its rest."""
    through = Wish(0.0, 10.0, 30.0, 9.0, (0, 1))
    wide, narrow = Wish(0.0, 10.0, 20.0, 9.0, (0,)), Wish(0.0, 10.0, 0.1, 9.0, (1,))
    made = admitted([5.0, 3.0], [through, wide, narrow], THIN)
    assert [len(one) for one in made] == [1, 1, 0]


def test_what_rounding_leaves_is_not_worth_a_reservation() -> None:
    """0.7 + 0.2 + 0.1 is less than 1 by one rounding: the fourth begins when the others end."""
    three = [Wish(0.0, 10.0, 10.0 * rate, rate) for rate in (0.7, 0.2, 0.1)]
    made = admitted([1.0], [*three, Wish(0.0, 99.0, 5.0, 9.0)], MALLEABLE)
    assert made[3] == [Piece(10.0, 15.0, 1.0, (0,))]


def test_a_request_may_be_torn_into_many_pieces() -> None:
    """Every second second is taken by others: 30 Gbit at 1 Gbit/s are thirty pieces of a second."""
    others = [Wish(2.0 * i, 2.0 * i + 1.0, 1.0, 1.0) for i in range(40)]
    made = admitted([1.0], [*others, Wish(0.0, 99.0, 30.0, 9.0)], MALLEABLE)
    assert [(one.begin, one.end) for one in made[40]] == [(2.0 * i + 1.0, 2.0 * i + 2.0) for i in range(30)]


# The twin, and what holds for all requests


@SHAPES
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_the_kernel_is_its_twin(shape: int, data: st.DataObject) -> None:
    links = data.draw(st.integers(1, 3))
    some = data.draw(wishes(links=links))
    capacity = [float(data.draw(st.sampled_from([4, 6, 10]))) for _ in range(links)]
    made, expected = admitted(capacity, some, shape), admit_reference(capacity, some, TWINS[shape])
    for mine, other in zip(made, expected, strict=True):
        assert [(one.begin, one.end, one.rate) for one in mine] == [
            (pytest.approx(one.begin), pytest.approx(one.end), pytest.approx(one.rate)) for one in other
        ]


@SHAPES
@given(some=wishes(links=2))
@settings(max_examples=150, deadline=None)
def test_no_link_is_ever_overbooked_and_each_gets_its_volume_in_its_window(
    shape: int, some: list[Wish]
) -> None:
    """Rates add up to the capacity at most; an admitted volume is whole, in time, and never too fast."""
    made = admitted([6.0, 4.0], some, shape)
    held = [one for pieces in made for one in pieces]
    for at in {one.begin for one in held}:
        for link in (0, 1):
            assert free_reference([6.0, 4.0], held, [link], at) >= -1e-9
    for wish, pieces in zip(some, made, strict=True):
        if pieces:
            volume = sum(one.rate * (one.end - one.begin) for one in pieces)
            assert volume == pytest.approx(wish.volume)
            assert pieces[0].begin >= wish.release
            assert pieces[-1].end <= wish.deadline * (1 + 1e-9)
            assert max(one.rate for one in pieces) <= wish.most * (1 + 1e-9)


@given(some=wishes())
@settings(max_examples=150, deadline=None)
def test_one_more_request_fits_a_changing_rate_wherever_it_fits_one_rate(some: list[Wish]) -> None:
    """Beside the same reservations, a changing rate ends no later than one, and one no later than thin."""
    *held, last = some
    taken = [one for pieces in admitted([6.0], held, THIN) for one in pieces]
    ends = [max((one.end for one in shape([6.0], taken, last)), default=np.inf) for shape in TWINS.values()]
    assert ends[2] <= ends[1] * (1 + 1e-6)
    assert ends[1] <= ends[0] * (1 + 1e-6)


@given(some=wishes())
@settings(max_examples=100, deadline=None)
def test_earliest_begin_against_every_begin_on_the_grid(some: list[Wish]) -> None:
    """Whole seconds and unit rates: try every begin and rate on the grid; none ends sooner."""
    unit = [Wish(w.release, w.deadline, w.volume, 1.0) for w in some]
    taken: list[Piece] = []
    for wish, mine in zip(unit, admitted([2.0], unit, CONSTANT), strict=True):
        found = None
        begin = wish.release
        while found is None and begin + wish.volume <= wish.deadline:
            seconds = np.arange(begin, begin + wish.volume)
            used = [sum(one.rate for one in taken if one.begin <= at < one.end) for at in seconds]
            found = begin if max(used) <= 1.0 else None
            begin += 1.0
        assert [one.begin for one in mine] == ([] if found is None else [found])
        taken += mine
