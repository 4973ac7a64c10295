"""The chart of the page on the live testbed."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.charts import Figure


def races(table: pd.DataFrame) -> Figure:
    """Draw measured over simulated time of every copy, with the range of its runs.

    Parameters
    ----------
    table : pandas.DataFrame
        As from :func:`.pacing.beside`.

    Returns
    -------
    Figure
    """
    data = ratios(table)
    limits = list(dict.fromkeys(data["limit"]))
    base = alt.Chart(data).encode(
        y=alt.Y(
            "copy:N",
            title=None,
            sort=list(dict.fromkeys(data["copy"])),
            axis=alt.Axis(labelExpr="split(datum.label, ', ')"),  # two short lines, for a phone
        ),
        yOffset=alt.YOffset("limit:N"),
        color=alt.Color("limit:N", title=None, sort=limits),
    )
    x = alt.Scale(zero=False, nice=True, padding=10)
    spread = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", title="Measured over simulated time (1)", scale=x), x2="high:Q"
    )
    middle = base.mark_point(filled=True, size=90, opacity=1.0).encode(
        x="ratio:Q",
        shape=alt.Shape("limit:N", sort=limits, legend=None),  # vega would not merge it with the colours
        tooltip=["limit", "copy", alt.Tooltip("ratio:Q", format=".2f"), "taken", "simulated"],
    )
    one = alt.Chart(pd.DataFrame({"as": [1.0]})).mark_rule(strokeDash=[4, 4]).encode(x="as:Q")
    worst = data.loc[(data["ratio"] - 1).abs().idxmax()]
    return charts.show(
        (one + spread + middle).properties(
            title="Measured over simulated time of copies that begin together", height=250
        ),
        name="network-testbed-races",
        data=data,
        alt=f"Ten points with the range of their runs, around a dashed line at 1 where both times are equal; "
        f"the median farthest from it is {worst['ratio']:.2f} ({worst['copy']}, {worst['limit']}).",
    )


def ratios(table: pd.DataFrame) -> pd.DataFrame:
    """Return measured over simulated time, least and most, with words for limit and copy."""
    limits = [f"limited to {one:g} MB/s" if one else "without a limit" for one in table["limit"]]
    copies = [
        race if race == "one alone" else f"{race}, {'first' if number == 1 else 'second'}: {size:g} MB"
        for race, number, size in zip(table["race"], table["copy"], table["size"], strict=True)
    ]
    return pd.DataFrame(
        {
            "limit": limits,
            "copy": copies,
            "ratio": (table["taken"] / table["simulated"]).round(3),
            "low": (table["low"] / table["simulated"]).round(3),
            "high": (table["high"] / table["simulated"]).round(3),
            "taken": table["taken"],
            "simulated": table["simulated"].round(3),
        }
    )
