"""A dense network in integers only, as the logic of a device computes it."""

import numpy as np


def forward(x, weights, biases, shifts, tops):
    """Return the output integers of a network of dense layers with rectified, saturated activations.

    h_0 = x;  a_l = h_(l-1) W_l + b_l;  h_l = min(round(max(a_l, 0) / 2^(s_l)), t_l);  output a_L.

    Parameters
    ----------
    x : int64 (N, F)
        Input integers, in steps of the input's format.
    weights : sequence of int64 (n_in, n_out)
        W_l, in steps of each layer's weights.
    biases : sequence of int64 (n_out,)
        b_l, in steps of the layer's sums: step of its input times step of its weights.
    shifts : sequence of int
        s_l, bits that a sum loses on its way into the activation; one fewer than layers.
    tops : sequence of int
        t_l, the largest integer of each activation.

    Returns
    -------
    int64 (N, n_out)
        Sums of the last layer, in steps of that layer's sums.

    Notes
    -----
    Exact while every sum stays below 2^63 in size.
    Rounding is to nearest, halves upwards (``AP_RND``).
    Cost O(N sum n_in n_out).

    Examples
    --------
    >>> one = np.array([[3, -1]])
    >>> forward(one, [np.array([[2], [1]]), np.array([[4]])], [np.array([1]), np.array([0])], [1], [7])
    array([[12]])
    """
    h = x
    last = len(weights) - 1
    for layer in range(last):
        a = np.maximum(h @ weights[layer] + biases[layer], 0)
        s = shifts[layer]
        a = (a + (1 << (s - 1))) >> s if s > 0 else a << -s
        h = np.minimum(a, tops[layer])
    return h @ weights[last] + biases[last]
