"""What the page on reserved paths found, in sentences that follow from its numbers."""

import numpy as np
import pandas as pd

from ecosystem_nb.network.reservation.measures import means, pays_from
from ecosystem_nb.network.reservation.parameters import ReservedPath
from ecosystem_nb.network.reservation.play import BEST, FIRST, HARD, LENT, WAYS
from ecosystem_nb.wording import percent


def late(table: pd.DataFrame, over: float) -> str:
    """Say from which load on hard reservations keep more datasets in time than best effort does.

    Parameters
    ----------
    table : pandas.DataFrame
        Bands of the grid.
    over : float
        Over-reservation.
    """
    here = means(table, "late", over)
    load = here.index[-1]
    ends = ", ".join(f"{way} {percent(here.loc[load, way])}" for way in WAYS)
    return (
        f"Asking for {_asked(over)}, hard reservations have fewer late datasets than best "
        f"effort {_from(pays_from(here), here.index[0])}. At a load of {load:.1f} are late: {ends}."
    )


def _asked(over: float) -> str:
    return "just what is used" if over == 1.0 else f"{over:g} times what is used"


def _from(pays: float | None, least: float) -> str:
    if pays is None:
        return "at no load tried"
    return "at every load tried" if pays == least else f"only from a load of {pays:.1f} on"


def _by_size(table: pd.DataFrame, load: float) -> pd.DataFrame:
    rows = table[(table["measure"] == "late") & np.isclose(table["load"], load)]
    return rows.pivot_table(index="over", columns="way", values="mean")


def right_size(table: pd.DataFrame, load: float) -> str:
    """Say which over-reservation has the fewest late datasets at a load."""
    here = _by_size(table, load)
    parts = [f"{way} at {here[way].idxmin():g} ({percent(here[way].min())} late)" for way in (HARD, LENT)]
    return (
        f"At a load of {load:.1f} fewest datasets are late, of the sizes tried, {' and '.join(parts)}; "
        f"best effort has {percent(here[BEST].iloc[0])}."
    )


def forgives(table: pd.DataFrame, load: float) -> str:
    """Say what it costs to ask for the most that was tried, hard and lent."""
    here = _by_size(table, load)
    most = here.index[-1]
    worse = {way: 100.0 * (here[way].iloc[-1] - here[way].min()) for way in (HARD, LENT)}
    more = "forgives more" if worse[LENT] < worse[HARD] else "forgives no more"
    return (
        f"To ask for {_asked(most)} makes {worse[HARD]:.0f} percentage points more of the datasets late "
        f"than the best size when reservations are hard, and {worse[LENT]:.0f} when they are lent: "
        f"to lend {more}."
    )


def idle(table: pd.DataFrame, over: float) -> str:
    """Say how much of the path stands idle at the largest load."""
    here, empty = means(table, "idle", over), means(table, "empty", over)
    load = here.index[-1]
    return (
        f"Asking for {_asked(over)}, at a load of {load:.1f} hard reservations leave "
        f"{percent(here.loc[load, HARD])} of the path idle, best effort {percent(here.loc[load, BEST])} and "
        f"lent ones {percent(here.loc[load, LENT])}; {percent(empty.loc[load, HARD])} were reserved and "
        "empty (dots)."
    )


def slowdown(table: pd.DataFrame, over: float) -> str:
    """Say what other traffic pays at the load nearest to 0.8."""
    here = means(table, "slowdown", over)
    load = min(here.index, key=lambda one: abs(one - 0.8))
    ends = ", ".join(f"{way} {here.loc[load, way]:.1f}" for way in WAYS)
    return (
        f"Asking for {_asked(over)}, at a load of {load:.1f} a batch of other traffic takes so "
        f"many times its time alone: {ends}."
    )


def pays(table: pd.DataFrame, over: float) -> str:
    """Say what reservations cost other traffic, against best effort, at the load nearest to 0.8."""
    here = means(table, "slowdown", over)
    load = min(here.index, key=lambda one: abs(one - 0.8))
    times = here.loc[load] / here.loc[load, BEST]
    return (
        f"At a load of {load:.1f} other traffic takes {times[HARD]:.1f} times as long with hard reservations "
        f"as with best effort, {times[LENT]:.1f} times with lent ones, and {times[FIRST]:.1f} times when "
        "deadlines are served first."
    )


def domains(table: pd.DataFrame) -> str:
    """Say how refusals grow with the domains crossed, from bands by domains."""
    through = table[table["measure"] == "through"].set_index("domains")["mean"]
    few, many = through.index[0], through.index[-1]
    grows = "rises" if through.loc[many] > through.loc[few] else "does not rise"
    return (
        f"The share of refused requests {grows} from {percent(through.loc[few])} across {few} to "
        f"{percent(through.loc[many])} across {many} domains."
    )


def shapes(table: pd.DataFrame) -> str:
    """Say which shape of reservation has the fewest late datasets, hard and lent, from rows of shapes.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``case``, ``way``, ``late`` and ``slowdown``: means.
    """
    parts = []
    for way in (HARD, LENT):
        rows = table[table["way"] == way].set_index("case")
        best = rows["late"].idxmin()
        parts.append(
            f"{way} reservations leave the fewest datasets late when they are {best}, "
            f"{percent(rows.loc[best, 'late'])}, and other traffic takes "
            f"{rows.loc[best, 'slowdown']:.1f} times its time alone"
        )
    return f"Here {parts[0]}; {parts[1]}."


def knowledge(late: pd.Series) -> str:
    """Say how deadlines alone compare, from late shares by way."""
    best = late.drop(FIRST).min()
    then = (
        "the path is wide enough, what is missing is the knowledge of who is in a hurry"
        if late[FIRST] < 0.5 * best
        else "to know who is in a hurry does not help much here"
    )
    return (
        f"Served in the order of their deadlines, {_share(late[FIRST])} of the datasets are late, against "
        f"{percent(best)} in the best of the other three ways: {then}."
    )


def _share(share: float) -> str:
    return "none" if share == 0.0 else percent(share, 1)


def crossing(low: float, high: float) -> str:
    """Say how well the load is known from which on hard reservations have fewer late datasets."""
    where = (
        "there is none"
        if low == np.inf
        else f"it is {low:.1f} or above, or there is none"
        if high == np.inf
        else f"it is {low:.1f}"
        if low == high
        else f"it lies between {low:.1f} and {high:.1f}"
    )
    return (
        "How sure is the load from which on hard reservations pay? "
        f"With the campaigns drawn again, with repetition, {where} in 19 of 20 draws."
    )


def answer(page: ReservedPath, at: pd.DataFrame, late_by_load: pd.DataFrame, thin: float) -> str:
    """Say the whole in a few sentences.

    Parameters
    ----------
    page : ReservedPath
        Load and over-reservation.
    at : pandas.DataFrame
        Means at these, a row a way.
    late_by_load : pandas.DataFrame
        Late datasets by load and way.
    thin : float
        Share of late datasets when the promise is thin and lent.
    """
    best, hard = at.loc[BEST], at.loc[HARD]
    lead = "Not by itself" if hard["late"] >= best["late"] else "Yes, those who get one"
    if max(best["late"], hard["late"]) < 0.01:
        lead = "There is no need for one: nearly all are in time"
    since = _from(pays_from(late_by_load), late_by_load.index[0])
    return (
        f"{lead}. At a load of {page.load:g}, when {_asked(page.over)} is asked for, best "
        f"effort leaves {percent(best['late'])} of the datasets late and hard reservations "
        f"{percent(hard['late'])}: {percent(hard['refused'])} of the requests are refused, "
        f"{percent(hard['empty'])} of the path is reserved and empty, and other traffic takes "
        f"{hard['slowdown']:.0f} times its time alone. Hard reservations leave fewer datasets late than best "
        f"effort {since}. With what is not used lent to all, {percent(at.loc[LENT, 'late'])} are late; "
        f"with no more promised than the deadline asks, {percent(thin)}; and served in the order of their "
        f"deadlines, {_share(at.loc[FIRST, 'late'])}."
    )


def sensitivity(late_by: pd.DataFrame) -> str:
    """Say how often each way is ahead over cases.

    Parameters
    ----------
    late_by : pandas.DataFrame
        Share of late datasets, a row a case, a column a way.
    """
    lent = int((late_by[LENT] <= late_by[HARD]).sum())
    hard = int((late_by[HARD] < late_by[BEST]).sum())
    first = int((late_by[FIRST] <= late_by.min(axis=1)).sum())
    of = f"of {len(late_by)} cases"
    return (
        f"Lent reservations have no more late datasets than hard ones in {lent} {of}, hard ones fewer than "
        f"best effort in {hard}, and serving deadlines in order the fewest of all in {first}."
    )
