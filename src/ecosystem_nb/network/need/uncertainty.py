"""How sure is the network need?  Bands, one-at-a-time swings and shares of variance."""

import numpy as np
import pandas as pd

from ecosystem_nb.network.need.kernels import (
    Floats,
    inverse_uniform_moments,
    rate_gbit_s,
    total_need_gbit_s,
    uniform_moments,
)
from ecosystem_nb.network.need.parameters import WanNeed
from ecosystem_nb.network.need.wan_need import INPUTS, exports, flexible, raw_rate

_SPREADS = (
    "raw_volume_spread",
    "live_time_spread",
    "other_spread",
    "other_spread",
    "other_spread",
    "factor_spread",
    "factor_spread",
    "factor_spread",
)
_UNITS = ("PB", "s", "Gbit/s", "Gbit/s", "Gbit/s", "1", "1", "1")


def ranges(need: WanNeed) -> pd.DataFrame:
    """Return low end, value and high end of every uncertain input.

    Parameters
    ----------
    need : WanNeed
        The page's parameters; the ranges are ``value * (1 -+ spread)``, and assumed.
        They are not cut: a factor near 1 with a wide spread reaches below 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``input``, ``low``, ``value``, ``high`` (in the row's ``unit``) and ``unit``.
    """
    rows = []
    for name, spread_name, unit in zip(INPUTS, _SPREADS, _UNITS, strict=True):
        value, spread = getattr(need, name), getattr(need, spread_name)
        rows.append((name, value * (1.0 - spread), value, value * (1.0 + spread), unit))
    return pd.DataFrame(rows, columns=["input", "low", "value", "high", "unit"])


def draw(need: WanNeed, rng: np.random.Generator, shape: str = "uniform") -> Floats:
    """Draw samples of the inputs, each on its own.

    Parameters
    ----------
    need : WanNeed
        The page's parameters; ``need.samples`` says how many.
    rng : numpy.random.Generator
        Source of the random numbers.
    shape : {'uniform', 'triangular'}
        Flat over the range, or a triangle with its tip at the value.

    Returns
    -------
    numpy.ndarray of float64, shape (samples, 8)
        Columns in the order of ``INPUTS``, in their units.

    Raises
    ------
    ValueError
        For another shape.
    """
    if shape not in ("uniform", "triangular"):
        raise ValueError(f"shape = {shape!r}: expected 'uniform' or 'triangular'")
    columns = []
    for row in ranges(need).itertuples(index=False):
        if row.low == row.high:
            columns.append(np.full(need.samples, row.value))
        elif shape == "uniform":
            columns.append(rng.uniform(row.low, row.high, need.samples))
        else:
            columns.append(rng.triangular(row.low, row.value, row.high, need.samples))
    return np.column_stack(columns)


def monte_carlo(need: WanNeed, rng: np.random.Generator, shape: str = "uniform") -> Floats:
    """Return the flexible need of random samples of the inputs.

    Parameters
    ----------
    need : WanNeed
        The page's parameters.
    rng : numpy.random.Generator
        Source of the random numbers.
    shape : {'uniform', 'triangular'}
        How the inputs are spread over their ranges.

    Returns
    -------
    numpy.ndarray of float64, shape (samples,)
        Need in Gbit/s.

    Notes
    -----
    The inputs are independent of each other; ATLAS and CMS share one volume and live time.
    """
    return total_need_gbit_s(*draw(need, rng, shape).T)


def band(samples: Floats, level: float = 0.9) -> tuple[float, float, float]:
    """Return low end, median and high end of the central band.

    Parameters
    ----------
    samples : numpy.ndarray of float64
        Values in any one unit.
    level : float
        Share of the samples inside the band, above 0 and below 1.

    Returns
    -------
    tuple of float
        In the unit of ``samples``.

    Raises
    ------
    ValueError
        For a level out of range.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"level = {level} is out of range: expected above 0 and below 1")
    tail = (1.0 - level) / 2.0
    low, middle, high = np.quantile(samples, [tail, 0.5, 1.0 - tail])
    return float(low), float(middle), float(high)


def tornado(need: WanNeed) -> pd.DataFrame:
    """Return the flexible need with one input at a time at the ends of its range.

    Parameters
    ----------
    need : WanNeed
        The page's parameters.

    Returns
    -------
    pandas.DataFrame
        Columns ``input``, ``at_low``, ``at_high``, ``width`` (Gbit/s), and ``elasticity``
        (1): by how many per cent the need moves for one per cent in the input, at its value.
        Sorted by ``width``, widest first.
    """
    table = ranges(need)
    point = table["value"].to_numpy(dtype=np.float64)
    total = flexible(need)
    rows = []
    for i, row in enumerate(table.itertuples(index=False)):
        ends = []
        for end in (row.low, row.high):
            moved = point.copy()
            moved[i] = end
            ends.append(float(total_need_gbit_s(*moved)))
        rows.append((row.input, ends[0], ends[1], abs(ends[1] - ends[0]), _elasticity(need, row.input)))
    columns = ["input", "at_low", "at_high", "width", "elasticity"]
    made = pd.DataFrame(rows, columns=columns).assign(total=total)
    return made.sort_values("width", ascending=False, kind="stable", ignore_index=True)


def _elasticity(need: WanNeed, name: str) -> float:
    mean = float(exports(need)["export"].sum())
    part = {
        "raw_volume": 2.0 * raw_rate(need),
        "live_time": -2.0 * raw_rate(need),
        "other_traffic": 2.0 * need.other_traffic,
        "alice_export": need.alice_export,
        "lhcb_export": need.lhcb_export,
    }
    return part[name] / mean if name in part else 1.0


def mean_and_shares(need: WanNeed) -> tuple[float, float, pd.DataFrame]:
    """Return mean, standard deviation and shares of variance of the need, in closed form.

    Parameters
    ----------
    need : WanNeed
        The page's parameters; every input is flat over its range.

    Returns
    -------
    mean : float
        Gbit/s.
    deviation : float
        Standard deviation, Gbit/s.
    shares : pandas.DataFrame
        Columns ``input`` and ``share`` (1): first-order Sobol index, Var(E[N|x]) / Var(N).
        The last row, ``together``, is what only combinations of inputs explain.

    Notes
    -----
    The inputs are independent and N is linear in each of V, 1/T, o, a, l, b, p and f, so
    all moments of N are sums and products of the inputs' first two moments.

    References
    ----------
    Sobol, Mathematics and Computers in Simulation 55 (2001) 271, doi:10.1016/S0378-4754(00)00270-6.
    """
    table = ranges(need).set_index("input")
    ends = {name: (float(table.loc[name, "low"]), float(table.loc[name, "high"])) for name in INPUTS}
    first, second = {}, {}
    for name in INPUTS:
        moments = inverse_uniform_moments if name == "live_time" else uniform_moments
        first[name], second[name] = moments(*ends[name])
    var = {name: max(second[name] - first[name] ** 2, 0.0) for name in INPUTS}
    weight = {"other_traffic": 2.0, "alice_export": 1.0, "lhcb_export": 1.0}
    raw = float(rate_gbit_s(2.0, 1.0))  # Gbit/s for 1 PB of each of two experiments in 1 s
    mean_raw = raw * first["raw_volume"] * first["live_time"]
    var_raw = raw**2 * second["raw_volume"] * second["live_time"] - mean_raw**2
    mean_sum = mean_raw + sum(w * first[name] for name, w in weight.items())
    var_sum = var_raw + sum(w**2 * var[name] for name, w in weight.items())
    factors = [name for name in INPUTS if name.endswith("_factor")]
    mean_factor = float(np.prod([first[name] for name in factors]))
    square_factor = float(np.prod([second[name] for name in factors]))
    mean = mean_factor * mean_sum
    variance = max(square_factor * (var_sum + mean_sum**2) - mean**2, 0.0)
    explained = {name: (mean * var[name] ** 0.5 / first[name]) ** 2 for name in factors}
    for name in ("raw_volume", "live_time"):
        explained[name] = (mean_factor * mean_raw * var[name] ** 0.5 / first[name]) ** 2
    for name, w in weight.items():
        explained[name] = (mean_factor * w) ** 2 * var[name]
    shares = {name: explained[name] / variance if variance > 0.0 else 0.0 for name in INPUTS}
    shares["together"] = 1.0 - sum(shares.values()) if variance > 0.0 else 0.0
    made = pd.DataFrame({"input": list(shares), "share": list(shares.values())})
    return mean, variance**0.5, made
