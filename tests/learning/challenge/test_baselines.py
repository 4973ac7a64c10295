"""Baselines that train, and the course itself: what they ask for, when they train, and that it repeats."""

from dataclasses import replace

import numpy as np
import pytest
from tests.learning.challenge.conftest import SETTINGS, make

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import Events
from ecosystem_nb.learning.challenge import baselines, course
from ecosystem_nb.learning.challenge.baselines import FineTune, FineTuneReplay, FullRetrain, OnAlarm
from ecosystem_nb.learning.challenge.course import Course, Settings, build
from ecosystem_nb.learning.challenge.entrant import Entrant
from ecosystem_nb.learning.challenge.player import Here
from ecosystem_nb.learning.challenge.policy import ChallengeError, Policy
from ecosystem_nb.learning.challenge.referee import Run, play
from ecosystem_nb.learning.model.train import Recipe

QUICK = Recipe(hidden=(4,), epochs=1)


class Given(Entrant):
    """An entrant of this process that makes its policy as it is told."""

    def __init__(self, made) -> None:
        object.__setattr__(self, "made", made)
        super().__init__("given")

    def load(self) -> type[Policy]:
        return self.made


def played(one: Course, made) -> Run:
    return play(one, Here(Given(made)))


def labels(run: Run) -> list[int]:
    return [score.labels for score in run.scores]


def networks(run: Run) -> int:
    return len({score.model for score in run.scores})


@pytest.mark.parametrize("kind", [FineTune, FineTuneReplay])
def test_tuning_asks_for_new_labels_only(one_course: Course, kind: type[FineTune]) -> None:
    """Replayed events were paid before; the same seed repeats to the last digit."""
    run = played(one_course, lambda: kind(labels=500, recipe=QUICK))
    assert labels(run) == [0, 0, 500, 500]
    assert networks(run) == 4
    assert run == played(one_course, lambda: kind(labels=500, recipe=QUICK))


def test_replay_takes_evenly_from_all_labelled_intervals(
    one_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """375 new events train in each interval; with a replay of 1 as many are old, split over what is known."""
    sizes: list[int] = []
    monkeypatch.setattr(
        baselines, "train", lambda x, y, *, start, **_: sizes.append(len(x)) or (len(x) == len(y) and start)
    )
    played(one_course, lambda: FineTune(labels=500, replay=1.0))
    assert sizes == [375, 375 + 375, 375 + 2 * (375 // 2)]


def test_a_full_retrain_takes_all_labels(one_course: Course) -> None:
    run = played(one_course, lambda: FullRetrain(recipe=QUICK))
    assert labels(run) == [0, 0, SETTINGS.events, SETTINGS.events]
    assert networks(run) == 4


def test_on_alarm_trains_only_when_events_have_moved(one_course: Course) -> None:
    """Without drift never; with a jump at interval 2 until it has learnt from the new events."""
    still = replace(one_course, samples=one_course.samples[:1] * 4, electron=one_course.electron[:1] * 4)
    jump = replace(
        one_course,
        samples=tuple(one_course.samples[i] for i in (0, 0, 3, 3, 3)),
        electron=tuple(one_course.electron[i] for i in (0, 0, 3, 3, 3)),
    )
    assert networks(played(still, lambda: OnAlarm(labels=500, recipe=QUICK))) == 1
    run = played(jump, lambda: OnAlarm(labels=500, recipe=QUICK))
    same = [run.scores[i].model == run.scores[i - 1].model for i in (1, 2, 3, 4)]
    assert same == [True, False, False, True], "at 3 it first learns from what rang at 2"
    assert labels(run) == [0, 0, 500, 500, 0]


@pytest.fixture(scope="module")
def one_course() -> Course:
    return make(3)


def toy(asked: list[tuple[Conditions, int, int]]):
    """A simulation that keeps what it was asked for; electrons have less behind them."""

    def simulate(conditions: Conditions, number: int, seed: int) -> Events:
        asked.append((conditions, number, seed))
        rng = np.random.default_rng(seed)
        electron = rng.random(number) < 0.5
        towers = rng.exponential(np.where(electron, 0.5, 5.0)[:, None, None], (number, 3, 3))
        crystals = rng.exponential(1.0, (number, 7, 7)) * conditions.calibration.dose
        eta = rng.random(number).astype(np.float32)
        return Events(crystals.astype(np.float32), towers.astype(np.float32), electron, eta, eta)

    return simulate


def test_a_course_reads_each_event_out_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the calibration of the script, and with the true dose of the interval before at scale 1."""
    asked: list[tuple[Conditions, int, int]] = []
    monkeypatch.setattr(course, "simulate", toy(asked))
    monkeypatch.setattr(course, "FRESH", QUICK)
    settings = Settings(events=300, reference=2000, intervals=12)
    made = build(settings, 5)
    script = settings.script(5)
    plain, newer, first = asked[:-1:2], asked[1:-1:2], asked[-1]
    assert [one[0] for one in plain] == [period.conditions for period in script]
    assert [one[0].calibration.dose for one in newer[1:]] == [p.conditions.dose for p in script[:11]]
    assert {one[0].calibration.scale for one in newer} == {1.0}
    assert [one[1:] for one in plain] == [one[1:] for one in newer]
    assert len({one[2] for one in plain} | {first[2]}) == 13, "no events twice, none that trained the model"
    assert first[:2] == (script[0].conditions, 2000)
    scores = made.deployed.scores(made.samples[0])[made.electron[0]]
    share = (scores >= made.deployed.threshold).mean()
    assert share == pytest.approx(0.95, abs=4 * np.sqrt(0.05 * 0.95 * (1 / len(scores) + 1 / 250)))
    for t, sample in enumerate(made.samples):
        seen = toy([])(*plain[t])
        assert (
            sample.cells == np.hstack([seen.crystals.reshape(300, 49), seen.towers.reshape(300, 9)])
        ).all()
    again = build(settings, 5)
    assert again.deployed.model.digest == made.deployed.model.digest
    assert build(settings, 6).deployed.model.digest != made.deployed.model.digest


def test_settings_out_of_range() -> None:
    with pytest.raises(ChallengeError, match="timeline = 'mixd': expected one of steady_ageing"):
        Settings(timeline="mixd")
    with pytest.raises(ValueError, match="number of intervals = 1 is out of range: expected at least 2"):
        Settings(intervals=1)
    with pytest.raises(ValueError, match="efficiency = 1 is out of range"):
        Settings(efficiency=1.0)
