"""What is a network in fixed point? Integer weights, a format for each sum and each activation."""

import hashlib
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.quantised.formats import (
    Floats,
    Format,
    Integers,
    best_format,
    enough,
    to_integers,
    to_values,
)
from ecosystem_nb.learning.quantised.kernels import forward


@dataclass(frozen=True)
class Plain:
    """A small dense network in floating point, its inputs standardised by mean and scale.

    Parameters
    ----------
    weights : tuple of float64 (n_in, n_out)
    biases : tuple of float64 (n_out,)
    mean, scale : float64 (F,)
        Of the inputs, in their units.
    """

    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    mean: Floats = field(repr=False)
    scale: Floats = field(repr=False)

    @classmethod
    def of(cls, network: Network) -> Self:
        """Return the same function with scales that are powers of two.

        Parameters
        ----------
        network : Network
            A trained model.

        Notes
        -----
        A device divides by a power of two by moving the point; what a scale changes by, the weights of the
        first layer take. The score is the logit, which rises with the network's own score.
        """
        scale = np.exp2(np.round(np.log2(network.scale.astype(np.float64))))
        weights = [one.astype(np.float64) for one in network.weights]
        weights[0] = weights[0] * (scale / network.scale)[:, None]
        biases = tuple(one.astype(np.float64) for one in network.biases)
        return cls(tuple(weights), biases, network.mean.astype(np.float64), scale)

    def standard(self, x: ArrayLike) -> Floats:
        """Return inputs without unit: mean 0, width 1 on the sample that trained the network."""
        array = np.asarray(x, dtype=np.float64)
        if array.ndim != 2 or array.shape[1] != self.mean.size:
            raise ValueError(f"x has shape {array.shape}: expected (events, {self.mean.size}) inputs")
        standard: Floats = (array - self.mean) / self.scale
        return standard

    def activations(self, x: ArrayLike) -> list[Floats]:
        """Return what each layer puts out, rectified in all but the last: (N, n) each."""
        h = self.standard(x)
        outputs = []
        for layer, (matrix, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            h = h @ matrix + bias
            if layer < len(self.weights) - 1:
                h = np.maximum(h, 0.0)
            outputs.append(h)
        return outputs

    def scores(self, x: ArrayLike) -> Floats:
        """Return the score of each event: (N,), rising with how electron-like it is."""
        score: Floats = self.activations(x)[-1][:, 0]
        return score


@dataclass(frozen=True)
class Bits:
    """How many bits a network gets.

    Parameters
    ----------
    inputs, weights, activations : int
        Bits of each input, of each weight, of each activation; 2 to 16, weights and activations for
        each layer or one number for all.

    Examples
    --------
    >>> Bits(8, 6, 6)
    Bits(inputs=8, weights=6, activations=6)
    """

    inputs: int
    weights: int | tuple[int, ...]
    activations: int | tuple[int, ...]

    def __post_init__(self) -> None:
        for name in ("inputs", "weights", "activations"):
            given = getattr(self, name)
            for one in (given,) if isinstance(given, int) else given:
                if not 2 <= one <= 16:
                    raise ValueError(f"{name} = {one} bits is out of range: expected 2 to 16 bits")

    def of(self, name: str, layer: int) -> int:
        """Return the bits of ``"weights"`` or ``"activations"`` in one layer."""
        given: int | tuple[int, ...] = getattr(self, name)
        return given if isinstance(given, int) else given[layer]


@dataclass(frozen=True)
class Formats:
    """Where the binary points stand: input, weights of each layer, activation of all but the last."""

    input: Format
    weights: tuple[Format, ...]
    activations: tuple[Format, ...]


@dataclass(frozen=True)
class Quantised:
    """A network of integers.

    Parameters
    ----------
    weights : tuple of int64 (n_in, n_out)
    biases : tuple of int64 (n_out,)
        In steps of the layer's sums.
    formats : Formats
    mean, scale : float64 (F,)
        Of the inputs, in their units.
    """

    weights: tuple[Integers, ...]
    biases: tuple[Integers, ...]
    formats: Formats
    mean: Floats = field(repr=False)
    scale: Floats = field(repr=False)

    @classmethod
    def of(cls, plain: Plain, formats: Formats) -> Self:
        """Round a network's numbers into formats."""
        weights = tuple(to_integers(w, f) for w, f in zip(plain.weights, formats.weights, strict=True))
        sums = [f.fraction + g.fraction for f, g in zip(_inputs(formats), formats.weights, strict=True)]
        biases = tuple(
            np.floor(b * 2.0**fraction + 0.5).astype(np.int64)
            for b, fraction in zip(plain.biases, sums, strict=True)
        )
        return cls(weights, biases, formats, plain.mean, plain.scale)

    @property
    def digest(self) -> str:
        """SHA-256 of its integers, its formats, and the means and scales of its inputs, in hexadecimal."""
        told = hashlib.sha256(repr(self.formats).encode())
        for whole in (*self.weights, *self.biases):
            told.update(str(whole.shape).encode() + whole.astype("<i8").tobytes())
        for real in (self.mean, self.scale):
            told.update(real.astype("<f8").tobytes())
        return told.hexdigest()

    @property
    def inputs(self) -> tuple[Format, ...]:
        """Format of each layer's input."""
        return _inputs(self.formats)

    @property
    def sums(self) -> tuple[Format, ...]:
        """The smallest format of each layer's sums that no input can overflow."""
        found = []
        for layer, form in enumerate(self.inputs):
            matrix, bias = self.weights[layer], self.biases[layer]
            ends = np.stack([matrix * form.lowest, matrix * form.highest])
            # partial sums as well: a device adds in any order, and must not overflow on the way
            high = int((np.maximum(ends.max(axis=0), 0).sum(axis=0) + np.maximum(bias, 0)).max())
            low = int((np.minimum(ends.min(axis=0), 0).sum(axis=0) + np.minimum(bias, 0)).min())
            found.append(enough(low, high, form.fraction + self.formats.weights[layer].fraction))
        return tuple(found)

    @property
    def multiplications(self) -> int:
        """Weights that are not zero."""
        return int(sum(np.count_nonzero(one) for one in self.weights))

    def integers(self, x: ArrayLike) -> Integers:
        """Return the inputs as the device receives them: int64 (N, F)."""
        array = np.asarray(x, dtype=np.float64)
        if array.ndim != 2 or array.shape[1] != self.mean.size:
            raise ValueError(f"x has shape {array.shape}: expected (events, {self.mean.size}) inputs")
        return to_integers((array - self.mean) / self.scale, self.formats.input)

    def outputs(self, integers: Integers) -> Integers:
        """Return the last layer's sums, int64 (N, n_out), from input integers."""
        sums: Integers = forward(integers, self.weights, self.biases, self.shifts, self.tops)
        return sums

    @property
    def shifts(self) -> tuple[int, ...]:
        """Bits that the sums of each layer but the last lose on their way into the activation."""
        return tuple(
            s.fraction - a.fraction for s, a in zip(self.sums[:-1], self.formats.activations, strict=True)
        )

    @property
    def tops(self) -> tuple[int, ...]:
        """Largest integer of each activation."""
        return tuple(one.highest for one in self.formats.activations)

    def scores(self, x: ArrayLike) -> Floats:
        """Return the score of each event: (N,), exactly what the integers stand for."""
        score: Floats = to_values(self.outputs(self.integers(x))[:, 0], self.sums[-1])
        return score


def _inputs(formats: Formats) -> tuple[Format, ...]:
    return (formats.input, *formats.activations)


def formats_for(plain: Plain, x: ArrayLike, bits: Bits) -> Formats:
    """Return the binary points that keep a network best on a sample.

    Parameters
    ----------
    plain : Plain
    x : float (N, F)
        A sample of inputs, in their units.
    bits : Bits

    Returns
    -------
    Formats
        Each with least mean squared error on the sample.
    """
    layers = range(len(plain.weights))
    activations = plain.activations(x)
    return Formats(
        input=best_format(plain.standard(x), bits.inputs),
        weights=tuple(best_format(plain.weights[one], bits.of("weights", one)) for one in layers),
        activations=tuple(
            best_format(activations[one], bits.of("activations", one), signed=False) for one in layers[:-1]
        ),
    )


def rounded(plain: Plain, x: ArrayLike, bits: Bits) -> Quantised:
    """Quantise a trained network as it is: no further training.

    Parameters
    ----------
    plain : Plain
    x : float (N, F)
        A sample that sets the binary points.
    bits : Bits

    Returns
    -------
    Quantised
    """
    return Quantised.of(plain, formats_for(plain, x, bits))
