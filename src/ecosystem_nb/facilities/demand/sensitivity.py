"""Which input moves the need most?  One at a time, each by the same small step."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.demand.build import need
from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.levers import FULL, RECONSTRUCTION, Levers, pulled

RAW = "RAW"  # recorded once: it has no versions
Change = Callable[[Experiment, float], Experiment]


def _recorded(one: Experiment, factor: float) -> Experiment:
    return replace(one, running=replace(one.running, trigger_rate=one.running.trigger_rate.times(factor)))


def _simulated(one: Experiment, factor: float) -> Experiment:
    ratio = {conditions: line.times(factor) for conditions, line in one.running.ratio.items()}
    return replace(one, running=replace(one.running, ratio=ratio))


def _time(activity: str) -> Change:
    def change(one: Experiment, factor: float) -> Experiment:
        steps = tuple(
            replace(step, time=step.time.times(factor)) if step.activity == activity else step
            for step in one.processing.steps
        )
        return replace(one, processing=replace(one.processing, steps=steps))

    return change


def _versions(one: Experiment, factor: float) -> Experiment:
    tiers = tuple(
        tier if tier.name == RAW else replace(tier, versions=tuple(factor * kept for kept in tier.versions))
        for tier in one.storage.tiers
    )
    return replace(one, storage=replace(one.storage, tiers=tiers))


CHANGES: Mapping[str, Change] = {
    "number of recorded events": _recorded,
    "number of simulated events": _simulated,
    "time of full simulation": _time(FULL),
    "time of reconstruction": _time(RECONSTRUCTION),
    "time of digitisation": _time("digitisation"),
    "size of an event": lambda one, factor: pulled(one, Levers(event_size=factor)),
    "versions of derived data": _versions,
    "replicas on disk": lambda one, factor: pulled(one, Levers(replicas=factor)),
}
"""What can be changed, by name."""


def elasticities(experiment: Experiment, year: int, step: float = 0.01) -> pd.DataFrame:
    """Return by how many per cent each need moves for one per cent more of each input.

    Parameters
    ----------
    experiment : Experiment
    year : int
        A modelled year.
    step : float
        Relative step of the input, above 0 and at most 0.5.

    Returns
    -------
    pandas.DataFrame
        Columns ``input``, ``CPU``, ``disk`` and ``tape`` (1), the largest CPU first.

    Raises
    ------
    ValueError
        For a step out of range, or a year that is not modelled or has no need.

    Notes
    -----
    The need is linear in each of these inputs, so the step does not matter; what they move
    together is more than the sum.
    """
    within("step", step, "1", above=0.0, most=0.5)
    before = _at(experiment, year)
    rows = []
    for name, change in CHANGES.items():
        moved = _at(change(experiment, 1.0 + step), year)
        rows.append(
            {"input": name} | {key: (moved[key] / value - 1.0) / step for key, value in before.items()}
        )
    order = ["CPU", "disk", "tape"]
    return pd.DataFrame(rows).sort_values(order, ascending=False, kind="stable", ignore_index=True)


def _at(experiment: Experiment, year: int) -> dict[str, float]:
    table = need(experiment)
    found = table[table["year"] == year].set_index("resource")["need"]
    if found.empty or (found <= 0.0).any():
        running = experiment.running
        raise ValueError(
            f"year = {year} is out of range: expected a year with a need in {running.first} to {running.last}"
        )
    return {str(name): float(value) for name, value in found.items()}
