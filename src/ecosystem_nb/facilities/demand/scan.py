"""What do the levers give, position by position?  The grids behind the sliders."""

import itertools
from collections.abc import Mapping, Sequence

import pandas as pd

from ecosystem_nb.facilities.demand.activities import by_activity, tasks
from ecosystem_nb.facilities.demand.build import need
from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.levers import Levers, pulled
from ecosystem_nb.facilities.demand.needs import COLUMNS
from ecosystem_nb.facilities.demand.schedule import shifted
from ecosystem_nb.facilities.demand.tiers import kept


def cpu(
    experiments: Mapping[str, Experiment],
    times: Sequence[float],
    moved: Sequence[float],
    restart: int | None,
    basis: str = "mean",
) -> pd.DataFrame:
    """Return the CPU need for each time of reconstruction and share of fast simulation.

    Parameters
    ----------
    experiments : mapping of str to Experiment
        By the label to show.
    times, moved : sequence of float
        Positions of ``reconstruction_time`` and ``moved_to_fast`` of
        :class:`ecosystem_nb.facilities.demand.levers.Levers`.
    restart : int, optional
        Year to which the first year of the HL-LHC moves; as in the inputs when left out.
    basis : {'mean', 'peak'}

    Returns
    -------
    pandas.DataFrame
        Columns ``label``, ``reconstruction_time``, ``moved_to_fast`` and those of
        :func:`ecosystem_nb.facilities.demand.needs.needs`; years of the HL-LHC.
    """
    found = []
    for label, time, share in itertools.product(experiments, times, moved):
        one = pulled(experiments[label], Levers(reconstruction_time=time, moved_to_fast=share))
        table = by_activity(tasks(one)).groupby("year", as_index=False)[f"{basis}_mhs06"].sum()
        table = table.rename(columns={f"{basis}_mhs06": "need"}).assign(resource="CPU", unit="MHS06")
        at = {"label": label, "reconstruction_time": time, "moved_to_fast": share}
        found.append(_placed(table, one, restart).assign(**at))
    return pd.concat(found, ignore_index=True)[["label", "reconstruction_time", "moved_to_fast", *COLUMNS]]


def space(
    experiments: Mapping[str, Experiment],
    sizes: Sequence[float],
    replicas: Sequence[float],
    restart: int | None,
) -> pd.DataFrame:
    """Return the need of disk and tape for each event size and number of replicas.

    Parameters
    ----------
    experiments : mapping of str to Experiment
        By the label to show.
    sizes, replicas : sequence of float
        Positions of ``event_size`` and ``replicas`` of
        :class:`ecosystem_nb.facilities.demand.levers.Levers`.
    restart : int, optional
        As for :func:`cpu`.

    Returns
    -------
    pandas.DataFrame
        As :func:`cpu`, with ``event_size`` and ``replicas``.
    """
    found = []
    for label, size, copies in itertools.product(experiments, sizes, replicas):
        one = pulled(experiments[label], Levers(event_size=size, replicas=copies))
        table = kept(one).groupby(["year", "medium"], as_index=False)["volume_pb"].sum()
        table = table.rename(columns={"medium": "resource", "volume_pb": "need"}).assign(unit="PB")
        at = {"label": label, "event_size": size, "replicas": copies}
        found.append(_placed(table, one, restart).assign(**at))
    return pd.concat(found, ignore_index=True)[["label", "event_size", "replicas", *COLUMNS]]


def before_and_after(
    experiments: Mapping[str, Experiment], levers: Levers, restart: int | None, basis: str = "mean"
) -> pd.DataFrame:
    """Return the needs as the inputs have them and with all levers pulled.

    Parameters
    ----------
    experiments : mapping of str to Experiment
        By the label to show.
    levers : Levers
    restart : int, optional
        As for :func:`cpu`.
    basis : {'mean', 'peak'}

    Returns
    -------
    pandas.DataFrame
        Columns ``label``, those of :func:`ecosystem_nb.facilities.demand.needs.needs`, and
        ``after``: the need with the levers pulled, in the same unit.
    """
    found = []
    for label, one in experiments.items():
        before, after = (_placed(need(state, basis), one, restart) for state in (one, pulled(one, levers)))
        found.append(before.assign(label=label, after=after["need"]))
    return pd.concat(found, ignore_index=True)[["label", *COLUMNS, "after"]]


def _placed(table: pd.DataFrame, one: Experiment, restart: int | None) -> pd.DataFrame:
    first = one.running.hllhc
    years = 0 if restart is None else restart - first
    return shifted(table, years, first).assign(experiment=one.experiment)
