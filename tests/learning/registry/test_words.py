"""Integers of enough bits give the emulation's outputs exactly; too few wrap."""

from itertools import pairwise

import numpy as np
import pytest

from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.registry.gate import differing
from ecosystem_nb.learning.registry.words import in_words

RNG = np.random.default_rng(1)
SIZES = (6, 12, 12, 1)
NETWORK = Network(
    tuple(RNG.normal(0, 0.5, pair).astype(np.float32) for pair in pairwise(SIZES)),
    tuple(RNG.normal(0, 0.1, n).astype(np.float32) for n in SIZES[1:]),
    np.zeros(6, dtype=np.float32),
    np.ones(6, dtype=np.float32),
)
X = RNG.normal(size=(3000, 6)).astype(np.float32)


def test_enough_bits_are_exact_and_fewer_are_not() -> None:
    assert differing(*in_words(NETWORK, 10, 40)(X)) == 0
    wrong = [differing(*in_words(NETWORK, 10, width)(X)) for width in (24, 22, 21)]
    assert wrong == sorted(wrong)
    assert wrong[-1] > 0


def test_more_bits_behind_the_point_come_near_the_network() -> None:
    """Each bit halves the distance from the logits, about."""
    logits = NETWORK.logits(X)
    far = [np.abs(in_words(NETWORK, bits, 44)(X)[0] / 2.0**bits - logits).max() for bits in (6, 9, 12)]
    assert far[1] < far[0] / 4
    assert far[2] < far[1] / 4


def test_widths_are_told() -> None:
    with pytest.raises(ValueError, match="width = 12 bits is out of range: expected at least 20"):
        in_words(NETWORK, 10, 12)
