"""The grids behind the sliders are the model's own numbers."""

import pytest

from ecosystem_nb.facilities.demand import scan
from ecosystem_nb.facilities.demand.build import need
from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.levers import Levers, pulled


def at(one: Experiment, year: int, resource: str, basis: str = "mean") -> float:
    table = need(one, basis)
    return float(table[(table["year"] == year) & (table["resource"] == resource)]["need"].iloc[0])


def test_the_cpu_grid(cms_like: Experiment) -> None:
    """2032 is the third year of the HL-LHC; each position is the model with those levers."""
    table = scan.cpu({"CMS": cms_like}, [0.5, 1.0], [0.0, 0.5], 2030, "peak")
    assert len(table) == 4 * 5
    assert table["year"].min() == 2030
    row = table.query("reconstruction_time == 0.5 and moved_to_fast == 0.5 and year == 2032").iloc[0]
    expected = at(pulled(cms_like, Levers(reconstruction_time=0.5, moved_to_fast=0.5)), 2028, "CPU", "peak")
    assert row["need"] == pytest.approx(expected)


def test_the_space_grid(cms_like: Experiment) -> None:
    table = scan.space({"CMS": cms_like}, [0.9, 1.0], [0.5, 1.0], None)
    row = table.query("event_size == 0.9 and replicas == 0.5 and year == 2027 and resource == 'disk'").iloc[0]
    assert row["need"] == pytest.approx(
        at(pulled(cms_like, Levers(event_size=0.9, replicas=0.5)), 2027, "disk")
    )
    assert table["year"].min() == 2026


def test_before_and_after(atlas_like: Experiment) -> None:
    """Tape at 0.9 of the event size is 0.9 of the tape."""
    table = scan.before_and_after({"ATLAS": atlas_like}, Levers(event_size=0.9), 2030)
    tape = table[table["resource"] == "tape"]
    assert tape["after"].tolist() == pytest.approx((0.9 * tape["need"]).tolist())
    cpu = table[table["resource"] == "CPU"]
    assert cpu["after"].tolist() == cpu["need"].tolist()
