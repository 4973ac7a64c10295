"""The command line as a whole: the book's commands are still there, and the testbed's beside them."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.network.testbed.test_supervisor import lives, until

from ecosystem_nb import cli
from ecosystem_nb.network.testbed import checks, life, places, record
from ecosystem_nb.network.testbed.tools import Tools


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own_folder)


@pytest.fixture
def up(found: Tools, capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    """A testbed that ``up`` started at free ports; what it printed."""
    assert cli.main(["testbed", "up", *FREE]) == 0
    yield capsys.readouterr().out
    life.down()


FREE = ("--source", "0", "--destination", "0", "--firefly", "0")


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main(words) == cli.REFUSED
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith("ecosystem-nb: ")
    return line


def test_the_books_commands_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list"]) == 0
    assert "network/wan-need" in capsys.readouterr().out
    assert "did you mean network/wan-need?" in refused(capsys, "describe", "network/wan-ned")


def test_help_names_the_three_parts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["testbed", "--help"])
    assert ended.value.code == 0
    assert {"up", "check", "down"} <= set(re.findall(r"^\s+(\w+) ", capsys.readouterr().out, re.MULTILINE))


@pytest.mark.parametrize("part", ["up", "check"])
def test_without_xrootd_one_line_names_the_packages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, part: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    line = refused(capsys, "testbed", part)
    for package in (
        "xrootd-server",
        "xrootd-server-plugins",
        "xrootd-scitokens-plugins",
        "conda-forge xrootd",
    ):
        assert package in line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--source", "99999"), "source port = 99999 is out of range: expected 0 to 65535"),
        (("--minutes", "0"), "keep = 0 s is out of range: expected above 0 to 86,400 s"),
        (("--minutes", "nan"), "keep = nan s is out of range"),
        (("--rate", "0.5"), "rate = 0.5 MB/s is out of range: expected 1 to 10,000 MB/s"),
        (("--rate", "nan"), "rate = nan MB/s is out of range"),
    ],
)
def test_bad_values_are_refused_and_nothing_is_left(
    capsys: pytest.CaptureFixture[str],
    found: Tools,
    words: tuple[str, ...],
    said: str,
) -> None:
    assert said in refused(capsys, "testbed", "up", *FREE, *words)
    assert not places.fixed().exists()


def test_nothing_to_take_down_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["testbed", "down"]) == 0
    assert capsys.readouterr().out == "no testbed was up\n"


def test_the_commands_of_a_page_do_not_load_the_testbed() -> None:
    code = (
        "import sys; from ecosystem_nb import cli; cli.main(['describe', 'network/wan-need']);"
        "print(sorted({'cryptography', 'pandas', 'httpx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.xrootd
def test_up_check_down(up: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "FREE_RUNS", 1)
    monkeypatch.setattr(checks, "FREE_BASE", 2.0)
    assert "are up, for 60 minutes at most" in up
    assert re.search(r"source +https://127\.0\.0\.1:\d+\n", up)
    assert cli.main(["testbed", "check"]) == 0
    out = capsys.readouterr().out
    assert "25 cases" in out
    assert "experiment 2, activity 20" in out
    assert "eyJ" not in up + out  # how every token begins
    assert cli.main(["testbed", "down"]) == 0
    assert capsys.readouterr().out == "the testbed is down\n"
    assert not places.fixed().exists()


@pytest.mark.xrootd
def test_a_second_up_is_refused(up: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "a testbed is up already" in refused(capsys, "testbed", "up", *FREE)


@pytest.mark.xrootd
def test_a_record_is_not_made_on_a_testbed_that_is_up(up: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "a testbed is up: expected none" in refused(capsys, "testbed", "check", "--record")


@pytest.mark.xrootd
def test_a_port_that_is_taken_is_named(found: Tools, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        line = refused(capsys, "testbed", "up", *FREE, "--destination", port)
    assert f"destination: TCP port {port} of 127.0.0.1 can't be had" in line


@pytest.mark.xrootd
def test_a_listener_in_the_way_of_a_check_is_named(up: str, capsys: pytest.CaptureFixture[str]) -> None:
    bed = life.attach()
    assert bed is not None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", bed.firefly))
        assert cli.main(["testbed", "check"]) == cli.REFUSED
    assert f"UDP 127.0.0.1 port {bed.firefly}" in capsys.readouterr().err


@pytest.mark.xrootd
def test_servers_that_died_are_told_in_one_line(up: str, capsys: pytest.CaptureFixture[str]) -> None:
    bed = life.attach()
    assert bed is not None
    pids = dict(life.state(bed.folder)["servers"]).values()
    for pid in pids:
        os.kill(int(pid), signal.SIGKILL)
    until(lambda: not any(lives(int(one)) for one in pids))
    assert cli.main(["testbed", "check"]) == cli.FAILED
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "ecosystem-nb: a server does not answer as it should: ConnectError"


@pytest.mark.xrootd
def test_a_fault_gives_1_and_is_told(
    up: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "KNOWN", {})
    monkeypatch.setattr(checks, "on", lambda *_: record.recorded())
    assert cli.main(["testbed", "check"]) == cli.FAILED
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert all(re.match(r"ecosystem-nb: .* was (allowed|refused) \(\d{3}\): expected", one) for one in lines)


@pytest.mark.xrootd
def test_ctrl_c_ends_a_check_with_one_line_and_nothing_stays(found: Tools, own_folder: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "ecosystem_nb.cli", "testbed", "check"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    until(lambda: any(own_folder.glob(f"{places.fixed().name}-*/state.json")))
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert said == "interrupted: nothing was kept\n"
    until(lambda: not list(own_folder.glob("ecosystem-nb-testbed*")))
