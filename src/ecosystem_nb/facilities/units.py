"""Which units may meet?  Prefixes convert; benchmarks and currencies never do by themselves."""

from collections.abc import Iterable

_CAPACITY = {
    **{prefix + name: (name, 1e3**n) for name in ("HS06", "HS23") for n, prefix in enumerate(("", "k", "M"))},
    **{name: ("TB", size) for name, size in (("GB", 1e-3), ("TB", 1.0), ("PB", 1e3), ("EB", 1e6))},
    "SI2000": ("SI2000", 1.0),
    "Gbit/s": ("Gbit/s", 1.0),
}
CURRENCIES = ("USD", "CHF")


def capacity_factor(unit: str, to: str) -> float:
    """Return by what an amount in one unit of capacity is multiplied to be in another.

    Parameters
    ----------
    unit, to : str
        Such as ``MHS06`` and ``HS06``, or ``PB`` and ``TB``.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        For an unknown unit, or two that measure different things: HS06 and HS23 among them.

    Examples
    --------
    >>> capacity_factor("MHS06", "kHS06")
    1000.0
    >>> capacity_factor("HS06", "HS23")
    Traceback (most recent call last):
        ...
    ValueError: HS06 is not HS23: expected the same benchmark; convert with as_hs23 and a stated factor first
    """
    kind, scale = _known(unit)
    other, size = _known(to)
    if kind == other:
        return scale / size
    if {kind, other} == {"HS06", "HS23"}:
        hint = "the same benchmark; convert with as_hs23 and a stated factor first"
    else:
        hint = f"a unit of {kind}"
    raise ValueError(f"{unit} is not {to}: expected {hint}")


def price_factor(unit: str, to: str) -> float:
    """Return by what a price in one unit is multiplied to be in another.

    Parameters
    ----------
    unit, to : str
        Such as ``USD/HS06`` and ``USD/MHS06``.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        For two currencies, or two capacities that do not convert.

    Examples
    --------
    >>> price_factor("USD/HS06", "USD/kHS06")
    1000.0
    >>> price_factor("CHF/TB", "USD/TB")
    Traceback (most recent call last):
        ...
    ValueError: CHF/TB and USD/TB: expected one currency; CHF and USD are different units
    """
    (money, per), (other, each) = split_price(unit), split_price(to)
    if money != other:
        raise ValueError(f"{unit} and {to}: expected one currency; {money} and {other} are different units")
    return 1.0 / capacity_factor(per, each)


def split_price(unit: str) -> tuple[str, str]:
    """Return the currency and the unit of capacity of a price.

    Parameters
    ----------
    unit : str
        Such as ``USD/TB``.

    Raises
    ------
    ValueError
        When the unit is not a currency over a unit of capacity.

    Examples
    --------
    >>> split_price("USD/HS06")
    ('USD', 'HS06')
    """
    money, _, per = unit.partition("/")
    if money not in CURRENCIES or not per:
        raise ValueError(f"price in {unit!r}: expected {' or '.join(CURRENCIES)} over a unit of capacity")
    _known(per)
    return money, per


def one_currency(units: Iterable[str]) -> str:
    """Return the currency of several prices.

    Raises
    ------
    ValueError
        When there are two, or none.

    Examples
    --------
    >>> one_currency(["USD/HS06", "USD/TB"])
    'USD'
    """
    found = sorted({split_price(unit)[0] for unit in units})
    if len(found) != 1:
        given = " and ".join(found) or "no price"
        raise ValueError(f"prices in {given}: expected one currency; CHF and USD are different units")
    return found[0]


def as_hs23(unit: str) -> str:
    """Return the HS23 unit that stands for a unit of HS06 in accounting.

    WLCG and HEPiX fixed the factor at 1 when HS23 came in, in April 2023: the amount stays, its name
    changes.  That holds for accounting; a benchmark of one machine gives two different scores.

    Parameters
    ----------
    unit : str
        ``HS06``, ``kHS06`` or ``MHS06``, or a price over one of them.

    Raises
    ------
    ValueError
        For a unit without HS06.

    Examples
    --------
    >>> as_hs23("MHS06"), as_hs23("USD/HS06")
    ('MHS23', 'USD/HS23')
    """
    if not unit.endswith("HS06"):
        raise ValueError(f"unit = {unit}: expected a unit of HS06")
    return unit.removesuffix("HS06") + "HS23"


def _known(unit: str) -> tuple[str, float]:
    if unit not in _CAPACITY:
        raise ValueError(f"unit = {unit}: expected one of {', '.join(_CAPACITY)}")
    return _CAPACITY[unit]
