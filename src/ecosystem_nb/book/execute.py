"""Run one page with papermill: whole or not at all, and byte for byte the same each time."""

import contextlib
import importlib.metadata
import os
import platform
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from papermill.exceptions import PapermillExecutionError

from ecosystem_nb.book import compile_clock
from ecosystem_nb.book.files import write_whole
from ecosystem_nb.book.pages import Page

_SHOWN = ("ecosystem-nb", "numpy", "pandas", "altair", "papermill", "jupyter-book")
_CLOCK = "compile-seconds"
_GRACE_S = 60.0  # the budget is checked after the run; a hung page is stopped this much later


class PageFailed(RuntimeError):
    """A page raised. ``notebook`` is what had been executed until then."""

    def __init__(self, page: Page, error: PapermillExecutionError, notebook: Any) -> None:
        self.notebook = notebook
        super().__init__(
            f"{page.path}: a cell raised {error.ename}: {error.evalue}\n"
            f"the cell (execution count {error.exec_count}):\n{_indent(error.source)}"
        )


class PageTimeout(RuntimeError):
    """A cell took longer than the page's budget allows."""


@dataclass(frozen=True)
class Execution:
    """An executed page: the notebook as bytes, its own seconds, and those of numba's compilation."""

    notebook: bytes
    wall_s: float
    compile_s: float


def _ipc_kernels(folder: Path) -> type[AsyncKernelManager]:
    """Return kernels that talk through sockets in ``folder``: TCP ports race between parallel pages."""

    class IpcKernels(AsyncKernelManager):
        def __init__(self, **options: Any) -> None:
            # One kernel in ten misses its end when asked and waits to be killed: half a second is enough.
            ends = {"shutdown_wait_time": 1.0}
            super().__init__(transport="ipc", ip=str(folder / "k"), **ends, **options)

    return IpcKernels


def notebook_of(page: Page) -> Any:
    """Return a page's source as a notebook without outputs; its cell ids are the cells' places."""
    notebook = jupytext.reads(page.text, fmt="md:myst")
    notebook.metadata.setdefault("kernelspec", {})["language"] = "python"  # stock papermill asks for it
    return _with_fixed_ids(notebook)


def execute(page: Page, parameters: Mapping[str, object], digest: str, root: Path) -> Execution:
    """Run a page from top to bottom.

    Parameters
    ----------
    page : Page
    parameters : mapping
        Checked values that replace the page's own; empty for the published page.
    digest : str
        What the run is made from; it is printed at the page's foot.
    root : pathlib.Path
        The repository's root, where the kernel starts.

    Returns
    -------
    Execution

    Raises
    ------
    PageFailed
        When a cell raises.
    PageTimeout
        When a cell does not end.
    """
    with tempfile.TemporaryDirectory(prefix="page") as folder:
        source, target = Path(folder, "source.ipynb"), Path(folder, "page.part.ipynb")
        nbformat.write(notebook_of(page), source)
        started = time.perf_counter()
        try:
            with _quiet_environment(Path(folder)):
                done = papermill.execute_notebook(
                    str(source),
                    str(target),
                    parameters=dict(parameters),
                    kernel_name="python3",
                    cwd=str(root),
                    progress_bar=False,
                    request_save_on_cell_execute=False,
                    execution_timeout=int(page.budget_s + _GRACE_S),
                    kernel_manager_class=_ipc_kernels(Path(folder)),
                    extra_arguments=["--log-level=CRITICAL"],  # a kernel tells its own end as an error
                )
        except PapermillExecutionError as error:
            raise PageFailed(page, error, nbformat.read(target, as_version=4)) from None
        except TimeoutError:
            raise PageTimeout(
                f"{page.path}: a cell ran longer than {page.budget_s + _GRACE_S:g} s "
                f"(the page's budget is {page.budget_s:g} s)"
            ) from None
        wall = time.perf_counter() - started
        compiled = compile_clock.read(Path(folder, _CLOCK))
    return Execution(_settled(done, digest), wall - compiled, compiled)


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that decide a page's numbers and looks."""
    found = {"python": platform.python_version()}
    return found | {name: importlib.metadata.version(name) for name in _SHOWN}


def write_failed(error: PageFailed, path: Path) -> None:
    """Keep the partial notebook of a failed page."""
    write_whole(path, nbformat.writes(error.notebook).encode())


def _settled(notebook: Any, digest: str) -> bytes:
    """Drop times and random ids, add the foot, and return the notebook's bytes."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    used = " · ".join(f"{name} {number}" for name, number in versions().items())
    foot = f'<p class="provenance">Executed from inputs <code>{digest[:16]}</code> · {used}</p>'
    notebook.cells.append(nbformat.v4.new_markdown_cell(foot))
    text: str = nbformat.writes(_with_fixed_ids(notebook))
    return f"{text}\n".encode()


def _with_fixed_ids(notebook: Any) -> Any:
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    for place, cell in enumerate(notebook.cells):
        cell.id = f"cell-{place:03d}"
    return notebook


@contextlib.contextmanager
def _quiet_environment(folder: Path) -> Iterator[None]:
    """Keep a user's IPython profile, hash seed and threads out of the results; time compilation."""
    startup = folder / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    clock = compile_clock.STARTUP.format(path=str(folder / _CLOCK))
    (startup / "00-compile-clock.py").write_text(clock, encoding="utf-8")
    before = dict(os.environ)
    os.environ.update(
        IPYTHONDIR=str(folder / "ipython"),
        PYTHONHASHSEED="0",
        OMP_NUM_THREADS="1",
        OPENBLAS_NUM_THREADS="1",
        PYDEVD_DISABLE_FILE_VALIDATION="1",
    )
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
