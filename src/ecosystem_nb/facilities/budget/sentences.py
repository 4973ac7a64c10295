"""What the page on a million dollars says of its figures, computed."""

import pandas as pd

from ecosystem_nb.wording import percent, rounded


def band(bands: pd.DataFrame, needs: pd.DataFrame, resource: str, improvement: float, extra: float) -> str:
    """Say what the flat budget, the band and the need are in the last year.

    Parameters
    ----------
    bands : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.budget.million.capacity_table`.
    needs : pandas.DataFrame
        Columns ``year``, ``resource``, ``line`` (``need``, ``need after R&D``) and ``capacity``.
    resource : str
    improvement : float
        % a year, one of the table.
    extra : float
        MUSD a year.
    """
    rows = bands[(bands["resource"] == resource) & (bands["improvement"] == improvement)]
    last = rows[rows["year"] == rows["year"].max()].iloc[0]
    here = (needs["resource"] == resource) & (needs["year"] == last["year"])
    final = needs[here].set_index("line")["capacity"]
    wanted, less = final["need"], final["need after R&D"]
    more, fewer = last["high"] - last["capacity"], last["capacity"] - last["low"]
    part = more / (wanted - last["capacity"]) if wanted > last["capacity"] else None
    money = f"{extra:g} MUSD a year"
    said = (
        f"At {improvement:.0f} % a year the flat budget buys {rounded(last['capacity'], 3)} {last['unit']} "
        f"of {resource} in {last['year']:.0f}; {money} more adds {rounded(more)} {last['unit']} and "
        f"{money} less takes {rounded(fewer)}"
    )
    if part is None:
        return f"{said}. The flat budget meets the need of {rounded(wanted, 3)} {last['unit']}."
    closes = f"{percent(part)} of the gap to the need of {rounded(wanted, 3)} {last['unit']}"
    research = f"With all results of R&D below the need is {rounded(less, 3)} {last['unit']}."
    return f"{said}. The first closes {closes}. {research}"


def worth(table: pd.DataFrame, improvement: float, extra: float, years: tuple[int, int]) -> str:
    """Say which result of R&D saves most, and how many times the extra money that is.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``improvement`` (%/yr), ``lever`` and ``saved`` (MUSD a year).
    improvement : float
        % a year, one of the table.
    extra : float
        MUSD a year.
    years : tuple of int
        First and last year of the mean.
    """
    rows = table[table["improvement"] == improvement].set_index("lever")["saved"]
    single = rows.drop("all together")
    best, least = single.idxmax(), single.idxmin()
    return (
        f"At {improvement:.0f} % a year, {best} saves most: {single[best]:.1f} MUSD a year in the mean of "
        f"{years[0]} to {years[1]}, {single[best] / extra:.0f} times the {extra:g} MUSD of the band; "
        f"{least} saves {single[least]:.1f}. All together save {rows['all together']:.0f} MUSD a year."
    )


def surer(range_: pd.DataFrame, bands: pd.DataFrame, resource: str, extra: float) -> str:
    """Say whether prices or a million move the capacity more.

    Parameters
    ----------
    range_ : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.budget.million.capacity_range`.
    bands : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.budget.capacity.bands`, same years.
    resource : str
    extra : float
        MUSD a year.
    """
    last = range_["year"].max()
    prices = range_[(range_["resource"] == resource) & (range_["year"] == last)].iloc[0]
    money = bands[(bands["resource"] == resource) & (bands["year"] == last)].iloc[0]
    ratio = (prices["high"] - prices["low"]) / (money["high"] - money["low"])
    wider = f"{ratio:.1f} times as wide as" if ratio >= 1.0 else f"{percent(ratio)} of"
    return (
        f"Prices that are not known leave {rounded(prices['low'], 3)} to {rounded(prices['high'], 3)} "
        f"{money['unit']} of {resource} in {last} at the same money (5 to 95 % of the futures): {wider} "
        f"the band of {extra:g} MUSD a year more or less."
    )


def regimes(table: pd.DataFrame, year: int, extra: float) -> str:
    """Say what the quotes do to a million, against the central regime.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.budget.million.buys`, CPU in kHS06, disk in PB.
    year : int
    extra : float
        MUSD.
    """
    by = table.set_index("regime")
    one, other = by.loc["central"], by.loc["quotes"]
    return (
        f"In {year} {extra:g} MUSD buys {one['CPU']:.0f} kHS06, or {one['disk']:.1f} PB of disk, or "
        f"{one['tape']:.0f} PB of tape in the central regime; {other['CPU']:.0f} kHS06 or "
        f"{other['disk']:.1f} PB of disk where the quotes of 2026 fade."
    )


def tape(parts: pd.DataFrame, recalls: float) -> str:
    """Say what media are of a TB on tape.

    Parameters
    ----------
    parts : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.budget.million.tape_parts`.
    recalls : float
        One of its numbers of times a year.
    """
    one = parts[parts["recalls"] == recalls].set_index("part")["cost"]
    largest = one.idxmax()
    return (
        f"An archive that is read or written {recalls:g} times a year costs {one.sum():.1f} USD/TB, of which "
        f"{one['media']:.1f} are cartridges, {one['library']:.1f} the library and {one['drives']:.1f} "
        "drives: "
        f"{'cartridges' if largest == 'media' else largest} are the largest part."
    )


def whole_tape(parts: pd.DataFrame, recalls: float, price: float, year: int) -> str:
    """Say how much dearer tape is with its drives than at one price.

    Parameters
    ----------
    parts : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.budget.million.tape_parts`.
    recalls : float
        One of its numbers of times a year.
    price : float
        The one price, USD/TB.
    year : int
        Of that price.
    """
    whole = parts[parts["recalls"] == recalls]["cost"].sum()
    return (
        f"The figure of tape takes one price, {price:.1f} USD/TB in {year}; taken apart with its drives and "
        f"library, as below, tape costs {whole / price:.1f} times as much, and money buys so much less."
    )


def answer(bands: pd.DataFrame, saved: str, ratio: float, scope: str, extra: float) -> str:
    """Say the page's answer.

    Parameters
    ----------
    bands : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.budget.capacity.bands`.
    saved : str
        From :func:`worth`.
    ratio : float
        Spend that the need takes over the flat budget.
    scope : str
    extra : float
        MUSD a year.
    """
    last = bands[bands["year"] == bands["year"].max()].set_index("resource")
    more = last["high"] - last["capacity"]
    parts = [f"{rounded(more[name])} {last.loc[name, 'unit']} of {name}" for name in ("CPU", "disk")]
    return (
        f"{extra:g} MUSD of hardware more each year adds {parts[0]} or {parts[1]} by "
        f"{last['year'].max():.0f} to what a flat budget buys for {scope}; "
        f"the need takes {ratio:.1f} times the flat budget. {saved}"
    )
