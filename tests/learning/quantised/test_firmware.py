"""Firmware: hls4ml's C simulation and da4ml's adders give the bits of the integer network."""

from pathlib import Path

import numpy as np
import pytest

from ecosystem_nb.learning.quantised import adders, firmware
from ecosystem_nb.learning.quantised.formats import Integers
from ecosystem_nb.learning.quantised.network import Bits, Plain, Quantised, rounded

needs_compiler = pytest.mark.skipif(not firmware.has_compiler(), reason="no g++ on this machine")


@pytest.fixture(scope="module")
def network() -> Quantised:
    rng = np.random.default_rng(1)
    one = Plain(
        (rng.normal(size=(4, 5)), rng.normal(size=(5, 1))),
        (rng.normal(size=5), rng.normal(size=1)),
        np.zeros(4),
        np.ones(4),
    )
    return rounded(one, rng.normal(size=(500, 4)), Bits(6, (5, 4), 4))


@pytest.fixture(scope="module")
def integers(network: Quantised) -> Integers:
    """Ten thousand inputs over the whole format, its ends included."""
    form = network.formats.input
    drawn = np.random.default_rng(2).integers(form.lowest, form.highest + 1, (10_000, 4))
    drawn[0], drawn[1] = form.lowest, form.highest
    return drawn


def exact(network: Quantised, integers: Integers) -> np.ndarray:
    return network.outputs(integers)[:, 0] * network.sums[-1].step


@needs_compiler
def test_the_c_simulation_gives_the_same_bits(
    network: Quantised, integers: Integers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On ten thousand events; and nothing of it is left on the disk."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = firmware.simulate(network, integers)
    assert firmware.agreement(found, exact(network, integers)) == firmware.Agreement(10_000, 10_000, 0.0)
    assert list(tmp_path.iterdir()) == []


def test_adders_give_the_same_bits(network: Quantised, integers: Integers) -> None:
    circuit = adders.trace(network)
    assert firmware.agreement(circuit.scores(integers), exact(network, integers)).exact


@pytest.mark.parametrize("layer", [0, 1])
def test_one_bit_of_the_weights_is_noticed(network: Quantised, integers: Integers, layer: int) -> None:
    """The check has teeth: the least change of an input's weights moves some event."""
    weights = [one.copy() for one in network.weights]
    weights[layer][0] ^= 1
    other = Quantised(tuple(weights), network.biases, network.formats, network.mean, network.scale)
    found = firmware.agreement(adders.trace(other).scores(integers), exact(network, integers))
    assert not found.exact


def test_every_number_has_its_type(network: Quantised) -> None:
    """Sums are exact products of the worst case; only the activations round."""
    types = firmware.explicit(network)
    assert list(types) == ["x", "dense1", "relu1", "dense2"]
    assert types["x"]["result"].startswith("ap_fixed<6,")
    assert types["dense1"]["weight"].startswith("ap_fixed<5,")
    assert types["relu1"]["result"].endswith("AP_RND,AP_SAT>")
    assert all("AP_" not in one for name in ("dense1", "dense2") for one in types[name].values())
    for name, held in zip(("dense1", "dense2"), network.sums, strict=True):
        assert {types[name][one] for one in ("bias", "accum", "result")} == {
            f"ap_fixed<{held.bits},{held.integer}>"
        }
    assert set(firmware.naive(network)["dense2"].values()) == {"ap_fixed<16,6>"}


def test_without_a_compiler_it_says_so(
    network: Quantised, integers: Integers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not firmware.has_compiler()
    with pytest.raises(firmware.NoCompiler, match=r"no g\+\+ on this machine"):
        firmware.simulate(network, integers)
    assert adders.trace(network).luts > 0


def test_a_network_of_one_weight_takes_what_its_bits_say() -> None:
    """Times three is one addition: x + 2x, as wide as the result."""
    formats = rounded(
        Plain((np.array([[3.0]]),), (np.array([0.0]),), np.zeros(1), np.ones(1)),
        np.linspace(-1, 1, 9)[:, None],
        Bits(4, 4, 4),
    )
    circuit = adders.trace(formats)
    assert (circuit.depth, circuit.operations) == (1.0, 1)
    assert 4 <= circuit.luts <= 6


def test_more_adders_between_registers_need_fewer_registers(network: Quantised) -> None:
    circuit = adders.trace(network)
    stages = [circuit.stages(one) for one in (1, 2, 4, 100)]
    assert stages == sorted(stages, reverse=True)
    assert stages[0] == circuit.depth
    assert stages[-1] == 1


def test_nothing_agrees_with_an_empty_list() -> None:
    assert not firmware.agreement(np.zeros(0), np.zeros(0)).exact
    with pytest.raises(ValueError, match="shapes"):
        firmware.agreement(np.zeros(2), np.zeros(3))
