"""Sentences of the page on segment linking, computed so that they can't go wrong."""

import pandas as pd

from ecosystem_nb.tracking.events.combinatorics import exponent


def cut(name: str, values: pd.DataFrame, limit: float) -> str:
    """Say what a cut keeps of true and of false objects."""
    kept = values["value"] < limit
    true = values["true"]
    return (
        f"The cut at {limit:.2g} keeps {kept[true].mean():.1%} of the {name} of one particle that are "
        f"drawn and {kept[~true].mean():.0%} of the others."
    )


def growth(times: pd.DataFrame, layout: str, least: int) -> float:
    """Return the power of the pile-up with which the time grows from ``least`` interactions on."""
    total = times[times["layout"] == layout].groupby("pile_up")["time"].sum().loc[least:]
    return exponent(total.index, total)


def time(times: pd.DataFrame, least: int = 20) -> str:
    """Say how long an event took, what took most, and how that grows."""
    last = int(times["pile_up"].max())
    crowded = times[times["pile_up"] == last]
    spent = crowded.groupby("layout")["time"].sum() / 1000.0
    plain = crowded[crowded["layout"] == "plain"]
    longest = plain.loc[plain["time"].idxmax()]
    return (
        f"At a pile-up of {last} an event took {spent['plain']:.2f} s of processor time on plain layers and "
        f"{spent['double']:.2f} s with pairs; {longest['stage']} took the most on plain layers, "
        f"{longest['time'] / plain['time'].sum():.0%}. From {least} to {last} interactions the time grew "
        f"with the power {growth(times, 'plain', least):.1f} of the pile-up on plain layers and "
        f"{growth(times, 'double', least):.1f} with pairs."
    )


def funnel(steps: pd.DataFrame) -> str:
    """Say what the most crowded events are made of; a row an object, layout and pile-up."""
    most = int(steps["pile_up"].max())
    top = steps[steps["pile_up"] == most].set_index(["layout", "object"])
    count, share = top["count"], top["share"]
    two = ("plain", "segments")
    fewer = count[two] / max(count["double", "segments"], 1)
    return (
        f"At a pile-up of {most}, {share[two]:.1%} of {count[two]:,} segments are true on plain layers, "
        f"{share['plain', 'triplets']:.0%} of the triplets and {share['plain', 'quintuplets']:.0%} of the "
        f"quintuplets. With pairs of sensors there are {fewer:.0f} times fewer segments, "
        f"{share['double', 'segments']:.0%} of them true."
    )
