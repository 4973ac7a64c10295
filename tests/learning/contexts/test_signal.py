"""Signal strength: pyhf against closed forms, and intervals that cover what they promise."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from ecosystem_nb.learning.contexts.signal import Measurement, Templates, edges
from ecosystem_nb.learning.contexts.simulated import Sample

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


def test_at_large_counts_the_known_background_gives_the_textbook_width() -> None:
    """One bin, background known: sqrt(s + b)/s."""
    many = Templates(np.array([3.0e4]), np.array([6.0e4]))
    measured = Measurement(many)
    best, low, high = measured.interval(measured.data(many.expected()))
    assert best == pytest.approx(1.0, abs=1e-3)
    assert (high - low) / 2 == pytest.approx(math.sqrt(9.0e4) / 3.0e4, rel=2e-3)


def test_a_template_adds_its_own_error_in_squares() -> None:
    """One bin of templates with errors 150 and 200 events: sqrt(s + b + 150^2 + 200^2)/s, known to all orders
    in the data: the factor of the template and its measurement leave a quadratic form."""
    filled = Templates(np.array([3.0e4]), np.array([6.0e4]), np.array([150.0]), np.array([200.0]))
    measured = Measurement(filled)
    best, low, high = measured.interval(measured.data(filled.expected()))
    assert best == pytest.approx(1.0, abs=1e-3)
    assert (high - low) / 2 == pytest.approx(math.sqrt(9.0e4 + 150.0**2 + 200.0**2) / 3.0e4, rel=2e-3)


def test_what_is_known_goes_to_its_own_place() -> None:
    """A template measured 1 % high takes 1 % of all events from the strength, jets one sigma high theirs."""
    filled = Templates(np.array([300.0]), np.array([600.0]), np.array([0.6]), np.array([0.8]))
    measured = Measurement(filled, jets_unsure=0.05)
    counts = filled.expected()
    up = measured.fit(measured.data(counts, {"simulated": np.array([1.01])}))
    assert up == pytest.approx((900.0 / 1.01 - 600.0) / 300.0, abs=2e-3)
    more = measured.fit(measured.data(counts, {"jets": np.array(1.0)}))
    assert more == pytest.approx((900.0 - 630.0) / 300.0, abs=2e-3)
    assert measured.data(counts).tolist() == [900.0, 0.0, 1.0]


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
    found = Sample.of((scores, scores, scores), electron, inner, (50.0, 300.0)).templates()
    assert found.electrons == pytest.approx(np.full(5, 10.0), rel=0.01)
    assert found.jets.sum() == pytest.approx(300.0)
    assert found.jets[0] > found.jets[-1]
    assert found.expected(2.0).sum() == pytest.approx(400.0)
    inside = np.bincount(np.searchsorted(inner, scores[~electron], side="right"))
    assert found.jets_error == pytest.approx(300.0 * np.sqrt(inside) / (~electron).sum())
    assert found.electrons_error is not None
    assert found.unsure() == pytest.approx(
        np.sqrt(found.electrons_error**2 + found.jets_error**2) / (found.electrons + found.jets)
    )
    assert found.exact().unsure().tolist() == [0.0] * 5
    empty = Templates(np.array([0.0, 4.0]), np.array([0.0, 5.0]), np.array([0.0, 3.0]), np.array([0.0, 4.0]))
    assert empty.unsure() == pytest.approx([0.0, 5.0 / 9.0])


def test_what_makes_no_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="a bin of the templates is empty"):
        Measurement(bins([1, 0], [5, 0]))
    with pytest.raises(ValueError, match=r"jets_unsure = -0\.1 is out of range"):
        Measurement(ONE_BIN, jets_unsure=-0.1)
    with pytest.raises(ValueError, match="expected electrons and jets"):
        Sample.of((np.zeros(3),) * 3, np.zeros(3, dtype=bool), np.zeros(0), (1.0, 1.0))
