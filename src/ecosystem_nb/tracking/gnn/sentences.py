"""Sentences of the page on graph networks, with its numbers."""

import pandas as pd

from ecosystem_nb.tracking.events.combinatorics import exponent
from ecosystem_nb.wording import percent, rounded


def stages(table: pd.DataFrame) -> str:
    """Say what each stage leaves: edges an event, true pairs kept and purity."""
    parts = [
        f"after the {row.stage} {row.edges:,.0f} edges with {percent(row.efficiency, 1)} of the true pairs, "
        f"{percent(row.purity)} of them of one particle"
        for row in table.itertuples()
    ]
    return "An event has " + "; ".join(parts) + "."


def radii(table: pd.DataFrame, radius: float) -> str:
    """Say what a larger radius costs."""
    first, last = table.iloc[0], table.iloc[-1]
    row = table.iloc[(table["radius"] - radius).abs().argmin()]
    return (
        f"From a radius of {first['radius']:g} to {last['radius']:g} the edges of a hit grow from "
        f"{first['edges']:.1f} to {last['edges']:.1f}; at {row['radius']:g} the graph has "
        f"{percent(row['efficiency'], 1)} of the true pairs."
    )


def steps(table: pd.DataFrame) -> str:
    """Say what passing messages gains."""
    first, last = table["auc"].iloc[0], table["auc"].iloc[-1]
    gain = (1 - first) / max(1 - last, 1e-9)
    return (
        f"After the first step a true edge scores above a false one with a chance of {first:.3f}, after "
        f"step {int(table['step'].iloc[-1])} of {last:.4f}: pairs in the wrong order are {rounded(gain)} "
        "times rarer."
    )


def ways(rows: pd.DataFrame, threshold: float) -> str:
    """Say what both ways to make tracks give at one threshold."""
    here = rows[(rows["threshold"] - threshold).abs() < 1e-6].set_index("build")
    parts = [
        f"{what} {percent(here.loc[name, 'efficiency'], 1)} of the particles with "
        f"{percent(here.loc[name, 'fake_rate'], 1)} fakes"
        for what, name in (("the walk finds", "walkthrough"), ("components alone", "components"))
    ]
    return f"At a threshold of {threshold:g} " + ", ".join(parts) + "."


def conditions(table: pd.DataFrame, trained: str) -> str:
    """Say where the networks do worst, beside the events that they were trained for."""
    by = table.set_index("name")
    others = by.drop(index=trained)
    worst, best = others["efficiency"].idxmin(), others["efficiency"].idxmax()
    low = others.loc[worst]
    return (
        f"On events as in training the networks find {percent(by.loc[trained, 'efficiency'], 1)} with "
        f"{percent(by.loc[trained, 'fake_rate'], 1)} fakes; of the others they do best on {best} "
        f"({percent(others.loc[best, 'efficiency'], 1)}) and worst on {worst} "
        f"({percent(low['efficiency'], 1)}, {percent(low['fake_rate'], 1)} fakes)."
    )


def growth(record: pd.DataFrame) -> tuple[float, float]:
    """Return the powers of the hits with which time and edges of the graph grow, above 5 interactions."""
    crowded = record[record["pile_up"] >= 5]
    total = crowded.groupby("hits").agg(time=("time", "sum"), graph=("graph", "first"))
    return exponent(total.index, total["time"]), exponent(total.index, total["graph"])


def time(record: pd.DataFrame) -> str:
    """Say how long the largest event took, what took most, and how that grows."""
    last = record[record["pile_up"] == record["pile_up"].max()]
    longest = last.loc[last["time"].idxmax()]
    took, edges = growth(record)
    return (
        f"At a pile-up of {int(last['pile_up'].iloc[0])} an event of {last['hits'].iloc[0]:,} hits took "
        f"{last['time'].sum() / 1000:.2f} s, {percent(longest['time'] / last['time'].sum())} of it in the "
        f"stage “{longest['stage']}”. The graph grows with the power {edges:.1f} of the hits, and time with "
        f"the power {took:.1f}."
    )
