"""How alike two simulations of the same muons are: layers that are hit, and how far tracks are scattered."""

import awkward as ak
import numpy as np
import pandas as pd

ETA_STEP = 0.5


def layers_by_eta(event: ak.Record) -> pd.DataFrame:
    """Return how many layers a particle hits, by pseudorapidity.

    Parameters
    ----------
    event : awkward.Record
        Of ``generate``, or of the same form.

    Returns
    -------
    pandas.DataFrame
        By step of 0.5 in the size of eta: ``eta`` (lower end), ``layers`` (mean of a particle), ``error`` of
        that mean, ``again`` (further hits on a layer that was hit, mean of a particle).

    Notes
    -----
    Noise and hits of no particle do not count.
    """
    owner, layer = ak.to_numpy(event.hits.particle), ak.to_numpy(event.hits.layer)
    own = owner >= 0
    pairs = np.unique(np.stack([owner[own], layer[own].astype(owner.dtype)]), axis=1)
    size = len(event.particles)
    layers = np.bincount(pairs[0], minlength=size)
    hits = np.bincount(owner[own], minlength=size)
    px, py, pz = (ak.to_numpy(event.particles[name]) for name in ("px", "py", "pz"))
    step = np.floor(np.abs(np.arcsinh(pz / np.hypot(px, py))) / ETA_STEP) * ETA_STEP
    groups = pd.DataFrame({"eta": step, "layers": layers, "again": hits - layers}).groupby("eta")
    table = groups.mean()
    table["error"] = groups["layers"].sem()
    return table.reset_index()[["eta", "layers", "error", "again"]]


def scattered(event: ak.Record, layer: int) -> float:
    """Return how far matter has turned particles in polar angle by the time they reach a layer.

    Parameters
    ----------
    event : awkward.Record
        Of ``generate``, or of the same form.
    layer : int
        Row of the detector.

    Returns
    -------
    float
        Half the width of the central 68.3 % of the angle times the momentum at the start, GeV mrad.

    Raises
    ------
    ValueError
        Where no particle reaches the layer.
    """
    hits = event.hits[(event.hits.particle >= 0) & (event.hits.layer == layer)]
    if len(hits) == 0:
        raise ValueError(f"layer {layer}: expected hits of particles, found none")
    start = event.particles[hits.particle]
    pt = np.hypot(ak.to_numpy(start.px), ak.to_numpy(start.py))
    pz = ak.to_numpy(start.pz)
    now = np.hypot(ak.to_numpy(hits.tpx), ak.to_numpy(hits.tpy))
    turn = np.arctan2(now, ak.to_numpy(hits.tpz)) - np.arctan2(pt, pz)
    low, high = np.quantile(1e3 * turn * np.hypot(pt, pz), [0.1585, 0.8415])
    return float(0.5 * (high - low))
