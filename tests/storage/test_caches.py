"""Caches: closed forms, the inclusion property, and equality with the plain twins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.storage import caches
from ecosystem_nb.storage.cache_kernel import (
    GDSF,
    LFU,
    replay_lru,
    replay_lru_reference,
    replay_worth,
    replay_worth_reference,
)
from ecosystem_nb.storage.caches import POLICIES, Trace, che_hit_ratio, replay, served, size_ratio, split

REQUESTS = st.lists(st.integers(0, 7), min_size=1, max_size=60)
SIZES = st.lists(st.integers(1, 9), min_size=8, max_size=8)


def arrays(files: list[int], sizes: list[int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(files, dtype=np.int64), np.array(sizes, dtype=np.int64)


def zipf_trace(correlation: float = 0.0, spread: float = 0.0, zipf: float = 0.8) -> Trace:
    rng = np.random.default_rng(1)
    return caches.trace(
        rng,
        requests=300_000,
        files=5_000,
        zipf=zipf,
        size_mean=1e9,
        size_spread=spread,
        correlation=correlation,
    )


@settings(max_examples=150, deadline=None)
@given(REQUESTS, SIZES, st.integers(0, 30), st.integers(1, 3))
def test_lru_equals_its_twin(files: list[int], sizes: list[int], capacity: int, admit_at: int) -> None:
    wanted, size = arrays(files, sizes)
    got = replay_lru(wanted, size, capacity, admit_at)
    assert got.tolist() == replay_lru_reference(wanted, size, capacity, admit_at).tolist()


@settings(max_examples=150, deadline=None)
@given(REQUESTS, SIZES, st.integers(0, 30), st.sampled_from([LFU, GDSF]))
def test_worth_equals_its_twin(files: list[int], sizes: list[int], capacity: int, policy: int) -> None:
    wanted, size = arrays(files, sizes)
    got = replay_worth(wanted, size, capacity, policy)
    assert got.tolist() == replay_worth_reference(wanted, size, capacity, policy).tolist()


@given(REQUESTS, st.integers(0, 8), st.integers(0, 8))
def test_lru_of_equal_files_keeps_all_hits_when_it_grows(files: list[int], a: int, b: int) -> None:
    """The inclusion property of LRU (Mattson 1970): what a small cache holds, a larger one holds."""
    wanted, size = arrays(files, [1] * 8)
    small, large = replay_lru(wanted, size, min(a, b), 1), replay_lru(wanted, size, max(a, b), 1)
    assert not (small & ~large).any()


@pytest.mark.parametrize("policy", ["LRU", "LFU", "size-aware"])
def test_a_cache_for_everything_misses_each_file_once(policy: str) -> None:
    one = zipf_trace(spread=1.0)
    hits = replay(one, one.catalogue, policy)
    assert (~hits).sum() == np.unique(one.files).size


def test_second_hit_admission_misses_each_file_twice() -> None:
    one = zipf_trace()
    asked = np.bincount(one.files, minlength=one.sizes.size)
    assert (~replay(one, one.catalogue, "second hit")).sum() == np.minimum(asked, 2).sum()


def test_no_room_no_hits() -> None:
    for policy in POLICIES:
        assert not replay(zipf_trace(), 0.0, policy).any()


def test_lru_never_hits_on_a_loop_that_is_longer_than_it() -> None:
    wanted, size = arrays(list(range(10)) * 50, [1] * 10)
    assert not replay_lru(wanted, size, 9, 1).any()
    assert replay_lru(wanted, size, 10, 1)[10:].all()


def test_equal_popularity_serves_the_cached_share() -> None:
    """With n equal files and room for c, any policy without foresight serves c/n."""
    one = zipf_trace(zipf=0.0)
    for policy in ("LRU", "size-aware"):
        assert served(one, replay(one, 0.3 * one.catalogue, policy))[0] == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.4])
def test_lru_agrees_with_che(share: float) -> None:
    one = zipf_trace()
    weight = np.arange(1, one.sizes.size + 1) ** -0.8
    expected = che_hit_ratio(weight / weight.sum(), share * one.sizes.size)
    assert served(one, replay(one, share * one.catalogue, "LRU"))[0] == pytest.approx(expected, abs=0.006)


def test_lfu_comes_to_hold_the_most_popular() -> None:
    """Independent requests: the best for a cache of c equal files is the sum of the c largest p."""
    one = zipf_trace()
    weight = np.arange(1, one.sizes.size + 1) ** -0.8
    best = (weight / weight.sum())[: one.sizes.size // 10].sum()
    got = served(one, replay(one, 0.1 * one.catalogue, "LFU"))[0]
    assert got == pytest.approx(best, abs=0.02)
    assert got > served(one, replay(one, 0.1 * one.catalogue, "LRU"))[0]


def test_size_ratio_is_an_identity_of_any_replay() -> None:
    one = zipf_trace(correlation=-0.5, spread=1.0)
    hits = replay(one, 0.1 * one.catalogue, "LRU")
    moved = one.sizes[one.files]
    expected = moved[~hits].mean() / moved[hits].mean()
    assert size_ratio(*served(one, hits, warm=0.0)) == pytest.approx(expected, rel=1e-12)


def test_popular_files_are_small_when_the_correlation_says_so() -> None:
    for correlation, sign in ((-0.7, -1), (0.7, 1)):
        one = zipf_trace(correlation=correlation, spread=1.0)
        half = one.sizes.size // 2
        assert sign * (np.median(one.sizes[:half]) - np.median(one.sizes[half:])) > 0
    assert zipf_trace(spread=1.0).sizes.mean() == pytest.approx(1e9, rel=0.1)


def test_one_cache_serves_more_than_the_same_room_divided() -> None:
    one = zipf_trace()
    shares = [split(one, 0.1 * one.catalogue, n, np.random.default_rng(2))[0] for n in (1, 2, 8)]
    assert shares[0] > shares[1] > shares[2]
    assert shares[0] == served(one, replay(one, 0.1 * one.catalogue, "LRU"))[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"requests": 0}, "requests = 0 is out of range: expected 1"),
        ({"zipf": -0.1}, "zipf = -0.1 is out of range: expected 0 to 5"),
        ({"correlation": 1.1}, "correlation = 1.1 is out of range: expected -1 to 1"),
        ({"size_mean": float("nan")}, "size_mean = nan is out of range"),
    ],
)
def test_a_bad_trace_is_refused(change: dict[str, float], said: str) -> None:
    given_values = {
        "requests": 10,
        "files": 5,
        "zipf": 1.0,
        "size_mean": 1e9,
        "size_spread": 1.0,
        "correlation": 0.0,
    }
    with pytest.raises(ValueError, match=said):
        caches.trace(np.random.default_rng(0), **(given_values | change))


def test_bad_replays_are_refused() -> None:
    one = zipf_trace()
    with pytest.raises(ValueError, match="capacity = -1 is out of range"):
        replay(one, -1, "LRU")
    with pytest.raises(ValueError, match="policy = 'FIFO': expected one of LRU"):
        replay(one, 1, "FIFO")
    with pytest.raises(ValueError, match="a file of 0 B"):
        Trace(np.array([0]), np.array([0]))
    with pytest.raises(ValueError, match="unknown file: expected 0 to 0"):
        Trace(np.array([1]), np.array([1]))
    with pytest.raises(ValueError, match="sites = 0"):
        split(one, 1.0, 0, np.random.default_rng(0))
