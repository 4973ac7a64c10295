"""How fast is the rehearsal of a data challenge, and what do its rules cost beside the plain simulator?

    python benchmarks/rehearsal.py [--hours 1]

Thirteen Tier-1s at full rate with files of 1.5 GB, compilation apart, in seconds of CPU time.
The plain simulator and the gated one without limits must give the same finish times, to the last bit.
"""

import argparse
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from ecosystem_nb.network.rehearsal import beside, binding, challenge, loop, outage
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.network.transfers.gated import UNLIMITED, GatedTransfers
from ecosystem_nb.network.transfers.simulator import simulate
from ecosystem_nb.network.transfers.topology import Topology
from ecosystem_nb.tables import read

SITES, PLACES, DUNE = read("network/tier1"), read("network/places"), read("network/dune")


def timed(what: str, run: Callable[[], object], transfers: int = 0) -> object:
    """Print the CPU time of a call, the least of three, and return what the last gave."""
    least, made = np.inf, None
    for _ in range(3):
        start = time.process_time()
        made = run()
        least = min(least, time.process_time() - start)
    each = f"{1e6 * least / transfers:8.2f} us/transfer" if transfers else ""
    print(f"{what:<42} {least:8.3f} s {each}", flush=True)
    return made


def free(topology: Topology, table: pd.DataFrame) -> pd.DataFrame:
    """Run the gated simulator without limits, stopping every minute."""
    run = GatedTransfers(topology, table)
    for pair in range(len(run.pairs)):
        run.allow(pair, UNLIMITED)
    for minute in range(1, 61):
        run.until(60.0 * minute)
    run.until(np.inf)
    return run.transfers()


def main() -> None:
    """Time the simulators, one run a stage, and the parts of the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=1.0, help="length of the rehearsals")
    page = DataChallenge(hours=parser.parse_args().hours)
    topology = challenge.topology(SITES, page.hpc_link)
    table = challenge.exports(page, SITES, PLACES, 1.0).assign(failures=0)
    few, many = table.iloc[::1000], len(table)
    simulate(topology, few)
    loop.rehearse(topology, few, binding.rules(page, SITES, binding.SHIPPED), 1)
    print(f"{many} transfers in {page.hours:g} h")
    plain = timed("the plain simulator", lambda: simulate(topology, table).transfers, many)
    gated = timed("gated, without limits, minute by minute", lambda: free(topology, table), many)
    print(f"same finish times, to the last bit: {plain['finish'].equals(gated['finish'])}")
    minutes = round(60 * page.hours)
    for stage in binding.STAGES:
        rules = binding.rules(page, SITES, stage)
        timed(f"with the rules, {stage}", lambda r=rules: loop.rehearse(topology, table, r, minutes), many)
    timed("four shares, four stages", lambda: binding.grid(page, SITES, PLACES))
    timed("a cable fails, both ways", lambda: outage.rehearse(page, SITES, PLACES, 1.0))
    timed("beside a campaign", lambda: beside.rehearse(page, SITES, PLACES, DUNE, beside.CAMPAIGN))


if __name__ == "__main__":
    main()
