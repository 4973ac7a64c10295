"""When has a new node saved what it took to make it?  Pay-back, break-even age and best lifetime."""

import math

import numpy as np
from scipy.special import lambertw

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.vintages.costs import HOURS


def running(watts: float, pue: float, intensity: float) -> float:
    """Return what one unit emits in a year at full load.

    Parameters
    ----------
    watts : float
        W, 0 or more.
    pue : float
        Power of the hall over that of the machines, at least 1.
    intensity : float
        g/kWh, 0 or more.

    Returns
    -------
    float
        kg/yr.

    Examples
    --------
    >>> running(1000.0, 1.5, 400.0)
    5259.6
    """
    power = within("power", watts, "W", least=0.0).item()
    hall = within("PUE", pue, "1", least=1.0).item()
    grid = within("carbon intensity", intensity, "g/kWh", least=0.0).item()
    return power / 1000.0 * HOURS * hall * grid / 1000.0


def pay_back(embodied: float, old: float, new: float) -> float:
    """Return after how many years a replacement has saved what it took to make it, E / (p_old - p_new).

    Parameters
    ----------
    embodied : float
        E, of the replacement, kg, 0 or more.
    old, new : float
        What the old hardware and its replacement emit by running, kg/yr, 0 or more.

    Returns
    -------
    float
        yr; infinite where the replacement saves nothing.

    Examples
    --------
    >>> pay_back(10.0, 5.0, 3.0), pay_back(10.0, 3.0, 3.0)
    (5.0, inf)
    """
    made = within("embodied carbon", embodied, "kg", least=0.0).item()
    before = within("emission of the old", old, "kg/yr", least=0.0).item()
    after = within("emission of the new", new, "kg/yr", least=0.0).item()
    return made / (before - after) if before > after else math.inf


def break_even_age(embodied: float, yearly: float, growth: float, left: float) -> float:
    """Return the age from which a replacement saves more in the years left than it took to make it.

    Of the same work a unit that is a years younger needs exp(-λa) in making and in running.  With R years
    left to serve it breaks even where E exp(-λa) = p (1 - exp(-λa)) R, so

    a = ln(1 + E / (p R)) / λ.

    Parameters
    ----------
    embodied : float
        E, of the unit that stands, when it was made, kg, 0 or more.
    yearly : float
        p, emitted by running it, kg/yr, above 0.
    growth : float
        r, by which new hardware does more for each W and each kg a year, 1, above 0; λ = ln(1 + r).
    left : float
        R, for which the work goes on, yr, above 0.

    Returns
    -------
    float
        yr.

    Notes
    -----
    Neglected: the grid gets cleaner, which raises the age; what happens to old hardware.

    Examples
    --------
    >>> round(break_even_age(5.0, 1.0, 1.0, 5.0), 6)  # twice as good each year: one year
    1.0
    """
    made = within("embodied carbon", embodied, "kg", least=0.0).item()
    run = within("yearly emission", yearly, "kg/yr", above=0.0).item()
    rate = math.log1p(within("growth", growth, "1", above=0.0).item())
    span = within("years left", left, "yr", above=0.0).item()
    return math.log1p(made / (run * span)) / rate


def best_lifetime(embodied: float, yearly: float, growth: float) -> float:
    """Return the lifetime at which hardware that is always renewed emits least.

    The least of (E + p L) / (1 - exp(-λL)) is where exp(x) - x = 1 + Eλ/p with x = λL; with c = Eλ/p

    L = (-(1 + c) - W₋₁(-exp(-(1 + c)))) / λ,

    and near sqrt(2 E / (p λ)) where c is small.

    Parameters
    ----------
    embodied : float
        E, emitted in making one unit, kg, above 0.
    yearly : float
        p, emitted by running it, kg/yr, above 0.
    growth : float
        r, by which new hardware does more for each W and each kg a year, 1, above 0; λ = ln(1 + r).

    Returns
    -------
    float
        yr.

    Notes
    -----
    W₋₁ is the lower branch of Lambert's function [1]_.  The same formula holds for money, with the price
    of hardware for E and the bill for p, where both fall alike.  Neglected: the grid gets cleaner, which
    makes longer lifetimes better; failures and lost support, which make them worse.

    References
    ----------
    .. [1] R. M. Corless et al., "On the Lambert W function", Adv. Comput. Math. 5 (1996) 329,
       doi:10.1007/BF02124750.

    Examples
    --------
    >>> round(best_lifetime(1.0, 1.0, 0.1), 2), round((2.0 / 0.0953) ** 0.5, 2)
    (4.27, 4.58)
    """
    made = within("embodied carbon", embodied, "kg", above=0.0).item()
    run = within("yearly emission", yearly, "kg/yr", above=0.0).item()
    rate = math.log1p(within("growth", growth, "1", above=0.0).item())
    weight = made * rate / run
    if weight < 1e-6:  # both terms below nearly cancel: the series of exp(x) - 1 - x, inverted
        root = math.sqrt(2.0 * weight)
        return (root - root * root / 6.0) / rate
    if weight > 600.0:  # exp(-(1 + c)) is nearly 0: one step towards the logarithm
        x = math.log1p(weight)
        for _ in range(50):
            x = math.log(x + 1.0 + weight)
        return x / rate
    branch = float(np.real(lambertw(-math.exp(-(1.0 + weight)), k=-1)))
    return (-(1.0 + weight) - branch) / rate
