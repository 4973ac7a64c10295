"""How is a sample of events kept and described?  Awkward arrays, Parquet, Croissant metadata beside it."""

import hashlib
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import awkward as ak
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.crystals import TOWERS, WINDOW
from ecosystem_nb.learning.calorimeter.simulate import Events

CONFORMS = "http://mlcommons.org/croissant/1.0"
FIELDS = {
    "crystals": ("sc:Float", "Energies of the 7 x 7 crystals, GeV: row by row, eta before phi."),
    "towers": ("sc:Float", "Energies of the 3 x 3 hadronic towers, GeV: row by row, eta before phi."),
    "electron": ("sc:Boolean", "True for an electron, false for a jet."),
    "energy": ("sc:Float", "True energy, GeV."),
    "eta": ("sc:Float", "Pseudorapidity of the crystal in the middle."),
}
"""Columns of a sample: type in Croissant, and meaning."""
_SCHEMA = pa.schema(
    [
        ("crystals", pa.list_(pa.float32(), WINDOW * WINDOW)),
        ("towers", pa.list_(pa.float32(), TOWERS * TOWERS)),
        ("electron", pa.bool_()),
        ("energy", pa.float32()),
        ("eta", pa.float32()),
    ]
)
_OWN = (
    "citeAs column equivalentProperty extract field fileProperty fileObject fileSet format includes "
    "isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace "
    "samplingRate separator source subField transform"
)
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
} | {term: f"cr:{term}" for term in _OWN.split()}
"""The context that the specification recommends, with the terms that its validator knows beside."""


def to_awkward(events: Events) -> ak.Array:
    """Return the events as records with the fields of ``FIELDS``, windows as 7 x 7 and 3 x 3 lists.

    Examples
    --------
    >>> from ecosystem_nb.learning.calorimeter.simulate import simulate
    >>> str(to_awkward(simulate(Conditions(), 3, seed=1)).type)[:40]
    '3 * {crystals: 7 * 7 * float32, towers: '
    """
    return ak.zip({name: getattr(events, name) for name in FIELDS}, depth_limit=1)


def from_awkward(records: ak.Array) -> Events:
    """Return the records of ``to_awkward`` as events.

    Raises
    ------
    ValueError
        When a field is missing, or a window has another shape.
    """
    absent = [name for name in FIELDS if name not in records.fields]
    if absent:
        raise ValueError(f"events lack {', '.join(absent)}: expected the fields {', '.join(FIELDS)}")
    arrays = {name: np.array(ak.to_numpy(records[name])) for name in FIELDS}
    return _events(arrays, len(records))


def _events(arrays: dict[str, Any], number: int) -> Events:
    """Put the columns together, with the shapes and types that events have."""
    shapes = {"crystals": (number, WINDOW, WINDOW), "towers": (number, TOWERS, TOWERS)}
    found = {}
    for name, values in arrays.items():
        shape = shapes.get(name, (number,))
        if values.size != int(np.prod(shape)):
            raise ValueError(f"{name} has shape {values.shape}: expected {shape}")
        found[name] = values.reshape(shape).astype(np.bool_ if name == "electron" else np.float32)
    return Events(**found)


def write(
    folder: Path, name: str, events: Events, conditions: Conditions, *, seed: int, published: str
) -> Path:
    """Write a sample as ``name.parquet``, and what it is as ``name.json`` beside it.

    Parameters
    ----------
    folder : pathlib.Path
        Where to.
    name : str
        Small letters, digits and hyphens.
    events : Events
    conditions : Conditions
        Those the events were simulated in.
    seed : int
        The seed of ``simulate``.
    published : str
        Date, as 2026-11-25.

    Returns
    -------
    pathlib.Path
        The file of the metadata.

    Raises
    ------
    ValueError
        For a malformed name or date.

    Notes
    -----
    Metadata by Croissant 1.0 (http://mlcommons.org/croissant/1.0): all properties that it requires, the
    digest of the data, and one record set.  Croissant 1.0 has lists but no arrays of two dimensions, so a
    window is a list of 49 or 9 numbers in the file.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"name = {name!r}: expected small letters, digits and hyphens")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", published):
        raise ValueError(f"published = {published!r}: expected a date as 2026-11-25")
    columns = [
        pa.FixedSizeListArray.from_arrays(pa.array(one.ravel()), one[0].size if len(one) else size)
        for one, size in ((events.crystals, WINDOW**2), (events.towers, TOWERS**2))
    ]
    columns += [pa.array(getattr(events, one)) for one in ("electron", "energy", "eta")]
    data = folder / f"{name}.parquet"
    pq.write_table(pa.table(columns, schema=_SCHEMA), data)
    told = describe(data, len(events), conditions, seed=seed, published=published)
    place = folder / f"{name}.json"
    place.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return place


def describe(
    data: Path, number: int, conditions: Conditions, *, seed: int, published: str
) -> dict[str, object]:
    """Return the Croissant metadata of a Parquet file.

    Parameters
    ----------
    data : pathlib.Path
        The file.
    number : int
        Events in it.
    conditions, seed, published
        As for ``write``.
    """
    state = {key: value for key, value in asdict(conditions).items() if key != "calibration"}
    state |= {f"calibration {key}": value for key, value in asdict(conditions.calibration).items()}
    text = ", ".join(f"{key.replace('_', ' ')} {value:g}" for key, value in state.items())
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": data.stem,
        "conformsTo": CONFORMS,
        "description": f"{number} simulated windows of a calorimeter around electrons and jets; "
        f"{text}; seed {seed}.",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "url": data.with_suffix(".json").name,  # relative: wherever the file comes to stand
        "creator": {"@type": "sc:Organization", "name": "The ecosystem-nb developers"},
        "datePublished": published,
        "version": "1.0.0",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": data.name,
                "name": data.name,
                "contentUrl": data.name,
                "contentSize": f"{data.stat().st_size} B",
                "encodingFormat": "application/x-parquet",  # the name that Croissant's own reader knows
                "sha256": hashlib.sha256(data.read_bytes()).hexdigest(),
            }
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "events",
                "name": "events",
                "description": "One candidate a record.",
                "field": [_field(one, data.name) for one in FIELDS],
            }
        ],
    }


def _field(name: str, file: str) -> dict[str, object]:
    """Return one column as a field of the record set."""
    kind, meaning = FIELDS[name]
    label = ["cr:Label", kind] if name == "electron" else kind
    return {
        "@type": "cr:Field",
        "@id": f"events/{name}",
        "name": name,
        "description": meaning,
        "dataType": label,
        **({"repeated": True} if name in {"crystals", "towers"} else {}),
        "source": {"fileObject": {"@id": file}, "extract": {"column": name}},
    }


def read(metadata: Path) -> Events:
    """Return the events of a sample after comparing its bytes with its metadata.

    Parameters
    ----------
    metadata : pathlib.Path
        The JSON that ``write`` wrote; the data is looked for beside it.

    Returns
    -------
    Events

    Raises
    ------
    ValueError
        When a file is missing, is corrupt, has other bytes than stated, or has other columns.
    """
    try:
        told = json.loads(metadata.read_text(encoding="utf-8"))
        (file,) = told["distribution"]
        name, stated = file["contentUrl"], file["sha256"]
        content = (metadata.parent / name).read_bytes()
    except OSError as error:
        missing = Path(error.filename).name
        raise ValueError(f"{missing} can't be read: expected a sample and its metadata beside it") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{metadata.name} is no metadata of a sample: expected Croissant 1.0") from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != stated:
        raise ValueError(f"{name} is corrupt: its digest is {digest[:12]}…, expected {stated[:12]}…")
    try:
        table = pq.read_table(pa.BufferReader(content))
    except pa.ArrowInvalid as error:
        raise ValueError(f"{name} is no Parquet file") from error
    if not table.schema.equals(_SCHEMA):
        raise ValueError(f"{name} has the columns {', '.join(table.column_names)}: expected {_SCHEMA.names}")
    arrays = {}
    for one in FIELDS:
        column = table.column(one).combine_chunks()
        flat = column.flatten() if one in {"crystals", "towers"} else column
        arrays[one] = flat.to_numpy(zero_copy_only=False)
    return _events(arrays, table.num_rows)
