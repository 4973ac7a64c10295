"""How much does each input move the result, one at a time?  In the unit of the result: dollars."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.sensitivity.inputs import Input, Model, centre, drawn


def tornado(inputs: Sequence[Input], model: Model, step: float) -> pd.DataFrame:
    """Move each input by the same step, down and up, with all others where they are.

    Parameters
    ----------
    inputs : sequence of Input
    model : callable
    step : float
        Relative, above 0 and below 1; added to inputs that say so, and not taken from them.

    Returns
    -------
    pandas.DataFrame
        Columns ``name``, ``input``, ``down`` and ``up`` (change of the result, in its unit) and ``share``
        (1: ``up`` over the result), the widest first.

    Examples
    --------
    >>> both = [Input(name, name, 1.0, 0.0, 2.0, "1", "assumed") for name in ("a", "b")]
    >>> tornado(both, lambda x: 3.0 * x["a"] + x["b"], 0.5)[["input", "down", "up"]].values.tolist()
    [['a', -1.5, 1.5], ['b', -0.5, 0.5]]
    """
    by = within("step", step, "1", above=0.0, most=0.99).item()
    downs = [one.value if one.adds else one.moved(-by) for one in inputs]
    return _swings(inputs, model, downs, [one.moved(by) for one in inputs])


def over_ranges(inputs: Sequence[Input], model: Model) -> pd.DataFrame:
    """Move each input to the ends of its range, with all others where they are.

    Parameters
    ----------
    inputs : sequence of Input
    model : callable

    Returns
    -------
    pandas.DataFrame
        As :func:`tornado`: ``down`` at the low end, ``up`` at the high one.
    """
    return _swings(inputs, model, [one.low for one in inputs], [one.high for one in inputs])


def when_all_vary(
    inputs: Sequence[Input], model: Model, step: float, samples: int, seed: int
) -> pd.DataFrame:
    """Move each input by a step while all of them vary over their ranges.

    Parameters
    ----------
    inputs : sequence of Input
    model : callable
    step : float
        Relative, above 0; added to inputs that say so.
    samples : int
        Futures, 1 or more.
    seed : int

    Returns
    -------
    pandas.DataFrame
        Columns ``name``, ``input``, ``low``, ``median`` and ``high``: 5, 50 and 95 % of the change of the
        result over the futures, in its unit.

    Notes
    -----
    The step starts from the input's own value, not from the drawn one: the question stays *what if it
    were so much more than we think*, asked in each future of all other inputs.
    """
    by = within("step", step, "1", above=0.0).item()
    future = drawn(inputs, np.random.default_rng(seed), samples)
    rows = []
    for one in inputs:
        ends = [model({**future, one.name: np.full(samples, value)}) for value in (one.value, one.moved(by))]
        low, median, high = np.quantile(ends[1] - ends[0], [0.05, 0.5, 0.95])
        rows.append({"name": one.name, "input": one.label, "low": low, "median": median, "high": high})
    return pd.DataFrame(rows)


def _swings(
    inputs: Sequence[Input], model: Model, downs: Sequence[float], ups: Sequence[float]
) -> pd.DataFrame:
    """Evaluate all changes in one call: the first sample is the middle."""
    middle, count = centre(inputs), 2 * len(inputs) + 1
    values = {name: np.full(count, value) for name, value in middle.items()}
    for i, one in enumerate(inputs):
        values[one.name][1 + 2 * i], values[one.name][2 + 2 * i] = downs[i], ups[i]
    found = model(values)
    change = (found[1:] - found[0]).reshape(-1, 2)
    made = pd.DataFrame(
        {
            "name": [one.name for one in inputs],
            "input": [one.label for one in inputs],
            "down": change[:, 0],
            "up": change[:, 1],
            "share": change[:, 1] / found[0],
        }
    )
    width = np.abs(change).max(axis=1)
    return made.iloc[np.argsort(-width, kind="stable")].reset_index(drop=True)
