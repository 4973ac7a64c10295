"""Processor time a repetition of pyhf's fits and of Newton's steps on the same likelihood, on one core.

    python benchmarks/likelihoods.py [--record]

A repetition is two fits: of everything, and at a given signal strength.  Five bins, two uncertainties and the
statistical errors of the templates, as on the page on four contexts.  Processor time, least of five calls.
``--record`` writes data/learning/fit_times.csv.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from machine import least, processor

from ecosystem_nb.learning.contexts.coverage import repeated
from ecosystem_nb.learning.contexts.profile import Likelihood
from ecosystem_nb.learning.contexts.signal import Measurement, Templates

SLOW, FAST = 100, 5000
TRIES = 5
RECORD = Path(__file__).parents[1] / "data" / "learning" / "fit_times.csv"


def measurement() -> Measurement:
    """Return a fit like that of the page."""
    electrons, jets = np.full(5, 60.0), np.array([1236.0, 135.0, 69.0, 38.0, 21.0])
    nominal = Templates(electrons, jets, np.sqrt(0.03 * electrons), np.sqrt(0.15 * jets))
    tilt = np.array([-0.02, -0.005, 0.0, 0.01, 0.015])
    high, low = (Templates(electrons * (1.0 + k * tilt), jets * (1.0 + k * tilt / 4)) for k in (1, -1))
    return Measurement(nominal, high, low, 0.1)


def main() -> None:
    """Print times side by side, and write them down if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}")
    asked = parser.parse_args()
    fit, rng = measurement(), np.random.default_rng(1)
    few, many = (repeated(fit.nominal, strength=1.0, toys=n, rng=rng) for n in (SLOW, FAST))
    vectors = [fit.data(few.counts[k], few.known(k)) for k in range(SLOW)]
    newton = Likelihood.of(fit)
    apart = np.abs([fit.far(1.0, one) for one in vectors] - newton.far(1.0, few)).max()
    rows = [
        ("pyhf", SLOW, 1e6 / SLOW * least(lambda: [fit.far(1.0, one) for one in vectors], TRIES)),
        ("newton", FAST, 1e6 / FAST * least(lambda: newton.far(1.0, many), TRIES)),
    ]
    for name, _, microseconds in rows:
        print(f"{name}: {microseconds:8.1f} us a repetition")
    print(f"ratio: {rows[0][2] / rows[1][2]:.0f}, largest difference {apart:.1e}")
    if asked.record:
        made = [(name, n, float(f"{value:.3g}"), processor()) for name, n, value in rows]
        pd.DataFrame(made, columns=["fit", "repetitions", "time", "machine"]).to_csv(RECORD, index=False)


if __name__ == "__main__":
    main()
