"""What does the hardware for a need draw and emit, year by year?  Each vintage with its own watts."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.power.kernels import park_power
from ecosystem_nb.facilities.power.nodes import Trend
from ecosystem_nb.facilities.prices.regimes import Course
from ecosystem_nb.facilities.units import capacity_factor
from ecosystem_nb.facilities.vintages.costs import HOURS, SECONDS, TapeLibrary
from ecosystem_nb.facilities.vintages.lifetimes import fitting
from ecosystem_nb.facilities.vintages.model import even_past
from ecosystem_nb.facilities.vintages.reference import follow_need_reference
from ecosystem_nb.facilities.vintages.wanted import Need

_PER = {"CPU": "HS06", "disk": "TB", "tape": "TB"}  # of what watts and kg are stated; HS06 count as HS23


@dataclass(frozen=True)
class TapePower:
    """Cartridges at rest take nothing; drives and their servers do.

    Parameters
    ----------
    library : TapeLibrary
        Rate of a drive, and the part of it that is reached.
    idle, busy : float
        Power of a drive, W, 0 or more.
    server : float
        Share of a server for each drive, W, 0 or more.
    passes : float
        How often all data are read in a year, 1, 0 or more.

    Examples
    --------
    >>> library = TapeLibrary(18.0, 5.0, 60.0, 25_000.0, 400.0, 0.5)
    >>> one = TapePower(library, 18.0, 37.0, 100.0, 1.0)
    >>> round(one.drives(1e6, 0.0), 1), one.watts(0.0, 0.0)
    (158.4, 0.0)
    """

    library: TapeLibrary
    idle: float
    busy: float
    server: float
    passes: float

    def __post_init__(self) -> None:
        for name in ("idle", "busy", "server"):
            within(f"tape drive: {name}", getattr(self, name), "W", least=0.0)
        within("passes over the archive", self.passes, "1/yr", least=0.0)

    def drives(self, volume: float, written: float) -> float:
        """Return the drives that reads and writes keep busy, on average.

        Parameters
        ----------
        volume : float
            On tape, TB, 0 or more.
        written : float
            In the year, TB, 0 or more.
        """
        held = within("volume on tape", volume, "TB", least=0.0).item()
        new = within("written to tape", written, "TB", least=0.0).item()
        return self.library.busy((held * self.passes + new) * 1e6 / SECONDS)  # a TB is 1e6 MB

    def watts(self, volume: float, written: float) -> float:
        """Return the power of drives and servers, W; arguments as for :meth:`drives`."""
        used = self.library.used
        each = used * self.busy + (1.0 - used) * self.idle + self.server
        return self.drives(volume, written) * each


@dataclass(frozen=True)
class Hardware:
    """What new hardware takes, by the year in which it is bought.

    Parameters
    ----------
    watts : mapping of str to Trend
        ``CPU`` in W for each HS23, ``disk`` in W for each usable TB.
    made : mapping of str to Trend
        Carbon emitted in making ``CPU`` (kg for each HS23), ``disk`` and ``tape`` (kg for each TB).
    tape : TapePower
    """

    watts: Mapping[str, Trend]
    made: Mapping[str, Trend]
    tape: TapePower


def fleet(
    need: Need, course: Course, lifetimes: Mapping[str, float], hardware: Hardware, name: str = ""
) -> pd.DataFrame:
    """Buy for a need, and return what stands, draws and was made in each year.

    Parameters
    ----------
    need : Need
        One sample, of CPU and disk and perhaps tape.
    course : Course
        Prices of the same years, resources and units.
    lifetimes : mapping of str to float
        Years, at least 1, of each resource.
    hardware : Hardware
    name : str
        Goes into the column ``experiment``.

    Returns
    -------
    pandas.DataFrame
        Columns ``experiment``, ``year``, ``resource``, ``capacity``, ``bought`` and ``unit``; ``power``,
        of the machines without the hall (MW); ``made``, emitted in making what is bought (t); ``spend``
        and ``currency``.

    Raises
    ------
    ValueError
        For several samples, or as :func:`ecosystem_nb.facilities.vintages.model.buy_for`.

    Notes
    -----
    Before the first year as much was bought in each year as leaves the first year's need.  All hardware
    runs at full load all year: an upper bound for a fleet that waits at times.
    """
    if need.amounts.shape[0] != 1:
        raise ValueError(f"need of {need.amounts.shape[0]} samples: expected one")
    fitting(need.years, need.resources, need.units, course, lifetimes)
    past = even_past(need.amounts[:, 0], {key: lifetimes[key] for key in need.resources})[0]
    vintages = np.arange(need.years[0] - len(past), need.years[-1] + 1)
    frames = []
    for place, resource in enumerate(need.resources):
        life, before = float(lifetimes[resource]), past[:, place]
        park = follow_need_reference(
            need.amounts[0, :, place].tolist(), life, before.tolist()
        )  # one sample: the readable twin is quick enough, and the page compiles nothing
        bought, _, capacity = np.array(park).T
        scale = capacity_factor(need.units[place], _PER[resource])
        if resource == "tape":
            watts = _tape(capacity * scale, hardware.tape)
        else:
            each = hardware.watts[resource].at(vintages)
            watts = park_power(np.concatenate([before, bought]) * scale, each, life)[len(before) :]
        rows = {
            "year": need.years,
            "capacity": capacity,
            "bought": bought,
            "power": watts / 1e6,
            "made": hardware.made[resource].at(need.years) * bought * scale / 1000.0,
            "spend": bought * course.prices[0, :, place],
        }
        frames.append(pd.DataFrame(rows).assign(resource=resource, unit=need.units[place]))
    table = pd.concat(frames, ignore_index=True).assign(experiment=name, currency=course.currency)
    keys = ["experiment", "year", "resource", "capacity", "bought", "unit", "power", "made", "spend"]
    return table[[*keys, "currency"]]


def yearly(table: pd.DataFrame, pue: float, intensity: Trend, price: float) -> pd.DataFrame:
    """Return energy, emission and cost of each year and resource, with the hall.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`fleet`; several experiments are added up.
    pue : float
        Power of the hall over that of the machines, at least 1.
    intensity : Trend
        Of the grid, g/kWh.
    price : float
        Of electricity, money for a kWh, 0 or more.

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``resource``, ``power`` (MW, with the hall), ``energy`` (GWh/yr), ``run`` and
        ``made`` (t/yr of CO2 equivalent), ``bill`` and ``spend`` (millions of money).

    Examples
    --------
    >>> one = pd.DataFrame(
    ...     {"year": [2030], "resource": ["CPU"], "power": [1.0], "made": [5.0], "spend": [2e6]}
    ... )
    >>> found = yearly(one, 1.5, Trend(2023.0, 100.0, 0.0), 0.1).round(3)
    >>> found[["power", "energy", "run", "bill"]].iloc[0].tolist()
    [1.5, 13.149, 1314.9, 1.315]
    """
    hall = within("PUE", pue, "1", least=1.0).item()
    cost = within("price of electricity", price, "money for a kWh", least=0.0).item()
    keys = ["year", "resource"]
    made = table.groupby(keys, as_index=False, sort=False)[["power", "made", "spend"]].sum()
    made["power"] *= hall
    made["energy"] = made["power"] * HOURS / 1000.0
    made["run"] = made["energy"] * intensity.at(made["year"])  # GWh times g/kWh are t
    made["bill"] = made["energy"] * cost
    made["spend"] /= 1e6
    return made[[*keys, "power", "energy", "run", "made", "bill", "spend"]]


def means(rows: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Return the mean over years of every column of :func:`yearly`, all resources together.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`yearly`.
    first, last : int
        Years, both included.

    Returns
    -------
    pandas.Series

    Raises
    ------
    ValueError
        For years that the table lacks.
    """
    years = set(rows["year"])
    if not {first, last} <= years or first > last:
        raise ValueError(f"years {first} to {last}: expected {min(years)} to {max(years)}")
    inside = rows[rows["year"].between(first, last)]
    return inside.groupby("year").sum(numeric_only=True).mean()


def drive_floor(idle: float, busy: float, size: float) -> Floats:
    """Return the power of bare drives for each raw TB, idle and busy.

    Parameters
    ----------
    idle, busy : float
        Power of a drive, W, 0 or more.
    size : float
        TB, above 0.

    Returns
    -------
    numpy.ndarray of float64, shape (2,)
        W/TB.

    Examples
    --------
    >>> drive_floor(5.0, 10.0, 20.0).tolist()
    [0.25, 0.5]
    """
    return within("drive", [idle, busy], "W", least=0.0) / within("size", size, "TB", above=0.0)


def _tape(volume: Floats, tape: TapePower) -> Floats:
    written = np.maximum(0.0, np.diff(volume, prepend=volume[:1]))
    return np.array([tape.watts(held, new) for held, new in zip(volume, written, strict=True)])
