"""What becomes of response, resolution and a trained model when conditions change?  Grids for pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.learning.calorimeter import readout
from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.crystals import channels
from ecosystem_nb.learning.calorimeter.simulate import Events, deposits, simulate
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.model.quality import auc, background_at, efficiency_at, threshold_for
from ecosystem_nb.learning.model.train import Recipe, train

STALE, LASER = "calibration of the start", "calibrated anew"


@dataclass(frozen=True, eq=False)
class Deployed:
    """A model with the threshold it went into production with.

    Attributes
    ----------
    network : Network
    threshold : float
        Score from which a candidate counts as an electron.
    efficiency : float
        Share of the electrons that it was set to keep.
    """

    network: Network
    threshold: float
    efficiency: float


def deploy(
    conditions: Conditions, number: int, seed: int, *, efficiency: float = 0.95, recipe: Recipe | None = None
) -> Deployed:
    """Train a model and set its threshold on events of the same conditions that it has not seen.

    Parameters
    ----------
    conditions : Conditions
    number : int
        Events to train with, and as many to set the threshold with.
    seed : int
        Of the training events; those for the threshold have ``seed + 1``.
    efficiency : float
        Share of the electrons to keep.
    recipe : Recipe, optional

    Returns
    -------
    Deployed
    """
    events = simulate(conditions, number, seed)
    network = train(features(events), events.electron, seed=seed, recipe=recipe)
    other = simulate(conditions, number, seed + 1)
    cut = threshold_for(network.scores(features(other)), other.electron, efficiency)
    return Deployed(network, cut, efficiency)


def response(events: Events) -> tuple[float, float]:
    """Return response and resolution of the electrons.

    Returns
    -------
    response : float
        Median of the energy of all crystals over the true energy.
    resolution : float
        Half of the width that holds the middle 68.3 % of it, over the response.

    Raises
    ------
    ValueError
        When there is no electron.
    """
    if not events.electron.any():
        raise ValueError("no electrons: expected at least 1 to measure a response")
    ratio = (events.crystals.sum(axis=(1, 2)) / events.energy)[events.electron]
    low, middle, high = np.percentile(ratio, (15.87, 50.0, 84.13))
    return float(middle), float(0.5 * (high - low) / middle)


def measured(model: Deployed, events: Events) -> dict[str, float]:
    """Return all figures of merit of a model on some events.

    Returns
    -------
    dict
        ``response``, ``resolution``, ``auc``; ``efficiency`` and ``background`` at the old threshold;
        ``background_new`` at a threshold that restores the efficiency.
    """
    scores, electron = model.network.scores(features(events)), events.electron
    middle, width = response(events)
    new = threshold_for(scores, electron, model.efficiency)
    return {
        "response": middle,
        "resolution": width,
        "auc": auc(scores, electron),
        "efficiency": efficiency_at(scores, electron, model.threshold),
        "background": background_at(scores, electron, model.threshold),
        "background_new": background_at(scores, electron, new),
    }


def compared(model: Deployed, cases: Mapping[str, Conditions], number: int, seed: int) -> pd.DataFrame:
    """Return ``measured`` for each of some conditions, one row a case; all of them share the seed."""
    return pd.DataFrame(
        {"case": name, **measured(model, simulate(one, number, seed))} for name, one in cases.items()
    )


def calibrations(conditions: Conditions) -> dict[str, Conditions]:
    """Return the same conditions with the calibration they have, and with one of their own dose."""
    fresh = replace(conditions.calibration, dose=conditions.dose)
    return {STALE: conditions, LASER: replace(conditions, calibration=fresh)}


def by_dose(
    model: Deployed, base: Conditions, doses: Iterable[float], number: int, seed: int
) -> pd.DataFrame:
    """Return ``measured`` by dose, with the calibration of the start and with a new one.

    Returns
    -------
    pandas.DataFrame
        ``dose`` and ``calibration`` beside the columns of ``measured``.
    """
    rows = []
    for dose in doses:
        for name, one in calibrations(replace(base, dose=dose)).items():
            rows.append({"dose": dose, "calibration": name, **measured(model, simulate(one, number, seed))})
    return pd.DataFrame(rows)


def grid(
    model: Deployed, base: Conditions, axes: tuple[list[float], list[float]], number: int, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return figures of merit and score histograms over dose and pile-up.

    Parameters
    ----------
    model : Deployed
    base : Conditions
        What does not change; its calibration is of the start.
    axes : tuple of list of float
        Doses and pile-ups.
    number, seed : int
        Events for each point, and their seed.

    Returns
    -------
    figures : pandas.DataFrame
        ``dose``, ``pile_up`` and the columns of ``measured``.
    shapes : pandas.DataFrame
        ``dose``, ``pile_up``, ``kind``, ``score`` (log-odds, middle of a bin) and ``share`` of the kind
        in it; what lies beyond the ends is in the last bins.
    """
    edges = np.linspace(-8.0, 4.0, 31)
    figures, shapes = [], []
    for dose in axes[0]:
        for mu in axes[1]:
            events = simulate(replace(base, dose=dose, pile_up=mu), number, seed)
            point = {"dose": dose, "pile_up": mu}
            figures.append(point | measured(model, events))
            scores = np.clip(model.network.logits(features(events)), -7.99, 3.99)
            for kind, mask in (("electrons", events.electron), ("jets", ~events.electron)):
                share = np.histogram(scores[mask], edges)[0] / mask.sum()
                shapes.append(
                    pd.DataFrame({"score": 0.5 * (edges[1:] + edges[:-1]), "share": share}).assign(
                        **point, kind=kind
                    )
                )
    return pd.DataFrame(figures), pd.concat(shapes, ignore_index=True)


def pictures(base: Conditions, doses: Iterable[float], seed: int, *, dead: float = 0.0) -> pd.DataFrame:
    """Return one electron and one jet as the detector shows them at several doses.

    Parameters
    ----------
    base : Conditions
        What does not change; its calibration is of the start.
    doses : iterable of float
    seed : int
        The same particles come in at each dose, and the noise is drawn alike.
    dead : float
        Share of the crystals that is dead at dose 1, and in proportion before.

    Returns
    -------
    pandas.DataFrame
        ``dose``, ``kind``, ``calibration``, ``eta`` and ``phi`` (crystals from the middle), ``energy`` (GeV),
        and ``true`` (GeV).

    Notes
    -----
    Of the first 300 events, the electron and the jet nearest to 40 GeV.
    """
    left = deposits(base.pile_up, 300, np.random.default_rng([seed, 0]))
    one = left.particles
    distance = np.abs(one.energy - 40.0)
    rows = []
    for dose in doses:
        for name, state in calibrations(replace(base, dose=dose, dead_crystals=dead * dose)).items():
            channel = channels(state.dead_crystals, state.dead_towers, state.map_seed)
            rng = np.random.default_rng([seed, 1])
            shown = readout.crystals(left.crystals, left.ieta, left.iphi, state, channel, rng=rng)
            for kind, mask in (("electron", one.electron), ("jet", ~one.electron)):
                event = int(np.where(mask, distance, np.inf).argmin())
                told = {"dose": dose, "kind": kind, "calibration": name, "true": one.energy[event]}
                rows.append(_cells(shown[event]).assign(**told))
    return pd.concat(rows, ignore_index=True)


def _cells(window: Floats) -> pd.DataFrame:
    """Return the cells of a window as rows."""
    at: NDArray[np.int64] = np.arange(len(window)) - len(window) // 2
    return pd.DataFrame(
        {"eta": np.repeat(at, len(at)), "phi": np.tile(at, len(at)), "energy": window.ravel()}
    )
