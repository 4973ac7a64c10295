"""Unlike sites: closed forms of the Gini index, and identities of what must be read from elsewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.sites.kernels import (
    drives_for_core,
    gini,
    gini_reference,
    remote_best,
    remote_best_reference,
    remote_blind,
)

AMOUNTS = st.lists(st.floats(0.01, 1e4), min_size=1, max_size=30)
PAIRS = st.lists(st.tuples(st.floats(0.01, 1e4), st.floats(0.01, 1e4)), min_size=1, max_size=30)


def quantiles(inverse: object, n: int = 200_000) -> np.ndarray:
    """Values of a distribution at even probabilities: a sample without noise."""
    u = (np.arange(n) + 0.5) / n
    return np.asarray(inverse(u))  # type: ignore[operator]


@pytest.mark.parametrize("index", [2.0, 3.0, 5.0])
def test_a_pareto_law_of_index_a_has_gini_one_over_2a_minus_1(index: float) -> None:
    made = quantiles(lambda u: (1.0 - u) ** (-1.0 / index))
    assert gini(made) == pytest.approx(1.0 / (2.0 * index - 1.0), rel=0.01)


def test_an_exponential_law_has_one_half_and_a_uniform_one_a_third() -> None:
    assert gini(quantiles(lambda u: -np.log1p(-u))) == pytest.approx(0.5, rel=1e-3)
    assert gini(quantiles(lambda u: u)) == pytest.approx(1.0 / 3.0, rel=1e-3)


@pytest.mark.parametrize("n", [1, 2, 7])
def test_one_who_has_all_gives_1_less_1_over_n(n: int) -> None:
    assert gini([0.0] * (n - 1) + [3.0]) == pytest.approx(1.0 - 1.0 / n)


@given(AMOUNTS)
def test_gini_agrees_with_its_twin_and_knows_no_unit(values: list[float]) -> None:
    assert gini(values) == pytest.approx(gini_reference(values), abs=1e-9)
    assert gini([1000.0 * one for one in values]) == pytest.approx(gini(values), abs=1e-9)
    assert gini(values + values) == pytest.approx(gini(values), abs=1e-9)


@given(PAIRS)
def test_best_agrees_with_sending_jobs_site_by_site(pairs: list[tuple[float, float]]) -> None:
    """Σ|c - d|/2 = 1 - Σ min(c, d), for both are shares that add up to 1."""
    cores, disk = map(list, zip(*pairs, strict=True))
    assert remote_best(cores, disk) == pytest.approx(remote_best_reference(cores, disk), abs=1e-9)


@given(PAIRS)
def test_blind_never_reads_less_from_elsewhere_than_best(pairs: list[tuple[float, float]]) -> None:
    """Σ c d <= Σ min(c, d), for no share is above 1."""
    cores, disk = zip(*pairs, strict=True)
    assert 0.0 <= remote_best(cores, disk) <= remote_blind(cores, disk) + 1e-12


@given(AMOUNTS, st.floats(0.1, 10.0))
def test_sites_of_one_ratio_read_nothing_from_elsewhere(cores: list[float], ratio: float) -> None:
    assert remote_best(cores, [ratio * one for one in cores]) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("n", [1, 2, 10])
def test_n_equal_sites_that_look_nowhere_read_1_less_1_over_n_from_elsewhere(n: int) -> None:
    assert remote_blind([5.0] * n, [2.0] * n) == pytest.approx(1.0 - 1.0 / n)


def test_disk_here_and_cores_there_read_everything_from_elsewhere() -> None:
    assert remote_best([1.0, 0.0], [0.0, 1.0]) == 1.0


def test_drives_positions_and_transfers_add_up() -> None:
    """A second of a core: 3 requests of 1/150 s and 0.9 MB at 225 MB/s are 24 ms of a drive."""
    assert drives_for_core(0.9, 3.0, 225.0, 150.0, 1.0) == pytest.approx(0.020 + 0.004)
    assert drives_for_core(0.9, 3.0, 225.0, 150.0, 0.5) == pytest.approx(0.048)
