"""One particle through the detector: from surface to surface, scattered, slowed and recorded."""

import math
from typing import Any

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from ecosystem_nb.tracking.events.kernels.streams import Seeds, normal, uniform
from ecosystem_nb.tracking.helix.kernels import (
    CURVATURE,
    advance,
    deflect,
    highland,
    ionisation,
    lower,
    path_to_cylinder,
    path_to_plane,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_SLOWEST = 0.02  # GeV: below, a particle is given up
_GRAZING = 0.05  # smallest cosine to a surface's normal: a path of at most 20 thicknesses
_SQRT12 = 12.0**0.5

# Columns of a crossing's floats.
MX, MY, MZ, TX, TY, TZ, PX, PY, PZ = range(9)


@njit
def module_of(x: float, y: float, v: float, low: float, high: float, columns: int, rows: int) -> int:
    """Return the module of a layer that a point lies on: azimuth by ``columns``, z or radius by ``rows``.

    Parameters
    ----------
    x, y : float
        mm.
    v, low, high : float
        z (barrel) or radius (disc) of the point, and the layer's ends, mm.
    columns, rows : int
        Cells of the layer.

    Returns
    -------
    int
        row * columns + column; points beyond an end belong to the last row there.

    Examples
    --------
    >>> module_of(0.0, 30.0, 499.0, -500.0, 500.0, 8, 10)
    74
    """
    column = int((math.atan2(y, x) / (2.0 * math.pi)) % 1.0 * columns)
    row = int((v - low) / (high - low) * rows)
    return max(0, min(row, rows - 1)) * columns + min(column, columns - 1)


@njit
def measure(
    layer: int,
    barrel: bool,
    x: float,
    y: float,
    z: float,
    module: int,
    sensors: Floats,
    shifts: Floats,
    digital: bool,
    state: Seeds,
) -> tuple[float, float, float]:
    """Return the measured position of a crossing: smeared in the surface, and moved with its module.

    Parameters
    ----------
    layer : int
        Row of the detector.
    barrel : bool
        Whether the layer is a cylinder.
    x, y, z : float
        True position, mm.
    module : int
        Row of ``shifts``.
    sensors : numpy.ndarray of float64, shape (L, 4)
        Resolution along azimuth and along z or radius, lower and upper end, mm.
    shifts : numpy.ndarray of float64, shape (M, 2)
        Where each module stands, along azimuth and along z or radius, mm.
    digital : bool
        Flat over one pitch instead of normal, both of the same width.
    state : numpy.ndarray of uint64, shape (1,)
        Random stream.

    Returns
    -------
    x, y, z : float
        mm; on the layer's nominal surface.
    """
    if digital:
        u = _SQRT12 * sensors[layer, 0] * (uniform(state) - 0.5)
        v = _SQRT12 * sensors[layer, 1] * (uniform(state) - 0.5)
    else:
        u = sensors[layer, 0] * normal(state)
        v = sensors[layer, 1] * normal(state)
    u += shifts[module, 0]
    v += shifts[module, 1]
    r = math.hypot(x, y)
    phi = math.atan2(y, x) + u / r
    if barrel:
        return r * math.cos(phi), r * math.sin(phi), z + v
    return (r + v) * math.cos(phi), (r + v) * math.sin(phi), z


@njit
def follow(
    start: Floats,
    momentum: Floats,
    charge: float,
    mass: float,
    state: Seeds,
    cylinders: Floats,
    planes: Floats,
    sensors: Floats,
    cells: Integers,
    shifts: Floats,
    dead: NDArray[np.bool_],
    field: float,
    efficiency: float,
    digital: bool,
    floats: Floats,
    layers: NDArray[np.int16],
    modules: NDArray[np.int32],
) -> int:
    """Follow one particle outwards until it stops, leaves, or has turned half round; record its hits.

    Parameters
    ----------
    start : numpy.ndarray of float64, shape (3,)
        mm.
    momentum : numpy.ndarray of float64, shape (3,)
        GeV.
    charge : float
        e.
    mass : float
        GeV.
    state : numpy.ndarray of uint64, shape (1,)
        The particle's own random stream.
    cylinders : numpy.ndarray of float64, shape (B, 5)
        Radius, lower and upper end (mm), thickness (radiation lengths), layer (-1: nothing measured);
        by growing radius.
    planes : numpy.ndarray of float64, shape (D, 5)
        z, smallest and largest radius (mm), thickness, layer; by growing z.
    sensors, shifts
        As in ``measure``.
    cells : numpy.ndarray of int64, shape (L, 3)
        Columns and rows of each layer's modules, and its first row in ``shifts`` and ``dead``.
    dead : numpy.ndarray of bool, shape (M,)
        Modules that record nothing.
    field : float
        T.
    efficiency : float
        Chance that a crossing of a live module is recorded.
    digital : bool
        As in ``measure``.
    floats : numpy.ndarray of float64, shape (n, 9)
        Takes measured position, true position (mm) and true momentum (GeV) at the surface, a row a hit.
    layers, modules : numpy.ndarray, shape (n,)
        Take each hit's layer, and its module counted within the layer.

    Returns
    -------
    int
        Number of hits.

    Notes
    -----
    Each surface is met once at most, on the way out.  Scattering and loss act on the surface, after the
    hit.  A path of more than 20 thicknesses is held there.
    """
    x, y, z = start[0], start[1], start[2]
    pt = math.hypot(momentum[0], momentum[1])
    phi, cot = math.atan2(momentum[1], momentum[0]), momentum[2] / pt
    p = math.hypot(pt, momentum[2])
    r = math.hypot(x, y)
    cylinder = 0
    while cylinder < len(cylinders) and cylinders[cylinder, 0] <= r:
        cylinder += 1
    onward = 1 if cot >= 0.0 else -1
    plane = 0 if onward > 0 else len(planes) - 1
    while 0 <= plane < len(planes) and (planes[plane, 0] - z) * onward <= 0.0:
        plane += onward
    turned, count = 0.0, 0
    while True:
        omega = CURVATURE * field * charge / pt
        to_cylinder = (
            path_to_cylinder(x, y, phi, omega, cylinders[cylinder, 0])
            if cylinder < len(cylinders)
            else math.inf
        )
        to_plane = path_to_plane(z, cot, planes[plane, 0]) if 0 <= plane < len(planes) else math.inf
        s = min(to_cylinder, to_plane)
        turned += abs(omega) * s
        if s == math.inf or turned > math.pi:
            return count
        x, y, z, phi = advance(x, y, z, phi, cot, omega, s)
        barrel = to_cylinder <= to_plane
        r = math.hypot(x, y)
        if barrel:
            surface = cylinders[cylinder]
            cylinder += 1
            v = z
            cosine = abs(x * math.cos(phi) + y * math.sin(phi)) / (r * math.sqrt(1.0 + cot * cot))
        else:
            surface = planes[plane]
            z = surface[0]
            plane += onward
            v = r
            cosine = abs(cot) / math.sqrt(1.0 + cot * cot)
        if v < surface[1] or v > surface[2]:
            continue
        layer = int(surface[4])
        if layer >= 0:
            module = module_of(x, y, v, surface[1], surface[2], cells[layer, 0], cells[layer, 1])
            row = cells[layer, 2] + module
            if not dead[row] and (efficiency >= 1.0 or uniform(state) <= efficiency):
                mx, my, mz = measure(layer, barrel, x, y, z, row, sensors, shifts, digital, state)
                one = floats[count]
                one[MX], one[MY], one[MZ], one[TX], one[TY], one[TZ] = mx, my, mz, x, y, z
                one[PX], one[PY], one[PZ] = pt * math.cos(phi), pt * math.sin(phi), pt * cot
                layers[count], modules[count] = layer, module
                count += 1
        thickness = surface[3] / max(cosine, _GRAZING)
        if thickness > 0.0:
            width = highland(p, mass, thickness)
            p = lower(p, mass, ionisation(p, mass, thickness))
            if p < _SLOWEST:
                return count
            across, along = width * normal(state), width * normal(state)
            phi, cot = deflect(phi, cot, across, along)
            pt = p / math.sqrt(1.0 + cot * cot)
            if cot * onward < 0.0:
                # Scattered across the transverse plane: the planes of the other side lie too far to matter.
                plane = -1


@njit(parallel=True)
def follow_all(
    starts: Floats,
    momenta: Floats,
    charges: Floats,
    masses: Floats,
    seeds: Seeds,
    cylinders: Floats,
    planes: Floats,
    sensors: Floats,
    cells: Integers,
    shifts: Floats,
    dead: NDArray[np.bool_],
    field: float,
    efficiency: float,
    digital: bool,
    most: int,
) -> tuple[Any, ...]:
    """Follow every particle, each with its own random stream, so that no order of threads matters.

    Parameters
    ----------
    starts, momenta : numpy.ndarray of float64, shape (n, 3)
        mm and GeV.
    charges, masses : numpy.ndarray of float64, shape (n,)
        e and GeV.
    seeds : numpy.ndarray of uint64, shape (n,)
        Start of each particle's stream.
    cylinders, planes, sensors, cells, shifts, dead, field, efficiency, digital
        As in ``follow``.
    most : int
        Most hits of one particle.

    Returns
    -------
    counts : numpy.ndarray of int32, shape (n,)
    floats : numpy.ndarray of float64, shape (n, most, 9)
    layers : numpy.ndarray of int16, shape (n, most)
    modules : numpy.ndarray of int32, shape (n, most)

    Notes
    -----
    O(n (B + D)); 78 B a possible hit.
    """
    n = len(starts)
    counts = np.zeros(n, dtype=np.int32)
    floats = np.empty((n, most, 9))
    layers = np.empty((n, most), dtype=np.int16)
    modules = np.empty((n, most), dtype=np.int32)
    for i in prange(n):
        counts[i] = follow(
            starts[i], momenta[i], charges[i], masses[i], seeds[i : i + 1].copy(),
            cylinders, planes, sensors, cells, shifts, dead, field, efficiency, digital,
            floats[i], layers[i], modules[i],
        )  # fmt: skip
    return counts, floats, layers, modules
