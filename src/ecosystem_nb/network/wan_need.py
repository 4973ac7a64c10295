"""How much network does the HL-LHC need?  From RAW volume and live time to the need, part by part."""

from itertools import pairwise

import pandas as pd

from ecosystem_nb.network.kernels import Floats, rate_gbit_s, total_need_gbit_s
from ecosystem_nb.network.parameters import WanNeed

# Order of the columns of a sample, and of the arguments of the kernel.
INPUTS = (
    "raw_volume",
    "live_time",
    "other_traffic",
    "alice_export",
    "lhcb_export",
    "burst_factor",
    "provisioning_factor",
    "flexible_factor",
)


def raw_rate(need: WanNeed) -> float:
    """Return the mean RAW rate of one large experiment.

    Parameters
    ----------
    need : WanNeed
        The page's parameters.

    Returns
    -------
    float
        Rate in Gbit/s.

    Examples
    --------
    >>> raw_rate(WanNeed())
    400.0
    """
    return float(rate_gbit_s(need.raw_volume, need.live_time))


def exports(need: WanNeed) -> pd.DataFrame:
    """Return the mean exports of each experiment.

    Parameters
    ----------
    need : WanNeed
        The page's parameters.

    Returns
    -------
    pandas.DataFrame
        Columns ``experiment``, ``raw``, ``other`` and ``export`` (Gbit/s).
        ALICE's and LHCb's exports are known only as a whole and stand under ``other``.
    """
    raw = raw_rate(need)
    table = pd.DataFrame(
        {
            "experiment": ["ATLAS", "CMS", "ALICE", "LHCb"],
            "raw": [raw, raw, 0.0, 0.0],
            "other": [need.other_traffic, need.other_traffic, need.alice_export, need.lhcb_export],
        }
    )
    return table.assign(export=table["raw"] + table["other"])


def minimal(need: WanNeed) -> float:
    """Return the need of the minimal model, in Gbit/s: exports x burst x provisioning.

    Examples
    --------
    >>> minimal(WanNeed())
    4800.0
    """
    return flexible(need) / need.flexible_factor


def flexible(need: WanNeed) -> float:
    """Return the need of the flexible model, in Gbit/s: the minimal model x flexible factor.

    Examples
    --------
    >>> flexible(WanNeed())
    9600.0
    """
    return float(total_need_gbit_s(*(getattr(need, name) for name in INPUTS)))


def parts(need: WanNeed) -> pd.DataFrame:
    """Return the steps that lead from the RAW rate to the flexible need.

    Parameters
    ----------
    need : WanNeed
        The page's parameters.

    Returns
    -------
    pandas.DataFrame
        Columns ``part``, ``start``, ``end`` and ``added`` (Gbit/s), ``share`` of the total (1).

    Notes
    -----
    Factors multiply, so what each one adds depends on their order: here burst, provisioning,
    flexible.  The sum does not depend on it.
    """
    table = exports(need)
    mean = float(table["export"].sum())
    peak = mean * need.burst_factor
    built = peak * need.provisioning_factor
    ends = [0.0, float(table["raw"].sum()), mean, peak, built, built * need.flexible_factor]
    names = ["RAW data", "other exports", "burst", "provisioning", "flexible"]
    steps = pd.DataFrame(list(pairwise(ends)), columns=["start", "end"])
    steps.insert(0, "part", names)
    steps["added"] = steps["end"] - steps["start"]
    return steps.assign(share=steps["added"] / ends[-1])


def grid(need: WanNeed, factors: Floats) -> pd.DataFrame:
    """Return the parts of the need over a grid of factors, for sliders.

    Parameters
    ----------
    need : WanNeed
        The page's parameters.
    factors : numpy.ndarray of float64, shape (n,)
        Values that burst and provisioning factor take in turn, each at least 1.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`parts` with ``burst`` and ``provisioning``: 5 rows a pair.
    """
    tables = []
    for burst in factors:
        for provisioning in factors:
            changed = {"burst_factor": float(burst), "provisioning_factor": float(provisioning)}
            moved = WanNeed(**{**need.model_dump(), **changed})
            tables.append(parts(moved).assign(burst=float(burst), provisioning=float(provisioning)))
    return pd.concat(tables, ignore_index=True)
