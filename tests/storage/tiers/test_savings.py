"""A site: needs from ATLAS's model, edges by hand and by the program, parameters that are the tables'."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.parameters import describe
from ecosystem_nb.storage.tiers import savings
from ecosystem_nb.storage.tiers.parameters import TierForWorkload
from ecosystem_nb.storage.tiers.site import MIXES, TIERS, Site, atlas
from ecosystem_nb.storage.tiers.tiers import devices
from ecosystem_nb.tables import quantities, read

MEDIA, NEEDS = quantities("storage/media"), quantities("storage/workloads")
TABLES = [
    read("facilities/atlas_cpu_2018model"),
    read("facilities/atlas_disk_2018model"),
    read("facilities/atlas_tape_t1_2018model"),
]
SITE = Site(atlas(*TABLES, power=13.4), MEDIA, NEEDS)
PAGE = TierForWorkload()


def with_rate(rate: float) -> TierForWorkload:
    return PAGE.model_copy(update={"analysis_rate": rate})


# The site


def test_cores_and_data_are_those_of_the_model_but_heavy_ions() -> None:
    """All CPU but heavy ions has a workload, and all disk; RAW and hits come from tape."""
    cpu, disk, tape = (one.set_index("year").loc[2030] for one in TABLES)
    model = SITE.model
    assert sum(model.cores.values()) * 13.4 / 1e6 == pytest.approx(cpu["total"] - cpu["heavy_ion"], abs=0.02)
    on_disk = sum(one for name, one in model.volume.items() if name != "reconstruction") / 1e3
    assert on_disk == pytest.approx(disk["total"] - disk["heavy_ion"], abs=0.2)
    assert model.volume["reconstruction"] / 1e3 == pytest.approx(tape["data_raw"] + tape["mc_hits"])


def test_a_site_holds_its_part() -> None:
    whole = SITE.workloads(PAGE.model_copy(update={"site_share": 100.0}))
    part = SITE.workloads(PAGE.model_copy(update={"site_share": 2.0}))
    for one, all_of_it in zip(part, whole, strict=True):
        assert one.volume == pytest.approx(0.02 * all_of_it.volume)
        assert one.rate == pytest.approx(0.02 * all_of_it.rate)


def test_only_reconstruction_may_lie_on_tape() -> None:
    tape = SITE.tiers(PAGE)["tape"]
    assert [one.name for one in SITE.workloads(PAGE) if tape.takes(one)] == ["reconstruction"]


def test_tiers_follow_the_page() -> None:
    changed = PAGE.model_copy(
        update={
            "disk_capacity": 30.0,
            "low_qos_share": 0.5,
            "flash_price": 99.0,
            "tape_files": 7,
            "fill": 0.8,
        }
    )
    made = SITE.tiers(changed)
    assert tuple(made) == TIERS
    assert made["disk"].medium.capacity == made["low-QoS disk"].medium.capacity == 30.0
    assert made["low-QoS disk"].medium.iops == pytest.approx(0.5 * made["disk"].medium.iops)
    assert made["low-QoS disk"].medium.rate == pytest.approx(0.5 * made["disk"].medium.rate)
    assert made["flash"].price == pytest.approx(99.0 * 1.1 / 0.8)
    assert made["tape"].medium.iops == pytest.approx(7 / (15 + 16 + 65 + 124 + 56))
    assert (made["tape"].behind, made["tape"].window, made["tape"].stored) == ("disk", 0.05, 1.0)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("disk_capacity", "hdd_capacity"),
        ("disk_price", "hdd_price"),
        ("low_qos_price", "low_qos_price"),
        ("flash_price", "flash_price"),
        ("tape_price", "tape_price"),
    ],
)
def test_printed_defaults_are_the_tables(name: str, row: str) -> None:
    about = {one.name: one for one in describe(TierForWorkload)}[name]
    assert about.default == MEDIA[row].in_unit(about.unit)
    assert (about.status, about.source) == (MEDIA[row].status, MEDIA[row].source)


def test_the_other_defaults_follow_from_the_tables() -> None:
    disks = MEDIA["raid6_disks"].value
    assert PAGE.protection == pytest.approx(disks / (disks - 2.0))
    assert PAGE.fill == pytest.approx(1.0 - MEDIA["filesystem_overhead"].value / 100.0)
    assert (PAGE.busy, PAGE.low_qos_share) == (MEDIA["busy_most"].value, MEDIA["low_qos_share"].value)
    assert PAGE.tape_drive_price == MEDIA["tape_drive_price"].value
    recall = [
        SITE.tiers(PAGE.model_copy(update={"tape_files": files}))["tape"].medium.throughput(1525.0)
        for files in (PAGE.tape_files - 1, PAGE.tape_files)
    ]
    assert recall[0] < MEDIA["ral_recall_rate"].value / MEDIA["ral_recall_drives"].value < recall[1]
    rate, request = NEEDS["analysis_rate"], NEEDS["analysis_request"]
    assert PAGE.analysis_rate == rate.value == pytest.approx((rate.low * rate.high) ** 0.5, abs=0.05)
    assert PAGE.analysis_request == request.value


# Savings


def test_disk_alone_is_the_largest_of_its_limits() -> None:
    for rate in (1.0, 3.5, 12.5):
        page = with_rate(rate)
        disk = SITE.tiers(page)["disk"]
        drives = max(devices(SITE.workloads(page), disk).values())
        assert SITE.placed(page, ["disk"]).cost == pytest.approx(drives * disk.medium.device_price)


def test_no_mix_costs_more_than_disk_alone_and_four_tiers_least() -> None:
    table = savings.compare(SITE, PAGE, [1.0, 5.0, 12.5])
    saved = table.pivot_table(index="rate", columns="mix", values="saving")
    assert (saved >= -1e-9).all(axis=None)
    assert (saved.le(saved["all four"] + 1e-9, axis=0)).all(axis=None)
    cost = table.pivot_table(index="rate", columns="mix", values="cost", aggfunc="sum")
    assert np.allclose(1.0 - cost.div(cost["disk alone"], axis=0), saved[cost.columns])
    assert set(table["mix"]) == set(MIXES)


def test_below_the_full_pool_capacity_sets_the_drives_and_above_their_time() -> None:
    full = savings.full_pool(SITE, PAGE)
    for rate, larger in ((0.99 * full, "capacity"), (1.01 * full, "time")):
        asks = devices(SITE.workloads(with_rate(rate)), SITE.tiers(PAGE)["disk"])
        assert max(asks, key=asks.__getitem__) == larger


def test_without_a_core_to_spare_the_pool_is_full_at_nothing() -> None:
    tight = PAGE.model_copy(update={"busy": 0.001})
    assert savings.full_pool(SITE, tight) == 0.0


def test_flash_enters_the_site_at_its_own_break_even() -> None:
    """Where drives are bought for their time, the pool is no help: the edge of one TB is that of the site."""
    job = SITE.workloads(PAGE)[-1]
    edge = savings.edges(PAGE, SITE.tiers(PAGE))["flash"] / job.intensity * PAGE.analysis_rate
    assert edge > savings.full_pool(SITE, PAGE)
    flash = [SITE.placed(with_rate(rate)).bought.loc["flash", "cost"] for rate in (0.98 * edge, 1.02 * edge)]
    assert flash[0] == pytest.approx(0.0, abs=1.0)
    assert flash[1] > 1e5


def test_tape_and_low_qos_save_only_while_the_pool_has_time() -> None:
    full = savings.full_pool(SITE, PAGE)
    table = savings.savings(SITE, PAGE, [0.9 * full, 1.02 * full], [100.0])
    without = table[table["with"] == "without flash"]["saving"].tolist()
    assert without[0] > 1.0
    assert without[1] == pytest.approx(0.0, abs=0.05)


def test_cheaper_flash_never_saves_less() -> None:
    table = savings.savings(SITE, PAGE, [1.0, 6.0, 12.5], [25.0, 50.0, 100.0])
    every = table[table["with"] == "all four"].pivot_table(index="rate", columns="flash", values="saving")
    assert (every[25.0] >= every[50.0] - 1e-9).all()
    assert (every[50.0] >= every[100.0] - 1e-9).all()
    assert every.loc[12.5, 25.0] > every.loc[12.5, 50.0] + 1.0 > every.loc[12.5, 100.0] + 2.0
    without = table[table["with"] == "without flash"].set_index("rate")["saving"]
    assert (every[100.0] >= without.groupby(level=0).first() - 1e-9).all()


def test_without_flash_are_the_other_three() -> None:
    """With long mounts tape helps beside low-QoS disk, so that two tiers save less than three."""
    page = PAGE.model_copy(update={"tape_files": 100, "analysis_rate": 0.5})
    table = savings.savings(SITE, page, [0.5], [100.0])
    without = table[table["with"] == "without flash"]["saving"].iloc[0]
    mixes = (("disk",), ("disk", "low-QoS disk"), ("disk", "low-QoS disk", "tape"))
    alone, two, three = (SITE.placed(page, names).cost for names in mixes)
    assert without == pytest.approx(100.0 * (1.0 - three / alone))
    assert three < 0.99 * two


def test_edges_that_are_always_or_never_passed() -> None:
    made = SITE.tiers(PAGE)
    assert set(savings.edges(PAGE, made)) == {"free", "low", "flash"}
    turned = PAGE.model_copy(update={"low_qos_price": 500.0, "flash_price": 10.0})
    found = savings.edges(turned, SITE.tiers(turned))
    assert (found["low"], found["flash"]) == (0.0, 0.0)
    large = PAGE.model_copy(update={"analysis_request": 10.0})  # disk transfers cheaper than flash
    assert "flash" not in savings.edges(large, SITE.tiers(large))


def test_the_cheapest_tier_changes_at_the_edges() -> None:
    found = savings.cheapest(SITE.tiers(PAGE), PAGE.analysis_request)
    edge = savings.edges(PAGE, SITE.tiers(PAGE))
    assert [name for name, _ in found] == ["low-QoS disk", "disk", "flash"]
    assert [start for _, start in found] == pytest.approx([0.0, edge["low"], edge["flash"]], rel=2e-3)
    cheap = PAGE.model_copy(update={"flash_price": 10.0})
    assert savings.cheapest(SITE.tiers(cheap), PAGE.analysis_request) == [("flash", 0.0)]


def test_larger_disks_cost_more_where_they_are_asked_for_much() -> None:
    table = savings.capacities(PAGE, SITE, [10.0, 40.0])
    by_tier = table.pivot_table(index=["tier", "intensity"], columns="capacity", values="price")
    disk, flash = by_tier.loc["disk"], by_tier.loc["flash"]
    assert (disk[40.0] >= disk[10.0]).all()
    assert disk[40.0].iloc[0] == disk[10.0].iloc[0]
    assert disk[40.0].iloc[-1] == pytest.approx(4.0 * disk[10.0].iloc[-1], rel=1e-3)
    pd.testing.assert_series_equal(flash[40.0], flash[10.0], check_names=False)


def test_what_lies_on_the_tiers_is_all_there_is() -> None:
    found = SITE.placed(PAGE)
    jobs = SITE.workloads(PAGE)
    table = savings.by_tier(jobs, found)
    assert table["data"].sum() * 1e3 == pytest.approx(sum(one.volume for one in jobs))
    assert (table["data"] * 1e3 * table["intensity"]).sum() == pytest.approx(sum(one.iops for one in jobs))
    assert table[["capacity", "time"]].max(axis=1).to_numpy() == pytest.approx(100.0)


def test_time_that_nobody_needs_is_not_used() -> None:
    page = with_rate(1.0)
    asks = devices(SITE.workloads(page), SITE.tiers(page)["disk"])
    (row,) = savings.by_tier(SITE.workloads(page), SITE.placed(page, ["disk"])).itertuples()
    assert (row.capacity, row.time) == pytest.approx((100.0, 100.0 * asks["time"] / asks["capacity"]))


def test_cases_change_one_thing() -> None:
    table = savings.cases(SITE, PAGE, {"as above": {}, "twice": {"site_share": 10.0}}).set_index("case")
    assert table.loc["twice", "alone"] == pytest.approx(2.0 * table.loc["as above", "alone"])
    saved = 100.0 * (1.0 - SITE.placed(PAGE).cost / SITE.placed(PAGE, ["disk"]).cost)
    assert table.loc["as above", "all four"] == pytest.approx(saved)
    assert table.loc["twice", "all four"] == pytest.approx(table.loc["as above", "all four"])
