"""What the page on four contexts says, computed."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.learning.contexts.coverage import ANEW, IGNORED, OWN, UNDRAWN, Coverage
from ecosystem_nb.learning.contexts.fast import SimulationCard
from ecosystem_nb.learning.contexts.reconstruction import EnergyCard
from ecosystem_nb.learning.contexts.resources import LogicCard
from ecosystem_nb.learning.contexts.study import AGED, CALIBRATED, REFERENCE, AnalysisCard
from ecosystem_nb.learning.contexts.trigger import TriggerCard
from ecosystem_nb.wording import percent

Triggers = Mapping[str, TriggerCard]
Energies = Mapping[str, EnergyCard]


def answer(
    triggers: Triggers, energies: Energies, old: AnalysisCard, new: AnalysisCard, logic: LogicCard
) -> str:
    """Say whether the contexts agree on what calibration does, and whether the model would fit."""
    mine, found = (
        [(energies[one].response, triggers[one].efficiency) for one in (AGED, CALIBRATED)],
        energies[REFERENCE].response,
    )
    kept = triggers[REFERENCE].efficiency
    left = abs(mine[1][0] / found - 1.0)
    share = (mine[1][1] - mine[0][1]) / (kept - mine[0][1]) if kept > mine[0][1] else 1.0
    agree = left < 0.5 * abs(1.0 - mine[0][0] / found) and share > 0.75
    verdict = "Here they nearly do." if agree else "No."
    given = "nothing" if share < 0.05 else f"{'only ' if share < 0.75 else ''}{percent(share)}"
    return (
        f"{verdict} Laser calibration brings the energy response from {mine[0][0]:.3f} to "
        f"{mine[1][0]:.3f} (reference: {found:.3f}), within {percent(left, 1)} of where it was, but gives "
        f"the trigger {given} of what it lost in efficiency at its old threshold: {percent(mine[0][1], 1)}, "
        f"then {percent(mine[1][1], 1)}, of {percent(kept, 1)}. "
        f"An analysis that keeps its old templates covers the truth in {percent(old.coverage.share)} of the "
        f"repetitions instead of 68 %, one that makes them anew in {percent(new.coverage.share)}. "
        f"{_fits(logic)}"
    )


def trigger(cards: Triggers) -> str:
    """Say what ageing and calibration do to the trigger."""
    aged, new, before = cards[AGED], cards[CALIBRATED], cards[REFERENCE]
    gain = new.efficiency - aged.efficiency
    error = (new.efficiency_error**2 + aged.efficiency_error**2) ** 0.5
    moved = (
        f"the calibration {'gains' if gain > 0 else 'loses another'} {100.0 * abs(gain):.1f} points"
        if abs(gain) > 2 * error
        else "the calibration changes nothing within its error"
    )
    return (
        f"At the deployed threshold {percent(aged.efficiency, 1)} of the electrons pass after ageing instead "
        f"of {percent(before.efficiency, 1)}, and {moved}. With the threshold set anew the efficiency is "
        f"back by definition, at {new.rate_fixed:.1f} kHz of jets instead of {before.rate_fixed:.1f} kHz."
    )


def reconstruction(cards: Energies, half: Mapping[str, float]) -> str:
    """Say what ageing and calibration do to energies."""
    aged, new, before = cards[AGED], cards[CALIBRATED], cards[REFERENCE]
    over = (
        " It overshoots: noise that the calibration amplifies adds to the sum."
        if new.response > before.response + 3 * new.response_error
        else ""
    )
    return (
        f"The response falls from {before.response:.3f} to {aged.response:.3f} and comes back to "
        f"{new.response:.3f}, the turn-on from {half[REFERENCE]:.1f} over {half[AGED]:.1f} to "
        f"{half[CALIBRATED]:.1f} GeV.{over} The effective resolution goes from {percent(before.width, 1)} "
        f"over {percent(aged.width, 1)} to {percent(new.width, 1)}: a loss that differs from place to place "
        "is corrected, noise and the statistics of lost light are not."
    )


def simulation(now: SimulationCard, later: SimulationCard, again: SimulationCard) -> str:
    """Say what one-dimensional distances and a classifier make of the fast simulation."""
    worst = now.distances["wasserstein"].max()
    seen = now.auc > 0.5 + 4 * now.auc_error
    first = (
        f"Feature by feature the fast simulation is at most {worst:.2f} standard deviations off, and yet a "
        f"classifier tells it from the full one with an area of {now.auc:.3f}: it is the ties between "
        "features that are wrong."
        if seen
        else f"Neither distances, at most {worst:.2f} standard deviations, nor a classifier tell them apart."
    )
    return (
        f"{first} Against the aged detector the largest distance is "
        f"{later.distances['wasserstein'].max():.2f}, and the area {later.auc:.3f}; learnt anew the distance "
        f"is {again.distances['wasserstein'].max():.2f}, the area {again.auc:.3f}."
    )


def bias(fast: float, full: float, error: float) -> str:
    """Say whether the fast simulation may be used for the one number that the trigger asks for."""
    off = fast - full
    if abs(off) < 2 * error:
        return "For the trigger's efficiency it would do."
    return (
        f"For the trigger's efficiency it would not do: it gives {percent(fast, 1)}, the full one "
        f"{percent(full, 1)}."
    )


def analysis(before: AnalysisCard, old: AnalysisCard, new: AnalysisCard) -> str:
    """Say what ageing does to the analysis, with old and with new templates."""
    wide = (new.high - new.low) / (before.high - before.low) - 1.0
    return (
        f"With templates of the young detector the fit finds a strength of {old.best:.2f} in the aged one. "
        f"With new ones it finds {new.best:.2f}, in an interval that is {percent(abs(wide))} "
        f"{'wider' if wide > 0 else 'narrower'} than before the ageing."
    )


def coverage(found: Mapping[str, Coverage]) -> str:
    """Say which intervals cover what they promise."""
    bad = [f"“{name}”" for name, one in found.items() if not one.kept()]
    said = (
        f"Of the intervals, {len(found) - len(bad)} of {len(found)} cover 68.3 % within two standard errors"
    )
    return f"{said}; not {' and '.join(bad)}." if bad else f"{said}."


def causes(found: Mapping[str, Coverage], kept: list[Coverage], widened: float) -> str:
    """Say what leaving something out costs, and what the templates' errors cost in width."""
    own, undrawn = found[OWN], found[UNDRAWN]
    holds = "covers as promised" if own.kept() else "does not cover as promised"
    lost = 100.0 * (found[ANEW].share - found[IGNORED].share)
    shares = sorted(one.share for one in kept)
    return (
        f"The fit {holds} where its model is right: {percent(own.share, 1)}. "
        f"Toys that do not draw what is known would give {percent(undrawn.share, 1)}: too good. "
        f"Where each repetition has a simulation of its own, leaving the templates' errors out costs "
        f"{lost:.1f} points; keeping them widens the interval by {percent(widened, 1)}. "
        f"With one simulation for all repetitions and no errors, coverage is a matter of luck: "
        f"{percent(shares[0])} to {percent(shares[-1])} in {len(shares)} tries, "
        f"{percent(shares[len(shares) // 2])} in the middle."
    )


def scan(rows: pd.DataFrame) -> str:
    """Say what a small simulation does to the coverage, with and without its errors."""
    names = list(dict.fromkeys(rows["fit"]))
    kept, left = (rows[rows["fit"] == name].sort_values("events") for name in names)
    few, many = kept.iloc[0], kept.iloc[-1]
    enough = few["high"] + (few["high"] - few["coverage"]) > 68.3
    last = "even then they suffice" if enough else "there even they do not suffice"
    shares = [f"{one.iloc[k]['coverage']:.1f} %" for k in (-1, 0) for one in (left, kept)]
    return (
        f"With {many['events']:.3g} simulated events for each expected one the interval covers {shares[0]} "
        f"without the templates' errors and {shares[1]} with them; with {few['events']:.2g}, {shares[2]} and "
        f"{shares[3]}: {last}."
    )


def logic(card: LogicCard, plain: TriggerCard) -> str:
    """Say whether the model fits into the trigger, and whether its logic is right."""
    one, integer = card.agreement, percent(card.trigger.efficiency, 1)
    same = (
        f"on all {one.events:,} events the logic gives its bits"
        if one.exact
        else f"the logic gives its bits on {one.identical:,} of {one.events:,} events only"
    )
    built = card.firmware
    if built is not None:
        same += ", and so does the C++" if built.exact else f", the C++ on {built.identical:,}"
        same += " that hls4ml writes for firmware"
    return (
        f"{_fits(card)} In integers it passes {integer} of the electrons at the deployed threshold, "
        f"in floating point {percent(plain.efficiency, 1)}; {same}."
    )


def doses(rows: pd.DataFrame) -> str:
    """Say how trigger and reconstruction go apart with the dose, calibrated all the way."""
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"From dose {first['dose']:g} to {last['dose']:g}, calibrated at every step, the response moves by "
        f"{percent(abs(last['response'] / first['response'] - 1.0), 1)}, while the efficiency at the old "
        f"threshold goes from {percent(first['efficiency'], 1)} to {percent(last['efficiency'], 1)}."
    )


def _fits(card: LogicCard) -> str:
    times = card.luts / card.budget.allowed
    if not card.budget.refusals(card.luts, card.ticks):
        return "As logic the model fits into the trigger's budget."
    if times > 1.0:
        return f"As logic the model takes {times:.2g} times what the trigger's budget allows."
    return "As logic the model is too slow for the trigger's budget."
