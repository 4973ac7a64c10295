"""How many points the TrackML challenge would give."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.tracking.scoring.matching import FAKE, TRACKML, Shared, match, share
from ecosystem_nb.tracking.scoring.truth import Truth
from ecosystem_nb.tracking.tracks import Tracks

BY_ORDER = (10.0, 8.0, 6.0, 5.0, 3.0, 3.0, 3.0, 5.0, 6.0)
"""Weight of a particle's hits from the first to the last, stretched to the number of its hits."""
FEWEST, MOST = 4, 20
"""Hits of a particle: with fewer none counts, and beyond so many the rest does not."""
PT = ((0.05, 0.2), (0.5, 0.2), (3.0, 1.0))
"""Points between which the weight of the transverse momentum (GeV) is straight; below the first it is 0."""


def trackml_score(tracks: Tracks, truth: Truth, shared: Shared | None = None) -> float:
    """Return TrackML's score: the share of the weight that good tracks hold.

    Parameters
    ----------
    tracks : Tracks
    truth : Truth
        With ``weights``, or each hit of a particle weighs the same.
    shared : Shared, optional
        What ``share`` gave for ``tracks``, if it has been called.

    Returns
    -------
    float
        0 to 1; NaN where no hit has weight.

    Notes
    -----
    A track is good when more than half of its hits come from one particle and it holds more than half of
    that particle's hits; then the hits of that particle on it count [1]_.
    The challenge gave each hit to one track only.  Where tracks share hits, a hit goes to the longest of
    its tracks, between equals to the first; the score is that of what is left.

    References
    ----------
    .. [1] Amrouche et al., The Tracking Machine Learning Challenge: Accuracy Phase (2020),
       DOI 10.1007/978-3-030-29135-8_9.

    Examples
    --------
    >>> from ecosystem_nb.tracking.scoring.truth import truth
    >>> known = truth([0, 0, 0, 1, 1, 1], {"pt": [1.0, 2.0], "eta": [0.0, 0.0]})
    >>> trackml_score(Tracks.of([[0, 1, 2], [3]]), known)
    0.5
    """
    weight = (truth.particle >= 0).astype(np.float64) if truth.weights is None else truth.weights
    total = weight.sum()
    if not total > 0:
        return float("nan")
    alone = _one_track_a_hit(tracks)
    common = shared if shared is not None and alone is tracks else share(alone, truth)
    good = match(common, TRACKML).outcome != FAKE
    owner = np.repeat(np.arange(len(alone)), alone.lengths)
    major = np.full(len(alone), -2, dtype=np.int64)
    some = common.majority >= 0
    major[some] = common.particle[common.majority[some]]
    counts = good[owner] & (truth.particle[alone.hits] == major[owner])
    return float(weight[alone.hits[counts]].sum() / total)


def _one_track_a_hit(tracks: Tracks) -> Tracks:
    """Leave each hit on the longest of its tracks."""
    owner = np.repeat(np.arange(len(tracks)), tracks.lengths)
    order = np.lexsort((owner, -tracks.lengths[owner], tracks.hits))
    first = np.diff(tracks.hits[order], prepend=-1) != 0
    if first.all():
        return tracks
    kept = np.sort(order[first])
    offsets = np.zeros(len(tracks) + 1, dtype=np.int64)
    np.cumsum(np.bincount(owner[kept], minlength=len(tracks)), out=offsets[1:])
    return Tracks(offsets, tracks.hits[kept])


def trackml_weights(particle: ArrayLike, along: ArrayLike, pt: ArrayLike) -> Floats:
    """Weigh hits by their order along their particle and by its transverse momentum, as the challenge did.

    Parameters
    ----------
    particle : array_like of int, shape (N,)
        Row of ``pt`` for each hit, -1 for noise.
    along : array_like of float64, shape (N,)
        What rises along a particle; the challenge took the distance in z from its origin, mm.
    pt : array_like of float64, shape (P,)
        Transverse momentum, GeV.

    Returns
    -------
    ndarray of float64, shape (N,)
        Their sum is 1, or 0 where no hit counts.

    Notes
    -----
    The first and the last hits weigh most, for they say where a particle comes from and how fast it is.
    The constants are those of the challenge's library (github.com/LAL/trackml-library, weights.py).

    Examples
    --------
    >>> trackml_weights([0, 0, 0, 0, -1], [1.0, 2.0, 3.0, 4.0, 0.0], [5.0]).round(3).tolist()
    [0.411, 0.219, 0.123, 0.247, 0.0]
    """
    of = np.asarray(particle, dtype=np.int64)
    momentum = within("pt", pt, "GeV", least=0)
    order = np.lexsort((np.arange(len(of)), within("along", along, "mm"), of))
    order = order[of[order] >= 0]
    nhits = np.bincount(of[order], minlength=len(momentum))
    start = np.cumsum(nhits) - nhits
    place = np.arange(len(order)) - start[of[order]]
    momenta, weights = np.array(PT).T
    by_pt = np.interp(momentum, momenta, weights, left=0.0)
    weight = np.zeros(len(of))
    weight[order] = _order_matrix()[np.minimum(nhits[of[order]], MOST), np.minimum(place, MOST)]
    weight[order] *= by_pt[of[order]]
    total = weight.sum()
    return weight / total if total > 0 else weight


def _order_matrix() -> NDArray[np.float64]:
    """Return the weight of hit i of n, at row n, column i; a column of zeros stands for the rest."""
    matrix = np.zeros((MOST + 1, MOST + 1))
    for n in range(FEWEST, MOST + 1):
        stretched = np.linspace(0.0, n - 1.0, len(BY_ORDER))
        row = np.interp(np.arange(n), stretched, BY_ORDER)
        matrix[n, :n] = row / row.sum()
    return matrix
