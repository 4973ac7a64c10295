"""What does a whole plan ask for?  From a need to the centre's requirements, also with other inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from ecosystem_nb.facilities.offload.activities import Activity, eligibility
from ecosystem_nb.facilities.offload.leaving import CPU, Offload, Parted, offloaded
from ecosystem_nb.facilities.offload.machine import Machine
from ecosystem_nb.facilities.offload.requirement import Terms, by_year, in_hs23, made_there, requirements


@dataclass(frozen=True)
class Study:
    """A need, what may leave, and where it goes.

    Parameters
    ----------
    parts : pandas.DataFrame
        The need, as for :func:`ecosystem_nb.facilities.offload.leaving.offloaded`.
    activities : mapping of str to Activity
    machine : Machine
    share : float
        Of the eligible work, asked to leave (1), 0 to 1.
    terms : Terms
    """

    parts: pd.DataFrame
    activities: Mapping[str, Activity]
    machine: Machine
    share: float
    terms: Terms = field(default_factory=Terms)

    @property
    def parted(self) -> Parted:
        """What stays and what leaves."""
        return offloaded(self.parts, Offload(self.share, eligibility(self.activities)))

    def asked(self) -> pd.DataFrame:
        """Return what each activity asks of the machine, as :func:`.requirement.requirements`."""
        return requirements(in_hs23(self.parted.left), self.activities, self.machine, self.terms)

    def changed(self, **values: Mapping[str, float] | float) -> "Study":
        """Return the study with some inputs of its activities changed.

        Parameters
        ----------
        **values : float or mapping of str to float
            For a field of :class:`.activities.Activity`, one value for all, or values by activity.
        """
        made = {}
        for name, one in self.activities.items():
            new: dict[str, Any] = {
                what: given[name] if isinstance(given, Mapping) else given
                for what, given in values.items()
                if not isinstance(given, Mapping) or name in given
            }
            made[name] = replace(one, **new)
        return replace(self, activities=made)

    def over_all(self, year: int) -> float:
        """Return the part of the sites' CPU work of a year that GPUs take over (1).

        Parameters
        ----------
        year : int
        """
        left, table = self.parted.left, self.asked()
        table, left = table[table["year"] == year], left[left["year"] == year]
        booked = self.parts.loc[(self.parts["resource"] == CPU) & (self.parts["year"] == year), "need"].sum()
        if table["work"].sum() == 0.0:
            return 0.0
        return float(table["by_gpu"].sum() / table["work"].sum() * left["need"].sum() / booked)


PRODUCTION, NEAR = "production only", "derive what was made there"
KEPT, FAR = "and keep its AOD there", "derive all that is asked"


def reduction(study: Study, makers: tuple[str, ...], reader: str, ratio: float, year: int) -> pd.DataFrame:
    """Return what data reduction at the centre changes in one year.

    Parameters
    ----------
    study : Study
        Production: the reader's eligible share counts for nothing here.
    makers : tuple of str
        Activities that make what the reader reads.
    reader : str
        The activity that reads much and writes little.
    ratio : float
        Its data read over its data written (1), 1 or more.
    year : int

    Returns
    -------
    pandas.DataFrame
        Columns ``case`` and those of :func:`.requirement.by_year`: without the reader; with it for the
        events that are made at the centre; the same when what the makers write stays there; and with
        the whole share of the reader's work, its data brought over the network as far as they are
        not made there.

    Raises
    ------
    ValueError
        For a ratio below 1, an unknown activity, or a year that the need lacks.
    """
    if reader not in study.activities:
        raise ValueError(f"activity {reader!r}: expected one of {', '.join(study.activities)}")
    small = study.activities[reader].reduced(ratio)
    study = replace(study, activities={**study.activities, reader: small})
    whole = study.changed(eligible={reader: 1.0})
    table = whole.asked()
    if year not in set(table["year"]):
        raise ValueError(f"year = {year}: expected one of {sorted(set(table['year']))}")
    there = made_there(table[table["year"] == year], makers, reader)
    local = dict(study.terms.local)
    beside = replace(study.terms, local={**local, reader: 1.0})
    near = replace(study.changed(eligible={reader: there}), terms=beside)
    cases = {
        PRODUCTION: study.changed(eligible={reader: 0.0}),
        NEAR: near,
        KEPT: near.changed(write=dict.fromkeys(makers, 0.0)),
        FAR: replace(whole, terms=replace(study.terms, local={**local, reader: there})),
    }
    made = [by_year(one.asked()).assign(case=case) for case, one in cases.items()]
    joined = pd.concat(made, ignore_index=True)
    return joined[joined["year"] == year].reset_index(drop=True)
