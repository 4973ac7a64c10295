"""The exercises' answers, worked out by hand."""

import pytest

from ecosystem_nb.facilities.demand.exercises import EXERCISES, check


def test_answers_by_hand() -> None:
    """30 THS06 s over 0.8 in 10.368e6 s; 10 PB × 6 / 0.9; 4 × 1.8307."""
    solutions = [one.solution() for one in EXERCISES.values()]
    assert solutions == pytest.approx([3.617, 66.67, 7.32], rel=1e-3)
    assert check("facilities-demand-1", 3.6)
    assert "divide by the efficiency" in check("facilities-demand-1", 3.617 * 0.64).message
