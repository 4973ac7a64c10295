"""Find tracks by linking: the pieces, then one track where several share their hits."""

from dataclasses import replace
from time import process_time

import numpy as np

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import curvature, outward
from ecosystem_nb.tracking.device import Device
from ecosystem_nb.tracking.hits.arrange import Hits
from ecosystem_nb.tracking.segments.link import drivers_of, link, matter, window
from ecosystem_nb.tracking.segments.objects import Cuts, Linked
from ecosystem_nb.tracking.tracks import Tracks


def find(hits: Hits, detector: Detector, cuts: Cuts | None = None, *, device: Device = "cpu") -> Tracks:
    """Find the tracks of one event, or of the several that ``hits`` holds.

    Parameters
    ----------
    hits : Hits
    detector : Detector
        Plain, or with double layers.
    cuts : Cuts, optional
    device : {"cpu", "cuda"}

    Returns
    -------
    Tracks
        Sorted by event, kind (pT5, pT3, T5) and quality; their hits are rows of the arrays that ``arrange``
        took.  States are fitted at the first hit that was linked, where a track may have more hits inside.

    References
    ----------
    P. Chang et al., "Segment Linking: A Highly Parallelizable Track Reconstruction Algorithm for HL-LHC",
    J. Phys. Conf. Ser. 2375 (2022) 012005, doi:10.1088/1742-6596/2375/1/012005.
    """
    return finish(link(hits, detector, cuts, device=device), detector, cuts, device=device)


def finish(linked: Linked, detector: Detector, cuts: Cuts | None = None, *, device: Device = "cpu") -> Tracks:
    """Turn linked objects into tracks: add the hits that a candidate lacks, then clean.

    Parameters
    ----------
    linked : Linked
        Its ``seconds`` get the times of the two stages.
    detector : Detector
    cuts : Cuts, optional
    device : {"cpu", "cuda"}

    Returns
    -------
    Tracks

    Notes
    -----
    Candidates rank by kind, then by number of hits, then by chi-squared.
    """
    cuts = cuts or Cuts()
    run = drivers_of(device)
    began = process_time()
    own = linked.points.hits
    found, lengths = linked.candidates()
    orders = outward(detector)
    longer = np.zeros((len(found), orders.shape[1]), np.int32)
    size = np.zeros(len(found), np.int32)
    states = np.zeros((len(found), 6), np.float32)
    chi2 = np.zeros(len(found), np.float32)
    run.extensions(
        found, lengths, own.x, own.y, own.z, own.r, *window(own), matter(detector), own.off, orders,
        curvature(detector), cuts.array(), longer, size, states, chi2,
    )  # fmt: skip
    linked.seconds["extensions"] = process_time() - began
    began = process_time()
    event = own.event[found[:, 0]]
    order = np.lexsort((chi2, -size, -lengths, event))
    rank = np.empty(len(found), np.int32)
    rank[order] = np.arange(len(found), dtype=np.int32)
    keep = run.clean(longer, size, rank, len(own), np.float32(cuts.shared))
    keep = order[keep[order]]
    inside = np.arange(longer.shape[1]) < size[keep, None]
    tracks = _expand(linked, longer[keep][inside], size[keep])
    many = tracks.lengths >= cuts.hits
    linked.seconds["cleaning"] = process_time() - began
    return replace(tracks, states=states[keep], chi2=chi2[keep]).chosen(many)


def _expand(linked: Linked, points: np.ndarray, size: np.ndarray) -> Tracks:
    """Replace points by their hits, one or two each."""
    both = np.column_stack([linked.points.inner[points], linked.points.outer[points]])
    owner = np.repeat(np.arange(len(size)), size)
    there = both >= 0
    lengths = np.bincount(owner, weights=there.sum(axis=1), minlength=len(size)).astype(np.int64)
    return Tracks(np.append(0, np.cumsum(lengths)), both[there])
