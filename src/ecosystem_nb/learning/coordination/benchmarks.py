"""Which benchmark holds what the workshop asked of benchmarks."""

import pandas as pd

CRITERIA = {
    "open": "anyone can enter",
    "deployed": "tied to deployment",
    "drifts": "conditions change",
}
CONTEXTS = ("trigger", "reconstruction", "simulation", "analysis")


def holding(table: pd.DataFrame, wanted: tuple[str, ...]) -> pd.DataFrame:
    """Return the benchmarks that hold every criterion wanted.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns of ``CRITERIA``, each ``"yes"`` or ``"no"``.
    wanted : tuple of str
        Some of ``CRITERIA``; none of them asks for nothing.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    ValueError
        For a criterion that is not known.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["a", "b"], "open": ["yes", "no"], "drifts": ["no", "no"]})
    >>> holding(table, ("open",))["name"].tolist(), len(holding(table, ("open", "drifts")))
    (['a'], 0)
    """
    for name in wanted:
        if name not in CRITERIA:
            raise ValueError(f"criterion = {name!r}: expected some of {', '.join(CRITERIA)}")
    chosen = table
    for name in wanted:
        chosen = chosen[chosen[name] == "yes"]
    return chosen


def by_context(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each context and criterion, how many benchmarks hold it.

    Returns
    -------
    pandas.DataFrame
        Columns ``context``, ``criterion`` (in words), ``number`` and ``of``.
    """
    rows = [
        (context, said, int((here[name] == "yes").sum()), len(here))
        for context in CONTEXTS
        for here in (table[table["context"] == context],)
        for name, said in CRITERIA.items()
    ]
    return pd.DataFrame(rows, columns=["context", "criterion", "number", "of"])
