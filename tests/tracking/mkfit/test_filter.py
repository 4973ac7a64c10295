"""Does one lane of the vectorised filter do what whole matrices in double precision do?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.tracking.mkfit.kernels.blocks import WIDTH, propagate_block, scatter_block, update_block
from ecosystem_nb.tracking.mkfit.kernels.filter import ROWS
from ecosystem_nb.tracking.mkfit.kernels.start import start_block
from ecosystem_nb.tracking.mkfit.reference import (
    helix,
    propagate_reference,
    scatter_reference,
    update_reference,
)

C = 0.299792458e-3 * 2.0
LOW = np.tril_indices(6)
f = np.float32


def states(rng, n, barrel):
    """Return n states on a layer with covariances as a fit has them, and a layer farther out."""
    r, phi = rng.uniform(30, 600, n), rng.uniform(-np.pi, np.pi, n)
    k = rng.choice([-1, 1], n) / rng.uniform(0.5, 20, n)
    direction = phi + rng.normal(0, 0.2, n)
    t = rng.uniform(-1.5, 1.5, n) if barrel else rng.choice([-1, 1], n) * rng.uniform(1.5, 6, n)
    state = np.column_stack([r * np.cos(phi), r * np.sin(phi), rng.uniform(-300, 300, n), k, direction, t])
    scale = np.array([0.02, 0.02, 0.1, 0.01, 1e-3, 2e-3])
    root = rng.normal(size=(n, 6, 6)) * scale[:, None]
    covariance = root @ np.swapaxes(root, 1, 2)
    where = r + rng.uniform(30, 160, n) if barrel else state[:, 2] + np.sign(t) * rng.uniform(50, 300, n)
    return state, covariance, where


def pack(state, covariance):
    """Return a block whose lanes are the given states, the last repeated."""
    block = np.zeros((ROWS, WIDTH), f)
    rows = np.minimum(np.arange(WIDTH), len(state) - 1)
    block[:4] = state[rows, :4].T
    block[4], block[5], block[6] = np.cos(state[rows, 4]), np.sin(state[rows, 4]), state[rows, 5]
    block[7:] = covariance[rows][:, LOW[0], LOW[1]].T
    return block.ravel()


def unpack(block, lane):
    """Return one lane's state and covariance."""
    column = block.reshape(ROWS, WIDTH)[:, lane].astype(np.float64)
    state = np.append(column[:4], [np.arctan2(column[5], column[4]), column[6]])
    covariance = np.zeros((6, 6))
    covariance[LOW] = column[7:]
    return state, covariance + np.tril(covariance, -1).T


def same_state(got, want, step):
    """Compare states: micrometres, and parts in a million of the rest."""
    turn = (got[4] - want[4] + np.pi) % (2 * np.pi) - np.pi
    assert got[:3] == pytest.approx(want[:3], abs=step)
    assert got[3] == pytest.approx(want[3], abs=3e-6)
    assert turn == pytest.approx(0, abs=3e-6)
    assert got[5] == pytest.approx(want[5], rel=2e-6, abs=3e-6)


def same_covariance(got, want, share):
    """Compare covariances in units of their own standard deviations."""
    sigma = np.sqrt(np.diag(want))
    assert (got - want) / np.outer(sigma, sigma) == pytest.approx(np.zeros((6, 6)), abs=share)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_propagation_is_the_helix_with_the_jacobian_of_finite_differences(seed, barrel):
    state, covariance, where = states(np.random.default_rng(seed), 4, barrel)
    block = pack(state, covariance)
    lanes = np.minimum(np.arange(WIDTH), 3)
    propagate_block(block, WIDTH, np.full(WIDTH, f(barrel)), where[lanes].astype(f), f(C))
    for lane in range(4):
        want, matrix = propagate_reference(state[lane], covariance[lane], barrel, where[lane], C)
        got, found = unpack(block, lane)
        same_state(got, want, 2e-3)
        # on a surface a position has no width across it: what single precision leaves there is compared
        # with a hundredth of the position's whole variance
        floor = np.where(np.arange(6) < 3, 1e-2 * np.trace(matrix[:3, :3]), 1e-12)
        sigma = np.sqrt(np.maximum(np.diag(matrix), floor))
        assert (found - matrix) / np.outer(sigma, sigma) == pytest.approx(np.zeros((6, 6)), abs=4e-3)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
def test_update_is_the_gain_of_whole_matrices(seed, barrel, on):
    rng = np.random.default_rng(seed)
    state, covariance, _ = states(rng, 1, barrel)
    block = pack(state, covariance)
    measured = state[0, :3] + rng.normal(0, 0.02, 3)
    variances = (0.02**2, 0.3**2)
    column = np.append(measured, variances).astype(f)
    chi2 = np.zeros(WIDTH, f)
    update_block(
        block,
        WIDTH,
        np.full(WIDTH, f(barrel)),
        np.repeat(column[:, None], WIDTH, 1),
        np.full(WIDTH, f(on)),
        chi2,
    )
    got, found = unpack(block, 0)
    want, matrix, total = update_reference(state[0], covariance[0], barrel, measured, variances)
    if not on:
        want, matrix, total = state[0], covariance[0], 0.0
    # the residual is a difference of numbers as large as a metre: 0.1 um in single precision
    turn = (got[4] - want[4] + np.pi) % (2 * np.pi) - np.pi
    off = np.append(got[[0, 1, 2, 3, 5]] - want[[0, 1, 2, 3, 5]], turn)
    assert off == pytest.approx(np.zeros(6), abs=1e-2 * np.sqrt(np.diag(covariance[0])).min() + 1e-4)
    same_covariance(found, matrix, 5e-3)
    assert chi2[0] == pytest.approx(total, rel=2e-2, abs=1e-3)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.sampled_from([-1, 1]))
def test_matter_scatters_and_slows(seed, barrel, outward):
    state, covariance, _ = states(np.random.default_rng(seed), 1, barrel)
    block = pack(state, covariance)
    thickness = 0.02
    highland = (0.0136 * (1 + 0.038 * np.log(thickness))) ** 2
    scatter_block(
        block, WIDTH, np.full(WIDTH, f(barrel)), np.full(WIDTH, f(thickness)), np.full(WIDTH, f(highland)),
        f(outward),
    )  # fmt: skip
    want, matrix = scatter_reference(state[0], covariance[0], barrel, thickness, outward)
    got, found = unpack(block, 0)
    same_state(got, want, 1e-4)
    same_covariance(found, matrix, 1e-4)
    assert (abs(got[3]) > abs(state[0, 3])) == (outward > 0)


def test_every_lane_is_its_own_filter():
    rng = np.random.default_rng(5)
    state, covariance, where = states(rng, WIDTH, barrel=True)
    together = pack(state, covariance)
    barrel = np.ones(WIDTH, f)
    propagate_block(together, WIDTH, barrel, where.astype(f), f(C))
    for lane in range(WIDTH):
        alone = np.ascontiguousarray(
            pack(state[lane : lane + 1], covariance[lane : lane + 1]).reshape(ROWS, -1)[:, 0]
        )
        propagate_block(alone, 1, barrel[:1], where[lane : lane + 1].astype(f), f(C))
        # fused products round differently in a vector and out of it
        assert together.reshape(ROWS, -1)[:, lane] == pytest.approx(alone, rel=1e-3, abs=2e-5)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.5, 50), st.sampled_from([-1, 1]), st.floats(-3, 3), st.floats(-3, 3))
def test_three_points_of_a_helix_give_it_back(pt, charge, phi, t):
    state = np.array([20.0, 5.0, 3.0, charge / pt, phi, t])
    points = [helix(state, s, C)[:3] for s in (0.0, 60.0, 150.0)]
    for outer in (0, 1):
        want = helix(state, 150.0 * outer, C)
        corners = np.concatenate([points[0], points[1][:2], points[2]]).astype(f)
        block = np.zeros(ROWS * WIDTH, f)
        start_block(
            block, WIDTH, np.repeat(corners[:, None], WIDTH, 1), f(outer), f(C), (f(1), f(1), f(1), f(1))
        )
        got, _ = unpack(block, 3)
        turn = (got[4] - want[4] + np.pi) % (2 * np.pi) - np.pi
        assert got[:3] == pytest.approx(want[:3], abs=1e-4)
        # a micrometre of rounding over 150 mm is 4e-4 mm of sagitta at 1 GeV
        assert got[3] == pytest.approx(want[3], abs=2e-4 + 1e-4 / pt)
        assert turn == pytest.approx(0, abs=2e-5)
        assert got[5] == pytest.approx(want[5], rel=1e-4, abs=1e-5)
