"""The peers' numbers: a toy's printed table, and a prototype's ratios."""

import numpy as np
import pytest

from ecosystem_nb.facilities.budget.spend import against
from ecosystem_nb.facilities.demand.curves import published
from ecosystem_nb.facilities.demand.needs import needs
from ecosystem_nb.facilities.prices.history import us_prices
from ecosystem_nb.facilities.prices.regimes import course, uniform
from ecosystem_nb.facilities.vintages.kernel import follow_need
from ecosystem_nb.facilities.vintages.model import buy_for
from ecosystem_nb.facilities.vintages.wanted import Need, need
from ecosystem_nb.tables import quantities, read

UNITS = {"CPU": "MHS06", "disk": "PB", "tape": "PB"}
LIFE = {"CPU": 5.0, "disk": 5.0, "tape": 10.0}
US = us_prices(quantities("facilities/costs"))


def test_the_toys_printed_cpu_costs() -> None:
    """davidlange6/toy_notebooks, CostEvolution: kHS06 needed, and MUSD a year as it prints them.

    Its output stands at a constant 11 USD/HS06, not at the falling price of its own cell: it is older
    than the cell.  What it held in 2016 had been bought evenly since 2008, so a ninth of it leaves each
    year.  Until 2020 we agree; in 2021 it buys again what still stands, for it forgets that capacity
    stayed when the need fell in 2020.
    """
    needed = [951.3, 951.3, 1109.8, 2061.1, 951.3, 1331.8]  # 2016 to 2021
    printed = [1.2, 2.9, 11.6, 0.0]  # 2017 to 2020
    past = np.full((1, 8, 1), needed[0] / 9.0)
    bought, _, capacity = follow_need(np.array(needed).reshape(1, -1, 1), np.array([[9.0]]), past)
    cost = bought[0, :, 0] * 1e3 * 11.0 / 1e6
    assert cost[1:5].round(1).tolist() == printed
    rebought = (needed[5] - needed[4] + needed[0] / 9.0) * 1e3 * 11.0 / 1e6
    assert round(rebought, 1) == 5.3  # printed for 2021
    assert capacity[0, 4, 0] - needed[0] / 9.0 > needed[5]  # and not needed
    assert cost[5] == 0.0


def prototype() -> Need:
    """ATLAS's model of 2018, with the tape of the Tier-1s alone."""
    every = published("ATLAS 2018")
    tape = read("facilities/atlas_tape_t1_2018model").set_index("year")["total"]
    some = {
        name: rows.set_index("year")["need"] for name, rows in every.groupby("resource") if name != "tape"
    }
    return need(needs("ATLAS", {**some, "tape": tape}), "ATLAS")


@pytest.mark.parametrize(
    ("improvement", "whole", "offloaded"), [(0.15, 2.84, 1.84), (0.10, 3.95, 2.58), (0.05, 5.57, 3.67)]
)
def test_the_prototypes_ratios(improvement: float, whole: float, offloaded: float) -> None:
    """Spend of 2026-32 over that of 2018-24, without offload and with half of the CPU gone from 2026.

    A prototype's result on the same curves and prices, not independent truth: it checks that nothing was
    lost on the way.  It bought its past evenly, as we do; a past bought whole in 2016 gives 3.16 for 2.84.
    """
    wanted = prototype()
    prices = course(US, uniform("a", improvement), wanted.years, UNITS)
    plan = buy_for(wanted, prices, LIFE)
    less = buy_for(wanted.scaled({"CPU": 0.5}, first=2026), prices, LIFE)
    for one, expected in ((plan, whole), (less, offloaded)):
        assert against(one, (2026, 2032), plan, (2018, 2024)).ratio.item() == pytest.approx(
            expected, abs=0.006
        )


def test_the_prototypes_share_of_disk() -> None:
    """Offload makes disk the largest part: .31 to .47."""
    wanted = prototype()
    prices = course(US, uniform("a", 0.10), wanted.years, UNITS)
    shares = [
        buy_for(one, prices, LIFE).share("disk", 2026, 2032).item()
        for one in (wanted, wanted.scaled({"CPU": 0.5}, first=2026))
    ]
    assert shares == pytest.approx([0.31, 0.47], abs=0.006)
