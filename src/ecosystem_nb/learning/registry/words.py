"""Hardware that adds in words of limited width, beside its emulation."""

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.registry.gate import BitExact
from ecosystem_nb.learning.service.in_process import Batch

Integers = NDArray[np.int64]


def in_words(network: Network, fraction: int, width: int) -> BitExact:
    """Return emulation and hardware of a network in fixed point, for the gate to compare.

    Parameters
    ----------
    network : Network
    fraction : int
        Bits behind the point, of inputs, weights and what the layers hand on.
    width : int
        Bits of the accumulators; what does not fit wraps around.

    Returns
    -------
    callable
        For a batch: the outputs of the last layer as the emulation computes them, in float64 without rounding
        on the way, and as integers of the given width do; both in units of two to the minus ``fraction``.

    Notes
    -----
    Sums of products stay below 2^53 for any width up to 48, so the emulation is exact, and the two agree in
    every bit as long as no accumulator wraps.

    Examples
    --------
    >>> one = Network((np.ones((1, 1), np.float32),), (np.zeros(1, np.float32),), np.zeros(1, np.float32),
    ...               np.ones(1, np.float32))
    >>> in_words(one, 4, 12)(np.array([[1.5], [100.0]], np.float32))
    (array([  24, 1600]), array([24, 64]))
    """
    within("fraction", fraction, "bits", least=1, most=16)
    within("width", width, "bits", least=2 * fraction, most=48)
    half = 1 << (width - 1)

    def grid(values: NDArray[np.float32]) -> Integers:
        return np.rint(np.asarray(values, dtype=np.float64) * 2.0**fraction).astype(np.int64)

    def compared(x: Batch) -> tuple[Integers, Integers]:
        ideal = whole = grid((x - network.mean) / network.scale)
        last = len(network.weights) - 1
        for k, (w, b) in enumerate(zip(network.weights, network.biases, strict=True)):
            weight, bias = grid(w), grid(b) << fraction
            exact = ideal.astype(np.float64) @ weight.astype(np.float64) + bias
            ideal = np.floor(exact / 2.0**fraction).astype(np.int64)
            summed = (whole @ weight + bias + half) % (2 * half) - half
            whole = summed >> fraction
            if k < last:
                ideal, whole = np.maximum(ideal, 0), np.maximum(whole, 0)
        return ideal[:, 0], whole[:, 0]

    return compared
