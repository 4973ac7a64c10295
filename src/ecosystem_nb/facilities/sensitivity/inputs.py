"""What may vary, and how far?  Inputs of a model by name, each with its range, unit and status."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.wording import STATUSES

Values = Mapping[str, ArrayLike]
Model = Callable[[Values], Floats]  # takes a value, or an array over samples, for each input


@dataclass(frozen=True)
class Input:
    """One input of a model.

    Parameters
    ----------
    name : str
        As the model calls it.
    label : str
        As a reader calls it.
    value, low, high : float
        In ``unit``; ``low`` below ``high``.
    unit : str
        ``"1"`` for none.
    status : str
        How the range is known, one of ``STATUSES``.
    source : str
        Of the range: keys of ``references.bib``, or nothing where it is assumed.
    adds : bool
        A step is added, not multiplied: for a share whose value is 0.

    Raises
    ------
    ValueError
        For a range without width, a number that is not finite, or an unknown status.

    Examples
    --------
    >>> Input("pue", "PUE", 1.6, 1.8, 1.1, "1", "assumed")
    Traceback (most recent call last):
        ...
    ValueError: range of PUE = 1.8 to 1.1: expected a low end below the high end
    """

    name: str
    label: str
    value: float
    low: float
    high: float
    unit: str
    status: str
    source: str = ""
    adds: bool = False

    def __post_init__(self) -> None:
        within(self.label, [self.value, self.low, self.high], self.unit)
        if not self.low < self.high:
            tail = "" if self.unit == "1" else f" {self.unit}"
            raise ValueError(
                f"range of {self.label} = {self.low:g} to {self.high:g}{tail}: "
                "expected a low end below the high end"
            )
        if self.status not in STATUSES:
            raise ValueError(
                f"status of {self.label} = {self.status!r}: expected one of {', '.join(STATUSES)}"
            )

    def moved(self, step: float) -> float:
        """Return the value after a step, in the input's unit.

        Parameters
        ----------
        step : float
            Relative, or added where ``adds`` is true.

        Examples
        --------
        >>> Input("pue", "PUE", 1.5, 1.1, 1.8, "1", "assumed").moved(0.2)
        1.7999999999999998
        """
        return self.value + step if self.adds else self.value * (1.0 + step)


def centre(inputs: Sequence[Input]) -> dict[str, float]:
    """Return the value of each input, by name.

    Raises
    ------
    ValueError
        When a name occurs twice.
    """
    made = {one.name: one.value for one in inputs}
    if len(made) != len(inputs):
        names = [one.name for one in inputs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"input {twice} stands twice: expected each name once")
    return made


def problem(inputs: Sequence[Input]) -> dict[str, object]:
    """Return the inputs in SALib's form: independent, uniform between low and high."""
    return {
        "num_vars": len(centre(inputs)),
        "names": [one.name for one in inputs],
        "bounds": [[one.low, one.high] for one in inputs],
    }


def drawn(inputs: Sequence[Input], rng: np.random.Generator, samples: int) -> dict[str, Floats]:
    """Draw every input evenly from its range, each on its own.

    Parameters
    ----------
    inputs : sequence of Input
    rng : numpy.random.Generator
    samples : int
        1 or more.

    Returns
    -------
    dict of str to numpy.ndarray of float64, shape (samples,)
    """
    within("samples", samples, "1", least=1.0)
    return {one.name: rng.uniform(one.low, one.high, samples) for one in inputs}


def evaluated(model: Model, inputs: Sequence[Input], rows: Floats) -> Floats:
    """Return the model at each row of a design.

    Parameters
    ----------
    model : callable
    inputs : sequence of Input
    rows : numpy.ndarray of float64, shape (samples, inputs)
        Columns in the order of the inputs.

    Returns
    -------
    numpy.ndarray of float64, shape (samples,)

    Raises
    ------
    ValueError
        When the model returns another shape, numbers that are not finite, or the same everywhere.
    """
    made = np.asarray(model({one.name: rows[:, i] for i, one in enumerate(inputs)}), dtype=np.float64)
    if made.shape != (len(rows),):
        raise ValueError(f"model returns shape {made.shape}: expected ({len(rows)},), one number a sample")
    within("result of the model", made, "1")
    if np.ptp(made) == 0.0:
        raise ValueError(f"result of the model = {made[0]:g} everywhere: expected one that depends on inputs")
    return made


def table(inputs: Sequence[Input]) -> pd.DataFrame:
    """Return the inputs as a table, one a row.

    Returns
    -------
    pandas.DataFrame
        Columns ``input`` (the label), ``value``, ``low``, ``high``, ``unit``, ``status`` and ``source``.
    """
    return pd.DataFrame(
        [
            {
                "input": one.label,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "unit": one.unit,
                "status": one.status,
                "source": one.source,
            }
            for one in inputs
        ]
    )
