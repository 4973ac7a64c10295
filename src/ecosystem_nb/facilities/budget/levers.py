"""What is a result of R&D worth?  A part of the need that shrinks, in capacity and in money."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.demand.needs import COLUMNS, checked
from ecosystem_nb.facilities.vintages.model import Plan


@dataclass(frozen=True)
class Lever:
    """Some parts of the need of some resources become smaller.

    Parameters
    ----------
    name : str
        What the research does.
    parts : mapping of str to tuple of str
        By resource, the parts of the need that shrink.
    factor : float
        What is left of them, 0 to 1.

    Examples
    --------
    >>> Lever("twice as fast", {"CPU": ("reconstruction",)}, 1.5)
    Traceback (most recent call last):
        ...
    ValueError: twice as fast: factor = 1.5 is out of range: expected at least 0 and at most 1
    """

    name: str
    parts: Mapping[str, tuple[str, ...]]
    factor: float

    def __post_init__(self) -> None:
        within(f"{self.name}: factor", self.factor, "1", least=0.0, most=1.0)


def pulled(parts: pd.DataFrame, levers: Sequence[Lever] = ()) -> pd.DataFrame:
    """Return the whole need with some levers pulled.

    Parameters
    ----------
    parts : pandas.DataFrame
        Columns ``experiment``, ``year``, ``resource``, ``part``, ``need`` and ``unit``.
    levers : sequence of Lever
        Those that name the same part multiply.

    Returns
    -------
    pandas.DataFrame
        In the form of :func:`ecosystem_nb.facilities.demand.needs.needs`.

    Raises
    ------
    ValueError
        For a part that the table lacks.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"experiment": "A", "year": 2030, "resource": "disk", "part": ["AOD", "RAW"], "need": [4.0, 1.0]}
    ... ).assign(unit="PB")
    >>> pulled(table, [Lever("half", {"disk": ("AOD",)}, 0.5)])["need"].tolist()
    [3.0]
    """
    made = parts.copy()
    known = set(zip(made["resource"], made["part"], strict=True))
    for lever in levers:
        for resource, names in lever.parts.items():
            for name in names:
                if (resource, name) not in known:
                    have = ", ".join(sorted(part for kind, part in known if kind == resource))
                    raise ValueError(f"{lever.name}: no part {name} of {resource}: expected {have}")
            rows = (made["resource"] == resource) & made["part"].isin(names)
            made["need"] = made["need"].where(~rows, made["need"] * lever.factor)
    keys = [name for name in COLUMNS if name != "need"]
    return checked(made.groupby(keys, as_index=False)["need"].sum()[list(COLUMNS)])


def worth(
    parts: pd.DataFrame,
    levers: Sequence[Lever],
    plan: Callable[[pd.DataFrame], Plan],
    years: tuple[int, int],
) -> pd.DataFrame:
    """Return what each lever alone saves a year, and all of them together.

    Parameters
    ----------
    parts : pandas.DataFrame
        As for :func:`pulled`.
    levers : sequence of Lever
    plan : callable
        Buys what a table of needs asks for.
    years : tuple of int
        First and last year over which the saving is averaged.

    Returns
    -------
    pandas.DataFrame
        Columns ``lever``, ``saved`` (money a year) and ``share`` (1: of the spend without levers);
        the last row is ``all together``.

    Notes
    -----
    Levers that name the same part save less together than apart; those on different parts add up,
    as long as purchases are made every year.
    """
    before = plan(pulled(parts)).yearly(*years).item()
    rows = []
    for name, some in [*((one.name, (one,)) for one in levers), ("all together", tuple(levers))]:
        saved = before - plan(pulled(parts, some)).yearly(*years).item()
        rows.append({"lever": name, "saved": saved, "share": saved / before})
    return pd.DataFrame(rows)
