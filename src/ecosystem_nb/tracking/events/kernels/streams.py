"""Random numbers from a stream of its own for each particle."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Seeds = NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@njit
def uniform(state: Seeds) -> float:
    """Return the next random number of a stream, above 0 and at most 1, and step the stream.

    Parameters
    ----------
    state : numpy.ndarray of uint64, shape (1,)
        Any value starts a stream.

    Returns
    -------
    float

    References
    ----------
    SplitMix64: Steele, Lea and Flood, doi:10.1145/2660193.2660195.

    Examples
    --------
    >>> 0 < uniform(np.array([1], dtype=np.uint64)) <= 1
    True
    """
    state[0] += _STEP
    word = state[0]
    word = (word ^ (word >> _30)) * _MIX_1
    word = (word ^ (word >> _27)) * _MIX_2
    word ^= word >> _31
    return float((word >> _11) + np.float64(1.0)) * 2.0**-53


@njit
def normal(state: Seeds) -> float:
    """Return the next normal random number of a stream, by Box and Muller.

    Parameters
    ----------
    state : numpy.ndarray of uint64, shape (1,)

    Returns
    -------
    float
    """
    radius = math.sqrt(-2.0 * math.log(uniform(state)))
    return radius * math.cos(2.0 * math.pi * uniform(state))
