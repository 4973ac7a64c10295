"""Let ACTS simulate an event and find its tracks."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import awkward as ak
import pandas as pd

from ecosystem_nb.tracking.detector.layers import Detector, generic
from ecosystem_nb.tracking.peer.chain import Chain, begin, find, simulate
from ecosystem_nb.tracking.peer.read import event, on_whiteboard, tracks
from ecosystem_nb.tracking.peer.setup import Gun, Settings
from ecosystem_nb.tracking.peer.wheel import load
from ecosystem_nb.tracking.tracks import Tracks

STAGES = {
    "SpacePointMaker": "seeds",
    "GridTripletSeedingAlgorithm": "seeds",
    "TrackParamsEstimationAlgorithm": "parameters",
    "TrackFindingAlgorithm": "CKF",
    "GreedyAmbiguityResolutionAlgorithm": "ambiguity",
}
"""Which of ACTS's algorithms make up which stage of finding tracks."""


@dataclass(frozen=True, eq=False)
class Reconstructed:
    """What ACTS simulated and found.

    Attributes
    ----------
    event : awkward.Record
        In the format of ``events.generate``; a hit is a measurement, its module ACTS's sensor.
    found : Tracks
        After the CKF.
    resolved : Tracks
        After the ambiguity resolution.
    seconds : dict of str to float
        Time of each stage in ``STAGES``, by ACTS's own clock, s.
    algorithms : dict of str to float
        Time of every algorithm of the sequence, s; equal names are summed.
    own : dict of str to dict
        What ACTS's own writer says of ``"ckf"`` and ``"ambi"``: ``efficiency`` (particles of at least nine
        measurements, double matching), ``fakes`` and ``duplicates`` (shares of tracks).
    """

    event: ak.Record
    found: Tracks
    resolved: Tracks
    seconds: dict[str, float]
    algorithms: dict[str, float]
    own: dict[str, dict[str, float]]


def reconstruct(
    gun: Gun | None = None,
    settings: Settings | None = None,
    detector: Detector | None = None,
    extras: Iterable[Callable[[Chain], None]] = (),
) -> Reconstructed:
    """Simulate one event with Fatras and find its tracks with ACTS, on one thread.

    Parameters
    ----------
    gun : Gun, optional
    settings : Settings, optional
    detector : Detector, optional
        Its layers name the measurements, its resolutions smear them and its field bends the tracks; where
        the modules are and how thick is ACTS's own generic detector.
    extras : iterable of callable
        Add further algorithms to the chain, after ACTS's.

    Returns
    -------
    Reconstructed

    Raises
    ------
    NoPeerError
        Where ACTS is not installed.

    Notes
    -----
    The same gun, settings and wheel give the same event and tracks.  The field is uniform.

    References
    ----------
    .. [1] X. Ai et al., A Common Tracking Software Project, DOI 10.1007/s41781-021-00078-8.

    Examples
    --------
    >>> one = reconstruct(Gun(muons=8))
    >>> len(one.event.particles), sorted(one.seconds)
    (8, ['CKF', 'ambiguity', 'parameters', 'seeds'])
    """
    gun, settings = gun or Gun(), settings or Settings()
    chosen = generic() if detector is None else detector
    acts = load()
    kept: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chain = begin(acts, chosen, folder)
        simulate(chain, gun, chosen, folder)
        find(chain, gun, settings, chosen.field, folder)
        for add in extras:
            add(chain)
        _keep(chain, chosen, gun.seed, kept)
        chain.sequencer.run()
        times = pd.read_csv(folder / "timing.csv")
    own = {name: _says(writer.stats()) for name, writer in chain.writers.items()}
    names = times["identifier"].str.split(":").str[1]
    algorithms = times["time_total_s"].groupby(names).sum()
    stages = algorithms.groupby(STAGES).sum()
    return Reconstructed(
        **kept,
        seconds={str(stage): float(time) for stage, time in stages.items()},
        algorithms={str(one): float(time) for one, time in algorithms.items()},
        own=own,
    )


def _keep(chain: Chain, detector: Detector, seed: int, kept: dict[str, Any]) -> None:
    """Add the algorithm that copies event and tracks before the whiteboard is cleared."""
    examples = chain.acts.examples
    keys = {
        "measurements": examples.MeasurementContainer,
        "simhits": examples.SimHitContainer,
        "particles_simulated": examples.SimParticleContainer,
        "measurement_simhits_map": examples.MeasurementSimHitsMap,
        "ckf_tracks": examples.ConstTrackContainer,
        "ambi_tracks": examples.ConstTrackContainer,
    }

    def work(board: dict[str, Any], context: Any) -> None:
        kept["event"] = event(chain, board, context, detector, seed)
        kept["found"] = tracks(chain, board["ckf_tracks"])
        kept["resolved"] = tracks(chain, board["ambi_tracks"])

    on_whiteboard(chain, "Keep", keys, work)


def _says(stats: dict[str, Any]) -> dict[str, float]:
    """Return what counts of a writer's statement."""
    return {
        "efficiency": float(stats["efficiencyParticles"]),
        "fakes": float(stats["fakeRatioTracks"]),
        "duplicates": float(stats["duplicateRatioTracks"]),
    }
