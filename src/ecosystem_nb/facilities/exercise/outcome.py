"""What do assumptions make of the budget?  The ratio to a flat one and the share of disk, set by set."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.exercise.assumptions import NAMES
from ecosystem_nb.facilities.exercise.setting import Setting, delayed
from ecosystem_nb.facilities.prices.regimes import Course
from ecosystem_nb.facilities.vintages.model import Plan, buy_for

SCENARIOS = ("conservative", "aggressive")
OUTCOMES = ("conservative", "aggressive", "disk_conservative", "disk_aggressive")


def research(sets: pd.DataFrame, scenario: str) -> dict[str, Floats]:
    """Return what R&D leaves of the needs of CPU and disk.

    Parameters
    ----------
    sets : pandas.DataFrame
        With the four columns of R&D, 1.
    scenario : {'conservative', 'aggressive'}
        The second multiplies what it leaves on what the first leaves: it is never the weaker one.

    Returns
    -------
    dict of str to numpy.ndarray of float64, shape (sets,)
        ``CPU`` and ``disk``, 1.

    Raises
    ------
    ValueError
        For another scenario.
    """
    if scenario not in SCENARIOS:
        raise ValueError(f"scenario {scenario!r}: expected {' or '.join(SCENARIOS)}")
    left = {"CPU": _column(sets, "cpu_conservative"), "disk": _column(sets, "disk_conservative")}
    if scenario == "conservative":
        return left
    return {key: one * _column(sets, f"{key.lower()}_aggressive") for key, one in left.items()}


def plan(setting: Setting, sets: pd.DataFrame, scenario: str) -> Plan:
    """Buy what sets of assumptions of one delay ask for.

    Parameters
    ----------
    setting : Setting
    sets : pandas.DataFrame
        A column for each of ``NAMES``; all rows have the same ``delay``.
    scenario : {'conservative', 'aggressive'}

    Returns
    -------
    Plan
        A sample a set.

    Raises
    ------
    ValueError
        For two delays, a column that is missing, or a value out of range.

    Notes
    -----
    Site mix and prices enter as one weight of each resource: money is need times price, so a site with
    twice the disk at half of its price spends the same.
    """
    delays = sets["delay"].unique()
    if len(delays) != 1:
        raise ValueError(f"delays of {len(delays)} kinds: expected one in a plan")
    delay = int(within("delay", delays[0], "yr", least=0.0))
    first, _ = setting.late(delay)
    left = research(sets, scenario)
    left["CPU"] = left["CPU"] * (1.0 - setting.elsewhere)
    wanted = delayed(setting.demand, setting.hllhc, delay)
    weights = {name: _column(sets, f"{name}_weight") for name in ("disk", "tape")}
    wanted = wanted.scaled(weights).scaled(left, first=first)
    lives = {name: _column(sets, f"{name.lower()}_lifetime") for name in ("CPU", "disk")}
    return buy_for(wanted, _course(setting, sets, wanted.years), {**lives, "tape": setting.tape_lifetime})


def outcomes(setting: Setting, sets: pd.DataFrame) -> pd.DataFrame:
    """Return what each set of assumptions makes of the budget.

    Parameters
    ----------
    setting : Setting
    sets : pandas.DataFrame
        A column for each of ``NAMES``, a row a set.

    Returns
    -------
    pandas.DataFrame
        The same rows, columns ``OUTCOMES``: the mean spend of a year of the HL-LHC over that of the
        base years, in each scenario, and disk's share of the former (1).

    Raises
    ------
    ValueError
        For a column that is missing, a value out of range, or base years out of the demand.

    Notes
    -----
    Nothing leaves before the HL-LHC, so the same plan gives the flat budget.  Cost: one pass of
    :func:`ecosystem_nb.facilities.vintages.kernel.follow_need` for each delay and scenario.
    """
    if missing := [name for name in NAMES if name not in sets]:
        raise ValueError(f"sets of assumptions: no column {missing[0]}: expected {', '.join(NAMES)}")
    made = np.empty((len(sets), len(OUTCOMES)))
    delays = _column(sets, "delay")
    for delay in np.unique(delays):
        rows = np.flatnonzero(delays == delay)
        some = sets.iloc[rows]
        for i, scenario in enumerate(SCENARIOS):
            one = plan(setting, some, scenario)
            late = setting.late(int(delay))
            made[rows, i] = one.yearly(*late) / _flat(one, some, setting.base_last)
            made[rows, 2 + i] = one.share("disk", *late)
    return pd.DataFrame(made, columns=list(OUTCOMES), index=sets.index)


def one_set(values: Mapping[str, float]) -> pd.DataFrame:
    """Return one set of assumptions as a table of one row.

    Examples
    --------
    >>> one_set({"delay": 4.0})["delay"].tolist()
    [4.0]
    """
    return pd.DataFrame([dict(values)])


def _flat(one: Plan, sets: pd.DataFrame, last: int) -> Floats:
    """Mean spend of a year from each set's first base year to the last one."""
    first = within("base_first", sets["base_first"], "year", least=float(one.years[0]), most=float(last))
    years = np.asarray(one.years)
    inside = (years >= first[:, None]) & (years <= last)
    return np.asarray((one.spend.sum(axis=2) * inside).sum(axis=1) / inside.sum(axis=1))


def _course(setting: Setting, sets: pd.DataFrame, years: tuple[int, ...]) -> Course:
    """Prices of each set: those of the setting, which fall by the set's improvements."""
    demand = setting.demand
    made, units = [], []
    for name, unit in zip(demand.resources, demand.units, strict=True):
        price = setting.prices[name]
        currency = price.unit.partition("/")[0]
        rate = _column(sets, "cpu_improvement" if name == "CPU" else "storage_improvement") / 100.0
        units.append(f"{currency}/{unit}")
        age = np.asarray(years) - price.year
        made.append(price.to(units[-1]).value * (1.0 + rate[:, None]) ** -age)
    return Course(years, demand.resources, tuple(units), np.stack(made, axis=2))


def _column(sets: pd.DataFrame, name: str) -> Floats:
    if name not in sets:
        raise ValueError(f"sets of assumptions: no column {name}: expected {', '.join(NAMES)}")
    return np.asarray(sets[name], dtype=np.float64)
