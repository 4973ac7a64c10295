"""How long FTS climbs, and what the throttler lets through: closed forms and the loop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.rehearsal import climb, loop
from ecosystem_nb.network.rehearsal.challenge_exercises import check
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.network.rules.fts import Mode

PAGE = DataChallenge()


@given(rate=st.floats(0.1, 1e4), cap=st.floats(0.01, 1e3))
def test_streams_are_just_enough(rate: float, cap: float) -> None:
    need = climb.streams(rate, cap)
    assert need * cap >= rate * (1 - 1e-9)
    assert (need - 1) * cap < rate


@given(need=st.integers(1, 2000), start=st.integers(1, 2000), step=st.integers(1, 3))
def test_the_climb_counts_decisions(need: int, start: int, step: int) -> None:
    """Minute by minute, a step each, until there are enough."""
    now, minutes = start, 0
    while now < need:
        now += step
        minutes += 1
    assert climb.climb_s(need, start, step) == 60.0 * minutes


@pytest.mark.parametrize(("cap", "mode"), [(2.0, Mode.NORMAL), (8.0, Mode.NORMAL), (4.0, Mode.CONSERVATIVE)])
def test_the_loop_climbs_as_the_closed_form(cap: float, mode: Mode) -> None:
    """The rate is full within two minutes of the closed form, and what is late by then is a triangle."""
    step = 1 if mode is Mode.CONSERVATIVE else 2
    expected = climb.climb_s(climb.streams(200.0, cap), step=step) / 60
    minutes = climb.simulated(PAGE, 200.0, cap, mode)
    full = minutes.loc[minutes["rate"] >= 200.0, "minute"].min() - 1
    assert full == pytest.approx(expected, abs=2)
    late = climb.late_tb(200.0, 60 * expected)
    assert minutes.loc[minutes["minute"] == full, "late"].item() == pytest.approx(late, rel=0.06)
    assert (minutes["binding"].iloc[: int(expected) - 2] == loop.GROWING).all()


def test_eight_hundred_gigabits_take_minutes_or_hours() -> None:
    """By hand: 800 / 0.7 = 1,143 transfers, 571 min; 800 / 24 = 34 transfers, 16 min."""
    assert climb.climb_s(climb.streams(800.0, 0.7)) == 571 * 60
    assert climb.climb_s(climb.streams(800.0, 24.0)) == 16 * 60


def test_servers() -> None:
    assert [climb.servers(one) for one in (1, 400, 401, 2179.6)] == [1, 1, 2, 6]


def test_the_throttler_by_hand() -> None:
    """2,000 files of 12 Gbit in 600 s."""
    assert climb.throttled_gbit_s(2000, 1.5, 600) == pytest.approx(2000 * 12 / 600)


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda: climb.streams(0.0, 1.0), r"rate = 0 Gbit/s is out of range: expected above 0"),
        (lambda: climb.streams(1.0, float("nan")), r"cap = nan Gbit/s is out of range: expected above 0"),
        (lambda: climb.climb_s(5, 0), r"start = 0 transfers is out of range: expected at least 1"),
        (lambda: climb.late_tb(1.0, -1.0), r"time = -1 s is out of range: expected at least 0"),
        (lambda: climb.throttled_gbit_s(1, 1.0, 0.0), r"time between runs = 0 s is out of range"),
        (lambda: climb.servers(0.0), r"transfers at once = 0 transfers is out of range"),
    ],
)
def test_bad_input_is_one_clear_line(call: object, line: str) -> None:
    with pytest.raises(ValueError, match=f"^{line}"):
        call()


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("network-rehearsal-1", (400 / 0.8 - 2) / 2),
        ("network-rehearsal-2", 400e9 * 249 * 60 / 2 / 8 / 1e12),
        ("network-rehearsal-3", 5000 * 1.5e9 * 8 / 600 / 1e9),
    ],
)
def test_exercises_by_hand(name: str, answer: float) -> None:
    assert check(name, answer)
