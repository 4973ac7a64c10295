"""Many futures of prices: an improvement that nobody knows, years that scatter, and jumps now and then."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.prices.regimes import Course


@dataclass(frozen=True)
class Spread:
    """How prices scatter about a regime.

    Parameters
    ----------
    trend : float
        Standard deviation of ln(1 + r) over the futures, 1/yr, 0 or more: how badly r is known.
    yearly : float
        Standard deviation of a year's step of ln p, 0 or more.
    jumps : float
        Chance of a jump in a year, 0 to 1.
    jump : float
        Price after a jump over the price before, above 0.
    half_life : float
        Years in which half of a jump is gone, above 0.
    together : float
        Correlation of trend and yearly steps between resources, 0 to 1.
    """

    trend: float = 0.04
    yearly: float = 0.1
    jumps: float = 0.0
    jump: float = 1.46
    half_life: float = 3.0
    together: float = 0.5

    def __post_init__(self) -> None:
        for name in ("trend", "yearly"):
            within(f"spread: {name}", getattr(self, name), "1", least=0.0)
        for name in ("jumps", "together"):
            within(f"spread: {name}", getattr(self, name), "1", least=0.0, most=1.0)
        for name, unit in (("jump", "1"), ("half_life", "yr")):
            within(f"spread: {name}", getattr(self, name), unit, above=0.0)


def futures(
    rng: np.random.Generator, samples: int, middle: Course, spread: Spread, known_until: int
) -> Course:
    """Draw courses of prices about one.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of the random numbers.
    samples : int
        Number of futures, 1 or more.
    middle : Course
        One sample, as from :func:`ecosystem_nb.facilities.prices.regimes.course`.
    spread : Spread
    known_until : int
        Last year whose prices are known: all futures are alike until then.

    Returns
    -------
    Course
        Prices of shape (samples, years, resources).

    Notes
    -----
    ln p = ln p(middle) - δ h + Σ ε + jumps, with h years since ``known_until``; δ and ε are normal, so
    that ``middle`` is the median where there are no jumps.  A jump meets all resources and fades in the
    logarithm.  Memory: three arrays of the size of the result at a time.

    Examples
    --------
    >>> from ecosystem_nb.facilities.prices.history import Price
    >>> from ecosystem_nb.facilities.prices.regimes import course, uniform
    >>> one = course({"disk": Price(10.0, "USD/TB", 2020.0)}, uniform("flat", 0.0), [2020], {"disk": "TB"})
    >>> futures(np.random.default_rng(1), 3, one, Spread(), 2020).prices.ravel().tolist()
    [10.0, 10.0, 10.0]
    """
    within("samples", samples, "1", least=1.0)
    ahead = np.maximum(np.asarray(middle.years) - known_until, 0)
    kinds = len(middle.resources)
    logs = _steps(rng, samples, ahead, kinds, spread)
    logs -= _correlated(rng, samples, 1, kinds, spread) * spread.trend * ahead[None, :, None]
    if spread.jumps > 0.0:
        logs += _jumps(rng, samples, ahead, kinds, spread)
    np.exp(logs, out=logs)
    logs *= middle.prices
    return Course(middle.years, middle.resources, middle.units, logs)


def _correlated(
    rng: np.random.Generator, samples: int, years: int, kinds: int, spread: Spread
) -> NDArray[np.float64]:
    own = rng.standard_normal((samples, years, kinds))
    own *= np.sqrt(1.0 - spread.together)
    own += np.sqrt(spread.together) * rng.standard_normal((samples, years, 1))
    return own


def _steps(
    rng: np.random.Generator,
    samples: int,
    ahead: NDArray[np.int64],
    kinds: int,
    spread: Spread,
) -> NDArray[np.float64]:
    """Sum the yearly steps up to each year; a gap of several years has as many steps."""
    width = np.sqrt(np.diff(ahead, prepend=0.0))
    made = _correlated(rng, samples, ahead.size, kinds, spread)
    made *= spread.yearly * width[None, :, None]
    return np.cumsum(made, axis=1, out=made)


def _jumps(
    rng: np.random.Generator,
    samples: int,
    ahead: NDArray[np.int64],
    kinds: int,
    spread: Spread,
) -> NDArray[np.float64]:
    """Return the logarithm of all jumps that stand in each year; one jump meets all resources."""
    steps = np.diff(ahead, prepend=0)
    left = np.exp2(-steps / spread.half_life)
    total = np.zeros((samples, ahead.size, 1))
    standing = np.zeros(samples)
    for year, gap in enumerate(steps):
        standing *= left[year]
        if gap > 0:
            standing += rng.random(samples) < 1.0 - (1.0 - spread.jumps) ** gap
        total[:, year, 0] = standing * np.log(spread.jump)
    return np.broadcast_to(total, (samples, ahead.size, kinds))
