"""The laboratory: the link's closed forms, the ways, and what is measured on them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.lab import measures, optimizer_lab
from ecosystem_nb.network.lab.concurrency import Aimd, Climb, Fixed, Memory, Published
from ecosystem_nb.network.lab.fluid_link import FluidLink
from ecosystem_nb.network.lab.measures import dead_band, steps_down, turns
from ecosystem_nb.network.lab.optimizer_lab import Pair
from ecosystem_nb.network.lab.parameters import OptimizerLab
from ecosystem_nb.network.rules import fts

LINK = FluidLink(capacity=100, stream_cap=2, slow_rate=1.25, fall=0.5, thrash=0.2, base_failure=1)
PAGE = OptimizerLab()
QUIET = OptimizerLab(noise=0.0, drop=0.0, base_failure=0.0)
LIMITS = fts.Limits(200, 200)
SEEN = fts.Observation(60.0, 1e9, 100.0, 0, 1000, 1.5e9)


def test_the_link_by_hand() -> None:
    """Half the streams, half the link; it bears 80; at 160 a sixth is lost and half of the rest fails."""
    assert LINK.throughput(25) == 50.0
    assert LINK.throughput(80) == 100.0
    assert LINK.bears() == 80.0
    assert LINK.throughput(160) == pytest.approx(100 / 1.2)
    assert LINK.success(160) == pytest.approx(100 - 1 - 50)
    assert LINK.best(2, 200) == 50
    assert LINK.at(0.4).bears() == 32.0


@given(n=st.integers(0, 500), m=st.integers(0, 500))
def test_more_transfers_never_fail_less_nor_pass_the_capacity(n: int, m: int) -> None:
    few, many = sorted((n, m))
    assert LINK.success(many) <= LINK.success(few)
    assert LINK.goodput(many) <= LINK.throughput(many) <= LINK.capacity


@pytest.mark.parametrize("way", [Published(), Fixed(60), Climb(), Aimd()])
def test_goodput_never_passes_the_link(way) -> None:
    """Without noise: conservation, minute by minute; and never better than the oracle."""
    page = OptimizerLab(noise=0.0)
    minutes = optimizer_lab.run(page, [Pair(way, 60)], optimizer_lab.shares(page))
    room = page.capacity * optimizer_lab.shares(page)
    assert (minutes["throughput"].to_numpy() <= room + 1e-9).all()
    # failures are spread about their mean: allow for what luck gives
    assert minutes["goodput"].mean() <= 1.005 * optimizer_lab.oracle(page)


def test_pairs_share_by_transfers() -> None:
    """30 beside 10: three quarters."""
    minutes = optimizer_lab.run(QUIET, [Pair(Fixed(30), 30), Pair(Fixed(10), 10)], np.ones(3))
    rates = minutes[minutes["minute"] == 2]["throughput"].to_numpy()
    assert rates[0] / rates.sum() == pytest.approx(0.75)


def test_equal_seeds_give_equal_minutes() -> None:
    one, two = optimizer_lab.compare(PAGE), optimizer_lab.compare(PAGE)
    assert one.equals(two)
    assert not one.equals(optimizer_lab.compare(PAGE.model_copy(update={"seed": 1})))


def test_the_published_way_is_the_published_rule() -> None:
    """The second minute's number is what the state machine decides from the two observations."""
    way = Published(fts.Mode.CONSERVATIVE)
    first = way.choose(Memory(active=50), SEEN, LIMITS)
    assert (first.active, first.why) == (50, "FIRST_FEEDBACK")
    after = fts.Observation(120.0, 2e9, 100.0, 0, 1000, 1.5e9)
    assert way.choose(first, after, LIMITS).active == 51


def test_aimd_goes_up_by_one_and_down_by_a_share_then_waits() -> None:
    bad = fts.Observation(60.0, 1e9, 90.0, 0, 1000, 1.5e9)
    up = Aimd().choose(Memory(active=50), SEEN, LIMITS)
    down = Aimd().choose(Memory(active=50), bad, LIMITS)
    assert (up.active, down.active) == (51, 35)
    assert Aimd().choose(down, bad, LIMITS).active == 35


def test_climbing_turns_round_when_goodput_falls() -> None:
    memory = Memory(active=50, goodput=2e9, direction=1)
    assert Climb(every=1).choose(memory, SEEN, LIMITS).active == 45
    assert Climb(every=1).choose(Memory(active=50, goodput=0.5e9), SEEN, LIMITS).active == 55
    assert Climb(every=1).choose(Memory(active=50, goodput=1e9), SEEN, LIMITS).active == 45


@given(st.floats(min_value=0.01, max_value=1e5))
def test_dead_band_against_the_state_machine(rate: float) -> None:
    """A loss just inside the band costs no step for ever; just outside it costs one."""
    band = dead_band(rate)
    assert 0.0 <= band <= 0.9
    if band > 0.01:
        assert steps_down(rate, band * 0.99) == 0
    if 0.01 < band < 0.89:
        assert steps_down(rate, band + 0.01) == 1


def test_a_loss_of_99_per_cent_costs_two_steps() -> None:
    """Two crossings of half a power of ten, two steps of a hundred transfers."""
    assert steps_down(100.0, 0.99) == 2


def test_the_published_rule_settles_where_transfers_begin_to_fail() -> None:
    """Quiet link: it stays within a tenth of where success falls to 96 %, above what the link bears."""
    minutes = optimizer_lab.compare(QUIET, {"published": Published()})
    calm = minutes[minutes["minute"] >= 180]["active"]
    edge = LINK.bears() * (1 + 0.04 / QUIET.fall)
    assert LINK.bears() < calm.mean() < 1.1 * edge


def test_a_link_with_failures_of_its_own_starves() -> None:
    """5 % whatever the load: down to the minimum of two; at 2 % nothing happens. The others do not starve."""
    settled = measures.starvation(PAGE, [2.0, 5.0]).set_index(["way", "failure"])["active"]
    assert settled["published", 5.0] < 5
    assert settled["published", 2.0] > 60
    assert settled["climb", 5.0] > 40


def test_a_newcomer_stays_small_under_equal_steps() -> None:
    """Chiu and Jain: adding and taking away equal steps never evens out; taking a share does."""
    shares = measures.newcomer(PAGE).set_index("way")["share"]
    assert shares["published"] < 10 < 25 < shares["AIMD"]


def test_turns_by_hand() -> None:
    assert turns(np.array([1, 2, 1, 2, 2, 3])) == 2
    assert turns(np.array([5, 5, 5])) == 0


def test_rules_used_sum_to_all_minutes() -> None:
    used = measures.rules_used(PAGE)
    assert used["share"].sum() == pytest.approx(100.0)
    assert set(used["rule"]) <= set(fts.Rule.__members__)


def test_sensitivity_without_a_change_is_the_page() -> None:
    table = measures.sensitivity(PAGE, {"as it is": {}})
    measured = measures.summary(PAGE, optimizer_lab.compare(PAGE)).set_index("way")["reached"]
    assert table.iloc[0]["published"] == measured["published"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: FluidLink(0, 2, 1, 0, 0, 0), "capacity = 0 Gbit/s is out of range: expected above 0 Gbit/s"),
        (lambda: FluidLink(1, 2, 1, 0, 0, 101), "base_failure = 101 %"),
        (lambda: LINK.at(0.0), "share of the capacity = 0"),
        (lambda: LINK.throughput(-1), "active = -1 transfers"),
        (lambda: dead_band(0.0), r"rate = 0\.0 Gbit/s"),
    ],
)
def test_bad_input_is_one_clear_line(call, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()
