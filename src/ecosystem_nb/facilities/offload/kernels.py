"""Bare kernels of offloading: Amdahl's law, node-hours, Little's law."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def amdahl(ported: ArrayLike, speed_up: ArrayLike) -> Floats:
    """Return by what factor the whole gets faster, G = 1 / (1 - p + p / s).

    Parameters
    ----------
    ported : array_like of float64
        Part p of the work that the GPUs take over (1), 0 to 1.
    speed_up : array_like of float64
        Factor s by which they are faster than the CPU of the same node at that part (1), above 0.

    Returns
    -------
    numpy.ndarray of float64
        Factor G (1); below 1 / (1 - p), however fast the GPUs are.

    Notes
    -----
    CPU and GPU take turns: where both work at once the gain is larger, at most 1 / (1 - p) too.
    Cost O(1) a value.

    References
    ----------
    .. [1] Amdahl, AFIPS '67, doi:10.1145/1465482.1465560

    Examples
    --------
    >>> float(amdahl(0.5, 2.0).round(4)), float(amdahl(0.5, 1e9).round(4))
    (1.3333, 2.0)
    """
    p, s = np.asarray(ported, dtype=np.float64), np.asarray(speed_up, dtype=np.float64)
    return np.asarray(1.0 / (1.0 - p + p / s), dtype=np.float64)


def amdahl_reference(ported: float, speed_up: float, pieces: int = 1000) -> float:
    """Return the same factor by timing equal pieces of work one after the other.

    The readable twin of :func:`amdahl`.

    Parameters
    ----------
    ported : float
        Part of the pieces that run on the GPU (1), a multiple of 1 / ``pieces``.
    speed_up : float
        Factor by which such a piece runs faster (1).
    pieces : int
        How many pieces the work is cut into (1).

    Returns
    -------
    float
        Time of all pieces on the CPU over the time they take (1).
    """
    spent = 0.0
    for i in range(pieces):
        on_gpu = i < round(ported * pieces)
        spent += 1.0 / speed_up if on_gpu else 1.0
    return pieces / spent


def ported_for(gain: ArrayLike, speed_up: ArrayLike) -> Floats:
    """Return the part that must be ported for a gain, p = (1 - 1 / G) / (1 - 1 / s).

    Parameters
    ----------
    gain : array_like of float64
        Factor G wanted (1), 1 or more.
    speed_up : array_like of float64
        Factor s at the ported part (1), above 1.

    Returns
    -------
    numpy.ndarray of float64
        Part p (1); above 1 where no port is enough.

    Examples
    --------
    >>> float(ported_for(2.0, 4.0).round(4)), float(amdahl(2 / 3, 4.0).round(4))
    (0.6667, 2.0)
    """
    g, s = np.asarray(gain, dtype=np.float64), np.asarray(speed_up, dtype=np.float64)
    return np.asarray((1.0 - 1.0 / g) / (1.0 - 1.0 / s), dtype=np.float64)


def node_hours(work: ArrayLike, power: ArrayLike, efficiency: ArrayLike) -> Floats:
    """Return the node-hours that a work takes, N = W / (3600 P e).

    Parameters
    ----------
    work : array_like of float64
        Work W, HS23 s, 0 or more.
    power : array_like of float64
        Power P of a node, HS23, above 0.
    efficiency : array_like of float64
        Part e of it that reaches the work (1), above 0.

    Returns
    -------
    numpy.ndarray of float64
        Node-hours.

    Examples
    --------
    >>> float(node_hours(7.2e6, power=1000.0, efficiency=0.5))
    4.0
    """
    useful = np.asarray(power, dtype=np.float64) * np.asarray(efficiency, dtype=np.float64)
    return np.asarray(np.asarray(work, dtype=np.float64) / (3600.0 * useful), dtype=np.float64)


def node_hours_reference(work: float, power: float, efficiency: float, step: float = 1.0) -> float:
    """Return the same node-hours by working the work off, step by step.

    The readable twin of :func:`node_hours`.

    Parameters
    ----------
    work : float
        HS23 s.
    power : float
        HS23.
    efficiency : float
        Part of the power that reaches the work (1).
    step : float
        Length of a step, h.

    Returns
    -------
    float
        Node-hours, to the length of a step.
    """
    hours, left = 0.0, work
    while left > 0.0:
        left -= power * efficiency * 3600.0 * step
        hours += step
    return hours


def occupancy(rate: ArrayLike, residence: ArrayLike) -> Floats:
    """Return what stands in a buffer on average, L = r T (Little's law).

    Parameters
    ----------
    rate : array_like of float64
        Mean rate r at which data come in, B/s.
    residence : array_like of float64
        Mean time T for which they stay, s.

    Returns
    -------
    numpy.ndarray of float64
        Mean volume L in the buffer, B.

    Notes
    -----
    Exact for means over a long time, whatever the order and the spread of arrivals and stays.
    What has to be provided is more: a buffer that is full at its mean blocks half of the time.

    References
    ----------
    .. [1] Little, Oper. Res. 9 (1961) 383, doi:10.1287/opre.9.3.383

    Examples
    --------
    >>> float(occupancy(2.0, 30.0))
    60.0
    """
    return np.asarray(np.asarray(rate, dtype=np.float64) * np.asarray(residence, dtype=np.float64))


def occupancy_reference(sizes: list[float], arrive: list[float], leave: list[float], length: float) -> float:
    """Return the same mean by following each file from its arrival to its leaving.

    The readable twin of :func:`occupancy`, for any stream of files.

    Parameters
    ----------
    sizes : list of float
        B.
    arrive, leave : list of float
        When each file comes and goes, s after the start, within ``length``.
    length : float
        Time over which the mean is taken, s.

    Returns
    -------
    float
        Mean volume in the buffer, B.
    """
    moments = sorted({0.0, length, *arrive, *leave})
    total = 0.0
    for i in range(len(moments) - 1):
        start, end = moments[i], moments[i + 1]
        here = sum(
            size for size, come, go in zip(sizes, arrive, leave, strict=True) if come <= start and end <= go
        )
        total += here * (end - start)
    return total / length
