"""A sample comes back bit by bit, its metadata has what Croissant requires, a corrupt one is refused."""

import hashlib
import json

import numpy as np
import pytest

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.samples import FIELDS, from_awkward, read, to_awkward, write
from ecosystem_nb.learning.calorimeter.simulate import Events, simulate

REQUIRED = {
    "@context",
    "@type",
    "conformsTo",
    "description",
    "license",
    "name",
    "url",
    "creator",
    "datePublished",
    "distribution",
}
"""By section "Required" of the specification, and ``distribution``, which Croissant adds."""


@pytest.fixture(scope="module")
def events():
    return simulate(Conditions(), 20, seed=3)


@pytest.fixture
def sample(events, tmp_path):
    return write(tmp_path, "young", events, Conditions(), seed=3, published="2026-11-25")


def same(a: Events, b: Events) -> bool:
    return all(
        np.array_equal(getattr(a, one), getattr(b, one)) and getattr(a, one).dtype == getattr(b, one).dtype
        for one in FIELDS
    )


def test_round_trips(events, sample):
    """Parquet and awkward arrays give the same bits, and an empty sample stays one."""
    assert same(read(sample), events)
    assert same(from_awkward(to_awkward(events)), events)
    none = events.chosen(slice(0, 0))
    empty = write(sample.parent, "none", none, Conditions(), seed=3, published="2026-11-25")
    assert same(read(empty), none)


def test_awkward_selects_by_record(events):
    """The records can be cut as physicists do: hardest crystal of the electrons."""
    records = to_awkward(events)
    chosen = records[records.electron]
    assert len(chosen) == events.electron.sum()
    np.testing.assert_allclose(
        np.max(np.asarray(chosen.crystals), axis=(1, 2)), events.crystals[events.electron].max(axis=(1, 2))
    )


def test_metadata_has_what_croissant_requires(sample):
    """Croissant 1.0: required properties, a digest, unique ids, every source names a file that exists."""
    told = json.loads(sample.read_text("utf-8"))
    assert told.keys() >= REQUIRED
    assert told["@type"] == "sc:Dataset"
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert told["@context"]["conformsTo"] == "dct:conformsTo"
    (file,) = told["distribution"]
    content = (sample.parent / file["contentUrl"]).read_bytes()
    assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert file["contentSize"] == f"{len(content)} B"
    (records,) = told["recordSet"]
    ids = [records["@id"], file["@id"], *(one["@id"] for one in records["field"])]
    assert len(set(ids)) == len(ids)
    assert {one["source"]["extract"]["column"] for one in records["field"]} == set(FIELDS)
    assert {one["source"]["fileObject"]["@id"] for one in records["field"]} == {file["@id"]}
    used = {key for one in records["field"] for key in one} | {"fileObject", "extract", "column"}
    vocabulary = {"@type", "@id", "name", "description"}  # of JSON-LD and schema.org
    assert used - vocabulary <= told["@context"].keys()


def test_faults_are_told(events, sample, tmp_path):
    data = sample.with_suffix(".parquet")
    whole = data.read_bytes()
    data.write_bytes(whole[:-1] + b"x")
    with pytest.raises(ValueError, match=r"young.parquet is corrupt: its digest"):
        read(sample)
    told = json.loads(sample.read_text("utf-8"))
    told["distribution"][0]["sha256"] = hashlib.sha256(data.read_bytes()).hexdigest()
    sample.write_text(json.dumps(told), "utf-8")
    with pytest.raises(ValueError, match=r"young.parquet is no Parquet file"):
        read(sample)
    data.unlink()
    with pytest.raises(ValueError, match=r"young.parquet can't be read"):
        read(sample)
    sample.write_text("{", "utf-8")
    with pytest.raises(ValueError, match=r"young.json is no metadata of a sample"):
        read(sample)
    with pytest.raises(ValueError, match="expected small letters"):
        write(tmp_path, "Young!", events, Conditions(), seed=3, published="2026-11-25")
    with pytest.raises(ValueError, match="expected a date"):
        write(tmp_path, "young", events, Conditions(), seed=3, published="today")
    with pytest.raises(ValueError, match="events lack eta"):
        from_awkward(to_awkward(events)[["crystals", "towers", "electron", "energy"]])
