"""What each data challenge asks of the network, and how fast it must grow to get there."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ecosystem_nb.network.need.kernels import GBIT_PER_PB, yearly_growth
from ecosystem_nb.network.need.parameters import ChallengeRamp
from ecosystem_nb.scenario import decimal_year

SECONDS_PER_DAY = 86_400.0
SERIES = {
    "esnet_transatlantic_spectrum": "ESnet across the Atlantic",
    "esnet_traffic": "ESnet traffic",
    "fzu_lhcone": "Prague Tier-2 (FZU)",
}


def steps(ramp: ChallengeRamp, challenges: pd.DataFrame, restart: float) -> pd.DataFrame:
    """Return every dated step of the ramp, with all dates that the sources give it.

    Parameters
    ----------
    ramp : ChallengeRamp
        The page's parameters.
    challenges : pandas.DataFrame
        ``network/challenge``: columns ``id``, ``step``, ``share`` (%), ``date``, ``event``, ``basis``,
        ``status`` and ``source``.
    restart : float
        When the HL-LHC restarts, decimal year: the full need once more.

    Returns
    -------
    pandas.DataFrame
        Those columns with ``when`` (decimal year), ``minimal`` and ``flexible`` (Gbit/s: the
        target, never a rate that was reached), in the order of time.
    """
    columns = ["id", "step", "share", "date", "event", "basis", "status", "source"]
    last = {
        "id": "hllhc_restart",
        "step": int(challenges["step"].max()),
        "share": 100.0,
        "date": "",
        "event": "HL-LHC",
        "basis": "schedule",
        "status": "printed",
        "source": "HLLHCSchedule",
    }
    when = [decimal_year(date, ramp.middle_of_year) for date in challenges["date"]]
    made = pd.concat([challenges[columns], pd.DataFrame([last])], ignore_index=True)
    made["date"] = made["date"].str.replace("/", " to ")
    made["when"] = [*when, restart]
    made["minimal"] = ramp.minimal_need * made["share"] / 100.0
    made["flexible"] = made["minimal"] * ramp.flexible_factor
    return made.sort_values(["when", "id"], ignore_index=True)


def conflicts(table: pd.DataFrame) -> pd.DataFrame:
    """Return the steps to which the sources give several dates or several shares.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`steps`.

    Returns
    -------
    pandas.DataFrame
        Columns ``step``, ``shares`` (%), ``dates`` and ``apart`` (years between first and last).
    """
    rows = []
    printed = table[table["basis"] != "schedule"]
    for step, same in printed.groupby("step"):
        if len(same) > 1:
            shares = " or ".join(dict.fromkeys(f"{share:g}" for share in same["share"]))
            apart = float(same["when"].max() - same["when"].min())
            rows.append((step, shares, " or ".join(same["date"]), apart))
    return pd.DataFrame(rows, columns=["step", "shares", "dates", "apart"])


def needed_growth(ramp: ChallengeRamp, table: pd.DataFrame) -> pd.DataFrame:
    """Return the growth a year that leads to each step still ahead.

    Parameters
    ----------
    ramp : ChallengeRamp
        ``today`` (Gbit/s) at ``base_year`` is where the growth starts.
    table : pandas.DataFrame
        From :func:`steps`.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``share``, ``when`` and, as fractions a year, ``to_minimal`` and ``to_flexible``
        (from the workshop's rate) and ``from_dc24`` (from the target of the challenge as it ran in
        2024; the same in both models).  NaN where the step lies before the start.

    Notes
    -----
    Constant relative growth.  Capacity comes in steps, so this is the mean of a staircase.
    """
    dc24 = table.loc[table["id"] == "dc24_run"]
    if len(dc24) != 1:
        raise ValueError(f"challenges: {len(dc24)} rows dc24_run: expected 1")
    later = table["when"] - float(dc24["when"].iloc[0])
    later = later.where(table["share"] > float(dc24["share"].iloc[0]), np.nan)
    made = growth_from(table, ramp.today, ramp.base_year)
    made["from_dc24"] = yearly_growth(dc24["share"].iloc[0], table["share"], later)
    return made


def growth_from(table: pd.DataFrame, rate: float, year: float) -> pd.DataFrame:
    """Return the growth a year from any known rate to each step ahead of it.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`steps`.
    rate : float
        Gbit/s.
    year : float
        When that rate held, decimal year.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``share``, ``when``, ``to_minimal`` and ``to_flexible`` (fractions a year);
        NaN where the step lies before the start.
    """
    made = table[["id", "share", "when"]].copy()
    for model in ("minimal", "flexible"):
        made[f"to_{model}"] = yearly_growth(rate, table[model], table["when"] - year)
    return made


def per_site(table: pd.DataFrame, sites: pd.DataFrame, flexible_factor: float) -> pd.DataFrame:
    """Return what each distinct share of the ramp asks of each Tier-1.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`steps`.
    sites : pandas.DataFrame
        ``network/tier1``: columns ``site`` and ``need_minimal`` (Gbit/s).
    flexible_factor : float
        1 for the minimal model.

    Returns
    -------
    pandas.DataFrame
        Columns ``site``, ``share`` (%) and ``rate`` (Gbit/s); largest site first.
    """
    shares = sorted({float(share) for share in table["share"]})
    ordered = sites.sort_values(["need_minimal", "site"], ascending=[False, True])
    rows = [
        (row.site, share, row.need_minimal * flexible_factor * share / 100.0)
        for row in ordered.itertuples(index=False)
        for share in shares
    ]
    return pd.DataFrame(rows, columns=["site", "share", "rate"])


def held_volume(rate: float, days: float) -> float:
    """Return the volume that a rate moves when it is held without a pause.

    Parameters
    ----------
    rate : float
        Gbit/s.
    days : float
        Days.

    Returns
    -------
    float
        PB.

    Examples
    --------
    >>> held_volume(8e6 / 86_400, 2)
    2.0
    """
    return rate * days * SECONDS_PER_DAY / GBIT_PER_PB


def history(links: pd.DataFrame, traffic: pd.DataFrame, least_years: int = 5) -> pd.DataFrame:
    """Return the growth a year of links and traffic over the spans that sources print.

    Parameters
    ----------
    links : pandas.DataFrame
        ``network/links``: columns ``link``, ``year``, ``capacity`` (Gbit/s) and ``kind``.
    traffic : pandas.DataFrame
        ``network/traffic``: columns ``id`` (``<series>_<year>``), ``year``, ``volume`` and ``unit``
        (``PB/month``, ``PB/yr`` or ``EB/yr``).
    least_years : int
        Shorter spans are left out: capacity moves in steps, and a span about one step says nothing.

    Returns
    -------
    pandas.DataFrame
        Columns ``series``, ``label``, ``first``, ``last`` (years), ``ratio`` (1), ``growth``
        (fraction a year) and ``kind``.

    Notes
    -----
    From the first to the last point of each series and, where there are more, from the second:
    how far both differ shows how little two points say.  Leased spectrum is set against the
    installed capacity before it, and is an upper limit: what could be lit.
    """
    rows = []
    for name, series in links.groupby("link"):
        whole = series.sort_values("year")
        if str(name).endswith("_spectrum"):
            earlier = links[links["link"] == str(name).removesuffix("_spectrum")]
            whole = pd.concat([earlier, series]).sort_values("year")
        rows.append((str(name), whole["year"], whole["capacity"], str(whole["kind"].iloc[-1])))
    for name, flow in traffic.sort_values("year").groupby(traffic["id"].str.partition("_")[0]):
        rows.append((f"{name}_traffic", flow["year"], _pb_a_year(flow), "traffic"))
    made = []
    for name, years, values, kind in rows:
        for start in range(min(len(years) - 1, 2)):
            first, last = int(years.iloc[start]), int(years.iloc[-1])
            if last - first >= least_years:
                ratio = float(values.iloc[-1]) / float(values.iloc[start])
                growth = float(yearly_growth(1.0, ratio, last - first))
                label = f"{SERIES.get(name, name)}, {first} to {last}"
                made.append((name, label, first, last, ratio, growth, kind))
    return pd.DataFrame(made, columns=["series", "label", "first", "last", "ratio", "growth", "kind"])


def _pb_a_year(traffic: pd.DataFrame) -> pd.Series:
    factors = {"PB/month": 12.0, "PB/yr": 1.0, "EB/yr": 1000.0}
    unknown = sorted(set(traffic["unit"]) - factors.keys())
    if unknown:
        raise ValueError(f"traffic in {', '.join(unknown)}: expected {', '.join(factors)}")
    return traffic["volume"] * traffic["unit"].map(factors)


def years_to(ramp: ChallengeRamp, need: float, growth: float) -> float:
    """Return how long growth takes from today's rate to a need.

    Parameters
    ----------
    ramp : ChallengeRamp
        ``today`` in Gbit/s.
    need : float
        Gbit/s.
    growth : float
        Fraction a year, above 0.

    Returns
    -------
    float
        Years from ``base_year``.

    Raises
    ------
    ValueError
        When the growth is not above 0.
    """
    if not growth > 0.0:
        raise ValueError(f"growth = {growth} is out of range: expected above 0, as a fraction a year")
    return math.log(need / ramp.today) / math.log1p(growth)


def paths(ramp: ChallengeRamp, growths: Sequence[float], last_year: float) -> pd.DataFrame:
    """Return how the network grows from today at each of several rates, for a slider.

    Parameters
    ----------
    ramp : ChallengeRamp
        ``today`` (Gbit/s) at ``base_year``.
    growths : sequence of float
        Fractions a year, above -1.
    last_year : float
        Where the paths end, decimal year.

    Returns
    -------
    pandas.DataFrame
        Columns ``growth`` (% a year), ``when`` (decimal year) and ``rate`` (Gbit/s): two points
        a path, which is a straight line on a logarithmic axis.
    """
    span = last_year - ramp.base_year
    rows = [
        (100.0 * growth, ramp.base_year + years, ramp.today * (1.0 + growth) ** years)
        for growth in growths
        for years in (0.0, span)
    ]
    return pd.DataFrame(rows, columns=["growth", "when", "rate"])
