"""What the page on the retraining challenge says of its results, computed."""

import pandas as pd

from ecosystem_nb.learning.challenge.baselines import BASELINES, CEILING, FLOOR
from ecosystem_nb.learning.challenge.charts import on_front
from ecosystem_nb.wording import percent


def band(row: pd.Series, name: str) -> str:
    """Write a share with its band over the seeds.

    Examples
    --------
    >>> band(pd.Series({"won": 0.5, "won_low": 0.4, "won_high": 0.61}), "won").split()
    ['50', '%', '(40', 'to', '61', '%)']
    """
    return f"{percent(row[name])} ({100 * row[f'{name}_low']:.0f} to {percent(row[f'{name}_high'])})"


def in_percent(row: pd.Series, name: str) -> str:
    """Write a share with its band over the seeds for a column in %.

    Examples
    --------
    >>> in_percent(pd.Series({"won": 0.5, "won_low": 0.4, "won_high": 0.61}), "won").split()
    ['50', '(40', 'to', '61)']
    """
    low, high = (100 * row[f"{name}_{end}"] for end in ("low", "high"))
    return f"{100 * row[name]:.0f} ({low:.0f} to {high:.0f})".replace(" ", "\xa0")


def answer(board: pd.DataFrame, aim: float) -> str:
    """Say what the leaderboard comes to.

    Parameters
    ----------
    board : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.leaderboard`.
    aim : float
        Efficiency that is asked for.
    """
    by = board.set_index("policy")
    frozen, simple = by.loc[FLOOR], by.loc["threshold-only"]
    learned = by.drop(index=[FLOOR, CEILING, "threshold-only", "recalibrate-only"])
    best = learned["recovery"].idxmax()
    lead = learned.loc[best, "recovery"] - simple["recovery"]
    said = (
        f"A model that is left alone keeps {percent(frozen['efficiency'])} of the electrons instead of "
        f"{percent(aim)}. Moving its threshold alone recovers {band(simple, 'recovery')} of what a full "
        f"retrain recovers, without training anything. "
    )
    if lead <= 0.0:
        return said + f"No policy with fewer labels than that does better; the best that trains is {best}."
    return said + (
        f"Training is worth some of the rest: {best} recovers {band(learned.loc[best], 'recovery')} with "
        f"{learned.loc[best, 'labels']:,.0f} labels, where the threshold took {simple['labels']:,.0f}."
    )


def working_point(course: pd.DataFrame) -> str:
    """Say how the efficiency of the frozen model ends, and who holds it best.

    Parameters
    ----------
    course : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.course_of`.
    """
    last = course["interval"].max()
    ends = course[course["interval"] == last].groupby("policy")["efficiency"].mean()
    off = course[course["interval"] > 0].groupby("policy")["working_point"].mean()
    worst = course[course["interval"] > 0].groupby("policy")["efficiency"].min()
    closest = off.idxmin()
    return (
        f"The efficiency of the frozen model ends at {percent(ends[FLOOR])}; {closest} stays closest to "
        f"what is asked for, {100 * off[closest]:.1f} points off in the mean. With threshold-only the worst "
        f"interval of all seeds has {percent(worst['threshold-only'])}: a threshold set on the interval "
        "before does not know what changes in this one."
    )


def separation(course: pd.DataFrame) -> str:
    """Say what training gains in background, in the last third of the course.

    Parameters
    ----------
    course : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.course_of`.
    """
    last = course["interval"].max()
    late = course[course["interval"] > 2 * last / 3].groupby("policy")["separation"].mean()
    gap = late[FLOOR] - late[CEILING]
    trained = late.drop(index=[FLOOR, CEILING, "threshold-only", "recalibrate-only"])
    best = trained.idxmin()
    if gap <= 0.0:
        return "In the last third of the course the full retrain separates no better than the frozen network."
    closed = (late[FLOOR] - late[best]) / gap
    said = (
        f"In the last third of the course the frozen network lets {percent(late[FLOOR], 1)} of the jets "
        f"through at the efficiency that is asked for, the full retrain {percent(late[CEILING], 1)}: no "
        "threshold can win that back."
    )
    early = course[course["interval"] == 1].groupby("policy")["separation"].mean()
    if early[CEILING] > early[FLOOR]:
        said += (
            f" In interval 1 it is the other way round, {percent(early[CEILING], 1)} against "
            f"{percent(early[FLOOR], 1)}: the first model was trained on more labels than there are by then."
        )
    if closed <= 0.0:
        return f"{said} None of the policies with fewer labels closes any of this gap."
    return f"{said} Of those with fewer labels {best} comes closest and closes {percent(closed)} of this gap."


def prices(board: pd.DataFrame) -> str:
    """Say which policies no other beats with as few labels.

    Parameters
    ----------
    board : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.leaderboard`.
    """
    by, front = board.set_index("policy"), on_front(board, "recovery")
    steps = [
        f"{name} ({by.loc[name, 'labels']:,.0f} labels, {percent(by.loc[name, 'recovery'])})"
        for name in front
    ]
    behind = [name for name in board["policy"] if name not in front]
    more = f" Behind it: {', '.join(behind)}." if behind else ""
    return f"The front runs from {' over '.join(steps[:-1])} to {steps[-1]}.{more}"


def entered(board: pd.DataFrame, name: str) -> str:
    """Say where an entry of one's own came.

    Parameters
    ----------
    board : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.leaderboard`.
    name : str
        Of the entry.
    """
    row = board.set_index("policy").loc[name]
    place = "on the front" if name in on_front(board, "recovery") else "behind the front"
    return (
        f"{name} comes {row['rank']:.0f} of {len(board)}: it recovers {band(row, 'recovery')} with "
        f"{row['labels']:,.0f} labels, {place} of recovery against labels."
    )


def guests(board: pd.DataFrame) -> str:
    """Say which entries are no baselines of this page, and where they come.

    Parameters
    ----------
    board : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.leaderboard`, entries that are kept included.
    """
    others = [row for _, row in board.iterrows() if row["policy"] not in BASELINES]
    if not others:
        return "Nobody else has played these courses yet."
    told = [f"{row['policy']} comes {row['rank']:.0f} of {len(board)}" for row in others]
    return f"Of the entries that are kept with the book {' and '.join(told)}."


def weights(ranks: pd.DataFrame) -> str:
    """Say whether the order depends on how much the working point counts.

    Parameters
    ----------
    ranks : pandas.DataFrame
        One row a policy, one column a weight, recoveries.
    """
    ranks = ranks.drop(index=CEILING, errors="ignore")  # first by what recovery means
    firsts = {column: ranks[column].idxmax() for column in ranks}
    parts = [f"{name} at weight {weight:g}" for weight, name in firsts.items()]
    simple = [percent(ranks.loc["threshold-only", column]) for column in ranks]
    on = "does not depend" if len(set(firsts.values())) == 1 else "depends"
    order = f"The best below the full retrain {on} on it"
    return f"{order}: {', '.join(parts)}. Threshold-only recovers {', '.join(simple)}."
