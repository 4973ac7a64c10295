"""The command line: what it refuses, how it says so, and what a run leaves behind."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ecosystem_nb.book import cli
from ecosystem_nb.book.rerun import compare, compared_text
from ecosystem_nb.results import Result
from tests.book.conftest import page_text, put

MODEL = "ecosystem_nb.network.need.parameters:WanNeed"
PAGE = "network/wan-need"


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """Return the lines that a refused call prints."""
    assert cli.main(words) == cli.REFUSED
    return capsys.readouterr().err.splitlines()


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_list_names_every_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list"]) == 0
    assert PAGE in capsys.readouterr().out


def test_describe_gives_unit_range_default_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["describe", PAGE]) == 0
    out = capsys.readouterr().out
    assert "burst_factor = 2" in out
    assert "source: " in out
    assert "recalled" in out


def test_all_faults_come_at_once_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    faults = ["-p", "burst_facto=3", "-p", "burst_factor=nan", "-p", "provisioning_factor=1e9", "-p", "oops"]
    lines = refused(capsys, "run", PAGE, *faults, "--params", "none.yml", "--out", "/dev/null/x")
    assert len(lines) == 6
    assert any("did you mean burst_factor?" in line for line in lines)
    assert any("burst_factor = " in line and "finite" in line for line in lines)
    assert any("out of range" in line for line in lines)
    assert any("-p oops: expected name=value" in line for line in lines)
    assert any("none.yml: can't be read: No such file" in line for line in lines)
    assert any("/dev/null is not a folder" in line for line in lines)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "network/wan-ned"], "did you mean network/wan-need?"),
        (["describe", "nothing"], "is not a page of this book"),
        (["run", PAGE, "-p", "burst_factor=three"], "has the wrong type: expected a number"),
        (["run", PAGE, "-p", "burst_factor=2", "-p", "burst_factor=3"], "given twice"),
        (["run", PAGE, "-p", "=3"], "expected name=value"),
        (["run", PAGE, "-p", "burst_factor=__import__('os')"], "has the wrong type"),
    ],
)
def test_bad_calls_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    lines = refused(capsys, *words)
    assert len(lines) == 1
    assert said in lines[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: [", "not YAML"),
        (b"- 1\n- 2\n", "expected a mapping"),
        (b"\xff\xfe", "not UTF-8 text"),
        (b"burst_factor: three\n", "has the wrong type"),
        (b"burst_factor: !!python/object/apply:os.getcwd []\n", "not YAML"),
    ],
)
def test_bad_parameter_files_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "p.yml").write_bytes(content)
    (line,) = refused(capsys, "run", PAGE, "--params", "p.yml")
    assert said in line


def test_a_refusal_starts_no_kernel_and_imports_none_of_its_libraries(tmp_path: Path) -> None:
    """The check needs neither papermill nor pandas: it answers before they could be imported."""
    code = (
        f"import sys; from ecosystem_nb.book import cli; "
        f"code = cli.main(['run', {PAGE!r}, '-p', 'burst_factor=0']);"
        "print(code, sorted({'papermill', 'pandas', 'jupyter_client'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "2 []"


def test_a_run_leaves_notebook_page_results_and_record(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert cli.main(["run", PAGE, "-p", "burst_factor=3", "--out", "mine"]) == 0
    out = capsys.readouterr().out
    assert "your run beside the published book" in out
    run = json.loads((tmp_path / "mine/run.json").read_text(encoding="utf-8"))
    results = json.loads((tmp_path / "mine/results.json").read_text(encoding="utf-8"))
    assert run["parameters"]["burst_factor"] == 3.0
    assert {"digest", "inputs", "versions", "ended", "wall_s"} <= set(run)
    assert any(name.startswith("data/network/") for name in run["inputs"])
    beside = {row["name"]: row for row in run["beside_published"]}
    total = beside["network.wan.total"]
    assert total["yours"] == pytest.approx(1.5 * total["published"], rel=1e-12)  # linear in the burst factor
    assert results["network.wan.total"]["value"] == total["yours"]
    _is_self_contained((tmp_path / "mine/page.html").read_text(encoding="utf-8"))


def _is_self_contained(html: str) -> None:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    used = [tag.get("src") for tag in soup.find_all(["script", "img"]) if tag.get("src")]
    used += [tag.get("href") for tag in soup.find_all("link") if tag.get("href")]
    assert [address for address in used if not address.startswith("data:")] == []
    styles = "".join(tag.get_text() for tag in soup.find_all("style"))
    assert "@import" not in styles
    assert re.findall(r"url\((?!['\"]?(?:data:|#))[^)]*\)", styles) == []
    assert "vegaEmbed" in html or any(tag.name == "figure" for tag in soup.find_all("figure"))
    assert "Your run beside the published book" in html


def test_a_page_that_raises_exits_with_1_and_keeps_the_partial_notebook(
    small_book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    put(small_book, "chapters/demo/one.md", page_text("print('before')", "1 / 0"))
    monkeypatch.setattr(cli, "repository", lambda: small_book)
    assert cli.main(["run", "demo/one", "--out", str(tmp_path / "out")]) == cli.FAILED
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert "1 / 0" in said
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["page.failed.ipynb"]


def test_a_page_without_parameters_takes_none(
    small_book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "repository", lambda: small_book)
    (line,) = refused(capsys, "run", "demo/one", "-p", "a=1")
    assert "demo/one takes no parameters: got a" in line


def test_the_comparison_prints_only_what_moved() -> None:
    published = {name: Result(name, value, "Gbit/s", "x") for name, value in (("a.b", 9600.0), ("a.c", 1.0))}
    yours = {"a.b": Result("a.b", 14400.0, "Gbit/s", "x"), "a.c": published["a.c"]}
    text = compared_text(compare(published, yours))
    assert "9,600" in text
    assert "14,400" in text
    assert "+50 %" in text
    assert "1 of 2 named results are as published" in text
    assert "a.c" not in text
