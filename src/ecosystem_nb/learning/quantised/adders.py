"""What does the network cost in logic? Its sums as trees of adders, traced by da4ml."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ecosystem_nb.learning.quantised.formats import Floats, Integers, to_values
from ecosystem_nb.learning.quantised.network import Quantised


@dataclass(frozen=True)
class Circuit:
    """A network as logic: no multiplier, only adders, shifts and comparisons.

    Parameters
    ----------
    luts : float
        Estimated look-up tables.
    depth : float
        Adders one after the other on the longest way from an input to the score.
    operations : int
        Adders, comparisons and shifts with logic of their own.
    """

    luts: float
    depth: float
    operations: int
    _network: Quantised = field(repr=False, compare=False)
    _logic: Any = field(repr=False, compare=False)

    def stages(self, adders_a_clock: int) -> int:
        """Return the registers in a row when so many adders fit between two ticks of the clock."""
        from da4ml.trace import to_pipeline

        return len(to_pipeline(self._logic, adders_a_clock, retiming=False)[0])

    def scores(self, integers: Integers) -> Floats:
        """Return what the logic gives for input integers: float64 (N,)."""
        values = to_values(integers, self._network.formats.input)
        return np.asarray(self._logic.predict(values), dtype=np.float64)[:, 0]


def trace(network: Quantised, *, deeper: int | None = None) -> Circuit:
    """Turn a network into adders.

    Parameters
    ----------
    network : Quantised
    deeper : int, optional
        Adders in a row that a layer may have beyond the fewest it can do with; any number when left out.

    Returns
    -------
    Circuit

    Notes
    -----
    da4ml [1]_ searches for sums that several outputs share.
    Few adders in a row leave it less to search: a trace with ``deeper=0`` takes a fraction of the time, and a
    few percent more tables.
    Its count of look-up tables is an estimate, an adder of so many bits being so many tables; neither
    routing nor registers are in it, and nothing is placed on a device.

    References
    ----------
    .. [1] C. Sun et al., ACM Trans. Reconfigurable Technol. Syst. (2025), DOI 10.1145/3777387.
    """
    from da4ml.trace import FixedVariableArrayInput, HWConfig, comb_trace

    form = network.formats.input
    size = network.weights[0].shape[0]
    # without room for depth there is one way to split a layer, and nothing to search
    options = None if deeper is None else {"hard_dc": deeper, "search_all_decompose_dc": deeper > 0}
    raw = FixedVariableArrayInput(size, hwconf=HWConfig(1, -1, -1), solver_options=options)
    h = raw.quantize(*_kif(form.signed, form.integer, form.fraction, size))
    for layer, matrix in enumerate(network.weights):
        h = h @ to_values(matrix, network.formats.weights[layer])
        h = h + to_values(network.biases[layer], network.sums[layer])
        if layer < len(network.weights) - 1:
            out = network.formats.activations[layer]
            kept = _kif(False, out.integer, out.fraction, matrix.shape[1])
            h = h.relu().quantize(*kept, overflow_mode="SAT", round_mode="RND")
    logic = comb_trace(raw, h)
    work = sum(1 for one in logic.ops if one.cost > 0.0)
    return Circuit(float(logic.cost), float(max(logic.latency)), work, network, logic)


def _kif(signed: bool, integer: int, fraction: int, size: int) -> tuple[Integers, Integers, Integers]:
    """Return da4ml's way to say a format: sign, bits left of the point without it, bits right of it."""
    parts = (int(signed), integer - int(signed), fraction)
    sign, left, right = (np.full(size, one, dtype=np.int64) for one in parts)
    return sign, left, right
