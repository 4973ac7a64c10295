"""Which numbers can a few bits hold? Fixed-point formats, rounding and saturation as in ``ap_fixed``."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_BITS = 48


@dataclass(frozen=True)
class Format:
    """A fixed-point format: whole multiples of a power of two between two ends.

    Parameters
    ----------
    bits : int
        Bits of the word, the sign included: 1 to 48.
    integer : int
        Bits left of the binary point, the sign included; may be negative or larger than ``bits``.
    signed : bool
        Whether there is a sign.

    Notes
    -----
    The same as ``ap_fixed<bits, integer>`` and ``ap_ufixed<bits, integer>`` of high-level synthesis [1]_.

    References
    ----------
    .. [1] AMD, Vitis High-Level Synthesis User Guide, UG1399.

    Examples
    --------
    >>> four = Format(4, 2)
    >>> four.low, four.high, four.step
    (-2.0, 1.75, 0.25)
    """

    bits: int
    integer: int
    signed: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.bits <= MOST_BITS:
            raise ValueError(f"bits = {self.bits} is out of range: expected 1 to {MOST_BITS} bits")

    @property
    def fraction(self) -> int:
        """Bits right of the binary point."""
        return self.bits - self.integer

    @property
    def step(self) -> float:
        """Distance of neighbouring values."""
        return 2.0**-self.fraction

    @property
    def lowest(self) -> int:
        """Least integer of the word."""
        return -(1 << (self.bits - 1)) if self.signed else 0

    @property
    def highest(self) -> int:
        """Largest integer of the word."""
        return (1 << (self.bits - 1 if self.signed else self.bits)) - 1

    @property
    def low(self) -> float:
        """Least value."""
        return self.lowest * self.step

    @property
    def high(self) -> float:
        """Largest value."""
        return self.highest * self.step

    def hls(self, *, saturates: bool = False) -> str:
        """Return the type's name in high-level synthesis.

        Parameters
        ----------
        saturates : bool
            Round to nearest and stop at the ends, instead of truncating and wrapping round.

        Examples
        --------
        >>> Format(6, 2, signed=False).hls(saturates=True)
        'ap_ufixed<6,2,AP_RND,AP_SAT>'
        """
        modes = ",AP_RND,AP_SAT" if saturates else ""
        return f"ap_{'' if self.signed else 'u'}fixed<{self.bits},{self.integer}{modes}>"


def to_integers(values: ArrayLike, form: Format) -> Integers:
    """Round to the nearest integer of a format, halves upwards, and stop at its ends.

    Parameters
    ----------
    values : array_like of float
        Any finite numbers.
    form : Format
        Where to.

    Returns
    -------
    numpy.ndarray of int64
        ``clip(floor(value / step + 1/2))``.

    Examples
    --------
    >>> to_integers([0.1, 0.125, -9.0, 9.0], Format(4, 2))
    array([ 0,  1, -8,  7])
    """
    scaled = np.floor(np.asarray(values, dtype=np.float64) * 2.0**form.fraction + 0.5)
    return np.clip(scaled, form.lowest, form.highest).astype(np.int64)


def to_values(integers: ArrayLike, form: Format) -> Floats:
    """Return the numbers that the integers of a format stand for; exact below 53 bits.

    Examples
    --------
    >>> to_values([-8, 1], Format(4, 2))
    array([-2.  ,  0.25])
    """
    return np.asarray(integers, dtype=np.float64) * form.step


def best_format(values: ArrayLike, bits: int, *, signed: bool = True) -> Format:
    """Return the format of so many bits that keeps these values best.

    Parameters
    ----------
    values : array_like of float
        A sample of what will be stored.
    bits : int
        Bits of the word.
    signed : bool
        Whether there is a sign.

    Returns
    -------
    Format
        With the binary point at which the mean squared error of rounding and saturation is least.

    Examples
    --------
    >>> best_format([0.9, -0.7, 0.25], 6)
    Format(bits=6, integer=1, signed=True)
    """
    sample = np.asarray(values, dtype=np.float64).ravel()
    top = float(np.max(np.abs(sample), initial=0.0))
    if not math.isfinite(top):
        raise ValueError("values hold a number that is not finite: expected finite numbers")
    if top == 0.0:
        return Format(bits, int(signed), signed)
    reach = math.ceil(math.log2(top)) + int(signed)
    tried = [Format(bits, reach + shift, signed) for shift in (1, 0, -1, -2, -3)]
    return min(
        tried, key=lambda form: float(np.mean((to_values(to_integers(sample, form), form) - sample) ** 2))
    )


def enough(low: int, high: int, fraction: int) -> Format:
    """Return the smallest signed format that holds all integers from ``low`` to ``high``.

    Parameters
    ----------
    low, high : int
        Ends, in steps of ``2**-fraction``.
    fraction : int
        Bits right of the binary point.

    Examples
    --------
    >>> enough(-8, 7, 2), enough(-8, 8, 2).bits
    (Format(bits=4, integer=2, signed=True), 5)
    """
    bits = 1 + max(max(high, 0).bit_length(), (-low - 1).bit_length() if low < 0 else 0, 1)
    return Format(bits, bits - fraction)
