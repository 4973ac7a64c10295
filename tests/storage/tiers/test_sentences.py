"""Sentences say what the numbers say, whichever way they turn; exercises by hand."""

import pandas as pd
import pytest

from ecosystem_nb.storage.tiers import savings
from ecosystem_nb.storage.tiers import sentences as says
from ecosystem_nb.storage.tiers.exercises import check
from ecosystem_nb.storage.tiers.media import Medium
from ecosystem_nb.storage.tiers.parameters import TierForWorkload
from ecosystem_nb.storage.tiers.placement import tier_prices
from ecosystem_nb.storage.tiers.site import Site, atlas
from ecosystem_nb.tables import quantities, read

MEDIA, NEEDS = quantities("storage/media"), quantities("storage/workloads")
SITE = Site(
    atlas(
        read("facilities/atlas_cpu_2018model"),
        read("facilities/atlas_disk_2018model"),
        read("facilities/atlas_tape_t1_2018model"),
        power=13.4,
    ),
    MEDIA,
    NEEDS,
)
PAGE = TierForWorkload()
DISK = Medium("disk", capacity=20.0, rate=225.0, iops=150.0, price=70.0)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("storage-tiers-1", 0.5 / (0.010 + 0.0025)),
        ("storage-tiers-2", 2000 * 0.0125 / 0.5),
        ("storage-tiers-3", 2 * 240 / 60),
    ],
)
def test_exercises_by_hand(name: str, answer: float) -> None:
    assert check(name, answer)


def test_a_spindle() -> None:
    text = says.spindle(DISK, Medium("flash", 61.0, 1000.0, 1e6, 400.0, serial=False), 0.1)
    assert "half of its rate with requests of 1.5 MB" in text
    assert "delivers 14 of 225 MB/s, a flash drive 1,000" in text
    assert "7.5 IO/s for each TB" in text


def test_a_recall_that_is_reached_or_not() -> None:
    rates = pd.Series([7.0, 97.0], index=[1, 20])
    assert "reach that from 20 files in a row on" in says.recall(rates, 90.0, 20)
    assert "reach that with none of these" in says.recall(rates, 200.0, 20)


def test_who_asks_for_more() -> None:
    rates = pd.Series({"simulation": 0.004, "derivation": 2.0, "analysis": 3.5})
    assert "2 of them ask for more" in says.appetite(rates, 1.0)
    assert "only analysis asks for more" in says.appetite(rates, 3.0)
    assert "none of them asks for more" in says.appetite(rates, 9.0)


def test_the_scale_of_all_of_atlas() -> None:
    text = says.scale(rate=63.0, share=5.0, foreseen=126.0)
    assert "would read 1,260 GB/s, 10 times what the draft foresees" in text


def test_the_cheapest_tier() -> None:
    found = [("low-QoS disk", 0.0), ("disk", 2.5), ("flash", 34.0)]
    assert (
        says.cheapest(found)
        == "the cheapest is low-QoS disk up to 2.5 IO/s per TB, disk up to 34, then flash"
    )
    assert says.cheapest(found[1:]) == "the cheapest is disk up to 34 IO/s per TB, then flash"
    assert says.cheapest(found[2:]) == "flash is the cheapest at any demand"


def test_what_comes_free() -> None:
    assert says.free({"free": 5.0}, 15.0).endswith("analysis asks for 15, 3.0 times that.")
    assert says.free({"free": 5.0}, 2.0).endswith("analysis asks for 2, 40\u00a0% of that.")


def test_the_pool() -> None:
    text = says.pool({"capacity": 2000.0, "time": 500.0})
    assert text.startswith("Everything on disk takes 2,000 drives for its capacity; of the time")
    assert "it uses 25\u00a0%" in text
    assert says.pool({"capacity": 500.0, "time": 2000.0}) == (
        "Everything on disk takes 2,000 drives for their time; of what they may hold it uses 25\u00a0%."
    )


@pytest.mark.parametrize(("rate", "saves"), [(3.5, True), (7.0, False)])
def test_a_mix_that_saves_and_one_that_does_not(rate: float, saves: bool) -> None:
    text = says.mix(savings.compare(SITE, PAGE, [rate]), rate)
    assert ("against it save: disk + tape" in text) is saves
    assert ("no mix of tiers saves" in text) is not saves


def test_where_each_workload_lies() -> None:
    found = SITE.placed(PAGE)
    priced = tier_prices(found, list(SITE.tiers(PAGE).values())).set_index("tier")
    text = says.shares(found, priced)
    assert text.startswith("At least cost reconstruction ")
    assert "have the same prices on disk and low-QoS disk" in text
    other = priced.assign(TB=priced["TB"] * [1.0, 2.0, 1.0, 1.0])
    assert "same prices" not in says.shares(found, other)
    one = says.shares(SITE.placed(PAGE, ["disk"]), priced)
    assert one.endswith("analysis lies on disk.")


@pytest.mark.parametrize(
    ("rate", "text"),
    [(1.0, "Only capacity binds on disk"), (7.0, "Only time binds on disk")],
)
def test_prices_of_one_tier(rate: float, text: str) -> None:
    page = PAGE.model_copy(update={"analysis_rate": rate})
    found = SITE.placed(page, ["disk"])
    disk = tier_prices(found, [SITE.tiers(page)["disk"]]).set_index("tier").loc["disk"]
    assert says.prices(found, disk).startswith(text)


def test_prices_of_two_limits() -> None:
    found = SITE.placed(PAGE)
    disk = tier_prices(found, list(SITE.tiers(PAGE).values())).set_index("tier").loc["disk"]
    assert says.prices(found, disk).startswith("Both limits of disk bind: a TB costs 39 USD")
    assert says.prices(found, disk).endswith("goes to analysis.")


def test_a_gap_in_which_nothing_saves_and_none() -> None:
    rows = [(100.0, rate, "all four", saved) for rate, saved in ((1.0, 40.0), (5.0, 0.2), (9.0, 10.0))]
    table = pd.DataFrame(rows, columns=["flash", "rate", "with", "saving"])
    assert says.worth(table, 100.0, 5.7).endswith("but less than 1\u00a0% at 5.")
    assert says.worth(table.assign(saving=table["saving"] + 5.0), 100.0, 5.7).endswith(
        "nowhere less than 5 %."
    )


def test_regimes_turn_with_the_price_of_flash() -> None:
    assert says.regimes(5.0, 9.0).endswith(
        "up to 9.0 MB/s more disks are the cheaper way to more time, then flash is."
    )
    assert says.regimes(5.0, 4.0).endswith("flash is the cheaper way to more time at once.")
    assert says.regimes(5.0, None).endswith("flash never is the cheaper way to more time.")


def test_the_simplest_mix_of_those_that_save_alike() -> None:
    saved = pd.Series({"disk alone": 0.0, "disk + tape": 0.16, "disk + low-QoS": 0.176, "all four": 0.177})
    assert says.simplest(saved) == "disk + low-QoS"
    assert says.simplest(saved * 0.0) == "disk alone"


@pytest.mark.parametrize(
    ("flash", "text"), [(9.0, "flash saves above 9.0 MB/s"), (None, "flash never saves")]
)
def test_the_answer(flash: float | None, text: str) -> None:
    table = savings.compare(SITE, PAGE, [3.5])
    swept = savings.savings(SITE, PAGE, [1.0, 5.0, 12.5], [100.0])
    answer = says.answer(PAGE, table, swept, 5.0, flash)
    assert text in answer
    assert "the best mix (disk + low-QoS) costs 18\u00a0% less than disk alone" in answer


def test_the_answer_when_no_mix_saves() -> None:
    page = PAGE.model_copy(update={"analysis_rate": 7.0})
    swept = savings.savings(SITE, page, [1.0, 5.0, 12.5], [100.0])
    answer = says.answer(page, savings.compare(SITE, page, [7.0]), swept, 5.0, 9.0)
    assert "With analysis at 7 MB/s on a core no mix of tiers costs less than disk alone." in answer
