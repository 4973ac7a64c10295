"""Charts of the page on what a million dollars buys."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent

IMPROVEMENTS = tuple(range(5, 16))  # %/yr
FLAT, NEED, RESEARCH = "flat budget, with its band", "need", "need after R&D"
TICKS = [one * 10**power for power in range(-2, 6) for one in (1, 3)]


def _slider(value: float) -> alt.Parameter:
    return charts.slider("improvement", IMPROVEMENTS, value, "Money buys more, each year", "%")


def capacity(bands: pd.DataFrame, needs: pd.DataFrame, resource: str, improvement: float) -> charts.Chart:
    """Return need and flat budget of one resource, with a band of more or less money.

    Parameters
    ----------
    bands : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.budget.million.capacity_table`.
    needs : pandas.DataFrame
        Columns ``year``, ``resource``, ``line`` (``NEED`` or ``RESEARCH``) and ``capacity``.
    resource : str
    improvement : float
        Where the slider stands first, % a year.

    Returns
    -------
    altair chart
    """
    rows, wanted = bands[bands["resource"] == resource], needs[needs["resource"] == resource]
    unit = rows["unit"].iloc[0]
    top = 1.3 * max(wanted["capacity"].max(), rows["high"].max())
    bottom = 0.5 * rows["capacity"].min()
    turn = _slider(improvement)
    scale = alt.Scale(type="log", domain=[bottom, top], nice=False, clamp=True)
    x = alt.X("year:Q", title="Year", axis=alt.Axis(format="d"), scale=alt.Scale(nice=False))
    names = [FLAT, NEED, RESEARCH]
    colours = alt.Scale(domain=names, range=[accent("facilities"), accent("network"), NEUTRAL.light])
    colour = alt.Color("line:N", title=None, scale=colours, sort=names)
    title = f"Capacity ({unit}), logarithmic"
    ticks = alt.Axis(values=[one for one in TICKS if bottom <= one <= top], format=",~g")
    flat = alt.Chart(rows.assign(line=FLAT)).transform_filter(charts.chosen(turn, "improvement"))
    band = flat.mark_area(opacity=0.3, color=accent("facilities")).encode(
        x=x, y=alt.Y("low:Q", title=title, scale=scale, axis=ticks), y2="high:Q"
    )
    y = alt.Y("capacity:Q", title=title, scale=scale, axis=ticks)
    tooltip = ["line", "year", alt.Tooltip("capacity:Q", format=".3g", title=unit)]
    line = flat.mark_line().encode(x=x, y=y, color=colour, tooltip=tooltip)
    asked = alt.Chart(wanted).mark_line().encode(x=x, y=y, color=colour, tooltip=tooltip)
    chart: charts.Chart = (band + line + asked).add_params(turn)
    return chart.properties(title=f"{resource[0].upper()}{resource[1:]}", height=300)


def worth(table: pd.DataFrame, improvement: float, extra: float) -> charts.Chart:
    """Return what each result of R&D saves a year, beside the extra money.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``improvement`` (%/yr), ``lever`` and ``saved`` (MUSD a year).
    improvement : float
        Where the slider stands first, % a year.
    extra : float
        Drawn as a line, MUSD a year.

    Returns
    -------
    altair chart
    """
    turn = _slider(improvement)
    order = table[table["improvement"] == improvement].sort_values("saved", ascending=False)["lever"].tolist()
    rows = alt.Chart(table).transform_filter(charts.chosen(turn, "improvement"))
    bars = rows.mark_bar().encode(
        x=alt.X(
            "saved:Q", title="Saved a year (MUSD)", scale=alt.Scale(domain=[0, float(table["saved"].max())])
        ),
        y=alt.Y("lever:N", title=None, sort=order, axis=alt.Axis(labelLimit=260)),
        tooltip=["lever", alt.Tooltip("saved:Q", format=".1f", title="MUSD a year")],
    )
    line = alt.Chart(pd.DataFrame({"saved": [extra]})).mark_rule(strokeDash=[6, 4]).encode(x="saved:Q")
    chart: charts.Chart = (bars + line).add_params(turn)
    return chart.properties(title="What each result of R&D is worth", height=280)


def tape(parts: pd.DataFrame, years: float) -> charts.Chart:
    """Return what a TB on tape costs, part by part, by how often it is read.

    Parameters
    ----------
    parts : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.budget.million.tape_parts`.
    years : float
        For the title, yr.

    Returns
    -------
    altair chart
    """
    names = ["media", "library", "drives"]
    colours = alt.Scale(domain=names, range=[accent("facilities"), NEUTRAL.light, accent("network")])
    chart: charts.Chart = (
        alt.Chart(parts)
        .mark_bar()
        .encode(
            x=alt.X(
                "recalls:O",
                title="Times a year that the whole archive is read or written",
                axis=alt.Axis(labelAngle=0),
            ),
            y=alt.Y("cost:Q", title=f"Cost over {years:.0f} years (USD/TB)"),
            color=alt.Color("part:N", title=None, scale=colours, sort=names),
            order=alt.Order("place:Q"),
            tooltip=["part", "recalls", alt.Tooltip("cost:Q", format=".1f", title="USD/TB")],
        )
        .transform_calculate(place="indexof(['media', 'library', 'drives'], datum.part)")
        .properties(title="A terabyte on tape: cartridges, robot and drives", height=260)
    )
    return chart
