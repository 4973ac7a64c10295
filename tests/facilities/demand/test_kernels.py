"""Kernels of the demand against their twins and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.demand import kernels

years = st.integers(2016, 2045)
running = st.sets(years, min_size=1, max_size=20).map(sorted)


@given(st.lists(st.floats(0.5, 2.0), min_size=1, max_size=15))
def test_software_gain_is_its_twin(yearly: list[float]) -> None:
    """The product of the years so far."""
    np.testing.assert_allclose(kernels.software_gain(yearly), kernels.software_gain_reference(yearly))


def test_ten_per_cent_a_year_compound() -> None:
    """After n years 1.1^n."""
    np.testing.assert_allclose(kernels.software_gain([1.1] * 10), 1.1 ** np.arange(1, 11))


@given(st.lists(years, min_size=1, max_size=12), st.lists(years, min_size=1, max_size=12), running)
def test_ages_are_their_twin(at: list[int], made: list[int], runs: list[int]) -> None:
    """Every age, for any order of years and any shutdowns."""
    assert kernels.ages(at, made, runs).tolist() == kernels.ages_reference(at, made, runs)


@given(st.lists(years, min_size=1, max_size=12), st.lists(years, min_size=1, max_size=12), running)
def test_a_sample_is_never_older_than_its_making(at: list[int], made: list[int], runs: list[int]) -> None:
    """-1 before it is made, then between 0 and the years since."""
    age = kernels.ages(at, made, runs)
    since = np.subtract.outer(np.array(at), np.array(made))
    assert ((age == -1) == (since < 0)).all()
    assert (age[since >= 0] >= 0).all()
    assert (age[since >= 0] <= since[since >= 0]).all()


def test_nothing_ages_in_a_shutdown() -> None:
    """Made in 2022, running to 2023 and from 2026: 1 in 2023, 2024 and 2025, then 4."""
    assert kernels.ages([2023, 2024, 2025, 2026], [2022], [2022, 2023, 2026]).ravel().tolist() == [1, 1, 1, 4]


def test_without_any_year_of_running_all_is_as_old_as_the_calendar_says() -> None:
    """No running year before: the year itself counts."""
    assert kernels.ages([2020, 2021], [2019], [2030]).ravel().tolist() == [1, 2]
    assert kernels.ages([2020, 2021], [2019], []).ravel().tolist() == [1, 2]


@given(
    st.lists(st.floats(0, 1e18), min_size=1, max_size=8),
    st.lists(st.floats(0, 100), min_size=1, max_size=6),
    st.data(),
)
def test_stored_is_its_twin(volume: list[float], copies: list[float], data: st.DataObject) -> None:
    """Every volume at every age, the last copies for all beyond."""
    row = st.lists(st.integers(-1, 12), min_size=len(volume), max_size=len(volume))
    age = data.draw(st.lists(row, min_size=1, max_size=5))
    np.testing.assert_allclose(
        kernels.stored(volume, copies, age), kernels.stored_reference(volume, copies, age)
    )


def test_a_steady_state_is_the_sum_of_the_copies() -> None:
    """One unit made each year and 3, 2, then no copies: from the second year on 5 units are kept."""
    made = np.arange(2030, 2040)
    age = kernels.ages(made, made, made)
    kept = kernels.stored(np.ones(10), [3.0, 2.0, 0.0], age).sum(axis=1)
    assert kept.tolist() == pytest.approx([3.0] + 9 * [5.0])
