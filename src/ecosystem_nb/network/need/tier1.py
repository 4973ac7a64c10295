"""What the need means for each Tier-1, and how much of it crosses the Atlantic."""

import pandas as pd

from ecosystem_nb.network.need.parameters import WanNeed
from ecosystem_nb.network.need.wan_need import minimal


def sites(need: WanNeed, table: pd.DataFrame) -> pd.DataFrame:
    """Return the need of each Tier-1 in both models.

    Parameters
    ----------
    need : WanNeed
        The page's parameters.  ``need.scale_sites`` makes the sites sum to the model's total.
    table : pandas.DataFrame
        ``network/tier1``: columns ``site``, ``region`` and ``need_minimal`` (Gbit/s).

    Returns
    -------
    pandas.DataFrame
        Columns ``site``, ``minimal``, ``flexible`` (Gbit/s), ``share`` of the sum (1) and
        ``across`` (whether the site lies in North America), largest first.

    Notes
    -----
    The stated needs belong to the published inputs.  With other inputs every site moves in
    proportion to the total: its share is kept, which neglects that the sites serve
    different experiments.
    """
    stated = table["need_minimal"].astype(float)
    base = float(stated.sum()) if need.scale_sites else minimal(WanNeed())
    made = pd.DataFrame({"site": table["site"], "minimal": stated * minimal(need) / base})
    made["flexible"] = made["minimal"] * need.flexible_factor
    made["share"] = made["minimal"] / made["minimal"].sum()
    made["across"] = table["region"] == "North America"
    return made.sort_values(["minimal", "site"], ascending=[False, True], ignore_index=True)


def transatlantic(made: pd.DataFrame) -> tuple[float, float]:
    """Return the need across the Atlantic and its share of all Tier-1s.

    Parameters
    ----------
    made : pandas.DataFrame
        From :func:`sites`.

    Returns
    -------
    tuple of float
        Minimal model, Gbit/s; share, 1.
    """
    part = float(made.loc[made["across"], "minimal"].sum())
    return part, part / float(made["minimal"].sum())
