"""What does R&D change?  Levers that turn one experiment's inputs into another's."""

from dataclasses import dataclass, replace

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.demand.formats import Storage
from ecosystem_nb.facilities.demand.inputs import Experiment, Processing

RECONSTRUCTION, FULL, FAST = "reconstruction", "full simulation", "fast simulation"


@dataclass(frozen=True)
class Levers:
    """How far each lever is pulled.

    Parameters
    ----------
    reconstruction_time : float
        Time to reconstruct an event over that of the inputs (1), above 0.
    moved_to_fast : float
        Share of the events with full simulation that get fast simulation instead, 0 to 1 (1).
    event_size : float
        Size of an event in every tier over that of the inputs (1), above 0.
    replicas : float
        Replicas on disk over those of the inputs (1), above 0; tape keeps its copies.

    Raises
    ------
    ValueError
        For a value out of range.

    Examples
    --------
    >>> Levers(moved_to_fast=1.2)
    Traceback (most recent call last):
        ...
    ValueError: moved to fast simulation = 1.2 is out of range: expected at least 0 and at most 1
    """

    reconstruction_time: float = 1.0
    moved_to_fast: float = 0.0
    event_size: float = 1.0
    replicas: float = 1.0

    def __post_init__(self) -> None:
        within("reconstruction time", self.reconstruction_time, "1", above=0.0)
        within("event size", self.event_size, "1", above=0.0)
        within("replicas", self.replicas, "1", above=0.0)
        within("moved to fast simulation", self.moved_to_fast, "1", least=0.0, most=1.0)


def pulled(experiment: Experiment, levers: Levers) -> Experiment:
    """Return the experiment with the levers pulled.

    Parameters
    ----------
    experiment : Experiment
    levers : Levers

    Returns
    -------
    Experiment
        All its years change, those of the LHC too.

    Notes
    -----
    Neglected: what a lever costs in physics; that a smaller event is also read faster; that
    analysis of a faster format changes its habits.
    """
    return replace(
        experiment,
        processing=_processing(experiment.processing, levers),
        storage=_storage(experiment.storage, levers),
    )


def fast_share(experiment: Experiment) -> float:
    """Return the share of simulated events that go through fast simulation (1)."""
    return sum(step.share for step in experiment.processing.steps if step.activity == FAST)


def _processing(processing: Processing, levers: Levers) -> Processing:
    shares = {step.activity: step.share for step in processing.steps if step.activity in (FULL, FAST)}
    if levers.moved_to_fast > 0.0:
        if missing := {FULL, FAST} - set(shares):
            raise ValueError(f"fast simulation: no time of {' and '.join(sorted(missing))} in the inputs")
        moved = levers.moved_to_fast * shares[FULL]
        shares = {FULL: shares[FULL] - moved, FAST: shares[FAST] + moved}
    steps = []
    for step in processing.steps:
        factor = levers.reconstruction_time if step.activity == RECONSTRUCTION else 1.0
        share = shares.get(step.activity, step.share)
        steps.append(replace(step, time=step.time.times(factor), share=share))
    return replace(processing, steps=tuple(steps))


def _storage(storage: Storage, levers: Levers) -> Storage:
    tiers = tuple(
        replace(
            tier,
            size=tier.size.times(levers.event_size),
            disk=tuple(levers.replicas * replica for replica in tier.disk),
        )
        for tier in storage.tiers
    )
    return replace(storage, tiers=tiers)
