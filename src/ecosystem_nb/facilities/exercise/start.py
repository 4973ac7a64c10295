"""Where does the exercise start?  Spend of each year over the flat budget, by improvement and offload."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.exercise.outcome import one_set, outcomes, plan
from ecosystem_nb.facilities.exercise.setting import Setting

Sets = Mapping[str, float]


def improving(values: Sets, improvement: float) -> dict[str, float]:
    """Return a set of assumptions with one improvement for all resources, % a year."""
    return {**values, "cpu_improvement": improvement, "storage_improvement": improvement}


def by_year(setting: Setting, values: Sets, scenario: str = "conservative") -> pd.DataFrame:
    """Return what one set of assumptions spends, year by year.

    Parameters
    ----------
    setting : Setting
    values : mapping of str to float
        One set of assumptions.
    scenario : {'conservative', 'aggressive'}

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``resource`` and ``spend`` (over the flat budget, 1).
    """
    one = plan(setting, one_set(values), scenario)
    flat = one.yearly(int(values["base_first"]), setting.base_last).item()
    table = one.table()
    return table.assign(spend=table["spend"] / flat)[["year", "resource", "spend"]]


def grid(
    setting: Setting, values: Sets, improvements: Sequence[float], elsewhere: Sequence[float]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what improvements and shares of CPU elsewhere make of the budget.

    Parameters
    ----------
    setting : Setting
    values : mapping of str to float
        One set of assumptions; its improvements are replaced.
    improvements : sequence of float
        % a year, of all resources alike.
    elsewhere : sequence of float
        Shares of the CPU need that leave, %, 0 to 100.

    Returns
    -------
    years : pandas.DataFrame
        Columns ``improvement``, ``elsewhere``, ``year``, ``resource`` and ``spend`` (over the flat budget).
    whole : pandas.DataFrame
        Columns ``improvement``, ``elsewhere``, ``ratio`` and ``disk`` (share of the spend), 1.
    """
    years, whole = [], []
    for share in within("elsewhere", elsewhere, "%", least=0.0, most=100.0):
        one = replace(setting, elsewhere=share / 100.0)
        for improvement in improvements:
            here = improving(values, improvement)
            years.append(by_year(one, here).assign(improvement=improvement, elsewhere=share))
            found = outcomes(one, one_set(here)).iloc[0]
            ratio, disk = float(found["conservative"]), float(found["disk_conservative"])
            whole.append({"improvement": improvement, "elsewhere": share, "ratio": ratio, "disk": disk})
    return pd.concat(years, ignore_index=True), pd.DataFrame(whole)


def saved(setting: Setting, values: Sets) -> pd.DataFrame:
    """Return what of each resource's spend is left when CPU leaves.

    Parameters
    ----------
    setting : Setting
    values : mapping of str to float
        One set of assumptions.

    Returns
    -------
    pandas.DataFrame
        Index resource; columns ``before`` and ``after`` (mean of a year of the HL-LHC over the flat
        budget, 1) and ``left`` (after over before).
    """
    first, last = setting.late(int(values["delay"]))
    made = {}
    for name, share in (("before", 0.0), ("after", setting.elsewhere)):
        table = by_year(replace(setting, elsewhere=share), values)
        late = table[table["year"].between(first, last)]
        made[name] = late.groupby("resource")["spend"].sum() / (last - first + 1)
    both = pd.DataFrame(made)
    return both.assign(left=both["after"] / both["before"])
