"""DUNE on top of the LHC."""

import pytest

from ecosystem_nb.network.need import dune
from ecosystem_nb.network.need.parameters import WanNeed
from ecosystem_nb.tables import read


def test_tape_growth_is_the_mean_slope() -> None:
    """(852 - 266) PB in ten years."""
    assert dune.tape_growth(read("network/dune")) == pytest.approx((852 - 266) / 10)


def test_flow_by_hand() -> None:
    """58.6 PB a year are 58.6e15 x 8 bit in 365.25 days: 14.9 Gbit/s; times 2 and 2 and 2."""
    made = dune.flow(WanNeed(), 58.6)
    assert made["mean"] == pytest.approx(58.6e15 * 8 / (365.25 * 86_400) / 1e9)
    assert made["minimal"] == pytest.approx(4 * made["mean"])
    assert made["flexible"] == pytest.approx(8 * made["mean"])


def test_bad_years_are_one_clear_line() -> None:
    """A year that the table lacks, or years in the wrong order."""
    with pytest.raises(ValueError, match="DUNE tape in 2031: the table has 2023, 2026, 2030, 2040"):
        dune.tape_growth(read("network/dune"), 2031, 2040)
    with pytest.raises(ValueError, match="years 2040 to 2030: expected the first before the last"):
        dune.tape_growth(read("network/dune"), 2040, 2030)
