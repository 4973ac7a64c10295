"""What is watched? A deployed model, the events that it was made for, and what is compared with them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.learning.alarms.alarm import Alarm, batches
from ecosystem_nb.learning.alarms.distances import Table
from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import Events, simulate
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.model.quality import background_at, efficiency_at, threshold_for
from ecosystem_nb.learning.model.train import Recipe, train
from ecosystem_nb.learning.timeline.intervals import Timeline

SCORE_KS = "KS of the score"
WATCHES: Mapping[str, str] = {"KS": "KS", "PSI": "PSI", "classifier": "classifier", SCORE_KS: "KS"}
"""What is watched, and by which distance: all features, or the score of the network alone."""


@dataclass(frozen=True, eq=False)
class Deployed:
    """A model at work, and a sample of what it was made for.

    Parameters
    ----------
    network : Network
    threshold : float
        Events of at least this score are taken as electrons.
    reference : numpy.ndarray of float32
        Features of the sample, shape (N, F).
    background : float
        Share of jets above the threshold then.
    """

    network: Network
    threshold: float
    reference: Table
    background: float

    def view(self, watch: str, x: Table) -> Table:
        """Return what one of ``WATCHES`` looks at, shape (N, F) or (N, 1)."""
        return self.network.scores(x)[:, None] if watch == SCORE_KS else x

    def alarm(self, watch: str) -> Alarm:
        """Return an alarm on one of ``WATCHES``, its threshold not yet set."""
        return Alarm(WATCHES[watch], self.view(watch, self.reference))


def deploy(
    state: Conditions, number: int, efficiency: float, seed: int, recipe: Recipe | None = None
) -> Deployed:
    """Train a model for some conditions, and keep a sample of them.

    Parameters
    ----------
    state : Conditions
    number : int
        Events that train it, four times those of the reference sample.
    efficiency : float
        Share of the electrons that its threshold keeps.
    seed : int
    recipe : Recipe, optional

    Returns
    -------
    Deployed
        Threshold, background and reference come from events that did not train the network.
    """
    learnt, kept = simulate(state, number, seed), simulate(state, number // 4, seed + 1)
    network = train(features(learnt), learnt.electron, seed=seed, recipe=recipe)
    x = features(kept)
    scores = network.scores(x)
    threshold = threshold_for(scores, kept.electron, efficiency)
    return Deployed(network, threshold, x, background_at(scores, kept.electron, threshold))


def harm(model: Deployed, events: Events, efficiency: float) -> dict[str, float]:
    """Return what drift does to a model, from labels that an alarm does not have.

    Parameters
    ----------
    model : Deployed
    events : Events
    efficiency : float
        Share of the electrons that the threshold was set to.

    Returns
    -------
    dict
        ``efficiency`` and ``background`` at the deployed threshold, and ``separation``: background at
        the efficiency that was asked for.
    """
    scores = model.network.scores(features(events))
    best = threshold_for(scores, events.electron, efficiency)
    return {
        "efficiency": efficiency_at(scores, events.electron, model.threshold),
        "background": background_at(scores, events.electron, model.threshold),
        "separation": background_at(scores, events.electron, best),
    }


def values(
    alarm: Alarm, pool: Table, size: int, number: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the distances of batches drawn from a pool, shape (number,).

    Parameters
    ----------
    alarm : Alarm
    pool : numpy.ndarray of float32
        What the alarm looks at, shape (N, F).
    size, number : int
        Events a batch, and batches.
    rng : numpy.random.Generator
    """
    return np.array([alarm.value(one) for one in batches(pool, size, number, rng)])


def detected(
    tuned: Mapping[str, Alarm],
    model: Deployed,
    pools: Mapping[str, Table],
    *,
    size: int,
    number: int,
    seed: int,
) -> pd.DataFrame:
    """Return in what share of batches each alarm rings for each drift.

    Parameters
    ----------
    tuned : mapping of str to Alarm
        By the names of ``WATCHES``.
    model : Deployed
    pools : mapping of str to numpy.ndarray
        Features by the name of the drift, shapes (N, F).
    size, number : int
        Events a batch, and batches.
    seed : int
        Of the batches, the same for every alarm.

    Returns
    -------
    pandas.DataFrame
        ``drift``, ``watch`` and ``detected``, 0 to 1.
    """
    rows = []
    for drift, pool in pools.items():
        for watch, alarm in tuned.items():
            far = values(alarm, model.view(watch, pool), size, number, np.random.default_rng(seed))
            rows.append((drift, watch, float((far > alarm.threshold).mean())))
    return pd.DataFrame(rows, columns=["drift", "watch", "detected"])


def followed(
    tuned: Mapping[str, Alarm],
    model: Deployed,
    script: Timeline,
    *,
    size: int,
    efficiency: float,
    seed: int,
) -> pd.DataFrame:
    """Return what each alarm says, and what the model does, in every interval of a script.

    Parameters
    ----------
    tuned : mapping of str to Alarm
        By the names of ``WATCHES``.
    model : Deployed
        Made for the first interval.
    script : Timeline
    size : int
        Events of the batch that the alarms see in an interval; the model is judged on twice as many others.
    efficiency : float
        Share of the electrons that the threshold was set to.
    seed : int

    Returns
    -------
    pandas.DataFrame
        ``interval``, ``watch``, ``over`` (distance from no drift at all, over that of the threshold) and
        ``rings``, and the columns of :func:`harm`.
    """
    rows = []
    for t, period in enumerate(script):
        did = harm(model, simulate(period.conditions, 2 * size, seed), efficiency)
        x = features(simulate(period.conditions, size, seed + 1 + t))
        for watch, alarm in tuned.items():
            far = alarm.value(model.view(watch, x))
            floor = 0.5 if watch == "classifier" else 0.0
            over = (far - floor) / (alarm.threshold - floor)
            rows.append({"interval": t, "watch": watch, "over": over, "rings": far > alarm.threshold, **did})
    return pd.DataFrame(rows)
