"""The readable twins of the park's kernels: each purchase is an entry in a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Resource:
    """One resource of one sample: its purchases, each with its year.

    Parameters
    ----------
    lifetime : float
        Years for which a purchase serves, at least 1.
    purchases : list of tuple of (int, float)
        Year and capacity of each purchase.
    """

    lifetime: float
    purchases: list[tuple[int, float]] = field(default_factory=list)

    def serves(self, year: int) -> float:
        """Return the capacity that serves in a year, capacity units."""
        total = 0.0
        for when, amount in self.purchases:
            age = year - when
            if 0 <= age <= self.lifetime - 1.0:
                total += amount
            elif 0 <= age < self.lifetime:
                total += amount * (self.lifetime - age)
        return total

    def buy(self, year: int, amount: float) -> tuple[float, float, float]:
        """Buy in a year; return what was bought, what retired, and the capacity, capacity units."""
        before, still = self.serves(year - 1), self.serves(year)
        self.purchases.append((year, amount))
        return amount, before - still, still + amount


def follow_need_reference(
    need: Sequence[float], lifetime: float, past: Sequence[float] = ()
) -> list[tuple[float, float, float]]:
    """Return what :func:`~ecosystem_nb.facilities.vintages.kernel.follow_need` does for one resource.

    Parameters
    ----------
    need : sequence of float
        Capacity needed in each year, capacity units.
    lifetime : float
        Years, at least 1.
    past : sequence of float
        Purchases of the years before, in order of time, capacity units.

    Returns
    -------
    list of tuple of float
        Bought, retired and capacity of each year, capacity units.

    Examples
    --------
    >>> follow_need_reference([4.0, 4.0, 4.0], 2.0)
    [(4.0, 0.0, 4.0), (0.0, 0.0, 4.0), (4.0, 4.0, 4.0)]
    """
    resource = Resource(lifetime, [(year - len(past), amount) for year, amount in enumerate(past)])
    return [resource.buy(year, max(0.0, asked - resource.serves(year))) for year, asked in enumerate(need)]


def follow_money_reference(
    money: Sequence[float], price: Sequence[float], lifetime: float, past: Sequence[float] = ()
) -> list[tuple[float, float, float]]:
    """Return what :func:`~ecosystem_nb.facilities.vintages.kernel.follow_money` does for one resource.

    Parameters
    ----------
    money : sequence of float
        Sum spent in each year, money.
    price : sequence of float
        Money for one capacity unit.
    lifetime : float
        Years, at least 1.
    past : sequence of float
        Purchases of the years before, in order of time, capacity units.

    Returns
    -------
    list of tuple of float
        Bought, retired and capacity of each year, capacity units.
    """
    resource = Resource(lifetime, [(year - len(past), amount) for year, amount in enumerate(past)])
    return [
        resource.buy(year, spent / each) for year, (spent, each) in enumerate(zip(money, price, strict=True))
    ]


def met_share_reference(
    budget: float, need: Sequence[float], price: Sequence[float], kept: Sequence[float]
) -> float:
    """Return what :func:`~ecosystem_nb.facilities.vintages.kernel.met_share` does, by bisection.

    Parameters
    ----------
    budget : float
        Money, above 0.
    need, price, kept : sequence of float
        Of each resource: need, price of one unit, and what still serves.

    Returns
    -------
    float
        Share of all needs that the budget meets.
    """

    def cost(share: float) -> float:
        return sum(
            each * max(0.0, share * asked - has) for asked, each, has in zip(need, price, kept, strict=True)
        )

    low, high = 0.0, 1.0
    while cost(high) < budget:
        high *= 2.0
    for _ in range(200):
        middle = (low + high) / 2.0
        low, high = (middle, high) if cost(middle) < budget else (low, middle)
    return high
