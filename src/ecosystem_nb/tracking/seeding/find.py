"""Find triplets of pixel hits, from which tracks begin."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import curvature, layer_table
from ecosystem_nb.tracking.device import Device, require
from ecosystem_nb.tracking.hits.arrange import Hits
from ecosystem_nb.tracking.seeding.kernels import find_triplets
from ecosystem_nb.tracking.seeding.triples import Triples


@dataclass(frozen=True)
class Cuts:
    """What a triplet must fulfil.

    Attributes
    ----------
    pt_min : float
        Least transverse momentum, GeV.
    impact : float
        Most transverse distance from the beam, mm.
    z0 : float
        Most distance of the vertex from the centre along the beam, mm.
    eta : float
        Most pseudorapidity.
    kink : float
        Most change of cot theta at the middle hit, in standard deviations.
    each : int
        Most triplets a middle hit.
    """

    pt_min: float = 0.45
    impact: float = 1.0
    z0: float = 150.0
    eta: float = 2.7
    kink: float = 4.0
    each: int = 2

    def __post_init__(self) -> None:
        within("pt_min", self.pt_min, "GeV", above=0, most=100)
        within("impact", self.impact, "mm", above=0, most=30)
        within("z0", self.z0, "mm", above=0, most=1000)
        within("eta", self.eta, "1", above=0, most=5)
        within("kink", self.kink, "1", above=0)
        within("each", self.each, "1", least=1, most=64)


@dataclass(frozen=True, eq=False)
class Seeds:
    """Triplets of hits.

    Attributes
    ----------
    hits : ndarray of int32, shape (S, 3)
        Rows of the sorted hits, from the inside out.
    event : ndarray of int32, shape (S,)
    quality : ndarray of float32, shape (S,)
        Squared pull of the kink plus a share of the impact; lower is better.
    """

    hits: NDArray[np.int32]
    event: NDArray[np.int32]
    quality: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.hits)


def find(
    hits: Hits,
    detector: Detector,
    triples: Triples,
    cuts: Cuts | None = None,
    *,
    used: NDArray[np.bool_] | None = None,
    device: Device = "cpu",
) -> Seeds:
    """Find the best triplets around every hit of the middle layers.

    Parameters
    ----------
    hits : Hits
    detector : Detector
    triples : Triples
        Layers to take the three hits from.
    cuts : Cuts, optional
    used : ndarray of bool, shape (N,), optional
        Hits that may not be taken.
    device : {"cpu", "cuda"}

    Returns
    -------
    Seeds
        Sorted by event, middle hit and quality; the same on any number of threads.

    Notes
    -----
    Cost: for every middle hit the inner hits in its window, times the outer hits in theirs.
    """
    cuts = cuts or Cuts()
    middle = np.zeros(len(detector), dtype=np.bool_)
    middle[triples.layers[:, 1]] = True
    rows = np.flatnonzero(middle[hits.layer]).astype(np.int32)
    if used is None:
        used = np.zeros(len(hits), dtype=np.bool_)
    rows = rows[~used[rows]]
    event = hits.event[rows]
    seeds = np.empty((len(rows) * cuts.each, 3), dtype=np.int32)
    quality = np.empty(len(seeds), dtype=np.float32)
    counts = np.zeros(len(rows), dtype=np.int32)
    limits = [cuts.pt_min, cuts.impact, cuts.z0, np.sinh(cuts.eta) ** 2, cuts.kink**2, 1.0]
    run = find_triplets
    if require(device) == "cuda":
        from ecosystem_nb.tracking.seeding.cuda import find_triplets as run  # numba's CUDA part loads slowly
    run(
        rows, event, hits.x, hits.y, hits.z, hits.r, hits.phi, hits.q, hits.layer, hits.cell_start,
        hits.q_low, hits.q_per_mm, hits.rows, hits.columns, used, layer_table(detector), hits.off,
        triples.layers, triples.start, curvature(detector), np.array(limits, dtype=np.float32), cuts.each,
        seeds, quality, counts,
    )  # fmt: skip
    held = np.arange(cuts.each) < counts[:, None]
    return Seeds(
        seeds.reshape(len(rows), cuts.each, 3)[held],
        np.repeat(event, counts),
        quality.reshape(len(rows), cuts.each)[held],
    )
