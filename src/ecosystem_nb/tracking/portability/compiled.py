"""What the compilers are given and what they make of it: lines of source, instructions of a GPU."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from numba import cuda, float32

from ecosystem_nb.tracking.mkfit.kernels.filter import ONE, propagate, scatter, update
from ecosystem_nb.tracking.ptx import ptx

_KINDS = {
    "products and sums": r"(fma|mul|add|sub|neg)(\.\w+)*\.f32",
    "divisions and roots": r"(div|rcp|sqrt)(\.\w+)*\.f32",
    "global memory": r"(ld|st)\.global",
    "own memory": r"(ld|st)\.local",
    "jumps": r"bra",
}


def lines(modules: Iterable[str]) -> int:
    """Return the lines of code of some modules, without docstrings, comments and imports.

    Parameters
    ----------
    modules : iterable of str
        Full names.

    Returns
    -------
    int

    Examples
    --------
    >>> lines(["ecosystem_nb.tracking.mkfit.kernels"])
    0
    """
    total = 0
    for name in modules:
        tree = ast.parse(inspect.getsource(importlib.import_module(name)))
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list):
                node.body = [one for one in body if not _silent(one)]  # type: ignore[attr-defined]
        total += len([one for one in ast.unparse(tree).splitlines() if one.strip()])
    return total


def _silent(node: ast.AST) -> bool:
    """Return whether a statement only says something to readers, or imports."""
    told = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return told or isinstance(node, ast.Import | ast.ImportFrom)


def instructions(text: str) -> dict[str, int]:
    r"""Count the instructions of a kernel in PTX.

    Parameters
    ----------
    text : str
        From ``ptx``.

    Returns
    -------
    dict of str to int
        Products and sums, divisions and roots, accesses to global and to a thread's own memory, and jumps;
        besides ``double``, instructions in double precision, and ``own bytes``, a thread's own memory.

    Examples
    --------
    >>> instructions("ld.global.f32 %f1, [%rd1];\nfma.rn.f32 %f2, %f1, %f1, %f1;")["products and sums"]
    1
    """
    found = {
        name: len(re.findall(rf"^\s*(?:@!?%p\d+\s+)?{pattern}\b", text, re.MULTILINE))
        for name, pattern in _KINDS.items()
    }
    found["double"] = len(
        re.findall(r"^\s*(?:fma|mul|add|sub|div|sqrt|rcp)(?:\.\w+)*\.f64", text, re.MULTILINE)
    )
    found["own bytes"] = sum(int(one) for one in re.findall(r"\.local .*__local_depot\d+\[(\d+)\]", text))
    return found


@cuda.jit
def step_kernel(blocks: Any, barrel: Any, where: Any, measured: Any, c: Any) -> None:
    """Take one step of the filter, without loop or branch: what one layer costs in arithmetic."""
    lane = cuda.grid(1)
    block = cuda.local.array(28, float32)
    for row in range(28):
        block[row] = blocks[row, lane]
    propagate(block, 0, 1, barrel[lane], where[lane], c)
    scatter(block, 0, 1, barrel[lane], measured[5, lane], measured[6, lane], ONE)
    update(
        block, 0, 1, barrel[lane], measured[0, lane], measured[1, lane], measured[2, lane], measured[3, lane],
        measured[4, lane], ONE,
    )  # fmt: skip
    for row in range(28):
        blocks[row, lane] = block[row]


def operations() -> tuple[int, int]:
    """Return the floating-point operations of one step, and the bytes that it must move.

    Returns
    -------
    operations : int
        Of single precision; a fused product and sum counts as two.
    bytes : int
        State and covariance in and out, and what the layer gives.
    """
    two = float32[:, ::1]
    text = ptx(step_kernel, (two, float32[::1], float32[::1], two, float32))
    fused = len(re.findall(r"^\s*fma\.rn\.f32", text, re.MULTILINE))
    counted = instructions(text)
    return counted["products and sums"] + fused + counted["divisions and roots"], 4 * (2 * 28 + 9)


def table(kernels: dict[str, tuple[Any, tuple[Any, ...]]]) -> pd.DataFrame:
    """Compile kernels for a real GPU and count their instructions.

    Parameters
    ----------
    kernels : dict of str to (kernel, signature)

    Returns
    -------
    pandas.DataFrame
        One row a kernel: ``kernel`` and the entries of ``instructions``.
    """
    return pd.DataFrame([{"kernel": name} | instructions(ptx(*one)) for name, one in kernels.items()])


def source(function: Callable[..., Any]) -> str:
    """Return the source of a compiled function without its docstring."""
    plain = inspect.unwrap(getattr(function, "py_func", function))
    tree = ast.parse(inspect.getsource(plain))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.body = [one for one in node.body if not _silent(one)]
    return ast.unparse(tree)


def bound(operations_each: float, bytes_each: float, flops: float, bandwidth: float) -> dict[str, float]:
    """Return the shortest time that arithmetic and memory allow.

    Parameters
    ----------
    operations_each, bytes_each : float
        Operations and bytes of one item.
    flops : float
        Peak of the device, operations a second.
    bandwidth : float
        Of its memory, B/s.

    Returns
    -------
    dict of str to float
        ``arithmetic`` and ``memory``, s an item, and ``intensity``, operations a byte.

    Notes
    -----
    The roofline of Williams, Waterman and Patterson (2009): a lower bound of the time, which latency,
    divergence and launches exceed.

    Examples
    --------
    >>> bound(1000.0, 100.0, 1e12, 1e11)
    {'arithmetic': 1e-09, 'memory': 1e-09, 'intensity': 10.0}
    """
    return {
        "arithmetic": operations_each / flops,
        "memory": bytes_each / bandwidth,
        "intensity": operations_each / bytes_each,
    }


def signatures() -> dict[str, tuple[Any, tuple[Any, ...]]]:
    """Return the CUDA kernels of seeding, building and fitting, with the types of their arguments."""
    from numba import types

    from ecosystem_nb.tracking.mkfit.cuda import build_kernel, fit_kernel
    from ecosystem_nb.tracking.seeding.cuda import triplet_kernel

    f, f1, f2 = types.float32, types.float32[::1], types.float32[:, ::1]
    i, i1, i2, b1 = types.int32, types.int32[::1], types.int32[:, ::1], types.boolean[::1]
    hits = (f1, f1, f1, f1, f1, f1, i1, i1, f1, f1, i, i)
    return {
        "triplets": (triplet_kernel, (i1, i1, *hits, b1, f2, f1, i2, i1, f, f1, i, i2, f1, i1)),
        "build": (build_kernel(4, 29), (i2, *hits, i1, b1, f2, f1, i2, f, f1, i1, i2, i1, f1)),
        "fit": (fit_kernel, (i2, i1, f1, f1, f1, i1, f2, f, f2, f2, f1)),
    }


def gpu_rows(rows: pd.DataFrame) -> str:
    """Say what was measured on a GPU, or that nothing was.

    Parameters
    ----------
    rows : pandas.DataFrame
        The record of ``benchmarks/gpu_tracking.py``; empty where no GPU was to be had.

    Returns
    -------
    str
    """
    if rows.empty:
        return "Not measured: no GPU was to be had when this book was made."
    best = rows.loc[rows["time"].idxmin()]
    return (
        f"Measured on {best['device']}: {best['time']:.3g} μs a track for {best['stage']}, "
        f"{int(best['batch'])} events at once."
    )
