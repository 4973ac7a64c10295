"""Does it fit into the trigger? A budget of time and of logic."""

import math
from dataclasses import dataclass

from ecosystem_nb.bounds import within

CROSSINGS_MHZ = 40.0
"""Bunch crossings of the LHC, in MHz, as the trigger counts them."""


@dataclass(frozen=True)
class Budget:
    """What one network of the first trigger level may take.

    Parameters
    ----------
    latency : float
        Time from input to score, ns.
    clock : float
        Clock of the logic, MHz.
    adders_a_clock : int
        Adders in a row that fit between two ticks.
    luts : float
        Look-up tables of the device.
    share : float
        Part of them that all copies of the network may take, above 0 and at most 1.
    wanted : int
        Candidates to be judged in each bunch crossing.

    Examples
    --------
    >>> one = Budget(latency=50.0, clock=200.0, adders_a_clock=5, luts=1e6, share=0.01, wanted=12)
    >>> one.stages, one.copies, round(one.allowed)
    (10, 3, 3333)
    """

    latency: float
    clock: float
    adders_a_clock: int
    luts: float
    share: float
    wanted: int = 1

    def __post_init__(self) -> None:
        within("latency", self.latency, "ns", above=0.0)
        within("clock", self.clock, "MHz", above=0.0)
        within("adders_a_clock", self.adders_a_clock, "1", least=1.0)
        within("luts", self.luts, "1", above=0.0)
        within("share", self.share, "1", above=0.0, most=1.0)
        within("wanted", self.wanted, "1", least=1.0)

    @property
    def stages(self) -> int:
        """Ticks of the clock within the latency."""
        return math.floor(self.latency * self.clock * 1e-3 * (1 + 1e-12))

    @property
    def candidates(self) -> float:
        """Candidates that one copy judges in each bunch crossing: a new one every tick."""
        return self.clock / CROSSINGS_MHZ

    @property
    def copies(self) -> int:
        """Copies that judge all candidates of a crossing before the next one comes."""
        return math.ceil(self.wanted / self.candidates * (1 - 1e-12))

    @property
    def allowed(self) -> float:
        """Look-up tables that one copy may take."""
        return self.luts * self.share / self.copies

    def time(self, stages: int) -> float:
        """Return the time of so many stages, ns."""
        return stages * 1e3 / self.clock

    def refusals(self, luts: float, stages: int) -> list[str]:
        """Say what breaks the budget, a line each; nothing when it fits.

        Parameters
        ----------
        luts : float
            Look-up tables of one copy.
        stages : int
            Its ticks.

        Returns
        -------
        list of str

        Examples
        --------
        >>> tight = Budget(latency=10.0, clock=200.0, adders_a_clock=5, luts=1e6, share=0.001)
        >>> tight.refusals(900.0, 3)
        ['latency = 15 ns: at most 10 ns']
        """
        said = []
        if stages > self.stages:
            said.append(f"latency = {self.time(stages):.4g} ns: at most {self.latency:.4g} ns")
        if luts > self.allowed:
            said.append(f"logic = {luts:,.0f} look-up tables: at most {self.allowed:,.0f}")
        return said
