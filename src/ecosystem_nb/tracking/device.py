"""Where kernels run: on the processor, on a GPU, or on the simulator of a GPU."""

import os
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

Device = Literal["cpu", "cuda"]


class NoDeviceError(RuntimeError):
    """There is no GPU to run on."""


def require(device: str) -> Device:
    """Return ``device`` if kernels can run on it, else say why not in one line.

    Parameters
    ----------
    device : {"cpu", "cuda"}

    Returns
    -------
    str

    Raises
    ------
    ValueError
        For another name.
    NoDeviceError
        For ``"cuda"`` where there is neither a GPU nor the simulator.

    Examples
    --------
    >>> require("cpu")
    'cpu'
    >>> require("tpu")
    Traceback (most recent call last):
        ...
    ValueError: device = 'tpu': expected 'cpu' or 'cuda'
    """
    if device not in ("cpu", "cuda"):
        raise ValueError(f"device = {device!r}: expected 'cpu' or 'cuda'")
    if device == "cpu":
        return "cpu"
    if simulated():
        return "cuda"
    try:
        from numba import cuda  # slow, and not on every platform

        there = cuda.is_available()
    except ImportError:
        there = False
    if not there:
        raise NoDeviceError(
            "device = 'cuda': no CUDA GPU was found; set NUMBA_ENABLE_CUDASIM=1 before Python starts to run "
            "the same kernels on numba's simulator"
        )
    return "cuda"


def simulated() -> bool:
    """Return whether numba's simulator of a GPU is asked for."""
    return os.environ.get("NUMBA_ENABLE_CUDASIM", "0") not in ("", "0")


def on_device(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a compiled function as a CUDA kernel may call it.

    Parameters
    ----------
    function : callable
        Compiled by ``numba.njit``.

    Returns
    -------
    callable
        The function itself: numba compiles it for the GPU when a kernel calls it.  On the simulator, one
        that hands the arrays behind the simulator's to the function compiled for the processor.
    """
    if not simulated():
        return function

    def bare(argument: Any) -> Any:
        while not isinstance(argument, np.ndarray) and hasattr(argument, "copy_to_host"):
            argument = argument.__dict__.get("_item", argument.__dict__.get("_ary"))
        return argument

    def call(*arguments: Any) -> Any:
        return function(*[bare(one) for one in arguments])

    return call
