"""How much of a copy's time moves data?  Round trips and slow start against size over rate."""

import math
from dataclasses import dataclass

import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.network.streams.tcp import MSS

INITIAL_WINDOW = 10.0  # segments, RFC 6928


@dataclass(frozen=True)
class Cost:
    """The time of one copy, in s.

    Parameters
    ----------
    asking : float
        Round trips of the requests, one after the other.
    starting : float
        What slow start adds to a transfer at full rate from the start.
    moving : float
        Size over rate.
    """

    asking: float
    starting: float
    moving: float

    @property
    def total(self) -> float:
        """The whole time in s."""
        return self.asking + self.starting + self.moving

    @property
    def share(self) -> float:
        """Share of the time that moves data, 0 to 1."""
        return self.moving / self.total


def cost(size_gb: float, rate_gbit_s: float, rtt_s: float, requests: int, round_trips: int) -> Cost:
    """Return the time of one copy.

    Parameters
    ----------
    size_gb : float
        Size of the file in GB, above 0.
    rate_gbit_s : float
        Rate once it runs in Gbit/s, above 0.
    rtt_s : float
        Round-trip time in s, above 0, the same for all.
    requests : int
        Requests one after the other, 1 or more.
    round_trips : int
        Round trips of each, 1 or more.

    Returns
    -------
    Cost

    Raises
    ------
    ValueError
        For a value out of range.

    Notes
    -----
    Slow start doubles a window of ten segments every round trip until it fills rate times RTT, without loss;
    what it moves meanwhile counts.
    A file that ends within slow start takes the round trips that it needs.
    Neglects the servers' own time.

    Examples
    --------
    >>> one = cost(1.5, 2.0, 0.09, requests=4, round_trips=3)
    >>> round(one.asking, 2), one.moving
    (1.08, 6.0)
    """
    within("size", size_gb, "GB", above=0)
    within("rate", rate_gbit_s, "Gbit/s", above=0)
    within("RTT", rtt_s, "s", above=0)
    within("requests", requests, "1", least=1)
    within("round trips", round_trips, "1", least=1)
    size, rate = size_gb * 1e9, rate_gbit_s * 1e9 / 8
    first = INITIAL_WINDOW * MSS
    doublings = max(0, math.ceil(math.log2(max(1.0, rate * rtt_s / first))))
    sent = first * (2.0**doublings - 1.0)
    if size <= sent:
        spent = math.ceil(math.log2(size / first + 1.0)) * rtt_s
    else:
        spent = doublings * rtt_s + (size - sent) / rate
    moving = size / rate
    return Cost(requests * round_trips * rtt_s, max(0.0, spent - moving), moving)


def grid(sizes_gb: list[float], rtts_ms: list[float], rate: float, requests: int, trips: int) -> pd.DataFrame:
    """Return size (GB), rtt (ms), share (%) and effective rate (Gbit/s) of every pair of size and RTT."""
    rows = []
    for rtt in rtts_ms:
        for size in sizes_gb:
            one = cost(size, rate, rtt / 1e3, requests, trips)
            rows.append(
                {"size": size, "rtt": rtt, "share": 100.0 * one.share, "rate": 8.0 * size / one.total}
            )
    return pd.DataFrame(rows)
