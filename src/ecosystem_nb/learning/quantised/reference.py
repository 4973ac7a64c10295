"""The same network, one event and one product at a time, in exact fractions."""

import math
from fractions import Fraction


def forward_reference(x, weights, biases, fractions, activations):
    """Return the outputs of one event as exact fractions.

    Parameters
    ----------
    x : sequence of int
        Input integers.
    weights, biases : sequence of nested sequences of int
        As for ``forward``.
    fractions : sequence of (int, int)
        For each layer the bits right of the binary point of its input and of its weights.
    activations : sequence of (int, int)
        For each layer but the last the bits right of the binary point of its activation, and its
        largest integer.

    Returns
    -------
    list of fractions.Fraction
        Values, not integers.

    Examples
    --------
    >>> forward_reference([3, -1], [[[2], [1]], [[4]]], [[1], [0]], [(0, 1), (0, 0)], [(0, 7)])
    [Fraction(12, 1)]
    """
    values = [Fraction(int(one), 2 ** fractions[0][0]) for one in x]
    for layer, (matrix, bias) in enumerate(zip(weights, biases, strict=True)):
        f_in, f_weight = fractions[layer]
        sums = []
        for j in range(len(bias)):
            total = Fraction(int(bias[j])) / Fraction(2) ** (f_in + f_weight)
            for i, value in enumerate(values):
                total += value * Fraction(int(matrix[i][j])) / Fraction(2) ** f_weight
            sums.append(total)
        if layer == len(weights) - 1:
            return sums
        fraction, top = activations[layer]
        step = Fraction(1) / Fraction(2) ** fraction
        values = [min(math.floor(max(one, 0) / step + Fraction(1, 2)), top) * step for one in sums]
    return values
