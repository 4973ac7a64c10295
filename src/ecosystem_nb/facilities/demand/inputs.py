"""What is an experiment made of, as far as its computing goes?  Inputs of the bottom-up demand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.demand.formats import SAMPLES, Storage
from ecosystem_nb.facilities.demand.timeline import Timeline, always, checked_choice, checked_timelines

LHC, HLLHC = "LHC", "HL-LHC"
CONDITIONS = (LHC, HLLHC)


@dataclass(frozen=True)
class Running:
    """When events come, and how many.

    Parameters
    ----------
    first, last : int
        Years that are modelled.
    hllhc : int
        First year of the HL-LHC.
    trigger_rate : Timeline
        Events recorded a second while beams collide, Hz.
    live : Timeline
        Share of the calendar year in which they do (1).
    shutdown : frozenset of int
        Years without collisions.
    ratio : mapping of str to Timeline
        For ``LHC`` and ``HL-LHC``: simulated over recorded events (1), on straight lines.
    new_detector : frozenset of int
        Years in which the simulation is wanted within half a year.
    """

    first: int
    last: int
    hllhc: int
    trigger_rate: Timeline
    live: Timeline
    shutdown: frozenset[int]
    ratio: Mapping[str, Timeline]
    new_detector: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.first <= self.last:
            raise ValueError(f"last year = {self.last} is out of range: expected {self.first} or later")
        within("trigger rate", self.trigger_rate.values, "Hz", least=0.0)
        within("live fraction", self.live.values, "1", least=0.0, most=1.0)
        checked_timelines("simulated over recorded events", self.ratio.values(), "1", least=0.0)

    @property
    def years(self) -> list[int]:
        """All years that are modelled."""
        return list(range(self.first, self.last + 1))

    @property
    def running(self) -> list[int]:
        """The years in which data are taken."""
        return [year for year in self.years if year not in self.shutdown]

    def last_running(self, year: int) -> int:
        """Return the last year of data up to ``year``; the year itself where there is none."""
        return max((one for one in self.running if one <= year), default=year)

    def conditions(self, year: int) -> str:
        """Return whether a year's collisions are those of the LHC or of the HL-LHC."""
        return HLLHC if year >= self.hllhc else LHC


@dataclass(frozen=True)
class Step:
    """One activity that events go through.

    Parameters
    ----------
    activity : str
    sample : {'data', 'simulation'}
    time : Timeline
        HS06 s an event, by the year whose conditions the event has.
    share : float
        Share of the events that go through it, 0 to 1.
    """

    activity: str
    sample: str
    time: Timeline
    share: float = 1.0

    def __post_init__(self) -> None:
        checked_choice(f"{self.activity}: sample", self.sample, SAMPLES)
        within(f"{self.activity}: time", self.time.values, "HS06 s", least=0.0)
        within(f"{self.activity}: share", self.share, "1", least=0.0, most=1.0)


@dataclass(frozen=True)
class Pass:
    """One processing of recorded data, and how fast it has to be.

    Parameters
    ----------
    activity : str
        Passes of one activity follow one another.
    step : str
        Activity of the step whose time it takes.
    share : float
        Events processed over events recorded in the year (1), 0 or more.
    overhead : float
        Work over that of the step alone (1), 1 or more.
    window : float
        Time in which it has to be done, s, above 0 and at most a year.
    campaign : bool
        Whether it is run once more in a shutdown, over several years' data.
    """

    activity: str
    step: str
    share: float
    overhead: float
    window: float
    campaign: bool = False

    def __post_init__(self) -> None:
        within(f"{self.activity}: share", self.share, "1", least=0.0)
        within(f"{self.activity}: overhead", self.overhead, "1", least=1.0)
        within(f"{self.activity}: window", self.window, "s", above=0.0, most=366 * 86_400.0)


@dataclass(frozen=True)
class Analysis:
    """What analysis takes: a share of all other work, and reads of the events at hand.

    Parameters
    ----------
    share : float
        Of the work of all other activities but campaigns (1).
    growth : mapping of int to float
        Work over that of the year before (1), for years in which this rule holds instead.
    read_time : float
        HS06 s to read an event once.
    reads : mapping of str to Timeline
        For ``data`` and ``simulation``: how often a year's events are read (1).
    versions : float
        Versions of the data that are read: prompt and repeated reconstruction (1).
    first : int
        First year whose events are still read.
    """

    share: float = 0.0
    growth: Mapping[int, float] = field(default_factory=dict)
    read_time: float = 0.0
    reads: Mapping[str, Timeline] = field(default_factory=lambda: dict.fromkeys(SAMPLES, always(0.0)))
    versions: float = 1.0
    first: int = 0

    def __post_init__(self) -> None:
        within("analysis: share", self.share, "1", least=0.0)
        within("analysis: growth", list(self.growth.values()), "1", least=0.0)
        within("analysis: read time", self.read_time, "HS06 s", least=0.0)
        within("analysis: versions", self.versions, "1", least=0.0)
        checked_timelines("analysis: reads", self.reads.values(), "1", least=0.0)


@dataclass(frozen=True)
class Processing:
    """What is done with the events, and on how good a use of the cores.

    Parameters
    ----------
    steps : tuple of Step
    passes : tuple of Pass
        Of data; each simulated event goes through its steps once.
    gain : mapping of str to Timeline
        For ``LHC`` and ``HL-LHC``: by what factor software gets faster each year (1).
    efficiency : float
        CPU time over the time for which a core is booked, above 0 and at most 1.
    campaign : float
        Events of a shutdown's campaign over those of the last year (1).
    campaign_years : Timeline
        Years over which the campaign is spread (1).
    analysis : Analysis
    """

    steps: tuple[Step, ...]
    passes: tuple[Pass, ...]
    gain: Mapping[str, Timeline]
    efficiency: float
    campaign: float
    campaign_years: Timeline
    analysis: Analysis

    def __post_init__(self) -> None:
        within("CPU efficiency", self.efficiency, "1", above=0.0, most=1.0)
        within("campaign", self.campaign, "1", least=0.0)
        within("campaign: years", self.campaign_years.values, "1", least=1.0)
        checked_timelines("software gain", self.gain.values(), "1", above=0.0)
        known = {step.activity for step in self.steps if step.sample == "data"}
        for one in self.passes:
            checked_choice(f"{one.activity}: step", one.step, tuple(sorted(known)))

    def step(self, activity: str, sample: str) -> Step:
        """Return one of the steps."""
        return next(one for one in self.steps if (one.activity, one.sample) == (activity, sample))


@dataclass(frozen=True)
class Experiment:
    """All inputs of the bottom-up demand of one experiment.

    Parameters
    ----------
    name : str
        Of the model, as in ``facilities/demand_inputs``.
    experiment : str
        ``ATLAS`` or ``CMS``.
    running : Running
    processing : Processing
    storage : Storage
    """

    name: str
    experiment: str
    running: Running
    processing: Processing
    storage: Storage
