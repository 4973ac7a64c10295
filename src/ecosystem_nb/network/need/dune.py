"""What does DUNE add?  A mean flow from the growth of its tape, with the LHC's own factors."""

import pandas as pd

from ecosystem_nb.network.need.kernels import SECONDS_PER_YEAR, rate_gbit_s
from ecosystem_nb.network.need.parameters import WanNeed


def tape_growth(table: pd.DataFrame, first: int = 2030, last: int = 2040) -> float:
    """Return how much DUNE's tape grows a year, on average between two years.

    Parameters
    ----------
    table : pandas.DataFrame
        ``network/dune``: columns ``resource``, ``year``, ``value`` (PB for tape).
    first, last : int
        Years that the table holds, ``first < last``.

    Returns
    -------
    float
        PB a year.

    Raises
    ------
    ValueError
        When a year is missing or the years are in the wrong order.
    """
    if first >= last:
        raise ValueError(f"years {first} to {last}: expected the first before the last")
    tape = table[table["resource"] == "tape"].set_index("year")["value"]
    for year in (first, last):
        if year not in tape.index:
            raise ValueError(f"DUNE tape in {year}: the table has {', '.join(map(str, tape.index))}")
    return (float(tape[last]) - float(tape[first])) / (last - first)


def flow(need: WanNeed, growth: float) -> dict[str, float]:
    """Return the flow that fills DUNE's tape, as a mean and with the factors of both models.

    Parameters
    ----------
    need : WanNeed
        Burst, provisioning and flexible factor are taken from it.
    growth : float
        Growth of the tape, PB a year.

    Returns
    -------
    dict of str to float
        ``mean``, ``minimal`` and ``flexible``, Gbit/s.

    Notes
    -----
    Each byte that stays on tape is moved once, spread over the whole year.  Neglected: bytes
    deleted again, second copies and reprocessing traffic (both would add), tape filled where
    the data arise (would subtract), and the burst of a supernova read-out.
    """
    mean = float(rate_gbit_s(growth, SECONDS_PER_YEAR))
    built = mean * need.burst_factor * need.provisioning_factor
    return {"mean": mean, "minimal": built, "flexible": built * need.flexible_factor}
