"""What ACTS simulates, and how it is told to find it."""

from dataclasses import dataclass

from ecosystem_nb.bounds import within

GROUP = 4  # muons of a vertex


@dataclass(frozen=True)
class Gun:
    """Muons that ACTS's Fatras sends through the generic detector.

    Attributes
    ----------
    muons : int
        A multiple of four: a vertex has four.
    pt_min, pt_max : float
        Transverse momenta are log-uniform in between, GeV.
    eta_max : float
        Pseudorapidities are flat between -eta_max and eta_max.
    sigma_z, sigma_xy : float
        Spread of the vertices, mm.
    seed : int
    """

    muons: int = 1000
    pt_min: float = 1.0
    pt_max: float = 20.0
    eta_max: float = 2.5
    sigma_z: float = 50.0
    sigma_xy: float = 0.01
    seed: int = 42

    def __post_init__(self) -> None:
        within("muons", self.muons, "1", least=GROUP, most=20_000)
        if self.muons % GROUP:
            raise ValueError(f"muons = {self.muons}: expected a multiple of {GROUP}, a vertex has {GROUP}")
        within("pt_min", self.pt_min, "GeV", least=0.1, most=1000)
        within("pt_max", self.pt_max, "GeV", above=self.pt_min, most=10_000)
        within("eta_max", self.eta_max, "1", above=0, most=3)
        within("sigma_z", self.sigma_z, "mm", least=0, most=200)
        within("sigma_xy", self.sigma_xy, "mm", least=0, most=5)
        within("seed", self.seed, "1", least=0, most=2**63 - 1)


@dataclass(frozen=True)
class Settings:
    """How ACTS seeds, builds and cleans; what is not named here is as ACTS's examples have it.

    Attributes
    ----------
    doublet : float
        Most radial distance between two hits of a seed, mm.  60, as in ACTS's example scripts, loses seeds
        that miss a layer or cross the gap to the discs; much more than 80 picks wrong partners.
    each : int
        Most seeds of a middle hit, beyond the best one.
    pt_share : float
        Seeds and tracks are kept down to this share of the gun's least transverse momentum.
    chi2 : float
        Most chi-squared of a measurement.
    hits : int
        Least measurements of a track.
    shared : int
        Most hits that a track may share after the ambiguity resolution.

    Notes
    -----
    Two-way CKF, one measurement a surface, seeds of tracks already found are dropped.
    """

    doublet: float = 80.0
    each: int = 1
    pt_share: float = 0.9
    chi2: float = 15.0
    hits: int = 7
    shared: int = 3

    def __post_init__(self) -> None:
        within("doublet", self.doublet, "mm", above=1, most=300)
        within("each", self.each, "1", least=0, most=20)
        within("pt_share", self.pt_share, "1", above=0, most=1)
        within("chi2", self.chi2, "1", above=0, most=1000)
        within("hits", self.hits, "1", least=3, most=30)
        within("shared", self.shared, "1", least=0, most=30)
