"""One model, one ageing: what each context is handed, and what they must agree on."""

import numpy as np
import pytest

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import Events, simulate
from ecosystem_nb.learning.contexts import signal
from ecosystem_nb.learning.contexts.simulated import HIGH, LOW
from ecosystem_nb.learning.contexts.study import AGED, CALIBRATED, Question, measured, scaled, states
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.quality import threshold_for
from ecosystem_nb.learning.model.train import Recipe, train


@pytest.fixture(scope="module")
def events() -> Events:
    return simulate(Conditions(), 3000, seed=1)


@pytest.fixture(scope="module")
def question(events: Events) -> Question:
    x = features(events)
    network = train(x, events.electron, seed=1, recipe=Recipe(hidden=(8,), epochs=4))
    scores = network.scores(x)
    inner = signal.edges(scores, events.electron, 3)
    deployed = threshold_for(scores, events.electron, 0.9)
    return Question(network, deployed, 0.9, 100.0, 32.0, inner, 100.0, 500.0, 0.1, 0.01)


def test_the_threshold_gives_what_it_was_set_for(question: Question, events: Events) -> None:
    """On the events that set it, both thresholds are one."""
    card = question.trigger(events)
    assert card.threshold == question.deployed
    assert card.efficiency == pytest.approx(0.9, abs=1e-3)
    assert card.rate == card.rate_fixed


def test_a_scale_moves_the_response_and_the_turn_on_by_itself(question: Question, events: Events) -> None:
    """Energies 10 % lower: response 10 % lower, turn-on higher, width over response the same."""
    card, at = question.reconstruction(events)
    lower, later = question.reconstruction(scaled(events, -0.1))
    assert lower.response == pytest.approx(0.9 * card.response, rel=1e-5)
    assert lower.width == pytest.approx(card.width, rel=1e-3)
    assert later == pytest.approx(at / 0.9, rel=0.02)
    assert measured(scaled(events, -0.1)) == pytest.approx(0.9 * measured(events), rel=1e-5)


def test_an_analysis_that_believes_the_truth_finds_it(question: Question, events: Events) -> None:
    """With the expected data at strength 1 the best strength is 1, whatever the uncertainties."""
    counted = question.sample(events)
    card = question.analysis(counted, counted, toys=50, rng=np.random.default_rng(1))
    assert card.best == pytest.approx(1.0, abs=0.01)
    assert card.low < 1.0 < card.high
    assert card.width == pytest.approx((card.high - card.low) / 2)
    assert card.coverage.toys == 50
    for which, by in ((HIGH, 0.01), (LOW, -0.01)):
        made = counted.templates(which)
        scores = question.network.scores(features(scaled(events, by)))
        ends = [-np.inf, *question.inner, np.inf]
        electrons, jets = (np.histogram(scores[one], ends)[0] for one in (events.electron, ~events.electron))
        assert made.electrons == pytest.approx(100.0 * electrons / electrons.sum())
        assert made.jets == pytest.approx(500.0 * jets / jets.sum())
        assert made.jets_error == pytest.approx(500.0 * np.sqrt(jets) / jets.sum())
    assert counted.templates(HIGH).jets.tolist() != counted.templates(LOW).jets.tolist()


def test_an_analysis_of_another_detector_does_not_cover(question: Question, events: Events) -> None:
    """Energies that are 20 % lower are not in the vocabulary of a scale known to 1 %."""
    believed, truth = question.sample(events), question.sample(scaled(events, -0.2))
    card = question.analysis(believed, truth, toys=100, rng=np.random.default_rng(1))
    right = question.analysis(believed, believed, toys=100, rng=np.random.default_rng(1))
    assert abs(card.best - 1.0) > card.width
    assert card.coverage.share < right.coverage.share - 0.2


def test_the_states_differ_in_one_thing_at_a_time() -> None:
    found = states(1.3, 80.0)
    assert {one.pile_up for one in found.values()} == {80.0}
    assert (found[AGED].dose, found[AGED].calibration) == (1.3, Conditions().calibration)
    assert found[CALIBRATED].dose == found[CALIBRATED].calibration.dose == 1.3
