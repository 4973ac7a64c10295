"""What the rehearsal found, in sentences that follow from its numbers."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ecosystem_nb.network.rehearsal import beside, binding, climb, loop, outage
from ecosystem_nb.network.rehearsal.challenge_charts import name_of
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.network.rules import fts

_SAYS = {
    loop.SLOTS_OUT: "the limit of CERN's storage, which all its links share,",
    loop.SLOTS_IN: "the limit of the Tier-1's storage",
    loop.GROWING: "FTS, which adds transfers too slowly,",
    loop.AT_LIMIT: "FTS at the limit of the link",
    loop.THROTTLER: "the throttler",
}


def what(binding_: str) -> str:
    """Return in words what binds.

    Examples
    --------
    >>> what("Rucio's throttler"), what("FNAL")
    ('the throttler', 'the link of FNAL')
    """
    return _SAYS.get(binding_, name_of(binding_))


def stage(whole: pd.DataFrame, name: str) -> str:
    """Say at which share a stage falls behind, and by what, from ``binding.summed``.

    Parameters
    ----------
    whole : pandas.DataFrame
        All shares and stages.
    name : str
        The stage.
    """
    rows = whole[whole["stage"] == name].sort_values("share")
    short = rows[rows["binding"] != loop.NOTHING]
    if not len(short):
        return f"nothing binds up to {rows['share'].max()} %"
    first, last = short.iloc[0], rows.iloc[-1]
    more = f" and {last['part']:.0f} % at {last['share']} %" if last["share"] != first["share"] else ""
    return (
        f"{what(first['binding'])} binds from {first['share']} % on "
        f"({first['part']:.0f} % of the plan arrives{more})"
    )


def stages(page: DataChallenge, whole: pd.DataFrame) -> str:
    """Say what binds first in each stage."""
    return (
        f"With the limits that FTS is shipped with, {page.shipped} transfers at once for each storage, "
        f"{stage(whole, binding.SHIPPED)}. With CERN's raised to {page.raised_source:,}, "
        f"{stage(whole, binding.SOURCE_RAISED)}. With those of the Tier-1s at {page.raised_site:,} too, "
        f"{stage(whole, binding.RAISED)}. With Rucio's throttler at {page.max_transfers:,} on top, "
        f"{stage(whole, binding.THROTTLED)}."
    )


def tiles(table: pd.DataFrame, whole: pd.DataFrame, share: int) -> str:
    """Say what the tiles of one share show."""
    rows = whole[whole["share"] == share].set_index("stage")
    parts = [f"{rows.loc[name, 'part']:.0f} % {name}" for name in binding.STAGES]
    short = table[(table["share"] == share) & (table["stage"] == binding.SOURCE_RAISED)]
    worst = short.loc[short["part"].idxmin()]
    tail = (
        f" With only CERN raised, {worst['site']} is furthest behind, at {worst['part']:.0f} %."
        if worst["part"] < binding.REACHED
        else ""
    )
    return f"At {share} % of the HL-LHC arrive: {', '.join(parts)}.{tail}"


def needs(plan: pd.DataFrame, page: DataChallenge) -> str:
    """Say how many transfers at once the full rate needs, from ``challenge.plan``."""
    total = plan["streams"].sum()
    above = plan[plan["streams"] > page.shipped]
    most = plan.loc[plan["streams"].idxmax()]
    many = (
        f"{len(above)} of {len(plan)} Tier-1s alone need more than {page.shipped}, most of all "
        f"{most['site']} with {most['streams']:,.0f}"
        if len(above)
        else f"no Tier-1 alone needs more than {page.shipped}"
    )
    return (
        f"At full rate {total:,.0f} transfers run at once out of CERN, {total / page.shipped:.1f} times the "
        f"{page.shipped} that FTS is shipped with for one storage; {many}. "
        f"They keep {climb.servers(total)} FTS servers busy, at {climb.PROCESSES} transfers each, as shipped."
    )


def climbing(found: pd.DataFrame, closed_h: float, late: float, most_late: float, cap: float) -> str:
    """Say how closed form and simulation of the climb agree.

    Parameters
    ----------
    found : pandas.DataFrame
        Simulated: ``hours`` and ``expected`` (h).
    closed_h : float
        Time to full rate of the slowest, h.
    late, most_late : float
        What waits by then: closed form, and the most in the simulation, TB.
    cap : float
        Of its transfers, Gbit/s.
    """
    apart = 60.0 * (found["hours"] - found["expected"]).abs().max()
    return (
        f"With transfers of {cap:.2f} Gbit/s FTS needs {closed_h:.1f} h, and {late:,.0f} TB are late by then "
        f"(simulated: {most_late:,.0f}). Closed form and simulation differ by at most {apart:.0f} min."
    )


def failure(felt: pd.DataFrame, closed_gone: float, rule: str) -> str:
    """Say what a failed cable does with FTS and without.

    Parameters
    ----------
    felt : pandas.DataFrame
        From ``outage.felt``.
    closed_gone : float
        When a smooth flow has caught up, h after the repair.
    rule : str
        By which FTS decides most often while the cable is down.
    """
    one, other = felt.set_index("way").loc[[outage.WITH, outage.WITHOUT]].itertuples()
    same = abs(one.peak - other.peak) < 0.02 * max(one.peak, 1e-9)
    gone = (
        f"{60 * one.gone:,.0f} min after the repair"
        if np.isfinite(one.gone)
        else f"not gone {outage.AFTER:g} h after the repair"
    )
    longer = one.gone > 1.1 * other.gone
    return (
        f"{'The backlog is the same' if same else 'The backlogs differ'}: {one.peak:,.0f} TB with FTS and "
        f"{other.peak:,.0f} without. With FTS it waits in a queue, and {one.most:,.0f} transfers share the "
        f"cables; without, {other.most:,.0f} do, and one in twenty is on the wire for {other.wire:,.0f} min "
        f"or more, against {one.wire:.1f} min. "
        f"While the cable is down FTS mostly finds: {fts.Rule[rule].value}. "
        f"With FTS the backlog is {'gone ' if np.isfinite(one.gone) else ''}{gone}"
        + (
            f", without it after {60 * other.gone:,.0f} min (smooth flow: {60 * closed_gone:,.0f}): "
            "it runs no more transfers than it allowed before, and adds two a minute."
            if longer
            else f", as without it ({60 * other.gone:,.0f} min)."
        )
    )


def curve(felt: pd.DataFrame, share: int) -> str:
    """Say what the curves of one share show."""
    one, other = felt.set_index("way").loc[[outage.WITH, outage.WITHOUT]].itertuples()
    if one.peak < 2.0:
        return f"At {share} % of the HL-LHC the other cable carries it all: no backlog, with FTS or without."
    ends = [
        f"{60 * way.gone:,.0f} min" if np.isfinite(way.gone) else f"more than {60 * outage.AFTER:.0f} min"
        for way in (one, other)
    ]
    return (
        f"At {share} % of the HL-LHC {one.peak:,.0f} TB wait at the repair; they are gone after {ends[0]} "
        f"with FTS and {ends[1]} without."
    )


def company(page: DataChallenge, made: pd.DataFrame, room: pd.Series, dune: float) -> str:
    """Say what DUNE and the campaign add, from ``beside.summary`` and ``beside.room``."""
    rows = made.set_index("case")
    wanted, narrow = beside.campaign_rate(page), str(room.idxmin())
    alone, with_dune = rows.loc[beside.ALONE, "slow"], rows.loc[beside.DUNE, "slow"]
    nothing = abs(with_dune - alone) < 0.01 * alone
    fits = wanted <= room.min()
    link = name_of(narrow.split(",", maxsplit=1)[0])
    return (
        f"DUNE's second copy is {dune:.0f} Gbit/s, and "
        + (
            "the challenge does not feel it: it crosses the Atlantic the other way. "
            if nothing
            else f"slow files to FNAL then take {with_dune / alone:.2f} times as long. "
        )
        + f"The campaign asks for {wanted:,.0f} Gbit/s; the least room on its way is "
        f"{room.min():,.0f} Gbit/s, on {link}: {'it fits' if fits else 'it does not fit'}. "
        "Beside it the challenge reaches "
        f"{rows.loc[beside.CAMPAIGN, 'challenge']:.0f} % of its plan with FTS, "
        f"{rows.loc[beside.FREE, 'challenge']:.0f} % all at once, and with a cable down "
        f"{rows.loc[beside.CUT, 'challenge']:.0f} %."
    )


def sensitivity(table: pd.DataFrame) -> str:
    """Say which change moves the number of transfers and the result most."""
    base = table.iloc[0]
    others = table.iloc[1:]
    most = others.loc[(np.log(others["streams"] / base["streams"])).abs().idxmax()]
    worst = others.loc[others["part"].idxmin()]
    return (
        f"The loss of packets rules how many transfers are needed: from {base['streams']:,.0f} to "
        f"{most['streams']:,.0f} with {most['change']}. "
        if "loss" in str(most["change"])
        else f"Most of all, {most['change']} changes how many transfers are needed: from "
        f"{base['streams']:,.0f} to {most['streams']:,.0f}. "
    ) + (
        f"With CERN's limit raised, the least arrives with {worst['change']}: {worst['part']:.0f} %, "
        f"against {base['part']:.0f} %."
    )


def answer(
    page: DataChallenge, plan: pd.DataFrame, whole: pd.DataFrame, felt: pd.DataFrame, climb_h: float
) -> str:
    """Say the whole in a few sentences."""
    rows: Mapping[tuple[object, ...], float] = whole.set_index(["share", "stage"])["part"].to_dict()
    last = int(whole["share"].max())
    first = whole[whole["stage"] == binding.SHIPPED].sort_values("share").iloc[0]
    lead = (
        f"{_capital(what(first['binding']))} binds first, already at {first['share']} %: "
        if first["binding"] == loop.SLOTS_OUT
        else ""
    )
    links = [one for one in whole["binding"] if one not in {loop.NOTHING, *_SAYS}]
    order = "Rules bind before links" if not links else "Links bind too"
    one, other = felt.set_index("way").loc[[outage.WITH, outage.WITHOUT]].itertuples()
    slower = (
        "The backlog of a failed cable is the same with FTS as without, but takes "
        f"{one.gone / other.gone:.1f} times as long to clear."
        if np.isfinite(one.gone) and one.gone > 1.1 * other.gone
        else ""
    )
    return (
        f"{lead}the full rate needs {plan['streams'].sum():,.0f} transfers at once out of CERN, and FTS is "
        f"shipped with {page.shipped}. With that, {rows[last, binding.SHIPPED]:.0f} % of the full rate "
        f"arrive, with CERN's limit raised {rows[last, binding.SOURCE_RAISED]:.0f} %, with all raised "
        f"{rows[last, binding.RAISED]:.0f} %, and with Rucio's throttler at {page.max_transfers:,} "
        f"{rows[last, binding.THROTTLED]:.0f} %. {order}, if links are as wide as the recalled needs. "
        f"From two transfers FTS takes {climb_h:.1f} h to the full rate of the widest link. {slower}"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
