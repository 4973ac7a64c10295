"""What firmware is made from must be the network that is served, to the bit, and keep to the budget."""

import os
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from tests.learning.registry.conftest import GOOD

from ecosystem_nb.learning.model.files import to_onnx
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.quantised import adders, firmware
from ecosystem_nb.learning.quantised.network import Bits, Quantised
from ecosystem_nb.learning.quantised.reference import forward_reference
from ecosystem_nb.learning.registry.errors import RegistryError
from ecosystem_nb.learning.registry.gate import Bounds, Check, Report, Sample, judge
from ecosystem_nb.learning.registry.trigger import (
    LOGIC,
    SIMULATION,
    Firmware,
    Trigger,
    budget,
    flipped,
    in_integers,
)

SIZES = (6, 8, 8, 1)
DEAD = 3
"""A node of the second layer that never fires."""
LONG = pytest.mark.skipif(
    not (os.environ.get("EVERY_PAGE") and firmware.has_compiler()),
    reason="compiles C++: EVERY_PAGE=1 runs it",
)


@pytest.fixture(scope="module")
def network() -> Network:
    rng = np.random.default_rng(1)
    weights = [rng.normal(0, 0.6, pair).astype(np.float32) for pair in pairwise(SIZES)]
    biases = [rng.normal(0, 0.3, n).astype(np.float32) for n in SIZES[1:]]
    weights[1][:, DEAD], biases[1][DEAD] = 0, -1
    return Network(tuple(weights), tuple(biases), np.full(6, 0.1, np.float32), np.full(6, 1.5, np.float32))


@pytest.fixture(scope="module")
def events(network: Network) -> Sample:
    """Electrons where the network says so, but for a spread as large as its own."""
    rng = np.random.default_rng(2)
    x = rng.normal(0.1, 1.5, (10_000, 6)).astype(np.float32)
    logits = network.logits(x)
    electron = logits + rng.normal(0, logits.std(), len(x)) > np.median(logits)
    return Sample(x, electron, np.ones(len(x)))


@pytest.fixture(scope="module")
def integers(network: Network, events: Sample) -> Quantised:
    return in_integers(network, events.x)


@pytest.fixture(scope="module")
def trigger() -> Trigger:
    return Trigger()


def checked(one: Firmware, network: Network, events: Sample) -> dict[str, Check]:
    return {check.name: check for check in one.checks(to_onnx(network), events)}


def failed(found: dict[str, Check]) -> list[str]:
    return [name for name, one in found.items() if not one.passed]


def output(network: Quantised, row: np.ndarray) -> int:
    """Return the output integer of one event, by exact fractions."""
    fractions = [
        (a.fraction, w.fraction) for a, w in zip(network.inputs, network.formats.weights, strict=True)
    ]
    ends = [(a.fraction, a.highest) for a in network.formats.activations]
    (value,) = forward_reference(row, network.weights, network.biases, fractions, ends)
    return int(value * 2 ** network.sums[-1].fraction)


def test_the_right_firmware_passes(
    network: Network, events: Sample, integers: Quantised, trigger: Trigger
) -> None:
    found = checked(Firmware(integers, trigger), network, events)
    assert failed(found) == []
    assert found["events compared"].value == 10_000
    assert found[f"wrong outputs, {LOGIC}"].detail == "da4ml's logic on 10,000 events"
    assert found["wrong integers"].detail == f"digest {integers.digest[:12]}…"


@pytest.mark.parametrize(("layer", "at", "bit"), [(0, (2, 5), 0), (1, (4, 1), 3), (2, (6, 0), 0)])
def test_one_bit_of_one_weight_is_refused(
    network: Network, events: Sample, integers: Quantised, layer: int, at: tuple[int, int], bit: int
) -> None:
    """The report names the check, the event and both integers, as exact fractions give them."""
    bad = flipped(integers, layer, at, bit)
    assert abs(int(bad.weights[layer][at] - integers.weights[layer][at])) == 2**bit
    one = Firmware(bad, Trigger())
    found = checked(one, network, events)
    name = f"wrong outputs, {LOGIC}"
    assert failed(found)[:2] == ["wrong integers", name]
    assert found["wrong integers"].value == 1
    assert found["wrong integers"].detail == (
        f"first weight of layer {layer + 1} ({at[0]}, {at[1]}): {bad.weights[layer][at]}, "
        f"and {integers.weights[layer][at]} in the file"
    )
    rows = integers.integers(events.x)
    first = next(k for k, row in enumerate(rows) if output(bad, row) != output(integers, row))
    right, wrong = output(integers, rows[first]), output(bad, rows[first])
    assert found[name].detail == (
        f"da4ml's logic on 10,000 events, first event {first}: {wrong}, and {right} in the network"
    )
    report = judge(network, to_onnx(network), 0.5, events, bounds=Bounds(0, 1, 1), hardware=one)
    assert f"event {first}: {wrong}, and {right} in the network" in str(report)
    assert not report.passed
    assert Report.from_json(report.to_json()) == report


def test_all_wrong_integers_are_counted_and_the_first_is_named(
    network: Network, events: Sample, integers: Quantised
) -> None:
    bad = flipped(flipped(integers, 0, (5, 7)), 0, (1, 2))
    found = checked(Firmware(bad, Trigger()), network, events)["wrong integers"]
    value, of_file = (one.weights[0][1, 2] for one in (bad, integers))
    assert found.value == 2
    assert found.detail == f"first weight of layer 1 (1, 2): {value}, and {of_file} in the file"


def test_the_logic_is_as_shallow_as_it_gets(integers: Quantised, trigger: Trigger) -> None:
    """A layer of n inputs needs log2(n) adders in a row at least; without a limit more are taken."""
    assert 3 + 3 + 3 <= trigger.traced(integers)[0].depth < adders.trace(integers).depth


def test_a_weight_that_no_event_shows_is_refused_too(
    network: Network, events: Sample, integers: Quantised
) -> None:
    """What leaves a node that never fires is multiplied by nothing."""
    found = checked(Firmware(flipped(integers, 2, (DEAD, 0)), Trigger()), network, events)
    assert failed(found) == ["wrong integers"]


def test_logic_of_another_network_is_refused(
    network: Network, events: Sample, integers: Quantised, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The integers are right, and what was made from them is not."""
    real = adders.trace
    other = flipped(integers, 0, (0, 0), 2)
    monkeypatch.setattr(adders, "trace", lambda _, **options: real(other, **options))
    found = checked(Firmware(integers, Trigger()), network, events)
    assert failed(found) == [f"wrong outputs, {LOGIC}"]


@pytest.mark.parametrize("name", ["mean", "scale"])
def test_inputs_on_another_scale_are_refused(
    network: Network, events: Sample, integers: Quantised, trigger: Trigger, name: str
) -> None:
    other = replace(integers, **{name: getattr(integers, name) * 2})
    found = checked(Firmware(other, trigger), network, events)
    assert failed(found) == [f"wrong outputs, {LOGIC}"]


def test_a_file_of_another_training_is_refused(
    network: Network, events: Sample, integers: Quantised, trigger: Trigger
) -> None:
    other = replace(network, biases=(*network.biases[:-1], network.biases[-1] + np.float32(0.5)))
    found = checked(Firmware(integers, trigger), other, events)
    assert failed(found) == ["wrong integers", f"wrong outputs, {LOGIC}"]
    assert found["wrong integers"].detail.startswith("first bias of layer 3 (0): ")
    assert found[f"wrong outputs, {LOGIC}"].value == 10_000


def test_too_few_events_are_no_proof(
    network: Network, events: Sample, integers: Quantised, trigger: Trigger
) -> None:
    few = Sample(events.x[:9999], events.electron[:9999], events.response[:9999])
    assert failed(checked(Firmware(integers, trigger), network, few)) == ["events compared"]


def test_too_few_bits_cost_too_many_jets(network: Network, events: Sample) -> None:
    """By how much follows from sorting the electrons' scores."""
    coarse = in_integers(network, events.x, Bits(2, 2, 2))
    found = checked(Firmware(coarse, Trigger()), network, events)["jets added by rounding"]
    kept = []
    for scores in (coarse.scores(events.x), network.scores(events.x)):
        of_electrons = np.sort(scores[events.electron])
        cut = of_electrons[int(np.floor(0.05 * len(of_electrons)))]
        kept.append((scores[~events.electron] >= cut).mean())
    assert found.value == pytest.approx(kept[0] - kept[1], abs=2e-3)
    assert not found.passed
    assert kept[0] - kept[1] > 0.02


@pytest.mark.parametrize(
    ("change", "name"), [({"luts": 1000.0}, "look-up tables"), ({"latency": 4.0}, "latency")]
)
def test_the_budget_is_that_of_the_trigger(
    network: Network, events: Sample, integers: Quantised, change: dict[str, float], name: str
) -> None:
    """Four nanoseconds are less than one tick of 200 MHz; a thousandth of a device is little."""
    one = Firmware(integers, Trigger(replace(budget(0.1), **change)))
    found = checked(one, network, events)
    assert failed(found) == [name]
    circuit = adders.trace(integers, deeper=0)
    assert found["look-up tables"].value == circuit.luts
    assert found["look-up tables"].bound == pytest.approx(change.get("luts", 1_728_000) * 0.1 / 3)
    assert found["latency"].value == circuit.stages(5) * 5.0
    assert found["latency"].detail == f"{circuit.stages(5)} ticks of 200 MHz"


def test_a_network_is_traced_once(
    network: Network, events: Sample, integers: Quantised, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For one trigger and one digest; another weight is another network."""
    traced, real = [], adders.trace
    monkeypatch.setattr(adders, "trace", lambda one, **more: traced.append(one.digest) or real(one, **more))
    shared, other = Trigger(), flipped(integers, 0, (0, 0))
    for one in (integers, in_integers(network, events.x), other, integers):
        checked(Firmware(one, shared), network, events)
    assert traced == [integers.digest, other.digest]
    assert integers.digest != other.digest


def test_the_report_says_what_was_compared(
    network: Network, events: Sample, integers: Quantised, trigger: Trigger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a compiler the C simulation as well, without one da4ml alone; either is believed by itself."""
    asked = partial(checked, Firmware(integers, trigger, simulated=True), network, events)

    def simulate(one: Quantised, words: np.ndarray) -> np.ndarray:
        scores: np.ndarray = one.outputs(words)[:, 0] * one.sums[-1].step
        scores[17] += one.sums[-1].step
        return scores

    monkeypatch.setattr(firmware, "simulate", simulate)
    monkeypatch.setattr(firmware, "has_compiler", lambda: False)
    assert not any(SIMULATION in name for name in asked())
    monkeypatch.setattr(firmware, "has_compiler", lambda: True)
    found = asked()
    right = output(integers, integers.integers(events.x[17:18])[0])
    assert failed(found) == [f"wrong outputs, {SIMULATION}"]
    assert found[f"wrong outputs, {SIMULATION}"].detail == (
        f"hls4ml's C simulation on 10,000 events, first event 17: {right + 1}, and {right} in the network"
    )


@LONG
def test_the_compiled_simulation_agrees_and_sees_a_flipped_bit(
    network: Network, events: Sample, integers: Quantised, trigger: Trigger
) -> None:
    name = f"wrong outputs, {SIMULATION}"
    assert checked(Firmware(integers, trigger, simulated=True), network, events)[name].passed
    bad = flipped(integers, 1, (4, 1))
    assert not checked(Firmware(bad, trigger, simulated=True), network, events)[name].passed


def test_what_cannot_be_compared_is_told(
    network: Network, events: Sample, integers: Quantised, trigger: Trigger
) -> None:
    small = Network(network.weights[2:], network.biases[2:], np.zeros(8, np.float32), np.ones(8, np.float32))
    with pytest.raises(
        RegistryError, match=r"firmware of layers \[\(6, 8\), .* does not belong to a file of"
    ):
        Firmware(integers, trigger).checks(to_onnx(small), events)
    with pytest.raises(RegistryError, match="no firmware can be compared: "):
        Firmware(integers, trigger).checks(GOOD.content(), events)


def test_a_digest_covers_all_that_decides_the_output(integers: Quantised) -> None:
    form = integers.formats
    others = [
        flipped(integers, 2, (0, 0), 1),
        replace(integers, biases=(*integers.biases[:-1], integers.biases[-1] + 1)),
        replace(integers, formats=replace(form, input=replace(form.input, integer=form.input.integer + 1))),
        replace(integers, mean=integers.mean + 1),
        replace(integers, scale=integers.scale * 2),
    ]
    assert len({one.digest for one in (integers, *others)}) == len(others) + 1
    assert replace(integers, mean=integers.mean.copy()).digest == integers.digest
