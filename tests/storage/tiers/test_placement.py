"""Placement: closed forms, a search over all divisions, and linear-programming duality."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ecosystem_nb.storage.tiers.media import Medium, TapeDrive
from ecosystem_nb.storage.tiers.placement import Placement, marginal_prices, place, tier_prices
from ecosystem_nb.storage.tiers.program import NoPlacement, program
from ecosystem_nb.storage.tiers.tiers import Tier, demand, devices
from ecosystem_nb.storage.tiers.workloads import Workload

DISK = Tier(
    Medium("disk", capacity=20.0, rate=225.0, iops=150.0, price=70.0, latency=0.01),
    protection=1.2,
    fill=0.9,
    busy=0.7,
)
LOW = Tier(Medium("low", capacity=20.0, rate=56.0, iops=37.0, price=45.0, latency=0.01), fill=0.9, busy=0.7)
FLASH = Tier(
    Medium("flash", capacity=61.0, rate=1000.0, iops=1e6, price=400.0, serial=False, latency=0.001),
    protection=1.1,
    fill=0.9,
    busy=0.7,
)
TAPE = Tier(
    TapeDrive(18.0, 300.0, 15.0, 16.0, 65.0, 62.0, 56.0, 15.0, 1e4).medium(20, in_a_row=True),
    busy=0.7,
    behind="disk",
    window=0.05,
)
TIERS = [DISK, LOW, FLASH, TAPE]
COLD = Workload("cold", volume=60_000.0, rate=10_000.0, request=1.0, file=1500.0, wait=86_400.0)
WARM = Workload("warm", volume=45_000.0, rate=300.0, request=0.25, file=1500.0, wait=1.0)
HOT = Workload("hot", volume=30_000.0, rate=90_000.0, request=0.1, file=1500.0, wait=1.0)
SITE = [COLD, WARM, HOT]


@st.composite
def sites(draw: st.DrawFn) -> list[Workload]:
    """One to three workloads of any mixture."""
    count = draw(st.integers(1, 3))
    return [
        Workload(
            f"job{i}",
            volume=draw(st.floats(100.0, 1e5)),
            rate=draw(st.floats(1.0, 1e5)),
            request=draw(st.floats(0.03, 4.0)),
            file=1500.0,
            wait=draw(st.sampled_from([1.0, 1e5])),
        )
        for i in range(count)
    ]


def bill(workloads: list[Workload], tiers: list[Tier], shares: np.ndarray) -> float:
    """Cost of one division, by the largest limit of each tier: the plain twin, USD."""
    names = {tier.name: tier for tier in tiers}
    asked: dict[tuple[str, str], float] = {}
    for workload, row in zip(workloads, shares, strict=True):
        for tier, share in zip(tiers, row, strict=True):
            for rows in demand(workload, tier, names).values():
                for key, count in rows.items():
                    asked[key] = asked.get(key, 0.0) + share * count
    total = 0.0
    for tier in tiers:
        mine = {limit: count for (name, limit), count in asked.items() if name == tier.name}
        if tier.medium.removable:
            total += mine.get("capacity", 0.0) * tier.medium.device_price
            total += mine.get("time", 0.0) * tier.medium.drive_price
        else:
            total += max(mine.values(), default=0.0) * tier.medium.device_price
    return total


# Closed forms


@given(st.floats(1.0, 1e5), st.floats(0.0, 1e5), st.floats(0.01, 10.0))
def test_one_workload_on_one_disk_is_bound_by_capacity_or_time(v: float, r: float, s: float) -> None:
    job = Workload("job", volume=v, rate=r, request=s, file=1e3, wait=1.0)
    drives = max(v * 1.2 / 0.9 / 20.0, r * (1.0 / s / 150.0 + 1.0 / 225.0) / 0.7)
    assert place([job], [DISK]).cost == pytest.approx(drives * 20.0 * 70.0)


@given(st.floats(1.0, 1e5), st.floats(0.0, 1e6), st.floats(0.0001, 10.0))
def test_one_workload_on_flash_is_bound_by_capacity_rate_or_iops(v: float, r: float, s: float) -> None:
    job = Workload("job", volume=v, rate=r, request=s, file=1e3, wait=1.0)
    drives = max(v * 1.1 / 0.9 / 61.0, r / 1000.0 / 0.7, r / s / 1e6 / 0.7)
    assert place([job], [FLASH]).cost == pytest.approx(drives * 61.0 * 400.0)


@given(st.floats(1.0, 1e5), st.floats(0.0, 1e5), st.floats(0.01, 10.0))
def test_one_workload_takes_the_cheapest_of_two_media(v: float, r: float, s: float) -> None:
    job = Workload("job", volume=v, rate=r, request=s, file=1e3, wait=1.0)
    alone = [max(devices([job], tier).values()) * tier.medium.device_price for tier in (DISK, FLASH)]
    assert place([job], [DISK, FLASH]).cost == pytest.approx(min(alone))


def test_tape_is_cartridges_drives_and_their_disk() -> None:
    """60 PB read at 5 GB/s: 3333 cartridges, drives of 95 MB/s at 70 %, and disk for a twentieth."""
    job = replace(COLD, rate=5_000.0)
    found = place([job], [TAPE, DISK])
    assert found.shares.loc["cold", "tape"] == pytest.approx(1.0)
    assert found.bought.loc["tape", "media"] == pytest.approx(60_000.0 / 18.0)
    assert found.bought.loc["tape", "raw"] == pytest.approx(60_000.0)
    assert found.bought.loc["tape", "drives"] == pytest.approx(5_000.0 / TAPE.medium.throughput(1500.0) / 0.7)
    assert found.bought.loc["disk", "media"] == pytest.approx(0.05 * 60_000.0 * 1.2 / 0.9 / 20.0)


def test_two_workloads_share_the_spindles_of_one_tier() -> None:
    """Cold data bring drives, hot data use their time: together they cost less than apart."""
    together = place([WARM, HOT], [DISK]).cost
    apart = place([WARM], [DISK]).cost + place([HOT], [DISK]).cost
    assert together < 0.9 * apart


# The twin: every division on a grid


def test_no_division_on_a_grid_is_cheaper_and_one_is_nearly_as_cheap() -> None:
    """Two workloads, two tiers, steps of a hundredth: the LP's cost from above within a per cent."""
    for jobs in ([WARM, HOT], [WARM, replace(HOT, rate=200_000.0)], [COLD, replace(HOT, rate=40_000.0)]):
        for tiers in ([DISK, FLASH], [DISK, LOW]):
            steps = np.linspace(0.0, 1.0, 101)
            grid = [
                bill(jobs, tiers, np.array([[a, 1.0 - a], [b, 1.0 - b]]))
                for a, b in itertools.product(steps, steps)
            ]
            best = place(jobs, tiers).cost
            assert best <= min(grid) * (1.0 + 1e-9)
            assert min(grid) <= best * 1.01


@settings(max_examples=40, deadline=None)
@given(sites())
def test_the_cost_is_that_of_its_own_division(jobs: list[Workload]) -> None:
    found = place(jobs, TIERS)
    shares = found.shares.loc[[one.name for one in jobs], [tier.name for tier in TIERS]].to_numpy()
    assert bill(jobs, TIERS, shares) == pytest.approx(found.cost, rel=1e-6)
    assert found.bought["cost"].sum() == pytest.approx(found.cost)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(jobs)))
    assert (shares >= -1e-9).all()


@settings(max_examples=40, deadline=None)
@given(sites())
def test_more_tiers_never_cost_more(jobs: list[Workload]) -> None:
    costs = [place(jobs, TIERS[:count]).cost for count in (1, 2, 3, 4)]
    for few, many in itertools.pairwise(costs):
        assert many <= few * (1.0 + 1e-9)


# Duality


def dual_cost(jobs: list[Workload], tiers: list[Tier]) -> float:
    """Solve the dual by itself: most that bills less rents come to when no purchase loses money, USD."""
    made = program(jobs, tiers)
    bounded = np.isfinite(made.most)
    most = np.where(bounded, made.most, 0.0)
    columns = np.hstack([made.whole.T, -made.limits.T, -np.diag(bounded.astype(float))])
    rows = len(made.rows)
    found = linprog(
        np.concatenate([-np.ones(len(made.names)), np.zeros(rows), most]),
        A_ub=columns,
        b_ub=made.cost,
        bounds=[(None, None)] * len(made.names) + [(0, None)] * (rows + most.size),
        method="highs",
    )
    assert found.status == 0
    return -float(found.fun)


@settings(max_examples=40, deadline=None)
@given(sites())
def test_strong_duality(jobs: list[Workload]) -> None:
    assert dual_cost(jobs, TIERS) == pytest.approx(place(jobs, TIERS).cost, rel=1e-7)


def test_strong_duality_with_a_limited_tier() -> None:
    limited = [replace(DISK, most=50_000.0), LOW, replace(FLASH, most=10_000.0), TAPE]
    found = place(SITE, limited)
    assert dual_cost(SITE, limited) == pytest.approx(found.cost, rel=1e-7)
    worth = sum(found.rents[tier.name] * tier.most for tier in limited if np.isfinite(tier.most))
    assert worth > 0.0
    assert found.bills["bill"].sum() - worth == pytest.approx(found.cost)


@settings(max_examples=40, deadline=None)
@given(sites())
def test_a_limit_has_a_price_only_where_it_binds(jobs: list[Workload]) -> None:
    """Complementary slackness: price times what is left over is 0."""
    found = place(jobs, TIERS)
    left = found.limits["bought"] - found.limits["asked"]
    scale = found.cost + 1.0
    assert (left >= -1e-6 * (1.0 + found.limits["asked"])).all()
    assert (found.limits["price"] * left).abs().max() <= 1e-6 * scale


@settings(max_examples=40, deadline=None)
@given(sites())
def test_bills_add_up_to_the_cost(jobs: list[Workload]) -> None:
    """Doubling all demands doubles the cost, so the prices of all that is asked make up all of it."""
    found = place(jobs, TIERS)
    parts = found.bills[["volume", "transfers", "requests"]].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(found.bills["bill"].to_numpy(), rel=1e-6, abs=1e-3)
    assert found.bills["bill"].sum() == pytest.approx(found.cost, rel=1e-7)


def changed(workload: Workload, unit: str, by: float) -> Workload:
    """Return a workload that asks for a little more of one thing and no more of the others."""
    if unit == "TB":
        return replace(workload, volume=workload.volume + by)
    if unit == "MB/s":
        rate = workload.rate + by
        return replace(workload, rate=rate, request=rate / workload.iops)
    return replace(workload, request=workload.rate / (workload.iops + by))


@pytest.mark.parametrize("unit", ["TB", "MB/s", "IO/s"])
@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("hot", [40_000.0, 90_000.0, 300_000.0])
def test_prices_are_finite_differences_of_the_cost(unit: str, which: int, hot: float) -> None:
    jobs = [COLD, WARM, replace(HOT, rate=hot)]
    price = marginal_prices(jobs[which], place(jobs, TIERS))[unit]
    step = 1.0
    costs = []
    for sign in (1.0, -1.0):
        more = list(jobs)
        more[which] = changed(jobs[which], unit, sign * step)
        costs.append(place(more, TIERS).cost)
    assert price == pytest.approx((costs[0] - costs[1]) / (2.0 * step), rel=1e-4, abs=1e-4)


def test_a_rent_is_what_one_more_terabyte_saves() -> None:
    def found(most: float) -> Placement:
        return place(SITE, [replace(DISK, most=most), FLASH])

    saved = found(50_000.0).cost - found(50_001.0).cost
    assert found(50_000.0).rents["disk"] == pytest.approx(saved, rel=1e-4)
    assert found(50_000.0).rents["flash"] == 0.0


def test_prices_of_a_tier_are_those_of_its_binding_limits() -> None:
    """Disk for cold data alone: a TB costs its raw price times 1.2 / 0.9, requests nothing; hot: the time."""
    cold = tier_prices(place([WARM], [DISK]), [DISK]).set_index("tier").loc["disk"]
    assert cold.tolist() == pytest.approx([70.0 * 1.2 / 0.9, 0.0, 0.0])
    hot = tier_prices(place([HOT], [DISK]), [DISK]).set_index("tier").loc["disk"]
    assert hot.tolist() == pytest.approx([0.0, 1400.0 / 225.0 / 0.7, 1400.0 / 150.0 / 0.7])


# What is refused


def test_who_can_wait_for_no_tier_is_named() -> None:
    with pytest.raises(NoPlacement, match="warm waits at most 1 s, the quickest tier, tape, takes 96 s"):
        place([WARM], [replace(TAPE, behind="")])


def test_a_limited_tier_that_lacks_capacity_is_named() -> None:
    """45 PB as 1.2 on 90 %: 60 PB raw, 3000 drives; 40 PB are 2000."""
    message = r"disk is limited to 40,000 TB \(2,000 drives\), its capacity lacks 1,000\.0 drives"
    with pytest.raises(NoPlacement, match=message):
        place([WARM], [replace(DISK, most=40_000.0)])


def test_a_limited_tier_that_lacks_time_is_named() -> None:
    hot = replace(HOT, volume=100.0)
    need = devices([hot], DISK)["time"] - 2000.0
    with pytest.raises(NoPlacement, match=rf"disk is limited to .* its time lacks {need:,.1f} drives"):
        place([hot], [replace(DISK, most=40_000.0)])


@pytest.mark.parametrize(
    ("jobs", "tiers", "message"),
    [
        ([], [DISK], "expected at least one workload"),
        ([WARM], [], "expected at least one tier"),
        ([WARM, WARM], [DISK], "the workload warm occurs twice"),
        ([WARM], [DISK, DISK], "the tier disk occurs twice"),
        ([WARM], [TAPE], "tape passes its data through disk: expected that tier too"),
    ],
)
def test_bad_input_is_refused(jobs: list[Workload], tiers: list[Tier], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        place(jobs, tiers)
