"""What does offloading change in what sites buy?  Less CPU, the same disk and tape, and an edge."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ecosystem_nb.facilities.vintages.model import Plan
from ecosystem_nb.facilities.vintages.wanted import Need

EDGE, NETWORK = "edge disk", "network"
EDGE_UNITS = {EDGE: "PB", NETWORK: "Gbit/s"}


def with_edge(need: Need, edge: Mapping[int, float], network: Mapping[int, float]) -> Need:
    """Return a need with the disk buffer and the network ports at the centre's edge.

    Parameters
    ----------
    need : Need
        Of the sites.
    edge : mapping of int to float
        Buffer by year, PB; 0 in years that are not named.
    network : mapping of int to float
        Rate in both directions together by year, Gbit/s; 0 in years that are not named.

    Returns
    -------
    Need
        With ``edge disk`` and ``network`` after the other resources.

    Raises
    ------
    ValueError
        For a year that the need lacks, or an amount out of range.

    Examples
    --------
    >>> sites = Need((2030, 2031), ("CPU",), ("MHS06",), np.ones((1, 2, 1)))
    >>> with_edge(sites, {2031: 4.0}, {2031: 100.0}).amounts[0].tolist()
    [[1.0, 0.0, 0.0], [1.0, 4.0, 100.0]]
    """
    if late := sorted((set(edge) | set(network)) - set(need.years)):
        raise ValueError(
            f"edge in {late[0]}: expected years of the need, {need.years[0]} to {need.years[-1]}"
        )
    columns = [[float(one.get(year, 0.0)) for year in need.years] for one in (edge, network)]
    more = np.repeat(np.array(columns).T[None], need.amounts.shape[0], axis=0)
    return Need(
        need.years,
        (*need.resources, *EDGE_UNITS),
        (*need.units, *EDGE_UNITS.values()),
        np.concatenate([need.amounts, more], axis=2),
    )


def compared(before: Plan, after: Plan, years: tuple[int, int]) -> pd.DataFrame:
    """Return what two plans install in the last year, and what they spend.

    Parameters
    ----------
    before, after : Plan
        Of one currency; the second may have more resources.
    years : tuple of int
        First and last year of the mean spend.

    Returns
    -------
    pandas.DataFrame
        One row a resource of ``after``: ``resource``, ``unit``, ``before`` and ``after`` (capacity in
        the last year), ``spend_before`` and ``spend_after`` (money a year), medians over the samples.

    Raises
    ------
    ValueError
        For two currencies, or years outside of a plan.
    """
    before.beside(after)
    rows = []
    for i, name in enumerate(after.resources):
        row: dict[str, object] = {"resource": name, "unit": after.units[i]}
        for head, plan in (("before", before), ("after", after)):
            found = name in plan.resources
            place = plan.resources.index(name) if found else 0
            span = plan.between(*years)
            row[head] = float(np.median(plan.capacity[:, span, place][:, -1])) if found else 0.0
            spend = plan.spend[:, span, place].mean(axis=1)
            row[f"spend_{head}"] = float(np.median(spend)) if found else 0.0
        rows.append(row)
    return pd.DataFrame(rows)
