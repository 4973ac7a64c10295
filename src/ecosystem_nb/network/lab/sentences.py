"""What the laboratory found, in sentences that follow from its numbers."""

import pandas as pd

from ecosystem_nb.network.lab.parameters import OptimizerLab


def dead_band(page: OptimizerLab, band: float, steps: int) -> str:
    """Say how much throughput a link may lose before the published rule reacts.

    Parameters
    ----------
    page : OptimizerLab
        The link.
    band : float
        Dead band, 0 to 1.
    steps : int
        Steps down for a loss of 99 %.
    """
    return (
        f"A link of {page.capacity:,.0f} Gbit/s may lose {100 * band:.0f} % of its throughput for good "
        "without "
        f"one step down, as long as transfers succeed; a loss of 99 % costs {steps} "
        f"step{'' if steps == 1 else 's'} in all."
    )


def ways(result: pd.DataFrame) -> str:
    """Say which way reaches most, from :func:`ecosystem_nb.network.lab.measures.summary`."""
    best = result.loc[result["reached"].idxmax()]
    published = result.set_index("way").loc["published"]
    if best["way"] == "published":
        return (
            f"The published rule reaches most, {best['reached']:.0f} % of the best possible goodput; "
            f"{best['failed']:.1f} % of its transfers fail."
        )
    return (
        f"{_capital(best['way'])} reaches most, {best['reached']:.0f} % of the best possible goodput, and "
        "the "
        f"published rule {published['reached']:.0f} %; of its transfers {published['failed']:.1f} % fail, "
        "of the "
        f"other's {best['failed']:.1f} %."
    )


def edge(used: pd.DataFrame, settled: float, bears: float) -> str:
    """Say which rule decides most often, and where the published way settles."""
    first = used.iloc[0]
    where = "above" if settled > bears else "at or below"
    return (
        f"The rule that decides most often, {first['share']:.0f} % of the minutes, is {first['rule']} "
        f"({first['says']}). The published way settles at {settled:.0f} transfers, {where} the {bears:.0f} "
        "that the link bears."
    )


def starving(table: pd.DataFrame) -> str:
    """Say what failures of a link's own do, from goodput by failure (rows) and way (columns)."""
    few, many = table.loc[2.0], table.loc[5.0]
    return (
        f"With 2 % of failures of its own the published rule keeps {few['published']:,.0f} Gbit/s, with 5 "
        "% it "
        f"keeps {many['published']:,.0f}; AIMD, which asks the same question, {many['AIMD']:,.0f}, and "
        "hill "
        f"climbing, which looks at goodput, {many['climb']:,.0f}."
    )


def newcomers(share: pd.Series) -> str:
    """Say what a newcomer gets, from its share in % by way."""
    fairest = str(share.idxmax())
    return (
        f"After twelve hours the newcomer has {share['published']:.0f} % under the published rule and "
        f"{share['AIMD']:.0f} % under AIMD; the fairest is {fairest} with {share[fairest]:.0f} %."
    )


def sensitivity(reached: pd.DataFrame) -> str:
    """Say how often the published rule reaches most, and how far the results move."""
    ways_ = [column for column in reached if column != "change"]
    ahead = int((reached[ways_].idxmax(axis=1) == "published").sum())
    moved = {way: reached[way].max() - reached[way].min() for way in ways_}
    return (
        f"The published rule reaches most in {ahead} of {len(reached)} cases. The result of the fixed "
        "number "
        f"moves by {moved['fixed']:.0f} points over these cases, that of the published rule by "
        f"{moved['published']:.0f}."
    )


def answer(page: OptimizerLab, result: pd.DataFrame, band: float, starved: float, newcomer: float) -> str:
    """Say the whole in a few sentences.

    Parameters
    ----------
    page : OptimizerLab
        The link.
    result : pandas.DataFrame
        From :func:`ecosystem_nb.network.lab.measures.summary`.
    band : float
        Dead band, 0 to 1.
    starved : float
        Goodput of the published rule with 5 % of own failures, Gbit/s.
    newcomer : float
        Share of a newcomer under the published rule, %.
    """
    best = result.loc[result["reached"].idxmax()]
    published = result.set_index("way").loc["published"]
    other = "" if best["way"] == "published" else f"; {best['way']} reaches {best['reached']:.0f} %"
    return (
        f"On a link of {page.capacity:,.0f} Gbit/s the published rule reaches {published['reached']:.0f} "
        "% of the "
        f"best goodput, and {published['failed']:.1f} % of its transfers fail{other}. It may miss a loss "
        "of "
        f"{100 * band:.0f} % of the throughput, keeps {starved:,.0f} Gbit/s where 5 % fail whatever the "
        "load, and "
        f"leaves a newcomer {newcomer:.0f} % of the traffic after twelve hours. "
        "The rule is published; the link is assumed."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
