"""Kernels against their twins, closed forms against each other and against simulated queues."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.learning.service import kernels, queueing, reference

EVENTS = 400_000
times = st.floats(0.01, 2.0)


def arrivals(rate: float, n: int = EVENTS, seed: int = 1) -> np.ndarray:
    return np.cumsum(np.random.default_rng(seed).exponential(1 / rate, n))


@given(st.integers(0, 10_000), st.integers(1, 5), st.sampled_from([0.0, 0.3, 1.5]), times, st.floats(0, 0.5))
@settings(max_examples=40, deadline=None)
def test_batches_agree_with_the_heap(seed: int, most: int, wait: float, base: float, each: float) -> None:
    at = arrivals(1.0, 60, seed)
    end, size = kernels.batched(at, most, wait, base, each)
    again, sizes = reference.batched_reference(at, most, wait, base, each)
    np.testing.assert_allclose(end, again, rtol=1e-12)
    np.testing.assert_array_equal(size, sizes)


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 5), st.sampled_from([0.0, 0.3]), times)
@settings(max_examples=40, deadline=None)
def test_closed_clients_agree_with_the_heap(
    seed: int, clients: int, most: int, wait: float, base: float
) -> None:
    think = np.random.default_rng(seed).exponential(1.0, (clients, 8))
    for ours, theirs in zip(
        kernels.closed(think, 0.1, most, wait, base, 0.05),
        reference.closed_reference(think, 0.1, most, wait, base, 0.05),
        strict=True,
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_one_by_one_agrees_with_the_heap(seed: int) -> None:
    rng = np.random.default_rng(seed)
    at, service = np.cumsum(rng.exponential(1.0, 60)), rng.exponential(0.8, 60)
    np.testing.assert_allclose(
        kernels.single(at, service), reference.single_reference(at, service), rtol=1e-12
    )


@pytest.mark.parametrize(
    ("shape", "variation"), [("constant", 0.0), ("exponential", 1.0), ("two values", 2.0)]
)
def test_pollaczek_khinchine(shape: str, variation: float) -> None:
    """The mean wait of a simulated M/G/1 queue, rho = 0.6; two values: mean 1 and standard deviation 2."""
    rng = np.random.default_rng(2)
    at = arrivals(0.6)
    service = {
        "constant": np.ones(EVENTS),
        "exponential": rng.exponential(1.0, EVENTS),
        "two values": np.where(rng.random(EVENTS) < 0.2, 5.0, 0.0),
    }[shape]
    waited = kernels.single(at, service) - at - service
    assert queueing.mean_wait(0.6, 1.0, variation) == pytest.approx(waited.mean(), rel=0.03)


def test_a_batch_of_one_is_one_by_one() -> None:
    at = arrivals(0.5, 1000)
    end, size = kernels.batched(at, 1, 0.0, 0.7, 0.3)
    np.testing.assert_allclose(end, kernels.single(at, np.ones(1000)))
    assert (size == 1).all()


def test_erlang_s_distribution() -> None:
    """P(W = 0) = 1 - rho; the quantiles and the mean are those of a simulated M/D/1 queue."""
    at = arrivals(0.7)
    waited = kernels.single(at, np.ones(EVENTS)) - at - 1.0
    assert queueing.constant_service_cdf(0.0, 0.7, 1.0) == pytest.approx(0.3)
    marks = np.quantile(waited, [0.5, 0.9, 0.99])
    np.testing.assert_allclose(queueing.constant_service_cdf(marks, 0.7, 1.0), [0.5, 0.9, 0.99], atol=4e-3)
    grid = np.linspace(0, 29, 2901)
    mean = np.trapezoid(1 - queueing.constant_service_cdf(grid, 0.7, 1.0), grid)
    assert mean == pytest.approx(queueing.mean_wait(0.7, 1.0, 0.0), rel=1e-3)


@pytest.mark.parametrize("rate", [0.05, 0.3, 1.0, 3.0, 4.2])
def test_the_bound_of_batches_holds_and_is_near(rate: float) -> None:
    """Mean latency of simulated batches without a limit: at most the bound, and within a tenth of it."""
    at = arrivals(rate, 2_000_000)
    end, _ = kernels.batched(at, 100_000, 0.0, 1.0, 0.2)
    mean = float((end - at).mean())
    bound = queueing.batch_latency_bound(rate, 1.0, 0.2)
    assert mean <= bound * 1.01  # of the simulation, whose batches hang together
    assert mean >= 0.9 * bound


def test_the_bound_is_near_where_a_batch_saves_little() -> None:
    """With base as long as each and the server hardly ever idle, the second form of the bound is the mean."""
    at = arrivals(0.8, 1_000_000)
    end, _ = kernels.batched(at, 100_000, 0.0, 1.0, 1.0)
    assert queueing.batch_latency_bound(0.8, 1.0, 1.0) == pytest.approx((end - at).mean(), rel=0.03)


def test_a_request_that_comes_alone_takes_base_and_each() -> None:
    """At a vanishing rate every request is alone: the latency is base + each."""
    assert queueing.batch_latency_bound(1e-9, 1.0, 0.2) == pytest.approx(1.2)


def test_batches_carry_what_one_by_one_can_t() -> None:
    """Throughput of a full queue is most / (base + each most)."""
    end, _ = kernels.batched(np.zeros(1024), 32, 0.0, 1.0, 0.1)
    assert 1024 / end[-1] == pytest.approx(32 / (1.0 + 0.1 * 32))


@pytest.mark.parametrize(("think", "service"), [(9.0, 1.0), (0.0, 1.0), (3.0, 0.5)])
def test_the_repairman_by_his_states(think: float, service: float) -> None:
    """Birth and death: n at the server, rates (C - n) / Z up and 1 / S down, solved state by state."""
    clients = 6
    rate, latency = queueing.repairman(clients, think, service)
    if think == 0:
        assert (rate, latency) == pytest.approx((1 / service, clients * service))
        return
    weight = [
        math.factorial(clients) / math.factorial(clients - n) * (service / think) ** n
        for n in range(clients + 1)
    ]
    busy = 1 - weight[0] / sum(weight)
    assert rate == pytest.approx(busy / service)
    mean = sum(n * w for n, w in enumerate(weight)) / sum(weight)
    assert latency == pytest.approx(mean / rate)


def test_closed_clients_keep_to_both_bounds() -> None:
    """Fewer than saturation: each client is served at once; far more: the server gives all it has."""
    one = kernels.closed(np.full((1, 100), 0.9), 0.05, 1, 0.0, 0.05, 0.0)
    np.testing.assert_allclose(one[0], 0.1)
    assert queueing.saturation(0.9, 0.05, 0.05, 0.0, 1) == pytest.approx(20)
    latency, done = kernels.closed(np.full((200, 30), 0.9), 0.05, 1, 0.0, 0.05, 0.0)
    assert latency.size / done.max() == pytest.approx(20, rel=0.05)


def test_an_overload_is_told() -> None:
    with pytest.raises(ValueError, match=r"rate = 2 1/s is out of range: expected below 1 1/s"):
        queueing.mean_wait(2.0, 1.0, 0.0)
