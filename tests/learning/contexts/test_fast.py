"""A fast simulation of features: what it keeps, and what it can't."""

import numpy as np
import pytest

from ecosystem_nb.learning.contexts.fast import Fast, compare


def tied(seed: int, number: int = 6000) -> np.ndarray:
    """Two correlated features of odd shapes, and one that stands still."""
    rng = np.random.default_rng(seed)
    a = rng.standard_normal(number)
    b = 0.8 * a + 0.6 * rng.standard_normal(number)
    return np.stack([np.exp(a), b**3, np.full(number, 7.0)], axis=1).astype(np.float32)


def ranks(x: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(x))


def test_it_keeps_each_distribution_and_the_correlation_of_ranks() -> None:
    """Spearman's correlation of a Gaussian copula is 6/pi asin(r/2): here r = 0.8."""
    made = Fast.of(tied(1)).sample(6000, np.random.default_rng(2))
    full = tied(3)
    for share in (0.1, 0.5, 0.9):
        assert np.quantile(made[:, 0], share) == pytest.approx(np.quantile(full[:, 0], share), rel=0.08)
    spearman = np.corrcoef(ranks(made[:, 0]), ranks(made[:, 1]))[0, 1]
    assert spearman == pytest.approx(6 / np.pi * np.arcsin(0.4), abs=0.02)
    assert (made[:, 2] == 7.0).all()


def test_a_copula_that_is_gaussian_is_not_told_apart() -> None:
    card = compare(
        tied(1, 3000), Fast.of(tied(2)).sample(3000, np.random.default_rng(3)), ("a", "b", "c"), seed=1
    )
    assert card.auc == pytest.approx(0.5, abs=4 * card.auc_error)
    assert card.distances["ks"].max() < 0.05
    assert card.distances["wasserstein"].max() < 0.06


def test_a_tie_that_ranks_do_not_see_is_told_apart() -> None:
    """A feature that is the square of another has no correlation with it: only a classifier notices."""
    rng = np.random.default_rng(4)
    a = rng.standard_normal((4000, 1))
    full = np.concatenate([a, a**2], axis=1).astype(np.float32)
    made = Fast.of(full[:2000]).sample(2000, rng)
    card = compare(full[2000:], made, ("a", "square"), seed=2)
    assert card.auc > 0.9
    assert card.distances["ks"].max() < 0.06


def test_a_shift_is_its_own_wasserstein_distance() -> None:
    """Moving a sample by half its width moves it by half a standard deviation."""
    full = np.random.default_rng(5).normal(3.0, 2.0, (1000, 1)).astype(np.float32)
    card = compare(full, full + 1.0, ("a",), seed=1)
    assert card.distances["wasserstein"][0] == pytest.approx(1.0 / full.std(), rel=1e-3)


def test_too_few_events_are_refused() -> None:
    with pytest.raises(ValueError, match="expected at least 100 events"):
        Fast.of(tied(1, 99))
    with pytest.raises(ValueError, match="number = 0 is out of range"):
        Fast.of(tied(1, 200)).sample(0, np.random.default_rng(1))
    with pytest.raises(ValueError, match="2 names for 3 features"):
        compare(tied(1, 200), tied(2, 200), ("a", "b"), seed=1)
