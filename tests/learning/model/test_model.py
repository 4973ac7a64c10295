"""Quality by counting pairs, the same scores from numpy, ONNX and safetensors, seeded training."""

import math

import numpy as np
import onnxruntime
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import simulate
from ecosystem_nb.learning.model import files
from ecosystem_nb.learning.model.adam import Adam
from ecosystem_nb.learning.model.features import FEATURES, features
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.model.quality import (
    above,
    auc,
    background_at,
    efficiency_at,
    threshold_for,
    wilson,
)
from ecosystem_nb.learning.model.train import Recipe, train

TINY = Recipe(hidden=(8,), epochs=5, batch=64, rate=0.02)


@pytest.fixture(scope="module")
def sample():
    events = simulate(Conditions(), 1500, seed=1)
    return features(events), events.electron


@pytest.fixture(scope="module")
def network(sample):
    return train(*sample, seed=1, recipe=TINY)


def test_features_are_finite_and_named(sample):
    x, _ = sample
    assert x.shape == (1500, len(FEATURES)) == (1500, len(set(FEATURES)))
    assert np.isfinite(x).all()


def test_features_of_one_crystal():
    """All energy in one crystal: its share is 1, it is off by its place, and has no width."""
    events = simulate(Conditions(), 1, seed=1)
    events.crystals[:], events.towers[:] = 0.0, 0.0
    events.crystals[0, 4, 2] = 10.0
    got = dict(zip(FEATURES, features(events)[0].tolist(), strict=True))
    assert got["log_energy"] == pytest.approx(np.log(10.0))
    assert got["largest"] == got["share_3x3"] == got["ring_1"] == got["above"] == 1.0
    assert (got["shift_eta"], got["shift_phi"], got["width_eta"], got["covariance"]) == (1.0, -1.0, 0.0, 0.0)
    assert abs(got["skew_eta"]) < 1e-3
    events.towers[0, 1, 1] = events.towers[0, 0, 2] = 2.0
    got = dict(zip(FEATURES, features(events)[0].tolist(), strict=True))
    assert got["tower_share"] == pytest.approx(4.0 / 14.0)
    assert (got["tower_middle"], got["log_towers"]) == pytest.approx((2.0 / 4.5, np.log(4.5)))
    events.crystals[:] = 0.0
    assert np.isfinite(features(events)).all()


def test_training_repeats_and_learns(sample, network):
    """The same seed gives the same bits; the model is better than any single order by chance."""
    assert train(*sample, seed=1, recipe=TINY).digest == network.digest
    assert train(*sample, seed=2, recipe=TINY).digest != network.digest
    assert auc(network.scores(sample[0]), sample[1]) > 0.75


def test_training_further_starts_where_the_other_ended(sample, network):
    """No epochs: the same network; a tiny rate: nearly the same weights, the same inputs."""
    x, electron = sample
    assert train(x, electron, seed=3, recipe=Recipe(epochs=0), start=network) is network
    near = train(x, electron, seed=3, recipe=Recipe(epochs=1, rate=1e-6), start=network)
    assert near.digest != network.digest
    assert max(np.abs(a - b).max() for a, b in zip(near.weights, network.weights, strict=True)) < 1e-4
    np.testing.assert_array_equal(near.mean, network.mean)


def test_the_standard_size_is_about_six_thousand(sample):
    x, electron = sample
    assert 5000 < train(x, electron, seed=1, recipe=Recipe(epochs=0)).parameters < 7000


def test_files_give_the_same_scores(sample, network):
    """ONNX Runtime agrees within 1e-5; both files come back bit by bit."""
    x = sample[0][:200]
    session = onnxruntime.InferenceSession(files.to_onnx(network), providers=["CPUExecutionProvider"])
    np.testing.assert_allclose(session.run(["score"], {"x": x})[0], network.scores(x), atol=1e-5)
    assert files.from_onnx(files.to_onnx(network)).digest == network.digest
    assert files.from_safetensors(files.to_safetensors(network)).digest == network.digest


def test_faults_are_told(sample, network):
    x, electron = sample
    for read, content in ((files.from_onnx, files.to_onnx), (files.from_safetensors, files.to_safetensors)):
        with pytest.raises(ValueError, match="is corrupt"):
            read(content(network)[:100])
    with pytest.raises(ValueError, match=r"shape \(2, 5\): expected \(N, 22\) features"):
        network.scores(np.zeros((2, 5), dtype=np.float32))
    with pytest.raises(ValueError, match=r"expected \(N, 22\) features"):
        train(x[:, :4], electron, seed=1, start=network)
    with pytest.raises(ValueError, match="not a finite number"):
        train(x * np.float32("nan"), electron, seed=1)
    with pytest.raises(ValueError, match="do not fit"):
        Network(network.weights, network.biases, network.mean[:3], network.scale[:3])
    with pytest.raises(ValueError, match="expected both kinds"):
        auc(np.zeros(3, dtype=np.float32), np.ones(3, dtype=np.bool_))


scores = arrays.arrays(np.float32, 12, elements=st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
labels = arrays.arrays(np.bool_, 12).filter(lambda one: one.any() and not one.all())


@given(s=scores, electron=labels, wanted=st.floats(0.05, 1.0))
def test_quality_by_counting(s, electron, wanted):
    """AUC over all pairs; the threshold keeps what was asked for, and the next higher one less."""
    pairs = s[electron][:, None] - s[~electron][None, :]
    assert auc(s, electron) == pytest.approx((pairs > 0).mean() + 0.5 * (pairs == 0).mean())
    cut = threshold_for(s, electron, wanted)
    assert efficiency_at(s, electron, cut) >= wanted - 1e-9
    assert efficiency_at(s, electron, np.nextafter(cut, 2.0)) < wanted
    assert background_at(s, electron, cut) == np.mean([one >= cut for one in s[~electron]])


def test_adam_by_hand():
    """Five steps down w^2 / 2 from (1, -2), by the equations written out; the first is a step of the rate."""
    w = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
    adam = Adam(w, decay=0.1)
    by_hand, m, v = np.array([1.0, -2.0]), np.zeros(2), np.zeros(2)
    for t in range(1, 6):
        w.grad = w.detach().clone()
        adam.step(0.01)
        m, v = 0.9 * m + 0.1 * by_hand, 0.999 * v + 0.001 * by_hand**2
        step = m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        by_hand = by_hand * (1 - 0.01 * 0.1) - 0.01 * step
        if t == 1:
            np.testing.assert_allclose(by_hand, [0.999 - 0.01, -1.998 + 0.01], atol=1e-8)
        np.testing.assert_allclose(w.detach().numpy(), by_hand, rtol=1e-12)
    with pytest.raises(ValueError, match="no gradient"):
        adam.step(0.01)


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=12), st.lists(st.integers(0, 6), min_size=1, max_size=12)
)
@settings(max_examples=50, deadline=None)
def test_above_counts_pairs(high: list[int], low: list[int]) -> None:
    pairs = [(h > x) + 0.5 * (h == x) for h in high for x in low]
    assert above(np.array(high, float), np.array(low, float)) == pytest.approx(np.mean(pairs))


def test_wilson_s_interval_solves_his_equation() -> None:
    """At its ends the share lies one sigma of the end's own binomial away."""
    for passed, number in ((3, 10), (50, 60), (0, 7)):
        for end in wilson(passed / number, number):
            if 0 < end < 1:
                far = abs(passed / number - end) / math.sqrt(end * (1 - end) / number)
                assert far == pytest.approx(1.0, rel=1e-9)
