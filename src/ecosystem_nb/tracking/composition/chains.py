"""Tracks of one finder as the beginning of another: seeds for building, lists of hits for a fit."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.gnn.find import Settings
from ecosystem_nb.tracking.gnn.find import find as graph
from ecosystem_nb.tracking.hits.arrange import Hits, arrange
from ecosystem_nb.tracking.hits.lists import table_of
from ecosystem_nb.tracking.mkfit.find import Rules, find, from_seeds
from ecosystem_nb.tracking.mkfit.fit import fit
from ecosystem_nb.tracking.seeding.find import Cuts, Seeds
from ecosystem_nb.tracking.segments.find import find as link
from ecosystem_nb.tracking.segments.objects import Cuts as Pieces
from ecosystem_nb.tracking.tracks import Tracks


def seeds_of(tracks: Tracks, hits: Hits) -> Seeds:
    """Return the first three hits of each track as a seed.

    Parameters
    ----------
    tracks : Tracks
        Of any finder, hits from the inside out, at least three each.
    hits : Hits
        The same event's.

    Returns
    -------
    Seeds

    Raises
    ------
    ValueError
        Where a track has fewer than three hits.
    """
    if len(tracks) and tracks.lengths.min() < 3:
        short = int(tracks.lengths.argmin())
        raise ValueError(f"track {short} has {tracks.lengths[short]} hits: expected at least 3 for a seed")
    rows, _ = table_of(tracks, hits, most=3)
    return Seeds(rows, hits.event[rows[:, 0]], np.zeros(len(rows), dtype=np.float32))


def segments_then_kalman(
    hits: Hits, detector: Detector, pieces: Pieces | None = None, rules: Rules | None = None
) -> Tracks:
    """Link segments, and let each linked track seed the building by Kalman filters.

    Parameters
    ----------
    hits : Hits
    detector : Detector
    pieces : segments.objects.Cuts, optional
    rules : Rules, optional

    Returns
    -------
    Tracks
        Fitted at their innermost hit.

    Notes
    -----
    As in the Phase-2 trigger of CMS, whose segment linking seeds mkFit.
    """
    return from_seeds(hits, seeds_of(link(hits, detector, pieces), hits), detector, rules)


def kalman_then_segments(
    hits: Hits,
    detector: Detector,
    cuts: Cuts | None = None,
    pieces: Pieces | None = None,
    rules: Rules | None = None,
) -> Tracks:
    """Find tracks by Kalman filters, and link and build again among the hits that are left.

    Parameters
    ----------
    hits : Hits
    detector : Detector
    cuts : Cuts, optional
        Of the first pass's seeds.
    pieces : segments.objects.Cuts, optional
    rules : Rules, optional

    Returns
    -------
    Tracks
        The first pass's, then the second's; no hit is on tracks of both.
    """
    first = find(hits, detector, cuts, rules)
    free = np.ones(len(hits), dtype=np.bool_)
    free[hits.place()[first.hits]] = False
    rows = np.flatnonzero(free)
    left = arrange(
        hits.x[rows], hits.y[rows], hits.z[rows], hits.layer[rows], detector, event=hits.event[rows]
    )
    second = segments_then_kalman(left, detector, pieces, rules)
    return _joined(first, replace(second, hits=hits.order[rows[second.hits]]))


def graph_tracks(hits: Hits, settings: Settings | None = None) -> Tracks:
    """Find tracks by graph networks, event by event.

    Parameters
    ----------
    hits : Hits
    settings : gnn.find.Settings, optional

    Returns
    -------
    Tracks
        Lists of hits without states: ``refit`` gives those.
    """
    lengths, own = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for one in np.unique(hits.event):
        rows = np.flatnonzero(hits.event == one)
        columns = (getattr(hits, name)[rows] for name in ("x", "y", "z", "layer"))
        found = graph(*columns, settings=settings).tracks
        lengths.append(found.lengths)
        own.append(hits.order[rows[found.hits]])
    return Tracks(np.append(0, np.cumsum(np.concatenate(lengths))), np.concatenate(own))


def _joined(first: Tracks, second: Tracks) -> Tracks:
    """Return the fitted tracks of both."""
    offsets = np.concatenate([first.offsets, first.offsets[-1] + second.offsets[1:]])
    columns = {
        name: np.concatenate([getattr(one, name) for one in (first, second)])
        for name in ("hits", "states", "covariances", "chi2")
    }
    return Tracks(offsets, **columns)


def refit(tracks: Tracks, hits: Hits, detector: Detector, most: float = 5.0) -> Tracks:
    """Fit the tracks of any finder by Kalman filters, and drop those that fit badly.

    Parameters
    ----------
    tracks : Tracks
        Their hits in any order; of two hits on one layer the first is kept.
    hits : Hits
    detector : Detector
    most : float
        Most chi-squared for each degree of freedom.

    Returns
    -------
    Tracks
        With states and covariances; tracks with fewer than four layers are dropped too, for they leave no
        more than three degrees of freedom.
    """
    within("most", most, "1", above=0)
    lists = _outward(tracks, hits)
    lists = [one for one in lists if len(one) >= 4]
    lengths = np.array([len(one) for one in lists], dtype=np.int32)
    found = np.zeros((len(lists), max(lengths, default=3)), dtype=np.int32)
    for row, one in enumerate(lists):
        found[row, : len(one)] = one
    fitted = fit(hits, found, lengths, detector)
    return fitted.chosen(np.asarray(fitted.chi2) <= most * (2 * lengths - 5))  # false for NaN


def _outward(tracks: Tracks, hits: Hits) -> list[NDArray[np.int64]]:
    """Return each track's sorted rows by distance from the centre, one a layer."""
    place = hits.place()
    far = np.hypot(hits.r, hits.z)
    lists = []
    for first, end in zip(tracks.offsets[:-1], tracks.offsets[1:], strict=True):
        rows = place[tracks.hits[first:end]]
        rows = rows[np.argsort(far[rows], kind="stable")]
        _, once = np.unique(hits.layer[rows], return_index=True)
        lists.append(rows[np.sort(once)])
    return lists
