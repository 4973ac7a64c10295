"""How often intervals cover: binomial truths, and what each simplification must do to a coverage."""

import math

import numpy as np
import pytest

from ecosystem_nb.learning.contexts import coverage
from ecosystem_nb.learning.contexts.coverage import ANEW, IGNORED, NOTHING, OWN, PARABOLA, UNDRAWN, Coverage
from ecosystem_nb.learning.contexts.signal import Templates
from ecosystem_nb.learning.contexts.simulated import HIGH, LOW, NOMINAL, Sample, Trio


@pytest.fixture(scope="module")
def sample() -> Sample:
    """Scores of two Gaussians, moved by the scale; as many simulated events as expected ones."""
    rng = np.random.default_rng(2)
    electron = np.repeat([True, False], 2000)
    scores = rng.normal(electron * 1.5).astype(np.float32)
    moved = (scores, scores + np.float32(0.05), scores - np.float32(0.05))
    return Sample.of(moved, electron, np.array([-0.5, 0.5, 1.5]), (2000.0, 2000.0))


@pytest.fixture(scope="module")
def causes(sample: Sample) -> dict[str, Coverage]:
    return coverage.causes(sample, 0.05, toys=1500, rng=np.random.default_rng(3))


def test_a_share_has_its_binomial_error_and_wilson_s_interval() -> None:
    one = Coverage(400, 100)
    assert one.share == 0.25
    assert one.error == pytest.approx(math.sqrt(0.6827 * 0.3173 / 400), rel=1e-3)
    low, high = one.interval()
    for end in (low, high):  # Wilson: ends at which the share is one standard deviation away
        assert abs(0.25 - end) == pytest.approx(math.sqrt(end * (1 - end) / 400), rel=1e-9)
    assert not one.kept()
    assert Coverage(400, 273).kept()
    assert Coverage(400, 256).kept()
    assert not Coverage(400, 252).kept()


def test_intervals_cover_what_they_promise(causes: dict[str, Coverage]) -> None:
    """Frequentist: 68.3 % when data and what is measured of the uncertainties are drawn anew.

    Templates drawn anew have a fixed number of events, which factors by bin do not know: they cover a little
    more.
    """
    for name in (OWN, PARABOLA):
        assert causes[name].share == pytest.approx(0.683, abs=3 * causes[name].error), name
    assert 0.683 - 3 * causes[ANEW].error < causes[ANEW].share < 0.74


def test_toys_that_draw_too_little_cover_too_often(causes: dict[str, Coverage]) -> None:
    """What is known holds the fit but never pulls it: errors are counted that toys do not make."""
    assert causes[UNDRAWN].share > 0.683 + 5 * causes[UNDRAWN].error


def test_templates_without_their_errors_cover_too_seldom(causes: dict[str, Coverage]) -> None:
    """As many simulated as expected events: an interval too short by the square root of two in part."""
    assert causes[IGNORED].share < 0.683 - 5 * causes[IGNORED].error
    assert causes[IGNORED].share > 0.5


def test_at_the_boundary_half_of_the_toys_cover_for_nothing(causes: dict[str, Coverage]) -> None:
    """Strength 0: best strengths of 0 always cover, the others as often as ever: (1 + 0.683)/2."""
    assert causes[NOTHING].share == pytest.approx((1 + 0.6827) / 2, abs=0.03)


def test_ignoring_the_error_of_a_template_has_a_closed_form() -> None:
    """Two equal bins, no other uncertainty, N simulated for N expected: the data's variance n, that of data
    and template 2 n; the interval of the first covers erf(1/sqrt(2)/sqrt(2)) = 52 %.

    The number of events is kept when a simulation is repeated, so it is the split between bins that varies:
    electrons are made to fill one bin alone.
    """
    electrons, jets = np.zeros((2, 2, 2), dtype=np.int64), np.zeros((2, 2, 2), dtype=np.int64)
    electrons[0, 0, 0] = 100_000
    jets[0, 0, 0] = jets[1, 1, 1] = 2_000
    sample = Sample(electrons, jets, (300.0, 4000.0))
    found = coverage.simulated_anew(sample, sample.templates(), 0.0, toys=3000, rng=np.random.default_rng(5))
    variance, template = 2300.0, 4000.0 * 0.25
    expected = math.erf(math.sqrt(0.5 * variance / (variance + template)))
    assert found[IGNORED].share == pytest.approx(expected, abs=3 * found[IGNORED].error)
    # the fit that keeps the errors takes the bins for independent: twice the template's variance
    kept = math.erf(math.sqrt(0.5 * (variance + 2.0 * template) / (variance + template)))
    assert found[ANEW].share == pytest.approx(kept, abs=3 * found[ANEW].error)


def test_another_simulation_has_the_spread_that_is_quoted(sample: Sample) -> None:
    """The templates' statistical errors are the spread of templates; scales move together."""
    made = sample.again(3000, np.random.default_rng(6))
    nominal = sample.templates()
    assert made[0].jets.mean(axis=0) == pytest.approx(nominal.jets, rel=0.01)
    share = nominal.jets / nominal.jets.sum()
    assert nominal.jets_error is not None
    assert made[0].jets.std(axis=0) == pytest.approx(nominal.jets_error * np.sqrt(1.0 - share), rel=0.06)
    assert made[0].jets.sum(axis=1) == pytest.approx(np.full(3000, 2000.0))
    fewer = sample.again(2000, np.random.default_rng(6), share=0.25)[0]
    assert fewer.jets.std(axis=0) == pytest.approx(2.0 * made[0].jets.std(axis=0), rel=0.08)
    for high, low in ((made[HIGH].jets, made[LOW].jets),):
        together = np.corrcoef(high[:, 0], low[:, 0])[0, 1]
        assert together > 0.7


def test_repetitions_draw_what_is_known_at_its_own_width() -> None:
    sums, errors = ([10.0, 40.0], [90.0, 60.0]), ([3.0, 0.0], [4.0, 5.0])
    truth = Templates(*(np.array(one) for one in (*sums, *errors)))
    data = coverage.repeated(truth, strength=2.0, toys=4000, rng=np.random.default_rng(8))
    assert data.counts.mean(axis=0) == pytest.approx([110.0, 140.0], rel=0.01)
    assert data.counts.var(axis=0) == pytest.approx([110.0, 140.0], rel=0.07)
    assert data.simulated.std(axis=0) == pytest.approx([0.05, 0.05], rel=0.05)
    for one in (data.scale, data.jets):
        assert one.std() == pytest.approx(1.0, rel=0.05)
        assert one.mean() == pytest.approx(0.0, abs=0.06)
    assert abs(np.corrcoef(data.scale, data.jets)[0, 1]) < 0.06


def test_smaller_simulations_cover_less_without_their_errors(sample: Sample) -> None:
    rows = coverage.scan(sample, 0.05, (1.0, 0.25), toys=400, rng=np.random.default_rng(9))
    assert rows["events"].unique().tolist() == [1.0, 0.25]
    assert ((rows["low"] < rows["coverage"]) & (rows["coverage"] < rows["high"])).all()
    left = rows[rows["fit"] == "errors left out"]["coverage"].tolist()
    kept = rows[rows["fit"] != "errors left out"]["coverage"].tolist()
    assert left[1] < left[0] < kept[0]
    assert kept[1] > left[1] + 10


def test_one_simulation_for_all_repetitions_is_a_matter_of_luck(sample: Sample) -> None:
    """Coverages of one simulation after the other differ by far more than their binomial error."""
    found = coverage.kept(sample, 0.05, simulations=16, toys=1000, rng=np.random.default_rng(10))
    shares = np.array([one.share for one in found])
    assert len(found) == 16
    assert shares.std() > 1.5 * found[0].error
    assert shares.mean() < 0.66


class Given(Sample):
    """Simulations that differ much from each other, the same ones each time."""

    def again(self, number: int, rng: np.random.Generator, share: float = 1.0) -> Trio:
        assert (number, share) == (2, 1.0)
        rng.random()
        electrons, jets = np.full((2, 2), 300.0), np.array([[900.0, 100.0], [500.0, 100.0]])
        made = Templates(electrons, jets, np.sqrt(electrons), np.sqrt(jets))
        return made, made, made


def test_one_simulation_after_the_other_has_its_own_truth() -> None:
    """Each of two simulations that are their own truths covers as promised; swapped they would never."""
    nothing = np.zeros((2, 2, 2), dtype=np.int64)
    given = Given(nothing, nothing, (600.0, 1000.0))
    found = coverage.kept(given, 0.0, simulations=2, toys=600, rng=np.random.default_rng(11))
    for one in found:
        assert one.share == pytest.approx(0.683, abs=3 * one.error)


def test_a_fit_gets_each_scale_in_its_place(sample: Sample) -> None:
    fit = sample.measurement(0.05)
    for found, which in ((fit.nominal, NOMINAL), (fit.high, HIGH), (fit.low, LOW)):
        assert found is not None
        assert found.jets.tolist() == sample.templates(which).jets.tolist()
    assert fit.jets_unsure == 0.05


def test_bad_input_is_refused(sample: Sample) -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="toys = 0 is out of range: expected at least 1"):
        coverage.repeated(sample.templates(), strength=1.0, toys=0, rng=rng)
    with pytest.raises(ValueError, match="number = 0 is out of range"):
        sample.again(0, rng)
    three = (np.zeros(2, dtype=np.float32),) * 3
    with pytest.raises(ValueError, match="expected electrons and jets"):
        Sample.of(three, np.ones(2, dtype=bool), np.array([0.5]), (1.0, 1.0))
