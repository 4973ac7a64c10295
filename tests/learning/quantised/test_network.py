"""A network of integers: equal to exact fractions, never overflowing, and near what it was made from."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.learning.quantised.formats import to_integers, to_values
from ecosystem_nb.learning.quantised.network import Bits, Plain, Quantised, rounded
from ecosystem_nb.learning.quantised.reference import forward_reference


def plain(seed: int, shape: tuple[int, ...] = (4, 5, 3, 1)) -> Plain:
    rng = np.random.default_rng(seed)
    pairs = list(itertools.pairwise(shape))
    return Plain(
        tuple(rng.normal(0, 1, pair) for pair in pairs),
        tuple(rng.normal(0, 0.5, pair[1]) for pair in pairs),
        np.full(shape[0], 3.0),
        np.full(shape[0], 2.0),
    )


def sample(seed: int, number: int = 200) -> np.ndarray:
    return 3.0 + 2.0 * np.random.default_rng(seed).normal(size=(number, 4))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 9), st.integers(2, 9), st.integers(2, 9))
def test_integers_are_exact_fractions(seed: int, inputs: int, weights: int, activations: int) -> None:
    x = sample(seed, 20)
    network = rounded(plain(seed), x, Bits(inputs, weights, activations))
    integers = network.integers(x)
    fractions = [
        (one.fraction, weight.fraction)
        for one, weight in zip(network.inputs, network.formats.weights, strict=True)
    ]
    ends = [(one.fraction, one.highest) for one in network.formats.activations]
    matrices = [one.tolist() for one in network.weights]
    biases = [one.tolist() for one in network.biases]
    for row, score in zip(integers.tolist(), network.scores(x), strict=True):
        exact = forward_reference(row, matrices, biases, fractions, ends)
        assert float(exact[0]) == score


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_no_sum_overflows_whatever_the_input_and_the_order(seed: int) -> None:
    """The worst input drives each product to its end; every partial sum must fit as well."""
    network = rounded(plain(seed), sample(seed), Bits(5, 5, 5))
    rng = np.random.default_rng(seed)
    for layer, form in enumerate(network.inputs):
        matrix, bias = network.weights[layer], network.biases[layer]
        held = network.sums[layer]
        for j in range(matrix.shape[1]):
            for sign in (1, -1):
                worst = np.where(sign * matrix[:, j] > 0, form.highest, form.lowest)
                terms = np.append(worst * matrix[:, j], bias[j])
                partial = np.cumsum(rng.permutation(terms))
                assert partial.min() >= held.lowest
                assert partial.max() <= held.highest


def test_many_bits_give_the_network_back() -> None:
    one, x = plain(3), sample(3)
    network = rounded(one, x, Bits(16, 16, 16))
    width = one.scores(x).std()
    assert np.abs(network.scores(x) - one.scores(x)).max() < 2e-3 * width


def test_error_falls_with_bits() -> None:
    one, x = plain(4), sample(4)
    errors = [
        np.mean((rounded(one, x, Bits(bits, bits, bits)).scores(x) - one.scores(x)) ** 2)
        for bits in (3, 5, 7, 9, 11)
    ]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < errors[0] / 1000


def test_scores_are_multiples_of_the_step_of_the_last_sums() -> None:
    network = rounded(plain(5), sample(5), Bits(6, 6, 6))
    steps = network.scores(sample(6)) / network.sums[-1].step
    assert (steps == np.round(steps)).all()


def test_bits_by_layer() -> None:
    bits = Bits(6, (8, 4, 2), (3, 7))
    network = rounded(plain(6), sample(6), bits)
    assert [one.bits for one in network.formats.weights] == [8, 4, 2]
    assert [one.bits for one in network.formats.activations] == [3, 7]
    for form, matrix in zip(network.formats.weights, network.weights, strict=True):
        assert form.lowest <= matrix.min() <= matrix.max() <= form.highest


def test_of_its_own_rounded_numbers_a_network_is_made_again() -> None:
    """Rounding twice is rounding once."""
    network = rounded(plain(7), sample(7), Bits(6, 5, 4))
    numbers = tuple(to_values(w, f) for w, f in zip(network.weights, network.formats.weights, strict=True))
    biases = tuple(to_values(b, f) for b, f in zip(network.biases, network.sums, strict=True))
    again = Quantised.of(Plain(numbers, biases, network.mean, network.scale), network.formats)
    assert all((a == b).all() for a, b in zip(again.weights, network.weights, strict=True))
    assert all((a == b).all() for a, b in zip(again.biases, network.biases, strict=True))
    assert to_integers([0.0], network.formats.input)[0] == 0


@pytest.mark.parametrize(
    ("bits", "said"),
    [
        ((1, 6, 6), "inputs = 1 bits"),
        ((6, (6, 17), 6), "weights = 17 bits"),
        ((6, 6, 0), "activations = 0 bits"),
    ],
)
def test_bits_out_of_range_are_refused(bits: tuple, said: str) -> None:
    with pytest.raises(ValueError, match=said + " is out of range: expected 2 to 16 bits"):
        Bits(*bits)


def test_a_wrong_number_of_inputs_is_refused() -> None:
    network = rounded(plain(8), sample(8), Bits(6, 6, 6))
    with pytest.raises(ValueError, match=r"x has shape \(2, 3\): expected \(events, 4\) inputs"):
        network.scores(np.zeros((2, 3)))
