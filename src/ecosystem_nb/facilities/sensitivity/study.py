"""What does a step of each need cost?  Ways to count tape, mixes, and how often an archive is read."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ecosystem_nb.bounds import Floats
from ecosystem_nb.facilities.sensitivity.cost import TAPE, Park, cost
from ecosystem_nb.facilities.sensitivity.inputs import Model, Values
from ecosystem_nb.facilities.sensitivity.parks import Tables, park

MUSD = 1e6
TAPES = ("t0_tape_need", "t1_tape_need")
ONE_PRICE = "one price"
IN_PARTS = "cartridges, library, drives"


def total(one: Park) -> Model:
    """Return the cost of a park as a model of its inputs, MUSD a year."""

    def model(values: Values) -> Floats:
        return cost(one, values).total / MUSD

    return model


def counted(one: Park, values: Mapping[str, float], step: float, price: float) -> pd.DataFrame:
    """Return what more tape costs, by what is counted as tape.

    Parameters
    ----------
    one : Park
    values : mapping of str to float
        All inputs.
    step : float
        How much more tape, relative.
    price : float
        Tape at one price in the year ``known``, USD/TB.

    Returns
    -------
    pandas.DataFrame
        Columns ``counted`` (``ONE_PRICE`` or ``IN_PARTS``), ``where``, ``part``, ``extra`` (MUSD a year) and
        ``share`` (1: of the spend on hardware that is counted the same way).
    """
    single = {**values, "media_price": price, "slot_price": 0.0, "drive_price": 0.0}
    rows = []
    for way, base in ((ONE_PRICE, single), (IN_PARTS, dict(values))):
        more = {**base, **{name: base[name] * (1.0 + step) for name in TAPES}}
        before, after = cost(one, base), cost(one, more)
        for where, tiers in (("Tier-1s", ("T1",)), ("Tier-0 and Tier-1s", ("T0", "T1"))):
            tape = [name for name in TAPE if name.startswith(tiers)]
            whole = before.of("CPU", "disk", *tape).item()
            for part in ("media", "library", "drives"):
                names = [f"{tier} {part}" for tier in tiers]
                extra = (after.of(*names) - before.of(*names)).item()
                row = {"counted": way, "where": where, "part": part}
                rows.append({**row, "extra": extra / MUSD, "share": extra / whole})
    return pd.DataFrame(rows)


def by_mix(
    names: Sequence[str], tables: Tables, years: tuple[int, int], values: Mapping[str, float], step: float
) -> pd.DataFrame:
    """Return what a step of each need costs, by mix.

    Parameters
    ----------
    names : sequence of str
    tables : Tables
    years : tuple of int
        First year in which the change acts, and the last over which costs are averaged.
    values : mapping of str to float
        All inputs.
    step : float
        Relative.

    Returns
    -------
    pandas.DataFrame
        Columns ``mix``, ``resource``, ``extra`` (MUSD a year), ``share`` (1: of the whole cost) and ``cost``
        (MUSD a year, before the step).
    """
    changes = {"CPU": ("cpu_need",), "disk": ("disk_need",), "tape": TAPES}
    rows = []
    for name in names:
        model = total(park(name, tables, *years))
        before = model(values).item()
        for resource, inputs_ in changes.items():
            more = {**values, **{key: values[key] * (1.0 + step) for key in inputs_}}
            extra = model(more).item() - before
            row = {"mix": name, "resource": resource, "extra": extra}
            rows.append({**row, "share": extra / before, "cost": before})
    return pd.DataFrame(rows)


def by_passes(
    one: Park, values: Mapping[str, float], step: float, price: float, passes: Sequence[float]
) -> pd.DataFrame:
    """Return :func:`counted` for archives that are read more or less often.

    Returns
    -------
    pandas.DataFrame
        As :func:`counted`, with the column ``passes``.
    """
    tables = [
        counted(one, {**values, "recalls": times}, step, price).assign(passes=times) for times in passes
    ]
    return pd.concat(tables, ignore_index=True)
