"""The foundation model in the challenge: what it starts from, what it asks for, and the entries kept."""

import os
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from tests.learning.challenge.test_baselines import Given, labels
from tests.learning.foundation.conftest import SMALL

from ecosystem_nb.learning.challenge.baselines import BASELINES
from ecosystem_nb.learning.challenge.campaign import Effort, campaign, courses
from ecosystem_nb.learning.challenge.course import Course, Settings
from ecosystem_nb.learning.challenge.entries import Entry
from ecosystem_nb.learning.challenge.kept import kept
from ecosystem_nb.learning.challenge.player import Here
from ecosystem_nb.learning.challenge.policy import Deployed, PolicyFailed, Sample
from ecosystem_nb.learning.challenge.referee import Run, play
from ecosystem_nb.learning.challenge.standings import measures
from ecosystem_nb.learning.foundation import policy, sentences
from ecosystem_nb.learning.foundation.campaign import BESIDE, COURSES
from ecosystem_nb.learning.foundation.cells import scaled
from ecosystem_nb.learning.foundation.files import digest, lineage
from ecosystem_nb.learning.foundation.policy import PretrainedTransformer, Transformer, TransformerFromScratch
from ecosystem_nb.learning.foundation.shapes import Weights
from ecosystem_nb.learning.foundation.tune import Tuning, scores

EVENTS = 400
QUICK = Tuning(most_epochs=1, least_epochs=1)


@pytest.fixture(autouse=True)
def _small(tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"weights": digest(tiny.weights), "recipe": {"shapes": vars(SMALL)}}
    monkeypatch.setattr(policy, "lineage", lambda: told)
    monkeypatch.setattr(policy, "pretrained", lambda: tiny.weights)


@pytest.fixture(scope="module")
def small() -> Course:
    """Four intervals of made-up cells; electrons have more in the middle."""
    samples, truth = [], []
    for t in range(4):
        rng = np.random.default_rng(t)
        electron = rng.random(EVENTS) < 0.5
        cells = rng.exponential(1.0, (EVENTS, 58)).astype(np.float32)
        cells[:, 24] += np.float32(20.0) * electron
        samples.append(Sample(cells[:, :3], cells[:, :3], cells))
        truth.append(electron)
    return Course(Settings(events=EVENTS, intervals=4), 1, tuple(samples), tuple(truth), Deployed(Low(), 0.5))


class Low:
    """A model that is deployed before anybody tunes."""

    def scores(self, x: np.ndarray) -> np.ndarray:
        return np.full(len(x), 0.5, dtype=np.float32)


def played(course: Course, kind: type[PretrainedTransformer] = PretrainedTransformer) -> Run:
    return play(course, Here(Given(lambda: kind(labels=100, tuning=QUICK))))


def test_it_pays_for_labels_as_fine_tuning_with_replay_does(small: Course) -> None:
    run = played(small)
    assert labels(run) == [0, 0, 100, 100]
    assert len({score.model for score in run.scores}) == 4
    assert run == played(small)


@pytest.mark.parametrize("kind", [PretrainedTransformer, TransformerFromScratch])
def test_each_tuning_goes_on_from_the_one_before(
    small: Course, tiny, monkeypatch: pytest.MonkeyPatch, kind: type[PretrainedTransformer]
) -> None:
    """First on three quarters of all free events; later on 75 new ones, and 100 of each interval before."""
    told: list[tuple[Weights, int]] = []

    def tune(weights: Weights, _: object, x: np.ndarray, electron: np.ndarray, **__: object) -> Weights:
        assert x.shape == (len(electron), 58)
        assert 4.0 < x.max() < 8.0, "20 to 40 GeV on the scale of the model, not in GeV"
        told.append((weights, len(x)))
        return {name: one + np.float32(1.0) for name, one in weights.items()}

    monkeypatch.setattr(policy, "tune", tune)
    played(small, kind)
    assert [number for _, number in told] == [300, 75 + 100, 75 + 200]
    start = told[0][0]
    for earlier, (later, _) in pairwise(told):
        assert all((later[name] == earlier[0][name] + np.float32(1.0)).all() for name in later)
    same = {name for name in start if (start[name] == tiny.weights[name]).all()}
    drawn = kind is TransformerFromScratch
    assert ("patch.w" not in same) == drawn
    assert same >= {"mean", "scale"}


def test_it_reads_energies(tiny) -> None:
    gev = np.random.default_rng(1).exponential(2.0, (5, 58)).astype(np.float32)
    assert (Transformer(tiny.weights, SMALL).scores(gev) == scores(tiny.weights, SMALL, scaled(gev))).all()


def test_other_weights_than_those_of_the_entry_are_refused(small: Course) -> None:
    class Other(PretrainedTransformer):
        pinned = "0123456789abcdef"

    with pytest.raises(
        PolicyFailed, match=r"have the digest [0-9a-f]{12}: expected 0123456789ab, those of the"
    ):
        played(small, Other)


def test_challengers_are_pinned(small: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    entrants = policy.challengers()
    assert [one.load().pinned for one in entrants] == [policy.lineage()["weights"]] * 2
    monkeypatch.setattr(policy, "lineage", lambda: {"weights": "new"})
    with pytest.raises(PolicyFailed, match="have the digest new: expected"):
        play(small, Here(entrants[1]))


def shelf() -> Sequence[Entry]:
    return kept(Settings(), COURSES)


def test_entries_with_the_book_are_those_of_its_weights() -> None:
    """Their digests hold, and the weights they name are shipped."""
    entries = {one.entrant.name: one for one in shelf()}
    assert {*entries} == {*BESIDE, "PretrainedTransformer", "TransformerFromScratch"}
    for name, one in entries.items():
        assert (lineage()["weights"] in one.entrant.source) == (name not in BASELINES)


def a_board(ours: float, raw: float, rival: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recoveries of three policies on two courses, a tenth apart; the rival's are twice as far."""
    recovery = {policy.OURS: ours, policy.BARE: raw, "fine-tune + replay": rival}
    spread = {policy.OURS: 0.05, policy.BARE: 0.05, "fine-tune + replay": 0.1}
    rows = [
        {"policy": name, "recovery": value, "recovery_low": value - spread[name]}
        | {"recovery_high": value + spread[name], "rank": 1}
        for name, value in recovery.items()
    ]
    runs = [
        {"policy": name, "seed": seed, "recovery": value + sign * spread[name]}
        for name, value in recovery.items()
        for seed, sign in ((1, -1), (2, 1))
    ]
    return pd.DataFrame(rows), pd.DataFrame(runs)


def test_sentences_follow_the_board() -> None:
    """Ahead on the first course only, where the rival lies lower; above 100 % there is a reason."""
    said = sentences.entered(*a_board(0.90, 0.70, 0.88))
    assert "worth 20 points" in said
    assert "ahead of it in 1 of 2 courses." in said
    assert "More than" not in said
    said = sentences.entered(*a_board(1.20, 1.30, 0.88))
    assert "worth nothing" in said
    assert "in 2 of 2 courses. More than 100 % is possible" in said.replace("\xa0", " ")


def test_along_compares_the_ends_of_the_course() -> None:
    """Of six intervals after the first, two make an end."""
    rate = {policy.OURS: 0.01, policy.BARE: 0.02, "fine-tune + replay": 0.03}
    rows = [
        {"policy": name, "interval": t, "separation": value * t, "seed": 1}
        for name, value in rate.items()
        for t in range(7)
    ]
    said = sentences.along(pd.DataFrame(rows))
    assert (
        "lets 1.5 % of the jets through in the first 2 intervals, the one from scratch 3.0 %"
        in said.replace("\xa0", " ")
    )
    assert "replay 4.5 %; in the last 2 it is 5.5 %, 11.0 % and 16.5 %." in said.replace("\xa0", " ")


@pytest.mark.skipif(not os.environ.get("EVERY_PAGE"), reason="minutes; once a week")
def test_entries_with_the_book_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first course again: recovery within 0.05 on another processor, the same digits on the same one."""
    monkeypatch.undo()
    entries = shelf()
    course = courses(Settings(), [1], Effort(1))
    again = measures(campaign([one.entrant for one in entries], course, Effort(2)))
    stated = measures(entries)
    for row in again.itertuples():
        (known,) = stated.loc[(stated["policy"] == row.policy) & (stated["seed"] == 1), "recovery"]
        assert row.recovery == pytest.approx(known, abs=0.05), row.policy
