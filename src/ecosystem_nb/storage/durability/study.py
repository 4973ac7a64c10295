"""What does a scheme cost and save? Tables for the page on durability."""

import math
from collections.abc import Callable, Sequence

import pandas as pd

from ecosystem_nb.storage.durability.parameters import ErasureCoded
from ecosystem_nb.storage.durability.schemes import (
    Drives,
    Scheme,
    any_loss,
    rebuild_time,
    unreadable,
    yearly_loss,
)


def grid(schemes: Sequence[Scheme], failures: Sequence[float], repairs: Sequence[float]) -> pd.DataFrame:
    """Return the chance of a loss in a year over schemes, failure rates and repair times.

    Parameters
    ----------
    schemes : sequence of Scheme
        Parts and parity.
    failures : sequence of float
        Annualised failure rates, %.
    repairs : sequence of float
        Repair times, h.

    Returns
    -------
    pandas.DataFrame
        Columns ``scheme``, ``overhead`` (1), ``failures`` (%), ``repair`` (h) and ``loss`` (1).
    """
    rows = [
        (str(one), one.overhead, afr, hours, yearly_loss(one, Drives(afr / 100, hours)))
        for one in schemes
        for afr in failures
        for hours in repairs
    ]
    return pd.DataFrame(rows, columns=["scheme", "overhead", "failures", "repair", "loss"])


def repair_hours(page: ErasureCoded, scheme: Scheme, helpers: float, reads: float = 1.0) -> float:
    """Return how long a lost drive takes to mend, h.

    Parameters
    ----------
    page : ErasureCoded
        What a drive holds, what it has left for repairs, and when they begin.
    scheme : Scheme
        Parts and parity.
    helpers : float
        Drives that share the work.
    reads : float
        Share of a stripe that must be read.
    """
    stored, wait = page.capacity * 1e12 * page.filled / 100.0, page.wait / 3600.0
    return rebuild_time(scheme, stored=stored, rate=page.rate * 1e6, helpers=helpers, wait=wait, reads=reads)


def placements(page: ErasureCoded, scheme: Scheme) -> pd.DataFrame:
    """Return two ways to lay groups on the page's drives.

    Parameters
    ----------
    page : ErasureCoded
        The system.
    scheme : Scheme
        Parts and parity.

    Returns
    -------
    pandas.DataFrame
        Rows ``fixed`` (each drive belongs to one group; its repair is the work of the group) and ``spread``
        (each drive has parts of many groups; its repair is the work of all drives).  Columns ``placement``,
        ``repair`` (h), ``groups``, ``loss`` (of one group in a year, also the mean share of data lost) and
        ``any`` (chance that some group loses data in a year).

    Notes
    -----
    Groups count as independent; spread ones share drives, so that ``any`` is too large for them.
    """
    counts = {
        "fixed": page.drives / scheme.drives,
        "spread": page.drives * page.parts / scheme.drives,
    }
    helpers = {"fixed": scheme.data + 1.0, "spread": page.drives - 1.0}
    rows = []
    for name, groups in counts.items():
        hours = repair_hours(page, scheme, helpers[name])
        loss = yearly_loss(scheme, Drives(page.failures / 100.0, hours))
        rows.append((name, hours, groups, loss, any_loss(loss, groups)))
    return pd.DataFrame(rows, columns=["placement", "repair", "groups", "loss", "any"])


def trade(page: ErasureCoded, schemes: Sequence[Scheme], rates: Sequence[float]) -> pd.DataFrame:
    """Return overhead and loss of schemes that are spread over all drives.

    Parameters
    ----------
    page : ErasureCoded
        The system.
    schemes : sequence of Scheme
        Parts and parity.
    rates : sequence of float
        What each drive has left for repairs, MB/s.

    Returns
    -------
    pandas.DataFrame
        Columns ``rate`` (MB/s), ``scheme``, ``overhead`` (1), ``repair`` (h) and ``loss`` (1).
    """
    rows = []
    for rate in rates:
        changed = page.model_copy(update={"rate": rate})
        for one in schemes:
            hours = repair_hours(changed, one, page.drives - 1.0)
            loss = yearly_loss(one, Drives(page.failures / 100.0, hours))
            rows.append((rate, str(one), one.overhead, hours, loss))
    return pd.DataFrame(rows, columns=["rate", "scheme", "overhead", "repair", "loss"])


def cases(page: ErasureCoded, scheme: Scheme, high: float, errors: float) -> pd.DataFrame:
    """Return the chance of a loss in a year when one input is another.

    Parameters
    ----------
    page : ErasureCoded
        The system, its groups spread.
    scheme : Scheme
        Parts and parity.
    high : float
        Another failure rate, %/yr.
    errors : float
        Unreadable sectors a bit read.

    Returns
    -------
    pandas.DataFrame
        Columns ``case``, ``repair`` (h), ``loss`` (1) and ``times`` (over the first case).
    """
    hours = repair_hours(page, scheme, page.drives - 1.0)
    slow = repair_hours(page.model_copy(update={"rate": page.rate / 5.0}), scheme, page.drives - 1.0)
    few = repair_hours(page, scheme, page.drives / 10.0 - 1.0)
    often = page.failures / 100.0
    stored = page.capacity * 1e12 * page.filled / 100.0
    drives = {
        "as above": Drives(often, hours),
        f"failures of {high:g} % a year": Drives(high / 100.0, hours),
        "a fifth of the rate for repairs": Drives(often, slow),
        "a tenth of the drives": Drives(often, few),
        "repairs side by side": Drives(often, hours, together=True),
        "unreadable sectors": Drives(often, hours, unreadable=unreadable(scheme, stored, errors)),
        "no repair for a year": Drives(often, math.inf),
    }
    rows = [(name, one.repair, yearly_loss(scheme, one)) for name, one in drives.items()]
    table = pd.DataFrame(rows, columns=["case", "repair", "loss"])
    return table.assign(times=table["loss"] / table["loss"].iloc[0])


def failures_for(scheme: Scheme, loss: float, repair: float) -> float:
    """Return the failure rate at which a scheme loses data with a given chance in a year, 1/yr."""
    return _bisect(lambda rate: yearly_loss(scheme, Drives(rate, repair)) < loss, 1e-4, 1.0)


def repair_for(scheme: Scheme, loss: float, failures: float, *, together: bool = False) -> float:
    """Return the repair time at which a scheme loses data with a given chance in a year, h."""
    return _bisect(
        lambda hours: yearly_loss(scheme, Drives(failures, hours, together=together)) < loss, 0.1, 1e5
    )


def _bisect(below: Callable[[float], bool], low: float, high: float) -> float:
    """Return where ``below`` turns false, by halving the logarithm of the range."""
    for _ in range(60):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if below(middle) else (low, middle)
    return math.sqrt(low * high)
