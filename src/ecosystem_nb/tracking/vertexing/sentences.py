"""What the page on vertices says of its figures."""

import numpy as np
import pandas as pd

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.vertexing.compare import CLEAN
from ecosystem_nb.tracking.vertexing.sample import resolution
from ecosystem_nb.tracking.vertexing.study import Reconstructed
from ecosystem_nb.wording import percent, rounded


def pointing(detector: Detector) -> str:
    """Say how well a track of 1 GeV points back, at the centre and far forward."""
    low, high = (1e3 * float(resolution(1.0, eta, detector)[1]) for eta in (0.0, 2.5))
    return (
        f"At 1 GeV z0 is known to {low:.0f} µm for a track at right angles to the beam, and to "
        f"{high:.0f} µm at a pseudorapidity of 2.5."
    )


def tree(one: Reconstructed) -> str:
    """Say how the annealing of one crossing began and ended."""
    hottest = one.clusters.history[0][0]
    return (
        f"One prototype at T = {hottest:,.0f} ends as {len(one.clusters.z)} vertices, "
        f"{one.compared.count(CLEAN)} of them clean; the ticks below are the "
        f"{int(one.compared.findable.sum())} collisions with two tracks or more. "
        "A branch that ends was merged into its neighbour, or had no two tracks of its own."
    )


def gaps(binned: pd.DataFrame, reach: float) -> str:
    """Say from which distance collisions are found."""
    near = percent(float(binned["efficiency"].iloc[:3].mean()))
    rest = f"; three quarters are from {reach:.2f} mm on" if np.isfinite(reach) else ""
    return f"At the smallest distances {near} are found{rest}. Bars are one sigma of a binomial share."


def scan(rows: pd.DataFrame) -> str:
    """Say how efficiency and merging change from the least to the largest pile-up."""
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"From {first['pile_up']:g} to {last['pile_up']:g} collisions the share found goes from "
        f"{percent(first['efficiency'])} to {percent(last['efficiency'])}, and the share of merged vertices "
        f"from {percent(first['merged'])} to {percent(last['merged'])}."
    )


def precision(rows: pd.DataFrame, beam: float) -> str:
    """Say how exact vertices of few and of many tracks are; the beam's width in mm."""
    few, many = rows.iloc[0], rows.iloc[-1]
    return (
        f"Along the beam {few['z']:.0f} µm with {few['tracks']:.0f} tracks and {many['z']:.0f} µm with "
        f"{many['tracks']:.0f}; dashed: one over the root of the number. Across the beam its own width of "
        f"{1e3 * beam:.0f} µm is known before any track."
    )


def cost(times: pd.DataFrame) -> str:
    """Say what the largest crossing of the record took, beside the peer."""
    most = times["collisions"].max()
    at = times[times["collisions"] == most].set_index("stage")["time"]
    theirs = at.filter(like="grid seeds")
    said = f"For {most} collisions annealing and fit took {at['annealing and fit']:.0f} ms"
    if not len(theirs):
        return said + "."
    return (
        f"{said}, and ACTS's adaptive multi-vertex finder {rounded(float(theirs.min()))} ms with seeds "
        "from its grid. That one fits all vertices in three dimensions together while it finds them, "
        "and ran with the settings of its wheel."
    )


def answer(total: dict[str, float], density: float, reach: float, width: float, times: pd.DataFrame) -> str:
    """Say what is found of a crossing.

    Parameters
    ----------
    total : dict
        From ``study.summed``.
    density : float
        Collisions a mm at the centre.
    reach : float
        Distance from which three quarters are found, mm.
    width : float
        Resolution along the beam, mm.
    times : pandas.DataFrame
        The record of the benchmark.
    """
    most = times["collisions"].max()
    at = times[times["collisions"] == most].set_index("stage")["time"]
    far = f", and most are found once the next is {reach:.2f} mm away" if np.isfinite(reach) else ""
    return (
        f"Of {total['findable']:.0f} collisions with two tracks or more in a crossing annealing finds "
        f"{percent(total['efficiency'])}, as {total['vertices']:.0f} vertices of which "
        f"{percent(total['merged'])} are merged. At the centre collisions are {1e3 / density:.0f} µm apart "
        f"in the mean{far}. A clean vertex is known to {1e3 * width:.0f} µm along the beam. "
        f"One core takes {at['annealing and fit']:.0f} ms for {most} collisions of 20 tracks."
    )
