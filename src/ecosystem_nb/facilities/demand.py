"""How much CPU, disk and tape does ATLAS need?  The published curves, read off their plots."""

import pandas as pd

from ecosystem_nb.scenario import CURVES_RUN4

UNITS = {"CPU": "MHS06", "disk": "PB", "tape": "PB"}


def curves(
    cpu: pd.DataFrame, disk: pd.DataFrame, tape_t0: pd.DataFrame, tape_t1: pd.DataFrame
) -> pd.DataFrame:
    """Return the needs of the 2018 model in one long table.

    Parameters
    ----------
    cpu, disk, tape_t0, tape_t1 : pandas.DataFrame
        ``facilities/atlas_…_2018model``: columns ``year`` and ``total`` (MHS06 for CPU, else PB).

    Returns
    -------
    pandas.DataFrame
        Columns ``resource`` (``CPU``, ``disk``, ``tape``), ``year``, ``need`` and ``unit``.

    Notes
    -----
    Tape is the sum of Tier-0 and Tier-1s.  The schedule is that of 2018: Run 4 from 2027.
    """
    tape = tape_t0.merge(tape_t1, on="year", validate="one_to_one")
    series = {
        "CPU": cpu.set_index("year")["total"],
        "disk": disk.set_index("year")["total"],
        "tape": (tape["total_x"] + tape["total_y"]).set_axis(tape["year"]),
    }
    tables = [
        pd.DataFrame({"resource": name, "year": one.index, "need": one.to_numpy(dtype=float)}).assign(
            unit=UNITS[name]
        )
        for name, one in series.items()
    ]
    return pd.concat(tables, ignore_index=True)


def shifted(needs: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return the same curves later by whole years.

    Parameters
    ----------
    needs : pandas.DataFrame
        From :func:`curves`.
    years : int
        0 leaves the schedule of 2018; 3 puts Run 4 to 2030.

    Returns
    -------
    pandas.DataFrame
        As :func:`curves`, with ``year`` moved, and only the years of Run 4 and later: what
        the curves say of Run 3 belongs to a schedule that did not happen.

    Raises
    ------
    ValueError
        When ``years`` is negative.
    """
    if years < 0:
        raise ValueError(f"shift = {years} years is out of range: expected 0 or more")
    late = needs[needs["year"] >= CURVES_RUN4].copy()
    late["year"] = late["year"] + years
    return late.reset_index(drop=True)


def pledged(pledges: pd.DataFrame, year: int, experiment: str = "ATLAS") -> dict[str, float]:
    """Return what an experiment was pledged in a year, in the units of the curves.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_totals``: columns ``year``, ``resource``, ``unit`` (HS06 or TB) and
        one for each experiment.
    year : int
        Pledge year.
    experiment : str
        ``ALICE``, ``ATLAS``, ``CMS`` or ``LHCb``.

    Returns
    -------
    dict of str to float
        ``CPU`` in MHS06, ``disk`` and ``tape`` in PB.

    Raises
    ------
    ValueError
        For a year that the table lacks.
    """
    rows = pledges[pledges["year"] == year].set_index("resource")
    if rows.empty:
        known = f"{pledges['year'].min()} to {pledges['year'].max()}"
        raise ValueError(f"pledges of {year}: the table has {known}")
    scale = {"HS06": 1e-6, "TB": 1e-3}  # to MHS06 and PB
    names = {"CPU": "CPU", "Disk": "disk", "Tape": "tape"}
    amount = rows[experiment].astype(float) * rows["unit"].map(scale)
    return {mine: float(amount[name]) for name, mine in names.items()}
