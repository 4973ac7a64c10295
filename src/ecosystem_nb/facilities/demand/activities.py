"""How much CPU work does each activity make?  And how much must stand ready for it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from ecosystem_nb.facilities.demand.events import events
from ecosystem_nb.facilities.demand.formats import SAMPLES
from ecosystem_nb.facilities.demand.inputs import HLLHC, Experiment, Pass, Running
from ecosystem_nb.facilities.demand.kernels import Floats, software_gain
from ecosystem_nb.facilities.demand.timeline import YEAR

ANALYSIS = "analysis"
KEYS = ["year", "activity", "sample", "conditions"]
_COLUMNS = [*KEYS, "events", "time_hs06_s", "window_s"]


def tasks(experiment: Experiment) -> pd.DataFrame:
    """Return every task of the modelled years.

    Parameters
    ----------
    experiment : Experiment

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``activity``, ``sample``, ``conditions``, ``events``, ``time_hs06_s`` (an
        event, overhead included), ``work_hs06_s``, ``efficiency`` (1), ``booked_hs06_s`` (work over
        efficiency: what the cores are booked for), ``window_s`` (time in which it has to be done)
        and ``required_hs06`` (the capacity for that): required × window × efficiency = work.

    Notes
    -----
    Analysis counts as one task a year.  In the first years of a shutdown a campaign processes the
    last years' data once more and makes the simulation that goes with them, in place of the
    regular one.
    """
    found = events(experiment.running)
    data = _data(experiment, found, experiment.processing.passes)
    regular = _stacked([data, _simulation(experiment, found)])
    extra = _stacked(_campaigns(experiment, found))
    kept = regular[~_replaced(regular, extra, experiment.running)]
    made = _stacked([kept, extra, _analysis(experiment, found, regular)])
    made["work_hs06_s"] = made["events"] * made["time_hs06_s"]
    made["efficiency"] = experiment.processing.efficiency
    made["booked_hs06_s"] = made["work_hs06_s"] / made["efficiency"]
    made["required_hs06"] = made["booked_hs06_s"] / made["window_s"]
    return made


def by_activity(made: pd.DataFrame) -> pd.DataFrame:
    """Return work and capacity of each activity.

    Parameters
    ----------
    made : pandas.DataFrame
        From :func:`tasks`.

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``activity``, ``sample``, ``conditions``, ``work_hs06_s``,
        ``booked_hs06_s``, ``mean_mhs06`` (booked, spread over the year) and ``peak_mhs06`` (the
        capacity required; of tasks of one activity that follow one another, the largest).
    """
    sums = {"work_hs06_s": "sum", "booked_hs06_s": "sum", "required_hs06": "max"}
    table = made.groupby(KEYS, as_index=False).agg(sums)
    table["mean_mhs06"] = table["booked_hs06_s"] / YEAR / 1e6
    table["peak_mhs06"] = table.pop("required_hs06") / 1e6
    return table


def _gain(experiment: Experiment, table: pd.DataFrame) -> Floats:
    """Return by what factor the software of each row is faster than in the first year."""
    years = experiment.running.years
    of = {name: software_gain(line.at(years)) for name, line in experiment.processing.gain.items()}
    rows = zip(table["conditions"], table["year"], strict=True)
    return np.array([of[str(name)][int(year) - years[0]] for name, year in rows], dtype=np.float64)


def _data(experiment: Experiment, found: pd.DataFrame, passes: Iterable[Pass]) -> pd.DataFrame:
    data = found[found["sample"] == "data"]
    parts = []
    for one in passes:
        line = experiment.processing.step(one.step, "data").time
        time = line.at(data["like"]) / _gain(experiment, data) * one.overhead
        part = data.assign(activity=one.activity, time_hs06_s=time, window_s=one.window)
        parts.append(part.assign(events=part["events"] * one.share))
    return _stacked(parts)


def _simulation(experiment: Experiment, found: pd.DataFrame) -> pd.DataFrame:
    simulation = found[found["sample"] == "simulation"]
    running = experiment.running
    window = [
        YEAR / 2 if year in running.new_detector and running.conditions(year) == conditions else YEAR
        for year, conditions in zip(simulation["year"], simulation["conditions"], strict=True)
    ]
    parts = []
    for step in experiment.processing.steps:
        if step.sample == "simulation":
            time = step.time.at(simulation["like"]) / _gain(experiment, simulation)
            part = simulation.assign(activity=step.activity, time_hs06_s=time, window_s=window)
            parts.append(part.assign(events=part["events"] * step.share))
    return _stacked(parts)


def _stacked(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts that have any; the columns also where there are none."""
    full = [part[_COLUMNS] for part in parts if len(part)]
    return pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=_COLUMNS)


def _shutdowns(experiment: Experiment) -> Iterator[tuple[int, int, list[int]]]:
    """Yield the last year of running before each shutdown, its first year, and the campaign's years."""
    running = experiment.running
    for year in running.years[1:]:
        if year in running.shutdown and year - 1 not in running.shutdown:
            spread = int(experiment.processing.campaign_years.at([year])[0])
            yield year - 1, year, [one for one in range(year, year + spread) if one <= running.last]


def _campaigns(experiment: Experiment, found: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the tasks of each shutdown: the last years' events once more, spread over some years."""
    processing, running = experiment.processing, experiment.running
    passes = {one.activity: replace(one, share=1.0) for one in processing.passes if one.campaign}
    for last, first, years in _shutdowns(experiment):
        share = processing.campaign / int(processing.campaign_years.at([first])[0])
        of_last = found[(found["year"] == last) & (found["conditions"] == running.conditions(last))]
        again = of_last.assign(events=of_last["events"] * share, year=first)
        parts = [_data(experiment, again, passes.values()), _simulation(experiment, again)]
        part = _stacked(parts).assign(window_s=YEAR)
        yield from (part.assign(year=year) for year in years)


def _replaced(regular: pd.DataFrame, extra: pd.DataFrame, running: Running) -> "pd.Series[bool]":
    """Tell which regular tasks a campaign takes the place of: those of its years in the shutdown."""
    keys = ["year", "sample", "conditions"]
    in_shutdown = extra[extra["year"].isin(running.shutdown)]
    wanted = set(in_shutdown[keys].itertuples(index=False, name=None))
    rows = regular[keys].itertuples(index=False, name=None)
    return pd.Series([row in wanted for row in rows], index=regular.index, dtype=bool)


def _analysis(experiment: Experiment, found: pd.DataFrame, regular: pd.DataFrame) -> pd.DataFrame:
    """Return one task a year: a share of the regular work, and the reads of the events at hand."""
    rules, running = experiment.processing.analysis, experiment.running
    rest = (regular["events"] * regular["time_hs06_s"]).groupby(regular["year"]).sum()
    rows, before = [], 0.0
    for year in running.years:
        work = rules.share * float(rest.get(year, 0.0)) + rules.read_time * _reads(experiment, found, year)
        if year in rules.growth:
            work = rules.growth[year] * before
        before = work
        rows.append((year, ANALYSIS, "both", running.conditions(year), 1.0, work, YEAR))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _reads(experiment: Experiment, found: pd.DataFrame, year: int) -> float:
    """Return how many events analysis reads in a year.

    It reads the data of all years before, with the simulation made in them, and, until the HL-LHC
    starts, the simulation for it made in this year.
    """
    rules, running = experiment.processing.analysis, experiment.running
    often = {sample: float(line.at([year])[0]) for sample, line in rules.reads.items()}
    before = found[found["year"].isin([one for one in running.running if rules.first <= one < year])]
    if year < running.hllhc:
        now = (found["year"] == year) & (found["sample"] == "simulation") & (found["conditions"] == HLLHC)
        before = pd.concat([before[before["conditions"] != HLLHC], found[now]])
    at_hand = before.groupby("sample")["events"].sum()
    data, simulation = (float(at_hand.get(sample, 0.0)) for sample in SAMPLES)
    return data * rules.versions * often["data"] + simulation * often["simulation"]
