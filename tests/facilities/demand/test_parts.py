"""Needs part by part: nothing is lost, and every column has its head."""

import numpy as np
import pytest

from ecosystem_nb.facilities.demand import parts
from ecosystem_nb.facilities.demand.curves import published
from ecosystem_nb.tables import read


@pytest.mark.parametrize("name", parts.PUBLISHED)
def test_the_parts_of_a_published_curve_sum_to_its_total(name: str) -> None:
    """Within the read-off: half a unit of the last digit for each component that is drawn."""
    made, curve = parts.total(parts.parts(name)), published(name)
    both = made.merge(curve, on=["experiment", "year", "resource", "unit"], suffixes=("", "_drawn"))
    assert len(both) == len(made) == len(curve)
    for resource, allowed in (("CPU", 0.055), ("disk", 0.045), ("tape", 0.11)):
        rows = both[both["resource"] == resource]
        assert ((rows["need"] - rows["need_drawn"]).abs() <= allowed).all()


@pytest.mark.parametrize("name", parts.DEMANDS)
def test_every_part_stands_under_one_of_the_heads(name: str) -> None:
    made = parts.parts(name)
    cpu = made["resource"] == "CPU"
    assert set(made.loc[cpu, "part"]) <= set(parts.ACTIVITIES)
    assert set(made.loc[~cpu, "part"]) <= set(parts.TIERS)
    assert not made.duplicated(["year", "resource", "part"]).any()


def test_heads_by_hand() -> None:
    """ATLAS's 2032: 1.59 + 10.57 MHS06 of simulation; RAW of Tier-0 and Tier-1s on tape."""
    made = parts.parts("ATLAS 2018").query("year == 2032").set_index(["resource", "part"])["need"]
    assert made["CPU", "simulation"] == pytest.approx(12.16)
    assert made["CPU", "derivation and analysis"] == pytest.approx(0.35 + 0.09 + 5.43)
    assert made["tape", "RAW"] == pytest.approx(1526.9 + 1526.85)
    assert made["disk", "second copies"] == pytest.approx(1380.18)


def test_cms_is_in_the_units_of_atlas() -> None:
    """Work of 2027 by prompt and later processing, spread over the year."""
    made = parts.parts("CMS 2017").query("year == 2027").set_index(["resource", "part"])["need"]
    assert made["CPU", "reconstruction of data"] == pytest.approx((201.38 + 167.82) * 1e6 / 31_536_000)
    assert set(parts.parts("CMS 2017")["resource"]) == {"CPU", "disk"}


@pytest.mark.parametrize("name", parts.BOTTOM_UP)
def test_a_model_is_the_sum_of_its_parts(name: str) -> None:
    made = parts.need_of(name)
    np.testing.assert_allclose(made["need"].sum(), parts.parts(name)["need"].sum())
    assert parts.first_year(name) == 2026


def test_a_published_need_is_the_curves_own_total() -> None:
    assert parts.need_of("ATLAS 2018").equals(published("ATLAS 2018"))
    assert len(read("facilities/cms_disk_2017model").columns) == 9


def test_another_name_is_one_clear_line() -> None:
    with pytest.raises(ValueError, match="demand 'LHCb': expected one of ATLAS 2018, CMS 2017, ATLAS-like"):
        parts.parts("LHCb")
