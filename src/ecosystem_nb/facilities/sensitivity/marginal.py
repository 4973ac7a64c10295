"""What does one unit more cost in each year?  Duals of the purchases of a park."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ecosystem_nb.facilities.sensitivity.cost import BOUGHT, NEED_OF, NEEDS, Park, prepared
from ecosystem_nb.facilities.sensitivity.duals import Cheapest, cheapest, rent
from ecosystem_nb.facilities.vintages.kernel import follow_need

SIZE = {"CPU": 1e6, "disk": 1e3, "T0 tape": 1e3, "T1 tape": 1e3}
"""HS06 in a MHS06, TB in a PB."""


def marginal(one: Park, values: Mapping[str, float]) -> tuple[pd.DataFrame, float]:
    """Return what one unit more of each need costs in each year, when purchases look ahead.

    Parameters
    ----------
    one : Park
    values : mapping of str to float
        All inputs.

    Returns
    -------
    table : pandas.DataFrame
        Columns ``resource`` (of ``NEEDS``), ``year``, ``price`` (of a purchase), ``marginal`` (of one unit
        for that year alone) and ``steady`` (what it would be if something were bought every year), in USD
        for a HS06 or a TB; hardware alone.
    saved : float
        Part of the just-in-time cost that looking ahead saves, 1.

    Notes
    -----
    The years after ``known`` are planned; what was bought before is as it was.  A TB on tape takes its
    share of cartridges, library and drives: their duals add.
    """
    need, price, life, past = prepared(one, values)
    start = one.years.index(one.known) + 1
    bought = follow_need(need, life, past)[0][0]
    before = np.concatenate([past[0], bought[:start]])
    tables: dict[str, pd.DataFrame] = {}
    least = simple = 0.0
    for i in range(len(BOUGHT)):
        name = NEEDS[NEED_OF[i]]
        if not need[0, :, i].any() or not price[0, :, i].any():
            continue
        best = cheapest(need[0, start:, i], price[0, start:, i], float(life[0, i]), before[:, i].tolist())
        least, simple = least + best.cost, simple + float(best.net_price @ bought[start:, i])
        tables[name] = _line(best, price[0, start:, i], float(life[0, i])) / SIZE[name] + tables.get(
            name, 0.0
        )
    table = pd.concat(
        [lines.assign(resource=name, year=one.years[start:]) for name, lines in tables.items()],
        ignore_index=True,
    )
    return table[["resource", "year", "price", "marginal", "steady"]], 1.0 - least / simple


def _line(best: Cheapest, price: np.ndarray, life: float) -> pd.DataFrame:
    share = rent(float(price[-2] / price[-1]) - 1.0, life)
    return pd.DataFrame({"price": price, "marginal": best.duals, "steady": share * price})
