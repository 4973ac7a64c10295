"""Judging: counts by hand, the price at which two technologies tie, codes that are safe enough."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.storage.durability.schemes import Scheme
from ecosystem_nb.storage.judging import study
from ecosystem_nb.storage.judging.judge import Technology, judge, table, verdicts, worth
from ecosystem_nb.storage.judging.parameters import Judging
from ecosystem_nb.storage.judging.protect import Code, Wear, leanest, protection
from ecosystem_nb.storage.judging.site import Bench
from ecosystem_nb.storage.tiers import site as tiers_site
from ecosystem_nb.storage.tiers.media import Medium
from ecosystem_nb.storage.tiers.tiers import Tier
from ecosystem_nb.storage.tiers.workloads import Workload
from ecosystem_nb.tables import quantities, read

DISK = Technology(Tier(Medium("disk", 20.0, 200.0, 100.0, 70.0, latency=0.01), 1.2, 0.9, 0.5))
FLASH = Technology(Tier(Medium("flash", 50.0, 1000.0, 1e5, 400.0, serial=False), 1.25, 0.9, 0.5))
TAPE = Technology(
    Tier(
        Medium("tape", 18.0, 300.0, 0.02, 10.0, latency=90.0, drive_price=1e4),
        busy=0.5,
        behind="disk",
        window=0.1,
    )
)
JOB = Workload("analysis", volume=900.0, rate=500.0, request=0.1, file=1500.0, wait=1.0)
WEAR = Wear(failures=0.0157, rate=10e6, wait=1 / 6)


def bench() -> Bench:
    needs = quantities("storage/workloads")
    model = tiers_site.atlas(
        read("facilities/atlas_cpu_2018model"),
        read("facilities/atlas_disk_2018model"),
        read("facilities/atlas_tape_t1_2018model"),
        power=needs["core_power"].in_unit("HS06"),
    )
    return Bench(
        model,
        quantities("storage/media"),
        needs,
        quantities("storage/durability"),
        quantities("storage/tape"),
        read("storage/schemes"),
    )


BENCH = bench()


def test_disk_by_hand() -> None:
    """60 disks for 900 TB; the rest keeps 2.5 + 50 busy, 105 at half their time: requests bind."""
    got = judge(JOB, DISK)
    assert got.asks == pytest.approx({"capacity": 60, "MB/s": 5, "IOPS": 100})
    assert (got.binding, got.devices) == ("IOPS", pytest.approx(105))
    assert got.cost == pytest.approx(105 * 20 * 70)
    assert got.price == pytest.approx(got.cost / 900)
    assert got.serves


def test_flash_by_hand() -> None:
    """25 drives for 900 TB; 500 MB/s ask for one at half its time, 5,000 IO/s for a tenth: capacity binds."""
    got = judge(JOB, FLASH)
    assert got.asks == pytest.approx({"capacity": 25, "MB/s": 1, "IOPS": 0.1})
    assert (got.binding, got.devices) == ("capacity", pytest.approx(25))
    assert got.cost == pytest.approx(25 * 50 * 400)


def test_tape_by_hand() -> None:
    """50 cartridges; a third of a file a second keeps 5/3 + 50/3 drives busy, twice that at half time."""
    got = judge(replace(JOB, wait=1e5), TAPE, DISK)
    drives = (500 / 300 + 500 / 1500 / 0.02) / 0.5
    capacity = 0.1 * 60
    time = (2 * 500 / 200 + 500 / 1500 / 100 + 5000 / 100) / 0.5
    assert got.asks == pytest.approx({"capacity": 50, "MB/s": drives, "IOPS": max(capacity, time)})
    assert got.cost == pytest.approx(50 * 18 * 10 + drives * 1e4 + time * 20 * 70)
    assert got.binding == "tape drives"
    assert got.serves
    assert not judge(JOB, TAPE, DISK).serves


def test_large_requests_on_a_code_touch_more_disks() -> None:
    """4 MB in units of 1 MB under 8 parts: four disks position, each moves a quarter."""
    job = replace(JOB, request=4.0)
    coded = replace(DISK, parts=8, unit=1.0)
    plain, cut = judge(job, DISK), judge(job, coded)
    assert cut.asks["IOPS"] == pytest.approx(4 * plain.asks["IOPS"])
    assert cut.asks["MB/s"] == plain.asks["MB/s"]
    assert judge(JOB, coded).asks == judge(JOB, DISK).asks


def test_a_request_touches_no_more_disks_than_the_code_has_parts() -> None:
    coded = replace(DISK, parts=8, unit=1.0)
    assert [coded.touched(size) for size in (0.1, 1.0, 4.0, 100.0)] == [1.0, 1.0, 4.0, 8.0]


def test_transfers_and_requests_bind_together() -> None:
    """60 disks for 900 TB; 45 for transfers and 45 for requests: neither alone, but both bind, as MB/s."""
    job = replace(JOB, rate=4500.0, request=2.0)
    got = judge(job, DISK)
    assert got.asks == pytest.approx({"capacity": 60, "MB/s": 45, "IOPS": 45})
    assert (got.binding, got.devices) == ("MB/s", pytest.approx(90))


def test_a_first_byte_that_comes_too_late_does_not_serve() -> None:
    assert judge(replace(JOB, wait=0.02), DISK).serves
    assert not judge(replace(JOB, wait=0.005), DISK).serves


@settings(max_examples=50, deadline=None)
@given(st.floats(0.0, 1e5), st.floats(0.001, 100.0), st.floats(1.0, 1e5))
def test_cost_never_falls_with_demand_and_never_below_the_volume(
    rate: float, request: float, volume: float
) -> None:
    job = replace(JOB, rate=rate, request=request, volume=volume)
    for one in (DISK, FLASH, TAPE):
        got, more = judge(job, one, DISK), judge(replace(job, rate=2 * rate + 1), one, DISK)
        assert more.cost >= got.cost
        floor = volume * one.tier.stored * one.tier.medium.price
        assert got.cost >= floor * (1 - 1e-12)


@pytest.mark.parametrize("name", ["disk", "flash"])
def test_at_its_worth_a_technology_ties(name: str) -> None:
    """Bought at the price that it is worth, it costs what the best other one does."""
    found = verdicts([JOB], {"analysis": [DISK, FLASH, TAPE]}, "disk")
    own, other = (DISK, FLASH) if name == "disk" else (FLASH, DISK)
    (row,) = worth(found, name, own.tier.medium.price).to_dict("records")
    assert row["other"] == other.name
    tied = replace(own, tier=replace(own.tier, medium=replace(own.tier.medium, price=row["worth"])))
    assert judge(JOB, tied).cost == pytest.approx(judge(JOB, other).cost, rel=1e-12)


def test_worth_needs_another_that_serves() -> None:
    with pytest.raises(ValueError, match="no technology besides disk serves it"):
        worth(verdicts([JOB], {"analysis": [DISK, TAPE]}, "disk"), "disk", 70.0)
    with pytest.raises(ValueError, match="technology = 'drum': expected one that was judged"):
        worth(verdicts([JOB], {"analysis": [DISK]}, "disk"), "drum", 70.0)


def test_the_table_holds_the_verdicts() -> None:
    found = verdicts([JOB], {"analysis": [DISK, FLASH]}, "disk")
    rows = table(found).set_index("technology")
    assert rows.loc["disk", "devices"] == judge(JOB, DISK).devices
    assert rows.loc["flash", "binding"] == "capacity"


def test_protection_by_hand() -> None:
    """1,000 TB under 8+2 fill 69.4 disks of 20 TB to 90 %; 9 × 18 TB mend at 68.4 × 10 MB/s."""
    got = protection(Code(Scheme(8, 2)), 1000.0, 20.0, 0.9, WEAR)
    assert got is not None
    drives = 1000 * 1.25 / 0.9 / 20
    assert got.drives == pytest.approx(drives)
    assert got.repair == pytest.approx(1 / 6 + 9 * 18e12 / ((drives - 1) * 10e6) / 3600)
    assert protection(Code(Scheme(146, 4)), 1000.0, 20.0, 0.9, WEAR) is None


def test_the_leanest_safe_code_is_taken() -> None:
    codes = [Code(Scheme(k, m)) for k, m in ((1, 1), (1, 2), (10, 2), (8, 3), (12, 4))]
    taken = [
        leanest(codes, 1e5, 20.0, 0.9, wear=WEAR, target=target).scheme
        for target in (1e-3, 1e-9, 1e-12, 1e-16)
    ]
    assert [str(one) for one in taken] == ["10+2", "10+2", "12+4", "12+4"]
    with pytest.raises(ValueError, match=r"target = 1e-40 a year is out of range: expected .* by 12\+4"):
        leanest(codes, 1e5, 20.0, 0.9, wear=WEAR, target=1e-40)
    with pytest.raises(ValueError, match="1 TB fill fewer drives than the parts of any code"):
        leanest(codes, 1.0, 20.0, 0.9, wear=WEAR, target=1e-9)


def test_a_code_that_reads_less_is_mended_sooner() -> None:
    whole, part = (protection(Code(Scheme(146, 4), f), 1e5, 20.0, 0.9, WEAR) for f in (1.0, 0.25))
    assert whole is not None
    assert part is not None
    ratio = (part.repair - WEAR.wait) / (whole.repair - WEAR.wait)
    assert ratio == pytest.approx((0.25 * 146 + 1) / 147, rel=1e-12)
    assert part.loss < whole.loss


def test_the_bench_judges_each_workload_by_each_technology() -> None:
    found = BENCH.judged(Judging())
    assert {(one.workload, one.technology) for one in found} == {
        (name, kind)
        for name in ("reconstruction", "simulation", "derivation", "analysis")
        for kind in ("disk", "flash", "tape")
    }
    late = {one.workload for one in found if not one.serves}
    assert late == {"simulation", "derivation", "analysis"}
    best = study.cheapest(found)
    assert all(one.serves for one in best.values())
    assert set(best) == late | {"reconstruction"}


def test_tape_on_the_bench_delivers_what_the_recall_says() -> None:
    """The medium's busy time for a file is the recall's drive time for it."""
    page = Judging()
    medium = BENCH.cartridges(page, 1525.0).tier.medium
    assert medium.throughput(1525.0) == pytest.approx(BENCH.recalled(page, 1525.0), rel=1e-9)


def test_study_tables() -> None:
    page = Judging()
    codes = study.codes(BENCH, page, [1e-6, 1e-12], 5e4)
    assert (codes["loss"] <= codes["target"]).all()
    assert len(codes) == 4
    swept = study.by_demand(BENCH, page, [1.0, 2.0])
    once, twice = (swept[swept["demand"] == demand]["cost"].to_numpy() for demand in (1.0, 2.0))
    assert (twice >= once * (1 - 1e-12)).all()
    analysis = swept[(swept["workload"] == "analysis") & (swept["technology"] == "disk")]["cost"]
    assert analysis.iloc[1] == pytest.approx(2 * analysis.iloc[0], rel=1e-12)  # requests bind
    tie = study.flash_worth(BENCH, page, [1.0], [70.0]).set_index("workload")["worth"]
    tied = BENCH.judged(page.model_copy(update={"flash_price": tie["analysis"]}))
    costs = {one.technology: one.cost for one in tied if one.workload == "analysis"}
    assert costs["flash"] == pytest.approx(costs["disk"], rel=1e-9)
    rows = study.cases(BENCH, page, {"as above": {}, "dear disk": {"disk_price": 1000.0}})
    assert list(rows["case"]) == ["as above", "dear disk"]
    assert rows["analysis"].tolist()[1].startswith("flash")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: replace(DISK, parts=0), "disk: parts = 0 is out of range"),
        (lambda: replace(DISK, unit=0.0), "disk: unit = 0 MB is out of range"),
        (lambda: protection(Code(Scheme(8, 2)), math.nan, 20.0, 0.9, WEAR), "volume = nan TB"),
        (lambda: protection(Code(Scheme(8, 2)), 1.0, 20.0, 1.1, WEAR), "fill = 1.1 is out of range"),
        (lambda: leanest([], 1.0, 20.0, 0.9, wear=WEAR, target=0.0), "target = 0 is out of range"),
    ],
)
def test_bad_input_is_refused(make: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()  # type: ignore[operator]
