"""The transformer against its twin, its symmetries, and what a mask hides."""

import numpy as np
import pytest
import torch
from tests.learning.foundation.conftest import SMALL

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import simulate
from ecosystem_nb.learning.foundation import network
from ecosystem_nb.learning.foundation.cells import PLACES, cells, energies
from ecosystem_nb.learning.foundation.reference import encoded_reference, tokens_reference
from ecosystem_nb.learning.foundation.shapes import Shapes, first


def tensors(weights):
    return {name: torch.from_numpy(one) for name, one in weights.items()}


def test_the_fast_model_is_the_readable_one(some):
    weights, x = some
    hidden = (np.random.default_rng(1).random(x.shape) < 0.4).astype(np.float32)
    fast = network.encoded(tensors(weights), SMALL, torch.from_numpy(x), torch.from_numpy(hidden)).numpy()
    for n in range(len(x)):
        slow = encoded_reference(weights, 2, 1, tokens_reference(weights, x[n], hidden[n]))
        np.testing.assert_allclose(fast[n], slow, rtol=0, atol=2e-5)


def test_every_crystal_stands_in_one_patch_and_the_core_in_the_middle_one():
    real = PLACES[PLACES < 49]
    assert sorted(real) == list(range(49))
    assert set(PLACES[4]) == {7 * row + column for row in (2, 3, 4) for column in (2, 3, 4)}


def test_cells_are_linear_below_the_softness_and_come_back():
    events = simulate(Conditions(), 50, seed=4)
    x = cells(events)
    np.testing.assert_allclose(energies(x)[:, 49:], events.towers.reshape(-1, 9), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(energies(x)[:, :49], events.crystals.reshape(-1, 49), rtol=1e-5, atol=1e-6)
    small = np.float32(1e-3)
    assert np.arcsinh(small / 0.2) == pytest.approx(small / 0.2, rel=1e-4)


def test_a_masked_cell_is_not_seen(some):
    """Whatever stands in a masked cell, the guesses of all cells stay; in an open one, they move."""
    weights, x = some
    w, hidden = tensors(weights), torch.zeros(5, 58)
    hidden[:, 24] = 1.0
    other = torch.from_numpy(x.copy())
    other[:, 24] += 3.0
    same = [
        network.guessed(w, network.encoded(w, SMALL, one, hidden)) for one in (torch.from_numpy(x), other)
    ]
    assert torch.equal(*same)
    open_ = [
        network.guessed(w, network.encoded(w, SMALL, one, 0 * hidden)) for one in (torch.from_numpy(x), other)
    ]
    assert not torch.allclose(*open_)


def test_the_loss_counts_masked_cells_only(some):
    """With one cell masked it is that cell's squared error; a guess of zero costs the square of the cell."""
    weights, x = some
    w = tensors(weights) | {
        name: torch.zeros_like(torch.from_numpy(one))
        for name, one in weights.items()
        if name.startswith("guess")
    }
    hidden = torch.zeros(5, 58)
    hidden[2, 50] = 1.0
    loss = network.masked_loss(w, SMALL, torch.from_numpy(x), hidden)
    truth = ((x[2, 50] - weights["mean"][50]) / weights["scale"][50]) ** 2
    assert float(loss) == pytest.approx(float(truth), rel=1e-5)


def test_a_guess_stands_at_its_own_cell(some):
    """A bias on one cell moves the guess of that cell alone; one on a patch's output its crystal alone."""
    weights, x = some
    w = tensors(weights)
    tokens = network.encoded(w, SMALL, torch.from_numpy(x), torch.zeros(5, 58))
    before = network.guessed(w, tokens)
    for cell in (0, 24, 48, 49, 57):
        w["guess.b"] = torch.from_numpy(weights["guess.b"].copy())
        w["guess.b"][cell] += 1.0
        moved = (network.guessed(w, tokens) - before).abs().max(dim=0).values
        assert set(torch.nonzero(moved > 1e-6).ravel().tolist()) == {cell}
    patch, place = np.argwhere(PLACES == 24)[0]
    tokens[:, patch] = 1.0
    w["guess.b"] = torch.from_numpy(weights["guess.b"])
    got = network.guessed(w, tokens)[:, 24]
    assert torch.allclose(got, w["guess.patch.w"][:, place].sum() + w["guess.b"][24], atol=1e-5)


def test_a_head_that_says_nothing_gives_one_half(some):
    _, x = some
    w = tensors(first(SMALL, np.random.default_rng(0)))
    assert torch.equal(network.logits(w, SMALL, torch.from_numpy(x)), torch.zeros(5))


def test_parameters_and_multiplications_are_those_of_the_matrices():
    """One block of width d and h hidden nodes: 4 d^2 + 2 d h weights, met by each of 18 tokens."""
    d, h = 32, 64
    one, two = (Shapes(width=d, heads=4, blocks=n, hidden=h) for n in (1, 2))
    assert two.parameters - one.parameters == 4 * d * d + 2 * d * h + (3 * d + d + h + d) + 4 * d
    assert two.multiplications - one.multiplications == 18 * (4 * d * d + 2 * d * h + 2 * 18 * d)
