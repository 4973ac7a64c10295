"""How may conditions drift?  Six scripts, each a function of its length and a seed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ecosystem_nb.bounds import Floats
from ecosystem_nb.learning.calorimeter.conditions import Calibration, Conditions
from ecosystem_nb.learning.timeline.intervals import Interval, Period, Timeline

INTERVALS = 12
"""Intervals of the standard timeline."""


def _timeline(name: str, states: Sequence[Conditions]) -> Timeline:
    """Give each state one interval."""
    return Timeline(tuple(Period(Interval(t, t + 1), state) for t, state in enumerate(states)), name)


def _base(length: int, seed: int) -> tuple[Conditions, np.random.Generator]:
    if length < 2:
        raise ValueError(f"length = {length} intervals is out of range: expected at least 2 intervals")
    return Conditions(map_seed=seed), np.random.default_rng([seed, 4])


def _near(values: Floats, share: float, rng: np.random.Generator) -> Floats:
    """Let all values but the first fluctuate by a share of them."""
    spread = share * rng.standard_normal(len(values))
    spread[0] = 0.0
    return np.asarray(values * (1.0 + np.clip(spread, -2.0 * share, 2.0 * share)))


def steady_ageing(length: int = INTERVALS, seed: int = 0) -> Timeline:
    """Return a detector whose dose grows from 0.2 to 1, and whose laser calibration is one interval old.

    Parameters
    ----------
    length : int
        Intervals.
    seed : int
        Of the channel map and of how unevenly the dose comes.

    Returns
    -------
    Timeline

    Examples
    --------
    >>> [round(period.conditions.dose, 1) for period in steady_ageing(3)][::2]
    [0.2, 1.0]
    """
    base, rng = _base(length, seed)
    steps = rng.dirichlet(np.full(length - 1, 20.0))
    doses = base.dose + 0.8 * np.concatenate([[0.0], np.cumsum(steps)])
    old = np.concatenate([doses[:1], doses[:-1]])
    return _timeline(
        "steady_ageing",
        [
            replace(base, dose=min(float(d), 2.0), calibration=Calibration(float(c)))
            for d, c in zip(doses, old, strict=True)
        ],
    )


def sudden_fault(length: int = INTERVALS, seed: int = 0) -> Timeline:
    """Return a detector that loses 2 % of its crystals and 5 % of its towers halfway, and nothing else.

    Parameters and result as for ``steady_ageing``.
    """
    base, _ = _base(length, seed)
    broken = replace(base, dead_crystals=0.02, dead_towers=0.05)
    return _timeline("sudden_fault", [base if t < length // 2 else broken for t in range(length)])


def pile_up_ramp(length: int = INTERVALS, seed: int = 0) -> Timeline:
    """Return a machine whose pile-up grows from 60 to 140 interactions, with 3 % from run to run.

    Parameters and result as for ``steady_ageing``.
    """
    base, rng = _base(length, seed)
    ramp = _near(np.linspace(60.0, 140.0, length), 0.03, rng)
    return _timeline("pile_up_ramp", [replace(base, pile_up=float(mu)) for mu in ramp])


def wrong_calibration(length: int = INTERVALS, seed: int = 0) -> Timeline:
    """Return a detector whose middle third was calibrated by a wrong file, 8 % too low.

    Parameters and result as for ``steady_ageing``.
    """
    base, _ = _base(length, seed)
    first = max(1, length // 3)
    last = max(2 * length // 3, first + 1)
    wrong = replace(base, calibration=Calibration(start=first, stop=last, scale=0.92))
    return _timeline("wrong_calibration", [wrong if first <= t < last else base for t in range(length)])


def recovery(length: int = INTERVALS, seed: int = 0) -> Timeline:
    """Return a detector repaired halfway: faults and an old calibration, then none.

    Parameters and result as for ``steady_ageing``.
    """
    base, _ = _base(length, seed)
    ill = replace(base, pile_up=100.0, dose=0.6, dead_crystals=0.02, dead_towers=0.05)
    well = replace(base, pile_up=100.0, dose=0.6, calibration=Calibration(0.6))
    second = max(1, length // 4)
    states = [base if t < second else ill if t < length // 2 + 1 else well for t in range(length)]
    return _timeline("recovery", states)


def standard(length: int = INTERVALS, seed: int = 0) -> Timeline:
    """Return the timeline of the challenge: ageing, a pile-up ramp, a fault, a wrong file, a repair.

    Parameters
    ----------
    length : int
        Intervals; the story is told for 12 and stretched or squeezed for others.
    seed : int
        Of the channel map, the pile-up from run to run and the dose.

    Returns
    -------
    Timeline

    Notes
    -----
    The dose grows from 0.2 to 1 and the pile-up from 60 to 140.  The laser calibration lags by two
    intervals.  From a third on, 1 % of the crystals and 3 % of the towers are dead; from three quarters on
    the towers are repaired.  In the seventh of twelve intervals a wrong file scales all energies by 0.92.
    """
    base, rng = _base(length, seed)
    doses = base.dose + 0.8 * np.concatenate([[0.0], np.cumsum(rng.dirichlet(np.full(length - 1, 20.0)))])
    ramp = _near(np.linspace(60.0, 140.0, length), 0.03, rng)
    states = []
    for t in range(length):
        story = t * INTERVALS / length
        measured = float(doses[max(0, t - 2)])
        wrong = 6.0 <= story < 7.0
        states.append(
            replace(
                base,
                pile_up=float(ramp[t]),
                dose=min(float(doses[t]), 2.0),
                dead_crystals=0.0 if story < 4.0 else 0.01,
                dead_towers=0.03 if 4.0 <= story < 9.0 else 0.0,
                calibration=Calibration(measured, scale=0.92 if wrong else 1.0),
            )
        )
    return _timeline("standard", states)


SCRIPTS: dict[str, Callable[[int, int], Timeline]] = {
    one.__name__: one
    for one in (steady_ageing, sudden_fault, pile_up_ramp, wrong_calibration, recovery, standard)
}
"""All scripts by name."""
