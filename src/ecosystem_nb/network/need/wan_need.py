"""How much network does the HL-LHC need?  From RAW volume and live time to the need, part by part."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pandas as pd

from ecosystem_nb.network.need.kernels import rate_gbit_s, total_need_gbit_s
from ecosystem_nb.network.need.parameters import WanNeed

# Every uncertain input with its name in tables and charts.  The order is that of a sample's columns
# and of the kernel's arguments.
LABELS = {
    "raw_volume": "RAW volume",
    "live_time": "live time",
    "other_traffic": "other exports of ATLAS and CMS",
    "alice_export": "exports of ALICE",
    "lhcb_export": "exports of LHCb",
    "burst_factor": "burst factor",
    "provisioning_factor": "provisioning factor",
    "flexible_factor": "flexible factor",
}
INPUTS = tuple(LABELS)

# FTS's published volume was moved from 5 July 2022 to 31 August 2023, both days included.
FTS_DAYS = (date(2023, 8, 31) - date(2022, 7, 5)).days + 1


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


def factor_grid(value: float, step: float = 0.5, steps: int = 6) -> list[float]:
    """Return values of a factor around the one in use, for a slider.

    Parameters
    ----------
    value : float
        The factor in use, 1 to 10.
    step : float
        Distance of two values.
    steps : int
        At most so many values on either side, none below 1 or above 10.

    Returns
    -------
    list of float
        In rising order; ``value`` is one of them.

    Examples
    --------
    >>> factor_grid(2.0)
    [1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0]
    """
    below = min(steps, int((value - 1.0) / step + 1e-9))
    above = min(steps, int((10.0 - value) / step + 1e-9))
    return [value + step * k for k in range(-below, above + 1)]


def grid(need: WanNeed, bursts: Sequence[float], provisionings: Sequence[float]) -> pd.DataFrame:
    """Return the parts of the need over a grid of factors, for sliders.

    Parameters
    ----------
    need : WanNeed
        The page's parameters.
    bursts, provisionings : sequence of float
        Values that the burst and the provisioning factor take in turn, 1 to 10.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`parts` with ``burst`` and ``provisioning``: 5 rows a pair.
    """
    tables = []
    for burst in bursts:
        for provisioning in provisionings:
            changed = {"burst_factor": burst, "provisioning_factor": provisioning}
            moved = need.model_copy(update=changed)
            tables.append(parts(moved).assign(burst=burst, provisioning=provisioning))
    return pd.concat(tables, ignore_index=True)


def fts_rate(volume_eb: float) -> float:
    """Return the mean rate of all FTS transfers, an independent look at today's network use.

    Parameters
    ----------
    volume_eb : float
        Volume moved in ``FTS_DAYS`` days, EB.

    Returns
    -------
    float
        Gbit/s.

    Notes
    -----
    All transfers of all FTS users, also within a site's own country; traffic outside FTS is missing.
    """
    return float(rate_gbit_s(1000.0 * volume_eb, 86_400.0 * FTS_DAYS))
