"""What would a requirements review ask?  A table for each year, and a sheet to print."""

import pandas as pd

from ecosystem_nb.facilities.offload.requirement import by_year
from ecosystem_nb.sheets import Grid, sheet
from ecosystem_nb.wording import number

NODES = {
    "cpu_hours": "CPU nodes (1e6 node-h)",
    "cpu_share": "of their year (%)",
    "gpu_hours": "GPU nodes (1e6 node-h)",
    "gpu_share": "of that year (%)",
}
DATA = {
    "read": "in (PB/yr)",
    "write": "out (PB/yr)",
    "rate_in": "in (Gbit/s)",
    "rate_out": "out (Gbit/s)",
    "buffer": "edge disk (PB)",
}
COLUMNS = {**NODES, **DATA}
_SCALE = {"cpu_hours": 1e-6, "gpu_hours": 1e-6, "cpu_share": 100.0, "gpu_share": 100.0}
_DECIMALS = {"cpu_hours": 2, "gpu_hours": 2, "buffer": 2}


def shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return requirements in the units of ``COLUMNS``, with one or two decimals.

    Parameters
    ----------
    table : pandas.DataFrame
        With the columns of ``COLUMNS``, as from :func:`.requirement.requirements`.

    Examples
    --------
    >>> shown(pd.DataFrame({"cpu_hours": [1234567.0], "cpu_share": [0.5]})).iloc[0].tolist()
    [1.23, 50.0]
    """
    made = table.copy()
    for name in COLUMNS:
        if name in made:
            made[name] = (made[name] * _SCALE.get(name, 1.0)).round(_DECIMALS.get(name, 1))
    return made


def page(table: pd.DataFrame, year: int, source: str, notes: tuple[str, ...]) -> str:
    """Return the requirements as one HTML file that prints.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`.requirement.requirements`, of one experiment.
    year : int
        Of the table by activity.
    source : str
        From which need and on which machine.
    notes : tuple of str
        Terms and assumptions.

    Returns
    -------
    str
        A complete document; every text is escaped.

    Raises
    ------
    ValueError
        For a year that the table lacks.
    """
    here = table[(table["year"] == year) & (table["work"] > 0.0)]
    if here.empty:
        raise ValueError(f"year = {year}: expected one of {sorted(set(table['year']))}")
    grids = [
        _grid(by_year(table), "year", "year", "By year"),
        _grid(here, "part", "activity", f"By activity in {year}"),
    ]
    return sheet("What we would ask of an HPC centre", source, grids, {"Terms and assumptions": notes})


def _grid(table: pd.DataFrame, key: str, head: str, caption: str) -> Grid:
    rows = [
        [str(row[key]), *(number(row[name]) for name in COLUMNS)] for row in shown(table).to_dict("records")
    ]
    return Grid([head, *COLUMNS.values()], rows, caption)
