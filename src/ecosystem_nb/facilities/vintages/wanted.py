"""How much is needed, as an array: one experiment or site, every year, each resource in its unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.demand.needs import checked


@dataclass(frozen=True)
class Need:
    """Needs as an array, for one experiment or site.

    Parameters
    ----------
    years : tuple of int
        Consecutive.
    resources : tuple of str
    units : tuple of str
        Unit of capacity of each resource.
    amounts : numpy.ndarray of float64, shape (samples, years, resources)
        0 or more.

    Raises
    ------
    ValueError
        For a year that is missing, a shape that does not fit, or a negative need.
    """

    years: tuple[int, ...]
    resources: tuple[str, ...]
    units: tuple[str, ...]
    amounts: Floats

    def __post_init__(self) -> None:
        wanted = (len(self.years), len(self.resources))
        if self.amounts.ndim != 3 or self.amounts.shape[1:] != wanted or len(self.units) != wanted[1]:
            raise ValueError(
                f"needs of shape {self.amounts.shape}: expected (samples, {wanted[0]}, {wanted[1]})"
            )
        gaps = sorted(set(range(self.years[0], self.years[-1] + 1)) - set(self.years))
        if gaps or list(self.years) != sorted(set(self.years)):
            missing = f"{gaps[0]} is missing" if gaps else f"{list(self.years)}"
            raise ValueError(
                f"years of the needs: {missing}: expected {self.years[0]} to {self.years[-1]}, each once"
            )
        for i, name in enumerate(self.resources):
            within(f"need of {name}", self.amounts[:, :, i], self.units[i], least=0.0)

    def scaled(self, factors: Mapping[str, ArrayLike], first: int | None = None) -> "Need":
        """Return needs times a factor by resource, from a year on.

        Parameters
        ----------
        factors : mapping of str to float or array of shape (samples,)
            By resource, 0 or more; a resource that is not named stays.
        first : int, optional
            First year that is scaled; all years when left out.

        Examples
        --------
        >>> one = Need((2030, 2031), ("CPU",), ("MHS06",), np.ones((1, 2, 1)))
        >>> one.scaled({"CPU": 0.5}, first=2031).amounts.ravel().tolist()
        [1.0, 0.5]
        """
        unknown = [name for name in factors if name not in self.resources]
        if unknown:
            raise ValueError(f"factor of {unknown[0]}: expected one of {', '.join(self.resources)}")
        made = np.ones((1, 1, len(self.resources)))
        for name, factor in factors.items():
            each = np.atleast_1d(within(f"factor of {name}", factor, "1", least=0.0))
            made = np.repeat(made, each.size, axis=0) if made.shape[0] == 1 else made
            made[:, 0, self.resources.index(name)] = each
        late = np.asarray(self.years) >= (self.years[0] if first is None else first)
        return replace(self, amounts=self.amounts * np.where(late[None, :, None], made, 1.0))


def need(needs: pd.DataFrame, experiment: str, resources: Sequence[str] = ("CPU", "disk", "tape")) -> Need:
    """Return the needs of one experiment from a table.

    Parameters
    ----------
    needs : pandas.DataFrame
        Columns ``experiment``, ``year``, ``resource``, ``need`` and ``unit``, as from
        :mod:`ecosystem_nb.facilities.demand.needs`.
    experiment : str
    resources : sequence of str
        Which, in this order.

    Returns
    -------
    Need
        One sample, over the years of the first resource.

    Raises
    ------
    ValueError
        For an unknown experiment, a resource or a year that the table lacks.
    """
    rows = checked(needs)[needs["experiment"] == experiment]
    if rows.empty:
        raise ValueError(f"needs of {experiment}: expected one of {', '.join(needs['experiment'].unique())}")
    columns = {}
    units = []
    for name in resources:
        one = rows[rows["resource"] == name]
        if one.empty:
            raise ValueError(f"needs of {experiment}: no {name}: expected {', '.join(resources)}")
        columns[name] = one.set_index("year")["need"]
        units.append(str(one["unit"].iloc[0]))
    made = pd.DataFrame(columns).sort_index()
    for name, column in made.isna().items():
        for year in column.index[column][:1]:
            raise ValueError(f"needs of {experiment}: no {name} in {year}: expected every year of the others")
    years = tuple(int(year) for year in made.index)
    return Need(years, tuple(resources), tuple(units), made.to_numpy(dtype=np.float64)[None])
