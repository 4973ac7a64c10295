"""The charts of the page on reserved paths."""

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.charts import Figure, accent, chosen, slider
from ecosystem_nb.network.reservation import sentences
from ecosystem_nb.network.reservation.calendar import Calendar, steps
from ecosystem_nb.network.reservation.parameters import ReservedPath
from ecosystem_nb.network.reservation.play import HARD, WAYS, Used
from ecosystem_nb.network.reservation.traffic import DAY, Campaign
from ecosystem_nb.palette import NEUTRAL

USED, EMPTY = "used", "reserved and empty"
_KINDS = {
    "window": NEUTRAL.light,
    USED: accent("network"),
    EMPTY: accent("facilities"),
    "refused": accent("community"),
}
_DASHES = [[1, 0], [7, 3], [2, 2], [9, 3, 2, 3]]
_TITLES = {
    "late": "Datasets late (%)",
    "refused": "Requests refused (%)",
    "idle": "Capacity idle (%)",
    "slowdown": "Time over time alone, logarithmic",
}


_ABOUT = {
    "late": ("Datasets that miss their deadline, by load", sentences.late),
    "idle": ("Capacity that carries nothing (dots: reserved and empty, hard)", sentences.idle),
    "slowdown": ("What other traffic pays: its time over its time alone", sentences.slowdown),
}


def windows(one: Campaign, calendar: Calendar, went: Used, days: float) -> Figure:
    """Draw window, reservation and use of the datasets of the first days, one line each.

    Parameters
    ----------
    one : Campaign
        What is to be sent.
    calendar : Calendar
        What is reserved.
    went : Used
        What was used of it.
    days : float
        How many days to draw.

    Returns
    -------
    Figure
    """
    table = calendar.requests.assign(done=went.finish)[
        ["release", "deadline", "begin", "end", "done", "refused"]
    ]
    table = table[one.datasets["release"] < days * DAY]
    columns = ["release", "deadline", "begin", "end", "done"]
    table[columns] /= DAY
    table = table.assign(
        dataset=np.arange(1, len(table) + 1), state=np.where(table["refused"], "refused", "")
    )
    y = alt.Y("dataset:O", title="Dataset", axis=alt.Axis(grid=False))
    x = alt.X("release:Q", title="Time (days)", scale=alt.Scale(nice=False))
    color = alt.Color(
        "kind:N",
        title=None,
        scale=alt.Scale(domain=list(_KINDS), range=list(_KINDS.values())),
        sort=list(_KINDS),
        legend=alt.Legend(symbolOpacity=1),
    )
    base = alt.Chart(table)
    kind = {name: base.transform_calculate(kind=f"'{name}'") for name in _KINDS}
    held = {name: kind[name].transform_filter("!datum.refused") for name in (USED, EMPTY)}
    window = kind["window"].mark_rule(strokeWidth=2).encode(x=x, x2="deadline:Q", y=y, color=color)
    empty = held[EMPTY].mark_bar(height=9).encode(x="begin:Q", x2="end:Q", y=y, color=color)
    used = held[USED].mark_bar(height=9).encode(x="begin:Q", x2="done:Q", y=y, color=color)
    cross = kind["refused"].transform_filter("datum.refused").mark_point(shape="cross", size=90, angle=45)
    refused = cross.encode(x="deadline:Q", y=y, color=color)
    count, no = len(table), int(table["refused"].sum())
    return charts.show(
        alt.layer(window, empty, used, refused).properties(
            title=f"What datasets of the first {days:g} days asked for and got", height=18 * count + 20
        ),
        name="network-reservation-windows",
        data=table,
        alt=f"A line for each of {count} datasets from its release to its deadline; on it a bar for its "
        f"reservation, used at first, then empty; {no} of them have no bar and a cross: they were refused.",
    )


def calendar(page: ReservedPath, booked: Calendar, went: Used, days: float) -> Figure:
    """Draw how much of the path is reserved over the first days, and how much of that is used.

    Parameters
    ----------
    page : ReservedPath
        The path.
    booked : Calendar
        What is reserved.
    went : Used
        What was used of it.
    days : float
        How many days to draw.

    Returns
    -------
    Figure
    """
    pieces = booked.pieces
    begin, end, rate = (pieces[name].to_numpy() for name in ("begin", "end", "rate"))
    stop = np.minimum(end, went.finish[pieces["request"].to_numpy()])
    busy = stop > begin
    reserved, used = steps(begin, end, rate), steps(begin[busy], stop[busy], rate[busy])
    times = np.unique([0.0, *reserved["time"], *used["time"], days * DAY])
    times = times[times <= days * DAY]
    table = pd.DataFrame({"day": times / DAY, "reserved": _at(reserved, times), "used": _at(used, times)})
    most = page.reservable * page.capacity
    parts = table.assign(**{USED: table["used"], EMPTY: table["reserved"] - table["used"]})
    long = parts.melt("day", [USED, EMPTY], "kind", "rate")
    kinds = alt.Scale(domain=[USED, EMPTY], range=[_KINDS[USED], _KINDS[EMPTY]])
    areas = (
        alt.Chart(long)
        .mark_area(interpolate="step-after", opacity=0.85)
        .encode(
            x=alt.X("day:Q", title="Time (days)", scale=alt.Scale(nice=False)),
            y=alt.Y("rate:Q", title="Rate (Gbit/s)", scale=alt.Scale(domain=[0, page.capacity])),
            color=alt.Color("kind:N", title=None, scale=kinds, legend=alt.Legend(symbolOpacity=1)),
            order=alt.Order("order:Q"),
        )
        .transform_calculate(order=f"datum.kind == '{USED}' ? 0 : 1")
    )
    lines = alt.Chart(pd.DataFrame({"at": [most]})).mark_rule(strokeDash=[6, 4], color=NEUTRAL.light)
    inside = table["day"] < days
    lasted = np.diff(np.append(table["day"], days))
    share = [
        float((table[name] * lasted)[inside].sum() / (page.capacity * days)) for name in ("reserved", "used")
    ]
    return charts.show(
        alt.layer(areas, lines.encode(y="at:Q")).properties(title="The calendar of the path", height=220),
        name="network-reservation-calendar",
        data=table,
        alt=f"Reserved rate over {days:g} days, in steps up to the dashed line at {most:g} Gbit/s: "
        f"{100 * share[0]:.0f} % of the path on average, of which {100 * share[1]:.0f} % used.",
    )


def _at(made: pd.DataFrame, times: np.ndarray) -> np.ndarray:
    """Return the rate of steps at some times; 0 before the first."""
    rates = np.append(0.0, made["rate"].to_numpy())
    return rates[np.searchsorted(made["time"].to_numpy(), times, side="right")]


def _lines(table: pd.DataFrame, measure: str, x: alt.X, turn: alt.Parameter, column: str) -> charts.Chart:
    """Draw one measure of all ways with its band, at the slider's position."""
    rows = table[table["measure"] == measure]
    if measure != "slowdown":
        rows = rows.assign(**{name: 100.0 * rows[name] for name in ("mean", "low", "high")})
    slow = measure == "slowdown"
    scale = alt.Scale(type="log", domainMin=1.0, nice=False) if slow else alt.Scale(zero=True)
    axis = alt.Axis(values=[1, 2, 5, 10, 20, 50, 100, 200, 500]) if slow else alt.Axis()
    order = list(WAYS)
    many = alt.Legend(symbolType="stroke", symbolSize=500, symbolStrokeWidth=2.5, symbolOpacity=1)
    color = alt.Color("way:N", title=None, scale=alt.Scale(domain=order), sort=order, legend=many)
    dashes = alt.Scale(domain=order, range=_DASHES)
    base = alt.Chart(rows).transform_filter(chosen(turn, column)).encode(x=x, color=color)
    band = base.mark_area(opacity=0.15).encode(y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q")
    line = base.mark_line().encode(
        y=alt.Y("mean:Q", title=_TITLES[measure], scale=scale, axis=axis),
        strokeDash=alt.StrokeDash("way:N", title=None, scale=dashes, sort=order, legend=many),
        tooltip=["way", "load", "over", alt.Tooltip("mean:Q", format=".1f")],
    )
    chart: charts.Chart = alt.layer(band, line)
    return chart


def _load() -> alt.X:
    return alt.X("load:Q", title="Offered load over capacity", scale=alt.Scale(zero=False, nice=False))


def by_load(page: ReservedPath, table: pd.DataFrame, measure: str) -> Figure:
    """Draw a measure of all ways by load, with a slider for the over-reservation.

    Parameters
    ----------
    page : ReservedPath
        Where the slider stands first.
    table : pandas.DataFrame
        Bands of the grid, from :func:`ecosystem_nb.network.reservation.measures.bands`.
    measure : {'late', 'idle', 'slowdown'}
        Which.

    Returns
    -------
    Figure
        Its caption follows the slider.
    """
    title, says = _ABOUT[measure]
    values = [float(one) for one in sorted(table["over"].unique())]
    start = min(values, key=lambda one: abs(one - page.over))
    turn = slider("over", values, start, "Over-reservation (asked over used, median)", "1")
    chart = _lines(table, measure, _load(), turn, "over")
    if measure == "idle":
        held = table[(table["measure"] == "empty") & (table["way"] == HARD)]
        base = alt.Chart(held.assign(mean=100.0 * held["mean"])).transform_filter(chosen(turn, "over"))
        chart += base.mark_point(size=45, color=NEUTRAL.light).encode(x=_load(), y="mean:Q")
    return charts.show(
        chart.add_params(turn).properties(title=title, height=280),
        name=f"network-reservation-{measure}",
        data=table[table["measure"] == measure],
        captions={one: says(table, one) for one in values},
        alt=f"Four lines with bands over the load. {says(table, start)}",
    )


def right_size(page: ReservedPath, table: pd.DataFrame) -> Figure:
    """Draw late datasets by over-reservation, with a slider for the load.

    Parameters
    ----------
    page : ReservedPath
        Where the slider stands first.
    table : pandas.DataFrame
        Bands of the grid.

    Returns
    -------
    Figure
    """
    loads = [round(float(one), 6) for one in sorted(table["load"].unique())]
    start = min(loads, key=lambda one: abs(one - page.load))
    turn = slider("load", loads, start, "Offered load", "1")
    x = alt.X(
        "over:Q", title="Over-reservation (asked over used, median)", scale=alt.Scale(zero=False, nice=False)
    )
    captions: dict[float | tuple[float, ...], str] = {one: sentences.right_size(table, one) for one in loads}
    return charts.show(
        _lines(table, "late", x, turn, "load")
        .add_params(turn)
        .properties(title="How much should one ask for?", height=280),
        name="network-reservation-size",
        data=table[table["measure"] == "late"],
        captions=captions,
        alt=f"Share of late datasets by over-reservation, four ways. {captions[start]}",
    )


def domains(table: pd.DataFrame) -> Figure:
    """Draw refusals by the number of domains a path crosses.

    Parameters
    ----------
    table : pandas.DataFrame
        Bands by ``domains`` of ``through`` and ``own``.

    Returns
    -------
    Figure
    """
    rows = table.assign(**{name: 100.0 * table[name] for name in ("mean", "low", "high")})
    kinds = alt.Scale(domain=["through", "own"], range=[accent("network"), NEUTRAL.light])
    base = alt.Chart(rows).encode(
        x=alt.X("domains:O", title="Domains that the path crosses", axis=alt.Axis(labelAngle=0)),
        color=alt.Color(
            "measure:N",
            title="Requests",
            scale=kinds,
            sort=["through", "own"],
            legend=alt.Legend(symbolOpacity=1),
        ),
    )
    band = base.mark_area(opacity=0.2).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(point=True).encode(
        y=alt.Y("mean:Q", title="Refused (%)", scale=alt.Scale(zero=True))
    )
    return charts.show(
        alt.layer(band, line).properties(title="Every domain must have room", height=240),
        name="network-reservation-domains",
        data=table,
        alt=f"Share of refused requests by domains crossed. {sentences.domains(table)}",
    )
