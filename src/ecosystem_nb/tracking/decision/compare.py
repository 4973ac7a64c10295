"""Every finder on the same events: by pile-up, and where it is hard."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from ecosystem_nb.tracking.decision.finders import Finder
from ecosystem_nb.tracking.detector.layers import Detector, generic
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.scoring.score import score, summary
from ecosystem_nb.tracking.scoring.truth import Selection, truth

PLAIN = "plain"
DEFINITION = "ACTS"


def conditions(plain: Setup) -> dict[str, Setup]:
    """Return events that are hard, each in one way, beside the plain ones.

    Parameters
    ----------
    plain : Setup

    Returns
    -------
    dict of str to Setup

    Notes
    -----
    Jets: ten of 500 GeV with 20 charged particles each within a cone of 0.05.  Dead: one module in twenty.
    Shifted: every module by 50 um in both of its directions, unknown to the finder.  Displaced: half of the
    particles come from decays 20 mm from the beam, on average.
    """
    return {
        PLAIN: plain,
        "dense jets": replace(plain, jets=10, jet_pt=500.0, jet_tracks=20, jet_cone=0.05),
        "dead modules": replace(plain, dead=0.05),
        "shifted modules": replace(plain, misalignment=0.05),
        "displaced": replace(plain, displaced=0.5),
    }


def compare(
    finders: Mapping[str, Finder],
    setups: Mapping[str, Setup],
    seeds: Sequence[int],
    selection: Selection,
    detector: Detector | None = None,
) -> pd.DataFrame:
    """Let every finder find the tracks of the same events, and score them alike.

    Parameters
    ----------
    finders : mapping of str to Finder
    setups : mapping of str to Setup
        Kinds of events by name.
    seeds : sequence of int
        One event each, of every kind.
    selection : Selection
        Particles asked for.
    detector : Detector, optional

    Returns
    -------
    pandas.DataFrame
        One row a kind of event and finder: ``kind``, ``finder``, ``particles``, ``hits`` (an event),
        ``efficiency`` with ``low`` and ``high`` (one sigma), ``fakes``, ``duplicates`` and ``purity``, by
        ACTS's double matching.
    """
    chosen = detector or generic()
    rows = []
    for kind, setup in setups.items():
        events = generate(setup, seeds, chosen)
        known = [truth(np.asarray(one.hits.particle), one.particles) for one in events]
        for name, finder in finders.items():
            found = [finder(one, chosen, 0.9 * selection.pt_min) for one in events]
            scored = [score(tracks, of, selection) for tracks, of in zip(found, known, strict=True)]
            one = summary(scored).set_index("definition").loc[DEFINITION]
            rows.append(
                {
                    "kind": kind,
                    "finder": name,
                    "particles": int(one["particles"]),
                    "hits": float(np.mean([len(event.hits) for event in events])),
                    "efficiency": float(one["efficiency"]),
                    "low": float(one["low"]),
                    "high": float(one["high"]),
                    "fakes": float(one["fake_rate"]),
                    "duplicates": float(one["duplicate_rate"]),
                    "purity": float(one["purity"]),
                }
            )
    return pd.DataFrame(rows)
