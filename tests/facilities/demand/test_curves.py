"""Published demand curves and pledges, in one form."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.facilities.demand import curves as demand
from ecosystem_nb.facilities.demand.schedule import shifted
from ecosystem_nb.tables import read


@pytest.fixture(scope="module")
def curves() -> pd.DataFrame:
    return demand.published("ATLAS 2018")


@pytest.mark.parametrize("name", ["cpu", "disk", "tape_t0", "tape_t1"])
def test_totals_are_the_sum_of_their_parts(name: str) -> None:
    """Conservation: the drawn components add up to the total, within the rounding of 17 rows."""
    table = {
        "cpu": lambda: read("facilities/atlas_cpu_2018model"),
        "disk": lambda: read("facilities/atlas_disk_2018model"),
        "tape_t0": lambda: read("facilities/atlas_tape_t0_2018model"),
        "tape_t1": lambda: read("facilities/atlas_tape_t1_2018model"),
    }[name]()
    parts = table.drop(columns=["year", "total"]).sum(axis=1)
    np.testing.assert_allclose(parts, table["total"], rtol=0.01, atol=0.05)


def test_tape_is_tier0_and_tier1(curves: pd.DataFrame) -> None:
    """3,903 PB at the Tier-1s and 1,610 PB at the Tier-0 in the curve's 2029."""
    tape = curves[(curves["resource"] == "tape") & (curves["year"] == 2029)]["need"]
    assert tape.tolist() == pytest.approx([1610.0 + 3903.13])


def test_shift_moves_and_keeps_only_run_4(curves: pd.DataFrame) -> None:
    """Four years later, the same values, from 2030 on; no shift keeps 2026."""
    late, still = shifted(curves, 4, 2026), shifted(curves, 0, 2026)
    assert late["year"].min() == 2030
    assert still["year"].min() == 2026
    assert late["need"].tolist() == still["need"].tolist()


def test_the_curves_meet_the_pledges_of_2019(curves: pd.DataFrame) -> None:
    """What was needed and what was pledged in 2019 agree within 30 %: the scale is right."""
    base = demand.pledged(read("facilities/pledges_totals"), 2019)
    need = curves[curves["year"] == 2019].set_index("resource")["need"]
    for resource, amount in base.items():
        assert need[resource] == pytest.approx(amount, rel=0.3)


def test_units_of_pledges() -> None:
    """2,788,099 HS06 are 2.79 MHS06; 221,569 TB are 221.6 PB."""
    base = demand.pledged(read("facilities/pledges_totals"), 2019)
    assert base == pytest.approx({"CPU": 2.788099, "disk": 221.569, "tape": 310.824})


def test_bad_input_is_one_clear_line(curves: pd.DataFrame) -> None:
    """A shift into the past, a year without pledges."""
    with pytest.raises(ValueError, match="shift = -1 years is out of range: expected 0 or more"):
        shifted(curves, -1, 2027)
    with pytest.raises(ValueError, match="first year of the HL-LHC = 2040: expected 2032 or earlier"):
        shifted(curves, 3, 2040)
    with pytest.raises(ValueError, match="pledges of 2031: the table has 2009 to 2019"):
        demand.pledged(read("facilities/pledges_totals"), 2031)
    with pytest.raises(ValueError, match="pledges of 'DUNE': the table has ALICE, ATLAS, CMS and LHCb"):
        demand.pledged(read("facilities/pledges_totals"), 2019, "DUNE")
    with pytest.raises(ValueError, match="demand 'LHCb': expected one of ATLAS 2018, ATLAS 2017, CMS 2017"):
        demand.published("LHCb")


def test_the_curves_of_2017_keep_their_numbers_and_units() -> None:
    """CMS's 1585.9 THS06 s in 2027 are 50.3 MHS06 all year; ATLAS's 64.939 MHS06 in 2026 stay as they are."""
    cms, atlas = demand.published("CMS 2017"), demand.published("ATLAS 2017")
    cpu = cms[(cms["year"] == 2027) & (cms["resource"] == "CPU")]["need"]
    assert cpu.tolist() == pytest.approx([1585.9e12 / 31_536_000 / 1e6])
    assert atlas[(atlas["year"] == 2026) & (atlas["resource"] == "CPU")]["need"].tolist() == [64.939]
    assert set(cms["resource"]) == set(atlas["resource"]) == {"CPU", "disk"}


def test_raw_of_run_4_reaches_tape_in_the_year_named() -> None:
    """RAW at the Tier-0 stands still in the long shutdowns and grows while the LHC runs."""
    raw = read("facilities/atlas_tape_t0_2018model").set_index("year")["raw"]
    grows = [year for year in raw.index[1:] if raw[year] > raw[year - 1]]
    assert grows == [2017, 2018, 2021, 2022, 2023, 2026, 2027, 2028, 2031, 2032]
    assert min(year for year in grows if year > 2023) == demand.FIRST_HLLHC["ATLAS 2018"]


@pytest.mark.parametrize("name", demand.CURVES)
def test_the_first_year_of_the_hl_lhc_is_where_the_need_jumps(name: str) -> None:
    """Disk of the first year and the next together grow more than in any two years of the LHC before."""
    disk = demand.published(name).query("resource == 'disk'").set_index("year")["need"]
    first = demand.FIRST_HLLHC[name]
    growth = disk.diff().dropna()
    assert growth.loc[first : first + 1].sum() > 2 * growth.loc[: first - 1].max()
