"""Which particles an event holds, and which of them should be found."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import Floats


@dataclass(frozen=True)
class Selection:
    """Particles that a finder is asked for: the denominator of every efficiency.

    Attributes
    ----------
    pt_min : float
        Least transverse momentum, GeV.
    eta_max : float
        Largest absolute pseudorapidity.
    hits_min : int
        Fewest hits in the event.
    displacement_max : float
        Largest transverse distance of the origin from the beam line, mm.
    vz_max : float
        Largest absolute z of the origin, mm.

    Examples
    --------
    >>> print(Selection(pt_min=0.9, hits_min=6, displacement_max=2.0))
    pT >= 0.9 GeV, |eta| <= 2.5, hits >= 6, origin within 2 mm of the beam line
    """

    pt_min: float = 1.0
    eta_max: float = 2.5
    hits_min: int = 3
    displacement_max: float = np.inf
    vz_max: float = np.inf

    def __post_init__(self) -> None:
        for name in ("pt_min", "eta_max", "hits_min", "displacement_max", "vz_max"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} = {getattr(self, name)} is out of range: expected at least 0")

    def __str__(self) -> str:
        text = f"pT >= {self.pt_min:g} GeV, |eta| <= {self.eta_max:g}, hits >= {self.hits_min}"
        if np.isfinite(self.displacement_max):
            text += f", origin within {self.displacement_max:g} mm of the beam line"
        return text + (f", |z| of the origin <= {self.vz_max:g} mm" if np.isfinite(self.vz_max) else "")

    def of(self, truth: "Truth") -> NDArray[np.bool_]:
        """Tell for each particle whether it is asked for; a value that is NaN never is."""
        return (
            (truth.pt >= self.pt_min)
            & (np.abs(truth.eta) <= self.eta_max)
            & (truth.nhits >= self.hits_min)
            & (truth.displacement <= self.displacement_max)
            & (np.abs(truth.vz) <= self.vz_max)
        )


@dataclass(frozen=True, eq=False)
class Truth:
    """What a generator knows of one event.

    Attributes
    ----------
    particle : ndarray of int64, shape (N,)
        Row of the particle that left each hit, -1 for noise.
    pt, eta : ndarray of float64, shape (P,)
        Transverse momentum in GeV, and pseudorapidity, at the origin.
    displacement, vz : ndarray of float64, shape (P,)
        Transverse distance of the origin from the beam line, and its z, mm.
    nhits : ndarray of int64, shape (P,)
        Hits of each particle in the event, counted in ``particle``.
    weights : ndarray of float64, shape (N,), or None
        Weight of each hit in TrackML's score; without them each hit of a particle weighs the same.
    """

    particle: NDArray[np.int64]
    pt: Floats
    eta: Floats
    displacement: Floats
    vz: Floats
    nhits: NDArray[np.int64]
    weights: Floats | None = None


def truth(particle: ArrayLike, particles: Any, weights: ArrayLike | None = None) -> Truth:
    """Check what is known of one event, and work out what selections need.

    Parameters
    ----------
    particle : array_like of int, shape (N,)
        Row of ``particles`` for each hit, -1 for noise.
    particles : mapping of str to array_like of float64, shape (P,), or an awkward array of records
        Either ``pt`` (GeV) and ``eta``, or ``px``, ``py``, ``pz`` (GeV); ``vx``, ``vy``, ``vz`` (mm) or
        ``displacement`` (mm) where origins are known, else they are 0.
    weights : array_like of float64, shape (N,), optional
        Weight of each hit, not negative.

    Returns
    -------
    Truth

    Raises
    ------
    ValueError
        For columns that are missing or of other lengths, or a hit of no particle.

    Examples
    --------
    >>> known = truth([0, 0, 1, -1], {"px": [3.0, 0.0], "py": [4.0, 1.0], "pz": [0.0, 1.0]})
    >>> known.pt.tolist(), known.nhits.tolist()
    ([5.0, 1.0], [2, 1])
    """
    names = set(getattr(particles, "fields", particles))

    def column(name: str) -> Floats:
        return np.asarray(particles[name], dtype=np.float64)

    if {"pt", "eta"} <= names:
        pt, eta = column("pt"), column("eta")
    elif {"px", "py", "pz"} <= names:
        pt = np.hypot(column("px"), column("py"))
        with np.errstate(divide="ignore", invalid="ignore"):
            eta = np.arcsinh(column("pz") / pt)
    else:
        raise ValueError(f"particles: expected pt and eta, or px, py and pz, got {', '.join(sorted(names))}")
    zero = np.zeros(len(pt))
    if "displacement" in names:
        displacement = column("displacement")
    elif {"vx", "vy"} <= names:
        displacement = np.hypot(column("vx"), column("vy"))
    else:
        displacement = zero
    vz = column("vz") if "vz" in names else zero
    lengths = {len(one) for one in (pt, eta, displacement, vz)}
    if len(lengths) > 1:
        raise ValueError(f"particles: expected columns of one length, got {sorted(lengths)}")
    rows = _rows("particle", particle, len(pt))
    weight = None if weights is None else np.asarray(weights, dtype=np.float64)
    if weight is not None and (weight.shape != rows.shape or not (weight >= 0).all()):
        raise ValueError(f"weights: expected {len(rows)} values, each at least 0")
    nhits = np.bincount(rows[rows >= 0], minlength=len(pt)).astype(np.int64)
    return Truth(rows, pt, eta, displacement, vz, nhits, weight)


def _rows(name: str, values: ArrayLike, most: int) -> NDArray[np.int64]:
    """Return rows of a table of ``most`` rows, -1 for none."""
    rows = np.asarray(values)
    if rows.ndim != 1 or (len(rows) and not np.issubdtype(rows.dtype, np.integer)):
        raise ValueError(f"{name}: expected one column of integers, got {rows.dtype} of shape {rows.shape}")
    bad = (rows < -1) | (rows >= most)
    if bad.any():
        first = int(np.flatnonzero(bad)[0])
        raise ValueError(
            f"{name} = {rows[first]} of hit {first}: expected -1 for noise, or one of {most} particles"
        )
    return rows.astype(np.int64)
