"""How does an expectation move between the templates that are known? pyhf's interpolations."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shift(scale: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
    """Return by how much a template moves with the energy scale, and the first two derivatives of that.

    Parameters
    ----------
    scale : float64 (T, 1)
        Standard deviations.
    low, high : float64 (B,) or (T, B)
        How it moves at -1 and 1.

    Notes
    -----
    Linear beyond one standard deviation on either side, a polynomial of sixth order between: pyhf's
    code 4p.
    """
    half, bent, square = 0.5 * (high - low), 0.0625 * (high + low), scale**2
    inner = (
        scale * half + square * (15.0 + square * (3.0 * square - 10.0)) * bent,
        half + scale * (30.0 + square * (18.0 * square - 40.0)) * bent,
        (30.0 + square * (90.0 * square - 120.0)) * bent,
    )
    outer = (np.abs(scale) * np.where(scale > 0.0, high, low), np.where(scale > 0.0, high, -low), 0.0)
    return _either(np.abs(scale) < 1.0, inner, outer)


def factor(jets: Floats, unsure: float) -> tuple[Floats, Floats, Floats]:
    """Return the factor of the number of jets, and its first two derivatives.

    Parameters
    ----------
    jets : float64 (T, 1)
        Standard deviations.
    unsure : float
        Relative uncertainty: the factor is ``1 + unsure`` at 1 and ``1 - unsure`` at -1.

    Notes
    -----
    Exponential beyond one standard deviation, between a polynomial of sixth order that agrees with it in
    value, slope and curvature: pyhf's code 4.
    """
    if not unsure:
        return np.ones_like(jets), np.zeros_like(jets), np.zeros_like(jets)
    powers, down, up = np.arange(7), -np.log1p(-unsure), np.log1p(unsure)
    once = np.maximum(powers - 1, 0)
    twice = np.maximum(powers - 2, 0)
    rows, wanted = [np.eye(7)[0]], [1.0]
    for sign, log in ((-1.0, down), (1.0, up)):
        rows += [sign**powers, powers * sign**once, powers * once * sign**twice]
        wanted += [np.exp(sign * log) * log**order for order in range(3)]
    terms = np.linalg.solve(np.array(rows), np.array(wanted))
    one = jets[..., None]
    inner = one**powers @ terms, one**once @ (powers * terms), one**twice @ (powers * once * terms)
    log = np.where(jets > 0.0, up, down)
    size = np.exp(jets * log)
    return _either(np.abs(jets) < 1.0, inner, (size, log * size, log**2 * size))


def _either(
    first: NDArray[np.bool_], one: tuple[Floats, ...], other: tuple[Floats | float, ...]
) -> tuple[Floats, Floats, Floats]:
    """Return the one or the other, entry by entry."""
    value, slope, bend = (np.where(first, a, b) for a, b in zip(one, other, strict=True))
    return value, slope, bend
