"""The bottom-up demand in plain loops: slow, and as short as its rules."""

from ecosystem_nb.facilities.demand.events import recorded, simulated
from ecosystem_nb.facilities.demand.inputs import CONDITIONS, HLLHC, Experiment


def kept_reference(experiment: Experiment, year: int, medium: str) -> float:
    """Return the space that one medium needs in a year; the twin of :func:`.tiers.kept`.

    Parameters
    ----------
    experiment : Experiment
    year : int
        A modelled year.
    medium : {'disk', 'tape'}

    Returns
    -------
    float
        PB.
    """
    run, total = experiment.running, 0.0
    for made in range(run.first, year + 1):
        age = max(run.last_running(year) - made, 0)
        samples = [("data", run.conditions(made), recorded(run, made))]
        for conditions in CONDITIONS:
            events = simulated(run, made, conditions)
            samples.append(("simulation", conditions, events))
        for sample, conditions, events in samples:
            like = min(made, run.hllhc - 1)  # whose conditions they have
            if conditions == HLLHC:
                like = max(made, run.hllhc)
            for tier in experiment.storage.tiers:
                if sample in tier.samples and events > 0.0:
                    copies = tier.copies(medium)
                    kept = copies[min(age, len(copies) - 1)]
                    kept *= tier.scale[medium].at([made])[0]
                    total += events * tier.size.at([like])[0] * kept
    total *= experiment.storage.overhead[medium]
    for space in experiment.storage.spaces:
        if space.medium == medium:
            total += space.volume.at([year])[0]
    return float(total) / 1e15


def work_reference(experiment: Experiment, year: int) -> float:
    """Return the work of a year of running, analysis left out; the twin of :func:`.activities.tasks`.

    Parameters
    ----------
    experiment : Experiment
    year : int
        A year in which data are taken.

    Returns
    -------
    float
        HS06 s.

    Raises
    ------
    ValueError
        For a year of shutdown, which has campaigns of its own.
    """
    running, processing = experiment.running, experiment.processing
    if year in running.shutdown:
        raise ValueError(f"year = {year} is a shutdown: expected one of {running.running}")
    total = 0.0
    gain = {}
    for conditions in CONDITIONS:
        gain[conditions] = 1.0
        for one in range(running.first, year + 1):
            gain[conditions] *= processing.gain[conditions].at([one])[0]
    for one_pass in processing.passes:
        time = processing.step(one_pass.step, "data").time.at([year])[0] / gain[running.conditions(year)]
        total += recorded(running, year) * one_pass.share * time * one_pass.overhead
    for conditions in CONDITIONS:
        events = simulated(running, year, conditions)
        like = max(year, running.hllhc) if conditions == HLLHC else min(year, running.hllhc - 1)
        for step in processing.steps:
            if step.sample == "simulation" and events > 0.0:
                total += events * step.share * step.time.at([like])[0] / gain[conditions]
    return float(total)
