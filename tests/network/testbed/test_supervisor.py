"""Whatever happens to the one who started them, the servers end. Tried on servers that only sleep."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ecosystem_nb.network.testbed import places, supervisor

SLEEP = "import time; print('ready', flush=True); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


def until(done: Callable[[], bool], within: float = 60.0) -> None:
    end = time.monotonic() + within
    while not done():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be fetched does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Bed:
    """A supervisor of one or more sleepers."""

    def __init__(self, folder: Path, *, tied: bool, keep_s: float = 60.0, codes: tuple[str, ...] = (SLEEP,)):
        lock = places.make(folder, None)
        self.folder = folder
        servers = [
            {
                "name": f"s{number}",
                "arguments": [sys.executable, "-c", code],
                "environment": {"WORD": "known"},
                "folder": str(folder),
                "log": str(folder / f"s{number}.log"),
                "socket": None,
            }
            for number, code in enumerate(codes)
        ]
        plan = {"servers": servers, "account": None, "keep_s": keep_s, "tied": tied, "lock": lock}
        places.write(folder / supervisor.PLAN, json.dumps(plan))
        self.process = subprocess.Popen(
            [sys.executable, "-m", supervisor.__name__, str(folder)],
            stdin=subprocess.PIPE if tied else subprocess.DEVNULL,
            pass_fds=(lock,),
            start_new_session=True,
        )
        os.close(lock)
        until(lambda: all((folder / f"s{one}.log").exists() for one in range(len(codes))))

    def state(self) -> dict:
        until((self.folder / supervisor.STATE).exists)
        return json.loads((self.folder / supervisor.STATE).read_text(encoding="utf-8"))

    def ready(self) -> list[int]:
        """The servers' processes, once all of them run."""
        pids = self.state()["servers"]
        for name in pids:
            until(lambda name=name: "ready" in (self.folder / f"{name}.log").read_text(encoding="utf-8"))
        return list(pids.values())

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        else:
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                told = json.loads((self.folder / supervisor.STATE).read_text(encoding="utf-8"))
                if places.held(self.folder):
                    os.kill(told["supervisor"], signal.SIGTERM)
        self.process.wait(timeout=20)


Start = Callable[..., Bed]


@pytest.fixture
def start(own_folder: Path) -> Iterator[Start]:
    started: list[Bed] = []

    def one(**options) -> Bed:
        started.append(Bed(places.passing(), **options))
        return started[-1]

    yield one
    for bed in started:
        bed.close()


def gone(bed: Bed, pids: list[int]) -> None:
    until(lambda: not any(map(lives, pids)) and not bed.folder.exists())


def test_when_its_starter_hangs_up_servers_and_folder_go(start: Start) -> None:
    bed = start(tied=True, codes=(SLEEP, SLEEP))
    pids = bed.ready()
    assert all(map(lives, pids))
    assert bed.process.stdin
    bed.process.stdin.close()
    gone(bed, pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_on_a_signal_servers_and_folder_go(start: Start, number: signal.Signals) -> None:
    bed = start(tied=False)
    pids = bed.ready()
    os.kill(bed.state()["supervisor"], number)
    gone(bed, pids)


def test_when_the_supervisor_is_killed_the_kernel_kills_the_servers_and_the_broom_comes(start: Start) -> None:
    bed = start(tied=False, codes=(SLEEP, STUBBORN))
    pids = bed.ready()
    os.kill(bed.state()["supervisor"], signal.SIGKILL)
    until(lambda: not any(map(lives, pids)))
    assert not places.held(bed.folder)
    assert places.sweep() == 1
    assert not bed.folder.exists()


def test_a_server_that_does_not_listen_is_killed(start: Start) -> None:
    bed = start(tied=True, codes=(STUBBORN,))
    pids = bed.ready()
    bed.close()
    gone(bed, pids)


def test_its_time_is_up(start: Start) -> None:
    bed = start(tied=False, keep_s=2.0)
    gone(bed, bed.ready())


def test_a_server_that_ends_takes_the_other_with_it_and_its_log_stays(start: Start) -> None:
    bed = start(tied=True, codes=(SLEEP, "print('unable to go on'); raise SystemExit(1)"))
    until(lambda: bed.state()["ended"] == ["s1"])
    assert bed.state()["servers"] == {}
    assert "unable" in (bed.folder / "s1.log").read_text(encoding="utf-8")


def test_it_outlives_its_starter_when_it_is_not_tied(start: Start) -> None:
    bed = start(tied=False)
    bed.ready()
    assert bed.process.wait(timeout=10) == 0
    assert bed.state()["supervisor"] != bed.process.pid
    assert places.held(bed.folder)


def test_a_server_gets_its_own_environment_and_no_file_of_ours(start: Start) -> None:
    code = (
        "import os, sys; print(dict(os.environ)['WORD'], 'PATH' in os.environ, "
        "sorted(int(one) for one in os.listdir('/proc/self/fd'))[:-1], oct(os.umask(0)), flush=True); "
    )
    bed = start(tied=True, codes=(code + SLEEP,))
    bed.ready()
    assert "known False [0, 1, 2] 0o77" in (bed.folder / "s0.log").read_text(encoding="utf-8")


def test_it_needs_nothing_but_the_standard_library() -> None:
    code = (
        f"import sys, {supervisor.__name__}; print(sorted({{'numpy', 'pandas', 'httpx'}} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
