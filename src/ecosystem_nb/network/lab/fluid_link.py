"""How much does a link carry, and how much of it fails?  A fluid model of many transfers at once."""

from dataclasses import dataclass, replace

from ecosystem_nb.bounds import within


@dataclass(frozen=True)
class FluidLink:
    """One link between two storages, as a fluid.

    Parameters
    ----------
    capacity : float
        In Gbit/s, above 0.
    stream_cap : float
        Most that one transfer gets, in Gbit/s, above 0.
    slow_rate : float
        Rate of one transfer in Gbit/s below which transfers begin to time out, above 0.
    fall : float
        Percentage points of success lost for each per cent of transfers too many, 0 or more.
    thrash : float
        Throughput lost when twice as many run as the link bears, over what is left, 0 or more.
    base_failure : float
        Transfers in % that fail whatever the load, 0 to 100.

    Notes
    -----
    Every law here is assumed: no published measurement of success against concurrency was found.
    The link bears ``capacity / slow_rate`` transfers; from there on success falls in a straight line, and
    the storages lose throughput to seeking.

    Examples
    --------
    >>> link = FluidLink(capacity=100, stream_cap=2, slow_rate=1.25, fall=0.5, thrash=0.2, base_failure=1)
    >>> link.throughput(20), link.throughput(60), link.success(80)
    (40.0, 100.0, 99.0)
    """

    capacity: float
    stream_cap: float
    slow_rate: float
    fall: float
    thrash: float
    base_failure: float

    def __post_init__(self) -> None:
        for name in ("capacity", "stream_cap", "slow_rate"):
            within(name, getattr(self, name), "Gbit/s", above=0)
        for name in ("fall", "thrash"):
            within(name, getattr(self, name), "1", least=0)
        within("base_failure", self.base_failure, "%", least=0, most=100)

    def bears(self) -> float:
        """Return how many transfers run before any is too slow."""
        return self.capacity / self.slow_rate

    def throughput(self, active: float) -> float:
        """Return what the link carries with so many transfers, in Gbit/s."""
        within("active", active, "transfers", least=0)
        excess = max(0.0, active / self.bears() - 1.0)
        return min(self.capacity, active * self.stream_cap) / (1.0 + self.thrash * excess)

    def success(self, active: float) -> float:
        """Return the share of transfers that end well, in %."""
        within("active", active, "transfers", least=0)
        excess = max(0.0, active / self.bears() - 1.0)
        return max(0.0, 100.0 - self.base_failure - self.fall * 100.0 * excess)

    def goodput(self, active: float) -> float:
        """Return the throughput of transfers that end well, in Gbit/s."""
        return self.throughput(active) * self.success(active) / 100.0

    def best(self, low: int, high: int) -> int:
        """Return the number of transfers with the most goodput, the least of equals."""
        return max(range(low, high + 1), key=lambda active: (round(self.goodput(active), 9), -active))

    def at(self, share: float) -> "FluidLink":
        """Return the link with a share of its capacity, 0 to 1, 0 excluded."""
        within("share of the capacity", share, "1", above=0, most=1)
        return replace(self, capacity=share * self.capacity)
