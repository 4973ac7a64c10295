"""What does an experiment need, by year and resource?  One form of table for whatever goes on from it."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

COLUMNS = ("experiment", "year", "resource", "need", "unit")
UNITS = {"CPU": ("MHS06", "MHS23"), "disk": ("PB",), "tape": ("PB",)}
RESOURCES = tuple(UNITS)


def needs(experiment: str, series: Mapping[str, pd.Series], cpu_unit: str = "MHS06") -> pd.DataFrame:
    """Return the needs of one experiment in the common form.

    Parameters
    ----------
    experiment : str
        Its name.
    series : mapping of str to pandas.Series
        For ``CPU`` (in ``cpu_unit``), ``disk`` and ``tape`` (PB), or some of them, the need by year.
    cpu_unit : {'MHS06', 'MHS23'}
        The benchmark that the CPU is counted in.

    Returns
    -------
    pandas.DataFrame
        Columns ``experiment``, ``year``, ``resource``, ``need`` and ``unit``.

    Raises
    ------
    ValueError
        As :func:`checked`.

    Examples
    --------
    >>> needs("ATLAS", {"tape": pd.Series({2030: 1.0})}).to_dict("records")
    [{'experiment': 'ATLAS', 'year': 2030, 'resource': 'tape', 'need': 1.0, 'unit': 'PB'}]
    """
    tables = []
    for resource, one in series.items():
        unit = cpu_unit if resource == "CPU" else "PB"
        made = pd.DataFrame({"year": one.index.to_numpy(), "need": one.to_numpy(dtype=float)})
        tables.append(made.assign(experiment=experiment, resource=resource, unit=unit))
    return checked(pd.concat(tables, ignore_index=True)[list(COLUMNS)])


def joined(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return several tables of needs as one.

    Parameters
    ----------
    tables : iterable of pandas.DataFrame
        Each from :func:`needs`.

    Returns
    -------
    pandas.DataFrame
        As :func:`needs`.

    Raises
    ------
    ValueError
        As :func:`checked`: HS06 and HS23 do not stand in one table.
    """
    return checked(pd.concat(list(tables), ignore_index=True))


def checked(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of needs when it is one, or say in one line what is wrong with it.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``experiment``, ``year``, ``resource``, ``need`` and ``unit``, perhaps others.

    Returns
    -------
    pandas.DataFrame
        The same table.

    Raises
    ------
    ValueError
        For a missing column, an unknown resource or unit, HS06 beside HS23, a need that is
        negative or not finite, or a year that stands twice.

    Examples
    --------
    >>> one, other = (needs("CMS", {"CPU": pd.Series({2030: 1.0})}, unit) for unit in ("MHS06", "MHS23"))
    >>> joined([one, other])
    Traceback (most recent call last):
        ...
    ValueError: needs: CPU in MHS06 and MHS23: expected one benchmark; convert with a stated factor first
    """
    if missing := [name for name in COLUMNS if name not in table]:
        raise ValueError(f"needs: no column {', '.join(missing)}: expected {', '.join(COLUMNS)}")
    for resource, rows in table.groupby("resource"):
        allowed = UNITS.get(str(resource))
        if allowed is None:
            raise ValueError(f"needs: resource = {resource}: expected one of {', '.join(RESOURCES)}")
        found = sorted(rows["unit"].unique())
        if odd := [unit for unit in found if unit not in allowed]:
            raise ValueError(f"needs: {resource} in {odd[0]}: expected {' or '.join(allowed)}")
        if len(found) > 1:
            raise ValueError(
                f"needs: {resource} in {' and '.join(found)}: "
                "expected one benchmark; convert with a stated factor first"
            )
    bad = table[~(np.isfinite(table["need"]) & (table["need"] >= 0.0))]
    for row in bad.head(1).itertuples():
        raise ValueError(
            f"needs: {row.experiment} {row.year} {row.resource} = {row.need:g} {row.unit} "
            "is out of range: expected 0 or more"
        )
    twice = table[table.duplicated(["experiment", "year", "resource"])]
    for row in twice.head(1).itertuples():
        raise ValueError(f"needs: {row.experiment} {row.year} {row.resource} stands twice: expected once")
    return table
