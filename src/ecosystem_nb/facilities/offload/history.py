"""How much time were ATLAS and CMS given before?  Allocations, in one unit."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.facilities.offload.machine import YEAR_HOURS
from ecosystem_nb.tables import Quantity

_OF = {"atlas": "ATLAS", "cms": "CMS"}


def allocations(table: Mapping[str, Quantity]) -> pd.DataFrame:
    """Return NERSC's allocations of 2018 and 2019 as a mean power over the year.

    Parameters
    ----------
    table : mapping of str to Quantity
        ``quantities("facilities/hpc")``.

    Returns
    -------
    pandas.DataFrame
        Columns ``experiment``, ``year``, ``hours`` (1e6 NERSC hours), ``node_hours`` (of a node with
        two Haswell CPUs), ``khs23`` (mean over the year), ``status`` and ``source``.

    Notes
    -----
    As if all hours had been used on Cori's Haswell nodes, each charged at the factor of 2018; on
    nodes with KNL an hour did less.  The score of such a node is scaled from a near one.

    Examples
    --------
    >>> from ecosystem_nb.tables import quantities
    >>> allocations(quantities("facilities/hpc"))["hours"].tolist()
    [175.0, 25.0, 120.0, 82.0]
    """
    charge = table["haswell_charge"].in_unit("MPP.h")
    power = table["haswell_power"].in_unit("HS23")
    rows = []
    for year in (2018, 2019):
        for key, name in _OF.items():
            one = table[f"nersc_{key}_{year}"]
            nodes = one.in_unit("MPP.h") / charge
            rows.append(
                {
                    "experiment": name,
                    "year": year,
                    "hours": one.value / 1e6,
                    "node_hours": nodes,
                    "khs23": nodes * power / YEAR_HOURS / 1e3,
                    "status": one.status,
                    "source": one.source,
                }
            )
    return pd.DataFrame(rows)
