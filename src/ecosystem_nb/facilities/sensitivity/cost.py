"""What does a park cost a year, given everything that may vary?  Over many samples at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.sensitivity.inputs import Values
from ecosystem_nb.facilities.vintages.costs import HOURS, drives_for
from ecosystem_nb.facilities.vintages.kernel import follow_need
from ecosystem_nb.facilities.vintages.lifetimes import lives
from ecosystem_nb.facilities.vintages.model import even_past

NEEDS = ("CPU", "disk", "T0 tape", "T1 tape")
BOUGHT = (
    "CPU",
    "disk",
    *(f"{tier} {part}" for tier in ("T0", "T1") for part in ("media", "library", "drives")),
)
TAPE = BOUGHT[2:]
PARTS = (*BOUGHT, "overhead", "electricity")
NEED_OF = (0, 1, 2, 2, 2, 3, 3, 3)
"""Which need each thing that is bought serves."""
_KIND_OF = (0, 1, 2, 3, 4, 2, 3, 4)  # CPU, disk, media, library, drives
_KINDS = ("cpu", "disk", "media", "library", "drive")

_Bound = tuple[str, dict[str, float]]
_FACTOR: _Bound = ("1", {"least": 0.0})
_RATE: _Bound = ("%/yr", {"above": -100.0})
_LIFE: _Bound = ("yr", {"least": 1.0, "most": 50.0})
ALLOWED: Mapping[str, _Bound] = {
    "cpu_need": _FACTOR,
    "disk_need": _FACTOR,
    "t0_tape_need": _FACTOR,
    "t1_tape_need": _FACTOR,
    "offload": ("1", {"least": 0.0, "most": 1.0}),
    "cpu_price": ("USD/HS06", {"least": 0.0}),
    "disk_price": ("USD/TB", {"least": 0.0}),
    "media_price": ("USD/TB", {"least": 0.0}),
    "slot_price": ("USD", {"least": 0.0}),
    "drive_price": ("USD", {"least": 0.0}),
    "cpu_improvement": _RATE,
    "disk_improvement": _RATE,
    "tape_improvement": _RATE,
    "drive_improvement": _RATE,
    "cpu_lifetime": _LIFE,
    "disk_lifetime": _LIFE,
    "media_lifetime": _LIFE,
    "library_lifetime": _LIFE,
    "drive_lifetime": _LIFE,
    "recalls": ("1", {"least": 0.0}),
    "drive_use": ("1", {"above": 0.0, "most": 1.0}),
    "overhead": ("%", {"least": 0.0}),
    "pue": ("1", {"least": 1.0}),
    "electricity": ("USD/kWh", {"least": 0.0}),
    "cpu_efficiency": ("HS23/W", {"above": 0.0}),
    "disk_power": ("W/TB", {"least": 0.0}),
    "tape_power": ("W/TB", {"least": 0.0}),
}
"""The names that :func:`cost` takes, each with its unit and what is allowed."""


@dataclass(frozen=True)
class Park:
    """What is needed, and when the future begins.

    Parameters
    ----------
    years : tuple of int
        One after the other.
    need : numpy.ndarray of float64, shape (years, 4)
        Of CPU (MHS06), disk, tape of the Tier-0 and tape of the Tier-1s (PB), 0 or more.
    known : int
        Last year whose need does not change; prices are those of this year.
    first, last : int
        Years over which the cost is averaged; from ``first`` on the whole of a change acts.
    cartridge : float
        Capacity of a cartridge in ``known``, TB.
    drive_rate : float
        Rate of a drive in ``known``, MB/s.

    Raises
    ------
    ValueError
        For years out of order, a shape that does not fit, or a negative need.
    """

    years: tuple[int, ...]
    need: Floats
    known: int
    first: int
    last: int
    cartridge: float
    drive_rate: float

    def __post_init__(self) -> None:
        if self.need.shape != (len(self.years), len(NEEDS)):
            raise ValueError(f"need of shape {self.need.shape}: expected ({len(self.years)}, {len(NEEDS)})")
        within("need", self.need, "MHS06 or PB", least=0.0)
        within("cartridge", self.cartridge, "TB", above=0.0)
        within("drive rate", self.drive_rate, "MB/s", above=0.0)
        if list(self.years) != list(range(self.years[0], self.years[-1] + 1)):
            raise ValueError(f"years {list(self.years)}: expected each year once, in order")
        if not self.years[0] <= self.known < self.first <= self.last <= self.years[-1]:
            raise ValueError(
                f"known = {self.known}, first = {self.first}, last = {self.last}: expected them in this "
                f"order within {self.years[0]} to {self.years[-1]}"
            )

    @property
    def ramp(self) -> Floats:
        """How much of a change acts in each year, 0 to 1: a factor f of the need acts as f^ramp."""
        years = np.asarray(self.years, dtype=np.float64)
        return np.clip((years - self.known) / (self.first - self.known), 0.0, 1.0)

    @property
    def span(self) -> slice:
        """The years over which the cost is averaged."""
        return slice(self.years.index(self.first), self.years.index(self.last) + 1)


@dataclass(frozen=True)
class Cost:
    """What a park costs, part by part.

    Parameters
    ----------
    parts : numpy.ndarray of float64, shape (samples, parts)
        In the order of ``PARTS``: USD a year, mean over the years of the park.
    """

    parts: Floats

    def of(self, *names: str) -> Floats:
        """Return the sum of some parts, USD a year, shape (samples,)."""
        return np.asarray(self.parts[:, [PARTS.index(name) for name in names]].sum(axis=1))

    @property
    def total(self) -> Floats:
        """All parts, USD a year, shape (samples,)."""
        return self.of(*PARTS)

    @property
    def hardware(self) -> Floats:
        """What is bought, without overhead and electricity, USD a year, shape (samples,)."""
        return self.of(*BOUGHT)


def cost(park: Park, values: Values) -> Cost:
    """Return the cost of a park for each sample of its inputs.

    Parameters
    ----------
    park : Park
    values : mapping of str to array_like of float64, shape () or (samples,)
        All of ``ALLOWED``, in the units given there.

    Returns
    -------
    Cost

    Raises
    ------
    ValueError
        For a name that is missing or unknown, or a value that is not allowed.

    Notes
    -----
    Each thing is bought just in time by :func:`ecosystem_nb.facilities.vintages.kernel.follow_need`, from
    an even past that left the need of the first year.  A change of the need builds up by the same factor
    each year from ``known`` to ``first``.  Prices fall by a constant rate from ``known`` on; before, they
    do not matter.  Library and drives grow with the volume, in any amount; electricity is that of
    everything installed, at full load.  HS06 count as HS23, as in accounting.
    Cost O(samples years lifetime).
    """
    x = _checked(values)
    need, price, life, past = _prepared(park, x)
    bought, _, capacity = follow_need(need, life, past)
    hardware = (bought * price)[:, park.span].mean(axis=1)
    overhead = hardware.sum(axis=1) * x["overhead"] / 100.0
    bill = (capacity[:, park.span].mean(axis=1) * _watts(x)).sum(axis=1)
    electricity = bill * x["pue"] * HOURS / 1000.0 * x["electricity"]
    return Cost(np.column_stack([hardware, overhead, electricity]))


def prepared(park: Park, values: Values) -> tuple[Floats, Floats, Floats, Floats]:
    """Return what is needed of everything that is bought, and its prices, lifetimes and past.

    Parameters
    ----------
    park, values
        As for :func:`cost`.

    Returns
    -------
    need, price : numpy.ndarray of float64, shape (samples, years, things)
        In the order of ``BOUGHT``: MHS06 and PB, and USD for one of them.
    lifetime : numpy.ndarray of float64, shape (samples, things)
        Years.
    past : numpy.ndarray of float64, shape (samples, earlier, things)
        Purchases of the years before the first.
    """
    return _prepared(park, _checked(values))


def _prepared(park: Park, x: Mapping[str, Floats]) -> tuple[Floats, Floats, Floats, Floats]:
    need = _needs(park, x)
    life = lives({str(i): x[f"{_KINDS[kind]}_lifetime"] for i, kind in enumerate(_KIND_OF)})
    past = even_past(np.ascontiguousarray(need[:, 0]), {str(i): life[:, i] for i in range(len(BOUGHT))})
    return need, _prices(park, x), life, past


def _checked(values: Values) -> dict[str, Floats]:
    if missing := [name for name in ALLOWED if name not in values]:
        raise ValueError(f"no {missing[0]}: expected a value of each of {', '.join(ALLOWED)}")
    if unknown := [name for name in values if name not in ALLOWED]:
        raise ValueError(f"unknown input {unknown[0]}: expected one of {', '.join(ALLOWED)}")
    made = [within(name, values[name], unit, **bounds) for name, (unit, bounds) in ALLOWED.items()]
    return dict(zip(ALLOWED, np.broadcast_arrays(*(np.atleast_1d(one) for one in made)), strict=True))


def _needs(park: Park, x: Mapping[str, Floats]) -> Floats:
    """Return the need of everything that is bought, shape (samples, years, things)."""
    factors = np.stack(
        [x["cpu_need"] * (1.0 - x["offload"]), x["disk_need"], x["t0_tape_need"], x["t1_tape_need"]], axis=1
    )
    grown = park.need * factors[:, None, :] ** park.ramp[None, :, None]
    return np.ascontiguousarray(grown[:, :, list(NEED_OF)])


def _prices(park: Park, x: Mapping[str, Floats]) -> Floats:
    """Return money for a MHS06 or PB, shape (samples, years, things)."""
    now = np.stack(
        [
            1e6 * x["cpu_price"],
            1e3 * x["disk_price"],
            1e3 * x["media_price"],
            1e3 * x["slot_price"] / park.cartridge,
            1e3 * drives_for(x["recalls"], x["drive_price"], park.drive_rate, x["drive_use"]),
        ],
        axis=1,
    )
    rates = ("cpu", "disk", "tape", "tape", "drive")
    growth = 1.0 + np.stack([x[f"{name}_improvement"] for name in rates], axis=1) / 100.0
    later = np.asarray(park.years, dtype=np.float64) - park.known
    made = now[:, None, :] * growth[:, None, :] ** -later[None, :, None]
    return np.asarray(made[:, :, list(_KIND_OF)])


def _watts(x: Mapping[str, Floats]) -> Floats:
    """Return the power of a MHS06 or PB, W, shape (samples, things); a library draws as its media do."""
    none = np.zeros_like(x["pue"])
    tape = [1e3 * x["tape_power"], none, none]
    return np.stack([1e6 / x["cpu_efficiency"], 1e3 * x["disk_power"], *tape, *tape], axis=1)
