"""What can be reserved on a path, and when?  Requests in, a calendar out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.network.reservation.calendar_kernel import CONSTANT, MALLEABLE, THIN, admit
from ecosystem_nb.network.transfers.simulator import GBIT_PER_GB
from ecosystem_nb.network.transfers.topology import nearest, need_columns

SHAPES = {"thin": THIN, "constant": CONSTANT, "malleable": MALLEABLE}


@dataclass(frozen=True, eq=False)
class Calendar:
    """What is reserved.

    Parameters
    ----------
    requests : pandas.DataFrame
        The requests as given with ``refused`` (bool), ``begin`` and ``end`` of what is reserved (s; NaN when
        refused) and ``peak`` (its largest rate, Gbit/s; 0 when refused).
    pieces : pandas.DataFrame
        Columns ``request`` (row number of the request), ``begin``, ``end`` (s) and ``rate`` (Gbit/s),
        request by request in the order of time.
    """

    requests: pd.DataFrame
    pieces: pd.DataFrame


def reserve(requests: pd.DataFrame, links: Mapping[str, float], shape: str = "constant") -> Calendar:
    """Decide on requests one after the other, each when it is made.

    Parameters
    ----------
    requests : pandas.DataFrame
        Columns ``release``, ``deadline`` (s), ``volume`` (GB), ``most`` (that the ends can take, Gbit/s)
        and, if there is one, ``path`` (tuple of links; all links where there is none).
    links : mapping of str to float
        What may be reserved on each link, Gbit/s, above 0.
    shape : {'thin', 'constant', 'malleable'}
        One rate over the whole window; one rate, such that it ends first; or all that is free from the
        release on, so that it ends first.

    Returns
    -------
    Calendar

    Raises
    ------
    ValueError
        One line that names the row, the value, what is allowed and the unit.

    Notes
    -----
    Nothing that is reserved is moved later, and nothing is given up early.
    What ends first grabs what is free and may block an urgent request that comes after it: no such rule
    is best for all requests to come.

    Examples
    --------
    100 Gbit/s; two requests of 450 GB within 60 and 80 s, at 80 Gbit/s at most:

    >>> two = pd.DataFrame({"release": 0.0, "deadline": [60.0, 80.0], "volume": 450.0, "most": 80.0})
    >>> reserve(two, {"path": 100.0}, "thin").requests["peak"].tolist()
    [60.0, 0.0]
    >>> reserve(two, {"path": 100.0}, "malleable").requests["end"].tolist()
    [45.0, 78.75]
    """
    if shape not in SHAPES:
        raise ValueError(f"shape = {shape!r}: expected one of {', '.join(SHAPES)}")
    need_columns("requests", requests, ("release", "deadline", "volume", "most"))
    release = _column(requests, "release", "s", least=0)
    deadline = _column(requests, "deadline", "s", least=0)
    if not (deadline > release).all():
        row = int(np.argmin(deadline > release))
        raise ValueError(
            f"row {row}: deadline = {deadline[row]:g} s is out of range: expected above its release, "
            f"{release[row]:g} s"
        )
    capacity = within("capacity", list(links.values()), "Gbit/s", above=0)
    paths = [_numbers(path, links, row) for row, path in enumerate(_paths(requests, links))]
    first, pieces = admit(
        capacity,
        np.array([0, *np.cumsum([len(one) for one in paths])], dtype=np.int64),
        np.array([link for one in paths for link in one], dtype=np.int64),
        release,
        deadline,
        GBIT_PER_GB * _column(requests, "volume", "GB", above=0),
        _column(requests, "most", "Gbit/s", above=0),
        SHAPES[shape],
    )
    table = pd.DataFrame(pieces, columns=["begin", "end", "rate"])
    table.insert(0, "request", np.repeat(np.arange(len(requests)), np.diff(first)))
    return Calendar(requests.assign(**_decided(first, pieces)), table)


def _decided(first: NDArray[np.int64], pieces: NDArray[np.float64]) -> dict[str, NDArray[np.generic]]:
    """Return whether each request is refused, and begin, end and largest rate of what it holds."""
    refused = np.diff(first) == 0
    begin, end, peak = np.full(refused.size, np.nan), np.full(refused.size, np.nan), np.zeros(refused.size)
    begin[~refused] = pieces[first[:-1][~refused], 0]
    end[~refused] = pieces[first[1:][~refused] - 1, 1]
    if len(pieces):
        peak[~refused] = np.maximum.reduceat(pieces[:, 2], first[:-1][~refused])
    return {"refused": refused, "begin": begin, "end": end, "peak": peak}


def _paths(requests: pd.DataFrame, links: Mapping[str, float]) -> list[tuple[str, ...]]:
    if "path" in requests:
        return [tuple(one) for one in requests["path"]]
    return [tuple(links)] * len(requests)


def _numbers(path: tuple[str, ...], links: Mapping[str, float], row: int) -> list[int]:
    """Return the numbers of a path's links."""
    order = list(links)
    if not path or len(set(path)) < len(path):
        raise ValueError(f"row {row}: path = {path}: expected at least one link, and none twice")
    for name in path:
        if name not in links:
            raise ValueError(f"row {row}: unknown link {name!r}{nearest(name, order)}")
    return [order.index(name) for name in path]


def _column(
    table: pd.DataFrame, name: str, unit: str, *, above: float | None = None, least: float | None = None
) -> NDArray[np.float64]:
    """Return a column of finite numbers within their range, or name its first bad row."""
    values = np.ascontiguousarray(table[name].to_numpy(dtype=np.float64))
    good = np.isfinite(values) & (values >= (-np.inf if least is None else least))
    good &= values > (-np.inf if above is None else above)
    if not good.all():
        row = int(np.argmin(good))
        try:
            within(name, values[row], unit, above=above, least=least)
        except ValueError as fault:
            raise ValueError(f"row {row}: {fault}") from fault
    return values


def steps(begin: NDArray[np.float64], end: NDArray[np.float64], rate: NDArray[np.float64]) -> pd.DataFrame:
    """Return the sum of rates that hold for a time, as steps.

    Parameters
    ----------
    begin, end : ndarray of float64, shape (pieces,)
        s.
    rate : ndarray of float64, shape (pieces,)
        Gbit/s.

    Returns
    -------
    pandas.DataFrame
        Columns ``time`` (s, rising, each once) and ``rate`` (Gbit/s from that time on, at least 0).

    Examples
    --------
    >>> steps(np.array([0.0, 5.0]), np.array([10.0, 20.0]), np.array([3.0, 4.0])).to_numpy().tolist()
    [[0.0, 3.0], [5.0, 7.0], [10.0, 4.0], [20.0, 0.0]]
    """
    table = pd.DataFrame({"time": np.concatenate([begin, end]), "rate": np.concatenate([rate, -rate])})
    changes = table.groupby("time")["rate"].sum()
    total = np.maximum(np.round(changes.cumsum().to_numpy(), 9), 0.0)
    return pd.DataFrame({"time": changes.index.to_numpy(), "rate": total})
