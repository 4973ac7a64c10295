"""What is cut on, and the objects that are linked."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.tracking.segments.points import Points

Pairs = NDArray[np.int32]


@dataclass(frozen=True)
class Cuts:
    """What linked pieces must fulfil.

    Attributes
    ----------
    pt_min : float
        Least transverse momentum, GeV.
    z0 : float
        Most distance along the beam of the point from which a segment seems to come, mm.
    impact : float
        Most transverse distance of a triplet's circle from the beam, beyond scattering, mm.
    stub : float
        Most difference between the curvature of a mini-doublet and that of a segment, standard deviations.
    kink : float
        Most change of cot theta within a triplet, standard deviations.
    spread : float
        Most difference between the curvatures of a quintuplet's triplets, standard deviations.
    circle, line : float
        Most chi-squared a degree of freedom of the fits in the transverse plane and along the path.
    look : float
        Windows of a seed's prediction, in units of three standard deviations.
    pick : float
        Window of an added hit, standard deviations.
    shared : float
        Most hits shared with better tracks, as a share of the track's.
    skip : int
        How many layers a segment may pass over, 0 to 2.
    seeds : int
        Most pixel seeds a middle hit.
    hits : int
        Least hits of a track.
    """

    pt_min: float = 0.8
    z0: float = 150.0
    impact: float = 3.0
    stub: float = 4.0
    kink: float = 4.0
    spread: float = 4.0
    circle: float = 8.0
    line: float = 8.0
    look: float = 1.3
    pick: float = 4.0
    shared: float = 0.2
    skip: int = 1
    seeds: int = 2
    hits: int = 7

    def __post_init__(self) -> None:
        within("pt_min", self.pt_min, "GeV", least=0.1, most=100)
        within("z0", self.z0, "mm", above=0, most=1000)
        within("impact", self.impact, "mm", least=0, most=500)
        for name in ("stub", "kink", "spread", "circle", "line", "look", "pick"):
            within(name, getattr(self, name), "1", above=0, most=1000)
        within("shared", self.shared, "1", least=0, most=1)
        within("skip", self.skip, "layers", least=0, most=2)
        within("seeds", self.seeds, "1", least=1, most=64)
        within("hits", self.hits, "1", least=3, most=30)

    def array(self) -> NDArray[np.float32]:
        """Return the numbers in the order in which the kernels take them."""
        numbers = [self.pt_min, self.z0, self.impact, self.stub, self.kink, self.spread]
        return np.array([*numbers, self.circle, self.line, self.look, self.pick], dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Linked:
    """All linked objects of the events, each as rows of the ones before.

    Attributes
    ----------
    points : Points
        What the segments join.
    segments : ndarray of int32, shape (S, 2)
        Inner and outer hit, rows of the points.
    segment_start : ndarray of int64, shape (N + 1,)
        Where the segments begin that start at each hit.
    triplets : ndarray of int32, shape (T, 2)
        Inner and outer segment; they share a hit.
    triplet_start : ndarray of int64, shape (S + 1,)
        Where the triplets begin that start with each segment.
    quintuplets : ndarray of int32, shape (Q, 2)
        Inner and outer triplet; they share a hit.
    quintuplet_start : ndarray of int64, shape (T + 1,)
        Where the quintuplets begin that start with each triplet.
    seeds : ndarray of int32, shape (K, 3)
        Pixel hits of each seed.
    links : ndarray of int32, shape (P, 3)
        Seed, triplet, and quintuplet or -1.
    seconds : dict of str to float
        Processor time of each stage.
    """

    points: Points
    segments: Pairs
    segment_start: NDArray[np.int64]
    triplets: Pairs
    triplet_start: NDArray[np.int64]
    quintuplets: Pairs
    quintuplet_start: NDArray[np.int64]
    seeds: Pairs
    links: Pairs
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Number of each object."""
        return {
            "mini-doublets": int((self.points.outer >= 0).sum()),
            "segments": len(self.segments),
            "triplets": len(self.triplets),
            "quintuplets": len(self.quintuplets),
            "pixel seeds": len(self.seeds),
            "pixel links": len(self.links),
        }

    def triplet_hits(self, rows: NDArray[np.integer]) -> Pairs:
        """Return the three hits of some triplets, shape (R, 3)."""
        inner, outer = self.triplets[rows, 0], self.triplets[rows, 1]
        return np.column_stack([self.segments[inner], self.segments[outer, 1]])

    def quintuplet_hits(self, rows: NDArray[np.integer]) -> Pairs:
        """Return the five hits of some quintuplets, shape (R, 5)."""
        inner, outer = self.quintuplets[rows, 0], self.quintuplets[rows, 1]
        return np.column_stack([self.triplet_hits(inner), self.triplet_hits(outer)[:, 1:]])

    def candidates(self) -> tuple[Pairs, NDArray[np.int32]]:
        """Return the points of every candidate track, shape (C, 8), and how many they are: 8, 6 or 5.

        Notes
        -----
        pT5 first, a seed with a quintuplet; then pT3, a seed with a triplet that begins no linked
        quintuplet; then T5, all quintuplets alone.  What follows a candidate's length is -1.
        """
        seed, three, five = self.links.T
        whole = five >= 0
        every = np.arange(len(self.quintuplets))
        eight = np.column_stack([self.seeds[seed[whole]], self.quintuplet_hits(five[whole])])
        six = np.column_stack([self.seeds[seed[~whole]], self.triplet_hits(three[~whole])])
        parts = [eight, six, self.quintuplet_hits(every)]
        found = np.full((sum(len(one) for one in parts), 8), -1, np.int32)
        lengths = np.repeat(np.array([8, 6, 5], np.int32), [len(one) for one in parts])
        begin = 0
        for one in parts:
            found[begin : begin + len(one), : one.shape[1]] = one
            begin += len(one)
        return found, lengths
