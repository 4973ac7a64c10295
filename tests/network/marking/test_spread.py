"""Spread over equal-cost paths: simulation against closed forms."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from ecosystem_nb.network.marking import spread
from ecosystem_nb.network.marking.labels import Mark

MARK = Mark(2, 20)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize(("balls", "paths"), [(1, 4), (2, 2), (3, 2), (5, 3), (6, 4)])
def test_the_closed_form_counts_every_case(balls: int, paths: int) -> None:
    """All paths^balls throws, one by one."""
    throws = list(itertools.product(range(paths), repeat=balls))
    mean = sum(max(Counter(one).values()) for one in throws) / len(throws)
    assert spread.expected_imbalance(balls, paths) == pytest.approx(mean * paths / balls, rel=1e-9)


def test_the_closed_form_holds_for_many_flows() -> None:
    """8,192 balls in 16 boxes, against 20,000 throws; and near a normal law, the largest of 16 deviates."""
    counts = rng().multinomial(8192, np.full(16, 1 / 16), size=20_000).max(axis=1) * 16 / 8192
    error = 5 * counts.std() / math.sqrt(len(counts))
    assert spread.expected_imbalance(8192, 16) == pytest.approx(counts.mean(), abs=error)


def test_one_path_is_even_and_one_flow_is_not() -> None:
    assert spread.expected_imbalance(17, 1) == 1
    assert spread.expected_imbalance(1, 9) == pytest.approx(9)


@pytest.mark.parametrize(("flows", "paths"), [(64, 4), (500, 8), (1000, 16)])
def test_a_hash_that_sees_the_ports_does_as_well_as_chance(flows: int, paths: int) -> None:
    """Mean of 600 rounds, whose own spread is known: five standard errors."""
    found = spread.simulate(
        "five-tuple", MARK, bits=5, pairs=1, paths=paths, flows=flows, rounds=600, rng=rng()
    )
    error = 5 * found.std() / math.sqrt(len(found))
    assert found.mean() == pytest.approx(spread.expected_imbalance(flows, paths), abs=error)


def test_a_hash_of_the_label_tends_to_a_floor() -> None:
    """With many flows only the 32 labels of one pair of hosts count: 32 balls into 8 paths."""
    found = spread.simulate("label", MARK, bits=5, pairs=1, paths=8, flows=20_000, rounds=600, rng=rng())
    assert found.mean() == pytest.approx(spread.expected_imbalance(32, 8), rel=0.03)


@pytest.mark.parametrize(("bits", "pairs"), [(0, 1), (3, 2), (5, 4)])
def test_the_hash_is_as_good_as_a_perfect_one(bits: int, pairs: int) -> None:
    one = spread.simulate("label", MARK, bits=bits, pairs=pairs, paths=8, flows=900, rounds=500, rng=rng())
    two = spread.ideal(pairs * 2**bits, 8, 900, 500, rng(2))
    error = 5 * math.hypot(one.std(), two.std()) / math.sqrt(500)
    assert one.mean() == pytest.approx(two.mean(), abs=error + 1e-9)


def test_without_entropy_all_flows_of_a_pair_take_one_path() -> None:
    found = spread.simulate("label", MARK, bits=0, pairs=1, paths=8, flows=100, rounds=5, rng=rng())
    assert set(found) == {8.0}


def test_low_bits_use_only_the_entropy_at_the_end() -> None:
    """Two of eight label bits at the low end are random: four paths are fed evenly, more never."""
    four = spread.simulate("low bits", MARK, bits=5, pairs=1, paths=4, flows=50_000, rounds=3, rng=rng())
    eight = spread.simulate("low bits", MARK, bits=5, pairs=9, paths=8, flows=50_000, rounds=3, rng=rng())
    assert four.mean() == pytest.approx(1, abs=0.02)
    assert eight.mean() == pytest.approx(2, abs=0.04)


@pytest.mark.parametrize(("inputs", "paths", "flows"), [(32, 8, 400), (4, 3, 50), (256, 16, 5000)])
def test_the_variation_has_a_closed_form(inputs: int, paths: int, flows: int) -> None:
    """Root mean square over rounds and paths of the relative deviation."""
    source = rng()
    loads = source.multinomial(flows, np.full(inputs, 1 / inputs), size=4000)
    where = source.integers(paths, size=(4000, inputs))
    counts = np.stack(
        [np.bincount(w, weights=load, minlength=paths) for w, load in zip(where, loads, strict=True)]
    )
    found = math.sqrt(np.mean((counts * paths / flows - 1) ** 2))
    assert spread.expected_variation(inputs, paths, flows) == pytest.approx(found, rel=0.03)


def test_limits_of_the_variation() -> None:
    assert spread.expected_variation(math.inf, 5, 100) == pytest.approx(math.sqrt(4 / 100))
    assert spread.expected_variation(1, 5, 10**9) == pytest.approx(2)
    assert spread.expected_variation(7, 1, 3) == 0
    assert spread.expected_variation(7, 5, 1) == pytest.approx(
        2
    )  # one flow: all on one path, whatever it shows


def test_the_mixer_is_splitmix64() -> None:
    """First outputs of the published generator from seed 0: its state grows by the golden gamma."""
    gamma = 0x9E3779B97F4A7C15
    states = np.array([0, gamma, 2 * gamma % 2**64], dtype=np.uint64)
    assert [int(one) for one in spread.mixed(states)] == [
        0xE220A8397B1DCDAF,
        0x6E789E6AA1B965F4,
        0x06C45D188009454F,
    ]


def test_labels_carry_the_mark() -> None:
    for bits in range(6):
        drawn = set(map(int, spread.labels(MARK, bits, 2000, rng())))
        assert len(drawn) == 2**bits
        assert {(Mark.from_label(one).experiment, Mark.from_label(one).activity) for one in drawn} == {
            (2, 20)
        }


def test_more_entropy_is_never_worse_and_the_grid_is_reproducible() -> None:
    one = spread.grid((0, 2, 5), (4, 8), (64, 2048), pairs=1, rounds=400, seed=3)
    again = spread.grid((5, 0, 2), (8, 4), (2048, 64), pairs=1, rounds=400, seed=3)
    keys = ["bits", "paths", "flows", "hash"]
    assert one.sort_values(keys).to_numpy().tolist() == again.sort_values(keys).to_numpy().tolist()
    label = one[one["hash"] == "addresses and label"].pivot(index=["paths", "flows"], columns="bits")[
        "imbalance"
    ]
    assert (label[0] > label[2]).all()
    assert (label[2] > label[5]).all()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: spread.labels(MARK, 6, 1, rng()), "bits = 6: expected 0 to 5"),
        (lambda: spread.expected_imbalance(0, 2), "balls = 0"),
        (lambda: spread.expected_imbalance(5, 65), "paths = 65: expected"),
    ],
)
def test_bad_numbers_are_named(call, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=said):
        call()
