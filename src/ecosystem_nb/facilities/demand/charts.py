"""Charts of the page on the need of computing."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.facilities.demand.needs import RESOURCES
from ecosystem_nb.facilities.demand.parts import ACTIVITIES, TIERS
from ecosystem_nb.palette import NEUTRAL, PALETTE, accent, categories

_EXPERIMENTS = alt.Scale(range=[accent("facilities"), PALETTE["network"].light])


def stacked(table: pd.DataFrame, resource: str) -> charts.Chart:
    """Return the parts of one resource's need, a bar for each experiment and year.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.demand.parts.parts`, several experiments.
    resource : str
        ``CPU``, ``disk`` or ``tape``.

    Returns
    -------
    altair chart
    """
    rows = table[table["resource"] == resource]
    unit = rows["unit"].iloc[0]
    order = list(ACTIVITIES if resource == "CPU" else TIERS)
    found = [part for part in order if part in set(rows["part"])]
    rows = rows.assign(place=rows["part"].map({part: place for place, part in enumerate(order)}))
    x = alt.X("year:O", title="Year", axis=alt.Axis(labelAngle=0))
    offset = alt.XOffset("experiment:N", sort=["ATLAS", "CMS"])
    scale = alt.Scale(domain=found, range=[categories("facilities")[order.index(part)] for part in found])
    short = "replace(datum.label, 'reconstruction', 'reco')"  # both columns fit a phone
    legend = alt.Legend(columns=2, labelExpr=short)
    bars = (
        alt.Chart(rows)
        .mark_bar(cornerRadiusEnd=0)
        .encode(
            x=x,
            xOffset=offset,
            y=alt.Y("need:Q", title=f"Need ({unit})"),
            color=alt.Color("part:N", title=None, scale=scale, sort=found, legend=legend),
            order="place:Q",
            tooltip=[
                "experiment",
                "year",
                "part",
                alt.Tooltip("need:Q", format=",.1f", title=f"need ({unit})"),
            ],
        )
    )
    sums = rows.groupby(["experiment", "year"], as_index=False)["need"].sum()
    names = (
        alt.Chart(sums)
        .mark_text(dy=-7, fontSize=10)
        .encode(x=x, xOffset=offset, y="need:Q", text="experiment:N")
    )
    what = "CPU by activity" if resource == "CPU" else f"{resource.capitalize()} by data tier"
    chart: charts.Chart = alt.layer(bars, names).properties(title=what, height=300)
    return chart


def gaps(table: pd.DataFrame, year: int) -> charts.Chart:
    """Return how many times a flat budget each need is, year by year.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.demand.gap.gap`.
    year : int
        Year to mark.

    Returns
    -------
    altair chart
    """
    rows = table.assign(what=table["experiment"] + " " + table["resource"])
    colours = alt.Scale(domain=list(RESOURCES), range=categories("facilities")[: len(RESOURCES)])
    colour = alt.Color("resource:N", title=None, scale=colours, legend=None)
    x = _years(rows)
    y = alt.Y("factor:Q", title="Need over flat budget (1)", scale=alt.Scale(domainMin=0))
    lines = (
        alt.Chart(rows)
        .mark_line(point=True)
        .encode(
            x=x,
            y=y,
            color=colour,
            strokeDash=alt.StrokeDash("experiment:N", sort=["ATLAS", "CMS"], legend=None),
            tooltip=["experiment", "resource", "year", alt.Tooltip("factor:Q", format=".1f")],
        )
    )
    ends = rows[rows["year"] == rows["year"].max()].sort_values("factor")
    ends = ends.assign(factor=_apart(list(ends["factor"]), rows["factor"].max() / 20))
    names = alt.Chart(ends).mark_text(align="left", dx=8, fontSize=11)
    names = names.encode(x=x, y=y, color=colour, text="what:N")
    grey = NEUTRAL.light
    one = alt.Chart(pd.DataFrame({"factor": [1.0]})).mark_rule(color=grey, strokeDash=[4, 3]).encode(y=y)
    mark = alt.Chart(pd.DataFrame({"year": [year]})).mark_rule(color=grey, opacity=0.4).encode(x=x)
    chart: charts.Chart = alt.layer(mark, one, lines, names).properties(
        title="How many times a flat budget? Solid: ATLAS; dashed: CMS", height=320
    )
    return chart


def cpu_levers(table: pd.DataFrame, flat: pd.DataFrame) -> charts.Chart:
    """Return the CPU need by year with sliders for reconstruction time and fast simulation.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.demand.scan.cpu`; the sliders start at 1 and 0.
    flat : pandas.DataFrame
        Columns ``label``, ``year``, ``flat_low``, ``flat`` and ``flat_high`` (MHS06).

    Returns
    -------
    altair chart
    """
    rows = _percent(table, "reconstruction_time", "moved_to_fast")
    times = sorted(rows["reconstruction_time"].unique())
    moved = sorted(rows["moved_to_fast"].unique())
    one = charts.slider("reco", times, 100.0, "Reconstruction time", "%")
    two = charts.slider("fast", moved, 0.0, "Full simulation moved to fast", "%")
    x = _years(rows, room=0.1)
    top = float(rows["need"].max())
    y = alt.Y("need:Q", title="CPU (MHS06)", scale=alt.Scale(domain=[0.0, top], nice=True))
    colour = alt.Color("label:N", title=None, scale=_EXPERIMENTS, legend=alt.Legend(symbolOpacity=1))
    lines = (
        alt.Chart(rows)
        .transform_filter(charts.chosen(one, "reconstruction_time"))
        .transform_filter(charts.chosen(two, "moved_to_fast"))
        .mark_line(point=True)
        .encode(x=x, y=y, color=colour, tooltip=["label", "year", alt.Tooltip("need:Q", format=".1f")])
    )
    budget = alt.Chart(flat)
    band = budget.mark_area(opacity=0.25).encode(x=x, y=alt.Y("flat_low:Q"), y2="flat_high:Q", color=colour)
    middle = budget.mark_line(strokeDash=[4, 3]).encode(x=x, y="flat:Q", color=colour)
    chart: charts.Chart = (
        alt.layer(band, middle, lines)
        .add_params(one, two)
        .properties(title="CPU need (points) and flat budget (band)", height=300)
    )
    return chart


def space_levers(table: pd.DataFrame, flat: pd.DataFrame) -> charts.Chart:
    """Return the need of disk and tape in one year with sliders for event size and replicas.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.demand.scan.space`, one year; the sliders start at 1.
    flat : pandas.DataFrame
        Columns ``label``, ``resource``, ``flat_low``, ``flat`` and ``flat_high`` (PB).

    Returns
    -------
    altair chart
    """
    rows = _percent(table, "event_size", "replicas")
    rows["what"] = rows["label"] + ", " + rows["resource"]
    limits = flat.assign(what=flat["label"] + ", " + flat["resource"])
    one = charts.slider("size", sorted(rows["event_size"].unique()), 100.0, "Event size", "%")
    two = charts.slider("copies", sorted(rows["replicas"].unique()), 100.0, "Replicas on disk", "%")
    y = alt.Y("what:N", title=None, sort=sorted(rows["what"].unique()))
    top = float(rows["need"].max())
    x = alt.X("need:Q", title="Space (PB)", scale=alt.Scale(domain=[0.0, top], nice=True))
    bars = (
        alt.Chart(rows)
        .transform_filter(charts.chosen(one, "event_size"))
        .transform_filter(charts.chosen(two, "replicas"))
    )
    need = bars.mark_bar(size=18).encode(x=x, y=y, tooltip=["what", alt.Tooltip("need:Q", format=",.0f")])
    grey = NEUTRAL.light
    budget = alt.Chart(limits)
    band = budget.mark_bar(size=30, opacity=0.35, color=grey).encode(
        x=alt.X("flat_low:Q"), x2="flat_high:Q", y=y
    )
    middle = budget.mark_tick(size=34, thickness=3, color=grey).encode(x="flat:Q", y=y)
    chart: charts.Chart = (
        alt.layer(need, band, middle)
        .add_params(one, two)
        .properties(title="Space needed (bars) and flat budget (grey)", height=220)
    )
    return chart


def _years(table: pd.DataFrame, room: float = 0.7) -> alt.X:
    """Return an axis of whole years, with room for names at its end."""
    first, last = int(table["year"].min()), int(table["year"].max())
    scale = alt.Scale(domain=[first - 0.1, last + room], nice=False)
    axis = alt.Axis(format="d", values=list(range(first, last + 1)), grid=False)
    return alt.X("year:Q", title="Year", scale=scale, axis=axis)


def _apart(values: list[float], least: float) -> list[float]:
    """Return rising values moved up until none is nearer to the one before than ``least``."""
    made: list[float] = []
    for value in values:
        made.append(value if not made else max(value, made[-1] + least))
    return made


def _percent(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return the levers in whole per cent, as the sliders show them."""
    return table.assign(**{name: (100.0 * table[name]).round(6) for name in columns})
