"""In which formats are events kept, and how often?  Tiers, versions, replicas and other space."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.demand.timeline import Timeline, always, checked_choice, checked_timelines

SAMPLES = ("data", "simulation")
MEDIA = ("disk", "tape")


@dataclass(frozen=True)
class Tier:
    """One format in which events are kept.

    Parameters
    ----------
    name : str
    samples : frozenset of str
        Of ``data``, ``simulation``.
    size : Timeline
        B an event, by the year whose conditions the event has.
    versions, disk, tape : tuple of float
        By age in years: versions kept, and replicas of each on disk and on tape; the last value
        holds for all ages beyond.
    scale : mapping of str to Timeline
        For ``disk`` and ``tape``: a factor on the replicas (1), by the year of production.
    """

    name: str
    samples: frozenset[str]
    size: Timeline
    versions: tuple[float, ...]
    disk: tuple[float, ...]
    tape: tuple[float, ...]
    scale: Mapping[str, Timeline] = field(default_factory=lambda: dict.fromkeys(MEDIA, always(1.0)))

    def __post_init__(self) -> None:
        if not len(self.versions) == len(self.disk) == len(self.tape) > 0:
            raise ValueError(
                f"{self.name}: {len(self.versions)} versions, {len(self.disk)} disk and {len(self.tape)} "
                "tape replicas: expected one of each for every age"
            )
        for sample in self.samples:
            checked_choice(f"{self.name}: sample", sample, SAMPLES)
        within(f"{self.name}: size", self.size.values, "B", least=0.0)
        for what in ("versions", "disk", "tape"):
            within(f"{self.name}: {what}", getattr(self, what), "1", least=0.0)
        checked_timelines(f"{self.name}: scale", self.scale.values(), "1", least=0.0)

    def copies(self, medium: str) -> tuple[float, ...]:
        """Return versions times replicas on a medium, by age."""
        replicas = self.disk if medium == "disk" else self.tape
        return tuple(version * replica for version, replica in zip(self.versions, replicas, strict=True))


@dataclass(frozen=True)
class Space:
    """Room that does not go with the events: operations, and what is left of earlier runs."""

    name: str
    medium: str
    volume: Timeline  # B

    def __post_init__(self) -> None:
        checked_choice(f"{self.name}: medium", self.medium, MEDIA)
        within(f"{self.name}: volume", self.volume.values, "B", least=0.0)


@dataclass(frozen=True)
class Storage:
    """What is kept, and how full media can be.

    Parameters
    ----------
    tiers : tuple of Tier
    spaces : tuple of Space
        Taken as they are: no overhead is added.
    overhead : mapping of str to float
        For ``disk`` and ``tape``: space provided over space used (1), 1 or more.
    """

    tiers: tuple[Tier, ...]
    spaces: tuple[Space, ...]
    overhead: Mapping[str, float]

    def __post_init__(self) -> None:
        for medium in MEDIA:
            within(f"{medium}: space provided over used", self.overhead[medium], "1", least=1.0)
