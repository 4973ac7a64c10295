"""The FTS optimizer: one test a rule, in the order of the rules, then the invariants of them all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.rules.fts import (
    STEADY_S,
    Limits,
    Mode,
    Observation,
    Rule,
    State,
    decide,
)
from ecosystem_nb.network.rules.fts_measures import EMA_ALPHA, average, decade, success_percent, window_s

SEEN = Observation(time_s=60.0, throughput=1e9, success=100, retries=0, queue=1000, file_size=1.5e9)
LIMITS = Limits(source=200, destination=100)
STATE = State(active=50, ema=1e9, last=SEEN)


def later(state: State = STATE, limits: Limits = LIMITS, mode: Mode = Mode.NORMAL, **seen):
    return decide(state, replace(SEEN, **({"time_s": 120.0} | seen)), limits, mode)


def test_first_decision_starts_halfway() -> None:
    """Halfway from 2 to min(200, 100); the average starts at the first throughput."""
    one = decide(State(), SEEN, LIMITS)
    assert (one.active, one.rule, one.state.ema) == (2 + 98 // 2, Rule.FIRST, SEEN.throughput)


def test_first_decision_with_a_configured_range_starts_at_its_maximum() -> None:
    one = decide(State(), SEEN, replace(LIMITS, low=4, high=70))
    assert (one.active, one.rule) == (70, Rule.FIRST_CONFIGURED)


def test_first_feedback_since_a_restart_is_only_stored() -> None:
    """The number stays; the average starts anew."""
    one = decide(State(active=37, ema=5e9), SEEN, LIMITS)
    assert (one.active, one.rule, one.state.ema) == (37, Rule.FIRST_FEEDBACK, SEEN.throughput)


def test_the_range_is_two_or_ten_to_the_lesser_storage() -> None:
    """2 on the wide area, 10 on a LAN; a storage limit below the minimum gives way to it."""
    assert LIMITS.range() == (2, 100)
    assert replace(LIMITS, lan=True).range() == (10, 100)
    assert Limits(source=5, destination=5, lan=True).range() == (10, 10)


def test_range_fixed() -> None:
    one = later(limits=Limits(7, 7, low=7, high=7))
    assert (one.active, one.rule) == (7, Rule.FIXED)


@pytest.mark.parametrize(
    ("limit", "rule"), [("source_rate", Rule.SOURCE_LIMIT), ("destination_rate", Rule.DESTINATION_LIMIT)]
)
def test_throughput_limit_reached_steps_down(limit: str, rule: Rule) -> None:
    """Whatever else is seen, one step down, never below the range."""
    limits = replace(LIMITS, **{limit: 1e9})
    one = later(limits=limits, **{limit: 1.1e9})
    assert (one.active, one.rule) == (49, rule)
    assert later(state=replace(STATE, active=2), limits=limits, **{limit: 1.1e9}).active == 2
    assert later(limits=limits, **{limit: 1e9}).rule is not rule


def test_nothing_changed_waits_for_the_steady_interval() -> None:
    """Same success, same average: no decision until 300 s have passed; the state stays as it was."""
    one = later(time_s=60.0 + STEADY_S - 1)
    assert (one.active, one.rule, one.state) == (50, Rule.STEADY, STATE)
    assert later(time_s=60.0 + STEADY_S).rule is Rule.UNCHANGED


def test_bad_success_steps_down() -> None:
    """Below 97 %, whatever the throughput does; at 97 % no more."""
    one = later(success=96, throughput=5e9)
    assert (one.active, one.rule) == (49, Rule.BAD)
    assert later(success=97, throughput=5e9).rule is Rule.GROWING


def test_bad_success_that_improves_holds() -> None:
    """From 96 % on, better than before, retries not rising: all three are needed."""
    state = replace(STATE, last=replace(SEEN, success=90, retries=5))
    one = later(state, success=96, retries=5)
    assert (one.active, one.rule) == (50, Rule.IMPROVING)
    assert later(state, success=95, retries=5).rule is Rule.BAD
    assert later(state, success=96, retries=6).rule is Rule.BAD
    assert later(replace(state, ema=2e9, last=replace(SEEN, success=96)), success=96).rule is Rule.BAD


def test_no_throughput_known_holds() -> None:
    one = later(replace(STATE, ema=0.0), throughput=0.0, success=99)
    assert (one.active, one.rule) == (50, Rule.NO_THROUGHPUT)


def test_queue_emptying_holds() -> None:
    """Fewer wait than run: hold, even if the throughput grows."""
    one = later(queue=49, throughput=5e9)
    assert (one.active, one.rule) == (50, Rule.QUEUE_EMPTYING)
    assert later(queue=50, throughput=5e9).rule is Rule.GROWING


def test_falling_throughput_with_smaller_files_steps_up() -> None:
    """1.5 GB to 0.15 GB is one decade less."""
    one = later(throughput=5e8, file_size=1.5e8)
    assert (one.active, one.rule) == (52, Rule.SMALLER_FILES)


def test_throughput_lost_an_order_of_magnitude_steps_down() -> None:
    """The average crosses 10^8.5 B/s = 316 MB/s, where the rounded logarithm falls."""
    one = later(replace(STATE, ema=3.2e8), throughput=1e8)
    assert one.state.ema == pytest.approx(0.1 * 1e8 + 0.9 * 3.2e8)
    assert (one.active, one.rule) == (49, Rule.THROUGHPUT_LOST)


def test_small_throughput_loss_holds() -> None:
    """Nine tenths of the throughput gone, and no boundary crossed: hold."""
    one = later(throughput=1e8)
    assert (one.active, one.rule) == (50, Rule.SMALL_LOSS)


@pytest.mark.parametrize(("mode", "step"), [(Mode.CONSERVATIVE, 1), (Mode.NORMAL, 2)])
def test_growing_throughput_steps_up(mode: Mode, step: int) -> None:
    one = later(mode=mode, throughput=1.001e9)
    assert (one.active, one.rule) == (50 + step, Rule.GROWING)


def test_unchanged_throughput_steps_up() -> None:
    one = later(success=99)
    assert (one.active, one.rule) == (52, Rule.UNCHANGED)


def test_range_limit_clips() -> None:
    assert (later(replace(STATE, active=99), throughput=2e9).active, later().clipped) == (100, "")
    one = later(replace(STATE, active=2), success=50)
    assert (one.active, one.clipped) == (2, "range")


def test_conservative_mode_does_not_grow_past_the_queue() -> None:
    one = later(mode=Mode.CONSERVATIVE, throughput=2e9, queue=50)
    assert (one.active, one.clipped) == (50, "queue")


def test_too_many_streams_keeps_the_old_value() -> None:
    """Normal mode: at most 16 streams for each file that waits, even when it wants to step down."""
    one = later(success=90, queue=3)
    assert (one.active, one.clipped) == (50, "streams")


def test_success_is_rounded_up() -> None:
    """96.01 % counts as 97 %, which is not bad; nothing ended counts as 100 %."""
    assert success_percent(9600, 400) == 96
    assert success_percent(9601, 399) == 97
    assert success_percent(0, 5) == 0
    assert success_percent(0, 0) == 100


def test_averaging_window_by_mean_duration() -> None:
    """5 min under 30 s, 15 min under 15 min, else 30 min; the bounds fall to the longest."""
    assert [window_s(d) for d in (1, 29.9, 30, 30.1, 899, 900, 0)] == [300, 300, 1800, 900, 900, 1800, 1800]


def test_moving_average() -> None:
    """After n equal values the old one weighs 0.9^n."""
    ema = 0.0
    for _ in range(10):
        ema = average(ema, 1.0)
    assert ema == pytest.approx(1 - (1 - EMA_ALPHA) ** 10)
    assert average(5.0, 0.0) == 5.0


def test_decade_rounds_half_away_from_zero() -> None:
    """round(0.5) = 1 in C++, 0 in Python."""
    assert [decade(10.0**x) for x in (0.5, 1.5, -0.5, 0.49)] == [1, 2, -1, 0]
    assert decade(0.0) < decade(1e-300)


observations = st.builds(
    Observation,
    time_s=st.floats(min_value=60, max_value=1e6),
    throughput=st.floats(min_value=0, max_value=1e12),
    success=st.integers(min_value=0, max_value=100),
    retries=st.integers(min_value=0, max_value=1000),
    queue=st.integers(min_value=0, max_value=10_000),
    file_size=st.floats(min_value=1, max_value=1e13),
)


@given(
    seen=st.lists(observations, min_size=1, max_size=30),
    source=st.integers(1, 500),
    destination=st.integers(1, 500),
    mode=st.sampled_from(Mode),
)
def test_decisions_stay_in_range_and_step_by_two_at_most(
    seen: list[Observation], source: int, destination: int, mode: Mode
) -> None:
    """Whatever is seen; and a link that is left at its minimum never stands still at 0."""
    limits = Limits(source, destination)
    low, high = limits.range()
    state = State()
    for number, one in enumerate(seen):
        made = decide(state, one, limits, mode)
        assert low <= made.active <= high
        assert number == 0 or abs(made.active - state.active) <= 2
        state = made.state


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Limits(0, 5), "source = 0 transfers is out of range: expected 1 or more"),
        (lambda: Limits(5, 5, low=4, high=3), "high = 3 transfers is below low = 4"),
        (lambda: replace(SEEN, success=101), "success = 101 % is out of range: expected 0 to 100 %"),
        (lambda: replace(SEEN, throughput=float("nan")), "throughput = nan B/s"),
        (lambda: replace(SEEN, file_size=0), "file_size = 0 B"),
        (lambda: replace(SEEN, queue=-1), "queue = -1"),
        (lambda: window_s(-1), "mean duration = -1 s"),
        (lambda: success_percent(-1, 0), "finished = -1"),
    ],
)
def test_bad_input_is_one_clear_line(call, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()
