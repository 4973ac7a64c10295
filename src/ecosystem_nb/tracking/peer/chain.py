"""ACTS's chain of algorithms: gun, Fatras, smearing, seeds, CKF, ambiguity resolution."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.peer.setup import GROUP, Gun, Settings

SEED_VOLUMES = (7, 8, 9)  # pixels
_FEWEST = 9  # measurements of a particle that ACTS's own writers ask for


@dataclass(frozen=True, eq=False)
class Chain:
    """An ACTS sequencer in the making.

    Attributes
    ----------
    acts : module
    sequencer : acts.examples.Sequencer
        Runs one event on one thread.
    geometry : acts.TrackingGeometry
    field : acts.MagneticFieldProvider
    quiet : acts.logging.Level
        For every algorithm, so that nothing is written on a page.
    writers : dict of str to acts.examples.PythonPatternRecognitionPerformanceWriter
        ACTS's own judgement of each set of tracks.
    """

    acts: Any
    sequencer: Any
    geometry: Any
    field: Any
    quiet: Any
    writers: dict[str, Any]


@cache
def geometry(acts: Any) -> Any:
    """Build the generic detector, once; it must be kept as long as its geometry."""
    return acts.examples.GenericDetector(logLevel=acts.logging.FATAL)


@cache
def surfaces(acts: Any) -> Any:
    """Return the sensitive surfaces by identifier, made once."""
    return geometry(acts).trackingGeometry().geoIdSurfaceMap()


def begin(acts: Any, detector: Detector, folder: Path) -> Chain:
    """Return an empty sequencer in the detector's field."""
    quiet = acts.logging.FATAL
    sequencer = acts.examples.Sequencer(
        events=1, numThreads=1, logLevel=quiet, outputDir=str(folder), trackFpes=False
    )
    field = acts.ConstantBField(acts.Vector3(0, 0, detector.field * acts.UnitConstants.T))
    return Chain(acts, sequencer, geometry(acts).trackingGeometry(), field, quiet, {})


def simulate(chain: Chain, gun: Gun, detector: Detector, folder: Path) -> None:
    """Add the gun, Fatras and the smearing of hits with each layer's resolution."""
    acts, s = chain.acts, chain.sequencer
    sim, u = acts.examples.simulation, acts.UnitConstants
    random = acts.examples.RandomNumbers(seed=gun.seed)
    spread = acts.Vector4(gun.sigma_xy * u.mm, gun.sigma_xy * u.mm, gun.sigma_z * u.mm, 0)
    sim.addParticleGun(
        s,
        momentumConfig=sim.MomentumConfig(gun.pt_min * u.GeV, gun.pt_max * u.GeV, True, True),
        etaConfig=sim.EtaConfig(-gun.eta_max, gun.eta_max, uniform=True),
        particleConfig=sim.ParticleConfig(GROUP, acts.PdgParticle.eMuon, randomizeCharge=True),
        multiplicity=gun.muons // GROUP,
        vtxGen=acts.examples.GaussianVertexGenerator(mean=acts.Vector4(0, 0, 0, 0), stddev=spread),
        rnd=random,
        logLevel=chain.quiet,
    )
    sim.addFatras(s, chain.geometry, chain.field, rnd=random, logLevel=chain.quiet)
    sim.addDigitization(
        s,
        chain.geometry,
        chain.field,
        digiConfigFile=_smearing(detector, folder),
        rnd=random,
        logLevel=chain.quiet,
    )
    sim.addDigiParticleSelection(
        s, sim.ParticleSelectorConfig(measurements=(_FEWEST, None), removeNeutral=True), logLevel=chain.quiet
    )


def find(chain: Chain, gun: Gun, settings: Settings, field: float, folder: Path) -> None:
    """Add seeds, their parameters, the CKF and the ambiguity resolution, judged by ACTS; field in T."""
    acts, s, quiet = chain.acts, chain.sequencer, chain.quiet
    rec, u = acts.examples.reconstruction, acts.UnitConstants
    pt = settings.pt_share * gun.pt_min * u.GeV
    pixels = folder / "pixels.json"
    pixels.write_text(json.dumps([{"volume": volume} for volume in SEED_VOLUMES]), encoding="utf-8")
    rec.addSeeding(
        s,
        chain.geometry,
        chain.field,
        geoSelectionConfigFile=pixels,
        seedFinderConfigArg=rec.SeedFinderConfigArg(
            r=(25 * u.mm, 200 * u.mm),
            deltaR=(1 * u.mm, settings.doublet * u.mm),
            collisionRegion=(-250 * u.mm, 250 * u.mm),
            z=(-2000 * u.mm, 2000 * u.mm),
            maxSeedsPerSpM=settings.each,
            sigmaScattering=5,
            radLengthPerSeed=0.1,
            minPt=pt,
            impactMax=3 * u.mm,
        ),
        seedFinderOptionsArg=rec.SeedFinderOptionsArg(bFieldInZ=field * u.T),
        initialSigmas=[1 * u.mm, 1 * u.mm, 1 * u.degree, 1 * u.degree, 0, 1 * u.ns],
        initialSigmaQoverPt=0.1 / u.GeV,
        initialSigmaPtRel=0.1,
        initialVarInflation=[1.0] * 6,
        logLevel=quiet,
    )
    rec.addCKFTracks(
        s,
        chain.geometry,
        chain.field,
        trackSelectorConfig=rec.TrackSelectorConfig(
            pt=(pt, None), absEta=(None, 3.0), loc0=(-4 * u.mm, 4 * u.mm), nMeasurementsMin=settings.hits
        ),
        ckfConfig=rec.CkfConfig(
            chi2CutOffMeasurement=settings.chi2,
            chi2CutOffOutlier=25.0,
            numMeasurementsCutOff=1,
            seedDeduplication=True,
            stayOnSeed=True,
        ),
        twoWay=True,
        logLevel=quiet,
    )
    judge(chain, "ckf")
    rec.addAmbiguityResolution(
        s,
        rec.AmbiguityResolutionConfig(
            maximumSharedHits=settings.shared, nMeasurementsMin=settings.hits, maximumIterations=1_000_000
        ),
        logLevel=quiet,
    )
    judge(chain, "ambi")


def judge(chain: Chain, name: str) -> None:
    """Add ACTS's own writer of efficiencies for tracks ``name``; nine hits make a particle count."""
    writer = chain.acts.examples.PythonPatternRecognitionPerformanceWriter(
        level=chain.quiet,
        inputTracks=f"{name}_tracks",
        inputParticles="particles_selected",
        inputTrackParticleMatching=f"{name}_track_particle_matching",
        inputParticleTrackMatching=f"{name}_particle_track_matching",
        inputParticleMeasurementsMap="particle_measurements_map",
    )
    chain.sequencer.addWriter(writer)
    chain.writers[name] = writer


def _smearing(detector: Detector, folder: Path) -> Path:
    """Write each layer's resolution as ACTS reads it; the wheel lacks the file."""
    entries = [
        {
            "volume": int(volume),
            "layer": int(layer),
            "value": {
                "smearing": [
                    {"index": 0, "mean": 0.0, "stddev": float(u), "type": "Gauss"},
                    {"index": 1, "mean": 0.0, "stddev": float(v), "type": "Gauss"},
                ]
            },
        }
        for volume, layer, u, v in zip(
            detector.volume, detector.layer, detector.sigma_u, detector.sigma_v, strict=True
        )
    ]
    head = {"format-version": 0, "value-identifier": "digitization-configuration"}
    path = folder / "smearing.json"
    path.write_text(json.dumps({"acts-geometry-hierarchy-map": head, "entries": entries}), encoding="utf-8")
    return path
