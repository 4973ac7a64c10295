"""Training that sees the rounding: what it computes is what the integers compute, and it helps."""

import numpy as np
import pytest

from ecosystem_nb.learning.model.train import Recipe, train
from ecosystem_nb.learning.quantised.formats import Format, to_integers, to_values
from ecosystem_nb.learning.quantised.network import Bits, Plain, formats_for, rounded
from ecosystem_nb.learning.quantised.training import (
    _scores,
    straight_through,
    train_quantised,
)

RECIPE = Recipe(hidden=(8, 8), epochs=10, batch=100)


def events(seed: int, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Two classes that differ in mean and in a product: no linear cut separates them."""
    rng = np.random.default_rng(seed)
    electron = rng.random(number) < 0.5
    x = rng.normal(size=(number, 4))
    x[:, 0] += 0.8 * electron
    x[:, 1] += electron * x[:, 2]
    return (5.0 + 3.0 * x).astype(np.float32), electron


def auc(scores: np.ndarray, electron: np.ndarray) -> float:
    """Probability that an electron scores above a jet, ties half: counted over all pairs."""
    above = scores[electron][:, None] - scores[~electron][None, :]
    return float((above > 0).mean() + 0.5 * (above == 0).mean())


@pytest.fixture(scope="module")
def trained() -> Plain:
    return Plain.of(train(*events(1, 3000), seed=1, recipe=RECIPE))


def test_the_same_seed_gives_the_same_network(trained: Plain) -> None:
    x, electron = events(3, 500)
    bits = Bits(6, 5, 5)
    one, two, other = (
        train_quantised(trained, x, electron, bits, seed=seed, recipe=RECIPE) for seed in (4, 4, 5)
    )
    assert all((a == b).all() for a, b in zip(one.weights, two.weights, strict=True))
    assert not all((a == b).all() for a, b in zip(one.weights, other.weights, strict=True))


def test_scales_become_powers_of_two_and_the_function_stays() -> None:
    """So that a device divides by moving the point; what is left goes into the first weights."""
    x, electron = events(1, 500)
    network = train(x, electron, seed=1, recipe=Recipe(hidden=(5,), epochs=1))
    plain = Plain.of(network)
    exponents = np.log2(plain.scale)
    assert (exponents == np.round(exponents)).all()
    assert (np.abs(exponents - np.log2(network.scale)) <= 0.5).all()
    assert plain.scores(x) == pytest.approx(network.logits(x), abs=1e-4)


def test_what_is_trained_is_what_the_integers_compute(trained: Plain) -> None:
    """With weights and sums of few bits single precision is exact: every score is equal to the last bit."""
    import torch

    x, _ = events(6, 500)
    formats = formats_for(trained, x, Bits(6, 6, 6))
    network = rounded(trained, x, Bits(6, 6, 6))
    inputs = straight_through(torch.tensor(trained.standard(x)), formats.input)
    leaves = [
        torch.tensor(one)
        for pair in zip(
            trained.weights,
            [to_values(b, s) for b, s in zip(network.biases, network.sums, strict=True)],
            strict=True,
        )
        for one in pair
    ]
    assert (_scores(inputs, leaves, formats).numpy() == network.scores(x)).all()


def test_the_gradient_passes_inside_and_stops_outside() -> None:
    import torch

    form = Format(4, 2)
    values = torch.tensor([-9.0, -1.13, 0.3, 1.6, 9.0], dtype=torch.float64, requires_grad=True)
    out = straight_through(values, form)
    assert (out.detach().numpy() == to_values(to_integers(values.detach().numpy(), form), form)).all()
    out.sum().backward()
    assert values.grad is not None
    assert values.grad.tolist() == [0.0, 1.0, 1.0, 1.0, 0.0]


def test_at_few_bits_training_with_the_rounding_beats_rounding_alone(trained: Plain) -> None:
    x, electron = events(1, 3000)
    test_x, test_electron = events(7, 3000)
    bits = Bits(5, 2, 3)
    alone = auc(rounded(trained, x, bits).scores(test_x), test_electron)
    again = train_quantised(trained, x, electron, bits, seed=8, recipe=RECIPE)
    assert [one.bits for one in again.formats.weights] == [2, 2, 2]
    assert auc(again.scores(test_x), test_electron) > alone + 0.01


@pytest.mark.parametrize("number", [0, 3])
def test_events_without_truth_are_refused(trained: Plain, number: int) -> None:
    with pytest.raises(ValueError, match="expected \\(events, inputs\\) and one truth an event"):
        train_quantised(trained, np.zeros((number, 4)), np.zeros(2, dtype=bool), Bits(6, 6, 6), seed=1)
