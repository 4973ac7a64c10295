"""What may leave the sites: conservation, eligibility, and what is refused."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.demand import parts as of
from ecosystem_nb.facilities.offload.activities import activities, eligibility
from ecosystem_nb.facilities.offload.leaving import Offload, eligible_work, offloaded
from ecosystem_nb.tables import read

ELIGIBLE = {"generation": 1.0, "reconstruction": 0.5, "analysis": 0.0}


def need(
    generation: float = 6.0, reconstruction: float = 8.0, analysis: float = 4.0, unit: str = "MHS06"
) -> pd.DataFrame:
    rows = []
    for year, grown in ((2030, 1.0), (2031, 2.0)):
        rows += [
            (year, "CPU", "generation", generation * grown, unit),
            (year, "CPU", "reconstruction", reconstruction * grown, unit),
            (year, "CPU", "analysis", analysis * grown, unit),
            (year, "disk", "AOD", 90.0 * grown, "PB"),
            (year, "tape", "RAW", 300.0 * grown, "PB"),
        ]
    return pd.DataFrame(rows, columns=["year", "resource", "part", "need", "unit"]).assign(experiment="A")


def total(table: pd.DataFrame, resource: str = "CPU") -> float:
    return float(table.loc[table["resource"] == resource, "need"].sum())


AMOUNT = st.floats(0.0, 1e3)
SHARE = st.floats(0.0, 1.0)


@given(AMOUNT, AMOUNT, AMOUNT, SHARE)
def test_what_stays_and_what_leaves_sum_to_the_need(a: float, b: float, c: float, share: float) -> None:
    table = need(a, b, c)
    made = offloaded(table, Offload(share, ELIGIBLE))
    cpu = table[table["resource"] == "CPU"]["need"].to_numpy()
    stays = made.stays[made.stays["resource"] == "CPU"]["need"].to_numpy()
    assert stays + made.left["need"].to_numpy() == pytest.approx(cpu)
    assert (stays >= 0.0).all()
    assert (made.left["need"] >= 0.0).all()


@given(SHARE)
def test_disk_and_tape_are_untouched(share: float) -> None:
    table = need()
    made = offloaded(table, Offload(share, ELIGIBLE)).stays
    data = table["resource"] != "CPU"
    pd.testing.assert_frame_equal(made[data], table[data])


def test_a_share_of_zero_changes_nothing() -> None:
    table = need()
    made = offloaded(table, Offload(0.0, ELIGIBLE))
    pd.testing.assert_frame_equal(made.stays, table)
    assert made.left["need"].sum() == 0.0


@given(SHARE, SHARE)
def test_more_asked_leaves_more(one: float, other: float) -> None:
    low, high = sorted((one, other))
    few, many = (offloaded(need(), Offload(share, ELIGIBLE)).left["need"] for share in (low, high))
    assert (many >= few - 1e-12).all()


@given(SHARE, SHARE)
def test_more_eligible_leaves_more(one: float, other: float) -> None:
    low, high = sorted((one, other))
    few, many = (
        offloaded(need(), Offload(0.7, {**ELIGIBLE, "analysis": part})).left["need"] for part in (low, high)
    )
    assert (many >= few - 1e-12).all()


def test_each_activity_gives_the_share_of_its_eligible_work() -> None:
    left = offloaded(need(), Offload(0.5, ELIGIBLE)).left.set_index(["year", "part"])["need"]
    assert left[2030, "generation"] == pytest.approx(0.5 * 6.0)
    assert left[2030, "reconstruction"] == pytest.approx(0.5 * 0.5 * 8.0)
    assert left[2031, "analysis"] == 0.0


@given(st.floats(0.0, 0.55))
def test_a_share_of_all_work_is_that_share(share: float) -> None:
    """(6 + 4) of 18 may leave: every share up to 10/18 can be met."""
    left = offloaded(need(), Offload(share, ELIGIBLE, of="all")).left
    for year, grown in ((2030, 1.0), (2031, 2.0)):
        assert left.loc[left["year"] == year, "need"].sum() == pytest.approx(18.0 * grown * share)


def test_more_than_is_eligible_is_refused_with_how_much() -> None:
    """60 % of 18 is 10.8; 6 + 8 / 2 = 10 may leave."""
    with pytest.raises(
        ValueError, match=re.escape("of the CPU is 10.8 MHS06, 10 MHS06 (56 %) may leave: 0.8 MHS06 too much")
    ):
        offloaded(need(), Offload(0.6, ELIGIBLE, of="all"))


def test_all_that_is_eligible_can_leave() -> None:
    made = offloaded(need(), Offload(10.0 / 18.0, ELIGIBLE, of="all"))
    assert total(made.stays) == pytest.approx(8.0 * 3.0)


def test_years_before_the_first_stay_whole_and_are_not_judged() -> None:
    table = need()
    early = (table["year"] == 2030) & (table["part"] == "generation")
    table.loc[early, "need"] = 0.0
    made = offloaded(table, Offload(0.5, ELIGIBLE, of="all", since=2031))
    assert made.left.loc[made.left["year"] == 2030, "need"].sum() == 0.0
    assert made.left.loc[made.left["year"] == 2031, "need"].sum() == pytest.approx(18.0)


def test_how_much_is_eligible() -> None:
    made = eligible_work(need(), ELIGIBLE).set_index("year")
    assert made.loc[2030, ["all", "eligible"]].tolist() == pytest.approx([18.0, 10.0])
    assert made.loc[2031, "share"] == pytest.approx(10.0 / 18.0)


def test_the_order_of_rows_does_not_matter() -> None:
    table = need()
    mixed = table.sample(frac=1.0, random_state=3)
    for how in ("eligible", "all"):
        one, other = (offloaded(rows, Offload(0.4, ELIGIBLE, of=how)) for rows in (table, mixed))
        pd.testing.assert_series_equal(one.stays["need"], other.stays["need"].sort_index())


@pytest.mark.parametrize("resource", ["disk", "tape"])
def test_data_cannot_be_offloaded(resource: str) -> None:
    with pytest.raises(ValueError, match=f"offload of {resource}: expected CPU; disk and tape hold the data"):
        Offload(0.1, ELIGIBLE, resource=resource)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Offload(1.2, ELIGIBLE), "share = 1.2 is out of range: expected at least 0 and at most 1"),
        (lambda: Offload(float("nan"), ELIGIBLE), "share = nan is out of range"),
        (lambda: Offload(0.5, {"analysis": -0.1}), "eligible share of analysis = -0.1 is out of range"),
        (lambda: Offload(0.5, ELIGIBLE, of="work"), "of = 'work': expected eligible or all"),
        (
            lambda: offloaded(need(), Offload(0.5, {"analysis": 1.0})),
            "eligible share of generation: not given",
        ),
        (
            lambda: offloaded(need(-1.0), Offload(0.5, ELIGIBLE)),
            "need = -1 the table's units is out of range",
        ),
        (lambda: offloaded(need().drop(columns="part"), Offload(0.5, ELIGIBLE)), "no column part"),
        (lambda: offloaded(need().query("resource == 'disk'"), Offload(0.5, ELIGIBLE)), "no CPU"),
        (
            lambda: offloaded(pd.concat([need(), need(unit="MHS23")]), Offload(0.5, ELIGIBLE)),
            "CPU in MHS06 and MHS23: expected one benchmark",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(make: object, says: str) -> None:
    with pytest.raises(ValueError, match=says) as raised:
        make()  # type: ignore[operator]
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_published_curve_keeps_its_work(share: float) -> None:
    table = of.parts("ATLAS 2018")
    made = offloaded(table, Offload(share, eligibility(activities(read("facilities/hpc_activities")))))
    assert total(made.stays) + float(made.left["need"].sum()) == pytest.approx(total(table))
    assert total(made.stays, "tape") == total(table, "tape")


def test_every_activity_of_every_demand_has_its_eligible_share() -> None:
    known = set(activities(read("facilities/hpc_activities")))
    assert known == set(of.ACTIVITIES)
    for name in of.DEMANDS:
        table = of.parts(name)
        assert set(table[table["resource"] == "CPU"]["part"]) <= known


def test_half_of_the_published_need_is_eligible() -> None:
    """The workshop's exercise moves 50 % of the CPU: the assumed shares allow it in every HL-LHC year."""
    table = of.parts("ATLAS 2018")
    may = eligible_work(
        table[table["year"] >= 2026], eligibility(activities(read("facilities/hpc_activities")))
    )
    assert (may["share"] > 0.5).all()
    assert np.isfinite(may["share"]).all()
