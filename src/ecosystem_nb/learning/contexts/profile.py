"""Where is a likelihood best, for thousands of repetitions at once? Newton's steps on pyhf's likelihood."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.contexts.interpolation import factor, shift
from ecosystem_nb.learning.contexts.signal import Measurement, Templates

Floats = NDArray[np.float64]

FARTHEST = 5.0
"""Standard deviations that a constrained uncertainty may move by, as in pyhf."""
STRONGEST = 50.0
"""Largest signal strength, as ``Measurement`` has it."""
_STEPS = 200
_SMALL = 1e-9
_RIDGE = 1e-9
"""Keeps a step finite along a parameter that moves nothing."""


@dataclass(frozen=True)
class Repeated:
    """Data of many repetitions.

    Parameters
    ----------
    counts : float64 (T, B)
    scale, jets : float64 (T,)
        What is known of the energy scale and of the number of jets, in standard deviations.
    simulated : float64 (T, B)
        What is known of the templates' sum in each bin: the number found over the true one.
    """

    counts: Floats
    scale: Floats
    jets: Floats
    simulated: Floats

    @classmethod
    def of(cls, counts: Floats) -> Self:
        """Return data with what is known at its nominal value, (T, B) counts."""
        return cls(counts, np.zeros(len(counts)), np.zeros(len(counts)), np.ones(counts.shape))

    def known(self, one: int) -> dict[str, Floats]:
        """Return what is known in one repetition, as ``Measurement.data`` takes it."""
        return {name: np.asarray(getattr(self, name)[one]) for name in ("scale", "jets", "simulated")}

    def chosen(self, which: NDArray[np.intp]) -> Self:
        """Return some of the repetitions."""
        parts = (self.counts, self.scale, self.jets, self.simulated)
        return type(self)(*(one[which] for one in parts))


@dataclass(frozen=True)
class Best:
    """Where the likelihood is best.

    Parameters
    ----------
    value : float64 (T,)
        Twice the negative logarithm of the likelihood, without constants.
    strength : float64 (T,)
    error : float64 (T,)
        Of the strength, from the curvature; nothing where the strength was given.
    """

    value: Floats
    strength: Floats
    error: Floats


@dataclass(frozen=True)
class Likelihood:
    """The likelihood of ``Measurement``, for many data or many sets of templates at once.

    Parameters
    ----------
    nominal : Templates
        Of shape (B,), or (T, B) where each repetition has templates of its own.
    high, low : Templates or None
        One standard deviation of the energy scale up and down.
    jets_unsure : float
        Relative uncertainty of the number of jets.

    Notes
    -----
    Per bin twice the negative logarithm of a Poisson and of the Gaussian that constrains its template,
    ``2 (v g - n ln(v g)) + (g - a)^2/d^2``, is least in ``g`` at the positive root of
    ``g^2 + (v d^2 - a) g - n d^2 = 0`` [1]_; what is left are three parameters: damped Newton steps
    within their bounds. Interpolations between templates are those of pyhf [2]_. Cost: a few
    microseconds a repetition and a step.

    References
    ----------
    .. [1] R. Barlow, C. Beeston, Comput. Phys. Commun. 77 (1993) 219, DOI 10.1016/0010-4655(93)90005-W;
       one factor a bin: J. S. Conway, arXiv:1103.0354 (2011).
    .. [2] K. Cranmer et al., CERN-OPEN-2012-016 (2012), interpolation codes 4 and 4p.
    """

    nominal: Templates
    high: Templates | None = None
    low: Templates | None = None
    jets_unsure: float = 0.0

    @classmethod
    def of(cls, measurement: Measurement) -> Self:
        """Return the same likelihood as pyhf's."""
        one = measurement
        return cls(one.nominal, one.high, one.low, one.jets_unsure)

    def chosen(self, which: int | NDArray[np.intp]) -> Self:
        """Return the likelihood of one or some of the repetitions."""
        if self.nominal.electrons.ndim == 1:
            return self
        high, low = (one if one is None else one.chosen(which) for one in (self.high, self.low))
        return replace(self, nominal=self.nominal.chosen(which), high=high, low=low)

    def exact(self) -> Self:
        """Return the likelihood that takes its templates for exact."""
        return replace(self, nominal=self.nominal.exact())

    def expected(self, at: Floats) -> tuple[Floats, Floats, Floats]:
        """Return expected events (T, B), how they move (T, B, 3) and how that bends (T, B, 3, 3).

        Parameters
        ----------
        at : float64 (T, 3)
            Strength, energy scale and number of jets, the last two in standard deviations.
        """
        strength = at[:, :1]
        electrons, electrons_move, electrons_bend = self._shifted("electrons", at[:, 1:2])
        jets, jets_move, jets_bend = self._shifted("jets", at[:, 1:2])
        size, size_move, size_bend = factor(at[:, 2:], self.jets_unsure)
        total = strength * electrons + size * jets
        moves, bends = np.zeros((*total.shape, 3)), np.zeros((*total.shape, 3, 3))
        moves[..., 0] = electrons
        moves[..., 1] = strength * electrons_move + size * jets_move
        moves[..., 2] = size_move * jets
        bends[..., 0, 1] = bends[..., 1, 0] = electrons_move
        bends[..., 1, 1] = strength * electrons_bend + size * jets_bend
        bends[..., 1, 2] = bends[..., 2, 1] = size_move * jets_move
        bends[..., 2, 2] = size_bend * jets
        return total, moves, bends

    def _shifted(self, kind: str, scale: Floats) -> tuple[Floats, Floats, Floats]:
        nominal: Floats = getattr(self.nominal, kind)
        if self.high is None or self.low is None:
            return nominal, np.zeros_like(nominal), np.zeros_like(nominal)
        by, move, bend = shift(scale, getattr(self.low, kind) - nominal, getattr(self.high, kind) - nominal)
        return nominal + by, move, bend

    def best(self, data: Repeated, strength: float | None = None) -> Best:
        """Return where the likelihood is best, in everything or at a given strength.

        Parameters
        ----------
        data : Repeated
        strength : float, optional
            At least 0.
        """
        number = len(data.counts)
        start = 1.0 if strength is None else strength
        at = np.tile([start, 0.0, 0.0], (number, 1))
        ends = np.array([[0.0, -FARTHEST, -FARTHEST], [STRONGEST, FARTHEST, FARTHEST]])
        if strength is not None:
            ends[:, 0] = strength
        value, slope, curve = self._at(at, data)
        damping, left = np.full(number, 1e-3), np.arange(number)
        for _ in range(_STEPS):
            step = _step(at[left], slope[left], curve[left], damping[left], ends)
            going = np.abs(slope[left] * step).sum(axis=1) > _SMALL
            left, step = left[going], step[going]
            if not left.size:
                break
            trial = np.clip(at[left] + step, *ends)
            fresh, its_slope, its_curve = self.chosen(left)._at(trial, data.chosen(left))
            better = fresh <= value[left]
            damping[left] *= np.where(better, 0.1, 10.0)
            moved = left[better]
            at[moved], value[moved] = trial[better], fresh[better]
            slope[moved], curve[moved] = its_slope[better], its_curve[better]
        if strength is not None:
            return Best(value, at[:, 0], np.zeros(number))
        inverse = np.linalg.pinv(curve, hermitian=True)[:, 0, 0]
        return Best(value, at[:, 0], np.sqrt(np.maximum(2.0 * inverse, 0.0)))

    def far(self, strength: float, data: Repeated) -> Floats:
        """Return how badly a strength fits each repetition: ``Measurement.far``, (T,)."""
        return np.maximum(self.best(data, strength).value - self.best(data).value, 0.0)

    def _at(self, at: Floats, data: Repeated) -> tuple[Floats, Floats, Floats]:
        """Return value, slope and curvature, the templates' factors at their best."""
        expected, moves, curved = self.expected(at)
        expected = np.maximum(expected, 1e-9)
        counts, known, variance = data.counts, data.simulated, self.nominal.unsure() ** 2
        middle = known - expected * variance
        factors = 0.5 * (middle + np.sqrt(middle**2 + 4.0 * counts * variance))
        factors = np.where(variance > 0.0, factors, 1.0)
        total = expected * factors
        pull = np.divide((factors - known) ** 2, variance, where=variance > 0.0, out=np.zeros_like(total))
        bins = 2.0 * (total - counts * np.log(total)) + pull
        aside = at[:, 1:] - np.stack([data.scale, data.jets], axis=1)
        value = bins.sum(axis=1) + (aside**2).sum(axis=1)
        falls = 2.0 * (factors - counts / expected)
        bends = 2.0 * (counts / expected**2 - variance * factors / (2.0 * factors - middle))
        slope = (falls[:, None, :] @ moves)[:, 0, :]
        slope[:, 1:] += 2.0 * aside
        curve = (bends[..., None] * moves).swapaxes(1, 2) @ moves
        curve += np.einsum("tb,tbpq->tpq", falls, curved)
        curve[:, (1, 2), (1, 2)] += 2.0
        return value, slope, curve


def _step(at: Floats, slope: Floats, curve: Floats, damping: Floats, ends: Floats) -> Floats:
    """Return a damped Newton step of the parameters that are free to take it."""
    stuck = ((at <= ends[0]) & (slope > 0.0)) | ((at >= ends[1]) & (slope < 0.0)) | (ends[0] == ends[1])
    free = ~stuck
    size = curve.shape[1]
    matrix = curve * free[:, :, None] * free[:, None, :]
    diagonal = np.einsum("tpp->tp", matrix)
    diagonal += np.where(free, damping[:, None] * np.abs(diagonal) + _RIDGE, 1.0)
    return -np.linalg.solve(matrix, (slope * free)[..., None])[..., 0].reshape(-1, size)
