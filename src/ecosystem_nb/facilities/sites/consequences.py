"""What follows for a site that is not like the others? Network, drives, and rates to ask a vendor for."""

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.sites.throughput import Drive, Load, asked


def consequences(sites: pd.DataFrame, load: Load, drive: Drive) -> pd.DataFrame:
    """Return for each site what its ratio of disk to CPU means.

    Parameters
    ----------
    sites : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sites.federations.federations`.
    load : Load
        Of the mean core.
    drive : Drive

    Returns
    -------
    pandas.DataFrame
        The columns of ``sites`` and ``cores``, ``missing`` (share of its reads for which it lacks the
        data), ``network`` (Gbit/s, mean rate of these reads), ``rate_tb`` (MB/s) and ``requests_tb``
        (IO/s) that its cores ask of each usable TB, ``largest`` (TB, the largest drive with which it has
        drives enough).

    Notes
    -----
    The data lie in proportion to disk and the work is alike everywhere, so a site whose ratio is x of
    that of all sites together finds at most x of what its cores read at home.
    """
    mean = 1000.0 * sites["disk"].sum() / sites["cpu"].sum()
    found = sites.assign(
        cores=sites["cpu"] / load.power, missing=(1.0 - sites["ratio"] / mean).clip(lower=0.0)
    )
    asks = [asked(load, float(ratio)) for ratio in sites["ratio"]]
    return found.assign(
        network=[
            load.network(float(c), float(m)) for c, m in zip(found["cores"], found["missing"], strict=True)
        ],
        rate_tb=[one["rate_tb"] for one in asks],
        requests_tb=[one["requests_tb"] for one in asks],
        largest=[drive.largest(load, float(ratio)) for ratio in sites["ratio"]],
    )


def scan(load: Load, cores: float, ratios: list[float], mean: float) -> pd.DataFrame:
    """Return the network that a site of one size needs, by its ratio of disk to CPU.

    Parameters
    ----------
    load : Load
    cores : float
        Of the site, above 0.
    ratios : list of float
        Disk over CPU, GB/HS06, 0 or more.
    mean : float
        Of all sites together, GB/HS06, above 0.

    Returns
    -------
    pandas.DataFrame
        Columns ``ratio``, ``missing`` (1) and ``network`` (Gbit/s).

    Examples
    --------
    >>> scan(Load(1.0, 1.0, 10.0), 1000.0, [50.0, 100.0], 100.0)["network"].tolist()
    [4.0, 0.0]
    """
    within("cores", cores, "1", above=0.0)
    within("mean of disk over CPU", mean, "GB/HS06", above=0.0)
    values = within("disk over CPU", ratios, "GB/HS06", least=0.0)
    missing = np.maximum(0.0, 1.0 - values / mean)
    network = [load.network(cores, float(one)) for one in missing]
    return pd.DataFrame({"ratio": values, "missing": missing, "network": network})
