"""What a quantity may be, said in one line when it is not."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def within(
    name: str,
    values: ArrayLike,
    unit: str,
    *,
    above: float | None = None,
    least: float | None = None,
    most: float | None = None,
) -> Floats:
    """Return values as an array, or say which of them is out of range.

    Parameters
    ----------
    name : str
        What the values are, for the message.
    values : array_like of float64
        In ``unit``.
    unit : str
        Their unit, ``"1"`` for none.
    above, least, most : float, optional
        Open lower, closed lower and closed upper bound, in ``unit``.

    Returns
    -------
    numpy.ndarray of float64

    Raises
    ------
    ValueError
        For the first value that is not finite or out of range.

    Examples
    --------
    >>> within("loss", 0.5, "1", above=0, most=0.02)
    Traceback (most recent call last):
        ...
    ValueError: loss = 0.5 is out of range: expected above 0 and at most 0.02
    """
    array = np.asarray(values, dtype=np.float64)
    bad = ~np.isfinite(array)
    says = []
    if above is not None:
        bad |= array <= above
        says.append(f"above {above:g}")
    if least is not None:
        bad |= array < least
        says.append(f"at least {least:g}")
    if most is not None:
        bad |= array > most
        says.append(f"at most {most:g}")
    if bad.any():
        first = float(array[bad].flat[0])
        tail = "" if unit == "1" else f" {unit}"
        allowed = " and ".join(says) or "a finite number"
        raise ValueError(f"{name} = {first:g}{tail} is out of range: expected {allowed}{tail}")
    return array
