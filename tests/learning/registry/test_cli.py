"""The commands, one after the other, on one registry."""

from pathlib import Path

import pytest

from ecosystem_nb.cli import FAILED, REFUSED, main
from ecosystem_nb.learning.registry.store import Registry


def test_list_promote_and_roll_back(
    served: Registry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def call(*words: str) -> tuple[int, str, str]:
        done = main(["learning", *words, "--registry", str(served.folder)])
        return done, *capsys.readouterr()

    done, said, _ = call("list")
    assert done == 0
    assert [line.split()[0] for line in said.splitlines()] == ["1", "2"]
    assert "production  passed all 6 checks" in said
    assert call("promote", "2")[1] == "version 2 is in production\n"
    assert call("rollback")[1] == "version 1 is in production again\n"
    assert call("rollback")[::2] == (
        REFUSED,
        "ecosystem-nb: no version stands as rollback: nothing was changed\n",
    )
    assert call("promote", "7")[0] == REFUSED
    done, _, said = call("replay", "1")
    assert (done, said) == (REFUSED, "ecosystem-nb: version 1 has no plan: it was not trained here\n")
    assert call("crate", "1", str(tmp_path / "crate"))[0] == 0
    (served.models / served.version(2).file).unlink()
    done, _, said = call("list")
    assert (done, len(said.splitlines())) == (FAILED, 1)


def test_no_registry_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learning", "list", "--registry", str(tmp_path / "none")]) == REFUSED
    assert capsys.readouterr().err.startswith("ecosystem-nb: no registry at ")
