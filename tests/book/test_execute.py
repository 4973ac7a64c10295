"""Executing a page: the same bytes each time, whole or not at all, and clear when it fails."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import papermill
import pytest

from ecosystem_nb.book.execute import PageFailed, execute, notebook_of
from ecosystem_nb.book.files import write_whole
from ecosystem_nb.book.pages import page
from ecosystem_nb.book.publish import check_numbers, execute_page
from ecosystem_nb.book.records import Place, is_fresh
from ecosystem_nb.results import results_of
from tests.book.conftest import page_text, put


def test_twice_the_same_page_is_byte_equal_and_holds_no_time(small_book: Path) -> None:
    one = page("demo/one", small_book)
    first, second = (execute(one, {}, "d" * 64, small_book).notebook for _ in range(2))
    assert first == second
    metadata = json.loads(first)["metadata"]
    assert "papermill" not in metadata
    assert b"iopub" not in first


def test_parameters_reach_the_page_and_the_digest_its_foot(small_book: Path) -> None:
    done = execute(page("demo/one", small_book), {"factor": 21.0}, "d" * 64, small_book)
    notebook = json.loads(done.notebook)
    assert results_of(notebook)["demo.one.double"].value == 42.0
    assert "d" * 16 in "".join(notebook["cells"][-1]["source"])


def test_a_text_parameter_is_never_code(small_book: Path) -> None:
    """A string that looks like Python arrives as that string."""
    text = "__import__('os').abort()  \"\"\" \\ \n'"
    put(
        small_book,
        "chapters/demo/one.md",
        page_text("assert isinstance(label, str)", "print(repr(label))", parameters='label = "a"'),
    )
    done = execute(page("demo/one", small_book), {"label": text}, "d" * 64, small_book)
    printed = [out["text"] for cell in json.loads(done.notebook)["cells"] for out in cell.get("outputs", ())]
    assert "".join(printed[0]).rstrip("\n") == repr(text)


def test_a_page_that_raises_names_cell_and_message_and_keeps_what_ran(small_book: Path) -> None:
    put(small_book, "chapters/demo/one.md", page_text("print('before')", "bad = 1 / 0"))
    with pytest.raises(PageFailed, match="a cell raised ZeroDivisionError: division") as raised:
        execute(page("demo/one", small_book), {}, "d" * 64, small_book)
    assert "bad = 1 / 0" in str(raised.value)
    assert any("before" in str(cell.get("outputs")) for cell in raised.value.notebook.cells)


def test_the_publish_step_stores_a_fresh_page_or_a_failed_one_under_its_own_name(small_book: Path) -> None:
    assert execute_page("demo/one", small_book) == 0
    one = page("demo/one", small_book)
    assert is_fresh(one, small_book)
    put(small_book, "chapters/demo/one.md", page_text("1 / 0"))
    assert execute_page("demo/one", small_book) == 1
    assert not is_fresh(page("demo/one", small_book), small_book)
    assert Place.of(one, small_book).notebook.with_name("page.failed.ipynb").is_file()


def test_a_page_past_its_budget_fails(small_book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = page_text("import time; time.sleep(1.2)").replace("budget_s: 30", "budget_s: 1")
    put(small_book, "chapters/demo/one.md", text)
    assert execute_page("demo/one", small_book) == 1
    assert "its budget is 1 s" in capsys.readouterr().err
    assert not Place.of(page("demo/one", small_book), small_book).run.exists()


def test_a_number_without_a_golden_value_stops_the_book(
    small_book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute_page("demo/one", small_book)
    assert check_numbers(small_book) == 1
    assert "demo.one.double: new, got 4.0" in capsys.readouterr().err


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_kill_leaves_no_half_page_and_no_kernel(small_book: Path, sent: signal.Signals) -> None:
    started = small_book / "started"
    say = f"pathlib.Path({str(started)!r}).write_text(str(os.getpid()))"
    code = f"import os, pathlib, time\n{say}\ntime.sleep(60)"
    put(small_book, "chapters/demo/one.md", page_text(code).replace("budget_s: 30", "budget_s: 60"))
    call = (
        "import sys; from pathlib import Path; from ecosystem_nb.book.publish import execute_page; "
        "execute_page('demo/one', Path(sys.argv[1]))"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", call, str(small_book)],
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's `&` ignores it
    )
    _wait_for(lambda: started.is_file() and started.read_text() != "", 30)
    kernel = int(started.read_text())
    running.send_signal(sent)
    running.wait(timeout=30)
    place = Place.of(page("demo/one", small_book), small_book)
    assert not place.notebook.exists()
    assert not place.run.exists()
    _wait_for(lambda: not _alive(kernel), 20)


def _wait_for(condition: object, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError(f"did not come about within {seconds} s")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.is_file() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.json"
    write_whole(target, b"old")

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_stock_papermill_runs_the_plain_notebook(small_book: Path) -> None:
    """`make notebooks` output is an ordinary parameterised notebook."""
    source, target = small_book / "in.ipynb", small_book / "out.ipynb"
    nbformat.write(notebook_of(page("demo/one", small_book)), source)
    assert set(papermill.inspect_notebook(source)) == {"factor"}
    papermill.execute_notebook(source, target, parameters={"factor": 5.0}, progress_bar=False)
    assert results_of(json.loads(target.read_text(encoding="utf-8")))["demo.one.double"].value == 10.0


def test_compilation_is_timed_apart(small_book: Path) -> None:
    """A function of numba compiles for far longer than it runs; a page without numba compiles nothing."""
    assert execute(page("demo/one", small_book), {}, "d" * 64, small_book).compile_s == 0.0
    code = "@numba.njit\ndef f(x):\n    return x + 1\n\nassert f(1.0) == 2.0\nassert f(1) == 2"
    put(small_book, "chapters/demo/one.md", page_text("import numba", code))
    done = execute(page("demo/one", small_book), {}, "d" * 64, small_book)
    assert done.compile_s > 0.005
    assert done.wall_s > 0.1
    assert b"compile_clock" not in done.notebook
