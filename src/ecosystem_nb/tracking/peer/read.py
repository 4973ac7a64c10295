"""From ACTS's whiteboard to this book's arrays."""

from collections.abc import Callable
from typing import Any

import awkward as ak
import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.peer.chain import Chain, surfaces
from ecosystem_nb.tracking.tracks import Tracks

Columns = dict[str, NDArray[Any]]


def on_whiteboard(chain: Chain, name: str, keys: dict[str, Any], work: Callable[[Any, Any], None]) -> None:
    """Add an algorithm in Python that reads what other algorithms left.

    Parameters
    ----------
    chain : Chain
    name : str
        Of the algorithm.
    keys : dict of str to type
        What is read from the whiteboard, each with its type in ACTS.
    work : callable
        Takes the values read, as a dict, and ACTS's context of the event.
    """
    examples = chain.acts.examples

    class Reader(examples.IAlgorithm):  # type: ignore[misc,name-defined]
        def __init__(self) -> None:
            examples.IAlgorithm.__init__(self, name, chain.quiet)
            self.handles = {key: examples.ReadDataHandle(self, kind, key) for key, kind in keys.items()}
            for key, handle in self.handles.items():
                handle.initialize(key)

        def execute(self, context: Any) -> Any:
            work({key: handle(context.eventStore) for key, handle in self.handles.items()}, context)
            return examples.ProcessCode.SUCCESS

    chain.sequencer.addAlgorithm(Reader())


def measured(chain: Chain, container: Any, context: Any, detector: Detector) -> Columns:
    """Return the columns of measurements: x, y, z (mm), layer (row of the detector) and module.

    Raises
    ------
    ValueError
        For a measurement on a layer that the detector lacks.
    """
    acts = chain.acts
    on = surfaces(acts)
    rows = {key: row for row, key in enumerate(zip(detector.volume, detector.layer, strict=True))}
    place = np.empty((len(container), 3))
    which = np.empty((len(container), 2), dtype=np.int64)
    anywhere = acts.Vector3(0, 0, 1)
    geometry = context.recoGeoContext
    for i, one in enumerate(container):
        where, local = one.geometryId, one.fullParameters
        point = on[where].localToGlobal(geometry, acts.Vector2(local[0], local[1]), anywhere)
        place[i] = point[0], point[1], point[2]
        row = rows.get((where.volume, where.layer))
        if row is None:
            raise ValueError(
                f"measurement {i} on volume {where.volume}, layer {where.layer}: the detector lacks it"
            )
        which[i] = row, where.sensitive - 1
    return dict(zip("xyz", place.T, strict=True)) | {
        "layer": which[:, 0].astype(np.int16),
        "module": which[:, 1].astype(np.int32),
    }


def event(chain: Chain, board: dict[str, Any], context: Any, detector: Detector, seed: int) -> ak.Record:
    """Return the event in the format of ``events.generate``; particles in ACTS's order."""
    particles, rows, vertices = _particles(board["particles_simulated"])
    hits = measured(chain, board["measurements"], context, detector)
    true, owner = _simulated(board["simhits"], rows)
    links = board["measurement_simhits_map"]
    first = np.array([links.valuesFor(i)[0] for i in range(len(hits["x"]))], dtype=np.int64)
    owner = owner[first]
    names = ("tx", "ty", "tz", "tpx", "tpy", "tpz")
    hits = {"hit_id": np.arange(1, len(first) + 1)} | hits | {"particle": owner}
    hits |= dict(zip(names, true[first].T, strict=True))
    particles["nhits"] = np.bincount(owner, minlength=len(rows)).astype(np.int32)
    parts = {"event": np.array([seed])}
    for name, table in (("vertices", vertices), ("particles", particles), ("hits", hits)):
        parts[name] = ak.unflatten(ak.zip(table), [len(next(iter(table.values())))])
    return ak.zip(parts, depth_limit=1)[0]


def _particles(container: Any) -> tuple[Columns, dict[Any, int], Columns]:
    """Return the particles, their rows by ACTS's barcode, and the vertices."""
    rows: dict[Any, int] = {}
    vertices: dict[int, tuple[float, ...]] = {}
    floats, numbers = [], []
    for row, one in enumerate(container):
        code, place, momentum = one.particleId, one.position, one.momentum
        rows[code] = row
        position = (place[0], place[1], place[2])
        vertices.setdefault(code.vertexPrimary, position)
        floats.append((*position, momentum[0], momentum[1], momentum[2]))
        numbers.append((code.vertexPrimary, int(one.pdg), round(one.charge)))
    table, whole = np.array(floats).reshape(-1, 6), np.array(numbers, dtype=np.int64).reshape(-1, 3)
    order = np.array(sorted(vertices), dtype=np.int64)
    columns: Columns = {
        "particle_id": np.arange(1, len(rows) + 1),
        "vertex": np.searchsorted(order, whole[:, 0]).astype(np.int32),
        "kind": whole[:, 1].astype(np.int32),
    }
    columns |= dict(zip(("vx", "vy", "vz", "px", "py", "pz"), table.T, strict=True))
    columns["q"] = whole[:, 2].astype(np.int8)
    places = np.array([vertices[one] for one in order.tolist()]).reshape(-1, 3)
    return columns, rows, dict(zip("xyz", places.T, strict=True)) | {"hard": np.zeros(len(order), np.bool_)}


def _simulated(container: Any, rows: dict[Any, int]) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Return true positions (mm) and momenta before the layer (GeV), and each hit's particle."""
    values, owner = [], []
    for hit in container:
        place, momentum = hit.fourPosition, hit.momentum4Before
        values.append((place[0], place[1], place[2], momentum[0], momentum[1], momentum[2]))
        owner.append(rows[hit.particleId])
    return np.array(values).reshape(-1, 6), np.array(owner, dtype=np.int32)


def tracks(chain: Chain, container: Any) -> Tracks:
    """Return ACTS's tracks: their measurements from the inside out, fitted at the beam line.

    Notes
    -----
    Outliers are not measurements of a track.
    """
    source = chain.acts.examples.IndexSourceLink.fromSourceLink
    lists = []
    for track in container:
        one = [
            source(state.uncalibratedSourceLink).index()
            for state in track.trackStatesReversed
            if state.hasUncalibratedSourceLink and not state.typeFlags.isOutlier
        ]
        lists.append(one[::-1])
    plain = Tracks.of(lists)
    if not lists:
        return plain
    fitted = np.array(container.parameters)
    d0, z0, phi, theta, q_over_p = fitted[:, :5].T
    components = (-d0 * np.sin(phi), d0 * np.cos(phi), z0, q_over_p / np.sin(theta), phi, 1 / np.tan(theta))
    states = np.column_stack(components).astype(np.float32)
    return Tracks(plain.offsets, plain.hits, states, chi2=np.array(container.chi2, dtype=np.float32))
