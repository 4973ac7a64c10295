"""Values by year."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.demand.timeline import Timeline, always

points = st.dictionaries(st.integers(2000, 2060), st.floats(-1e6, 1e6), min_size=1, max_size=8)


@given(points, st.booleans())
def test_a_timeline_goes_through_its_points(values: dict[int, float], straight: bool) -> None:
    """In its own years each timeline has its own values."""
    line = Timeline.of(values, straight=straight)
    np.testing.assert_allclose(line.at(sorted(values)), [values[year] for year in sorted(values)])


@given(points)
def test_a_step_holds_until_the_next(values: dict[int, float]) -> None:
    """In any year the value is that of the last point up to it."""
    line = Timeline.of(values)
    for year in range(min(values), 2062):
        assert line.at([year])[0] == values[max(one for one in values if one <= year)]


def test_straight_lines_and_their_ends() -> None:
    """Half way the mean; after the last point its value."""
    line = Timeline.of({2020: 1.0, 2030: 3.0}, straight=True)
    assert line.at([2025, 2050]).tolist() == [2.0, 3.0]
    assert line.times(2.0).at([2025]).tolist() == [4.0]


def test_a_constant_holds_in_all_years() -> None:
    assert always(7.0).at([1950, 2100]).tolist() == [7.0, 7.0]


def test_bad_input_is_one_clear_line() -> None:
    """Empty, uneven, unsorted, not finite, before the first year."""
    with pytest.raises(ValueError, match="0 years and 0 values: expected as many of both, at least one"):
        Timeline((), ())
    with pytest.raises(ValueError, match="2 years and 1 values"):
        Timeline((2020, 2021), (1.0,))
    with pytest.raises(ValueError, match="expected each once, in rising order"):
        Timeline((2021, 2020), (1.0, 2.0))
    with pytest.raises(ValueError, match="timeline: value = nan is out of range: expected a finite number"):
        Timeline((2020,), (float("nan"),))
    with pytest.raises(ValueError, match="year = 2019 is out of range: expected 2020 or later"):
        Timeline((2020,), (1.0,)).at([2019])
