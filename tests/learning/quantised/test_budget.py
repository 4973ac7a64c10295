"""A budget of nanoseconds and look-up tables."""

import pytest

from ecosystem_nb.learning.quantised.budget import Budget


def budget(**change: float) -> Budget:
    given = {"latency": 50.0, "clock": 200.0, "adders_a_clock": 5, "luts": 1.0e6, "share": 0.01} | change
    return Budget(**given)  # type: ignore[arg-type]


def test_time_is_ticks_over_the_clock() -> None:
    """5 ns a tick at 200 MHz: ten fit into 50 ns, and one copy takes five candidates a crossing of 25 ns."""
    one = budget()
    assert (one.stages, one.time(10), one.candidates) == (10, 50.0, 5.0)
    assert budget(latency=49.9).stages == 9


def test_the_last_tick_still_fits_at_odd_clocks() -> None:
    for clock in (120.0, 240.0, 360.0, 480.0):
        for ticks in range(1, 40):
            assert budget(clock=clock, latency=ticks * 1e3 / clock).stages == ticks


def test_more_candidates_need_copies_that_share_the_logic() -> None:
    """At 200 MHz a copy judges five candidates a crossing: twelve need three copies, five need one."""
    assert [budget(wanted=n).copies for n in (1, 5, 6, 12)] == [1, 1, 2, 3]
    assert budget(wanted=12).allowed == 10_000 / 3
    assert budget(wanted=12, clock=480.0).copies == 1


def test_each_excess_is_told() -> None:
    one = budget()
    assert one.refusals(10_000.0, 10) == []
    assert one.refusals(10_001.0, 10) == ["logic = 10,001 look-up tables: at most 10,000"]
    assert one.refusals(1.0, 11) == ["latency = 55 ns: at most 50 ns"]
    assert len(one.refusals(1e5, 11)) == 2


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("latency", 0.0, "latency = 0 ns is out of range: expected above 0 ns"),
        ("clock", -1.0, "clock = -1 MHz"),
        ("adders_a_clock", 0, "adders_a_clock = 0"),
        ("share", 1.5, "share = 1.5 is out of range: expected above 0 and at most 1"),
    ],
)
def test_a_budget_of_nothing_is_refused(name: str, value: float, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        budget(**{name: value})
