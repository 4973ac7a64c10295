"""Tape recalls: closed forms, printed means, bounds, and equality with the plain twins."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.storage.tape import kernel, reference
from ecosystem_nb.storage.tape.drive import Drive, drive
from ecosystem_nb.storage.tape.recall import POLICIES, Requests, draw, recall, sequence
from ecosystem_nb.tables import quantities

TABLES = (quantities("storage/media"), quantities("storage/tape"))
FULL, HALF = drive(*TABLES, "full"), drive(*TABLES)
PARTS = {"settle": 5.0, "wrap_change": 6.0, "turn": 3.0, "step_back": 9.0}
FIXED = np.array(list(PARTS.values()))
TOY = Drive(1000.0, 10.0, 3.0, 2.0, locate=25.0, rewind=20.0, wraps=4, exchange=1.0, **PARTS)
FILES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 99), st.sampled_from([1, 3, 10])), min_size=1, max_size=25
)


def requests(files: list[tuple[int, int, int]]) -> Requests:
    tape, start, size = (np.array(column) for column in zip(*files, strict=True))
    return Requests(tape, 10.0 * start.astype(float), size.astype(float))


def arguments(one: Drive) -> tuple[float, int, np.ndarray, float]:
    return one.capacity, one.wraps, one.fixed, one.whole


def played(wanted: Requests, one: Drive, drives: int, policy: str) -> tuple[object, ...]:
    order = sequence(wanted, one, policy)
    machine = (drives, one.capacity, one.wraps, one.rate, one.load + one.exchange, one.unload + one.exchange)
    return (
        order,
        wanted.tape,
        wanted.start,
        wanted.size,
        *machine,
        one.fixed,
        one.whole,
        2 * one.rewind,
    )


@settings(deadline=None)
@given(st.integers(0, 1000), st.integers(0, 1000), st.sampled_from([1, 2, 4, 5, 8]))
def test_the_head_s_way_equals_its_twin(here: int, there: int, wraps: int) -> None:
    wrap, x = kernel.place(float(here), 1000.0, wraps)
    assert 0 <= x <= 1
    assert (wrap, x) == pytest.approx(reference.place_reference(here, 1000.0, wraps), abs=1e-12)
    got = kernel.locate_time(float(here), float(there), 1000.0, wraps, FIXED, 80.0)
    assert got == pytest.approx(reference.locate_reference(here, there, 1000.0, wraps, FIXED, 80.0), abs=1e-9)


def test_the_head_goes_out_and_back() -> None:
    """A tape of 4 wraps: x rises on wraps 0 and 2, falls on 1 and 3, and does not jump between them."""
    at = [kernel.place(p, 1000.0, 4) for p in (0, 125, 250, 375, 500, 750, 1000)]
    assert at == [(0, 0), (0, 0.5), (1, 1), (1, 0.5), (2, 0), (3, 1), (3, 0)]


@pytest.mark.parametrize(
    ("here", "there", "seconds"),
    [
        (100, 100, 0),  # there already
        (50, 100, 5 + 0.2 * 80),  # forward on a wrap
        (100, 50, 5 + 9 + 0.2 * 80),  # back on it
        (100, 600, 5 + 6),  # beside it, two wraps on, same direction
        (100, 400, 5 + 6 + 3),  # beside it, one wrap on, the other direction
        (0, 500, 5 + 6),  # wrap 2 begins where wrap 1 ends: at the load point
        (0, 1000, 5 + 6 + 3),
    ],
)
def test_a_locate_by_hand(here: float, there: float, seconds: float) -> None:
    got = kernel.locate_time(float(here), float(there), 1000.0, 4, FIXED, 80.0)
    assert got == pytest.approx(seconds, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(FILES)
def test_nearest_equals_its_twin(files: list[tuple[int, int, int]]) -> None:
    wanted = requests(files)
    got = kernel.nearest_order(wanted.start, wanted.size, *arguments(TOY))
    assert got.tolist() == reference.nearest_reference(wanted.start, wanted.size, *arguments(TOY))


@settings(max_examples=60, deadline=None)
@given(FILES, st.integers(1, 4), st.sampled_from(POLICIES))
def test_play_equals_its_twin(files: list[tuple[int, int, int]], drives: int, policy: str) -> None:
    given_values = played(requests(files), TOY, drives, policy)
    for got, expected in zip(
        kernel.play(*given_values), reference.play_reference(*given_values), strict=True
    ):
        np.testing.assert_allclose(got, expected, rtol=1e-12)


def test_play_equals_its_twin_where_an_lto9_drive_restores_the_tension() -> None:
    """Files of GB, so that the windings of an unload matter."""
    for each, run, size in ((1, 1, 4e9), (1, 1, 2e10), (4, 4, 4e9), (6, 2, 4e9)):
        wanted = draw(np.random.default_rng(5), FULL, tapes=3, each=each, size=size, run=run)
        for policy in POLICIES:
            given_values = played(wanted, FULL, 2, policy)
            pairs = zip(kernel.play(*given_values), reference.play_reference(*given_values), strict=True)
            for got, expected in pairs:
                np.testing.assert_allclose(got, expected, rtol=1e-12)


def test_one_file_takes_the_sum_of_its_steps() -> None:
    """1 GB at the middle of the first wrap: robot, load, half the length, read, rewind, unload, robot."""
    wrap = HALF.capacity / HALF.wraps
    got = recall(Requests(np.array([0]), np.array([wrap / 2]), np.array([1e9])), HALF, 1, "first come")
    half_the_length = 65 - (4.29 + 6.69 * 279 / 280 + 5.22 / 2)
    until_read = 7.5 + 16 + 4.29 + half_the_length + 1e9 / 3e8
    assert got.makespan == pytest.approx(until_read, rel=1e-12)
    back = (0.5 + 1e9 / wrap) * 2 * 62
    assert got.drive_time == pytest.approx(until_read + back + 56 + 7.5, rel=1e-12)


def test_n_files_that_follow_each_other_are_one_locate() -> None:
    """n files on one tape, back to back from its beginning: one load, no locate, n reads, one rewind."""
    n, size = 8, 1e8
    wanted = Requests(np.zeros(n, dtype=np.int64), np.arange(n) * size, np.full(n, size))
    got = recall(wanted, FULL, 1, "linear")
    assert got.parts["locate"] == 0
    assert got.parts["read"] == pytest.approx(n * size / 4e8)
    np.testing.assert_allclose(got.done, 24.5 + np.arange(1, n + 1) * size / 4e8, rtol=1e-12)
    assert got.mounts == 1


@pytest.mark.parametrize("kind", ["full", "half"])
def test_mean_locate_and_rewind_are_the_printed_ones(kind: str) -> None:
    """From the load point to anywhere, and back; between two random places a third of the length."""
    one = drive(*TABLES, kind)
    table, prefix = (TABLES[1], "lto9_full") if kind == "full" else (TABLES[0], "tape")
    rng = np.random.default_rng(3)
    here, there = rng.uniform(0, one.capacity, (2, 200_000))
    x = np.array([kernel.place(p, one.capacity, one.wraps)[1] for p in there])
    geometry = arguments(one)
    first = np.mean([kernel.locate_time(0.0, p, *geometry) for p in there])
    next_ = np.mean([kernel.locate_time(h, p, *geometry) for h, p in zip(here, there, strict=True)])
    third = 4.29 + 6.69 * 279 / 280 + 5.22 / 2 + 11.32 / 280 / 2 + one.whole / 3
    spread = one.whole / np.sqrt(12 * x.size)
    assert first == pytest.approx(table[f"{prefix}_locate"].value, abs=4 * spread)
    assert next_ == pytest.approx(third, abs=4 * spread)
    assert 2 * one.rewind * x.mean() == pytest.approx(table[f"{prefix}_rewind"].value, abs=5 * spread)


@pytest.mark.parametrize(
    ("size", "pieces", "windings"), [(1e9, 1, 1), (2e10, 1, 2), (6e10, 1, 3), (1e10, 2, 3)]
)
def test_an_unload_winds_as_often_as_ibm_prints(size: float, pieces: int, windings: int) -> None:
    """On average 55 s after less than 5 GB, 110 s after 5 to 50 GB in one piece, else 165 s."""
    rng = np.random.default_rng(1)
    wound = []
    for _ in range(3000):
        start = rng.uniform(0, FULL.capacity - 1e11, pieces)
        wanted = Requests(np.zeros(pieces, dtype=np.int64), start, np.full(pieces, size))
        wound.append(recall(wanted, FULL, 1, "first come").parts["rewind"])
    assert np.mean(wound) == pytest.approx(55.0 * windings, abs=4 * 110 / np.sqrt(12 * 3000))


@settings(max_examples=80, deadline=None)
@given(FILES, st.integers(1, 4))
def test_grouping_by_tape_never_mounts_more(files: list[tuple[int, int, int]], drives: int) -> None:
    wanted = requests(files)
    mounts = {policy: recall(wanted, TOY, drives, policy).mounts for policy in POLICIES}
    tapes = np.unique(wanted.tape).size
    assert mounts["per tape"] == mounts["linear"] == mounts["nearest"] == tapes <= mounts["first come"]


@settings(max_examples=80, deadline=None)
@given(FILES, st.integers(1, 4), st.sampled_from(POLICIES))
def test_makespan_lies_between_its_bounds(
    files: list[tuple[int, int, int]], drives: int, policy: str
) -> None:
    """Above: one drive doing everything. Below: an even share of the least work, and the fullest tape."""
    wanted = requests(files)
    got = recall(wanted, TOY, drives, policy)
    reads = wanted.size / TOY.rate
    tapes = np.unique(wanted.tape).size
    fullest = max(reads[wanted.tape == one].sum() for one in set(wanted.tape.tolist()))
    least = max((reads.sum() + tapes * (TOY.load + TOY.exchange)) / drives, fullest + TOY.load + TOY.exchange)
    assert least * (1 - 1e-12) <= got.makespan <= got.drive_time
    assert got.parts["read"] == pytest.approx(reads.sum())
    assert got.volume == wanted.size.sum()
    assert (got.done > 0).all()
    assert sorted(sequence(wanted, TOY, policy).tolist()) == list(range(len(files)))


@settings(max_examples=80, deadline=None)
@given(FILES, st.sampled_from(POLICIES[1:]))
def test_more_drives_never_take_longer_when_tapes_are_grouped(
    files: list[tuple[int, int, int]], policy: str
) -> None:
    """Independent jobs in a fixed order: list scheduling is monotone in the machines.

    First come is left out on purpose: tapes that stay mounted in more drives leave them in another order,
    as pages do in the anomaly of Belady.
    """
    wanted = requests(files)
    spans = [recall(wanted, TOY, drives, policy).makespan for drives in (1, 2, 3, 4)]
    assert all(b <= a * (1 + 1e-12) for a, b in pairwise(spans))


def test_linear_reads_each_tape_in_the_order_of_writing() -> None:
    wanted = draw(np.random.default_rng(7), FULL, tapes=5, each=20, size=2e9)
    order = sequence(wanted, FULL, "linear")
    tape, start = wanted.tape[order], wanted.start[order]
    assert (np.diff(start)[np.diff(tape) == 0] > 0).all()
    assert tape[0] == wanted.tape[0]


def test_nearest_is_close_to_the_best_of_few_files() -> None:
    """Over random tapes of 7 files: never better than trying all orders, on average below 20 % longer."""
    rng = np.random.default_rng(11)
    ratios = []
    for _ in range(30):
        wanted = draw(rng, FULL, tapes=1, each=7, size=2e9)
        rest = (wanted.start, wanted.size, *arguments(FULL))
        best = reference.way_reference(reference.best_order(*rest), *rest)
        ratios.append(reference.way_reference(kernel.nearest_order(*rest), *rest) / best)
    assert min(ratios) >= 1 - 1e-12
    assert 1 <= np.mean(ratios) < 1.2


def test_nearest_saves_what_lies_between_a_third_of_the_length_and_the_fixed_part() -> None:
    """Sixty files on a tape: in the order of writing a third of the length each, nearest hardly any of it."""
    wanted = draw(np.random.default_rng(2), HALF, tapes=4, each=60, size=2e9)
    times = {policy: recall(wanted, HALF, 1, policy).parts["locate"] / 240 for policy in POLICIES}
    fixed = 4.29 + 6.69 + 5.22 / 2
    assert times["linear"] == pytest.approx(fixed + HALF.whole / 3, rel=0.06)
    assert 4.29 < times["nearest"] < fixed + HALF.whole / 20


@settings(max_examples=60, deadline=None)
@given(FILES, st.integers(1, 3))
def test_nearest_never_locates_longer_than_linear(files: list[tuple[int, int, int]], drives: int) -> None:
    wanted = requests(files)
    times = {policy: recall(wanted, TOY, drives, policy).parts["locate"] for policy in POLICIES}
    assert times["nearest"] <= times["linear"] * (1 + 1e-12)


def test_files_written_and_wanted_together_take_one_locate_or_little_more() -> None:
    """The nearest of a run lies amid it and the head would come back for the rest: never at a loss."""
    wanted = draw(np.random.default_rng(4), HALF, tapes=20, each=30, size=2e9, run=30)
    linear, nearest = (recall(wanted, HALF, 2, policy).parts["locate"] for policy in ("linear", "nearest"))
    geometry = arguments(HALF)
    once = sum(
        kernel.locate_time(0.0, wanted.start[wanted.tape == one].min(), *geometry) for one in range(20)
    )
    assert linear == pytest.approx(once, rel=1e-12)
    assert nearest <= linear


@settings(max_examples=60, deadline=None)
@given(FILES)
def test_the_time_of_a_way_equals_its_twin(files: list[tuple[int, int, int]]) -> None:
    wanted = requests(files)
    order = np.argsort(wanted.size, kind="stable")
    rest = (wanted.start, wanted.size, *arguments(TOY))
    assert kernel.way_time(order, *rest) == pytest.approx(reference.way_reference(order, *rest), rel=1e-12)


def test_draw_gives_files_of_full_tapes_that_do_not_overlap() -> None:
    wanted = draw(np.random.default_rng(0), FULL, tapes=3, each=12, size=2.5e9, run=4)
    assert np.bincount(wanted.tape).tolist() == [12, 12, 12]
    for one in range(3):
        start = np.sort(wanted.start[wanted.tape == one])
        assert (np.diff(start) >= 2.5e9).all()
        assert (np.diff(start) == 2.5e9).sum() >= 9
    assert (wanted.start + wanted.size).max() <= FULL.capacity


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"capacity": 0.0}, r"capacity = 0 B is out of range: expected above 0 B"),
        ({"rate": float("nan")}, r"rate = nan B/s is out of range"),
        ({"load": -1.0}, r"load = -1 s is out of range: expected at least 0 s"),
        ({"settle": 50.0}, r"locate = 45 s is out of range: expected above 59.2"),
        ({"turn": -1.0}, r"turn = -1 s is out of range: expected at least 0 s"),
        ({"wraps": 0}, r"wraps = 0 is out of range: expected at least 1"),
    ],
)
def test_a_bad_drive_is_refused(change: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Drive(**{**vars(FULL), **change})


def test_an_unknown_drive_is_refused() -> None:
    with pytest.raises(ValueError, match="kind = 'tall': expected half or full"):
        drive(*TABLES, "tall")


def test_bad_requests_are_refused() -> None:
    one, zero = np.array([1.0]), np.array([0])
    with pytest.raises(ValueError, match="expected at least one file"):
        Requests(zero[:0], one[:0], one[:0])
    with pytest.raises(ValueError, match="expected one of each for every file"):
        Requests(zero, one, np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match=r"size = 0 B is out of range: expected above 0 B"):
        Requests(zero, one, 0 * one)
    with pytest.raises(ValueError, match=r"position = -1 B is out of range: expected at least 0 B"):
        Requests(zero, -one, one)
    with pytest.raises(ValueError, match=r"tape = -1 is out of range"):
        Requests(zero - 1, one, one)
    good = Requests(zero, one, one)
    with pytest.raises(ValueError, match=r"drives = 0 is out of range: expected at least 1"):
        recall(good, FULL, 0, "linear")
    with pytest.raises(ValueError, match="policy = 'random': expected one of first come"):
        recall(good, FULL, 1, "random")
    with pytest.raises(ValueError, match=r"end of a file = 1.8e\+13 B is out of range"):
        recall(Requests(zero, one * 18e12, one), FULL, 1, "linear")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tapes": 0}, "tapes = 0 is out of range: expected at least 1"),
        ({"size": 0.0}, "size = 0 B is out of range"),
        ({"each": 5, "run": 2}, "each = 5 files is out of range: expected whole runs of 2"),
        ({"each": 20_000}, "at most 9000 on a tape"),
    ],
)
def test_a_bad_draw_is_refused(change: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        draw(np.random.default_rng(0), FULL, **({"tapes": 1, "each": 4, "size": 2e9} | change))


def test_only_few_files_are_tried_in_all_orders() -> None:
    many = np.arange(9.0)
    with pytest.raises(ValueError, match="9 files: expected at most 8"):
        reference.best_order(many, many + 1, *arguments(TOY))
