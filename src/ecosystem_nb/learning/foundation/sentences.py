"""Sentences of the page on the foundation model, which say what the numbers say."""

import math

import pandas as pd

from ecosystem_nb.learning.challenge.sentences import band
from ecosystem_nb.learning.foundation.contest import (
    FROZEN,
    FULL,
    LABELS,
    PLAIN,
    PRETRAINED,
    PROBE,
    RAW,
    TUNED,
)
from ecosystem_nb.learning.foundation.curves import labels_to_reach, line, overtakes
from ecosystem_nb.learning.foundation.policy import BARE, OURS
from ecosystem_nb.wording import percent

REPLAY = "fine-tune + replay"
ENOUGH = 0.002
"""Areas nearer than this are called equal: what 8192 events tell apart."""


def _count(labels: float) -> str:
    """Say a number of labels to two digits."""
    digits = max(0, int(math.log10(labels)) - 1)
    return f"{round(labels / 10**digits) * 10**digits:,.0f}"


def saving(table: pd.DataFrame, state: str, labels: int = 1000) -> str:
    """Say what the pretraining is worth in labels, against the same transformer from scratch."""
    here = line(table, state, PRETRAINED)[labels]
    raw = line(table, state, RAW)
    need, most = labels_to_reach(raw, here), raw.index[-1]
    if need <= labels:
        return f"With {labels:,} labels the pretraining gains nothing over the same transformer from scratch."
    if math.isinf(need):
        return (
            f"What the pretrained transformer reaches with {labels:,} labels, the same one from scratch "
            f"does not reach with {most:,}."
        )
    return (
        f"What the pretrained transformer reaches with {labels:,} labels, the same transformer from scratch "
        f"reaches with {_count(need)}: the pretraining is worth {1 - labels / need:.0%} of the labels."
    )


def against(table: pd.DataFrame, state: str, other: str, name: str) -> str:
    """Say from how many labels on the pretrained transformer is as good as another way."""
    ours, theirs = (line(table, state, way) for way in (PRETRAINED, other))
    from_ = overtakes(table, state, PRETRAINED, other)
    gaps = theirs - ours
    if math.isinf(from_):
        last = gaps.index[-1]
        return (
            f"It never equals {name} within {last:,} labels: it stays {gaps.iloc[0]:.3f} below with "
            f"{gaps.index[0]} and {gaps.iloc[-1]:.3f} with {last:,}."
        )
    if from_ <= ours.index[0]:
        return f"It is ahead of {name} at every number of labels."
    return (
        f"It equals {name} from {from_:,.0f} labels on; with {gaps.index[0]} it is {gaps.iloc[0]:.3f} below."
    )


def entered(board: pd.DataFrame, runs: pd.DataFrame) -> str:
    """Say where the foundation model comes in the challenge, and what its pretraining is worth there.

    Parameters
    ----------
    board : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.leaderboard`.
    runs : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.measures`.
    """
    by = board.set_index("policy")
    ours, raw, rival = (by.loc[name] for name in (OURS, BARE, REPLAY))
    gain = ours["recovery"] - raw["recovery"]
    worth = f"{100 * gain:.0f} points" if gain > 0 else "nothing"
    seeds = runs.pivot_table(index="seed", columns="policy", values="recovery")
    ahead = int((seeds[OURS] > seeds[REPLAY]).sum())
    said = (
        f"With the same labels the pretrained transformer recovers {band(ours, 'recovery')} and the one from "
        f"scratch {band(raw, 'recovery')}: the pretraining is worth {worth}. The network on features, "
        f"fine-tuned with replay, recovers {band(rival, 'recovery')}; the transformer is ahead of it in "
        f"{ahead} of {len(seeds)} courses."
    )
    if ours["recovery"] > 1.0:
        said += " More than 100 % is possible: the full retrain, which sets the scale, has features only."
    return said


def along(course: pd.DataFrame) -> str:
    """Say how far the transformers are from the network on features, early and late in the challenge.

    Parameters
    ----------
    course : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.course_of`.
    """
    mean = course.pivot_table(index="interval", columns="policy", values="separation")
    last = mean.index.max()
    third = last // 3
    names = (OURS, BARE, REPLAY)
    early, late = (
        [percent(rows[name].mean(), 1) for name in names]
        for rows in (mean.loc[1:third], mean.loc[last - third + 1 :])
    )
    return (
        f"At the asked efficiency the pretrained transformer lets {early[0]} of the jets through in the "
        f"first {third} intervals, the one from scratch {early[1]}, and the network on features with replay "
        f"{early[2]}; in the last {third} it is {late[0]}, {late[1]} and {late[2]}."
    )


def trained_in(board: pd.DataFrame, cpu: pd.Series) -> str:
    """Say what it costs in computing time beside the network on features.

    Parameters
    ----------
    board : pandas.DataFrame
        As for ``entered``.
    cpu : pandas.Series
        CPU time of a course by policy, s.
    """
    first = board.set_index("policy").loc[OURS, "rank"]
    ratio = cpu[OURS] / cpu[REPLAY]
    return (
        f"The pretrained transformer ranks {first:.0f} of {len(board)} here, for {ratio:.0f} times the "
        "computing time of fine-tuning the network on features."
    )


def winner(table: pd.DataFrame, state: str) -> str:
    """Say which way leads with the fewest and with the most labels."""
    chosen = table[table["state"] == state]
    first, last = (
        chosen[chosen["labels"] == number].sort_values("auc", ascending=False).iloc[0]
        for number in (LABELS[0], LABELS[-1])
    )
    if first["way"] == last["way"]:
        return (
            f"“{first['way']}” leads with {LABELS[0]} labels ({first['auc']:.3f}) and with {LABELS[-1]:,} "
            f"({last['auc']:.3f})."
        )
    return (
        f"With {LABELS[0]} labels “{first['way']}” leads ({first['auc']:.3f}), with {LABELS[-1]:,} "
        f"“{last['way']}” ({last['auc']:.3f})."
    )


def answer(table: pd.DataFrame, parameters: int, events: int, board: pd.DataFrame) -> str:
    """Say the answer of the page.

    Parameters
    ----------
    table : pandas.DataFrame
        From ``curves``.
    parameters, events : int
        Of the model, and of its pretraining.
    board : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.leaderboard`.
    """
    by = board.set_index("policy")["recovery"]
    return (
        f"A transformer of {parameters:,} parameters, pretrained on {events:,} windows without a label. "
        f"{saving(table, 'inside')} "
        f"{against(table, 'inside', TUNED, 'the fine-tuned network on features')} "
        f"Where labels add up, over the twelve intervals of the retraining challenge, it recovers "
        f"{percent(by[OURS])} of what a full retrain does, the network on features {percent(by[REPLAY])}."
    )


def reading(table: pd.DataFrame, state: str) -> str:
    """Read the curves of one state."""
    return (
        f"{winner(table, state)} {saving(table, state)} "
        f"{against(table, state, TUNED, 'the fine-tuned network on features')} "
        f"{against(table, state, PLAIN, 'a network on features from scratch')}"
    )


def ends(results: pd.DataFrame, table: pd.DataFrame, state: str) -> str:
    """Say what doing nothing costs, and from how many labels on fine-tuning the old network pays."""
    by = results[results["state"] == state].set_index("way")["auc"]
    frozen, full = by[FROZEN], by[FULL]
    need = labels_to_reach(line(table, state, TUNED), frozen)
    if math.isinf(need):
        pays = "Fine-tuning the old network does not pay within the labels that were tried."
    elif need > LABELS[0]:
        pays = (
            f"Fine-tuning the old network pays from about {_count(need)} labels on, and harms it with fewer."
        )
    else:
        pays = "Fine-tuning the old network pays with any number of labels."
    if full - frozen < 2 * ENOUGH:
        return (
            f"Doing nothing costs next to nothing, {frozen:.3f} against {full:.3f} with all labels: the area "
            "asks whether electrons and jets are ranked apart, and forgives a threshold that no longer fits. "
            + pays
        )
    return f"Doing nothing costs {full - frozen:.3f}: {frozen:.3f} against {full:.3f} with all labels. {pays}"


def head(table: pd.DataFrame, state: str) -> str:
    """Say what the head alone is good for."""
    alone, whole = (line(table, state, way) for way in (PROBE, PRETRAINED))
    gap = whole - alone
    best = gap.idxmin()
    if gap.min() < -ENOUGH:
        return (
            f"With {best:,} labels the head alone is better than fine-tuning all of it, by {-gap.min():.3f}."
        )
    if gap.min() < ENOUGH:
        return f"With {best:,} labels the head alone does as well as fine-tuning all of it."
    return f"The head alone stays at least {gap.min():.3f} below fine-tuning all of it."


def guesses(rows: pd.DataFrame) -> str:
    """Say which cells can be guessed."""
    by = rows.set_index("group")["share"]
    return (
        f"Of the variance of a hidden cell the guess explains {by.max():.0%} for “{by.idxmax()}” and "
        f"{max(by.min(), 0.0):.0%} for “{by.idxmin()}”: showers have a shape, pile-up and noise have none."
    )


def live(pretrained: float, raw: float, tuned: float, labels: int) -> str:
    """Say how the three did on the detector of the parameters."""
    if abs(pretrained - raw) < ENOUGH:
        gain = "the pretraining makes no difference"
    else:
        gain = f"the pretraining {'gains' if pretrained > raw else 'loses'} {abs(pretrained - raw):.3f}"
    order = "ahead of" if pretrained > tuned + ENOUGH else "level with"
    order = "behind" if pretrained < tuned - ENOUGH else order
    return (
        f"On this detector with {labels:,} labels {gain} over the same transformer from scratch, and the "
        f"pretrained one is {order} the fine-tuned network on features: {pretrained:.3f} and {tuned:.3f}."
    )
