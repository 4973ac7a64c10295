"""Who keeps the labels and scores? A model is prepared on the past and scored on what follows."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.challenge.course import Course
from ecosystem_nb.learning.challenge.player import Answer, Player, identity
from ecosystem_nb.learning.challenge.policy import Flags, LabelsRefused
from ecosystem_nb.learning.model.quality import Scores, auc, background_at, efficiency_at, threshold_for


@dataclass(frozen=True)
class Score:
    """How a model did in one interval.

    Parameters
    ----------
    interval : int
    efficiency, background : float
        Shares of electrons and of jets above the deployed threshold.
    separation : float
        Background at the efficiency that is asked for, whatever the deployed threshold.
    auc : float
        Area under the curve.
    labels : int
        Labels that were asked for to prepare it, each counted once.
    changed : float
        Mean absolute change of the score against the model of the interval before, same events.
    model : str
        What the model is told apart by, from :func:`ecosystem_nb.learning.challenge.player.identity`.
    threshold : float
    """

    interval: int
    efficiency: float
    background: float
    separation: float
    auc: float
    labels: int
    changed: float
    model: str
    threshold: float


@dataclass(frozen=True)
class Run:
    """A policy on one course.

    Parameters
    ----------
    seed : int
        Of the course.
    scores : tuple of Score
        One an interval.
    first : Score
        The last model on the first interval again.
    cpu_s : float
        CPU time of the policy, s; measured, and no part of a digest.
    """

    seed: int
    scores: tuple[Score, ...]
    first: Score
    cpu_s: float = field(compare=False)


class Office:
    """Holds the labels of one course and counts those that it gives away."""

    def __init__(self, course: Course) -> None:
        self._labels = course.electron
        self._given = [np.zeros(len(one), dtype=bool) for one in course.electron]
        self.scored = 1

    def ask(self, interval: int, which: NDArray[np.int64] | None) -> Flags:
        """Return labels of a past interval, or refuse.

        Raises
        ------
        LabelsRefused
            For an interval that is not past, or events that there are not.
        """
        last = self.scored - 1
        if not isinstance(interval, int | np.integer) or not 0 <= interval <= last:
            raise LabelsRefused(
                f"labels of interval {interval} are not given while interval {self.scored} is scored: "
                f"expected 0 to {last}"
            )
        truth = self._labels[interval]
        chosen = np.arange(len(truth)) if which is None else np.asarray(which)
        if chosen.ndim != 1 or chosen.dtype.kind not in "iu" or np.any((chosen < 0) | (chosen >= len(truth))):
            raise LabelsRefused(
                f"labels of interval {interval}: expected up to {len(truth)} events, or positions from 0 "
                f"to {len(truth) - 1}"
            )
        self._given[interval][chosen] = True
        return np.array(truth[chosen])

    @property
    def given(self) -> int:
        """Labels given so far, those of the first interval not counted."""
        return int(sum(one.sum() for one in self._given[1:]))


def play(course: Course, player: Player) -> Run:
    """Have a player prepare a model for each interval, and score it there.

    Parameters
    ----------
    course : Course
    player : Player

    Returns
    -------
    Run

    Raises
    ------
    ChallengeError
        When the policy fails, answers something else than a model, or asks for labels it may not see.
    """
    office, cpu = Office(course), 0.0
    first, start = course.samples[0], course.deployed
    now = Answer(start.scores(first), start.threshold, identity(start, first))
    scores = [scored(course, 0, now, now.scores, 0)]
    player.begin(first, start, course.settings.efficiency, course.seed)
    for t in range(1, len(course.samples)):
        office.scored = t
        asked = office.given
        made = player.prepare(course.samples[t], office.ask)
        cpu += made.cpu_s
        scores.append(scored(course, t, made.answer, made.before, office.given - asked))
    last = scored(course, 0, player.again(), now.scores, 0)
    return Run(course.seed, tuple(scores), last, cpu)


def scored(course: Course, t: int, now: Answer, before: Scores, labels: int) -> Score:
    """Return how a model does on the events of one interval, with their labels.

    Parameters
    ----------
    course : Course
    t : int
        The interval.
    now : Answer
        Of the model that is scored.
    before : numpy.ndarray of float32, shape (N,)
        Scores of the same events that they are compared with.
    labels : int
        What it cost.
    """
    electron = course.electron[t]
    best = threshold_for(now.scores, electron, course.settings.efficiency)
    return Score(
        interval=t,
        efficiency=efficiency_at(now.scores, electron, now.threshold),
        background=background_at(now.scores, electron, now.threshold),
        separation=background_at(now.scores, electron, best),
        auc=auc(now.scores, electron),
        labels=labels,
        changed=float(np.abs(now.scores - before).mean(dtype=np.float64)),
        model=now.model,
        threshold=now.threshold,
    )
