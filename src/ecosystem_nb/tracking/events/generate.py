"""Events: particles followed through the detector, with their hits, as awkward arrays."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import awkward as ak
import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.detector.layers import Detector, generic
from ecosystem_nb.tracking.detector.modules import grid
from ecosystem_nb.tracking.events.kernels.follow import follow_all
from ecosystem_nb.tracking.events.particles import Particles, draw
from ecosystem_nb.tracking.events.setup import Setup

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class _Surfaces:
    """A detector as the kernel takes it; see ``follow``."""

    cylinders: Floats
    planes: Floats
    sensors: Floats
    cells: NDArray[np.int64]
    shifts: Floats
    dead: NDArray[np.bool_]
    most: int


def generate(setup: Setup, seeds: Iterable[int], detector: Detector | None = None) -> ak.Array:
    """Generate one event a seed.

    Parameters
    ----------
    setup : Setup
    seeds : iterable of int
        At least 0; the same seed gives the same event, whatever stands beside it.
    detector : Detector, optional
        The generic one unless told.

    Returns
    -------
    awkward.Array
        A record an event, with the fields

        - ``event``: the seed
        - ``vertices``: x, y, z (mm), hard (bool)
        - ``particles``: particle_id (from 1), vertex (row), kind (PDG number), vx, vy, vz (mm),
          px, py, pz (GeV, where it starts), q (e), nhits (number of hits)
        - ``hits``: hit_id (from 1), x, y, z (measured, mm), layer (row of the detector), module (within the
          layer), particle (row, -1 for noise), tx, ty, tz (true, mm), tpx, tpy, tpz (true momentum, GeV);
          for noise the true position is the measured one, and the momentum 0

    Raises
    ------
    ValueError
        For a negative seed.

    Notes
    -----
    Uniform field; ideal cylinders and planes, met once each, on the way out, by the primary particles:
    no second hit where modules overlap, no loops beyond half a turn, no secondaries from the matter.
    Hits come by layer and module, in random order within one.

    Examples
    --------
    >>> event = generate(Setup.muons(20), [7])[0]
    >>> len(event.particles), sorted(event.fields)
    (20, ['event', 'hits', 'particles', 'vertices'])
    """
    chosen = generic() if detector is None else detector
    numbers = [int(seed) for seed in seeds]
    for seed in numbers:
        if seed < 0:
            raise ValueError(f"seed = {seed} is out of range: expected at least 0")
    surfaces = _surfaces(setup, chosen)
    return _pack(numbers, [_event(setup, seed, chosen, surfaces) for seed in numbers])


def _surfaces(setup: Setup, detector: Detector) -> _Surfaces:
    """Bring the detector, its dead modules and their shifts into the kernel's form."""
    scaled = detector.scaled(setup.material)
    table = np.column_stack(
        [scaled.position, scaled.low, scaled.high, scaled.thickness, np.arange(len(scaled))]
    )
    pipe = [[scaled.pipe_radius, -np.inf, np.inf, scaled.pipe_thickness, -1.0]]
    cylinders = np.concatenate([pipe, table[scaled.barrel]])
    planes = table[~scaled.barrel]
    cells = grid(scaled)
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(setup.conditions_seed)))
    modules = int(scaled.modules.sum())
    shifts = setup.misalignment * rng.normal(size=(modules, 2))
    return _Surfaces(
        cylinders=cylinders[np.argsort(cylinders[:, 0], kind="stable")],
        planes=planes[np.argsort(planes[:, 0], kind="stable")],
        sensors=np.column_stack([scaled.sigma_u, scaled.sigma_v, scaled.low, scaled.high]),
        cells=cells,
        shifts=shifts,
        dead=rng.uniform(size=modules) < setup.dead,
        most=len(cylinders) + len(planes),
    )


def _event(
    setup: Setup, seed: int, detector: Detector, surfaces: _Surfaces
) -> tuple[Columns, Columns, Columns]:
    """Make one event: columns of its vertices, particles and hits."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    particles = draw(setup, rng)
    counts, floats, layers, modules = follow_all(
        particles.start,
        particles.momentum,
        particles.charge.astype(np.float64),
        particles.masses,
        rng.integers(0, 2**64, len(particles), dtype=np.uint64),
        surfaces.cylinders,
        surfaces.planes,
        surfaces.sensors,
        surfaces.cells,
        surfaces.shifts,
        surfaces.dead,
        detector.field,
        setup.efficiency,
        setup.smearing == "uniform",
        surfaces.most,
    )
    taken = np.arange(surfaces.most) < counts[:, None]
    true = floats[taken]
    layer, module = layers[taken], modules[taken]
    owner = np.repeat(np.arange(len(particles), dtype=np.int32), counts)
    noise, noise_layer, noise_module = _noise(setup, detector, surfaces, layer, rng)
    rows = np.concatenate([true, noise])
    layer, module = np.concatenate([layer, noise_layer]), np.concatenate([module, noise_module])
    owner = np.concatenate([owner, np.full(len(noise), -1, dtype=np.int32)])
    order = np.lexsort([rng.uniform(size=len(rows)), module, layer])
    names = ("x", "y", "z", "tx", "ty", "tz", "tpx", "tpy", "tpz")
    hits: Columns = {"hit_id": np.arange(1, len(rows) + 1)}
    hits |= {name: rows[order, i] for i, name in enumerate(names)}
    hits |= {"layer": layer[order], "module": module[order], "particle": owner[order]}
    return _vertices(particles), _particles(particles, counts), hits


def _noise(
    setup: Setup,
    detector: Detector,
    surfaces: _Surfaces,
    layer: NDArray[np.int16],
    rng: np.random.Generator,
) -> tuple[Floats, NDArray[np.int16], NDArray[np.int32]]:
    """Draw noise hits, evenly over the area of each layer; dead modules have none."""
    true = np.bincount(layer, minlength=len(detector))
    which = np.repeat(np.arange(len(detector)), rng.poisson(setup.noise + setup.noise_share * true))
    phi = rng.uniform(-np.pi, np.pi, len(which))
    share, low, high = rng.uniform(size=len(which)), detector.low[which], detector.high[which]
    barrel = detector.barrel[which]
    v = np.where(barrel, low + share * (high - low), np.sqrt(low**2 + share * (high**2 - low**2)))
    r = np.where(barrel, detector.position[which], v)
    z = np.where(barrel, v, detector.position[which])
    columns, rows, first = surfaces.cells[which].T
    column = np.minimum(np.mod(phi / (2 * np.pi), 1.0) * columns, columns - 1).astype(np.int64)
    row = np.clip((v - low) / (high - low) * rows, 0, rows - 1).astype(np.int64)
    module = row * columns + column
    live = ~surfaces.dead[first + module]
    place = np.stack([r * np.cos(phi), r * np.sin(phi), z], axis=-1)[live]
    floats = np.concatenate([place, place, np.zeros_like(place)], axis=1)
    return floats, which[live].astype(np.int16), module[live].astype(np.int32)


def _vertices(particles: Particles) -> Columns:
    return dict(zip("xyz", particles.vertices.T, strict=True)) | {"hard": particles.hard}


def _particles(particles: Particles, counts: NDArray[np.int32]) -> Columns:
    columns: Columns = {
        "particle_id": np.arange(1, len(particles) + 1),
        "vertex": particles.vertex,
        "kind": particles.kind,
    }
    columns |= dict(zip(("vx", "vy", "vz"), particles.start.T, strict=True))
    columns |= dict(zip(("px", "py", "pz"), particles.momentum.T, strict=True))
    return columns | {"q": particles.charge, "nhits": counts}


def _pack(numbers: list[int], events: list[tuple[Columns, Columns, Columns]]) -> ak.Array:
    """Join the columns of all events into one array of records."""
    if not events:
        empty = generate(Setup(pile_up=0.0, hard_tracks=0.0, noise_share=0.0), [0])
        return empty[:0]
    parts: dict[str, Any] = {"event": np.array(numbers, dtype=np.int64)}
    for place, name in enumerate(("vertices", "particles", "hits")):
        tables = [event[place] for event in events]
        sizes = [len(next(iter(table.values()))) for table in tables]
        joined = ak.zip({key: np.concatenate([table[key] for table in tables]) for key in tables[0]})
        parts[name] = ak.unflatten(joined, sizes)
    return ak.zip(parts, depth_limit=1)
