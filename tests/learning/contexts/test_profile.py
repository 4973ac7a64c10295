"""Newton's steps for many repetitions at once: pyhf's likelihood, its best, and closed forms."""

import numpy as np
import pytest

from ecosystem_nb.learning.contexts.profile import Likelihood, Repeated
from ecosystem_nb.learning.contexts.signal import Measurement, Templates

EXACT = Templates(np.array([60.0, 60.0, 61.0]), np.array([900.0, 130.0, 20.0]))
FILLED = Templates(EXACT.electrons, EXACT.jets, np.array([2.0, 2.0, 2.0]), np.array([20.0, 6.0, 2.0]))
HIGH = Templates(np.array([58.0, 60.0, 63.0]), np.array([890.0, 138.0, 22.0]))
LOW = Templates(np.array([62.5, 60.0, 58.5]), np.array([909.0, 124.0, 17.0]))


def drawn(nominal: Templates, number: int, strength: float = 1.3) -> Repeated:
    """Data with everything away from its nominal value."""
    rng = np.random.default_rng(7)
    counts = rng.poisson(nominal.expected(strength), (number, 3)).astype(np.float64)
    simulated = 1.0 + nominal.unsure() * rng.standard_normal(counts.shape)
    return Repeated(counts, 1.3 * rng.standard_normal(number), 1.3 * rng.standard_normal(number), simulated)


@pytest.mark.parametrize("nominal", [EXACT, FILLED])
@pytest.mark.parametrize(("high", "low"), [(None, None), (HIGH, LOW)])
@pytest.mark.parametrize("unsure", [0.0, 0.1])
def test_it_is_pyhf_s_likelihood(
    nominal: Templates, high: Templates | None, low: Templates | None, unsure: float
) -> None:
    """Best strength, and by how much twice the log-likelihood falls at two strengths, as pyhf has them."""
    measurement = Measurement(nominal, high, low, unsure)
    fast, data = Likelihood.of(measurement), drawn(nominal, 3)
    best = fast.best(data).strength
    far = {one: fast.far(one, data) for one in (0.4, 2.5)}
    for k in range(3):
        vector = measurement.data(data.counts[k], data.known(k))
        assert best[k] == pytest.approx(measurement.fit(vector), abs=1e-3)
        for one, found in far.items():
            assert found[k] == pytest.approx(measurement.far(one, vector), abs=1e-4)


def test_each_repetition_may_have_templates_of_its_own() -> None:
    """Two sets at once give what each gives alone, and what is chosen of them too."""
    other = Templates(2.0 * EXACT.electrons, 1.1 * EXACT.jets, np.full(3, 3.0), np.full(3, 9.0))
    data = drawn(FILLED, 2)
    both = Templates(*(np.stack(pair) for pair in zip(_parts(FILLED), _parts(other), strict=True)))
    together = Likelihood(both, jets_unsure=0.1)
    alone = [Likelihood(one, jets_unsure=0.1) for one in (FILLED, other)]
    for k, one in enumerate(alone):
        mine = data.chosen(np.array([k]))
        assert together.best(data).strength[k] == pytest.approx(one.best(mine).strength[0], abs=1e-6)
        assert together.chosen(np.array([k])).far(1.0, mine) == pytest.approx(one.far(1.0, mine), abs=1e-8)


def _parts(one: Templates) -> tuple[np.ndarray, ...]:
    assert one.electrons_error is not None
    assert one.jets_error is not None
    return one.electrons, one.jets, one.electrons_error, one.jets_error


def test_one_bin_has_a_closed_form() -> None:
    """Best (n - b)/s, error sqrt(n)/s from the curvature; the template's error adds in squares."""
    counts = np.array([[5.6e4], [4.7e4]])
    exact = Templates(np.array([1.0e4]), np.array([4.0e4]))
    found = Likelihood(exact).best(Repeated.of(counts))
    assert found.strength == pytest.approx((counts[:, 0] - 4.0e4) / 1.0e4, abs=1e-6)
    assert found.error == pytest.approx(np.sqrt(counts[:, 0]) / 1.0e4, rel=1e-5)
    filled = Templates(exact.electrons, exact.jets, np.array([90.0]), np.array([120.0]))
    at_one = Likelihood(filled).best(Repeated.of(np.array([[5.0e4]])))
    assert at_one.error == pytest.approx(np.sqrt(5.0e4 + 90.0**2 + 120.0**2) / 1.0e4, rel=1e-3)


def test_a_strength_is_stopped_at_nothing() -> None:
    few = Likelihood(Templates(np.array([5.0]), np.array([100.0])))
    data = Repeated.of(np.array([[80.0], [110.0]]))
    assert few.best(data).strength == pytest.approx([0.0, 2.0], abs=1e-6)
    assert few.far(0.0, data)[0] == 0.0


def test_an_uncertainty_is_stopped_at_five() -> None:
    """Data that want ten standard deviations of jets get five: (1.1)^5 times as many."""
    one = Likelihood(Templates(np.array([1.0, 1.0]), np.array([1e4, 1e6])), jets_unsure=0.1)
    found = one.best(Repeated.of(np.array([[1e4 * 1.1**10 + 3.0, 1e6 * 1.1**10]])), 0.0)
    total = np.array([1e4, 1e6]) * 1.1**5
    counts = np.array([1e4 * 1.1**10 + 3.0, 1e6 * 1.1**10])
    assert found.value[0] == pytest.approx(2.0 * (total - counts * np.log(total)).sum() + 25.0, rel=1e-9)
