"""How much CPU, disk and tape did the experiments publish that they need?  Curves, read off their plots."""

import pandas as pd

from ecosystem_nb import tables
from ecosystem_nb.facilities.demand.needs import needs
from ecosystem_nb.facilities.demand.timeline import YEAR
from ecosystem_nb.scenario import CURVES_RUN4

CURVES = ("ATLAS 2018", "ATLAS 2017", "CMS 2017")
FIRST_HLLHC = dict.fromkeys(CURVES, CURVES_RUN4)


def published(name: str) -> pd.DataFrame:
    """Read one of the published demands.

    Parameters
    ----------
    name : str
        One of ``CURVES``: experiment and year of its computing model.

    Returns
    -------
    pandas.DataFrame
        In the form of :func:`ecosystem_nb.facilities.demand.needs.needs`: CPU in MHS06 as the mean
        over the year, disk and tape in PB.  The curves of 2017 have no tape.

    Raises
    ------
    ValueError
        For another name.

    Notes
    -----
    The curves stand on the schedules of their time; ``FIRST_HLLHC`` holds the first year of the
    HL-LHC in each, and :func:`ecosystem_nb.facilities.demand.schedule.shifted` moves them.

    Examples
    --------
    >>> published("CMS 2017").query("year == 2027 and resource == 'disk'")["need"].tolist()
    [4676.14]
    """
    if name == "ATLAS 2018":
        return atlas_2018(
            tables.read("facilities/atlas_cpu_2018model"),
            tables.read("facilities/atlas_disk_2018model"),
            tables.read("facilities/atlas_tape_t0_2018model"),
            tables.read("facilities/atlas_tape_t1_2018model"),
        )
    if name == "ATLAS 2017":
        return atlas_2017(tables.read("facilities/atlas_2017model"))
    if name == "CMS 2017":
        cpu = tables.read("facilities/cms_cpu_2017model")
        return cms_2017(cpu, tables.read("facilities/cms_disk_2017model"))
    raise ValueError(f"demand {name!r}: expected one of {', '.join(CURVES)}")


def atlas_2018(
    cpu: pd.DataFrame, disk: pd.DataFrame, tape_t0: pd.DataFrame, tape_t1: pd.DataFrame
) -> pd.DataFrame:
    """Return the needs of ATLAS's model of 2018.

    Parameters
    ----------
    cpu, disk, tape_t0, tape_t1 : pandas.DataFrame
        ``facilities/atlas_…_2018model``: columns ``year`` and ``total`` (MHS06 for CPU, else PB).

    Returns
    -------
    pandas.DataFrame
        As :func:`published`.

    Notes
    -----
    Tape is the sum of Tier-0 and Tier-1s.  The schedule is that of 2018: RAW of Run 4 reaches
    tape from 2026 on.
    """
    tape = tape_t0.merge(tape_t1, on="year", validate="one_to_one")
    series = {
        "CPU": cpu.set_index("year")["total"],
        "disk": disk.set_index("year")["total"],
        "tape": (tape["total_x"] + tape["total_y"]).set_axis(tape["year"]),
    }
    return needs("ATLAS", series)


def atlas_2017(table: pd.DataFrame) -> pd.DataFrame:
    """Return the needs of ATLAS's model of 2017: CPU and disk.

    Parameters
    ----------
    table : pandas.DataFrame
        ``facilities/atlas_2017model``: columns ``resource``, ``year`` and ``need_2017_model``
        (MHS06 or PB).

    Returns
    -------
    pandas.DataFrame
        As :func:`published`.
    """
    by = {str(name): rows.set_index("year")["need_2017_model"] for name, rows in table.groupby("resource")}
    return needs("ATLAS", {"CPU": by["cpu"], "disk": by["disk"]})


def cms_2017(cpu: pd.DataFrame, disk: pd.DataFrame) -> pd.DataFrame:
    """Return the needs of CMS's model of 2017: CPU and disk.

    Parameters
    ----------
    cpu : pandas.DataFrame
        ``facilities/cms_cpu_2017model``: columns ``year`` and ``total``, work in THS06 s a year.
    disk : pandas.DataFrame
        ``facilities/cms_disk_2017model``: columns ``year`` and ``total``, PB.

    Returns
    -------
    pandas.DataFrame
        As :func:`published`.

    Notes
    -----
    The CPU is the work spread evenly over a year of 365 days.  What must stand ready at the peak
    is more: prompt reconstruction has to keep up with the LHC while it runs.
    """
    mean = cpu.set_index("year")["total"] * 1e6 / YEAR  # THS06 s a year to MHS06
    return needs("CMS", {"CPU": mean, "disk": disk.set_index("year")["total"]})


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
        For a year or an experiment that the table lacks.
    """
    rows = pledges[pledges["year"] == year].set_index("resource")
    if rows.empty:
        known = f"{pledges['year'].min()} to {pledges['year'].max()}"
        raise ValueError(f"pledges of {year}: the table has {known}")
    if experiment not in rows:
        raise ValueError(f"pledges of {experiment!r}: the table has ALICE, ATLAS, CMS and LHCb")
    scale = {"HS06": 1e-6, "TB": 1e-3}  # to MHS06 and PB
    names = {"CPU": "CPU", "Disk": "disk", "Tape": "tape"}
    amount = rows[experiment].astype(float) * rows["unit"].map(scale)
    return {mine: float(amount[name]) for name, mine in names.items()}
