"""Charts of the page on judging."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent, categories
from ecosystem_nb.storage.judging.site import TECHNOLOGIES
from ecosystem_nb.storage.tiers.workloads import NAMES

_HUES = alt.Scale(domain=list(TECHNOLOGIES), range=[accent("network"), accent("facilities"), NEUTRAL.light])


def costs(table: pd.DataFrame, demand: float) -> charts.Chart:
    """Return what equal service costs, with what binds beside each dot and a slider for the demand.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.judging.study.by_demand`.
    demand : float
        Demand at which the slider stands first, 1.
    """
    turn = charts.slider("demand", sorted(table["demand"].unique()), demand, "Demand over the model's", "1")
    says = table["binding"].where(table["serves"], "first byte too late")
    base = (
        alt.Chart(table.assign(says=says))
        .encode(
            x=alt.X(
                "price:Q",
                title="Cost for each TB of data (USD), logarithmic",
                scale=alt.Scale(type="log", domain=[15, 5000], nice=False),
                axis=alt.Axis(values=[20, 50, 100, 200, 500, 1000, 2000], format="~s"),
            ),
            y=alt.Y("workload:N", title=None, sort=list(NAMES), scale=alt.Scale(paddingInner=0.25)),
            yOffset=alt.YOffset("technology:N", sort=list(TECHNOLOGIES)),
            color=alt.Color(
                "technology:N",
                title=None,
                scale=_HUES,
                sort=list(TECHNOLOGIES),
                legend=alt.Legend(symbolOpacity=1),
            ),
        )
        .transform_filter(charts.chosen(turn, "demand"))
    )
    dots = base.mark_point(size=80).encode(
        opacity=alt.Opacity("serves:N", legend=None, scale=alt.Scale(domain=[False, True], range=[0.35, 1]))
    )
    words = base.mark_text(align="left", dx=9, fontSize=12).encode(text="says:N")
    chart: charts.Chart = (
        (dots + words)
        .add_params(turn)
        .properties(title="What equal service costs, and what sets it", height=300)
    )
    return chart


def worth(table: pd.DataFrame, disk_price: float, flash_price: float) -> charts.Chart:
    """Return what flash is worth over the demand, with a slider for the price of disk.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.judging.study.flash_worth`.
    disk_price : float
        At which the slider stands first, USD/TB.
    flash_price : float
        The page's price, drawn as a line, USD/TB.
    """
    turn = charts.slider("disk", sorted(table["disk_price"].unique()), disk_price, "Price of disk", "USD/TB")
    hues = categories("network")[: len(NAMES)]
    legend = alt.Legend(symbolType="stroke", symbolStrokeWidth=3, symbolSize=300)
    ticks = sorted(table["demand"].unique().tolist())
    lines = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "demand:Q",
                title="Demand over the model's (1), logarithmic",
                scale=alt.Scale(type="log", nice=False, domain=[ticks[0], ticks[-1]]),
                axis=alt.Axis(values=ticks, format="~g"),
            ),
            y=alt.Y(
                "worth:Q",
                title="Flash pays below (USD/TB raw), logarithmic",
                scale=alt.Scale(type="log", domain=[20, 5000], nice=False, clamp=True),
                axis=alt.Axis(values=[20, 50, 100, 200, 500, 1000, 2000, 5000], format="~s"),
            ),
            color=alt.Color(
                "workload:N",
                title=None,
                sort=list(NAMES),
                scale=alt.Scale(domain=list(NAMES), range=hues),
                legend=legend,
            ),
        )
        .transform_filter(charts.chosen(turn, "disk_price"))
        .add_params(turn)
    )
    line = pd.DataFrame({"worth": [flash_price], "says": ["price of flash above"]})
    rule = alt.Chart(line).mark_rule(strokeDash=[4, 4]).encode(y="worth:Q")
    chart: charts.Chart = (lines + rule).properties(title="At which price flash pays", height=300)
    return chart
