"""The time of a copy: limits by hand; the plays and charts of the page."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.copies import charts as copy_charts
from ecosystem_nb.network.copies import loopback_play
from ecosystem_nb.network.copies.cost import INITIAL_WINDOW, cost, grid
from ecosystem_nb.network.copies.loopback_plan import Fault
from ecosystem_nb.network.copies.parameters import ThirdPartyCopy
from ecosystem_nb.network.streams.tcp import MSS

PAGE = ThirdPartyCopy(file_blocks=4, block_kib=16, stall=0.3)


def test_a_path_without_delay_only_moves_data() -> None:
    one = cost(1.5, 2.0, 1e-9, 4, 3)
    assert one.moving == 6.0
    assert one.share == pytest.approx(1.0, abs=1e-6)


def test_slow_start_by_hand() -> None:
    """4 round trips open 10 to 160 segments; they move 150 of 1,000, which take 850/160 trips more."""
    rtt = 0.1
    rate = 16 * INITIAL_WINDOW * MSS / rtt * 8e-9
    one = cost(1000 * MSS * 1e-9, rate, rtt, 1, 1)
    assert one.moving == pytest.approx(1000 / 160 * rtt)
    assert one.starting == pytest.approx((4 + 850 / 160 - 1000 / 160) * rtt)


def test_a_file_of_one_window_takes_one_round_trip() -> None:
    one = cost(INITIAL_WINDOW * MSS * 1e-9, 100.0, 0.1, 1, 1)
    assert one.starting + one.moving == pytest.approx(0.1)


@given(
    size=st.floats(1e-4, 1e3), rate=st.floats(0.01, 100), rtt=st.floats(1e-4, 0.5), more=st.floats(1.01, 10)
)
def test_larger_files_are_cheaper_a_byte_and_longer_paths_dearer(
    size: float, rate: float, rtt: float, more: float
) -> None:
    here = cost(size, rate, rtt, 4, 3)
    assert 0 < here.share < 1
    assert cost(size, rate, rtt * more, 4, 3).total > here.total
    assert cost(size * more, rate, rtt, 4, 3).total >= here.total * (1 - 1e-12)


def test_grid_holds_every_pair() -> None:
    table = grid([0.1, 1.0], [10.0, 20.0, 30.0], 2.0, 4, 3)
    assert len(table) == 6
    assert (table["rate"] < 2.0).all()


def test_plays_are_equal_and_hold_no_port_and_no_token() -> None:
    """Equal input, equal output, so that the page's notebooks are equal byte by byte."""
    first, second = (loopback_play.failures(PAGE).to_csv() for _ in range(2))
    assert first == second
    shown = loopback_play.messages(loopback_play.play(PAGE)).to_csv()
    assert shown == loopback_play.messages(loopback_play.play(PAGE)).to_csv()
    for secret in (loopback_play.READ, loopback_play.WRITE, "127.0.0.1:"):
        assert secret not in first + shown


def test_only_the_play_without_a_fault_is_done() -> None:
    table = loopback_play.failures(PAGE).set_index("fault")
    done = table["said"].str.startswith("done")
    assert list(table.index[done]) == [Fault.NONE.value]
    assert (table["stored"] > 0).sum() >= 8
    assert table["said"].str.contains("CopyFailed: the server answered 201").sum() == 1


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_of_a_push_is_an_error_too(fault: Fault) -> None:
    played = loopback_play.play(PAGE, "push", fault)
    assert (played.done is not None) == (fault is Fault.NONE)


def test_figures_say_what_they_show() -> None:
    progress = pd.DataFrame({"marker": [1, 2], "moved": [16.0, 32.0]})
    assert "2 markers up to 32 KiB" in copy_charts.progress(progress).markup
    share = copy_charts.share(ThirdPartyCopy(), 91.0, 4).markup
    assert "At 90 ms a file of 1.5 GB takes" in share


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cost(0.0, 1, 1, 1, 1), "size = 0 GB is out of range: expected above 0 GB"),
        (lambda: cost(1.0, 1, float("nan"), 1, 1), "RTT = nan s"),
        (lambda: cost(1.0, 1, 1, 0, 1), "requests = 0"),
    ],
)
def test_bad_input_is_one_clear_line(call, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()
