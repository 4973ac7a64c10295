"""How much carbon is in a kWh?  Countries, and the mix of them by what they pledge."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.bounds import within

PLEDGES = "WLCG by pledges"


def by_country(grid: pd.DataFrame) -> dict[str, float]:
    """Return the carbon intensity of each country, g/kWh.

    Parameters
    ----------
    grid : pandas.DataFrame
        ``facilities/grid_carbon``: columns ``country`` and ``intensity``.
    """
    values = within("carbon intensity", grid["intensity"], "g/kWh", least=0.0)
    return dict(zip(grid["country"].astype(str), values.tolist(), strict=True))


def pledged_mix(pledges: pd.DataFrame, intensities: Mapping[str, float], year: int) -> tuple[float, float]:
    """Return the mean carbon intensity of the countries, weighted by the CPU that they pledged.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_federations``: ``year``, ``country`` and ``cpu`` (HS06).
    intensities : mapping of str to float
        g/kWh, from :func:`by_country`.
    year : int
        Pledge year.

    Returns
    -------
    mean : float
        g/kWh.
    clean : float
        Share of the CPU in countries below a quarter of the world's intensity, 1.

    Raises
    ------
    ValueError
        For a year without pledges, or a country without intensity.

    Notes
    -----
    CERN counts as Switzerland; its two centres draw on France too.  A mean over the year and all
    electricity of a country: what a site buys by contract is not asked.
    """
    rows = pledges[(pledges["year"] == year) & (pledges["cpu"] > 0.0)]
    if rows.empty:
        raise ValueError(f"year = {year}: expected {pledges['year'].min()} to {pledges['year'].max()}")
    if lost := sorted(set(rows["country"]) - set(intensities)):
        raise ValueError(f"carbon intensity of {lost[0]}: expected one for each country of the pledges")
    cpu = rows["cpu"].to_numpy(dtype=float)
    each = rows["country"].map(intensities).to_numpy(dtype=float)
    clean = each < intensities["World"] / 4.0
    return float((cpu * each).sum() / cpu.sum()), float(cpu[clean].sum() / cpu.sum())
