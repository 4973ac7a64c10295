"""From pledges, needs and prices to a problem: shares, the old park, drives, and the sheet of a site."""

from dataclasses import replace

import pandas as pd
import pytest

from ecosystem_nb.facilities.buildout import sheet
from ecosystem_nb.facilities.buildout.plan import best
from ecosystem_nb.facilities.buildout.us import lots, old_park, problem, shares, sites
from ecosystem_nb.facilities.demand.needs import needs
from ecosystem_nb.facilities.prices.history import Price
from ecosystem_nb.facilities.prices.regimes import course, uniform
from ecosystem_nb.facilities.sites.throughput import Drive, Load
from ecosystem_nb.tables import read

PLEDGES = read("facilities/pledges_federations")
YEARS = [2027, 2028]
BASE = {"CPU": Price(10.0, "USD/HS06", 2027), "disk": Price(100.0, "USD/TB", 2027)}
COURSE = course(BASE, uniform("flat", 0.0), YEARS, {"CPU": "kHS06", "disk": "PB"})
SIZES = {"CPU": 10.0, "disk": 0.5}
LIVES = {"CPU": 5.0, "disk": 5.0}
LOAD = Load(rate=0.4, requests=3.0, power=10.0)
DRIVE = Drive(capacity=20.0, rate=200.0, iops=100.0, usable=0.75, busy=0.5)
NEEDS = needs(
    "ATLAS",
    {
        name: pd.Series({2026: 1.0, 2027: 1.0, 2028: 2.0}) * scale
        for name, scale in (("CPU", 2.0), ("disk", 100.0))
    },
)
PARTS = pd.DataFrame({"tier": [2], "CPU": [0.1], "disk": [0.1], "tape": [0.0]}, index=["A"])
DRIVES = [DRIVE] * 3


def test_shares_of_all_countries_add_up_to_one() -> None:
    parts = pd.concat(
        [
            shares(PLEDGES, 2019, "CMS", name)
            for name in PLEDGES.query("year == 2019 and experiment == 'CMS'")["country"].unique()
        ]
    )
    assert parts[["CPU", "disk", "tape"]].sum().tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_brookhaven_s_share_is_that_of_the_pledges() -> None:
    """243 kHS06 of ATLAS's 2,788,099 HS06 in 2019."""
    assert shares(PLEDGES, 2019, "ATLAS", "USA").loc["US-T1-BNL", "CPU"] == pytest.approx(243_000 / 2_788_099)
    with pytest.raises(ValueError, match="no pledge of Mars to ATLAS in 2019"):
        shares(PLEDGES, 2019, "ATLAS", "Mars")


def test_an_even_park_is_gone_after_its_lifetime() -> None:
    assert old_park(10.0, 5.0, 6) == (8.0, 6.0, 4.0, 2.0, 0.0, 0.0)
    assert old_park(10.0, 2.5, 3) == pytest.approx((6.0, 2.0, 0.0))


def test_a_site_keeps_its_share_of_the_need() -> None:
    one = sites(NEEDS, PARTS, YEARS, LIVES)[0]
    assert one.need == {"CPU": (200.0, 400.0), "disk": (10.0, 20.0)}
    assert one.old["CPU"] == pytest.approx((160.0, 120.0))
    assert one.drives == ()


def test_drives_follow_the_cores() -> None:
    """200 kHS06 are 20,000 cores; each keeps (3/100 + 0.4/200)/0.5 = 0.064 drives busy."""
    one = sites(NEEDS, PARTS, YEARS, LIVES, load=LOAD, drives=DRIVES)[0]
    assert one.drives == pytest.approx((1280.0, 2560.0))
    assert one.old_drives == pytest.approx((8000.0 / 15.0, 6000.0 / 15.0))


def test_a_lot_of_disk_holds_its_drives_and_its_price() -> None:
    made = lots(SIZES, COURSE, LIVES, [DRIVE, replace(DRIVE, capacity=40.0)])
    assert made["disk"].drives == pytest.approx((500.0 / 15.0, 500.0 / 30.0))
    assert made["disk"].prices == pytest.approx((50_000.0, 50_000.0))
    assert made["CPU"].prices == pytest.approx((100_000.0, 100_000.0))
    assert made["CPU"].drives == ()


def test_a_year_without_need_is_named() -> None:
    with pytest.raises(ValueError, match="needs: no CPU in 2026: expected 2026 to 2028"):
        sites(NEEDS[NEEDS["year"] > 2026], PARTS, YEARS, LIVES)


def test_the_sheet_holds_the_purchases_of_its_site_alone() -> None:
    both = pd.concat([PARTS, PARTS.set_axis(["B<script>"])])
    made = problem(NEEDS, both, COURSE, sizes=SIZES, lifetimes=LIVES, load=LOAD, drives=DRIVES)
    plan = best(made)
    table = sheet.rows(made, plan, "A", LOAD)
    mine = plan.purchases[plan.purchases["site"] == "A"]
    assert table["cpu_lots"].sum() == mine[mine["resource"] == "CPU"]["lots"].sum() > 0
    assert table["cost"].sum() == pytest.approx(mine["cost"].sum() / 1000.0)
    assert table["network"].tolist() == pytest.approx(
        [0.4 * 20_000 * 0.5 * 0.008, 0.4 * 40_000 * 0.5 * 0.008]
    )
    with pytest.raises(ValueError, match="site 'C': expected one of A, B"):
        sheet.rows(made, plan, "C", LOAD)


def test_the_sheet_is_one_escaped_page() -> None:
    made = problem(
        NEEDS, PARTS.set_axis(["B<script>"]), COURSE, sizes=SIZES, lifetimes=LIVES, load=LOAD, drives=DRIVES
    )
    table = sheet.rows(made, best(made), "B<script>", LOAD)
    text = sheet.page(
        table, "B<script>", sheet.Guidance("from <x>", {"CPU": "a & b", "tape": "none"}, ("n",))
    )
    assert text.startswith("<!doctype html>")
    assert "<script" not in text
    assert "from &lt;x&gt;" in text
    assert "a &amp; b" in text
    assert "tape lot" not in text
    assert "@page" in text
    assert text.count("<tr>") == 1 + len(YEARS)
