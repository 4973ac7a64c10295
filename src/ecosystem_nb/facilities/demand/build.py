"""What do the inputs of an experiment come to?  Its need of CPU, disk and tape."""

import pandas as pd

from ecosystem_nb.facilities.demand.activities import by_activity, tasks
from ecosystem_nb.facilities.demand.formats import MEDIA
from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.needs import needs
from ecosystem_nb.facilities.demand.tiers import kept

BASES = ("mean", "peak")


def need(experiment: Experiment, basis: str = "mean") -> pd.DataFrame:
    """Return the need that follows from an experiment's inputs.

    Parameters
    ----------
    experiment : Experiment
    basis : {'mean', 'peak'}
        CPU as the work of the year spread evenly over it, as ATLAS's curves have it, or as the
        capacity that all activities ask for at once, each within its own time.

    Returns
    -------
    pandas.DataFrame
        In the form of :func:`ecosystem_nb.facilities.demand.needs.needs`, one row for each
        modelled year and resource; CPU in MHS06, disk and tape in PB.

    Raises
    ------
    ValueError
        For another basis.

    Notes
    -----
    Cost: some 0.1 s a call.

    Examples
    --------
    >>> from ecosystem_nb.facilities.demand.from_tables import experiment
    >>> table = need(experiment("CMS 2017"))
    >>> table.query("year == 2027 and resource == 'disk'")["need"].round().tolist()
    [4676.0]
    """
    if basis not in BASES:
        raise ValueError(f"basis = {basis!r}: expected one of {', '.join(BASES)}")
    cpu = by_activity(tasks(experiment)).groupby("year")[f"{basis}_mhs06"].sum()
    space = kept(experiment)
    series = {"CPU": cpu}
    for medium in MEDIA:
        series[medium] = space[space["medium"] == medium].groupby("year")["volume_pb"].sum()
    years = experiment.running.years
    return needs(
        experiment.experiment, {name: one.reindex(years, fill_value=0.0) for name, one in series.items()}
    )
