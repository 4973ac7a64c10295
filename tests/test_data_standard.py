"""Every table of the repository keeps the Data Package standard, and the numbers that they hold agree."""

import math
from pathlib import Path

import pytest
from frictionless import Package

from ecosystem_nb import paths, tables
from ecosystem_nb.descriptors import packages

ROOT = paths.root()
DESCRIPTORS = packages(ROOT)


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("descriptor", DESCRIPTORS, ids=place)
def test_package_is_valid(descriptor):
    report = Package(str(descriptor)).validate()
    assert report.valid, "\n".join(map(str, report.flatten(["title", "rowNumber", "fieldName", "message"])))


def test_each_area_has_a_descriptor():
    folders = {path.parent for path in (ROOT / "data").rglob("*.csv")} | {ROOT / "seeds"}
    assert {path.parent for path in DESCRIPTORS} == folders


@pytest.mark.parametrize("descriptor", DESCRIPTORS, ids=place)
def test_every_file_is_described_and_every_description_has_its_file(descriptor):
    described = sorted(str(resource.path) for resource in Package(str(descriptor)).resources)
    assert described == sorted(path.name for path in descriptor.parent.glob("*.csv"))


# Records of measurements that need hardware which may not have been there.
MAY_BE_EMPTY = {"tracking/gpu_speed"}


@pytest.mark.parametrize("name", tables.names())
def test_table_reads(name):
    frame = tables.read(name)
    assert len(frame) > 0 or name in MAY_BE_EMPTY
    assert frame.attrs["table"] == name


@pytest.mark.parametrize("name", tables.names())
def test_every_source_stands_in_the_bibliography(name):
    table, frame, keys = tables.describe(name), tables.read(name), set(tables.citations())
    named = set(table.sources) | {key for field in table.fields for key in field.sources}
    if "source" in frame:
        in_rows = {key.strip() for cell in frame["source"] for key in cell.split(";")} - {""}
        assert in_rows == named, "the descriptor names exactly the sources of its rows"
    assert named <= keys


def test_every_entry_of_the_bibliography_says_what_it_is():
    for key, entry in tables.citations().items():
        assert entry.get("title"), key
        found = {"doi", "url", "eprint"} & set(entry)
        assert found, f"{key} has nothing by which it can be found"


def test_models_of_the_wan_agree_with_their_parts():
    """Minimal model: exports x burst x over-provisioning; the flexible one doubles it."""
    wan = tables.quantities("network/wan")
    exports = sum(wan[name].in_unit("Gbit/s") for name in wan if name.endswith("_export"))
    minimal = exports * wan["burst_factor"].value * wan["overprovision_factor"].value
    assert exports == 1200
    assert minimal == wan["minimal_total"].value
    assert minimal * wan["flexible_factor"].value == wan["flexible_total"].value


def test_raw_rate_follows_from_volume_and_time():
    wan = tables.quantities("network/wan")
    rate = wan["raw_volume"].in_unit("PB") * 8e6 / wan["live_time"].in_unit("s")
    assert rate == wan["raw_rate"].in_unit("Gbit/s")
    assert rate == wan["atlas_raw_export"].value == wan["cms_raw_export"].value


def test_tier1_needs_sum_to_the_stated_total():
    """The source's own rounding: 4810 Gbit/s over the sites against 4800 Gbit/s in the model."""
    tier1, wan = tables.read("network/tier1"), tables.quantities("network/wan")
    assert len(tier1) == 13
    assert tier1["need_minimal"].sum() == wan["tier1_total"].value == wan["minimal_total"].value + 10


def test_mean_file_follows_from_volume_and_count():
    """Printed to one decimal."""
    wan = tables.quantities("network/wan")
    mean = wan["fts_volume"].in_unit("EB") * 1e9 / wan["fts_files"].in_unit("file")
    assert math.isclose(mean, wan["fts_mean_file"].in_unit("GB"), abs_tol=0.05)


def test_reprocessing_moves_what_run_3_moves_in_a_day():
    """1 EB in 100 days is the 10 PB a day that both sources name."""
    wan = tables.quantities("network/wan")
    daily = wan["reprocess_raw"].in_unit("EB") * 1000 / wan["reprocess_time"].in_unit("d")
    assert daily == wan["run3_daily_transfers"].in_unit("PB/d")


@pytest.mark.parametrize("name", tables.names())
def test_totals_are_the_sums_of_their_components(name):
    """Integers exactly; read-off values to their rounding, half a unit of the last digit a column."""
    frame = tables.read(name)
    if "total" not in frame:
        return
    parts = frame.drop(columns="total").select_dtypes("number").drop(columns="year")
    allowed = 0 if frame["total"].dtype.kind == "i" else 0.005 * (parts.shape[1] + 1) + 1e-9
    assert (parts.sum(axis=1) - frame["total"]).abs().max() <= allowed


@pytest.mark.parametrize(("resource", "growth"), [("cpu", "cpu_2017"), ("disk", "disk_2017")])
def test_flat_budget_curve_grows_as_stated(resource, growth):
    """The read-off curve of 2017 is a geometric series at the stated growth, to 0.1 %."""
    frame = tables.read("facilities/atlas_2017model")
    curve = frame[frame["resource"] == resource]["flat_budget_curve"].to_numpy()
    rates = tables.read("facilities/flat_budget").set_index("case")["growth"]
    assert curve[1:] / curve[:-1] == pytest.approx(1 + rates[growth] / 100, rel=1e-3)


def test_steps_of_the_ramp_grow():
    frame = tables.read("network/challenge")
    lowest, highest = (frame.groupby("step")["share"].agg(how) for how in ("min", "max"))
    assert (lowest.iloc[1:].to_numpy() > highest.iloc[:-1].to_numpy()).all()
