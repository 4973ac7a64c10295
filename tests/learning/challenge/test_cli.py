"""The command line: an entry and its verification on made-up courses, and one line for what is refused."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.learning.challenge.conftest import make
from tests.learning.challenge.policies import HALF, policy

from ecosystem_nb import cli
from ecosystem_nb.learning.challenge import baselines, desk
from ecosystem_nb.learning.challenge.course import Course


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No simulation, and a threshold policy in the place of the full retrain: its process takes no torch."""

    def courses(_: object, seeds: Sequence[int], __: object) -> list[Course]:
        return [make(seed) for seed in seeds]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(desk, "courses", courses)
    monkeypatch.setattr(desk, "CEILING", "threshold-only")
    monkeypatch.setattr("ecosystem_nb.learning.challenge.standings.CEILING", "threshold-only")
    (tmp_path / "half.py").write_text(HALF.source)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main(["challenge", *words]) == cli.REFUSED
    said = capsys.readouterr()
    (line,) = said.err.splitlines()
    assert line.startswith("ecosystem-nb: ")
    assert not list(Path().rglob("*.json"))
    return line


def test_an_entry_is_written_and_verified(capsys: pytest.CaptureFixture[str]) -> None:
    """Then a score is changed by hand, with and without its digest, and both are found."""
    assert cli.main(["challenge", "run", "half.py:Half", "--seeds", "1", "--processes", "1"]) == 0
    out = capsys.readouterr().out
    assert "Half, seed 1\nfrozen, seed 1\nthreshold-only, seed 1" in out
    path = Path("runs/challenge/Half.json")
    held = json.loads(path.read_text())
    assert f"digest {held['digest']}" in out
    assert cli.main(["challenge", "verify", str(path)]) == 0
    assert capsys.readouterr().out.endswith("verified: the same to the last digit\n")
    held["runs"][0]["scores"][2]["labels"] = 1
    path.write_text(json.dumps(held))
    assert cli.main(["challenge", "verify", str(path)]) == cli.FAILED
    assert "was changed: its scores have the digest" in capsys.readouterr().err
    entry, _ = desk.read(path)
    path.write_text(json.dumps({**held, "digest": entry.digest}))
    assert cli.main(["challenge", "verify", str(path)]) == cli.FAILED
    assert "seed 1, interval 2: labels was 1 and is 1000 now" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "half.py"), "'half.py': expected file.py:Class"),
        (("run", "gone.py:Half"), "gone.py can't be read: No such file or directory"),
        (("run", "half.py:Whole"), "no class 'Whole' in the file: expected one of Half"),
        (("run", "half.py:Half", "--seeds", "0"), "seeds = 0 is out of range: expected at least 1"),
        (("run", "half.py:Half", "--events", "5"), "events an interval = 5 is out of range"),
        (("run", "half.py:Half", "--processes", "0"), "processes = 0 is out of range"),
        (("run", "half.py:Half", "--out", "."), ". can't be written: it is a folder"),
        (("verify", "half.py"), "half.py is no entry: it is no JSON text"),
    ],
)
def test_one_line_for_what_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "Whole" not in words[1]:
        monkeypatch.setattr(desk, "tried", lambda _: None)  # a process less for each
    assert says in refused(capsys, *words)


def test_a_policy_that_fails_or_looks_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("looks.py").write_text(policy("situation.labels(situation.interval)").source)
    assert "interval 1: labels of interval 1 are not given" in refused(
        capsys, "run", "looks.py:Mine", "--seeds", "1", "--processes", "1"
    )
    Path("fails.py").write_text(policy("return 1 / 0").source)
    assert cli.main(["challenge", "run", "fails.py:Mine", "--seeds", "1", "--processes", "1"]) == cli.FAILED
    assert capsys.readouterr().err == "ecosystem-nb: Mine, interval 1: ZeroDivisionError: division by zero\n"
    assert not list(Path().rglob("*.json"))
    assert "frozen" in baselines.BASELINES
