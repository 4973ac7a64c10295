"""How often does the interval hold the truth? Coverage, and what each simplification costs of it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.learning.contexts.profile import Likelihood, Repeated
from ecosystem_nb.learning.contexts.signal import Templates
from ecosystem_nb.learning.contexts.simulated import Sample
from ecosystem_nb.learning.model.quality import wilson

PROMISED = math.erf(math.sqrt(0.5))
"""Share of repetitions that an interval of one standard deviation promises: 68.3 %."""


@dataclass(frozen=True)
class Coverage:
    """How often the interval holds the truth.

    Parameters
    ----------
    toys : int
    covered : int
        Toys whose interval holds the true strength.

    Examples
    --------
    >>> one = Coverage(4000, 2748)
    >>> one.share, one.kept()
    (0.687, True)
    """

    toys: int
    covered: int

    @property
    def share(self) -> float:
        """Share of toys that cover."""
        return self.covered / self.toys

    @property
    def error(self) -> float:
        """Binomial error of the share, as if it were what was promised: 68.3 %."""
        return math.sqrt(PROMISED * (1.0 - PROMISED) / self.toys)

    def interval(self, z: float = 1.0) -> tuple[float, float]:
        """Return Wilson's interval of the share, of so many standard deviations."""
        return wilson(self.share, self.toys, z)

    def kept(self) -> bool:
        """Tell whether 68.3 % lies within Wilson's interval of two standard deviations."""
        low, high = self.interval(2.0)
        return low <= PROMISED <= high


def repeated(truth: Templates, *, strength: float, toys: int, rng: np.random.Generator) -> Repeated:
    """Return data of repetitions of an experiment.

    Parameters
    ----------
    truth : Templates
        What the detector really gives; its statistical errors are those of the templates that are known.
    strength : float
        True signal strength.
    toys : int
        Repetitions, at least 1.
    rng : numpy.random.Generator

    Notes
    -----
    The uncertainties have true values that stay (nominal ones); what is measured of them is drawn anew
    with the counts: Gaussian of unit width for the scale and the jets, of the templates' own relative
    error for each bin.
    """
    if toys < 1:
        raise ValueError(f"toys = {toys} is out of range: expected at least 1")
    expected, unsure = truth.expected(strength), truth.unsure()
    counts = rng.poisson(expected, (toys, expected.size)).astype(np.float64)
    simulated = 1.0 + unsure * rng.standard_normal(counts.shape)
    return Repeated(counts, rng.standard_normal(toys), rng.standard_normal(toys), simulated)


OWN = "the fit's own templates"
PARABOLA = "the same, error from the curvature"
UNDRAWN = "the same, what is known not drawn"
NOTHING = "the same, true strength 0"
ANEW = "templates simulated anew"
IGNORED = "the same, their errors left out"


def _covered(inside: NDArray[np.bool_]) -> Coverage:
    return Coverage(inside.size, int(inside.sum()))


def causes(sample: Sample, jets_unsure: float, *, toys: int, rng: np.random.Generator) -> dict[str, Coverage]:
    """Return the coverage as it should be, and with one thing changed at a time.

    Parameters
    ----------
    sample : Sample
        Simulated events that fill the templates; they are the truth as well.
    jets_unsure : float
        Relative uncertainty of the number of jets.
    toys : int
        Repetitions of each.
    rng : numpy.random.Generator

    Returns
    -------
    dict of str to Coverage
        ``OWN``: data drawn from the fit's own templates. ``PARABOLA``: an interval of best strength and
        curvature. ``UNDRAWN``: what is known of the uncertainties stays at its nominal value, a mistake.
        ``NOTHING``: no signal; half of the best strengths are stopped at 0, and 84 % cover.
        ``ANEW``: the templates of each repetition come from a simulation of its own.
        ``IGNORED``: these without their statistical errors.
    """
    fit = Likelihood.of(sample.measurement(jets_unsure))
    data = repeated(fit.nominal, strength=1.0, toys=toys, rng=rng)
    best, given = fit.best(data), fit.best(data, 1.0)
    undrawn = Repeated.of(data.counts)
    found = {
        OWN: given.value - best.value <= 1.0,
        PARABOLA: np.abs(best.strength - 1.0) <= best.error,
        UNDRAWN: fit.far(1.0, undrawn) <= 1.0,
        NOTHING: fit.far(0.0, repeated(fit.nominal, strength=0.0, toys=toys, rng=rng)) <= 1.0,
    }
    counted = {name: _covered(one) for name, one in found.items()}
    return counted | simulated_anew(sample, sample.templates(), jets_unsure, toys=toys, rng=rng)


def simulated_anew(
    sample: Sample,
    truth: Templates,
    jets_unsure: float,
    *,
    toys: int,
    rng: np.random.Generator,
    share: float = 1.0,
) -> dict[str, Coverage]:
    """Return the coverage at strength 1 when each repetition has templates from a simulation of its own.

    Parameters
    ----------
    sample : Sample
        What the simulations are drawn from.
    truth : Templates
        What the data are drawn from: those of the sample, or of another detector.
    jets_unsure : float
        Relative uncertainty of the number of jets.
    toys : int
    rng : numpy.random.Generator
    share : float
        Events of each simulation over those of the sample.

    Returns
    -------
    dict of str to Coverage
        ``ANEW`` with the templates' statistical errors in the fit, ``IGNORED`` without.

    Notes
    -----
    A simulation has a fixed number of events: what one bin gains the others lose. Factors by bin do not
    know that, and cover a little more than promised where they are a large part of the error.
    """
    data = repeated(truth.exact(), strength=1.0, toys=toys, rng=rng)
    templates = sample.again(toys, rng, share)
    fit = Likelihood(*templates, jets_unsure)
    return {name: _covered(one.far(1.0, data) <= 1.0) for name, one in ((ANEW, fit), (IGNORED, fit.exact()))}


def scan(
    sample: Sample, jets_unsure: float, shares: Iterable[float], *, toys: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the coverage against the size of the simulation.

    Parameters
    ----------
    sample : Sample
        Taken as the truth.
    jets_unsure : float
    shares : iterable of float
        Events of the simulation over those of the sample.
    toys : int
        Repetitions a point.
    rng : numpy.random.Generator

    Returns
    -------
    pandas.DataFrame
        ``events`` (simulated over expected ones), ``fit``, ``coverage``, ``low``, ``high`` (Wilson's
        interval of one standard deviation; all in %).
    """
    whole = (sample.electrons.sum() + sample.jets.sum()) / sum(sample.expected)
    names = {ANEW: "errors of the templates in the fit", IGNORED: "errors left out"}
    rows = []
    for share in shares:
        found = simulated_anew(sample, sample.templates(), jets_unsure, toys=toys, rng=rng, share=share)
        for key, one in found.items():
            low, high = one.interval()
            rows.append((share * whole, names[key], 100.0 * one.share, 100.0 * low, 100.0 * high))
    return pd.DataFrame(rows, columns=["events", "fit", "coverage", "low", "high"])


def kept(
    sample: Sample, jets_unsure: float, *, simulations: int, toys: int, rng: np.random.Generator
) -> list[Coverage]:
    """Return the coverage of one simulation after the other, each kept for all its repetitions.

    Parameters
    ----------
    sample : Sample
        What simulations and truths are drawn from.
    jets_unsure : float
    simulations : int
        Pairs of a simulation for the fit and one for the truth.
    toys : int
        Repetitions of each.
    rng : numpy.random.Generator

    Returns
    -------
    list of Coverage

    Notes
    -----
    The errors of the templates are left out: it is what repeating the data alone gives.
    """
    truths, found = sample.again(simulations, rng)[0], []
    fits = Likelihood(*sample.again(simulations, rng), jets_unsure).exact()
    for k in range(simulations):
        fit = fits.chosen(k)
        data = repeated(truths.chosen(k).exact(), strength=1.0, toys=toys, rng=rng)
        found.append(_covered(fit.far(1.0, data) <= 1.0))
    return found
