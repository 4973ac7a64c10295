"""Which track belongs to which particle, by each definition."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.scoring.kernels import shared_hits
from ecosystem_nb.tracking.scoring.truth import Truth
from ecosystem_nb.tracking.tracks import Tracks

FAKE, MATCHED, DUPLICATE = 0, 1, 2
"""What a track is: of no particle, the best of its particle, or one more of it."""


@dataclass(frozen=True)
class Definition:
    """When a track belongs to a particle.

    Attributes
    ----------
    name : str
    of_track : float
        Share of the track's hits that must come from the particle.
    of_particle : float
        Share of the particle's hits that must be on the track; 0 where it does not matter.
    equal : bool
        Whether exactly the share is enough.
    one_way : bool
        Whether a particle is found by ``of_particle`` alone, and a track is no fake by ``of_track`` alone.
    """

    name: str
    of_track: float
    of_particle: float = 0.0
    equal: bool = False
    one_way: bool = False

    def reaches(self, share: Floats, needed: float) -> NDArray[np.bool_]:
        """Tell which shares are enough."""
        return share >= needed if self.equal else share > needed


ACTS = Definition("ACTS", 0.5, 0.5, equal=True)
CMS = Definition("CMS", 0.75)
TRACKML = Definition("TrackML", 0.5, 0.5)
ONE_WAY = Definition("Exa.TrkX one-way", 0.5, 0.5, one_way=True)
TWO_WAY = Definition("Exa.TrkX two-way", 0.5, 0.5)
DEFINITIONS = (ACTS, CMS, TRACKML, ONE_WAY, TWO_WAY)
"""As the code of each applies them: ACTS (TrackTruthMatcher, double matching) takes exactly half, the
library of TrackML and Exa.TrkX (acorn) want more than half, CMS (QuickTrackAssociatorByHits) more than 75 %.
"""


@dataclass(frozen=True, eq=False)
class Shared:
    """What tracks and particles of one event have in common.

    Attributes
    ----------
    track, particle, count : ndarray of int64, shape (K,)
        One row a track and particle with common hits.
    lengths : ndarray of int64, shape (T,)
        Hits of each track.
    majority : ndarray of int64, shape (T,)
        Row of ``track`` and the others for the particle with most hits on each track, -1 where all is
        noise.  Between equals it is the particle with fewer hits, then the one listed first.
    nhits : ndarray of int64, shape (P,)
        Hits of each particle in the event.
    """

    track: NDArray[np.int64]
    particle: NDArray[np.int64]
    count: NDArray[np.int64]
    lengths: NDArray[np.int64]
    majority: NDArray[np.int64]
    nhits: NDArray[np.int64]

    @property
    def purity(self) -> Floats:
        """Share of each track's hits that come from its majority particle; 0 for a track of noise."""
        most = np.where(self.majority >= 0, self.count[self.majority], 0) if len(self.count) else 0
        return most / np.maximum(self.lengths, 1)


def share(tracks: Tracks, truth: Truth) -> Shared:
    """Count what tracks and particles have in common.

    Parameters
    ----------
    tracks : Tracks
        A hit may be on several tracks, but on each only once.
    truth : Truth

    Returns
    -------
    Shared

    Raises
    ------
    ValueError
        For a hit that the event lacks, or that a track has twice.

    Notes
    -----
    O(H): some milliseconds for 100 k hits on tracks, the first call's compilation apart.
    """
    hits = np.ascontiguousarray(tracks.hits, dtype=np.int64)
    offsets = np.ascontiguousarray(tracks.offsets, dtype=np.int64)
    if not (offsets[0] == 0 and offsets[-1] == len(hits) and (np.diff(offsets) >= 0).all()):
        raise ValueError(f"offsets of tracks: expected to rise from 0 to {len(hits)}, their number of hits")
    bad = (hits < 0) | (hits >= len(truth.particle))
    if bad.any():
        place = int(np.flatnonzero(bad)[0])
        raise ValueError(
            f"hit {hits[place]} of track {_owner(offsets, place)}: expected 0 to {len(truth.particle) - 1}"
        )
    track, of, count, twice = shared_hits(offsets, hits, truth.particle)
    if twice >= 0:
        raise ValueError(f"hit {hits[twice]} stands twice on track {_owner(offsets, twice)}: expected once")
    order = np.lexsort((of, truth.nhits[of], -count, track))
    first = np.flatnonzero(np.diff(track[order], prepend=-1))
    majority = np.full(len(tracks), -1, dtype=np.int64)
    majority[track[order[first]]] = order[first]
    return Shared(track, of, count, tracks.lengths, majority, truth.nhits)


def _owner(offsets: NDArray[np.int64], place: int) -> int:
    return int(np.searchsorted(offsets, place, side="right")) - 1


@dataclass(frozen=True, eq=False)
class Matched:
    """What one definition says of one event.

    Attributes
    ----------
    found : ndarray of bool, shape (P,)
    best : ndarray of float64, shape (P,)
        Share of each particle's hits on the best of its tracks, NaN where there is none.
    outcome : ndarray of int8, shape (T,)
        ``FAKE``, ``MATCHED`` or ``DUPLICATE``.
    """

    found: NDArray[np.bool_]
    best: Floats
    outcome: NDArray[np.int8]


def match(shared: Shared, definition: Definition) -> Matched:
    """Apply a definition.

    Parameters
    ----------
    shared : Shared
    definition : Definition

    Returns
    -------
    Matched

    Notes
    -----
    A track can only belong to its majority particle.  Of several tracks of one particle the one with most
    of its hits is the match, then the shorter, then the first; the others are duplicates.
    Exa.TrkX's one-way definition counts a particle as found when more than half of its hits are on one
    track, whatever else is on that track.
    """
    outcome = np.zeros(len(shared.lengths), dtype=np.int8)
    best = np.full(len(shared.nhits), np.nan)
    rows = shared.majority[shared.majority >= 0]
    track, of, count = shared.track[rows], shared.particle[rows], shared.count[rows]
    good = definition.reaches(count / shared.lengths[track], definition.of_track)
    if definition.of_particle and not definition.one_way:
        good &= definition.reaches(count / shared.nhits[of], definition.of_particle)
    track, of, count = track[good], of[good], count[good]
    order = np.lexsort((track, shared.lengths[track], -count, of))
    first = np.diff(of[order], prepend=-1) != 0
    outcome[track] = DUPLICATE
    outcome[track[order[first]]] = MATCHED
    best[of[order[first]]] = count[order[first]] / shared.nhits[of[order[first]]]
    if definition.one_way:
        part = shared.count / shared.nhits[shared.particle]
        held = definition.reaches(part, definition.of_particle)
        best = np.full(len(shared.nhits), np.nan)
        np.fmax.at(best, shared.particle[held], part[held])  # hits may be on several tracks
    return Matched(~np.isnan(best), best, outcome)
