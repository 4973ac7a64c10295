"""What is the model?  A small network, evaluated in numpy."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Network:
    """Layers of weights with rectifiers in between; the score is a logistic function of the last one.

    Attributes
    ----------
    weights : tuple of ndarray of float32, shapes (F, H1), (H1, H2), ..., (Hn, 1)
    biases : tuple of ndarray of float32, shapes (H1,), ..., (1,)
    mean, scale : ndarray of float32, shape (F,)
        Inputs are taken as (x - mean) / scale.
    """

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    mean: Array
    scale: Array

    def __post_init__(self) -> None:
        """Refuse layers that do not fit each other."""
        sizes = [len(self.mean), *(len(bias) for bias in self.biases)]
        fits = [w.shape == pair for w, pair in zip(self.weights, pairwise(sizes), strict=True)]
        if not all(fits) or sizes[-1] != 1 or self.scale.shape != self.mean.shape:
            raise ValueError(
                f"layers of shapes {[w.shape for w in self.weights]} with biases of {sizes[1:]} do not fit "
                f"{sizes[0]} inputs: expected each to take what the one before gives, and one output"
            )

    @property
    def inputs(self) -> int:
        """Return the number of features it takes."""
        return len(self.mean)

    @property
    def parameters(self) -> int:
        """Return the number of its weights and biases."""
        return sum(one.size for one in (*self.weights, *self.biases))

    def logits(self, x: Array) -> Array:
        """Return what the last layer gives, before the logistic function; shapes as for ``scores``."""
        if x.ndim != 2 or x.shape[1] != self.inputs:
            raise ValueError(f"events have shape {x.shape}: expected (N, {self.inputs}) features")
        h: Array = (x.astype(np.float32) - self.mean) / self.scale
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            h = np.maximum(h @ weight + bias, np.float32(0.0)).astype(np.float32, copy=False)
        last: Array = (h @ self.weights[-1] + self.biases[-1])[:, 0]
        return last

    def scores(self, x: Array) -> Array:
        """Return the score of each event, near 1 for electrons.

        Parameters
        ----------
        x : ndarray of float32, shape (N, F)
            Features.

        Returns
        -------
        ndarray of float32, shape (N,)

        Raises
        ------
        ValueError
            When the number of features is not the network's.
        """
        score: Array = np.float32(0.5) * (np.float32(1.0) + np.tanh(np.float32(0.5) * self.logits(x)))
        return score

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of shapes and bytes of all its arrays, in hexadecimal."""
        told = hashlib.sha256()
        for one in (*self.weights, *self.biases, self.mean, self.scale):
            told.update(str(one.shape).encode())
            told.update(np.ascontiguousarray(one, dtype="<f4").tobytes())
        return told.hexdigest()
