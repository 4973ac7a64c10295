"""A group of drives that fail and are repaired: mean time to data loss, chance of a loss in a given time."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@njit
def chain(
    drives: int, parity: int, failure: float, repair: float, repairers: int, unreadable: float
) -> tuple[Floats, Floats]:
    r"""Return the rates of a group that loses data when more than ``parity`` of its drives are down.

    With i drives down, i = 0 … m, one more fails at :math:`\lambda_i = (n-i)\,\lambda` and one is repaired
    at :math:`\mu_i = \min(i, r)\,\mu`.  A repair without redundancy left (i = m) meets an unreadable sector
    with chance h, which loses data:

    .. math:: \lambda_m \to \lambda_m + h\,\mu_m, \qquad \mu_m \to (1-h)\,\mu_m.

    Parameters
    ----------
    drives : int
        Drives n of the group.
    parity : int
        Most drives m that may be down, 0 to ``drives`` - 1.
    failure : float
        Failure rate λ of one drive, 1/h.
    repair : float
        Rate μ of one repair, 1/h.
    repairers : int
        Repairs r that can go on at the same time, 1 or more.
    unreadable : float
        Chance h, 0 to 1.

    Returns
    -------
    up : numpy.ndarray of float64, shape (parity + 1,)
        Rate from i to i + 1 drives down, 1/h; the last one loses data.
    down : numpy.ndarray of float64, shape (parity + 1,)
        Rate from i to i - 1 drives down, 1/h; 0 for i = 0.

    Notes
    -----
    Failures and repairs are exponential and independent: no bad batches, no common power or network, no
    ageing, no limit of spares.

    Examples
    --------
    >>> up, down = chain(5, 1, 0.1, 2.0, 1, 0.0)
    >>> up.tolist(), down.tolist()
    ([0.5, 0.4], [0.0, 2.0])
    """
    up, down = np.empty(parity + 1), np.empty(parity + 1)
    for i in range(parity + 1):
        up[i] = (drives - i) * failure
        down[i] = min(i, repairers) * repair
    up[parity] += unreadable * down[parity]
    down[parity] *= 1.0 - unreadable
    return up, down


@njit
def mean_time_to_loss(up: Floats, down: Floats) -> float:
    r"""Return the mean time from no drive down to the loss of data.

    The mean time :math:`h_i` from i to i + 1 drives down follows from that below it; their sum counts:

    .. math:: h_i = \frac{1 + \mu_i\,h_{i-1}}{\lambda_i}, \qquad \mathrm{MTTDL} = \sum_{i=0}^{m} h_i.

    Parameters
    ----------
    up, down : numpy.ndarray of float64, shape (parity + 1,)
        From :func:`chain`, 1/h.

    Returns
    -------
    float
        In h.

    Notes
    -----
    Exact for a birth-death chain.  Every term is positive, so that no digits cancel, unlike in the solution
    of the linear equations.  Cost O(m).

    References
    ----------
    Karlin and Taylor, A First Course in Stochastic Processes, 1975, chapter 4.

    Examples
    --------
    A mirror of two drives: (3 λ + μ) / (2 λ²).

    >>> mean_time_to_loss(*chain(2, 1, 0.5, 2.0, 1, 0.0))
    7.0
    """
    total, step = 0.0, 0.0
    for i in range(up.size):
        step = (1.0 + down[i] * step) / up[i]
        total += step
    return total


@njit
def chance_of_loss(up: Floats, down: Floats, time: float) -> float:
    r"""Return the chance that a group without a drive down loses data within a time.

    Uniformisation: with :math:`\Lambda \ge \lambda_i + \mu_i`, :math:`P = 1 + Q/\Lambda` and the state
    :math:`\pi_k = \pi_0 P^k` after k steps,

    .. math:: p(t) = \sum_k e^{-\Lambda t}\,\frac{(\Lambda t)^k}{k!}\;\pi_k(\text{lost}).

    Parameters
    ----------
    up, down : numpy.ndarray of float64, shape (parity + 1,)
        From :func:`chain`, 1/h.
    time : float
        Time t, h.

    Returns
    -------
    float
        0 to 1.

    Notes
    -----
    All terms are positive: a chance of 1e-20 keeps its digits.  Terms further than 12 standard deviations
    from the mean number of steps are left out; the relative error grows as Λ t, to 1e-8 at 1e7 steps.
    Cost O(m Λ t).

    Examples
    --------
    Without repair a group of two loses data when both drives have failed.

    >>> p = chance_of_loss(*chain(2, 1, 0.5, 0.0, 1, 0.0), 1.0)
    >>> round(p / (1 - math.exp(-0.5)) ** 2, 9)
    1.0
    """
    states = up.size
    fastest = 0.0
    for i in range(states):
        fastest = max(fastest, up[i] + down[i])
    mean = fastest * time
    if mean == 0.0:
        return 0.0
    width = 12.0 * math.sqrt(mean) + 40.0
    state, after = np.zeros(states + 1), np.zeros(states + 1)
    state[0] = 1.0
    chance = 0.0
    for k in range(int(mean + width) + 1):
        if k >= mean - width:
            poisson = math.exp(k * math.log(mean) - mean - math.lgamma(k + 1.0))
            chance += poisson * state[states]
        for i in range(states):
            after[i] = state[i] * (1.0 - (up[i] + down[i]) / fastest)
        after[states] = state[states]
        for i in range(states):
            after[i + 1] += state[i] * up[i] / fastest
            if i > 0:
                after[i - 1] += state[i] * down[i] / fastest
        state, after = after, state
    return chance


def generator(up: Floats, down: Floats) -> Floats:
    """Return the generator matrix of the chain, the lost state last.

    Parameters
    ----------
    up, down : numpy.ndarray of float64, shape (parity + 1,)
        From :func:`chain`, 1/h.

    Returns
    -------
    numpy.ndarray of float64, shape (parity + 2, parity + 2)
        In 1/h; rows sum to 0.

    Examples
    --------
    >>> generator(np.array([0.5, 0.4]), np.array([0.0, 2.0])).tolist()
    [[-0.5, 0.5, 0.0], [2.0, -2.4, 0.4], [0.0, 0.0, 0.0]]
    """
    size = up.size + 1
    matrix = np.zeros((size, size))
    for i in range(size - 1):
        matrix[i, i + 1] = up[i]
        if i > 0:
            matrix[i, i - 1] = down[i]
        matrix[i, i] = -matrix[i].sum()
    return matrix


def mean_time_reference(up: Floats, down: Floats) -> float:
    """Return what :func:`mean_time_to_loss` returns, from the linear equations of the generator.

    Parameters
    ----------
    up, down : numpy.ndarray of float64, shape (parity + 1,)
        From :func:`chain`, 1/h.

    Notes
    -----
    -Q t = 1 over the states without loss.  It loses as many digits as the condition of Q has: of 16, none is
    left where repairs are about 1e16 times as likely as losses.
    """
    inside = generator(up, down)[:-1, :-1]
    return float(np.linalg.solve(-inside, np.ones(up.size))[0])


def chance_reference(up: Floats, down: Floats, time: float) -> float:
    """Return what :func:`chance_of_loss` returns, as an entry of exp(Q t): absolute error about 1e-13.

    Parameters
    ----------
    up, down : numpy.ndarray of float64, shape (parity + 1,)
        From :func:`chain`, 1/h.
    time : float
        In h.
    """
    matrix = generator(up, down) * time
    halvings = max(0, math.ceil(math.log2(max(np.abs(matrix).max(), 1.0)))) + 4
    small = matrix / 2.0**halvings
    power = term = np.eye(len(matrix))
    for k in range(1, 16):
        term = term @ small / k
        power = power + term
    for _ in range(halvings):
        power = power @ power
    return float(power[0, -1])
