"""What must a build-out plan decide? Lots that each site buys in each year, written as a program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.vintages.kernel import serving


@dataclass(frozen=True)
class Lot:
    """What is bought at once of one resource: a rack of servers, a disk system, a frame of cartridges.

    Parameters
    ----------
    resource : str
    size : float
        Capacity of a lot, in ``unit``, above 0.
    unit : str
    prices : tuple of float
        Of a lot in each year of the plan, money, above 0.
    lifetime : float
        Years for which it serves, at least 1.
    drives : tuple of float
        Disk drives in a lot bought in each year; zeros where it has none.

    Raises
    ------
    ValueError
        For a value that is not finite or out of range.
    """

    resource: str
    size: float
    unit: str
    prices: tuple[float, ...]
    lifetime: float
    drives: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        within(f"lot of {self.resource}: size", self.size, self.unit, above=0.0)
        within(f"lot of {self.resource}: price", self.prices, "money", above=0.0)
        within(f"lot of {self.resource}: lifetime", self.lifetime, "yr", least=1.0)
        within(f"lot of {self.resource}: drives", self.drives, "1", least=0.0)
        if self.drives and len(self.drives) != len(self.prices):
            raise ValueError(
                f"lot of {self.resource}: {len(self.drives)} years of drives: expected {len(self.prices)}"
            )

    def serves(self, bought: int, year: int) -> float:
        """Return which part of a lot bought in one year of the plan still serves in another."""
        return float(serving(year - bought, self.lifetime)) if year >= bought else 0.0


@dataclass(frozen=True)
class Site:
    """One site of the plan.

    Parameters
    ----------
    name : str
    need : mapping of str to tuple of float
        For each resource that the site has, the capacity needed in each year of the plan, 0 or more.
    old : mapping of str to tuple of float
        What earlier purchases still serve in each year.
    drives : tuple of float
        Disk drives that the site needs in each year, so that its cores do not wait; zeros for no limit.
    old_drives : tuple of float
        Drives of earlier purchases that still serve in each year.
    """

    name: str
    need: Mapping[str, tuple[float, ...]]
    old: Mapping[str, tuple[float, ...]]
    drives: tuple[float, ...] = ()
    old_drives: tuple[float, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Which lots, where and when, at least cost.

    Parameters
    ----------
    years : tuple of int
    sites : tuple of Site
        With different names.
    lots : mapping of str to Lot
        By resource.
    budget : tuple of float
        Money of each year for all sites together, 0 or more; infinite for no limit.
    currency : str
        Of all money.

    Raises
    ------
    ValueError
        For no year or site, a name that occurs twice, a missing year, or a resource without a lot.
    """

    years: tuple[int, ...]
    sites: tuple[Site, ...]
    lots: Mapping[str, Lot]
    budget: tuple[float, ...]
    currency: str = "USD"

    def __post_init__(self) -> None:
        n = len(self.years)
        if not n or not self.sites:
            raise ValueError("plan: expected at least one year and one site")
        names = [site.name for site in self.sites]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"plan: the site {name} occurs twice")
        _long("budget", self.budget, n)
        within("budget", np.nan_to_num(self.budget, posinf=0.0), self.currency, least=0.0)
        for lot in self.lots.values():
            _long(f"prices of {lot.resource}", lot.prices, n)
        for site in self.sites:
            self._check(site, n)

    def _check(self, site: Site, n: int) -> None:
        for resource, need in site.need.items():
            if resource not in self.lots:
                raise ValueError(f"{site.name}: no lot of {resource}: expected {', '.join(self.lots)}")
            unit = self.lots[resource].unit
            for what, values in (("need", need), ("old", site.old[resource])):
                _long(f"{site.name}: {what} of {resource}", values, n)
                within(f"{site.name}: {what} of {resource}", values, unit, least=0.0)
        for what, values in (("drives", site.drives), ("old drives", site.old_drives)):
            if values:
                _long(f"{site.name}: {what}", values, n)
                within(f"{site.name}: {what}", values, "1", least=0.0)

    def with_budget(self, budget: float | Sequence[float]) -> "Problem":
        """Return the same problem with another budget, one for all years or one for each."""
        each = np.broadcast_to(np.asarray(budget, dtype=np.float64), (len(self.years),))
        return replace(self, budget=tuple(each.tolist()))


@dataclass(frozen=True)
class Program:
    """The plan as a program: least cost x, needs @ x >= least, money @ x <= budget, x >= 0 and whole.

    Parameters
    ----------
    variables : tuple of (str, str, int)
        Site, resource and index of the year of each variable: lots bought.
    rows : tuple of (str, str, int)
        Site, what is needed (a resource or ``drives``) and index of the year of each need.
    cost : numpy.ndarray, shape (variables,)
        Money for a lot.
    needs : numpy.ndarray, shape (rows, variables)
        What a lot serves to a need.
    least : numpy.ndarray, shape (rows,)
        The need beyond what is there.
    money : numpy.ndarray, shape (years, variables)
        Money that a lot takes from the budget of a year.
    """

    variables: tuple[tuple[str, str, int], ...]
    rows: tuple[tuple[str, str, int], ...]
    cost: Floats
    needs: Floats
    least: Floats
    money: Floats


def program(problem: Problem) -> Program:
    """Write a problem as a program.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Program
        Rows whose need is met without a purchase are left out.

    Notes
    -----
    A lot serves from the year of its purchase on; see
    :func:`ecosystem_nb.facilities.vintages.kernel.serving` for how it retires.
    """
    steps = range(len(problem.years))
    variables = tuple((site.name, name, t) for site in problem.sites for name in site.need for t in steps)
    wanted = [row for site in problem.sites for row in _rows(site)]
    rows = tuple(key for key, value in wanted if value > 0.0)
    least = np.array([value for _, value in wanted if value > 0.0])
    cost = np.array([problem.lots[name].prices[t] for _, name, t in variables])
    needs = np.array([[_served(problem, row, one) for one in variables] for row in rows])
    money = np.array([[c * (t == at) for c, (_, _, t) in zip(cost, variables, strict=True)] for at in steps])
    return Program(variables, rows, cost, needs.reshape(len(rows), len(variables)), least, money)


def _rows(site: Site) -> list[tuple[tuple[str, str, int], float]]:
    made = []
    for name, need in site.need.items():
        made += [((site.name, name, t), need[t] - site.old[name][t]) for t in range(len(need))]
    old = site.old_drives or (0.0,) * len(site.drives)
    return made + [((site.name, "drives", t), d - old[t]) for t, d in enumerate(site.drives)]


def _served(problem: Problem, row: tuple[str, str, int], variable: tuple[str, str, int]) -> float:
    """Return what one lot adds to one need."""
    (place, what, year), (site, resource, bought) = row, variable
    lot = problem.lots[resource]
    if place != site or year < bought:
        return 0.0
    if what == resource:
        return lot.size * lot.serves(bought, year)
    if what == "drives" and lot.drives:
        return lot.drives[bought] * lot.serves(bought, year)
    return 0.0


def _long(name: str, values: Sequence[float], n: int) -> None:
    if len(values) != n:
        raise ValueError(f"{name}: {len(values)} years: expected {n}")
