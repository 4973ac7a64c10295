"""What the page on networks in fixed point says, computed."""

from collections.abc import Iterable

import pandas as pd

from ecosystem_nb.learning.quantised.budget import Budget
from ecosystem_nb.learning.quantised.firmware import NAIVE, Agreement
from ecosystem_nb.learning.quantised.study import ROUNDED, TRAINED, Judged
from ecosystem_nb.wording import percent

NO_COMPILER = (
    "There is no C++ compiler on the machine that executed this page, so hls4ml's C simulation was not "
    "built: what follows rests on da4ml alone."
)


def answer(one: Judged, plain: float, budget: Budget) -> str:
    """Say whether the mixed network fits, and what few bits cost it."""
    refused = budget.refusals(one.luts, one.stages)
    fits = "It fits: " if not refused else f"Not within the budget ({'; '.join(refused)}): "
    more = one.jets - plain
    error = (one.high - one.low) / 2
    change = (
        f"{percent(one.jets, 1)} of the jets pass instead of {percent(plain, 1)} in floating point"
        if abs(more) > error
        else f"{percent(one.jets, 1)} of the jets pass, as in floating point within the statistics"
    )
    return (
        f"{fits}a network of a few hundred weights, trained with its rounding in place, answers in "
        f"{one.time:.0f} ns of logic with some {one.luts:,.0f} look-up tables a copy. "
        f"At 95 % efficiency {change}."
    )


def staircase(bits: int, low: float, high: float) -> str:
    """Say what happens beyond the ends of a format."""
    return (
        f"{bits} bits hold {2**bits} values from {low:g} to {high:g}. Beyond them a saturating number "
        "stops at the end; a wrapping one, which needs no logic, comes out at the other end, its sign wrong."
    )


def scan(rows: pd.DataFrame, full: float) -> str:
    """Say from how many bits on nothing is lost, and where training with the rounding pays."""
    table = rows.pivot_table(index="bits", columns="method", values="jets")
    half = (rows["high"] - rows["low"]).mean() / 2
    gain = table[ROUNDED] - table[TRAINED]
    few = int(table.index.min())
    pays = [int(b) for b in table.index if gain[b] > 2 * half]
    near = [int(b) for b in table.index if (table.loc[table.index >= b, TRAINED] - full < 2 * half).all()]
    first = (
        f"With {few} bits {percent(table[TRAINED][few], 1)} of the jets pass when training knew of the "
        f"rounding, {percent(table[ROUNDED][few], 1)} when it did not. "
    )
    where = (
        f"The difference exceeds two standard errors at {_list(pays)} bits. "
        if pays
        else "At no width does the difference exceed two standard errors. "
    )
    last = (
        f"From {near[0]} bits on nothing is lost within them."
        if near
        else f"Even {int(table.index.max())} bits lose something."
    )
    return first + where + last


def cost(rows: pd.DataFrame, one: Judged, budget: Budget) -> str:
    """Say what the budget allows, and what mixing bits saves."""
    inside = rows[(rows["method"] == TRAINED) & (rows["fits"] == "within the budget")]
    equal = (
        f"the budget of {budget.allowed:,.0f} look-up tables a copy allows {int(inside['bits'].max())} bits "
        "when all numbers have the same"
        if len(inside)
        else f"no network of equal bits fits into {budget.allowed:,.0f} look-up tables a copy"
    )
    better = rows[(rows["method"] == TRAINED) & (rows["jets"] <= one.high)]
    saved = (
        f" To do as well within its error, equal bits need {better['luts'].min():,.0f}, "
        f"{better['luts'].min() / one.luts:.1f} times as many."
        if len(better)
        else ""
    )
    return (
        f"Each bit costs logic, and {equal}. Bits chosen part by part lead to {percent(one.jets, 1)} of the "
        f"jets with {one.luts:,.0f}.{saved}"
    )


def parts(rows: pd.DataFrame, bits: int, fewer: int) -> str:
    """Say which part needs its bits most, and which least."""
    worst = rows.loc[rows["jets"].idxmax()]
    cheap = rows.assign(price=rows["jets"].clip(lower=0.0) / rows["saved"].clip(lower=1.0))
    best = cheap.loc[cheap["price"].idxmin()]
    return (
        f"{fewer} bits instead of {bits} hurt most in {_the(worst['part'])}: {worst['jets']:.1f} points more "
        f"of the jets for {worst['saved']:,.0f} look-up tables. They cost least in {_the(best['part'])}: "
        f"{best['jets']:+.1f} points for {best['saved']:,.0f}."
    )


def firmware(found: dict[str, Agreement]) -> str:
    """Say which tables of types gave the same bits."""
    exact = [name for name, one in found.items() if one.exact]
    wrong = {name: one for name, one in found.items() if not one.exact}
    events = max(one.events for one in found.values())
    said = (
        f"On {events:,} events the C simulation gives every bit of the integer network with {_list(exact)}."
        if exact
        else f"On {events:,} events no table of types gives the bits of the integer network."
    )
    for name, one in wrong.items():
        said += (
            f" With {name} {percent(one.identical / one.events, 1)} of the events agree, and scores are off "
            f"by up to {one.largest:.3g}."
        )
    return said


def naive_is_wrong(one: Agreement) -> str:
    """Say that the habit of one type for all is caught, or that it was not here."""
    if one.exact:
        return f"Here even {NAIVE} for every number is wide enough: nothing was caught."
    return f"The habit of writing {NAIVE} for every number is caught."


def checked(found: dict[str, Agreement]) -> str:
    """Say what has been checked to the last bit."""
    exact = [name for name, one in found.items() if one.exact]
    if len(found) == 1:
        return (
            "The logic that da4ml derives gives the bits of the trained network."
            if exact
            else ("The logic that da4ml derives does not give the bits of the trained network.")
        )
    own, logic = next(iter(found)) in exact, "da4ml" in exact
    if own and logic:
        return (
            "Its C simulation and its logic give the bits of the trained network on every event; one type "
            + ("for all numbers does not." if len(exact) < len(found) else "for all numbers does so too.")
        )
    return "Its firmware does not give the bits of the trained network: look at the table of types."


def aged(lost: float, electrons: int) -> str:
    """Say whether the network of few bits loses more with age."""
    error = (2 * 0.8 * 0.2 / electrons) ** 0.5
    if abs(lost) < 2 * error:
        return "Few bits make it no worse and no better: ageing is a matter of the inputs."
    more = "more" if lost > 0 else "less"
    return f"Few bits lose {percent(abs(lost), 1)} {more}: the inputs set most of it, in both."


def clocks(rows: pd.DataFrame, latency: float) -> str:
    """Say what a faster clock changes."""
    slow, fast = rows.iloc[0], rows.iloc[-1]
    within = "all of them stay within" if (rows["time"] <= latency).all() else "not all of them stay within"
    return (
        f"From {slow['clock']:g} to {fast['clock']:g} MHz the time lies between {rows['time'].min():.0f} and "
        f"{rows['time'].max():.0f} ns, and {within} {latency:g} ns; copies fall from {slow['copies']:.0f} to "
        f"{fast['copies']:.0f}, so that each may be {fast['allowed'] / slow['allowed']:.1f} times as large."
    )


def _list(names: Iterable[object]) -> str:
    words = [str(one) for one in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _the(part: str) -> str:
    return f"the {part}"
