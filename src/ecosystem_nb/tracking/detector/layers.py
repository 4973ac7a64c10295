"""Where the layers are, how well they measure and how much they scatter."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb import tables
from ecosystem_nb.bounds import Floats

_SQRT12 = 12.0**0.5


@dataclass(frozen=True, eq=False)
class Detector:
    """Layers of a tracker as arrays; a layer's number is its row.

    Attributes
    ----------
    name : str
    barrel : ndarray of bool, shape (L,)
        Whether the layer is a cylinder around the beam; else it is a plane across it.
    position : ndarray of float64, shape (L,)
        Radius of a barrel layer, z of a disc, mm.
    low, high : ndarray of float64, shape (L,)
        Sensitive ends: z of a barrel layer, radius of a disc, mm.
    spread : ndarray of float64, shape (L,)
        How far a module may stand from ``position``, mm.
    sigma_u, sigma_v : ndarray of float64, shape (L,)
        Resolution: azimuth times radius, and z (barrel) or radius (disc), mm; pitch over the root of 12.
    thickness : ndarray of float64, shape (L,)
        At normal incidence, in radiation lengths.
    volume, layer : ndarray of int64, shape (L,)
        Numbers in TrackML and ACTS.
    modules : ndarray of int64, shape (L,)
        Number of modules.
    field : float
        Uniform, along z, T.
    pipe_radius, pipe_thickness : float
        Beam pipe: mm, and radiation lengths.

    Notes
    -----
    Modules are flat and staggered in ACTS; here a layer is an ideal cylinder or plane, and a hit may stand
    off it by ``spread``.
    """

    name: str
    barrel: NDArray[np.bool_]
    position: Floats
    low: Floats
    high: Floats
    spread: Floats
    sigma_u: Floats
    sigma_v: Floats
    thickness: Floats
    volume: NDArray[np.int64]
    layer: NDArray[np.int64]
    modules: NDArray[np.int64]
    field: float
    pipe_radius: float
    pipe_thickness: float

    def __len__(self) -> int:
        return len(self.position)

    def scaled(self, material: float) -> "Detector":
        """Return the same layers with ``material`` times their thickness."""
        return replace(
            self, thickness=self.thickness * material, pipe_thickness=self.pipe_thickness * material
        )


@cache
def generic() -> Detector:
    """Return the generic detector: 10 barrel layers and 38 discs, pixels inside, strips outside.

    Returns
    -------
    Detector
        Barrel layers by radius, then the discs of negative z from the nearest to the farthest, then those
        of positive z.

    Examples
    --------
    >>> detector = generic()
    >>> len(detector), [float(r) for r in detector.position[:4]]
    (48, [32.0, 72.0, 116.0, 172.0])
    """
    table = tables.read("tracking/layers")
    material = tables.quantities("tracking/material")
    kind = (table["sensor"] + " " + table["shape"]).str.replace(" ", "_")
    thickness = kind.map(lambda name: material[name].value)
    columns = {name: table[name].to_numpy(np.float64) for name in ("position", "low", "high", "spread")}
    return Detector(
        name="generic",
        barrel=(table["shape"] == "barrel").to_numpy(np.bool_),
        **columns,
        sigma_u=table["pitch_u"].to_numpy(np.float64) / _SQRT12,
        sigma_v=table["pitch_v"].to_numpy(np.float64) / _SQRT12,
        thickness=thickness.to_numpy(np.float64),
        volume=table["volume"].to_numpy(np.int64),
        layer=table["layer"].to_numpy(np.int64),
        modules=table["modules"].to_numpy(np.int64),
        field=material["field"].value,
        pipe_radius=material["beam_pipe_radius"].value,
        pipe_thickness=material["beam_pipe"].value,
    )
