"""From the page's parameters to plans: whose needs, which years, what a budget costs."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.facilities.buildout import study
from ecosystem_nb.facilities.buildout.parameters import BuildOut
from ecosystem_nb.facilities.buildout.plan import bound
from ecosystem_nb.facilities.buildout.study import PROGRAMMES, Inputs
from ecosystem_nb.tables import quantities, read

INPUTS = Inputs(
    read("facilities/pledges_federations"),
    read("facilities/atlas_cpu_2018model"),
    quantities("facilities/costs"),
    quantities("storage/media"),
    quantities("storage/workloads"),
)


def at(table: pd.DataFrame, resource: str, year: int) -> float:
    return float(table.query("resource == @resource and year == @year")["need"].iloc[0])


def test_needs_of_cms_are_those_of_its_model() -> None:
    """2,072 PB of disk in 2027 by the published run of the model of 2018; 4,676 by that of 2017."""
    new = study.needs(BuildOut(shift=0), "US CMS")
    old = study.needs(BuildOut(shift=0, cms="CMS 2017"), "US CMS")
    assert at(new, "disk", 2027) == pytest.approx(2072, rel=5e-4)
    assert at(old, "disk", 2027) == pytest.approx(4676, rel=5e-4)
    assert "tape" in set(new["resource"])
    assert "tape" not in set(old["resource"])


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_shift_moves_the_years_and_a_share_scales_the_need(programme: str) -> None:
    now = study.needs(BuildOut(shift=0), programme)
    late = study.needs(BuildOut(shift=4, need_share=50.0), programme)
    assert (late["year"] - now["year"]).unique().tolist() == [4]
    assert np.allclose(late["need"], now["need"] / 2.0)


def test_brookhaven_must_hold_its_share_of_the_need() -> None:
    """Its 243,000 of ATLAS's 2,788,099 HS06 in 2019, of 39.61 MHS06 in 2028 of the curve."""
    made = study.problem(BuildOut(), "US ATLAS", INPUTS)
    site = next(one for one in made.sites if one.name == "US-T1-BNL")
    assert site.need["CPU"][made.years.index(2032)] == pytest.approx(39_610 * 243_000 / 2_788_099)


def test_without_the_limit_of_drives_no_site_asks_for_drives() -> None:
    bare = study.problem(BuildOut(drives="no limit"), "US ATLAS", INPUTS)
    full = study.problem(BuildOut(), "US ATLAS", INPUTS)
    assert not any(one.drives for one in bare.sites)
    assert any(one.drives for one in full.sites)
    assert bound(bare) <= bound(full)


def test_plans_stand_in_their_order_and_keep_the_budget() -> None:
    """Bound, level plan, and a budget that is never passed."""
    one = study.answer(BuildOut(), "US CMS", INPUTS)
    assert one.least <= one.simple.cost * (1 + 1e-9)
    assert one.least <= one.smooth.cost
    assert one.budget == pytest.approx(1.05 * one.level)
    assert one.smooth.spend.max() <= one.budget * (1 + 1e-9)


def test_more_money_a_year_never_makes_the_whole_dearer() -> None:
    one = study.answer(BuildOut(), "US ATLAS", INPUTS)
    table = study.levels(one, [1.001, 1.1, 1.5, 4.0])
    assert (table["cost"].diff().dropna() <= 1e-9).all()
    assert table["cost"].iloc[-1] == pytest.approx(one.least / 1e6)
    assert table["budget"].iloc[1] == pytest.approx(1.1 * one.level / 1e6)


def test_half_the_need_wants_half_the_budget() -> None:
    """The old park halves too, so all scales: the smallest level budget is exactly half."""
    made = study.changed(BuildOut(), INPUTS, {"all": {}, "half": {"need_share": 50.0}})
    made = made.set_index("case")
    assert np.allclose(made.loc["half"], made.loc["all"] / 2.0)
