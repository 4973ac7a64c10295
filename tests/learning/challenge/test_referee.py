"""The referee: labels are counted and withheld, and baselines score what the normal distribution says."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from tests.learning.challenge.conftest import APART, SETTINGS, STEP
from tests.learning.challenge.policies import HALF, LOOKS, SIGMOID, SIGMOID_HEAD, policy

from ecosystem_nb.learning.challenge.course import Course
from ecosystem_nb.learning.challenge.entrant import Entrant
from ecosystem_nb.learning.challenge.player import Here
from ecosystem_nb.learning.challenge.policy import LabelsRefused, PolicyFailed
from ecosystem_nb.learning.challenge.referee import Office, Run, play

CONSTANT = """class Same:
    def __init__(self, scores): self.kept = scores
    def scores(self, x): return self.kept
"""
PHI = NormalDist().cdf
CUT = NormalDist().inv_cdf(0.05)
BAND = 4 * np.sqrt(0.25 / (SETTINGS.events / 2))
"""Four standard deviations of a share of half of the events, at the most."""


def played(course: Course, entrant: Entrant) -> Run:
    return play(course, Here(entrant))


def test_a_frozen_model_loses_what_the_drift_says(course: Course) -> None:
    """Efficiency is Phi(1.645 - drift); the separation is Phi(1.645 - 1.5) jets throughout."""
    run = played(course, Entrant("frozen"))
    for t, score in enumerate(run.scores):
        assert score.efficiency == pytest.approx(PHI(-CUT - STEP * t), abs=BAND)
        assert score.background == pytest.approx(PHI(-CUT - APART - STEP * t), abs=BAND)
        assert score.separation == pytest.approx(PHI(-CUT - APART), abs=2 * BAND)
        assert score.auc == pytest.approx(PHI(APART / np.sqrt(2)), abs=BAND)
        assert (score.labels, score.changed) == (0, 0.0)
    assert run.first == run.scores[0]


def test_a_threshold_is_as_old_as_the_labels(course: Course) -> None:
    """Set on the interval before, it is one step of drift behind, and it costs the labels asked for."""
    run = played(course, HALF)
    for score in run.scores[1:]:
        assert score.efficiency == pytest.approx(PHI(-CUT - STEP), abs=2 * BAND)
    assert [score.labels for score in run.scores] == [0, 0, 1000, 1000], "those of interval 0 are free"
    assert len({score.model for score in run.scores}) == 1


def test_recalibration_takes_the_drift_away(course: Course) -> None:
    """Here it is perfect by construction; the scores change though the network does not."""
    run = played(course, Entrant("recalibrate-only"))
    for score in run.scores[1:]:
        assert score.efficiency == pytest.approx(0.95, abs=BAND)
    assert run.scores[1].changed > 0.01
    assert run.scores[2].changed == 0.0, "compared with a model that was recalibrated already"


def test_threshold_only_is_the_same_policy(course: Course) -> None:
    scores = played(course, Entrant("threshold-only")).scores
    assert [score.labels for score in scores] == [0, 0, 2000, 2000]
    assert scores[3].efficiency == pytest.approx(PHI(-CUT - STEP), abs=BAND)


@pytest.mark.parametrize("way", LOOKS)
def test_looking_is_refused(course: Course, way: str) -> None:
    body, words = LOOKS[way]
    with pytest.raises(LabelsRefused, match=f"Mine, interval 1: {words}" if way == "an attribute" else words):
        played(course, policy(f"{body}\nreturn situation.deployed"))


@pytest.mark.parametrize("array", ["situation.current.features", "situation.past[0].recalibrated"])
def test_events_can_not_be_written_to(course: Course, array: str) -> None:
    with pytest.raises(
        PolicyFailed, match="Mine, interval 1: ValueError: assignment destination is read-only"
    ):
        played(course, policy(f"{array}[0] = 0\nreturn situation.deployed"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return 0.5", "prepare gave float: expected a Deployed"),
        (
            "return Deployed(situation.deployed.model, float('nan'))",
            "threshold = nan is not a finite number",
        ),
        ("raise RuntimeError('two\\nlines')", "RuntimeError: two lines$"),
        ("return Deployed(None, 0.5)", r"model is a NoneType: expected one with a method scores\(x\)"),
        (
            "return Deployed(situation.deployed.model, 0.5, 'pixels')",
            "reads = 'pixels': expected one of features",
        ),
        (f"{CONSTANT}return Deployed(Same(np.zeros(7)), 0.5)", r"scores of shape \(7,\) for 4000 events"),
        (f"{CONSTANT}return Deployed(Same(np.full(4000, 2.0)), 0.5)", "scores from 2 to 2: expected 0 to 1"),
        (f"{CONSTANT}return Deployed(Same(np.full(4000, -0.1)), 0.5)", "scores from -0.1 to -0.1: expected"),
        (f"{CONSTANT}return Deployed(Same(np.full(4000, np.nan)), 0.5)", "scores from nan to nan: expected"),
    ],
)
def test_what_is_no_model_is_told_in_one_line(course: Course, body: str, words: str) -> None:
    with pytest.raises(PolicyFailed, match=f"Mine, interval 1: .*{words}"):
        played(course, policy(body))


def test_any_model_may_enter(course: Course) -> None:
    """A logistic function of the first cell scores as the network does that reads the first feature."""
    run = played(course, SIGMOID)
    frozen = played(course, Entrant("frozen"))
    for mine, score in zip(run.scores[1:], frozen.scores[1:], strict=True):
        assert mine.efficiency == score.efficiency
        assert mine.auc == pytest.approx(score.auc, abs=1e-6)
    assert [score.changed < 1e-6 for score in run.scores] == [True] * 4, "the network's scores, to rounding"
    assert len({score.model for score in run.scores[1:]}) == 1, "the same model, so it grows older"
    assert run.scores[1].model != run.scores[0].model
    assert run.first.auc == pytest.approx(frozen.first.auc, abs=1e-6)


def test_the_last_model_goes_back_to_the_first_interval(course: Course) -> None:
    """One that is turned round in the last interval orders the events of the first the wrong way."""
    turned = policy(
        "class Turned:\n"
        "    def scores(self, x): return 1 - Sigmoid().scores(x)\n"
        "return Deployed(Turned() if situation.interval == 3 else Sigmoid(), 0.5)",
        head=SIGMOID_HEAD,
    )
    run = played(course, turned)
    assert run.first.auc == pytest.approx(1.0 - run.scores[0].auc, abs=1e-6)
    assert (run.first.interval, run.first.labels) == (0, 0)


def test_a_model_stays_itself_when_it_is_fed_with_a_newer_calibration(course: Course) -> None:
    moved = policy(
        "return Deployed(Sigmoid(), 0.5, 'features' if situation.interval < 3 else 'recalibrated')",
        head=SIGMOID_HEAD,
    )
    first, *later = course.samples
    shifted = replace(first, recalibrated=first.features + np.float32(1.0))
    run = played(replace(course, samples=(shifted, *later)), moved)
    assert len({score.model for score in run.scores[1:]}) == 1
    assert run.scores[3].changed > 0.01


def test_a_baseline_that_trains_on_takes_networks_only(course: Course) -> None:
    mixed = policy(
        "from ecosystem_nb.learning.challenge.baselines import FineTune\n"
        "if situation.interval == 1: return Deployed(Sigmoid(), 0.5)\n"
        "return FineTune().prepare(situation)",
        head=SIGMOID_HEAD,
    )
    with pytest.raises(
        PolicyFailed, match=r"interval 2: .*deployed is a Sigmoid: expected a Network to train"
    ):
        played(course, mixed)


def test_a_label_counts_once(course: Course) -> None:
    """Asked for as a number, as positions and again; a copy is given, so the truth can't be changed."""
    office = Office(course)
    office.scored = 3
    given = office.ask(1, np.arange(10))
    assert (given == course.electron[1][:10]).all()
    given[:] = False
    assert (office.ask(1, np.array([9, 3, 10, 3])) == course.electron[1][[9, 3, 10, 3]]).all()
    assert office.given == 11
    office.ask(0, None)
    assert office.given == 11
    office.ask(2, None)
    assert office.given == 11 + SETTINGS.events
