"""Can the version run in the trigger?  Its integers bit for bit, what rounding costs, and what they take."""

from dataclasses import dataclass, field, replace

import numpy as np

from ecosystem_nb.learning.model.files import from_onnx
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.quantised import adders, firmware
from ecosystem_nb.learning.quantised.budget import Budget
from ecosystem_nb.learning.quantised.formats import Floats, Integers, to_values
from ecosystem_nb.learning.quantised.network import Bits, Plain, Quantised, rounded
from ecosystem_nb.learning.quantised.parameters import FiftyNanoseconds
from ecosystem_nb.learning.quantised.study import jets_kept
from ecosystem_nb.learning.registry.errors import RegistryError
from ecosystem_nb.learning.registry.gate import Check, Sample, run
from ecosystem_nb.learning.service.in_process import Batch

BITS = Bits(inputs=8, weights=5, activations=7)
"""Bits of a version's integers: fewer cost jets, more cost logic."""
LOGIC, SIMULATION = "da4ml", "hls4ml"
REALISED = {LOGIC: "da4ml's logic", SIMULATION: "hls4ml's C simulation"}


def budget(share: float) -> Budget:
    """Return the budget of the first trigger level, as the page on 50 nanoseconds assumes it.

    Parameters
    ----------
    share : float
        Part of the device that all copies of the network may take, 1.

    Examples
    --------
    >>> one = budget(0.1)
    >>> one.copies, round(one.allowed), one.latency
    (3, 57600, 50.0)
    """
    return replace(FiftyNanoseconds().budget, share=share)


def in_integers(network: Network, x: Batch, bits: Bits = BITS) -> Quantised:
    """Round a trained network into integers, each layer in the format that suits it best.

    Parameters
    ----------
    network : Network
    x : ndarray of float32, shape (N, F)
        Events that set the binary points; those of the training.
    bits : Bits

    Returns
    -------
    Quantised
    """
    return rounded(Plain.of(network), x, bits)


@dataclass(frozen=True, eq=False)
class Trigger:
    """What the first trigger level asks of a version.

    Parameters
    ----------
    budget : Budget
        Of latency and logic.
    margin : float
        Most jets that rounding may add at 95 % efficiency, as a share of all jets.
    events : int
        Fewest events on which the firmware is compared.
    """

    budget: Budget = field(default_factory=lambda: budget(0.1))
    margin: float = 0.02
    events: int = 10_000
    _traced: dict[str, tuple[adders.Circuit, int]] = field(default_factory=dict, repr=False)

    def traced(self, integers: Quantised) -> tuple[adders.Circuit, int]:
        """Return the logic of a network and its ticks, found once for all networks of its digest."""
        key = integers.digest
        if key not in self._traced:
            circuit = adders.trace(integers, deeper=0)
            self._traced[key] = circuit, circuit.stages(self.budget.adders_a_clock)
        return self._traced[key]


@dataclass(frozen=True, eq=False)
class Firmware:
    """The integers that firmware is made from, to be checked against the file that is served.

    Parameters
    ----------
    integers : Quantised
        Handed over with the version.
    trigger : Trigger
    simulated : bool
        Build hls4ml's C simulation as well, where there is a compiler; it takes seconds.

    Notes
    -----
    The gate rounds the weights of the ONNX file itself, in the formats handed over, and computes its own
    outputs in numpy.  It compares the integers, and on every event the outputs of an independent realisation
    of what was handed over: da4ml's adders, in da4ml's interpreter, and hls4ml's C++, compiled.  Neither
    comparison is enough alone.  A wrong weight of a node that never fires shows in no event; a wrong type of
    a sum shows in no weight.
    """

    integers: Quantised
    trigger: Trigger
    simulated: bool = False

    def checks(self, content: bytes, sample: Sample) -> list[Check]:
        """Check integers, bits, background and budget.

        Parameters
        ----------
        content : bytes
            The version's ONNX file.
        sample : Sample
            Events it has not seen.

        Returns
        -------
        list of Check

        Raises
        ------
        RegistryError
            When the integers are of another architecture than the file.
        """
        own, (circuit, ticks) = self._rounded_again(content), self.trigger.traced(self.integers)
        emulated = own.outputs(own.integers(sample.x))[:, 0]
        words = self.integers.integers(sample.x)
        built = {LOGIC: circuit.scores(words)}
        if self.simulated and firmware.has_compiler():
            built[SIMULATION] = firmware.simulate(self.integers, words)
        step = own.sums[-1].step
        before = jets_kept(run(content, sample.x).astype(np.float64), sample.electron)
        added = jets_kept(to_values(emulated, own.sums[-1]), sample.electron) - before
        limits = self.trigger.budget
        return [
            Check("events compared", len(words), "at least", self.trigger.events),
            _same_integers(own, self.integers),
            *(_same_bits(name, emulated, scores / step) for name, scores in built.items()),
            Check("jets added by rounding", added, "at most", self.trigger.margin),
            Check("look-up tables", circuit.luts, "at most", limits.allowed),
            Check(
                "latency", limits.time(ticks), "at most", limits.latency, "ns",
                f"{ticks} ticks of {limits.clock:g} MHz",
            ),
        ]  # fmt: skip

    def _rounded_again(self, content: bytes) -> Quantised:
        try:
            plain = Plain.of(from_onnx(content))
        except ValueError as error:
            raise RegistryError(f"no firmware can be compared: {error}") from error
        shapes = [[one.shape for one in layers] for layers in (plain.weights, self.integers.weights)]
        if shapes[0] != shapes[1]:
            raise RegistryError(f"firmware of layers {shapes[1]} does not belong to a file of {shapes[0]}")
        return Quantised.of(plain, self.integers.formats)


def _same_integers(own: Quantised, given: Quantised) -> Check:
    """Compare weights and biases; the first that differs is named."""
    wrong, detail = 0, f"digest {given.digest[:12]}…"
    pairs = [
        (f"{kind} {layer + 1}", *(getattr(one, name)[layer] for one in (own, given)))
        for layer in range(len(own.weights))
        for kind, name in (("weight of layer", "weights"), ("bias of layer", "biases"))
    ]
    for what, mine, theirs in pairs:
        at = np.argwhere(mine != theirs)
        if len(at) and not wrong:
            first = tuple(at[0])
            place = ", ".join(str(one) for one in at[0])
            detail = f"first {what} ({place}): {theirs[first]}, and {mine[first]} in the file"
        wrong += len(at)
    return Check("wrong integers", wrong, "at most", 0, detail=detail)


def _same_bits(name: str, emulated: Integers, built: Floats) -> Check:
    """Compare outputs event by event; the first that differs is named with both integers."""
    wrong = np.flatnonzero(emulated != built)
    detail = f"{REALISED[name]} on {len(emulated):,} events"
    if len(wrong):
        event = wrong[0]
        detail += f", first event {event}: {built[event]:.15g}, and {emulated[event]} in the network"
    return Check(f"wrong outputs, {name}", len(wrong), "at most", 0, detail=detail)


def flipped(integers: Quantised, layer: int, at: tuple[int, int], bit: int = 0) -> Quantised:
    """Return integers with one bit of one weight turned over, as a fault for the gate to find.

    Parameters
    ----------
    integers : Quantised
    layer : int
        Of the weight, from 0.
    at : tuple of int
        Its input and its output.
    bit : int
        From 0, the lowest.
    """
    weights = [one.copy() for one in integers.weights]
    weights[layer][at] ^= 1 << bit
    return replace(integers, weights=tuple(weights))
