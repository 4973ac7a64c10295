"""What does an analysis ask? The signal strength, how well it is known, and whether that is true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import within

Floats = NDArray[np.float64]
Scores = NDArray[np.float32]
Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class Templates:
    """Expected events by bin of the score.

    Parameters
    ----------
    electrons, jets : float64 (B,) or (T, B)
        At signal strength 1.
    electrons_error, jets_error : float64 of the same shape, or None
        Statistical errors of the simulated events that filled them; None for templates that are exact.
    """

    electrons: Floats
    jets: Floats
    electrons_error: Floats | None = None
    jets_error: Floats | None = None

    def expected(self, strength: float = 1.0) -> Floats:
        """Return all events by bin at a signal strength."""
        total: Floats = strength * self.electrons + self.jets
        return total

    def unsure(self) -> Floats:
        """Return the relative statistical error of the templates' sum at strength 1, by bin."""
        if self.electrons_error is None or self.jets_error is None:
            return np.zeros_like(self.electrons)
        error, sums = np.hypot(self.electrons_error, self.jets_error), self.expected()
        return np.divide(error, sums, out=np.zeros_like(sums), where=sums > 0.0)  # nothing is known of none

    def chosen(self, which: int | NDArray[np.intp]) -> "Templates":
        """Return one or some of many sets of templates."""
        errors = (self.electrons_error, self.jets_error)
        first, second = (None if one is None else one[which] for one in errors)
        return Templates(self.electrons[which], self.jets[which], first, second)

    def exact(self) -> "Templates":
        """Return the same templates as if no statistical error was known of them."""
        return Templates(self.electrons, self.jets)


def edges(scores: Scores, electron: Labels, bins: int) -> Floats:
    """Return inner edges of bins that hold equal shares of the electrons: float64 (bins - 1,)."""
    if bins < 1:
        raise ValueError(f"bins = {bins} is out of range: expected at least 1")
    inner: Floats = np.quantile(scores[electron].astype(np.float64), np.arange(1, bins) / bins)
    return inner


@dataclass(frozen=True)
class Measurement:
    """A fit of the signal strength to binned scores.

    Parameters
    ----------
    nominal : Templates
        With statistical errors, one factor a bin lets their sum move within them (``staterror``).
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
        for kind, modifiers in (("electrons", signal), ("jets", jets)):
            errors: Floats | None = getattr(self.nominal, f"{kind}_error")
            if errors is not None:
                modifiers.append({"name": "simulated", "type": "staterror", "data": errors.tolist()})
        samples = [
            {"name": "electrons", "data": self.nominal.electrons.tolist(), "modifiers": signal},
            {"name": "jets", "data": self.nominal.jets.tolist(), "modifiers": jets},
        ]
        return {"channels": [{"name": "score", "samples": samples}]}

    def data(self, counts: Floats, known: Mapping[str, ArrayLike] | None = None) -> Floats:
        """Return counts with the measurements that constrain the uncertainties.

        Parameters
        ----------
        counts : float64 (B,)
        known : mapping, optional
            Some of ``scale`` and ``jets`` (one number each, nominally 0), and ``simulated`` (one a bin,
            nominally 1); nominal what is left out.
        """
        config, at = self._model.config, 0
        aux = np.asarray(config.auxdata, dtype=np.float64)
        for name in config.auxdata_order:
            size = config.param_set(name).n_parameters
            if known is not None and name in known:
                aux[at : at + size] = known[name]
            at += size
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
            # at the best strength itself a second fit may end elsewhere: there the fall is nothing
            return -1.0 if strength == best else self._far(strength, data, least) - 1.0

        low = 0.0 if rest(0.0) <= 0.0 else _root(rest, 0.0, best)
        top = max(2.0 * best, 0.5)
        while rest(top) < 0.0:
            top *= 2.0
        return best, low, _root(rest, best, top)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-4))
