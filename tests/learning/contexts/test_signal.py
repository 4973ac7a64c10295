"""Signal strength: pyhf against closed forms, and intervals that cover what they promise."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from ecosystem_nb.learning.contexts.signal import Measurement, Templates, coverage, edges, templates

ONE_BIN = Templates(np.array([100.0]), np.array([400.0]))


def bins(electrons: list[float], jets: list[float]) -> Templates:
    return Templates(np.array(electrons), np.array(jets))


@pytest.mark.parametrize("count", [430.0, 500.0, 610.0])
def test_one_bin_without_systematics_has_a_closed_form(count: float) -> None:
    """Best (n - b)/s; twice the log-likelihood falls by 2 (v - n + n ln n/v), which is 1 at both ends."""

    def rest(strength: float) -> float:
        v = 100.0 * strength + 400.0
        return 2.0 * (v - count + count * math.log(count / v)) - 1.0

    best = (count - 400.0) / 100.0
    measured = Measurement(ONE_BIN)
    found, low, high = measured.interval(measured.data(np.array([count])))
    assert found == pytest.approx(best, abs=1e-3)
    assert low == pytest.approx(brentq(rest, 0.0, best), abs=1e-3)
    assert high == pytest.approx(brentq(rest, best, 10.0), abs=1e-3)


def test_at_large_counts_errors_add_in_squares() -> None:
    """One bin, jets known to 5 %: the width tends to sqrt(s + b + (0.05 b)^2)/s."""
    many = Templates(np.array([2.0e4]), np.array([4.0e4]))
    measured = Measurement(many, jets_unsure=0.05)
    best, low, high = measured.interval(measured.data(many.expected()))
    width = math.sqrt(6.0e4 + (0.05 * 4.0e4) ** 2) / 2.0e4
    assert best == pytest.approx(1.0, abs=1e-3)
    assert (high - low) / 2 == pytest.approx(width, rel=0.02)


def test_more_bins_know_more_and_an_unsure_scale_less() -> None:
    many = bins([20, 30, 50], [300, 80, 20])
    merged = bins([100], [400])
    up, down = bins([25, 30, 45], [330, 70, 18]), bins([16, 30, 54], [280, 88, 22])

    def width(measured: Measurement) -> float:
        _, low, high = measured.interval(measured.data(measured.nominal.expected()))
        return high - low

    plain = width(Measurement(many))
    assert plain < width(Measurement(merged))
    assert width(Measurement(many, jets_unsure=0.1)) > plain
    assert width(Measurement(many, high=up, low=down)) > plain


def test_a_strength_of_nothing_can_be_the_end() -> None:
    few = Templates(np.array([5.0]), np.array([100.0]))
    measured = Measurement(few)
    best, low, high = measured.interval(measured.data(np.array([95.0])))
    assert best == pytest.approx(0.0, abs=1e-3)
    assert low == 0.0
    assert high > 0.5


@pytest.fixture(scope="module")
def fitted() -> Measurement:
    return Measurement(bins([20, 40, 60], [300, 100, 30]), jets_unsure=0.1)


def test_intervals_cover_what_they_promise(fitted: Measurement) -> None:
    """68.3 % within three binomial errors, with the uncertainty of the jets drawn anew in each toy."""
    found = coverage(fitted, fitted.nominal, strength=1.0, toys=100, rng=np.random.default_rng(1))
    assert found.share == pytest.approx(0.683, abs=3 * found.error)
    assert found.error == pytest.approx(math.sqrt(0.683 * 0.317 / 100), rel=1e-3)


def test_what_is_known_of_the_jets_is_drawn_anew_too() -> None:
    """Where that knowledge is most of the error, toys that do not draw it would cover nearly always."""
    many = Measurement(Templates(np.array([2.0e4]), np.array([4.0e4])), jets_unsure=0.1)
    found = coverage(many, many.nominal, strength=1.0, toys=60, rng=np.random.default_rng(4))
    assert found.share == pytest.approx(0.683, abs=3 * found.error)


def test_templates_of_another_detector_do_not_cover(fitted: Measurement) -> None:
    """Electrons that have moved into lower bins are not in the fit's vocabulary."""
    moved = bins([60, 40, 20], [300, 100, 30])
    found = coverage(fitted, moved, strength=1.0, toys=40, rng=np.random.default_rng(2))
    assert found.share < 0.4


def test_the_ends_of_the_interval_are_where_the_truth_stops_being_covered(fitted: Measurement) -> None:
    data = fitted.data(np.array([330.0, 135.0, 85.0]))
    _, low, high = fitted.interval(data)
    assert fitted.far(low, data) == pytest.approx(1.0, abs=0.01)
    assert fitted.far(high, data) == pytest.approx(1.0, abs=0.01)
    assert fitted.far((low + high) / 2, data) < 1.0


def test_templates_hold_what_was_asked() -> None:
    rng = np.random.default_rng(3)
    electron = rng.random(4000) < 0.5
    scores = rng.normal(electron * 1.0)
    inner = edges(scores, electron, 5)
    found = templates(scores, electron, inner, electrons=50.0, jets=300.0)
    assert found.electrons == pytest.approx(np.full(5, 10.0), rel=0.01)
    assert found.jets.sum() == pytest.approx(300.0)
    assert found.jets[0] > found.jets[-1]
    assert found.expected(2.0).sum() == pytest.approx(400.0)


def test_what_makes_no_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="a bin of the templates is empty"):
        Measurement(bins([1, 0], [5, 0]))
    with pytest.raises(ValueError, match=r"jets_unsure = -0\.1 is out of range"):
        Measurement(ONE_BIN, jets_unsure=-0.1)
    with pytest.raises(ValueError, match="toys = 0 is out of range"):
        coverage(Measurement(ONE_BIN), ONE_BIN, strength=1.0, toys=0, rng=np.random.default_rng(1))
    with pytest.raises(ValueError, match="expected electrons and jets"):
        templates(np.zeros(3), np.zeros(3, dtype=bool), np.zeros(0), electrons=1.0, jets=1.0)
