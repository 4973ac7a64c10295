"""Put a finder of this book into ACTS's chain, between ACTS's measurements and ACTS's judgement."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.detector.layers import Detector, generic
from ecosystem_nb.tracking.hits.arrange import Hits, arrange
from ecosystem_nb.tracking.mkfit.find import find as mkfit
from ecosystem_nb.tracking.peer.chain import Chain, judge
from ecosystem_nb.tracking.peer.read import measured
from ecosystem_nb.tracking.peer.run import Reconstructed, reconstruct
from ecosystem_nb.tracking.peer.setup import Gun, Settings
from ecosystem_nb.tracking.seeding.find import Cuts
from ecosystem_nb.tracking.tracks import Tracks

Finder = Callable[[Hits, Detector], Tracks]


@dataclass
class Inserted:
    """What the finder did, filled when the chain runs.

    Attributes
    ----------
    tracks : Tracks or None
        Hits are rows of the event's.
    seconds : dict of str to float
        ``reading`` measurements through the binding, ``finding``, and ``writing`` proto-tracks, s.
    """

    tracks: Tracks | None = None
    seconds: dict[str, float] = field(default_factory=dict)


def insert(chain: Chain, name: str, finder: Finder, detector: Detector) -> Inserted:
    """Add a finder to a chain as an algorithm in Python, and ACTS's matcher and writer after it.

    Parameters
    ----------
    chain : Chain
        After ACTS's digitisation.
    name : str
        Of the tracks on the whiteboard: ``{name}_tracks``, and in ``chain.writers``.
    finder : callable
        Takes arranged hits and the detector, returns tracks.
    detector : Detector

    Returns
    -------
    Inserted
        Filled when the chain has run.

    Notes
    -----
    The wheel lets Python read measurements, surfaces and space points, and write proto-tracks (lists of
    measurements); it turns them into ACTS tracks without a fit, which is what truth matching needs.
    Measurements come one by one through the binding, some microseconds each: ``seconds`` keeps that apart.
    """
    acts = chain.acts
    examples = acts.examples
    done = Inserted()

    class Algorithm(examples.IAlgorithm):  # type: ignore[misc,name-defined]
        def __init__(self) -> None:
            examples.IAlgorithm.__init__(self, name, chain.quiet)
            self.measurements = examples.ReadDataHandle(
                self, examples.MeasurementContainer, "InputMeasurements"
            )
            self.measurements.initialize("measurements")
            self.found = examples.WriteDataHandle(self, examples.ProtoTrackContainer, "OutputProtoTracks")
            self.found.initialize(f"{name}_proto_tracks")

        def execute(self, context: Any) -> Any:
            clock = [time.perf_counter()]
            columns = measured(chain, self.measurements(context.eventStore), context, detector)
            clock.append(time.perf_counter())
            done.tracks = _found(finder, columns, detector)
            clock.append(time.perf_counter())
            container = examples.ProtoTrackContainer()
            for one in _lists(done.tracks):
                container.append(examples.ProtoTrack(one))
            self.found(context, container)
            clock.append(time.perf_counter())
            steps = ("reading", "finding", "writing")
            done.seconds.update(zip(steps, np.diff(clock).tolist(), strict=True))
            return examples.ProcessCode.SUCCESS

    chain.sequencer.addAlgorithm(Algorithm())
    _match(chain, name)
    judge(chain, name)
    return done


def beside(
    gun: Gun | None = None, settings: Settings | None = None, finder: Finder | None = None
) -> tuple[Reconstructed, Inserted]:
    """Run ACTS's CKF and a finder of this book in one chain, on the same measurements.

    Parameters
    ----------
    gun : Gun, optional
    settings : Settings, optional
        Of ACTS.
    finder : callable, optional
        The mkFit-style one unless told.

    Returns
    -------
    Reconstructed
        Its ``own["ours"]`` is ACTS's judgement of the finder.
    Inserted

    Raises
    ------
    NoPeerError
        Where ACTS is not installed.

    Examples
    --------
    >>> acts, ours = beside(Gun(muons=8), finder=lambda hits, detector: Tracks.of([]))
    >>> acts.own["ckf"]["efficiency"] > acts.own["ours"]["efficiency"], len(ours.tracks)
    (True, 0)
    """
    gun, detector = gun or Gun(), generic()
    cuts = Cuts(pt_min=0.9 * gun.pt_min)
    chosen = finder or (lambda hits, of: mkfit(hits, of, cuts))
    kept: list[Inserted] = []
    acts = reconstruct(
        gun, settings, detector, [lambda chain: kept.append(insert(chain, "ours", chosen, detector))]
    )
    return acts, kept[0]


def _found(finder: Finder, columns: dict[str, NDArray[Any]], detector: Detector) -> Tracks:
    hits = arrange(columns["x"], columns["y"], columns["z"], columns["layer"], detector)
    return finder(hits, detector)


def _lists(tracks: Tracks) -> list[list[int]]:
    return [one.tolist() for one in np.split(tracks.hits, tracks.offsets[1:-1])] if len(tracks) else []


def _match(chain: Chain, name: str) -> None:
    """Make ACTS tracks of the proto-tracks, and match them with the truth as ACTS does its own."""
    examples = chain.acts.examples
    chain.sequencer.addAlgorithm(
        examples.ProtoTracksToTracks(
            level=chain.quiet,
            inputMeasurements="measurement_subset",
            inputProtoTracks=f"{name}_proto_tracks",
            outputTracks=f"{name}_tracks",
        )
    )
    chain.sequencer.addAlgorithm(
        examples.TrackTruthMatcher(
            level=chain.quiet,
            inputTracks=f"{name}_tracks",
            inputParticles="particles",
            inputMeasurementParticlesMap="measurement_particles_map",
            outputTrackParticleMatching=f"{name}_track_particle_matching",
            outputParticleTrackMatching=f"{name}_particle_track_matching",
            doubleMatching=True,
        )
    )
