"""How good is a finder? Efficiency, fakes and duplicates by five definitions, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.scoring.intervals import clopper_pearson
from ecosystem_nb.tracking.scoring.matching import (
    DEFINITIONS,
    DUPLICATE,
    FAKE,
    TRACKML,
    Matched,
    match,
    share,
)
from ecosystem_nb.tracking.scoring.trackml import trackml_score
from ecosystem_nb.tracking.scoring.truth import Selection, Truth
from ecosystem_nb.tracking.tracks import Tracks

VARIABLES = {"pt": "GeV", "eta": "1", "displacement": "mm", "nhits": "1"}
"""Properties of a particle that ``efficiency_by`` can split by, each with its unit."""


@dataclass(frozen=True, eq=False)
class Scored:
    """One event, scored.

    Attributes
    ----------
    selection : Selection
    selected : ndarray of bool, shape (P,)
        Whether each particle is asked for.
    truth : Truth
    purity : ndarray of float64, shape (T,)
        Share of each track's hits that come from its majority particle.
    matched : dict of str to Matched
        What each definition says.
    score : float
        TrackML's score.
    """

    selection: Selection
    selected: NDArray[np.bool_]
    truth: Truth
    purity: Floats
    matched: dict[str, Matched]
    score: float


def score(tracks: Tracks, truth: Truth, selection: Selection | None = None) -> Scored:
    """Score the tracks of one event by every definition.

    Parameters
    ----------
    tracks : Tracks
        Rows of ``truth.particle``.
    truth : Truth
    selection : Selection, optional
        Particles that should be found.

    Returns
    -------
    Scored

    Examples
    --------
    >>> from ecosystem_nb.tracking.scoring.truth import truth
    >>> known = truth([0, 0, 0, 1, 1, 1], {"pt": [1.0, 2.0], "eta": [0.0, 0.0]})
    >>> one = score(Tracks.of([[0, 1, 2], [3, 4]]), known)
    >>> summary([one])[["definition", "efficiency", "fake_rate"]].values.tolist()[0]
    ['ACTS', 1.0, 0.0]
    """
    chosen = selection or Selection()
    shared = share(tracks, truth)
    return Scored(
        selection=chosen,
        selected=chosen.of(truth),
        truth=truth,
        purity=shared.purity,
        matched={one.name: match(shared, one) for one in DEFINITIONS},
        score=trackml_score(tracks, truth, shared),
    )


def summary(events: Scored | Iterable[Scored]) -> pd.DataFrame:
    """Return one row a definition, summed over events.

    Parameters
    ----------
    events : Scored, or iterable of them
        All with the same selection.

    Returns
    -------
    pandas.DataFrame
        ``definition``, ``particles`` (selected), ``found``, ``efficiency`` with its interval ``low`` to
        ``high`` of one sigma, ``tracks``, ``fakes``, ``fake_rate``, ``duplicates``, ``duplicate_rate``,
        ``purity`` and ``hit_efficiency`` (means over matched tracks and found particles), ``score``
        (TrackML's, mean over events) and ``selection``.
        A rate of nothing is NaN.

    Notes
    -----
    A particle counts when it is selected and found.  A fake is a track of no particle at all, selected or
    not; fakes and duplicates are counted over all tracks.
    """
    scored = _same(events)
    rows = []
    for definition in DEFINITIONS:
        name = definition.name
        found = sum(int((one.matched[name].found & one.selected).sum()) for one in scored)
        outcome = np.concatenate([one.matched[name].outcome for one in scored])
        purity = np.concatenate([one.purity for one in scored])[outcome != FAKE]
        best = np.concatenate([one.matched[name].best[one.selected] for one in scored])
        best = best[~np.isnan(best)]
        particles = sum(int(one.selected.sum()) for one in scored)
        fakes, duplicates = int((outcome == FAKE).sum()), int((outcome == DUPLICATE).sum())
        low, high = clopper_pearson(found, particles)
        rows.append(
            {
                "definition": name,
                "particles": particles,
                "found": found,
                "efficiency": _rate(found, particles),
                "low": float(low),
                "high": float(high),
                "tracks": len(outcome),
                "fakes": fakes,
                "fake_rate": _rate(fakes, len(outcome)),
                "duplicates": duplicates,
                "duplicate_rate": _rate(duplicates, len(outcome)),
                "purity": float(purity.mean()) if len(purity) else np.nan,
                "hit_efficiency": float(best.mean()) if len(best) else np.nan,
                "score": float(np.mean([one.score for one in scored])) if definition is TRACKML else np.nan,
                "selection": str(scored[0].selection),
            }
        )
    return pd.DataFrame(rows)


def efficiency_by(events: Scored | Iterable[Scored], variable: str, edges: Sequence[float]) -> pd.DataFrame:
    """Return the efficiency in bins of a property of the particles.

    Parameters
    ----------
    events : Scored, or iterable of them
    variable : str
        One of ``VARIABLES``.
    edges : sequence of float
        Rising bin edges, in the variable's unit; a bin holds its lower edge, the last one both.

    Returns
    -------
    pandas.DataFrame
        For each definition and bin ``from``, ``to``, ``particles``, ``found``, ``efficiency`` (NaN where
        there is no particle), ``low``, ``high`` and ``selection``.

    Raises
    ------
    ValueError
        For an unknown variable, or edges that do not rise.
    """
    if variable not in VARIABLES:
        raise ValueError(f"variable = {variable!r}: expected one of {', '.join(VARIABLES)}")
    bins = np.asarray(edges, dtype=np.float64)
    if len(bins) < 2 or not (np.diff(bins) > 0).all():
        raise ValueError(f"edges: expected at least two that rise, got {list(edges)}")
    scored = _same(events)
    selected = np.concatenate([one.selected for one in scored])
    values = np.concatenate([getattr(one.truth, variable) for one in scored])
    total, _ = np.histogram(values[selected], bins)
    frames = []
    for definition in DEFINITIONS:
        got = np.concatenate([one.matched[definition.name].found for one in scored]) & selected
        found, _ = np.histogram(values[got], bins)
        low, high = clopper_pearson(found, total)
        columns = {"definition": definition.name, "from": bins[:-1], "to": bins[1:], "particles": total}
        with np.errstate(invalid="ignore"):
            columns |= {"found": found, "efficiency": found / total, "low": low, "high": high}
        frames.append(pd.DataFrame(columns | {"selection": str(scored[0].selection)}))
    return pd.concat(frames, ignore_index=True)


def _same(events: Scored | Iterable[Scored]) -> list[Scored]:
    """Return a list of at least one event, all with the same selection."""
    scored = [events] if isinstance(events, Scored) else list(events)
    if not scored:
        raise ValueError("events: expected at least one")
    kinds = {str(one.selection) for one in scored}
    if len(kinds) > 1:
        raise ValueError(f"events of {len(kinds)} selections: expected one, got {'; '.join(sorted(kinds))}")
    return scored


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
