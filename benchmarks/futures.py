"""Monte-Carlo futures of the cost model: time and memory, compilation apart.

.venv/bin/python benchmarks/futures.py [FUTURES]
"""

import resource
import sys
import time

import numpy as np

from ecosystem_nb.facilities.prices.futures import Spread, futures
from ecosystem_nb.facilities.prices.history import us_prices
from ecosystem_nb.facilities.prices.regimes import course, uniform
from ecosystem_nb.facilities.vintages.model import buy_for
from ecosystem_nb.facilities.vintages.wanted import Need
from ecosystem_nb.tables import quantities

YEARS = tuple(range(2017, 2037))
UNITS = {"CPU": "MHS06", "disk": "PB", "tape": "PB"}
SECONDS, GIGABYTES = 5.0, 1.0  # the target


def play(count: int) -> float:
    """Draw prices, needs and lifetimes, follow the needs, and return the median spend of a year."""
    rng = np.random.default_rng(1)
    middle = course(us_prices(quantities("facilities/costs")), uniform("central", 0.1), YEARS, UNITS)
    drawn = futures(rng, count, middle, Spread(jumps=0.05), 2026)
    grown = 1.2 ** np.arange(len(YEARS))
    need = Need(
        YEARS, tuple(UNITS), tuple(UNITS.values()), grown[None, :, None] * np.array([2.0, 200.0, 300.0])
    )
    wanted = need.scaled({name: rng.lognormal(0.0, 0.2, count) for name in UNITS}, first=2027)
    life = {
        "CPU": rng.uniform(4.0, 6.0, count),
        "disk": rng.uniform(4.0, 6.0, count),
        "tape": np.full(count, 10.0),
    }
    return float(np.median(buy_for(wanted, drawn, life).yearly(2030, 2036)))


def main() -> None:
    """Compile on ten futures, then measure."""
    count = int(float(sys.argv[1])) if len(sys.argv) > 1 else 100_000
    started = time.perf_counter()
    play(10)
    compiled = time.perf_counter() - started
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, clock = time.perf_counter(), time.process_time()
    spend = play(count)
    took, used = time.perf_counter() - started, time.process_time() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{count:g} futures x {len(YEARS)} years x {len(UNITS)} resources; {spend / 1e6:.1f} MUSD a year")
    print(f"compilation {compiled:.1f} s (with imports of numba)")
    print(f"time        {took:.2f} s, {used:.2f} s of one core (target {SECONDS:g} s)")
    print(f"memory      {peak / 1e6:.2f} GB at most, {before / 1e6:.2f} GB before (target {GIGABYTES:g} GB)")


if __name__ == "__main__":
    main()
