"""Which inputs can be left out of a study?  Morris's elementary effects, with SALib."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from SALib.analyze import morris as analysis
from SALib.sample import morris as sampling

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.sensitivity.inputs import Input, Model, evaluated, problem

LEVELS = 4


def morris(inputs: Sequence[Input], model: Model, trajectories: int, seed: int) -> pd.DataFrame:
    """Return the mean effects of each input over its range, from few runs of the model.

    Parameters
    ----------
    inputs : sequence of Input
    model : callable
    trajectories : int
        2 or more; the model is evaluated ``trajectories`` (inputs + 1) times.
    seed : int
        0 or more.

    Returns
    -------
    pandas.DataFrame
        Columns ``name``, ``input``, ``mu``, ``mu_star``, ``mu_star_error`` and ``sigma``, in the unit of
        the result for the whole range of the input; the largest ``mu_star`` first.

    Notes
    -----
    ``mu_star`` is the mean size of an effect, ``mu`` its mean with sign: the two differ where the result
    rises and falls.  ``sigma`` is 0 for an input that acts alone and linearly.  Four levels.

    References
    ----------
    Morris, Technometrics 33 (1991) 161, doi:10.1080/00401706.1991.10484804.
    Campolongo et al., Environmental Modelling & Software 22 (2007) 1509,
    doi:10.1016/j.envsoft.2006.10.004.

    Examples
    --------
    >>> both = [Input(name, name, 1.0, 0.0, 2.0, "1", "assumed") for name in ("a", "b")]
    >>> morris(both, lambda x: 3.0 * x["a"] - x["b"], 4, 1)["mu"].round(9).tolist()
    [6.0, -2.0]
    """
    count = int(within("trajectories", trajectories, "1", least=2.0).item())
    within("seed", seed, "1", least=0.0)
    asked = problem(inputs)
    rng = np.random.default_rng(seed)
    rows = sampling.sample(asked, count, num_levels=LEVELS, seed=rng)
    result = evaluated(model, inputs, rows)
    found = analysis.analyze(asked, rows, result, num_levels=LEVELS, seed=rng)
    made = pd.DataFrame(
        {
            "name": [one.name for one in inputs],
            "input": [one.label for one in inputs],
            "mu": np.asarray(found["mu"], dtype=np.float64),
            "mu_star": np.asarray(found["mu_star"], dtype=np.float64),
            "mu_star_error": np.asarray(found["mu_star_conf"], dtype=np.float64),
            "sigma": np.asarray(found["sigma"], dtype=np.float64),
        }
    )
    return made.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)
