"""Sentences of the decision page, with its numbers."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.tracking.decision.compare import PLAIN
from ecosystem_nb.tracking.events.combinatorics import exponent
from ecosystem_nb.wording import percent, rounded

OURS = "this book, mkFit-style"


def paired(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row a kind of muon event: ours beside ACTS's fastest and best settings."""
    rows = []
    for (muons, pt), group in table.groupby(["muons", "pt_min"], sort=True):
        ours = group[group["finder"] == OURS].iloc[0]
        acts = group[group["finder"] != OURS]
        fast, best = acts.loc[acts["time"].idxmin()], acts.loc[acts["efficiency"].idxmax()]
        rows.append(
            {
                "case": f"{muons:,} muons above {pt:g} GeV",
                "ours": ours["time"],
                "fast": fast["time"],
                "best": best["time"],
                "ratio": fast["time"] / ours["time"],
                "ours_efficiency": ours["efficiency"],
                "fast_efficiency": fast["efficiency"],
                "best_efficiency": best["efficiency"],
                "fakes": ours["fakes"],
            }
        )
    return pd.DataFrame(rows)


def beside(pairs: pd.DataFrame) -> str:
    """Say how much faster ours is than ACTS, and what that costs."""
    low, high = pairs["ratio"].min(), pairs["ratio"].max()
    gap = (pairs["ours_efficiency"] - pairs["best_efficiency"]).min()
    fall = f"up to {percent(-gap, 1)} below" if gap < 0 else "not below"
    return (
        f"On the muons that ACTS simulates, the mkFit-style finder takes {rounded(1 / high)} to "
        f"{rounded(1 / low)} of the time of ACTS's fastest setting, at an efficiency {fall} that of ACTS's "
        "most thorough one."
    )


def grown(table: pd.DataFrame) -> dict[str, float]:
    """Return each finder's exponent of time in the number of hits, from 25 interactions up."""
    crowded = table[table["pile_up"] >= 25]
    return {str(name): exponent(rows["hits"], rows["time"]) for name, rows in crowded.groupby("finder")}


def worst(table: pd.DataFrame) -> pd.DataFrame:
    """Return each finder's least efficiency of the hard events, over that of the plain ones."""
    wide = table.pivot_table(index="finder", columns="kind", values="efficiency")
    hard = wide.drop(columns=PLAIN)
    ratio = hard.min(axis=1) / wide[PLAIN]
    return pd.DataFrame({"robustness": ratio, "kind": hard.idxmin(axis=1)}).reset_index()


def robust(table: pd.DataFrame) -> str:
    """Say what hurts each finder most."""
    parts = [
        f"{row.finder}: {row.kind} ({percent(row.robustness, 1)} of the plain efficiency)"
        for row in worst(table).itertuples()
    ]
    return "What hurts most: " + "; ".join(parts) + "."


def tails(table: pd.DataFrame) -> str:
    """Say how far the slowest events lie from the median, and whose tail is longest."""
    ratio = (table["p99"] / table["median"]).to_numpy()
    least, most = table.iloc[ratio.argmin()], table.iloc[ratio.argmax()]
    slow = table.loc[table["worst"].idxmax()]
    return (
        f"One event in a hundred takes {ratio.min():.1f} times the median of its kind or more with "
        f"{least['finder']} ({least['kind']}), and {ratio.max():.1f} times with {most['finder']} "
        f"({most['kind']}); the slowest of all takes {slow['worst']:,.0f} ms, with {slow['finder']} "
        f"({slow['kind']})."
    )


def verdicts(marks: pd.DataFrame) -> str:
    """Say what follows from the marks."""
    parts = [f"{row.finder}: {row.total:.2f}, {row.verdict}" for row in marks.itertuples()]
    return "Total marks: " + "; ".join(parts) + "."


def fakes(table: pd.DataFrame) -> str:
    """Say which finder has most fakes where it is most crowded, and whether they grow."""
    ends = table[table["pile_up"].isin([table["pile_up"].min(), table["pile_up"].max()])]
    wide = ends.pivot_table(index="finder", columns="pile_up", values="fakes")
    first, last = wide.columns[0], wide.columns[-1]
    parts = [f"{name}: {percent(row[first], 2)} to {percent(row[last], 2)}" for name, row in wide.iterrows()]
    return f"Fakes from a pile-up of {first} to {last}: " + "; ".join(parts) + "."


def growth(table: pd.DataFrame, exponents: Mapping[str, float]) -> str:
    """Say how time grows with the hits, and what the largest event of each finder takes."""
    largest = table.loc[table.groupby("finder")["pile_up"].idxmax()].set_index("finder")
    parts = [
        f"{name}: {largest.loc[name, 'time']:,.0f} ms at a pile-up of {largest.loc[name, 'pile_up']}, "
        f"exponent {value:.2f}"
        for name, value in exponents.items()
    ]
    return "Time by hits: " + "; ".join(parts) + "."
