"""Which futures of prices should a plan stand?  Constant improvement, jumps, and what is left of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.prices.history import RESOURCES, Price
from ecosystem_nb.facilities.units import one_currency, split_price
from ecosystem_nb.tables import Quantity


@dataclass(frozen=True)
class Shock:
    """A jump of a price that fades.

    Parameters
    ----------
    year : float
        First year at the new price.
    factor : float
        Price after over price before, above 0.
    half_life : float
        Years in which half of the jump is gone, above 0; infinite for a jump that stays.

    Examples
    --------
    >>> Shock(2026, 1.5, 1.0).multiplier([2025, 2026, 2027]).tolist()
    [1.0, 1.5, 1.25]
    """

    year: float
    factor: float
    half_life: float = np.inf

    def __post_init__(self) -> None:
        within("shock: factor", self.factor, "1", above=0.0)
        if not self.half_life > 0.0:
            raise ValueError(f"shock: half-life = {self.half_life:g} yr is out of range: expected above 0 yr")

    def multiplier(self, years: ArrayLike) -> Floats:
        """Return by what the jump multiplies prices in each year, 1 + (f - 1) 2^(-(t - t0) / h).

        Parameters
        ----------
        years : array_like of float64
            Years.
        """
        t = np.asarray(years, dtype=np.float64)
        left = np.exp2(-np.maximum(t - self.year, 0.0) / self.half_life)
        return np.where(t >= self.year, 1.0 + (self.factor - 1.0) * left, 1.0)


@dataclass(frozen=True)
class Regime:
    """One course of prices.

    Parameters
    ----------
    name : str
    improvement : mapping of str to float
        For each resource, how much more money buys each year, fraction, above -1.
    shocks : mapping of str to tuple of Shock
        Jumps by resource; a resource that is not named has none.

    Raises
    ------
    ValueError
        For an improvement at or below -1.
    """

    name: str
    improvement: Mapping[str, float]
    shocks: Mapping[str, tuple[Shock, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for resource, r in self.improvement.items():
            within(f"improvement of {resource}", r, "1", above=-1.0)

    def factor(self, resource: str, years: ArrayLike, since: float) -> Floats:
        """Return prices over the price of the base year, (1 + r)^-(t - t0) times the jumps since.

        Parameters
        ----------
        resource : str
        years : array_like of float64, shape (n,)
            Years.
        since : float
            Base year t0.

        Returns
        -------
        numpy.ndarray of float64, shape (n,)
        """
        if resource not in self.improvement:
            known = ", ".join(self.improvement)
            raise ValueError(f"regime {self.name}: no improvement of {resource}: expected {known}")
        t = np.asarray(years, dtype=np.float64)
        made = (1.0 + self.improvement[resource]) ** -(t - since)
        for shock in self.shocks.get(resource, ()):
            made = made * shock.multiplier(t) / shock.multiplier(since)
        return np.asarray(made)


@dataclass(frozen=True)
class Course:
    """Prices of all resources over the years.

    Parameters
    ----------
    years : tuple of int
    resources : tuple of str
    units : tuple of str
        Currency over capacity, by resource; one currency.
    prices : numpy.ndarray of float64, shape (samples, years, resources)
        Above 0.

    Raises
    ------
    ValueError
        For a shape that does not fit, two currencies, or a price that is not above 0.
    """

    years: tuple[int, ...]
    resources: tuple[str, ...]
    units: tuple[str, ...]
    prices: Floats

    def __post_init__(self) -> None:
        wanted = (len(self.years), len(self.resources))
        if self.prices.ndim != 3 or self.prices.shape[1:] != wanted or len(self.units) != wanted[1]:
            raise ValueError(
                f"prices of shape {self.prices.shape}: expected (samples, {wanted[0]}, {wanted[1]})"
            )
        one_currency(self.units)
        for i, name in enumerate(self.resources):
            within(f"price of {name}", self.prices[:, :, i], self.units[i], above=0.0)

    @property
    def currency(self) -> str:
        """The currency of all prices."""
        return one_currency(self.units)

    @property
    def capacity_units(self) -> tuple[str, ...]:
        """The unit of capacity that each price is for."""
        return tuple(split_price(unit)[1] for unit in self.units)


def course(
    base: Mapping[str, Price], regime: Regime, years: Sequence[int], units: Mapping[str, str]
) -> Course:
    """Return the prices of one regime.

    Parameters
    ----------
    base : mapping of str to Price
        Price of each resource in its base year.
    regime : Regime
    years : sequence of int
        Years wanted.
    units : mapping of str to str
        For each resource wanted, the unit of capacity to price: ``{"CPU": "MHS06", "disk": "PB"}``.

    Returns
    -------
    Course
        One sample.

    Raises
    ------
    ValueError
        For a resource without a price, mixed currencies, or HS06 priced in HS23.

    Examples
    --------
    >>> flat = Regime("flat", {"disk": 0.0})
    >>> course({"disk": Price(110.0, "USD/TB", 2017.0)}, flat, [2020], {"disk": "PB"}).prices.item()
    110000.0
    """
    if missing := [name for name in units if name not in base]:
        raise ValueError(f"no price of {missing[0]}: expected one of {', '.join(base)}")
    currency = one_currency(base[name].unit for name in units)
    made = []
    for name, unit in units.items():
        price = base[name].to(f"{currency}/{unit}")
        made.append(price.value * regime.factor(name, years, price.year))
    names = tuple(f"{currency}/{unit}" for unit in units.values())
    return Course(tuple(years), tuple(units), names, np.stack(made, axis=1)[None])


def uniform(name: str, improvement: float, resources: Sequence[str] = RESOURCES) -> Regime:
    """Return a regime of one improvement for all resources.

    Parameters
    ----------
    name : str
    improvement : float
        Fraction a year.
    resources : sequence of str

    Examples
    --------
    >>> uniform("central", 0.1).factor("CPU", [2018], 2017).round(4).tolist()
    [0.9091]
    """
    return Regime(name, dict.fromkeys(resources, improvement))


def shocked(regime: Regime, name: str, shocks: Mapping[str, Shock]) -> Regime:
    """Return a regime with a jump more for some of its resources.

    Parameters
    ----------
    regime : Regime
    name : str
        Name of the new one.
    shocks : mapping of str to Shock
    """
    both = {key: (*regime.shocks.get(key, ()), shock) for key, shock in shocks.items()}
    return replace(regime, name=name, shocks={**regime.shocks, **both})


def scenarios(
    growth: Mapping[str, float], costs: Mapping[str, Quantity], year: float, half_life: float
) -> dict[str, Regime]:
    """Return the regimes of the book: 5, 10 and 15 % a year, and the jumps of 2025 and 2026.

    Parameters
    ----------
    growth : mapping of str to float
        ``low``, ``central`` and ``high``, fractions a year, as WLCG proposes them.
    costs : mapping of str to Quantity
        ``quantities("facilities/costs")``.
    year : float
        First year at the new prices.
    half_life : float
        Years in which half of a jump is gone.

    Returns
    -------
    dict of str to Regime
        ``low``, ``central``, ``high``; ``drives``: central with the jump of hard-disk prices, which
        fades; ``quotes``: central with the quotes that Rubin got for nodes and disk, which fade;
        ``quotes stay``: the same without fading.

    Notes
    -----
    The jump of drives is of bare disks and is put on the whole disk system: an upper bound for it.
    A node's quote is compared with the plan for the same kind of node, perhaps with less memory; the
    smaller of two quotes is taken.
    """
    drives = 1.0 + costs["drive_shock"].in_unit("%") / 100.0
    disk = costs["ceph_after"].in_unit("USD/TB") / costs["ceph_before"].in_unit("USD/TB")
    node = costs["node_after_small"].in_unit("USD") / costs["node_before"].in_unit("USD")
    central = uniform("central", growth["central"])
    quotes = {"CPU": Shock(year, node, half_life), "disk": Shock(year, disk, half_life)}
    stay = {name: replace(shock, half_life=np.inf) for name, shock in quotes.items()}
    made = [
        uniform("low", growth["low"]),
        central,
        uniform("high", growth["high"]),
        shocked(central, "drives", {"disk": Shock(year, drives, half_life)}),
        shocked(central, "quotes", quotes),
        shocked(central, "quotes stay", stay),
    ]
    return {one.name: one for one in made}


def years_lost(jump: ArrayLike, improvement: float) -> Floats:
    """Return how many years of steady improvement a jump of the price undoes, ln f / ln(1 + r).

    Parameters
    ----------
    jump : array_like of float64
        Price after over price before, above 0.
    improvement : float
        r, fraction a year, above 0.

    Returns
    -------
    numpy.ndarray of float64
        Years.

    Examples
    --------
    >>> float(years_lost(1.21, 0.1).round(9))
    2.0
    """
    factor = within("jump", jump, "1", above=0.0)
    r = within("improvement", improvement, "1", above=0.0)
    return np.asarray(np.log(factor) / np.log1p(r))
