"""Which tracks come from the same collision: deterministic annealing along the beam line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.tracking.vertexing import kernels, reference
from ecosystem_nb.tracking.vertexing.moves import critical_temperature, merged, split, without_tracks


@dataclass(frozen=True)
class Schedule:
    """How the temperature falls, and what counts as a vertex; the defaults are CMS's.

    Attributes
    ----------
    cooling : float
        Factor from one temperature to the next.
    t_min : float
        Lowest temperature at which prototypes split.
    t_purge : float
        Temperature at which prototypes without tracks of their own are removed.
    t_stop : float
        Temperature of the assignment.
    vertex_size : float
        Added in quadrature to each track's uncertainty, mm.
    merge : float
        Prototypes closer than this become one, mm.
    d0_cut, z_cut : float
        Significance of d0 beyond which a track hardly counts, and of z beyond which it is an outlier.
    unique : float
        Share with which a track counts as a vertex's own; a vertex needs two.
    reach : float
        Prototypes further from a track than this many sigma root T are left out.
    loose, tight : float
        Steps at which a temperature is done, while prototypes split and after.

    Notes
    -----
    A Gaussian likelihood belongs to T = 2, for the energy is chi2 without the factor of one half.
    """

    cooling: float = 0.6
    t_min: float = 2.0
    t_purge: float = 2.0
    t_stop: float = 0.5
    vertex_size: float = 0.06
    merge: float = 0.1
    d0_cut: float = 3.0
    z_cut: float = 3.0
    unique: float = 0.8
    reach: float = 4.0
    loose: float = 1e-2
    tight: float = 1e-3

    def __post_init__(self) -> None:
        if not 0 < self.cooling < 1:
            raise ValueError(f"cooling = {self.cooling:g} is out of range: expected above 0 and below 1")
        if not 0 < self.t_stop <= self.t_purge <= self.t_min:
            raise ValueError(
                f"t_stop, t_purge, t_min = {self.t_stop:g}, {self.t_purge:g}, {self.t_min:g}: "
                "expected to rise from above 0"
            )


class Steps(NamedTuple):
    """The compiled steps, or their readable twins."""

    thermalise: Callable[..., Any]
    moments: Callable[..., Any]
    assign: Callable[..., Any]


COMPILED = Steps(kernels.thermalise, kernels.moments, kernels.assign)
READABLE = Steps(reference.thermalise_reference, reference.moments_reference, reference.assign_reference)
MOST = 1000
"""Repetitions at one temperature."""
BRIEF = 10
"""The same while prototypes still split: the next temperature goes on from there."""


@dataclass(frozen=True, eq=False)
class Clusters:
    """Tracks, grouped by collision.

    Attributes
    ----------
    z : ndarray of float64, shape (V,)
        Positions, rising, mm.
    vertex : ndarray of int64, shape (N,)
        Vertex of each track, -1 for none.
    share : ndarray of float64, shape (N,)
        How much of each track belongs to it.
    history : list of (float, ndarray of float64)
        Each temperature with the positions of the prototypes at its end, mm.
    """

    z: Floats
    vertex: NDArray[np.int64]
    share: Floats
    history: list[tuple[float, Floats]]


def cluster(
    z: ArrayLike,
    sigma: ArrayLike,
    d0_significance: ArrayLike | None = None,
    schedule: Schedule | None = None,
    steps: Steps = COMPILED,
) -> Clusters:
    """Group tracks by the collision they come from.

    Parameters
    ----------
    z, sigma : array_like of float64, shape (N,)
        Where tracks come closest to the beam line, and how well that is known, mm.
    d0_significance : array_like of float64, shape (N,), optional
        Distance from the beam line over its uncertainty.
    schedule : Schedule, optional
    steps : Steps
        ``COMPILED``, or ``READABLE`` for the twins.

    Returns
    -------
    Clusters

    Raises
    ------
    ValueError
        For a position that is not finite, or an uncertainty that is not positive.

    Notes
    -----
    Deterministic annealing [1]_ as CMS uses it [2]_: begin hot with one prototype at the weighted mean;
    cool; split a prototype when the temperature falls below its critical one,
    T_c = 2 sum_i a_i w_i (z_i - z_k)^2 / sum_i a_i with a_i = p_i p_ik w_i; at ``t_min`` let outliers go,
    at ``t_purge`` remove prototypes without two tracks of their own, and cool on to a hard assignment.
    The time is O(N) for each of some hundred steps.  Two collisions closer than about two sigma stay one.

    References
    ----------
    .. [1] Rose, Proc. IEEE 86 (1998) 2210, DOI 10.1109/5.726788.
    .. [2] CMS, JINST 9 (2014) P10009, DOI 10.1088/1748-0221/9/10/P10009.

    Examples
    --------
    >>> found = cluster([-10.1, -10.0, 5.0, 5.1, 5.0], [0.1] * 5)
    >>> found.z.round(2).tolist(), found.vertex.tolist()
    ([-10.05, 5.03], [0, 0, 1, 1, 1])
    """
    plan = schedule or Schedule()
    at = within("z", z, "mm")
    error = within("sigma", sigma, "mm", above=0)
    if at.shape != error.shape or at.ndim != 1:
        raise ValueError(f"z and sigma: expected two columns of one length, got {at.shape}, {error.shape}")
    p = _weights(d0_significance, at.shape, plan.d0_cut)
    order = np.argsort(at, kind="stable")
    vertex = np.full(len(at), -1, dtype=np.int64)
    share = np.zeros(len(at))
    if not p.sum() > 0:
        return Clusters(np.empty(0), vertex, share, [])
    tracks = (at[order], 1.0 / (error[order] ** 2 + plan.vertex_size**2), p[order])
    zk, rk, rest, history = _anneal(tracks, plan, steps)
    which, how = steps.assign(*tracks[:2], plan.t_stop, rest, plan.reach, zk, rk)
    vertex[order] = np.where(how > 0.5, which, -1)
    share[order] = how
    return Clusters(zk, vertex, share, history)


def _weights(d0_significance: ArrayLike | None, shape: tuple[int, ...], cut: float) -> Floats:
    """Return how much each track counts: half at the cut, nothing far beyond."""
    if d0_significance is None:
        return np.ones(shape)
    far = within("d0_significance", d0_significance, "1")
    if far.shape != shape:
        raise ValueError(f"d0_significance: expected {shape[0]} values, got {far.size}")
    return 1.0 / (1.0 + np.exp(np.minimum(far**2 - cut**2, 700.0)))


def _anneal(
    tracks: tuple[Floats, Floats, Floats], plan: Schedule, steps: Steps
) -> tuple[Floats, Floats, float, list[tuple[float, Floats]]]:
    """Cool from one prototype to the end, and return prototypes, shares, rest and history."""
    z, w, p = tracks
    zk, rk = np.array([(p * w) @ z / (p @ w)]), np.ones(1)
    mean = float(np.sqrt(p.sum() / (p @ w)))
    history = []

    def settle(temperature: float, tolerance: float, rest: float = 0.0, most: int = MOST) -> None:
        nonlocal zk, rk
        zk, rk, _ = steps.thermalise(*tracks, temperature, rest, plan.reach, zk, rk, tolerance, most)

    def look(temperature: float, rest: float = 0.0) -> Floats:
        sums: Floats = steps.moments(*tracks, temperature, rest, plan.reach, zk, rk, plan.unique)
        return sums

    critical = float(critical_temperature(look(1e12), zk)[0])
    cools = max(int(np.ceil(np.log(plan.t_min / max(critical, plan.t_min)) / np.log(plan.cooling))), 0)
    for n in range(cools, -1, -1):
        temperature = plan.t_min / plan.cooling**n
        few = BRIEF if n else MOST
        settle(temperature, plan.loose, most=few)
        for _ in range(1 if n else 10):
            sums = look(temperature)
            joined = merged(sums, zk, rk, temperature, max(plan.merge, 0.5 * np.sqrt(temperature) * mean))
            if len(joined[0]) < len(zk):
                zk, rk = joined
                settle(temperature, plan.loose, most=few)
                sums = look(temperature)
            halves = split(sums, zk, rk, temperature)
            if len(halves[0]) == len(zk):
                break
            zk, rk = halves
            if n == 0:
                settle(temperature, plan.loose)
        history.append((temperature, zk))
    rest = 0.0
    alone = 1.0 / len(zk)
    temperature, purged = plan.t_min, False
    settle(temperature, plan.loose, 0.1 * alone * np.exp(-(plan.z_cut**2) / temperature))
    while True:
        rest = alone * np.exp(-(plan.z_cut**2) / temperature)
        settle(temperature, plan.tight if temperature <= plan.t_stop else plan.loose, rest)
        if temperature <= plan.t_purge and not purged:
            while len(zk) and (doomed := without_tracks(look(temperature, rest))).any():
                zk, rk = zk[~doomed], rk[~doomed]
                settle(temperature, plan.loose, rest)
            purged = True
        history.append((temperature, zk))
        if temperature <= plan.t_stop:
            return zk, rk, rest, history
        floor = plan.t_stop if purged else plan.t_purge
        temperature = max(temperature * plan.cooling, floor)
