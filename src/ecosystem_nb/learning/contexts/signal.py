"""What does an analysis ask? The signal strength, how well it is known, and whether that is true."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within

Floats = NDArray[np.float64]
Scores = NDArray[np.float32]
Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class Templates:
    """Expected events by bin of the score.

    Parameters
    ----------
    electrons, jets : float64 (B,)
        At signal strength 1.
    """

    electrons: Floats
    jets: Floats

    def expected(self, strength: float = 1.0) -> Floats:
        """Return all events by bin at a signal strength."""
        total: Floats = strength * self.electrons + self.jets
        return total


def edges(scores: Scores, electron: Labels, bins: int) -> Floats:
    """Return inner edges of bins that hold equal shares of the electrons: float64 (bins - 1,)."""
    if bins < 1:
        raise ValueError(f"bins = {bins} is out of range: expected at least 1")
    inner: Floats = np.quantile(scores[electron].astype(np.float64), np.arange(1, bins) / bins)
    return inner


def templates(
    scores: Scores,
    electron: Labels,
    inner: Floats,
    *,
    electrons: float,
    jets: float,
) -> Templates:
    """Fill templates from simulated events.

    Parameters
    ----------
    scores : float32 (N,)
    electron : bool (N,)
    inner : float64 (B - 1,)
        Inner edges.
    electrons, jets : float
        Expected events of all bins together.

    Returns
    -------
    Templates

    Examples
    --------
    >>> s, e = np.float32([0.1, 0.9, 0.2, 0.3]), np.array([True, True, False, False])
    >>> templates(s, e, np.array([0.5]), electrons=10.0, jets=100.0)
    Templates(electrons=array([5., 5.]), jets=array([100.,   0.]))
    """
    parts = []
    for kind, total in ((electron, electrons), (~electron, jets)):
        if not kind.any():
            raise ValueError("one kind of event is missing: expected electrons and jets")
        counts = np.bincount(np.searchsorted(inner, scores[kind], side="right"), minlength=len(inner) + 1)
        parts.append(total * counts / counts.sum())
    return Templates(*parts)


@dataclass(frozen=True)
class Measurement:
    """A fit of the signal strength to binned scores.

    Parameters
    ----------
    nominal : Templates
    high, low : Templates or None
        The same with the energy scale one standard deviation up and down; None without that.
    jets_unsure : float
        Relative uncertainty of the number of jets; 0 for none.
    """

    nominal: Templates
    high: Templates | None = None
    low: Templates | None = None
    jets_unsure: float = 0.0
    _model: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        import pyhf

        within("jets_unsure", self.jets_unsure, "1", least=0.0, most=0.9)
        if (self.nominal.expected() <= 0.0).any():
            raise ValueError("a bin of the templates is empty: expected events in each, take fewer bins")
        pyhf.set_backend("numpy", pyhf.optimize.scipy_optimizer())
        # the schema's validator warns of its own age: what is made here has its form
        object.__setattr__(self, "_model", pyhf.Model(self._spec(), poi_name="strength", validate=False))

    def _spec(self) -> dict[str, object]:
        signal: list[dict[str, object]] = [{"name": "strength", "type": "normfactor", "data": None}]
        jets: list[dict[str, object]] = []
        if self.jets_unsure:
            size = {"hi": 1.0 + self.jets_unsure, "lo": 1.0 - self.jets_unsure}
            jets.append({"name": "jets", "type": "normsys", "data": size})
        if self.high is not None and self.low is not None:
            for kind, modifiers in (("electrons", signal), ("jets", jets)):
                shape = {
                    "hi_data": getattr(self.high, kind).tolist(),
                    "lo_data": getattr(self.low, kind).tolist(),
                }
                modifiers.append({"name": "scale", "type": "histosys", "data": shape})
        samples = [
            {"name": "electrons", "data": self.nominal.electrons.tolist(), "modifiers": signal},
            {"name": "jets", "data": self.nominal.jets.tolist(), "modifiers": jets},
        ]
        return {"channels": [{"name": "score", "samples": samples}]}

    def data(self, counts: Floats, auxiliary: Floats | None = None) -> Floats:
        """Return counts with the measurements that constrain the uncertainties, nominal unless given."""
        config = self._model.config
        aux = np.asarray(config.auxdata if auxiliary is None else auxiliary, dtype=np.float64)
        return np.concatenate([np.asarray(counts, dtype=np.float64), aux])

    def fit(self, data: Floats) -> float:
        """Return the signal strength that fits best."""
        return self._best(data)[0]

    def _best(self, data: Floats) -> tuple[float, float]:
        from pyhf.infer import mle

        found, least = mle.fit(data, self._model, return_fitted_val=True, par_bounds=self._bounds())
        return float(found[self._model.config.poi_index]), float(least)

    def _bounds(self) -> list[tuple[float, float]]:
        bounds = list(self._model.config.suggested_bounds())
        bounds[self._model.config.poi_index] = (0.0, 50.0)
        return bounds

    def far(self, strength: float, data: Floats) -> float:
        """Return how badly a strength fits: twice the logarithm of the ratio of likelihoods.

        Parameters
        ----------
        strength : float
            At least 0.
        data : float64
            As :meth:`data` makes it.

        Returns
        -------
        float
            At least 0; 1 at the ends of the 68 % interval.
        """
        return self._far(strength, data, self._best(data)[1])

    def _far(self, strength: float, data: Floats, least: float) -> float:
        from pyhf.infer import mle

        _, value = mle.fixed_poi_fit(
            strength, data, self._model, return_fitted_val=True, par_bounds=self._bounds()
        )
        return max(0.0, float(value) - least)

    def interval(self, data: Floats) -> tuple[float, float, float]:
        """Return best strength and both ends of its 68 % interval.

        Parameters
        ----------
        data : float64
            As :meth:`data` makes it.

        Returns
        -------
        best, low, high : float
            The ends are where twice the log-likelihood has fallen by one; ``low`` is 0 where it never does.
        """
        best, least = self._best(data)

        def rest(strength: float) -> float:
            return self._far(strength, data, least) - 1.0

        low = 0.0 if rest(0.0) <= 0.0 else _root(rest, 0.0, best)
        top = max(2.0 * best, 0.5)
        while rest(top) < 0.0:
            top *= 2.0
        return best, low, _root(rest, best, top)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-4))


@dataclass(frozen=True)
class Coverage:
    """How often the interval holds the truth.

    Parameters
    ----------
    toys : int
    covered : int
        Toys whose interval holds the true strength.
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
        promised = math.erf(math.sqrt(0.5))
        return math.sqrt(promised * (1.0 - promised) / self.toys)


def coverage(
    measurement: Measurement, truth: Templates, *, strength: float, toys: int, rng: np.random.Generator
) -> Coverage:
    """Repeat the experiment and count how often the 68 % interval holds the truth.

    Parameters
    ----------
    measurement : Measurement
        The fit, with the templates that the analysis believes in.
    truth : Templates
        What the detector really gives.
    strength : float
        True signal strength.
    toys : int
        Experiments, at least 1.
    rng : numpy.random.Generator

    Returns
    -------
    Coverage

    Notes
    -----
    Counts are Poisson about the truth; the measurements that constrain the uncertainties are Gaussian
    about nothing. A toy covers when :meth:`Measurement.far` of the true strength is at most 1, which
    needs no search for the ends. Two fits a toy, some ten milliseconds.
    """
    if toys < 1:
        raise ValueError(f"toys = {toys} is out of range: expected at least 1")
    aux = np.asarray(measurement.data(np.zeros(0)))
    covered = 0
    for _ in range(toys):
        counts = rng.poisson(truth.expected(strength)).astype(np.float64)
        drawn = measurement.data(counts, aux + rng.standard_normal(aux.size))
        covered += measurement.far(strength, drawn) <= 1.0
    return Coverage(toys, covered)
