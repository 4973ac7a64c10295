"""Do events survive TrackML's files, and do bad files say what is wrong?"""

import awkward as ak
import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.detector.pairs import double
from ecosystem_nb.tracking.events.files import read_event, write_event
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup

# Types of the challenge's own loader (github.com/LAL/trackml-library, dataset.py), which is on no registry.
LOADER = {
    "hits": dict.fromkeys(["hit_id", "volume_id", "layer_id", "module_id"], "i4")
    | dict.fromkeys("xyz", "f4"),
    "cells": {"hit_id": "i4", "ch0": "i4", "ch1": "i4", "value": "f4"},
    "particles": {"particle_id": "i8", "particle_type": "i4", "q": "i4", "nhits": "i4"}
    | dict.fromkeys(["vx", "vy", "vz", "px", "py", "pz"], "f4"),
    "truth": {"hit_id": "i4", "particle_id": "i8", "weight": "f4"}
    | dict.fromkeys(["tx", "ty", "tz", "tpx", "tpy", "tpz"], "f4"),
}


@pytest.fixture(scope="module")
def event():
    return generate(Setup(pile_up=2.0, noise=1.0, displaced=0.1), [8])[0]


@pytest.fixture
def prefix(event, tmp_path):
    write_event(event, tmp_path / "event000000008")
    return tmp_path / "event000000008"


def same(one, other):
    assert one.fields == other.fields
    for name in one.fields:
        left, right = ak.to_numpy(one[name]), ak.to_numpy(other[name])
        assert left.dtype == right.dtype, name
        assert left == pytest.approx(right, rel=1e-8, abs=1e-9), name


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("detector", [generic(), double()], ids=["generic", "pairs"])
def test_an_event_comes_back_as_it_was_written(compress, detector, tmp_path):
    event = generate(Setup(pile_up=2.0, noise=1.0, displaced=0.1), [8], detector)[0]
    paths = write_event(event, tmp_path / "event000000008", detector, compress=compress)
    assert [path.name.endswith(".gz") for path in paths] == [compress] * 4
    back = read_event(tmp_path / "event000000008", detector)
    assert back.event == 8
    same(ak.without_field(back.particles, "vertex"), ak.without_field(event.particles, "vertex"))
    for name in event.hits.fields:
        one, other = ak.to_numpy(back.hits[name]), ak.to_numpy(event.hits[name])
        assert one.dtype == other.dtype
        assert one == pytest.approx(other, rel=1e-8, abs=1e-9)
    start = ak.to_numpy(back.vertices.z)[ak.to_numpy(back.particles.vertex)]
    assert start == pytest.approx(ak.to_numpy(event.particles.vz), rel=1e-8)


def test_files_are_as_the_challenges_loader_wants_them(event, prefix):
    for part, types in LOADER.items():
        table = pd.read_csv(f"{prefix}-{part}.csv", header=0, index_col=False, dtype=types)
        assert set(table.columns) == set(types)
    truth = pd.read_csv(f"{prefix}-truth.csv")
    assert truth["weight"].sum() == pytest.approx(1.0)
    assert (truth.loc[truth["particle_id"] == 0, "weight"] == 0).all()
    weights = np.arange(len(event.hits), dtype=float)
    write_event(event, prefix, weights=weights)
    assert pd.read_csv(f"{prefix}-truth.csv")["weight"].tolist() == weights.tolist()


def test_rows_of_the_truth_may_come_in_any_order(prefix):
    before = read_event(prefix).hits
    spoil(prefix, "truth", lambda table: table.iloc[::-1])
    same(read_event(prefix).hits, before)


def test_a_cell_is_the_channel_of_the_hit(event, prefix):
    """Channels of one module differ as positions do: by one for each pitch."""
    cells, detector = pd.read_csv(f"{prefix}-cells.csv"), generic()
    layer, z = ak.to_numpy(event.hits.layer), ak.to_numpy(event.hits.z)
    barrel = np.flatnonzero(detector.barrel[layer])
    rows = detector.high[0] * 2 / 32  # 32 modules along z in the first layer
    first = barrel[layer[barrel] == 0]
    inside = (z[first] + detector.high[0]) % rows
    assert (np.abs(cells["ch1"].to_numpy()[first] - inside / 0.05625) <= 1.0).mean() > 0.99
    assert cells["hit_id"].tolist() == event.hits.hit_id.to_list()
    assert (cells[["ch0", "ch1"]] >= 0).all(axis=None)


def test_hits_alone_are_noise_and_nothing_is_an_event(prefix, tmp_path):
    for part in ("truth", "particles"):
        (prefix.parent / f"{prefix.name}-{part}.csv").unlink()
    assert ak.all(read_event(prefix).hits.particle == -1)
    empty = generate(Setup(pile_up=0.0, hard_tracks=0.0), [1])[0]
    write_event(empty, tmp_path / "event000000001")
    back = read_event(tmp_path / "event000000001")
    assert (len(back.hits), len(back.particles), len(back.vertices)) == (0, 0, 0)


def spoil(prefix, part, change):
    table = pd.read_csv(f"{prefix}-{part}.csv").astype(object)
    change(table).to_csv(f"{prefix}-{part}.csv", index=False)


def put(column, row, value):
    def change(table):
        table.loc[row, column] = value
        return table

    return change


@pytest.mark.parametrize(
    ("part", "change", "message"),
    [
        ("hits", lambda table: table.drop(columns="y"), "hits.csv: column y is missing"),
        ("hits", put("x", 3, np.nan), "x = nan in row 4: expected a finite number"),
        ("hits", put("x", 3, "left"), "x = left in row 4: expected a finite number"),
        ("hits", put("module_id", 1, 1.5), r"module_id = 1\.5 in row 2: expected a whole number"),
        ("hits", put("layer_id", 0, 77), "layer 77 in row 1: not one of the detector generic"),
        ("hits", put("hit_id", 5, 1), "hit_id = 1 in row 6 stands twice"),
        ("truth", put("particle_id", 0, 10**6), "particle_id = 1000000: not one of the particles"),
        ("truth", lambda table: table.iloc[1:], "expected one row for each of the"),
        ("particles", put("particle_id", 1, 1), "particle_id = 1 in row 2 stands twice"),
    ],
)
def test_a_bad_file_says_where(prefix, part, change, message):
    spoil(prefix, part, change)
    with pytest.raises(ValueError, match=message):
        read_event(prefix)


def test_missing_files_and_wrong_weights(event, prefix):
    with pytest.raises(ValueError, match="weights: expected one for each"):
        write_event(event, prefix, weights=[1.0])
    (prefix.parent / f"{prefix.name}-truth.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"truth\.csv: expected this file"):
        read_event(prefix)
    with pytest.raises(FileNotFoundError, match=r"nowhere-hits\.csv"):
        read_event("nowhere")
