"""Does the README show what its commands really print?"""

import re
import shlex
import subprocess
import sys

import pytest

from ecosystem_nb.paths import root

README = (root() / "README.md").read_text(encoding="utf-8")
OUT = "runs/burst"


def shown(name: str) -> tuple[str, str]:
    """The command of a marked block, and the output that the README shows under it."""
    found = re.search(
        rf"<!-- {name} -->\n```console\n\$ (.+?)\n(.*?)```\n<!-- /{name} -->", README, re.DOTALL
    )
    assert found, f"README.md has no block {name}"
    return found[1], found[2]


@pytest.mark.parametrize(("name", "code"), [("rerun", 0), ("refused", 2)])
def test_a_block_shows_what_its_command_prints(name, code, tmp_path):
    command, output = shown(name)
    program, *words = shlex.split(command)
    assert program == ".venv/bin/ecosystem-nb"
    out = str(tmp_path / "out")
    done = subprocess.run(
        [sys.executable, "-m", "ecosystem_nb.book.cli", *(out if word == OUT else word for word in words)],
        cwd=root(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    printed = (done.stderr if code else done.stdout).replace(out, OUT)
    assert printed == output
