"""Where does the exercise start?  Spend of each year over the flat budget, by improvement and offload."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.exercise.outcome import one_set, outcomes, plan
from ecosystem_nb.facilities.exercise.setting import Setting, delayed

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


def growth(setting: Setting, values: Sets) -> pd.DataFrame:
    """Return how fast needs grow to the HL-LHC, and what the closed form makes of it.

    Parameters
    ----------
    setting : Setting
        Its offload is left out: everything stays at home.
    values : mapping of str to float
        One set of assumptions, without R&D.

    Returns
    -------
    pandas.DataFrame
        Index resource; columns ``growth`` (of the mean need, % a year, between the middles of the base
        years and of the HL-LHC years), ``closed`` (((1 + g)/(1 + r))^Δ) and ``model`` (spend purchase by
        purchase), both over the resource's own flat budget, 1.

    Notes
    -----
    The closed form holds for even growth in a park of settled ages.
    """
    bought = plan(replace(setting, elsewhere=0.0), one_set(values), "conservative")
    base = (int(values["base_first"]), setting.base_last)
    late = setting.late(int(values["delay"]))
    years = (sum(late) - sum(base)) / 2.0
    needed, spent = delayed(setting.demand, setting.hllhc, int(values["delay"])).amounts[0], bought.spend[0]
    rows = []
    for i, name in enumerate(bought.resources):
        rate = values["cpu_improvement" if name == "CPU" else "storage_improvement"] / 100.0
        need, spend = (
            one[bought.between(*late), i].mean() / one[bought.between(*base), i].mean()
            for one in (needed, spent)
        )
        grown = need ** (1.0 / years) - 1.0
        closed = ((1.0 + grown) / (1.0 + rate)) ** years
        rows.append({"resource": name, "growth": 100.0 * grown, "closed": closed, "model": spend})
    return pd.DataFrame(rows).set_index("resource")
