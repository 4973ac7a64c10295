"""Charts of the page on sites that are not alike."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import INK, NEUTRAL, accent

MAIN = accent("facilities")


def ratios(sites: pd.DataFrame, country: str = "USA") -> charts.Chart:
    """Return each federation by its disk over CPU and its size.

    Parameters
    ----------
    sites : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sites.federations.federations`.
    country : str
        Its federations stand out.

    Returns
    -------
    altair chart
    """
    names = [country, "elsewhere"]
    rows = sites[["federation", "country", "cpu", "ratio"]].assign(
        where=[names[0] if one == country else names[1] for one in sites["country"]],
        cpu=sites["cpu"] / 1000.0,
    )
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_point(opacity=0.85)
        .encode(
            x=alt.X("ratio:Q", title="Disk over CPU (GB/HS06)", scale=alt.Scale(zero=True)),
            y=alt.Y("cpu:Q", title="CPU (kHS06)", scale=alt.Scale(type="log")),
            color=alt.Color("where:N", title=None, sort=names, scale=_two(names)),
            tooltip=["federation:N", "country:N", "cpu:Q", "ratio:Q"],
        )
        .properties(title="Disk over CPU of each Tier-2 federation", height=260)
    )
    return chart


def curve(rows: pd.DataFrame) -> charts.Chart:
    """Return the running share of disk against that of CPU, with the diagonal.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sites.federations.lorenz`.

    Returns
    -------
    altair chart
    """
    both = pd.concat(
        [
            (100.0 * rows).assign(of="federations"),
            pd.DataFrame({"cpu": [0.0, 100.0], "disk": [0.0, 100.0], "of": "all alike"}),
        ]
    )
    order = ["federations", "all alike"]
    chart: charts.Chart = (
        alt.Chart(both)
        .mark_line()
        .encode(
            x=alt.X("cpu:Q", title="Share of all CPU, least disk over CPU first (%)"),
            y=alt.Y("disk:Q", title="Share of all disk (%)"),
            color=alt.Color("of:N", title=None, sort=order, scale=_two(order)),
            strokeDash=alt.StrokeDash("of:N", sort=order, legend=None),
        )
        .properties(title="How far disk does not stand where the cores are", height=260)
    )
    return chart


def powers(queues: pd.DataFrame) -> charts.Chart:
    """Return how many queues have cores of which power.

    Parameters
    ----------
    queues : pandas.DataFrame
        ``facilities/queues_2019``.

    Returns
    -------
    altair chart
    """
    chart: charts.Chart = (
        alt.Chart(queues[["core_power"]])
        .mark_bar()
        .encode(
            x=alt.X("core_power:Q", bin=alt.Bin(step=2), title="Power of a core (HS06)"),
            y=alt.Y("count():Q", title="Queues"),
        )
        .properties(title="Power of a core in ATLAS's queues, 2019", height=220)
    )
    return chart


def drives(table: pd.DataFrame, marks: dict[str, float], first: float) -> charts.Chart:
    """Return the least disk over CPU by drive, with a slider over the request of an analysis.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``size`` (TB), ``least`` (GB/HS06) and ``request`` (MB).
    marks : dict of str to float
        Ratios that sites have, GB/HS06, by name.
    first : float
        Where the slider stands first, MB.

    Returns
    -------
    altair chart
    """
    slider = charts.slider(
        "request", sorted(table["request"].unique()), first, "Mean request of an analysis", "MB"
    )
    lines = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X("size:Q", title="Capacity of a drive (TB)", scale=alt.Scale(zero=False)),
            y=alt.Y("least:Q", title="Disk over CPU (GB/HS06)", scale=alt.Scale(domainMin=0)),
        )
        .transform_filter(charts.chosen(slider, "request"))
        .add_params(slider)
    )
    has = pd.DataFrame({"has": list(marks.values()), "name": list(marks), "size": table["size"].max()})
    rules = alt.Chart(has).mark_rule(strokeDash=[6, 4], color=NEUTRAL.light).encode(y="has:Q")
    texts = (
        alt.Chart(has)
        .mark_text(align="right", dy=-8, color=INK.light)
        .encode(x="size:Q", y="has:Q", text="name:N")
    )
    chart: charts.Chart = (lines + rules + texts).properties(
        title="Least disk over CPU with which the drives keep up", height=280
    )
    return chart


def network(table: pd.DataFrame) -> charts.Chart:
    """Return the network that a site needs, by its disk over CPU.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sites.consequences.scan`.

    Returns
    -------
    altair chart
    """
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(color=MAIN)
        .encode(
            x=alt.X("ratio:Q", title="Disk over CPU of the site (GB/HS06)"),
            y=alt.Y("network:Q", title="Reads from other sites, mean (Gbit/s)"),
        )
        .properties(title="What a site with less disk reads from others", height=240)
    )
    return chart


def _two(names: list[str]) -> alt.Scale:
    return alt.Scale(domain=names, range=[MAIN, NEUTRAL.light])
