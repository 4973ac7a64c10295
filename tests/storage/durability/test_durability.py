"""Durability: textbook closed forms, limits, exact arithmetic, a simulation of single drives."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.storage.durability import kernel, study
from ecosystem_nb.storage.durability.kernel import chain, chance_of_loss, mean_time_to_loss
from ecosystem_nb.storage.durability.parameters import ErasureCoded
from ecosystem_nb.storage.durability.schemes import (
    YEAR,
    Drives,
    Scheme,
    any_loss,
    mttdl,
    rates,
    rebuild_time,
    textbook,
    unreadable,
    yearly_loss,
)

GROUPS = st.tuples(st.integers(1, 12), st.integers(0, 4)).map(lambda one: (one[0] + one[1], one[1]))
SPEED = st.floats(0.01, 30.0)


def exact_mean_time(up: list[Fraction], down: list[Fraction]) -> Fraction:
    """Solve the equations of the mean times by elimination in exact fractions."""
    n = len(up)
    rows = [[Fraction(0)] * n + [Fraction(1)] for _ in range(n)]
    for i in range(n):
        rows[i][i] = up[i] + down[i]
        if i + 1 < n:
            rows[i][i + 1] = -up[i]
        if i:
            rows[i][i - 1] = -down[i]
    for i in range(n):
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for j in range(n):
            if j != i:
                rows[j] = [a - rows[j][i] * b for a, b in zip(rows[j], rows[i], strict=True)]
    return rows[0][n]


@pytest.mark.parametrize(("failure", "repair"), [(0.3, 2.0), (1e-6, 0.02)])
@pytest.mark.parametrize("n", [2, 5, 12])
def test_one_parity_drive_is_the_textbook_raid5(n: int, failure: float, repair: float) -> None:
    """RAID 5: ((2n - 1) λ + μ) / (n (n - 1) λ²); two drives are the mirror, (3 λ + μ) / (2 λ²)."""
    expected = ((2 * n - 1) * failure + repair) / (n * (n - 1) * failure**2)
    assert mean_time_to_loss(*chain(n, 1, failure, repair, 1, 0.0)) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("n", [4, 10])
def test_two_parity_drives_are_the_textbook_raid6(n: int) -> None:
    """RAID 6: the three mean passages, with μ²/(n (n-1) (n-2) λ³) left where failures are rare."""
    lam, mu = 0.2, 3.0
    first = 1 / (n * lam)
    second = 1 / ((n - 1) * lam) + mu / (n * (n - 1) * lam**2)
    third = 1 / ((n - 2) * lam) + mu / ((n - 1) * (n - 2) * lam**2) + mu**2 / (n * (n - 1) * (n - 2) * lam**3)
    got = mean_time_to_loss(*chain(n, 2, lam, mu, 1, 0.0))
    assert got == pytest.approx(first + second + third, rel=1e-13)
    rare = mean_time_to_loss(*chain(n, 2, 1e-7, 1.0, 1, 0.0))
    assert rare == pytest.approx(1 / (n * (n - 1) * (n - 2) * 1e-21), rel=1e-5)


@settings(max_examples=60, deadline=None)
@given(GROUPS, SPEED, SPEED, st.integers(1, 4), st.sampled_from([0.0, 0.25]))
def test_mean_time_equals_exact_fractions(
    group: tuple[int, int], failure: float, repair: float, repairers: int, bad: float
) -> None:
    up, down = chain(*group, failure, repair, repairers, bad)
    exact = exact_mean_time([Fraction(x) for x in up.tolist()], [Fraction(x) for x in down.tolist()])
    assert mean_time_to_loss(up, down) == pytest.approx(float(exact), rel=1e-12)
    condition = np.linalg.cond(kernel.generator(up, down)[:-1, :-1])
    assert kernel.mean_time_reference(up, down) == pytest.approx(float(exact), rel=1e-14 * condition + 1e-12)


def test_mean_time_keeps_its_digits_where_the_matrix_loses_them() -> None:
    """12+4, 1.5 % a year, 10 h: the matrix's condition is near 1e16; exact fractions are the judge."""
    up, down = rates(Scheme(12, 4), Drives(0.015, 10.0))
    exact = float(exact_mean_time([Fraction(x) for x in up.tolist()], [Fraction(x) for x in down.tolist()]))
    assert mean_time_to_loss(up, down) == pytest.approx(exact, rel=1e-13)


@settings(max_examples=60, deadline=None)
@given(GROUPS, SPEED, SPEED, st.integers(1, 4), st.floats(0.01, 3.0))
def test_chance_equals_its_twin(
    group: tuple[int, int], failure: float, repair: float, repairers: int, time: float
) -> None:
    up, down = chain(*group, failure, repair, repairers, 0.0)
    got = chance_of_loss(up, down, time)
    assert got == pytest.approx(kernel.chance_reference(up, down, time), abs=1e-10)


@pytest.mark.parametrize(("n", "m"), [(2, 1), (11, 3), (16, 4)])
def test_without_repair_a_loss_is_binomial(n: int, m: int) -> None:
    """More than m of n independent drives fail within t: a binomial tail with p = 1 - exp(-λ t)."""
    p = -math.expm1(-0.0157)
    tail = sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(m + 1, n + 1))
    got = yearly_loss(Scheme(n - m, m), Drives(0.0157, math.inf), 1.0)
    assert got == pytest.approx(tail, rel=1e-9)


def test_without_repair_the_mean_time_is_the_sum_of_the_waits() -> None:
    """The m + 1 first failures of n: sum of 1 / ((n - i) λ)."""
    lam = 0.0157
    expected = sum(1 / ((11 - i) * lam) for i in range(4))
    assert mttdl(Scheme(8, 3), Drives(lam, math.inf)) == pytest.approx(expected, rel=1e-12)
    assert mttdl(Scheme(8, 3), Drives(lam, 1e12)) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("scheme", [Scheme(1, 1), Scheme(8, 2), Scheme(8, 3), Scheme(12, 4)])
def test_rare_losses_come_at_the_rate_of_the_mean_time(scheme: Scheme) -> None:
    """A year's chance is a year over the mean time, but for the repair times before the first loss."""
    drives = Drives(0.0157, 10.0)
    expected = 1.0 / mttdl(scheme, drives)
    got = yearly_loss(scheme, drives)
    assert got == pytest.approx(expected, rel=5 * 10.0 / YEAR + 1e-6)
    assert got < expected


def test_textbook_is_the_limit_and_lies_below() -> None:
    """Relative distance about n λ/μ, and always on the low side."""
    for scheme in (Scheme(1, 1), Scheme(8, 2), Scheme(8, 3)):
        for repair in (1.0, 100.0):
            drives = Drives(0.02, repair)
            smallness = scheme.drives * drives.failures / YEAR * repair
            ratio = textbook(scheme, drives) / mttdl(scheme, drives)
            assert 1 - 3 * smallness < ratio < 1


def test_mirror_by_hand() -> None:
    """Two copies, 1 % a year, 1 day: (3 λ + μ) / (2 λ²) = about 1.8 million years."""
    lam, mu = 0.01, YEAR / 24
    assert mttdl(Scheme(1, 1), Drives(0.01, 24.0)) == pytest.approx((3 * lam + mu) / (2 * lam**2), rel=1e-12)


def simulate(n: int, m: int, failure: float, repair: float, rng: np.random.Generator) -> float:
    """Follow single drives, each with its own clock, until more than m are down; return the time."""
    now, due, up = 0.0, rng.exponential(1 / failure, n), np.ones(n, dtype=bool)
    while True:
        one = int(np.argmin(due))
        now, up[one] = due[one], not up[one]
        if (~up).sum() > m:
            return now
        due[one] = now + rng.exponential(1 / failure if up[one] else 1 / repair)


@pytest.mark.parametrize(("n", "m"), [(2, 1), (6, 2), (5, 0)])
def test_mean_time_agrees_with_single_drives(n: int, m: int) -> None:
    """4,000 lives of a group whose drives know no chain: within 4 standard errors."""
    rng = np.random.default_rng(2024)
    lives = [simulate(n, m, 1.0, 8.0, rng) for _ in range(4000)]
    expected = mean_time_to_loss(*chain(n, m, 1.0, 8.0, m or 1, 0.0))
    assert np.mean(lives) == pytest.approx(expected, abs=4 * np.std(lives) / math.sqrt(4000))
    within_one = np.mean(np.array(lives) < 1.0)
    chance = chance_of_loss(*chain(n, m, 1.0, 8.0, m or 1, 0.0), 1.0)
    assert within_one == pytest.approx(chance, abs=4 * math.sqrt(chance * (1 - chance) / 4000))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(1, 4), st.floats(0.001, 0.5), st.floats(1.0, 500.0))
def test_more_parity_faster_repair_fewer_failures_are_safer(
    k: int, m: int, failures: float, repair: float
) -> None:
    base = yearly_loss(Scheme(k, m), Drives(failures, repair))
    slack = 1 + 1e-9
    assert yearly_loss(Scheme(k, m), Drives(failures, repair / 2)) <= base * slack
    assert yearly_loss(Scheme(k, m), Drives(failures / 2, repair)) <= base * slack
    assert yearly_loss(Scheme(k + 1, m), Drives(failures, repair)) >= base / slack
    assert yearly_loss(Scheme(k, m), Drives(failures, repair, together=True)) <= base * slack
    assert yearly_loss(Scheme(k, m), Drives(failures, repair, unreadable=0.1)) >= base / slack
    assert yearly_loss(Scheme(k, m), Drives(failures, repair), 2.0) >= base / slack


def test_one_parity_more_is_safer_at_equal_data() -> None:
    losses = [yearly_loss(Scheme(8, m), Drives(0.0157, 24.0)) for m in range(5)]
    assert all(a > 100 * b for a, b in pairwise(losses))


def test_a_sure_unreadable_sector_makes_the_last_repair_a_loss() -> None:
    """h = 1: data are lost once m drives are down and the wait there, 1/(λ_m + μ_m), is over."""
    lam, mu = 0.0157, YEAR / 24
    got = mttdl(Scheme(8, 2), Drives(lam, 24.0, unreadable=1.0))
    assert got == pytest.approx(mttdl(Scheme(9, 1), Drives(lam, 24.0)) + 1 / (8 * lam + mu), rel=1e-12)


@pytest.mark.parametrize(
    ("scheme", "overhead", "name"),
    [(Scheme(8, 3), 11 / 8, "8+3"), (Scheme(1, 2), 3.0, "3 copies"), (Scheme(12, 4), 4 / 3, "12+4")],
)
def test_overhead(scheme: Scheme, overhead: float, name: str) -> None:
    assert scheme.overhead == pytest.approx(overhead)
    assert str(scheme) == name


def test_any_of_many_groups() -> None:
    assert any_loss(0.1, 3) == pytest.approx(1 - 0.9**3, rel=1e-12)
    assert any_loss(1e-18, 100) == pytest.approx(1e-16, rel=1e-9)
    assert any_loss(1.0, 2) == 1.0
    assert any_loss(0.3, 0) == any_loss(1.0, 0) == 0.0


def test_rebuild_by_hand() -> None:
    """16 TB, 8 read and 1 written a byte, 900 drives of 20 MB/s, ten minutes before: 2.39 h."""
    got = rebuild_time(Scheme(8, 3), stored=16e12, rate=20e6, helpers=900, wait=1 / 6)
    assert got == pytest.approx(1 / 6 + 9 * 16e12 / (900 * 20e6) / 3600, rel=1e-12)
    local = rebuild_time(Scheme(8, 3), stored=16e12, rate=20e6, helpers=900, reads=0.25)
    assert local == pytest.approx(3 / 9 * (got - 1 / 6), rel=1e-12)


def test_unreadable_by_hand() -> None:
    """8 drives of 16 TB are 1.024e15 bits: at one error in 1e15 the chance is 1 - exp(-1.024)."""
    assert unreadable(Scheme(8, 3), 16e12, 1e-15) == pytest.approx(1 - math.exp(-1.024), rel=1e-9)


def test_grid_holds_every_combination() -> None:
    table = study.grid([Scheme(8, 3), Scheme(1, 2)], [1.0, 2.0], [10.0, 100.0, 1000.0])
    assert len(table) == 12
    row = table[(table["scheme"] == "8+3") & (table["failures"] == 2) & (table["repair"] == 100)].iloc[0]
    assert row["loss"] == yearly_loss(Scheme(8, 3), Drives(0.02, 100.0))


def test_spread_groups_are_mended_faster_and_are_more() -> None:
    """Repairs by hand: 8 reads and a write for 16 TB, shared by 9 drives or by 2,199 at 10 MB/s."""
    fixed, spread = study.placements(ErasureCoded(), Scheme(8, 3)).to_dict("records")
    assert fixed["repair"] == pytest.approx(1 / 6 + 16e12 / 10e6 / 3600)
    assert spread["repair"] == pytest.approx(1 / 6 + 9 * 16e12 / (2199 * 10e6) / 3600)
    assert (fixed["groups"], spread["groups"]) == (200, 20_000)
    for row in (fixed, spread):
        expected = yearly_loss(Scheme(8, 3), Drives(0.0157, row["repair"]))
        assert row["loss"] == pytest.approx(expected, rel=1e-9)
        assert row["any"] == pytest.approx(row["groups"] * row["loss"], rel=1e-2)


def test_trade_and_cases_agree_with_their_parts() -> None:
    table = study.trade(ErasureCoded(), [Scheme(8, 3), Scheme(1, 2)], [5.0, 10.0])
    hours = study.repair_hours(ErasureCoded(), Scheme(8, 3), 2199)
    row = table[(table["rate"] == 10) & (table["scheme"] == "8+3")].iloc[0]
    assert row["repair"] == hours
    other = study.cases(ErasureCoded(), Scheme(8, 3), 3.14, 1e-15).set_index("case")
    assert other.loc["as above", "loss"] == row["loss"]
    assert other.loc["failures of 3.14 % a year", "times"] == pytest.approx(2**4, rel=1e-2)
    assert other.loc["repairs side by side", "times"] == pytest.approx(1 / 6, rel=1e-2)
    assert other.loc["a tenth of the drives", "repair"] == pytest.approx(10 * hours, rel=0.1)
    assert other.loc["unreadable sectors", "times"] > 10


def test_searches_find_what_they_look_for() -> None:
    scheme = Scheme(12, 4)
    rate = study.failures_for(scheme, 8.6e-7, math.inf)
    assert yearly_loss(scheme, Drives(rate, math.inf)) == pytest.approx(8.6e-7, rel=1e-6)
    hours = study.repair_for(scheme, 5e-14, rate, together=True)
    assert yearly_loss(scheme, Drives(rate, hours, together=True)) == pytest.approx(5e-14, rel=1e-6)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Scheme(0, 1), "data parts = 0 is out of range: expected at least 1"),
        (lambda: Scheme(1, -1), "parity parts = -1 is out of range: expected at least 0"),
        (lambda: Drives(0.0, 1.0), "failures = 0 1/yr is out of range: expected above 0"),
        (lambda: Drives(math.nan, 1.0), "failures = nan 1/yr"),
        (lambda: Drives(0.01, 0.0), "repair time = 0 h is out of range: expected above 0 h"),
        (lambda: Drives(0.01, math.nan), "repair time = nan h"),
        (lambda: Drives(0.01, 1.0, unreadable=2.0), "unreadable = 2 is out of range"),
        (
            lambda: yearly_loss(Scheme(8, 3), Drives(0.01, 1e-6)),
            "repair time = 1e-06 h is out of range: too short",
        ),
        (lambda: yearly_loss(Scheme(8, 3), Drives(0.01, 1.0), -1.0), "years = -1 yr is out of range"),
        (lambda: any_loss(1.5, 1), "chance = 1.5 is out of range"),
        (
            lambda: textbook(Scheme(8, 3), Drives(0.01, 1.0, unreadable=0.1)),
            "unreadable = 0.1 is out of range",
        ),
        (lambda: rebuild_time(Scheme(8, 3), stored=0, rate=1, helpers=1), "stored = 0 B is out of range"),
    ],
)
def test_bad_input_is_refused(make: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()  # type: ignore[operator]
