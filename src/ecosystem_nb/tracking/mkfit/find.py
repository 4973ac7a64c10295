"""Find the tracks of events: seed, build, clean, fit; what is left is tried once more."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import curvature, layer_table, outward
from ecosystem_nb.tracking.device import Device, require
from ecosystem_nb.tracking.hits.arrange import Hits
from ecosystem_nb.tracking.mkfit.fit import fit
from ecosystem_nb.tracking.mkfit.kernels.build import build
from ecosystem_nb.tracking.mkfit.kernels.clean import clean
from ecosystem_nb.tracking.mkfit.kernels.overlaps import second_hits
from ecosystem_nb.tracking.seeding.find import Cuts, Seeds
from ecosystem_nb.tracking.seeding.find import find as find_seeds
from ecosystem_nb.tracking.seeding.triples import PIXELS, SHORT_STRIPS, triples
from ecosystem_nb.tracking.tracks import Tracks

Engine = Literal["best-hit", "standard", "clone"]
_WIDE = 8  # continuations a kept candidate that the standard engine updates before it prunes


@dataclass(frozen=True)
class Rules:
    """How tracks are built and which are kept.

    Attributes
    ----------
    engine : {"clone", "standard", "best-hit"}
        Best-hit follows one candidate a seed.  The others follow ``candidates``: the standard engine
        copies and updates every continuation and then prunes, the clone engine prunes by chi-squared first
        and updates the survivors only.
    candidates : int
        Candidates kept a seed.
    sigmas : float
        Half-width of the window around a prediction, in standard deviations.
    chi2 : float
        Most chi-squared of a hit, two degrees of freedom.
    hit : float
        Score of a hit, from which its chi-squared is taken.
    hole : float
        Penalty of a layer that should have been hit.
    holes, holes_in_a_row : int
        Most holes of a track.
    edge : float
        Within this distance from a layer's end a missing hit is no hole, mm.
    margin : float
        A layer is tried when the seed's helix passes within this distance, mm.
    behind : float
        A candidate whose score is farther than this behind the seed's best is dropped.
    hits : int
        Least hits of a track.
    shared : float
        Most hits shared with better tracks, as a share of the track's.
    """

    engine: Engine = "clone"
    candidates: int = 4
    sigmas: float = 5.0
    chi2: float = 25.0
    hit: float = 16.0
    hole: float = 12.0
    holes: int = 2
    holes_in_a_row: int = 2
    edge: float = 5.0
    margin: float = 25.0
    behind: float = 26.0
    hits: int = 7
    shared: float = 0.3

    def __post_init__(self) -> None:
        if self.engine not in ("best-hit", "standard", "clone"):
            raise ValueError(f"engine = {self.engine!r}: expected 'best-hit', 'standard' or 'clone'")
        within("candidates", self.candidates, "1", least=1, most=32)
        within("sigmas", self.sigmas, "1", above=0, most=20)
        within("chi2", self.chi2, "1", above=0)
        within("hit", self.hit, "1", above=0)
        within("hole", self.hole, "1", least=0)
        within("holes", self.holes, "1", least=0, most=20)
        within("holes_in_a_row", self.holes_in_a_row, "1", least=0, most=20)
        within("edge", self.edge, "mm", least=0, most=100)
        within("margin", self.margin, "mm", least=0, most=200)
        within("behind", self.behind, "1", least=0)
        within("hits", self.hits, "1", least=3, most=30)
        within("shared", self.shared, "1", least=0, most=1)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Tracks grown from seeds, before those that share hits are cleaned.

    Attributes
    ----------
    hits : ndarray of int32, shape (S, M)
        Rows of the sorted hits from the inside out; what follows a candidate's length means nothing.
    lengths : ndarray of int32, shape (S,)
    scores : ndarray of float32, shape (S,)
    """

    hits: NDArray[np.int32]
    lengths: NDArray[np.int32]
    scores: NDArray[np.float32]


def grow(
    hits: Hits,
    seeds: Seeds,
    detector: Detector,
    rules: Rules | None = None,
    *,
    used: NDArray[np.bool_] | None = None,
    device: Device = "cpu",
) -> Candidates:
    """Grow every seed outwards, layer by layer.

    Parameters
    ----------
    hits : Hits
    seeds : Seeds
    detector : Detector
    rules : Rules, optional
    used : ndarray of bool, shape (N,), optional
        Hits that may not be taken.
    device : {"cpu", "cuda"}

    Returns
    -------
    Candidates
        One a seed.
    """
    rules = rules or Rules()
    most = 1 if rules.engine == "best-hit" else rules.candidates
    wide = most * _WIDE if rules.engine == "standard" else most
    orders = outward(detector)
    found = np.zeros((len(seeds), orders.shape[1] + 3), dtype=np.int32)
    lengths = np.zeros(len(seeds), dtype=np.int32)
    scores = np.zeros(len(seeds), dtype=np.float32)
    if used is None:
        used = np.zeros(len(hits), dtype=np.bool_)
    numbers = [rules.sigmas, rules.chi2, rules.hit, rules.edge, rules.hole, rules.margin, rules.behind]
    limits = np.array([rules.holes, rules.holes_in_a_row], dtype=np.int32)
    run = build
    if require(device) == "cuda":
        from ecosystem_nb.tracking.mkfit.cuda import build as run  # numba's CUDA part loads slowly
    run(
        seeds.hits, hits.x, hits.y, hits.z, hits.r, hits.phi, hits.q, hits.layer, hits.cell_start,
        hits.q_low, hits.q_per_mm, hits.rows, hits.columns, seeds.event, used, layer_table(detector),
        hits.off, orders, curvature(detector), most, wide, np.array(numbers, dtype=np.float32), limits, found,
        lengths, scores,
    )  # fmt: skip
    return Candidates(found, lengths, scores)


def find(
    hits: Hits,
    detector: Detector,
    cuts: Cuts | None = None,
    rules: Rules | None = None,
    *,
    fitted: bool = True,
    device: Device = "cpu",
) -> Tracks:
    """Find the tracks of one event, or of the several that ``hits`` holds.

    Parameters
    ----------
    hits : Hits
    detector : Detector
    cuts : Cuts, optional
        Of the seeds.
    rules : Rules, optional
        Of the tracks.
    fitted : bool
        Whether to fit the tracks at their innermost hit.
    device : {"cpu", "cuda"}
        Where to seed, build and fit; tracks that share hits are cleaned on the processor.

    Returns
    -------
    Tracks
        Their hits are rows of the arrays that ``arrange`` took.

    Notes
    -----
    A first pass seeds from the first three pixel layers that a line crosses.  A second pass takes the hits
    that are left and any three of the first four crossings of pixels or short strips, so that one missing
    hit loses no track, also where a line crosses three pixel layers only.
    Where modules overlap, the second hit of a layer is added after the fit, which it does not enter.
    The tracks are the same on any number of threads.
    """
    rules = rules or Rules()
    taken = np.zeros(len(hits), dtype=np.bool_)
    parts = []
    for last, resolution in ((3, PIXELS), (4, SHORT_STRIPS)):
        layers = triples(detector, last=last, resolution=resolution)
        seeds = find_seeds(hits, detector, layers, cuts, used=taken, device=device)
        parts.append(_built(hits, seeds, detector, rules, taken, device))
    found, lengths, seconds = (np.concatenate(one) for one in zip(*parts, strict=True))
    tracks = fit(hits, found, lengths, detector, device=device) if fitted else None
    return _tracks(hits, found, lengths, seconds, tracks)


def from_seeds(
    hits: Hits, seeds: Seeds, detector: Detector, rules: Rules | None = None, *, device: Device = "cpu"
) -> Tracks:
    """Build, clean and fit tracks from seeds that were found elsewhere.

    Parameters
    ----------
    hits : Hits
    seeds : Seeds
        Any three hits of a track from the inside out; building goes on outwards from the third.
    detector : Detector
    rules : Rules, optional
    device : {"cpu", "cuda"}

    Returns
    -------
    Tracks
        With states at the innermost hit.
    """
    taken = np.zeros(len(hits), dtype=np.bool_)
    rules = rules or Rules()
    found, lengths, seconds = _built(hits, seeds, detector, rules, taken, device)
    return _tracks(hits, found, lengths, seconds, fit(hits, found, lengths, detector, device=device))


def _built(  # noqa: PLR0917
    hits: Hits, seeds: Seeds, detector: Detector, rules: Rules, taken: NDArray[np.bool_], device: Device
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Grow seeds, keep the best of those that share hits, and find second hits; all their hits are taken.

    Returns
    -------
    found, seconds : ndarray of int32, shape (T, M)
        Hits from the inside out, and beside each the hit of an overlapping module, or -1.
    lengths : ndarray of int32, shape (T,)
    """
    grown = grow(hits, seeds, detector, rules, used=taken, device=device)
    kept = np.zeros(len(seeds), dtype=np.bool_)
    order = np.argsort(-grown.scores, kind="stable")
    clean(order, grown.hits, grown.lengths, taken, rules.hits, rules.shared, kept)
    found, lengths = grown.hits[kept], grown.lengths[kept]
    seconds = np.full_like(found, -1)
    second_hits(
        found, lengths, hits.x, hits.y, hits.z, hits.r, hits.phi, hits.q, hits.layer, hits.cell_start,
        hits.q_low, hits.q_per_mm, hits.rows, hits.columns, hits.event, taken, layer_table(detector),
        hits.off, np.float32(rules.sigmas), seconds,
    )  # fmt: skip
    return found, lengths, seconds


def _tracks(
    hits: Hits,
    found: NDArray[np.int32],
    lengths: NDArray[np.int32],
    seconds: NDArray[np.int32],
    fitted: Tracks | None,
) -> Tracks:
    """Return tracks with their second hits; states are those of the first ones."""
    both = np.stack([found, seconds], axis=2).reshape(len(found), 2 * found.shape[1])
    inside = np.repeat(np.arange(found.shape[1]) < lengths[:, None], 2, axis=1) & (both >= 0)
    offsets = np.append(0, np.cumsum(inside.sum(axis=1))).astype(np.int64)
    rows = hits.order[both[inside]]
    return Tracks(offsets, rows) if fitted is None else replace(fitted, offsets=offsets, hits=rows)
