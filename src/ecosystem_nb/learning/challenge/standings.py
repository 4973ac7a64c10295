"""What is a policy worth? Recovery, labels, age, forgetting and stability, with bands over the seeds."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ecosystem_nb.learning.challenge.baselines import CEILING, FLOOR
from ecosystem_nb.learning.challenge.entries import Entry
from ecosystem_nb.learning.challenge.policy import ChallengeError
from ecosystem_nb.learning.challenge.referee import Run

MEASURES = (
    "recovery",
    "recovery_working_point",
    "recovery_separation",
    "efficiency",
    "background",
    "separation",
    "labels",
    "staleness",
    "forgetting",
    "change",
)
"""What a leaderboard shows of each policy; CPU time is measured apart."""


def course_of(entries: Sequence[Entry]) -> pd.DataFrame:
    """Return what each policy scored in each interval.

    Parameters
    ----------
    entries : sequence of Entry

    Returns
    -------
    pandas.DataFrame
        ``policy``, ``seed``, ``interval``, ``efficiency``, ``background``, ``separation``, ``auc``,
        ``labels``, ``changed``, ``age``, ``working_point`` (distance of the efficiency from what is asked
        for) and ``loss`` (``separation`` plus ``working_point``).
    """
    rows = []
    for entry in entries:
        for run in entry.runs:
            for score, age in zip(run.scores, ages(run), strict=True):
                off = abs(score.efficiency - entry.settings.efficiency)
                row = {"policy": entry.entrant.name, "seed": run.seed, "age": age, "working_point": off}
                names = ("interval", "efficiency", "background", "separation", "auc", "labels", "changed")
                rows.append(row | {name: getattr(score, name) for name in names})
    table = pd.DataFrame(rows)
    return table.assign(loss=table["separation"] + table["working_point"])


def ages(run: Run) -> list[int]:
    """Return how old the events are that trained the model of each interval, in intervals.

    A model made for interval t is trained on events up to t - 1: it is 1 when it is scored.
    """
    born, known, out = 0, run.scores[0].model, []
    for score in run.scores:
        if score.model != known:
            born, known = score.interval - 1, score.model
        out.append(score.interval - born)
    return out


def measures(entries: Sequence[Entry]) -> pd.DataFrame:
    r"""Return one row a policy and seed.

    Recovery is the share of the gap between doing nothing and training anew on everything,

    .. math:: R = \frac{\bar L_\mathrm{frozen} - \bar L}{\bar L_\mathrm{frozen} - \bar L_\mathrm{full}}

    with the mean over the intervals from 1 on of the loss :math:`L`: the background at the efficiency
    that is asked for, plus the distance of the efficiency from it.

    Parameters
    ----------
    entries : sequence of Entry
        The frozen model and the full retrain among them, all on the same seeds.

    Returns
    -------
    pandas.DataFrame
        ``policy``, ``seed``, the columns of ``MEASURES`` and ``cpu_s``; a recovery is NaN where the full
        retrain is no better than doing nothing.

    Raises
    ------
    ChallengeError
        When one of the two is missing, a name is there twice, or seeds or settings differ.
    """
    names = [entry.entrant.name for entry in entries]
    missing = [name for name in (FLOOR, CEILING) if name not in names]
    if missing:
        raise ChallengeError(f"no entry {' and no '.join(missing)}: recovery is measured between the two")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ChallengeError(f"{twice[0]} is entered {names.count(twice[0])} times: expected once")
    if len({(entry.seeds, entry.settings) for entry in entries}) > 1:
        raise ChallengeError("entries differ in seeds or settings: expected the same for all")
    scored = course_of(entries)
    mean = scored[scored["interval"] > 0].groupby(["policy", "seed"]).mean()
    table = pd.DataFrame(index=mean.index)
    for name, column in (
        ("recovery", "loss"),
        ("recovery_working_point", "working_point"),
        ("recovery_separation", "separation"),
    ):
        table[name] = _recovered(mean[column])
    for name in ("efficiency", "background", "separation"):
        table[name] = mean[name]
    table["labels"] = scored.groupby(["policy", "seed"])["labels"].sum()
    table["staleness"], table["change"] = mean["age"], mean["changed"]
    runs = {(entry.entrant.name, run.seed): run for entry in entries for run in entry.runs}
    table["forgetting"] = [runs[key].first.separation - runs[key].scores[0].separation for key in table.index]
    table["cpu_s"] = [runs[key].cpu_s for key in table.index]
    return table.reset_index()


def recovered(entries: Sequence[Entry], weight: float) -> pd.Series:
    """Return the mean recovery of each policy when the working point counts more or less in the loss.

    Parameters
    ----------
    entries : sequence of Entry
        As for :func:`measures`.
    weight : float
        What the distance of the efficiency is multiplied with, at least 0; :func:`measures` takes 1.

    Returns
    -------
    pandas.Series
        By ``policy``, best at weight 1 first.
    """
    scored = course_of(entries)
    loss = scored["separation"] + weight * scored["working_point"]
    later = scored.assign(loss=loss)[scored["interval"] > 0]
    share = _recovered(later.groupby(["policy", "seed"])["loss"].mean())
    return share.groupby("policy").mean().reindex(leaderboard(entries)["policy"])


def _recovered(values: pd.Series) -> pd.Series:
    """Return the share of the gap from floor to ceiling, seed by seed."""
    wide = values.unstack("policy")  # noqa: PD010  an index, not columns
    gap = wide[FLOOR] - wide[CEILING]
    seeds = values.index.get_level_values("seed")
    gained = wide[FLOOR].reindex(seeds).to_numpy() - values.to_numpy()
    return pd.Series(gained / gap.where(gap > 0.0).reindex(seeds).to_numpy(), index=values.index)


def leaderboard(entries: Sequence[Entry]) -> pd.DataFrame:
    """Return the leaderboard: best recovery first, with the band over the seeds and each entry's digest.

    Parameters
    ----------
    entries : sequence of Entry
        As for :func:`measures`.

    Returns
    -------
    pandas.DataFrame
        ``rank``, ``policy``, each of ``MEASURES`` as its mean over the seeds, with ``_low`` and ``_high``
        for the lowest and the highest seed, and ``digest``.
    """
    grouped = measures(entries).groupby("policy")[list(MEASURES)]
    board = grouped.mean()
    for end, found in (("low", grouped.min()), ("high", grouped.max())):
        board = board.join(found.add_suffix(f"_{end}"))
    board["digest"] = pd.Series({entry.entrant.name: entry.digest for entry in entries})
    board = board.sort_values("recovery", ascending=False, kind="stable").reset_index()
    board.insert(0, "rank", np.arange(1, len(board) + 1))
    return board
