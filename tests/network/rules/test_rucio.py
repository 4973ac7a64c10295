"""Rucio: one test a rule of routing and throttling, and routes against brute force."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.rules.rucio import NoRoute, release, route

LINKS = {("A", "B"): 30.0, ("A", "M"): 8.0, ("M", "B"): 8.0, ("A", "N"): 1.0, ("N", "M"): 1.0}


def test_direct_when_multihop_is_off() -> None:
    assert route(LINKS, "A", "B").sites == ("A", "B")


def test_each_site_in_between_costs_the_hop_penalty() -> None:
    """8 + 8 + 10 beats 30; a penalty of 15 does not; two hops cost two penalties."""
    assert route(LINKS, "A", "B", between=["M"]).cost == 26.0
    assert route(LINKS, "A", "B", between=["M"], hop_penalty=15.0).sites == ("A", "B")
    assert route(LINKS, "A", "B", between=["M", "N"]).sites == ("A", "M", "B")
    assert route(LINKS, "A", "B", between=["M", "N"], hop_penalty=0.0).sites == ("A", "N", "M", "B")


def test_a_site_may_have_its_own_penalty() -> None:
    assert route(LINKS, "A", "B", between=["M"], penalties={"M": 0.0}).cost == 16.0


def test_only_sites_for_multihop_stand_in_between() -> None:
    assert "M" not in route(LINKS, "A", "B", between=["N"]).sites


def test_links_have_a_direction() -> None:
    with pytest.raises(NoRoute, match="no route from B to A through M"):
        route(LINKS, "B", "A", between=["M"])


def test_a_negative_distance_counts_as_zero() -> None:
    assert route({("A", "B"): -5.0}, "A", "B").cost == 0.0


def test_a_route_of_9999_is_no_route() -> None:
    assert route({("A", "B"): 9998.0}, "A", "B").cost == 9998.0
    with pytest.raises(NoRoute, match="directly"):
        route({("A", "B"): 9999.0}, "A", "B")


@given(
    links=st.dictionaries(
        st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")), st.integers(0, 40), max_size=20
    ),
    penalty=st.integers(0, 20),
)
def test_routes_equal_brute_force(links: dict[tuple[str, str], int], penalty: int) -> None:
    """The cheapest of all simple paths from A to B."""
    costs = []
    for count in range(4):
        for middle in itertools.permutations("CDE", count):
            hops = list(itertools.pairwise(("A", *middle, "B")))
            if all(hop in links for hop in hops):
                costs.append(sum(links[hop] for hop in hops) + penalty * count)
    if costs:
        got = route(links, "A", "B", between="CDE", hop_penalty=penalty)
        walked = sum(links[hop] for hop in itertools.pairwise(got.sites)) + penalty * (len(got.sites) - 2)
        assert got.cost == walked == min(costs)
    else:
        with pytest.raises(NoRoute):
            route(links, "A", "B", between="CDE", hop_penalty=penalty)


def test_throttler_releases_only_below_eighty_per_cent() -> None:
    """Up to the limit when it does, nothing at all from 80 % on, everything without a limit."""
    assert release(1000, 0, 100) == 100
    assert release(1000, 79, 100) == 21
    assert [release(1000, active, 100) for active in (80, 99, 100, 150)] == [0, 0, 0, 0]
    assert release(1000, 5000, None) == 1000
    assert release(3, 0, 0) == 0


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_throttler_never_passes_its_limit(waiting: int, active: int, most: int) -> None:
    made = release(waiting, active, most)
    assert 0 <= made <= waiting
    assert made == 0 or active + made <= most


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: route(LINKS, "A", "B", hop_penalty=-1), "penalty hop_penalty = -1"),
        (lambda: route({("A", "B"): float("nan")}, "A", "B"), "distance A to B = nan"),
        (lambda: release(-1, 0, 1), "waiting = -1 requests"),
    ],
)
def test_bad_input_is_one_clear_line(call, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()
