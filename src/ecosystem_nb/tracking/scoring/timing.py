"""How long a stage takes, and how long at worst."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within


@dataclass(frozen=True)
class Timing:
    """Times of one stage over many events, in seconds.

    Attributes
    ----------
    stage : str
    events : int
    median, p95, p99, worst : float
        The median, the 95th and 99th percentile and the largest, s.
    """

    stage: str
    events: int
    median: float
    p95: float
    p99: float
    worst: float

    @classmethod
    def of(cls, stage: str, seconds: Sequence[float]) -> "Timing":
        """Sum up the times of a stage, one an event, s.

        Examples
        --------
        >>> Timing.of("seeding", [0.1] * 99 + [3.0]).worst
        3.0
        """
        if not len(seconds):
            raise ValueError(f"{stage}: expected the time of at least one event")
        times = within(f"time of {stage}", seconds, "s", least=0)
        median, p95, p99 = (float(one) for one in np.percentile(times, [50, 95, 99]))
        return cls(stage, len(times), median, p95, p99, float(times.max()))


def timings(seconds: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Return one row a stage, in the order given; times in seconds."""
    return pd.DataFrame([asdict(Timing.of(stage, times)) for stage, times in seconds.items()])
