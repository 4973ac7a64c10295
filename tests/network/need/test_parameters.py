"""The defaults of the network pages are those of the tables."""

import pytest

from ecosystem_nb.network.need.parameters import ChallengeRamp, WanNeed
from ecosystem_nb.parameters import describe
from ecosystem_nb.tables import citations, quantities, read

TABLE = {
    "raw_volume": "raw_volume",
    "live_time": "live_time",
    "other_traffic": "atlas_other_export",
    "alice_export": "alice_export",
    "lhcb_export": "lhcb_export",
    "burst_factor": "burst_factor",
    "provisioning_factor": "overprovision_factor",
    "flexible_factor": "flexible_factor",
    "today": "wan_today",
}
PAIRS = [(model, name) for model in (WanNeed, ChallengeRamp) for name in TABLE if name in model.model_fields]


@pytest.mark.parametrize(("model", "name"), PAIRS)
def test_defaults_are_the_tables(model: type[WanNeed] | type[ChallengeRamp], name: str) -> None:
    """Value, unit, status and source of a default are those of its row in network/wan."""
    row = quantities("network/wan")[TABLE[name]]
    about = {one.name: one for one in describe(model)}[name]
    assert about.default == row.in_unit(about.unit)
    assert (about.status, about.source) == (row.status, row.source)


def test_both_large_experiments_have_the_same_other_traffic() -> None:
    """One parameter stands for ATLAS and CMS: their rows agree, RAW and other."""
    wan = quantities("network/wan")
    assert wan["atlas_other_export"].value == wan["cms_other_export"].value
    assert wan["atlas_raw_export"].value == wan["cms_raw_export"].value == wan["raw_rate"].value


def test_the_ramp_starts_from_the_computed_need() -> None:
    """The ramp's full need is what the need page computes."""
    assert ChallengeRamp().minimal_need == quantities("network/wan")["minimal_total"].in_unit("Gbit/s")


def test_the_volumes_range_reaches_the_printed_half_exabyte() -> None:
    """350 PB x 1.43 is the 0.5 EB a year that SENSE prints for CMS, to half a per cent."""
    top = WanNeed().raw_volume * (1 + WanNeed().raw_volume_spread)
    assert top == pytest.approx(1000 * quantities("network/wan")["cms_data_year"].in_unit("EB/yr"), rel=5e-3)


def test_sources_are_known_or_say_why() -> None:
    """A source is a key of the bibliography; an assumed or computed value says what it follows from."""
    keys = citations()
    for model in (WanNeed, ChallengeRamp):
        for one in describe(model):
            assert one.source in keys or one.status in ("assumed", "computed"), one.name


def test_the_thirteen_sites_bring_the_tables_sum() -> None:
    """network/tier1 sums to the row tier1_total."""
    wan = quantities("network/wan")
    assert read("network/tier1")["need_minimal"].sum() == wan["tier1_total"].in_unit("Gbit/s")
