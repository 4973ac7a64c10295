"""What would another simulation of as many events have given? Templates, and the same drawn anew."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.contexts.signal import Floats, Labels, Measurement, Scores, Templates

Counts = NDArray[np.int64]
Trio = tuple[Templates, Templates, Templates]
NOMINAL, HIGH, LOW = 0, 1, 2


@dataclass(frozen=True)
class Sample:
    """Simulated events of an analysis, by the bins that their scores lie in.

    Parameters
    ----------
    electrons, jets : int64 (B, B, B)
        Simulated events by bin at the nominal energy scale, one standard deviation up, and down.
    expected : float, float
        Electrons and jets that the analysis expects at strength 1.

    Notes
    -----
    The three templates are filled with the same events, so their statistical errors go together; that is
    why the bins are kept jointly.
    """

    electrons: Counts = field(repr=False)
    jets: Counts = field(repr=False)
    expected: tuple[float, float]

    @classmethod
    def of(
        cls,
        scores: tuple[Scores, Scores, Scores],
        electron: Labels,
        inner: Floats,
        expected: tuple[float, float],
    ) -> Self:
        """Count events.

        Parameters
        ----------
        scores : three of float32 (N,)
            Nominal, with the energy scale up, and down.
        electron : bool (N,)
        inner : float64 (B - 1,)
            Inner edges.
        expected : float, float
        """
        if electron.all() or not electron.any():
            raise ValueError("one kind of event is missing: expected electrons and jets")
        bins = len(inner) + 1
        at = np.stack([np.searchsorted(inner, one, side="right") for one in scores])
        code = np.ravel_multi_index(tuple(at), (bins, bins, bins))
        both = [np.bincount(code[kind], minlength=bins**3) for kind in (electron, ~electron)]
        electrons, jets = (one.reshape(bins, bins, bins).astype(np.int64) for one in both)
        return cls(electrons, jets, expected)

    def templates(self, which: int = NOMINAL) -> Templates:
        """Return the templates of one energy scale: ``NOMINAL``, ``HIGH`` or ``LOW``."""
        return _templates([self.electrons[None], self.jets[None]], self.expected, which).chosen(0)

    def measurement(self, jets_unsure: float) -> Measurement:
        """Return the fit that believes in these templates, the number of jets known so well."""
        nominal, high, low = (self.templates(which) for which in (NOMINAL, HIGH, LOW))
        return Measurement(nominal, high, low, jets_unsure)

    def again(self, number: int, rng: np.random.Generator, share: float = 1.0) -> Trio:
        """Return templates as other simulations would have given them, were this one the truth.

        Parameters
        ----------
        number : int
            Simulations, T.
        rng : numpy.random.Generator
        share : float
            Their events over those of this one.

        Returns
        -------
        three of Templates
            Nominal, high and low, of shape (T, B).
        """
        if number < 1:
            raise ValueError(f"number = {number} is out of range: expected at least 1 simulation")
        drawn = []
        for kind in (self.electrons, self.jets):
            events = max(1, round(share * kind.sum()))
            flat = rng.multinomial(events, kind.ravel() / kind.sum(), size=number)
            drawn.append(flat.reshape(number, *kind.shape))
        nominal, high, low = (_templates(drawn, self.expected, which) for which in (NOMINAL, HIGH, LOW))
        return nominal, high, low


def _templates(counts: list[Counts], expected: tuple[float, float], which: int) -> Templates:
    """Return templates of (T, B, B, B) counts, in the bins of one scale."""
    others = tuple(1 + k for k in (NOMINAL, HIGH, LOW) if k != which)
    sums, errors = [], []
    for kind, total in zip(counts, expected, strict=True):
        inside = kind.sum(axis=others)
        weight = total / inside.sum(axis=1, keepdims=True)
        sums.append(weight * inside)
        errors.append(weight * np.sqrt(inside))
    return Templates(*sums, *errors)
