"""The trigger's card: shares above thresholds, against closed forms of two Gaussians."""

import math

import numpy as np
import pytest

from ecosystem_nb.learning.contexts.trigger import judge

NORMAL = np.random.default_rng(1)
JETS, ELECTRONS = NORMAL.normal(0.0, 1.0, 40_000), NORMAL.normal(1.5, 1.0, 40_000)
SCORES = np.concatenate([JETS, ELECTRONS]).astype(np.float32)
TRUTH = np.repeat([False, True], 40_000)


def above(x: float) -> float:
    """Share of a unit Gaussian above x."""
    return 0.5 * math.erfc(x / math.sqrt(2))


def test_two_gaussians() -> None:
    """Electrons at 1.5, jets at 0: the 95 % threshold stands 1.645 below the electrons."""
    card = judge(SCORES, TRUTH, deployed=0.5, efficiency=0.95, jets=1000.0)
    assert card.efficiency == pytest.approx(above(-1.0), abs=4 * card.efficiency_error)
    assert card.rate == pytest.approx(1000 * above(0.5), abs=4 * 1000 * 0.5 / 200)
    assert card.threshold == pytest.approx(1.5 - 1.6449, abs=0.03)
    assert card.rate_fixed == pytest.approx(1000 * above(1.5 - 1.6449), rel=0.03)
    assert card.rate_error == pytest.approx(1000 * math.sqrt(0.557 * 0.443 / 40_000), rel=0.02)


def test_the_fixed_threshold_keeps_the_efficiency_and_is_the_highest_that_does() -> None:
    card = judge(SCORES, TRUTH, deployed=0.0, efficiency=0.9, jets=1.0)
    assert (card.threshold <= SCORES[TRUTH]).mean() >= 0.9
    assert (card.threshold < SCORES[TRUTH]).mean() < 0.9


def test_scores_that_all_fall_lose_efficiency_but_not_the_rate_at_fixed_efficiency() -> None:
    """The two questions differ: a shift of all scores changes the first answer only."""
    before = judge(SCORES, TRUTH, deployed=0.0, efficiency=0.95, jets=1.0)
    after = judge(SCORES - 1.0, TRUTH, deployed=0.0, efficiency=0.95, jets=1.0)
    assert after.efficiency < before.efficiency - 0.1
    assert after.rate_fixed == before.rate_fixed


def test_one_kind_only_is_refused() -> None:
    with pytest.raises(ValueError, match="no electrons"):
        judge(np.zeros(2, dtype=np.float32), np.zeros(2, dtype=bool), deployed=0.0, efficiency=0.9, jets=1.0)
    with pytest.raises(ValueError, match=r"efficiency = 1.2 is out of range"):
        judge(SCORES, TRUTH, deployed=0.0, efficiency=1.2, jets=1.0)
