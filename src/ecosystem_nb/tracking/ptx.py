"""The machine code of a CUDA kernel for a real GPU, made on a machine that has none."""

from collections.abc import Sequence
from typing import Any
from unittest import mock

CAPABILITY = (9, 0)  # of NVIDIA's H100


class _Capability:
    """Stands in for a GPU where the compiler only asks for its generation."""

    compute_capability = CAPABILITY


def ptx(kernel: Any, signature: Sequence[Any]) -> str:
    """Compile a kernel to PTX, NVIDIA's assembly language.

    Parameters
    ----------
    kernel : callable
        Made by ``cuda.jit``.
    signature : sequence of numba types
        Of its arguments.

    Returns
    -------
    str

    Notes
    -----
    A kernel that calls functions compiled by ``njit`` asks the present GPU for its generation; a stand-in
    answers instead.  Not to be used on the simulator, which compiles nothing.
    """
    from numba import cuda  # slow, and not on every platform

    with mock.patch("numba.cuda.dispatcher.get_current_device", _Capability):
        text, _ = cuda.compile_ptx(kernel.py_func, tuple(signature), cc=CAPABILITY)
    return str(text)
