"""Who is late, what stands idle, who pays?  Measured over campaigns drawn at random."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from ecosystem_nb.network.reservation.calendar import Calendar, reserve
from ecosystem_nb.network.reservation.parameters import ReservedPath
from ecosystem_nb.network.reservation.play import BEST, FIRST, HARD, LENT, WAYS, Played, booked, play
from ecosystem_nb.network.reservation.traffic import Campaign, alone, campaign
from ecosystem_nb.network.transfers.simulator import GBIT_PER_GB

MEASURES = ("late", "refused", "empty", "idle", "slowdown")
_ON_TIME = 1e-9  # relative: a dataset that ends with its deadline is not late


def campaigns(page: ReservedPath) -> list[Campaign]:
    """Draw the page's campaigns; the same seed gives the same sizes and slacks at every load."""
    return [campaign(page, np.random.default_rng([page.seed, i])) for i in range(page.campaigns)]


def measure(page: ReservedPath, one: Campaign, calendar: Calendar, played: Played) -> dict[str, float]:
    """Measure one campaign.

    Parameters
    ----------
    page : ReservedPath
        The path.
    one : Campaign
        What was sent.
    calendar : Calendar
        What was reserved.
    played : Played
        What became of it.

    Returns
    -------
    dict
        Shares, 0 to 1: datasets that are ``late`` and requests ``refused``; of the capacity until the end
        of the campaign, what was reserved and ``empty``, and ``idle`` in all.
        ``slowdown`` is the mean time of a batch of other traffic over its time alone, 1.

    Raises
    ------
    ValueError
        For a campaign without a dataset or without other traffic: nothing can be measured.
    """
    if one.datasets.empty or one.others.empty:
        raise ValueError(
            f"a campaign of {one.length / 86_400:g} days at load {page.load:g} has {len(one.datasets)} "
            f"datasets and {len(one.others)} batches: expected at least one of each; make it longer"
        )
    whole = page.capacity * one.length / GBIT_PER_GB
    shortest = GBIT_PER_GB * one.others["size"] / min(page.host_rate, page.capacity)
    late = played.finish > one.datasets["deadline"] * (1.0 + _ON_TIME)
    return {
        "late": float(late.mean()),
        "refused": float(calendar.requests["refused"].mean()),
        "empty": played.empty / whole,
        "idle": 1.0 - played.carried / whole,
        "slowdown": float(((played.other_finish - one.others["arrival"]) / shortest).mean()),
    }


def outcome(page: ReservedPath, ways: Iterable[str] = WAYS) -> pd.DataFrame:
    """Play the page's campaigns in some ways and measure each.

    Parameters
    ----------
    page : ReservedPath
        The path and its traffic.
    ways : iterable of str
        Of the four.

    Returns
    -------
    pandas.DataFrame
        Columns ``way``, ``campaign`` and those of :func:`measure`.
    """
    chosen = tuple(ways)
    rows: list[dict[str, object]] = []
    for number, one in enumerate(campaigns(page)):
        calendar = booked(page, one)
        for way in chosen:
            measured = measure(page, one, calendar, play(way, page, one, calendar))
            rows.append({"way": way, "campaign": number, **measured})
    return pd.DataFrame(rows)


def grid(page: ReservedPath, loads: Sequence[float], overs: Sequence[float]) -> pd.DataFrame:
    """Measure all ways at every load and over-reservation.

    Parameters
    ----------
    page : ReservedPath
        Everything else.
    loads, overs : sequence of float
        The grid, 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``load``, ``over`` and those of :func:`outcome`.
        Ways that reserve nothing are played once a load and stand at every over-reservation.
    """
    parts = []
    for load in loads:
        here = page.model_copy(update={"load": load})
        free = outcome(here, (BEST, FIRST))
        for over in overs:
            asked = outcome(here.model_copy(update={"over": over}), (HARD, LENT))
            refused = asked.groupby("campaign")["refused"].first()
            same = free.assign(refused=free["campaign"].map(refused))
            parts.append(pd.concat([same, asked]).assign(load=load, over=over))
    return pd.concat(parts, ignore_index=True)


def bands(table: pd.DataFrame, by: Sequence[str], measures: Sequence[str] = MEASURES) -> pd.DataFrame:
    """Return the mean over campaigns and how well it is known.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a campaign.
    by : sequence of str
        Columns that tell cases apart.
    measures : sequence of str
        Columns to average.

    Returns
    -------
    pandas.DataFrame
        Columns ``by``, ``measure``, ``mean``, ``low`` and ``high``: two standard errors of the mean on both
        sides, estimated from as many campaigns as there are; a share is kept within 0 and 1, a slowdown
        at 1 or above.

    Examples
    --------
    >>> two = pd.DataFrame({"way": "hard", "late": [0.1, 0.3]})
    >>> bands(two, ["way"], ["late"]).round(3).to_numpy().tolist()
    [['hard', 'late', 0.2, 0.0, 0.4]]
    """
    long = table.melt(list(by), list(measures), "measure", "value")
    grouped = long.groupby([*by, "measure"], sort=False)["value"]
    made = grouped.agg(mean="mean", error="sem").reset_index()
    slow = made["measure"] == "slowdown"
    least, most = np.where(slow, 1.0, 0.0), np.where(slow, np.inf, 1.0)
    low = np.maximum(made["mean"] - 2.0 * made["error"], least)
    high = np.minimum(made["mean"] + 2.0 * made["error"], most)
    return made.assign(low=low, high=high).drop(columns="error")


def means(table: pd.DataFrame, measure: str, over: float) -> pd.DataFrame:
    """Return the means of a measure at one over-reservation.

    Parameters
    ----------
    table : pandas.DataFrame
        Bands of the grid, from :func:`bands`.
    measure : str
        Which.
    over : float
        Over-reservation.

    Returns
    -------
    pandas.DataFrame
        Loads as index, a column a way.
    """
    rows = table[(table["measure"] == measure) & np.isclose(table["over"], over)]
    return rows.pivot_table(index="load", columns="way", values="mean")


def pays_from(late: pd.DataFrame, way: str = HARD) -> float | None:
    """Return the least load from which on a way has fewer late datasets than best effort.

    Parameters
    ----------
    late : pandas.DataFrame
        From :func:`means`.
    way : str
        The way.

    Returns
    -------
    float or None
        None when it has not fewer even at the largest load.

    Examples
    --------
    >>> late = pd.DataFrame({"best effort": [0.0, 0.1, 0.5], "hard": [0.1, 0.2, 0.3]}, index=[0.3, 0.6, 0.9])
    >>> pays_from(late)
    0.9
    """
    better = late[way] < late[BEST]
    loads = [load for load in late.index if better.loc[load:].all()]
    return float(loads[0]) if loads else None


def crossing(
    table: pd.DataFrame, over: float, rng: np.random.Generator, way: str = HARD, draws: int = 1000
) -> tuple[float, float]:
    """Return how well the load of :func:`pays_from` is known: campaigns are drawn again, with repetition.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`grid`.
    over : float
        Over-reservation.
    rng : numpy.random.Generator
        Source of the random numbers.
    way : str
        The way.
    draws : int
        How often the campaigns are drawn.

    Returns
    -------
    low, high : float
        Loads within which 19 of 20 draws lie; infinite where a way never has fewer late datasets.
    """
    here = table[np.isclose(table["over"], over)]
    late = here.pivot_table(index=["load", "campaign"], columns="way", values="late")
    fewer = (late[BEST] - late[way]).unstack("campaign").to_numpy()  # noqa: PD010, back from the index
    loads = np.append(sorted(here["load"].unique()), np.inf)
    drawn = rng.integers(0, fewer.shape[1], (draws, fewer.shape[1]))
    better = fewer[:, drawn].mean(axis=2) > 0.0
    worst = np.where(better, -1, np.arange(len(fewer))[:, None]).max(axis=0)  # the last load without a gain
    low, high = np.quantile(worst + 1, [0.025, 0.975], method="nearest")
    return float(loads[low]), float(loads[high])


def cases(
    page: ReservedPath, changes: Mapping[str, Mapping[str, object]], ways: Iterable[str] = WAYS
) -> pd.DataFrame:
    """Measure some ways for each change of the page's parameters.

    Parameters
    ----------
    page : ReservedPath
        The path.
    changes : mapping of str to mapping
        For each case the parameters that differ.
    ways : iterable of str
        Of the four.

    Returns
    -------
    pandas.DataFrame
        Column ``case`` and those of :func:`outcome`.
    """
    chosen = tuple(ways)
    made = [
        outcome(ReservedPath(**{**page.model_dump(), **change}), chosen).assign(case=case)
        for case, change in changes.items()
    ]
    return pd.concat(made, ignore_index=True)


def domains(page: ReservedPath, numbers: Sequence[int], own: float = 0.5) -> pd.DataFrame:
    """Count refusals on a path through several domains, each with reservations of its own.

    Parameters
    ----------
    page : ReservedPath
        What each domain's link can hold and is asked for.
    numbers : sequence of int
        How many domains the path crosses, each at least 1.
    own : float
        Share of the requests on each link that stay within its domain, 0 to below 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``domains``, ``campaign``, ``through`` and ``own``: shares of both kinds refused.

    Raises
    ------
    ValueError
        For a number of domains below 1 or a share out of range.

    Notes
    -----
    Every link sees the load of the page.  Its own requests are drawn anew for each link; nothing is sent.
    """
    if min(numbers) < 1 or not 0.0 <= own < 1.0:
        raise ValueError(f"domains = {min(numbers)}, own = {own:g}: expected at least 1, and 0 to below 1")
    rows = []
    for i in range(page.campaigns):
        for number in numbers:
            refused = _refused(page, number, own, i)
            rows.append({"domains": number, "campaign": i, **refused})
    return pd.DataFrame(rows)


def _refused(page: ReservedPath, number: int, own: float, which: int) -> dict[str, float]:
    names = [f"domain {i}" for i in range(number)]
    parts = []
    for i, path in enumerate([tuple(names), *((name,) for name in names)]):
        share = own if i else 1.0 - own
        if share == 0.0:
            continue
        part = page.model_copy(update={"load": share * page.load})
        sets = campaign(part, np.random.default_rng([page.seed, which, i])).datasets
        parts.append(sets.assign(path=[path] * len(sets), through=i == 0))
    wishes = pd.concat(parts).sort_values("release", ignore_index=True)
    wishes = wishes.rename(columns={"asked": "volume"}).assign(most=alone(page))
    links = dict.fromkeys(names, page.reservable * page.capacity)
    made = reserve(wishes, links, page.shape).requests
    counted = made.groupby("through")["refused"].mean()
    return {"through": float(counted.get(True, np.nan)), "own": float(counted.get(False, np.nan))}
