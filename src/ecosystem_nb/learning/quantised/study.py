"""How much do few bits cost, and what do they save? Scans of one network over its bits."""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from ecosystem_nb.learning.model.quality import background_at, threshold_for
from ecosystem_nb.learning.quantised import adders
from ecosystem_nb.learning.quantised.budget import Budget
from ecosystem_nb.learning.quantised.firmware import agreement
from ecosystem_nb.learning.quantised.formats import Floats
from ecosystem_nb.learning.quantised.network import Bits, Plain, Quantised, rounded
from ecosystem_nb.learning.quantised.training import Labels, train_quantised

ROUNDED, TRAINED = "rounded after training", "trained with the rounding"
EFFICIENCY = 0.95


@dataclass(frozen=True)
class Sample:
    """Inputs of the trigger with their truth.

    Parameters
    ----------
    x : float64 (N, F)
    electron : bool (N,)
    """

    x: Floats
    electron: Labels


def jets_kept(scores: Floats, electron: Labels) -> float:
    """Return the share of jets that pass where 95 % of the electrons do.

    Notes
    -----
    Scores of few bits are often equal; an event at the threshold passes, whatever it is.

    Examples
    --------
    >>> jets_kept(np.array([2.0, 1.0, 1.0, 0.0]), np.array([True, True, False, False]))
    0.5
    """
    single = scores.astype(np.float32)
    return background_at(single, electron, threshold_for(single, electron, EFFICIENCY))


@dataclass(frozen=True)
class Judged:
    """What a network of integers does and takes.

    Parameters
    ----------
    jets : float
        Share of jets kept at 95 % efficiency.
    low, high : float
        The same less and more its binomial error.
    luts, depth : float
        Estimated look-up tables; adders in a row.
    stages : int
        Ticks of the clock.
    time : float
        ns.
    fits : str
        ``within the budget`` or ``beyond it``.
    exact : bool
        Whether da4ml's logic gives the bits of the integer network on the whole sample.
    """

    jets: float
    low: float
    high: float
    luts: float
    depth: float
    stages: int
    time: float
    fits: str
    exact: bool


def judge(network: Quantised, sample: Sample, budget: Budget) -> Judged:
    """Judge a network on events that did not train it.

    Parameters
    ----------
    network : Quantised
    sample : Sample
    budget : Budget

    Returns
    -------
    Judged
    """
    circuit = adders.trace(network)
    integers = network.integers(sample.x)
    scores = network.scores(sample.x)
    stages = circuit.stages(budget.adders_a_clock)
    jets = jets_kept(scores, sample.electron)
    error = math.sqrt(jets * (1.0 - jets) / int((~sample.electron).sum()))
    return Judged(
        jets=jets,
        low=jets - error,
        high=jets + error,
        luts=circuit.luts,
        depth=circuit.depth,
        stages=stages,
        time=budget.time(stages),
        fits="beyond it" if budget.refusals(circuit.luts, stages) else "within the budget",
        exact=agreement(circuit.scores(integers), scores).exact,
    )


def scan(
    plain: Plain,
    further: Plain,
    train: Sample,
    test: Sample,
    *,
    widths: Iterable[int],
    seed: int,
    budget: Budget,
) -> pd.DataFrame:
    """Quantise one network to different numbers of bits, with and without further training.

    Parameters
    ----------
    plain, further : Plain
        Trained once, which training with the rounding starts from; and gone on with in floating point for as
        long, which is rounded.
    train, test : Sample
    widths : iterable of int
        Bits of inputs, weights and activations alike.
    seed : int
        Of the training.
    budget : Budget

    Returns
    -------
    pandas.DataFrame
        ``bits``, ``method``, and the fields of ``Judged``.
    """
    rows = []
    for one in widths:
        bits = Bits(one, one, one)
        made = {
            ROUNDED: rounded(further, train.x, bits),
            TRAINED: train_quantised(plain, train.x, train.electron, bits, seed=seed),
        }
        rows += [{"bits": one, "method": how} | asdict(judge(net, test, budget)) for how, net in made.items()]
    return pd.DataFrame(rows)


def by_part(
    plain: Plain, train: Sample, test: Sample, *, bits: int, fewer: int, seed: int, budget: Budget
) -> pd.DataFrame:
    """Take bits from one part of the network at a time.

    Parameters
    ----------
    plain : Plain
    train, test : Sample
    bits, fewer : int
        Bits of all parts, and of the one that is tried.
    seed : int
    budget : Budget

    Returns
    -------
    pandas.DataFrame
        ``part``, ``jets`` (points of 1 % that more of the jets pass), ``saved`` (look-up tables).
    """
    layers = len(plain.weights)
    full, few = [bits] * layers, [fewer] * layers
    tried = {"all parts": Bits(bits, bits, bits), "inputs": Bits(fewer, bits, bits)}
    for one in range(layers):
        mixed = tuple(few[k] if k == one else full[k] for k in range(layers))
        tried[f"weights of layer {one + 1}"] = Bits(bits, mixed, bits)
    for one in range(layers - 1):
        mixed = tuple(few[k] if k == one else full[k] for k in range(layers - 1))
        tried[f"activations of layer {one + 1}"] = Bits(bits, bits, mixed)
    found = {
        part: judge(train_quantised(plain, train.x, train.electron, one, seed=seed), test, budget)
        for part, one in tried.items()
    }
    base = found.pop("all parts")
    return pd.DataFrame(
        [
            {"part": part, "jets": 100.0 * (one.jets - base.jets), "saved": base.luts - one.luts}
            for part, one in found.items()
        ]
    )
