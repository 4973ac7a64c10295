"""How much disk and tape do the data tiers take?  Versions and replicas, by age."""

import numpy as np
import pandas as pd

from ecosystem_nb.facilities.demand.events import events
from ecosystem_nb.facilities.demand.formats import MEDIA, Tier
from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.kernels import Ints, ages, stored

PB = 1e15  # B
_COLUMNS = ["year", "made", "sample", "conditions", "tier", "medium", "volume_pb"]


def kept(experiment: Experiment) -> pd.DataFrame:
    """Return what is kept in each year, sample by sample.

    Parameters
    ----------
    experiment : Experiment

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``made`` (year of production), ``sample``, ``conditions``, ``tier``,
        ``medium`` (``disk`` or ``tape``) and ``volume_pb``, the space to provide; room that does
        not go with events has ``sample`` ``other`` and ``made`` equal to ``year``.

    Notes
    -----
    Events × size × versions(age) × replicas(age) × overhead.  Sums over tiers and over samples
    agree, as they are sums of the same rows.
    """
    years = experiment.running.years
    found = events(experiment.running)
    age = ages(years, found["year"], experiment.running.running)
    parts = [
        _kept(experiment, tier, medium, found, age) for tier in experiment.storage.tiers for medium in MEDIA
    ]
    for space in experiment.storage.spaces:
        volume = space.volume.at(years) / PB
        part = pd.DataFrame({"year": years, "made": years, "volume_pb": volume})
        parts.append(part.assign(sample="other", conditions="", tier=space.name, medium=space.medium))
    full = [part.loc[part["volume_pb"] > 0.0, _COLUMNS] for part in parts]
    full = [part for part in full if len(part)]
    return pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=_COLUMNS)


def by_tier(made: pd.DataFrame) -> pd.DataFrame:
    """Return the space of each tier by year and medium.

    Parameters
    ----------
    made : pandas.DataFrame
        From :func:`kept`.

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``medium``, ``tier`` and ``volume_pb``.
    """
    return made.groupby(["year", "medium", "tier"], as_index=False)["volume_pb"].sum()


def _kept(experiment: Experiment, tier: Tier, medium: str, found: pd.DataFrame, age: Ints) -> pd.DataFrame:
    of_tier = found["sample"].isin(tier.samples).to_numpy()
    samples = found[of_tier]
    volume = samples["events"].to_numpy() * tier.size.at(samples["like"])
    volume = volume * tier.scale[medium].at(samples["year"]) * experiment.storage.overhead[medium]
    space = stored(volume, tier.copies(medium), age[:, of_tier]) / PB
    years = np.repeat(experiment.running.years, len(samples))
    columns = {
        name: np.tile(samples[name].to_numpy(), len(experiment.running.years))
        for name in ("sample", "conditions")
    }
    made = np.tile(samples["year"].to_numpy(), len(experiment.running.years))
    table = pd.DataFrame({"year": years, "made": made, **columns, "volume_pb": space.ravel()})
    return table.assign(tier=tier.name, medium=medium)
