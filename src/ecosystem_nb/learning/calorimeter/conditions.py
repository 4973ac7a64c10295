"""In which state is the detector, and which calibration is applied to it?  Both checked and frozen."""

import math
from dataclasses import dataclass, field

from ecosystem_nb.bounds import within

REFERENCE_DOSE = 0.2


@dataclass(frozen=True)
class Calibration:
    """What the laser said about the crystals, and how long that holds.

    Attributes
    ----------
    dose : float
        Dose at which the transparency was last measured, in the unit of ``Conditions``; at 0 nothing is
        corrected.
    start, stop : float
        Its interval of validity, ``start`` included and ``stop`` excluded, in intervals of the timeline.
    scale : float
        What the energies are multiplied by on top: 1 when nobody made a mistake.

    Examples
    --------
    >>> Calibration(dose=0.5, start=3, stop=5).holds_at(4)
    True
    >>> Calibration(dose=-0.1)
    Traceback (most recent call last):
        ...
    ValueError: dose of the calibration = -0.1 is out of range: expected at least 0 and at most 2
    """

    dose: float = REFERENCE_DOSE
    start: float = 0.0
    stop: float = math.inf
    scale: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what no calibration can be."""
        within("dose of the calibration", self.dose, "1", least=0, most=2)
        within("scale of the calibration", self.scale, "1", least=0.5, most=2)
        within("start of the calibration", self.start, "intervals", least=0)
        if not self.stop > self.start:
            raise ValueError(f"stop = {self.stop:g} intervals is out of range: expected above {self.start:g}")

    def holds_at(self, time: float) -> bool:
        """Tell whether the calibration is valid at a time, in intervals of the timeline."""
        return self.start <= time < self.stop


@dataclass(frozen=True)
class Conditions:
    """The state of machine and detector while events are taken.

    Attributes
    ----------
    pile_up : float
        Mean number of interactions a crossing.
    dose : float
        Radiation taken so far, in units of the dose that costs the crystals a fifth of their light in the
        mean of the barrel.
    dead_crystals, dead_towers : float
        Share of the channels that do not answer.
    noise : float
        Noise of one crystal before any dose, GeV.
    calibration : Calibration
        The one applied, which may be an old one.
    map_seed : int
        Which channels are dead, and how the crystals differ.

    Examples
    --------
    >>> Conditions(pile_up=140, dose=1.0).calibration.dose
    0.2
    >>> Conditions(pile_up=-3)
    Traceback (most recent call last):
        ...
    ValueError: pile_up = -3 interactions is out of range: expected at least 0 and at most 300 interactions
    """

    pile_up: float = 60.0
    dose: float = REFERENCE_DOSE
    dead_crystals: float = 0.0
    dead_towers: float = 0.0
    noise: float = 0.04
    calibration: Calibration = field(default_factory=Calibration)
    map_seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what is out of range, with its unit."""
        within("pile_up", self.pile_up, "interactions", least=0, most=300)
        within("dose", self.dose, "1", least=0, most=2)
        within("dead_crystals", self.dead_crystals, "1", least=0, most=1)
        within("dead_towers", self.dead_towers, "1", least=0, most=1)
        within("noise", self.noise, "GeV", least=0, most=5)
        if self.map_seed < 0:
            raise ValueError(f"map_seed = {self.map_seed} is out of range: expected at least 0")
