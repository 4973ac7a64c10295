"""Time to find and fit all vertices of a crossing, beside ACTS's adaptive multi-vertex finder, on one core.

    python benchmarks/vertexing.py [--no-peer] [--record]

Vertices of 20 tracks each along a beam of sigma 50 mm, d0 and z0 smeared by 20 and 100 um.  Ours: annealing,
then the adaptive fit; least of nine calls, compilation apart.  ACTS: AdaptiveMultiVertexFinder of its wheel
with each of its seed finders, on tracks smeared by its own TrackParameterSmearing; mean of three crossings,
from its timing file.  ``--record`` writes data/tracking/vertexing_times.csv.
"""

import argparse
import csv
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from machine import processor

from ecosystem_nb.tracking.vertexing.find import cluster
from ecosystem_nb.tracking.vertexing.fit import fit
from ecosystem_nb.tracking.vertexing.perigee import Perigees, significance

TRACKS = 20
SIGMA_Z, SIGMA_XY = 50.0, 0.0125  # mm
SIGMA_D0, SIGMA_Z0 = 0.02, 0.1  # mm
CASES = (10, 50, 100, 200)
RECORD = Path(__file__).parents[1] / "data" / "tracking" / "vertexing_times.csv"

ACTS = """
import csv, sys, tempfile
from pathlib import Path
import acts, acts.examples as ex
from acts.examples import simulation as sim
u, quiet, folder = acts.UnitConstants, acts.logging.ERROR, tempfile.mkdtemp()
count, each, seeder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
s = ex.Sequencer(events=3, numThreads=1, logLevel=quiet, outputDir=folder, trackFpes=False)
rnd = ex.RandomNumbers(seed=1)
spread = acts.Vector4(0.0125 * u.mm, 0.0125 * u.mm, 50 * u.mm, 0)
sim.addParticleGun(
    s, momentumConfig=sim.MomentumConfig(1 * u.GeV, 10 * u.GeV, True, True),
    etaConfig=sim.EtaConfig(-2.5, 2.5, uniform=True),
    particleConfig=sim.ParticleConfig(each, acts.PdgParticle.eMuon, randomizeCharge=True),
    multiplicity=count, vtxGen=ex.GaussianVertexGenerator(mean=acts.Vector4(0, 0, 0, 0), stddev=spread),
    rnd=rnd, logLevel=quiet)
s.addAlgorithm(ex.ParticleTrackParamExtractor(
    level=quiet, inputParticles="particles_generated", outputTrackParameters="true"))
s.addAlgorithm(ex.TrackParameterSmearing(
    level=quiet, inputTrackParameters="true", outputTrackParameters="smeared", randomNumbers=rnd,
    sigmaLoc0=20 * u.um, sigmaLoc0PtA=0, sigmaLoc0PtB=0, sigmaLoc1=100 * u.um, sigmaLoc1PtA=0, sigmaLoc1PtB=0,
    sigmaTime=1 * u.ns, sigmaPhi=0.1 * u.degree, sigmaTheta=0.1 * u.degree, sigmaPtRel=0.01))
s.addAlgorithm(ex.AdaptiveMultiVertexFinderAlgorithm(
    level=quiet, inputTrackParameters="smeared", inputTruthParticles="particles_generated",
    inputTruthVertices="vertices_generated", outputProtoVertices="proto", outputVertices="vertices",
    bField=acts.ConstantBField(acts.Vector3(0, 0, 2 * u.T)), seedFinder=getattr(ex.VertexSeedFinder, seeder)))
s.run()
with open(Path(folder) / "timing.csv") as file:
    rows = {row["identifier"]: row for row in csv.DictReader(file)}
print("TIME", rows["Algorithm:AdaptiveMultiVertexFinder"]["time_perevent_s"])
"""


def tracks(count: int, seed: int) -> Perigees:
    """Return a crossing of ``count`` collisions of 20 tracks each, d0 and z0 smeared as ACTS's are."""
    rng = np.random.default_rng(seed)
    own = np.repeat(np.arange(count), TRACKS)
    x, y = rng.normal(0, SIGMA_XY, (2, count))[:, own]
    z, phi = rng.normal(0, SIGMA_Z, count)[own], rng.uniform(-np.pi, np.pi, len(own))
    cot = np.sinh(rng.uniform(-2.5, 2.5, len(own)))
    noise = rng.normal(0, 1, (2, len(own)))
    covariance = np.zeros((len(own), 5, 5))
    covariance[:, 0, 0], covariance[:, 1, 1] = SIGMA_D0**2, SIGMA_Z0**2
    d0 = y * np.cos(phi) - x * np.sin(phi) + SIGMA_D0 * noise[0]
    z0 = z - cot * (x * np.cos(phi) + y * np.sin(phi)) + SIGMA_Z0 * noise[1]
    return Perigees(d0, z0, phi, np.ones(len(own)), cot, covariance)


def ours(count: int) -> tuple[float, float, int]:
    """Return the least times of annealing and fit, s, and the number of vertices."""
    some = tracks(count, 1)
    far, sigma = significance(some, SIGMA_XY), np.sqrt(some.covariance[:, 1, 1])
    anneal = adapt = np.inf
    for _ in range(9):
        start = time.perf_counter()
        found = cluster(some.z0, sigma, far)
        middle = time.perf_counter()
        fit(some, found.vertex, found.z)
        anneal, adapt = min(anneal, middle - start), min(adapt, time.perf_counter() - middle)
    return anneal, adapt, len(found.z)


def peer(count: int, seeder: str) -> float:
    """Return ACTS's time a crossing, s, from a process of its own."""
    command = [sys.executable, "-c", ACTS, str(count), str(TRACKS), seeder]
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(next(line for line in made.stdout.splitlines() if line.startswith("TIME")).split()[1])


def main() -> None:
    """Print times side by side, and write them down if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-peer", action="store_true", help="leave ACTS out")
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}")
    asked = parser.parse_args()
    ours(10)  # compiles
    rows = []
    for count in CASES:
        anneal, adapt, found = ours(count)
        lines = [("annealing", anneal), ("adaptive fit", adapt), ("annealing and fit", anneal + adapt)]
        if not asked.no_peer:
            lines += [
                ("ACTS AMVF, grid seeds", peer(count, "AdaptiveGridSeeder")),
                ("ACTS AMVF, Gaussian seeds", peer(count, "GaussianSeeder") if count <= 50 else np.nan),
            ]
        for stage, seconds in lines:
            print(
                f"{count:>4} collisions, {found:>4} found  {stage:<26} {1e3 * seconds:>10.1f} ms", flush=True
            )
            if np.isfinite(seconds):
                rows.append((stage, count, count * TRACKS, round(1e3 * seconds, 1), processor()))
    if asked.record:
        columns = ["stage", "collisions", "tracks", "time", "machine"]
        pd.DataFrame(rows, columns=columns).to_csv(RECORD, index=False, quoting=csv.QUOTE_MINIMAL)


if __name__ == "__main__":
    main()
