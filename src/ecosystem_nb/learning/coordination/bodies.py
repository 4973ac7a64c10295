"""Who is there in a given year, and for how long."""

import pandas as pd

RUNS, ENDED, LATER, UNDATED = "runs", "has ended", "has not begun", "no dates known"


def in_year(bodies: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the bodies with what they are doing in a year.

    Parameters
    ----------
    bodies : pandas.DataFrame
        Columns ``begins`` and ``ends``, years or missing: without a first year nothing is known, and
        without a last one a body goes on.
    year : int

    Returns
    -------
    pandas.DataFrame
        With the column ``state``.

    Notes
    -----
    A grant runs in its first year and no longer in its last.

    Examples
    --------
    >>> table = pd.DataFrame({"begins": [2020, 2021, None], "ends": [2023, None, None]})
    >>> in_year(table, 2024)["state"].tolist()
    ['has ended', 'runs', 'no dates known']
    """
    begins, ends = bodies["begins"], bodies["ends"]
    state = pd.Series(UNDATED, index=bodies.index)
    state[begins.notna()] = RUNS
    state[begins.notna() & (begins > year)] = LATER
    state[ends.notna() & (ends <= year)] = ENDED
    return bodies.assign(state=state)


def covered(bodies: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Return, for each year, how many grants with a known end run, and how many go on without one.

    Parameters
    ----------
    bodies : pandas.DataFrame
        As ``in_year`` takes it.
    first, last : int
        Years, both included.

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``bounded`` and ``open``.
    """
    rows = []
    for year in range(first, last + 1):
        now = in_year(bodies, year)
        running = now[now["state"] == RUNS]
        bounded = int(running["ends"].notna().sum())
        rows.append((year, bounded, len(running) - bounded))
    return pd.DataFrame(rows, columns=["year", "bounded", "open"])


def lasts(bodies: pd.DataFrame) -> int:
    """Return the year in which the last grant with a known end is over."""
    return int(bodies["ends"].max())
