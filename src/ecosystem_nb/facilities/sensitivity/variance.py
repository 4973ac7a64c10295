"""Which input makes the result uncertain?  Sobol's indices: shares of the variance, with SALib."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.sensitivity.inputs import Input, Model, evaluated, problem


def sobol(inputs: Sequence[Input], model: Model, samples: int, seed: int) -> pd.DataFrame:
    """Return first-order and total Sobol indices of a model.

    S = Var(E[Y | x]) / Var(Y) is what the variance would lose if the input were known; the total index
    T = E[Var(Y | all but x)] / Var(Y) is what would be left if all others were.

    Parameters
    ----------
    inputs : sequence of Input
        Drawn evenly and independently between their ends.
    model : callable
    samples : int
        A power of 2; the model is evaluated ``samples`` (inputs + 2) times.
    seed : int
        0 or more, of the scrambled sequence and of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        Columns ``name``, ``input``, ``first``, ``first_error``, ``total`` and ``total_error`` (1), the
        largest total first; errors are half-widths of 95 % intervals.

    Raises
    ------
    ValueError
        For a number of samples that is not a power of 2, or a result without variance.

    Notes
    -----
    The indices belong to these ranges: twice the range of an input makes its share about four times as
    large.  T - S is what the input does together with others.  An estimate of a small index may come
    out below 0.

    References
    ----------
    Saltelli et al., Computer Physics Communications 181 (2010) 259, doi:10.1016/j.cpc.2009.09.018.
    Herman and Usher, Journal of Open Source Software 2 (2017) 97, doi:10.21105/joss.00097.

    Examples
    --------
    >>> both = [Input(name, name, 0.5, 0.0, 1.0, "1", "assumed") for name in ("a", "b")]
    >>> found = sobol(both, lambda x: 2.0 * x["a"] + x["b"], 1024, 1)
    >>> found["first"].round(2).tolist()
    [0.8, 0.2]
    """
    count = int(within("samples", samples, "1", least=2.0).item())
    if count & (count - 1) or count != samples:
        raise ValueError(f"samples = {samples}: expected a power of 2, such as 1024")
    within("seed", seed, "1", least=0.0)
    asked = problem(inputs)
    rows = sampling.sample(asked, count, calc_second_order=False, seed=np.random.default_rng(seed))
    result = evaluated(model, inputs, rows)
    # SALib takes a seed of 0 for none
    found = analysis.analyze(asked, result, calc_second_order=False, seed=seed + 1)
    made = pd.DataFrame(
        {
            "name": [one.name for one in inputs],
            "input": [one.label for one in inputs],
            "first": found["S1"],
            "first_error": found["S1_conf"],
            "total": found["ST"],
            "total_error": found["ST_conf"],
        }
    )
    return made.sort_values("total", ascending=False, kind="stable", ignore_index=True)
