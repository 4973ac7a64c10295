"""What the page on the need of computing says of its numbers, whichever way they turn out."""

from collections.abc import Iterable, Sequence

import pandas as pd

from ecosystem_nb.facilities.demand.needs import RESOURCES
from ecosystem_nb.wording import listed, percent


def at_year(gaps: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the rows of one year, experiment by experiment and in the order of the resources.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.demand.gap.gap`.
    year : int

    Returns
    -------
    pandas.DataFrame
        Columns of ``gaps``.

    Raises
    ------
    ValueError
        For a year that one of the experiments lacks.
    """
    ends = gaps.groupby("experiment")["year"].agg(["min", "max"])
    first, last = int(ends["min"].max()), int(ends["max"].min())
    if not first <= year <= last:
        raise ValueError(
            f"year = {year} is out of range: expected {first} to {last}, which all demands cover"
        )
    rows = gaps[gaps["year"] == year]
    order = {resource: place for place, resource in enumerate(RESOURCES)}
    return rows.sort_values(
        ["experiment", "resource"], key=lambda one: one.map(order) if one.name == "resource" else one
    ).reset_index(drop=True)


def amount(value: float, unit: str) -> str:
    """Write a need with its unit, as fine as it is known.

    Examples
    --------
    >>> amount(39.61, "MHS06"), amount(5467.4, "PB"), amount(2.46, "MHS06")
    ('40 MHS06', '5,467 PB', '2.5 MHS06')
    """
    return f"{value:,.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"


def as_shown(rows: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Return the rows with some columns as fine as a table shows them: whole PB, tenths of MHS06."""
    made = rows.copy()
    digits = rows["unit"].map(lambda unit: 0 if unit == "PB" else 1)
    for column in columns:
        pairs = zip(rows[column], digits, strict=True)
        made[column] = [round(float(value), int(places)) for value, places in pairs]
    return made


def answer(rows: pd.DataFrame, growth: float, base_year: int) -> str:
    """Say the needs of a year and how many times a flat budget they are, from :func:`at_year`."""
    said = []
    for name, one in rows.groupby("experiment"):
        needs = listed(f"{amount(row.need, row.unit)} of {row.resource}" for row in one.itertuples())
        factors = listed(f"{factor:.1f}" for factor in one["factor"])
        said.append(f"{name} asks for {needs}, {factors} times what a flat budget buys")
    return (
        f"In {rows['year'].iloc[0]} {'; '.join(said)} (capacity that grows by {growth:g} % a year "
        f"from the pledges of {base_year})."
    )


def widest(rows: pd.DataFrame) -> str:
    """Say where the gap of a year is widest and where it is narrowest, from :func:`at_year`."""
    top, low = rows.loc[rows["factor"].idxmax()], rows.loc[rows["factor"].idxmin()]
    text = (
        f"In {top.year} the gap is widest for {top.experiment}'s {top.resource}, {top.factor:.1f} times "
        f"a flat budget ({top.factor_low:.1f} to {top.factor_high:.1f} within the band)"
    )
    if low.factor > 1.0:
        return f"{text}, and narrowest for {low.experiment}'s {low.resource}, {low.factor:.1f} times."
    return f"{text}; {low.experiment}'s {low.resource} fits into a flat budget, at {low.factor:.1f} of it."


def largest_part(table: pd.DataFrame, resource: str, year: int) -> str:
    """Say which part of a resource's need is the largest in each experiment.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.demand.parts.parts`, several experiments.
    resource : str
    year : int

    Returns
    -------
    str
        One sentence.
    """
    rows = table[(table["resource"] == resource) & (table["year"] == year)]
    said = []
    for name, one in rows.groupby("experiment"):
        top = one.loc[one["need"].idxmax()]
        said.append(f"{percent(top['need'] / one['need'].sum())} of {name}'s {resource} is {top['part']}")
    return f"In {year} {listed(said)}."


def peers(table: pd.DataFrame) -> str:
    """Say how many of the peer's figures are reached, from the comparison with the peer."""
    reached, apart = int(table["reached"].sum()), table.loc[table["reached"], "apart"].abs().max()
    text = f"{reached} of {len(table)} figures are reached, within {percent(apart, 1)} at most."
    missed = table[~table["reached"]]
    if missed.empty:
        return text
    known = missed[missed["rules"] != ""]
    back = (known["put_back"] / known["value"] - 1.0).abs().max()
    rest = "The others differ" if len(known) == len(missed) else f"{len(known)} of the others differ"
    return f"{text} {rest} by a known rule; with it put back they agree within {percent(back, 1)}."


def steepest(table: pd.DataFrame, label: str) -> str:
    """Say which input moves an experiment's CPU and disk most, from the elasticities."""
    own = table[table["input"] != "number of recorded events"]
    cpu, disk = own.loc[own["CPU"].idxmax()], own.loc[own["disk"].idxmax()]
    return (
        f"{label}: after the number of recorded events, the {cpu['input']} moves CPU most "
        f"({cpu['CPU']:.2f} % for 1 %), and the {disk['input']} moves disk most ({disk['disk']:.2f} %)."
    )


def left_over(rows: pd.DataFrame) -> str:
    """Say which needs still exceed a flat budget once the levers are pulled.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns ``label``, ``resource`` and ``left`` (1): need over flat budget.

    Returns
    -------
    str
        One sentence.
    """
    over, fits = rows[rows["left"] > 1.0], rows[rows["left"] <= 1.0]
    names = listed(f"{row.label}'s {row.resource}" for row in fits.itertuples()) if len(fits) else ""
    if over.empty:
        return "With all four levers at their targets every need fits into a flat budget."
    text = (
        f"With all four levers at their targets {len(over)} of {len(rows)} needs stay above a flat budget, "
        f"by up to {over['left'].max():.1f} times"
    )
    return f"{text}; {names} {'fits' if len(fits) == 1 else 'fit'}." if names else f"{text}."


def worth(halved: dict[str, float], all_fast: dict[str, float]) -> str:
    """Say what the two levers on CPU save in each model, and which is worth more there.

    Parameters
    ----------
    halved, all_fast : dict of str to float
        For each model the share of CPU saved by reconstruction in half its time, and by simulation
        that is all fast (1).

    Returns
    -------
    str
        One sentence for each model.
    """
    said = []
    for name, share in halved.items():
        more = "the former" if share > all_fast[name] else "the latter"
        said.append(
            f"In {name} reconstruction in half its time saves {percent(share)} of the CPU and simulation "
            f"that is all fast {percent(all_fast[name])}: {more} is worth more there."
        )
    return " ".join(said)


def lever_captions(
    table: pd.DataFrame, flat: pd.DataFrame, levers: Sequence[str], year: int, says: str
) -> dict[float | tuple[float, ...], str]:
    """Say the need of each position of two sliders.

    Parameters
    ----------
    table : pandas.DataFrame
        From :mod:`ecosystem_nb.facilities.demand.scan`: columns ``label``, ``resource``, ``year``,
        ``need``, ``unit`` and the levers (1).
    flat : pandas.DataFrame
        Columns ``label``, ``resource``, ``year`` and ``flat``.
    levers : sequence of str
        The two columns, in the order of the sliders.
    year : int
    says : str
        Beginning of the sentence, with ``{0}`` and ``{1}`` for the levers in per cent.

    Returns
    -------
    dict
        By slider positions in per cent.
    """
    rows = table[table["year"] == year].merge(flat[["label", "resource", "year", "flat"]], how="left")
    said: dict[float | tuple[float, ...], str] = {}
    for at, one in rows.groupby(list(levers)):
        place = tuple(round(100.0 * value, 6) for value in at)
        needs = [
            f"{row.label} needs {amount(row.need, row.unit)} of {row.resource}, "
            f"{row.need / row.flat:.1f} times a flat budget"
            for row in one.itertuples()
        ]
        said[place] = f"{says.format(*(f'{value:g} %' for value in place))} {listed(needs)} in {year}."
    return said
