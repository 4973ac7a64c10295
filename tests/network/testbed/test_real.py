"""Real XRootD servers: what they let in, copy and announce, and that nothing of them stays."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.network.testbed.test_supervisor import lives, until

from ecosystem_nb.network.copies.tpc import CopyFailed, Rules, copy
from ecosystem_nb.network.marking.listener import Listener
from ecosystem_nb.network.testbed import admission, checks, copying, files, life, pacing, places
from ecosystem_nb.network.testbed.bed import Testbed
from ecosystem_nb.network.testbed.record import Run
from ecosystem_nb.network.testbed.tools import Tools

pytestmark = pytest.mark.xrootd


@pytest.fixture(scope="module")
def run(bed: Testbed) -> Run:
    """Everything that is tried on a testbed, tried once."""
    return checks.outcomes(bed)


def test_all_is_as_it_should_be(run: Run) -> None:
    assert checks.faults(run) == []


def test_every_forged_token_is_refused_and_every_good_one_let_in(bed: Testbed, run: Run) -> None:
    server = run.admission.set_index("case")["server"]
    known = {one.name for one in admission.cases(bed, time.time())}
    assert set(server.index) == known
    for case in ("alg: none, no signature", "public key as HMAC secret", "claims exchanged", "expired"):
        assert server[case] == "refused"
    for case in ("a good token", "the audience of all", "the other VO in its own part", "modify overwrites"):
        assert server[case] == "allowed"


def test_a_201_comes_before_a_copy_that_fails(run: Run) -> None:
    late = run.copies[(run.copies["http"] == 201) & (run.copies["outcome"] == "CopyFailed")]
    assert {("may not read there", "pull"), ("may not write", "push")} <= set(
        zip(late["trial"], late["mode"], strict=True)
    )


def test_only_the_passive_end_announces_a_copy(run: Run) -> None:
    """Pull, push, pull: the source, the destination, the source, each with a start and an end."""
    assert list(run.fireflies["end"]) == ["source"] * 2 + ["destination"] * 2 + ["source"] * 2
    mark = checks.mark()
    assert set(run.fireflies["experiment"]) == {mark.experiment}
    assert set(run.fireflies["activity"]) == {mark.activity}


def test_a_firefly_counts_at_least_the_file_and_little_more(run: Run) -> None:
    """TLS adds 22 B to each record of at most 16 KiB, and HTTP its heads: less than a per cent."""
    ends = run.fireflies[run.fireflies["state"] == "end"]
    moved = [row.sent if row.end == "source" else row.received for row in ends.itertuples()]
    assert all(copying.SIZE < one < 1.01 * copying.SIZE for one in moved)


def test_a_check_can_be_repeated_on_the_same_testbed(bed: Testbed, run: Run) -> None:
    again = checks.outcomes(bed)
    steady = ["trial", "mode", "outcome", "http", "equal"]
    assert again.copies[steady].equals(run.copies[steady])
    assert again.admission.equals(run.admission)


def test_no_token_stands_in_a_log_and_no_server_runs_as_root(bed: Testbed, run: Run) -> None:
    for name in ("source", "destination"):
        log = (bed.folder / f"{name}.log").read_text(errors="replace")
        assert "TPC" in log
        assert "eyJ" not in log  # how every token begins
    for pid in life.state(bed.folder)["servers"].values():
        told = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        assert "\nUid:\t0\t" not in told
        assert "eyJ" not in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")


def addresses(pid: int, ports: set[int]) -> set[str]:
    """Local addresses at which a process listens, of some TCP ports, as /proc has them."""
    inodes = set()
    for one in Path(f"/proc/{pid}/fd").iterdir():
        target = str(one.readlink())
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text(encoding="utf-8").splitlines()[1:]:
            local, state, inode = (line.split()[column] for column in (1, 3, 9))
            if state == "0A" and inode in inodes and int(local.rpartition(":")[2], 16) in ports:
                found.add(local.rpartition(":")[0])
    return found


def test_the_servers_listen_on_loopback_alone(bed: Testbed, found: Tools) -> None:
    if not found.takes_sockets:
        pytest.skip("this XRootD takes no sockets: it turns strangers away instead")
    ports = {bed.source.port, bed.destination.port}
    for pid in life.state(bed.folder)["servers"].values():
        assert addresses(int(pid), ports) == {"0100007F"}


def test_an_xrootd_that_takes_no_sockets_turns_strangers_away(found: Tools) -> None:
    """It listens on all addresses: who comes from another one is refused at once."""
    with life.running(found=Tools(found.xrootd, found.version, False)) as bed, bed.client() as client:
        assert client.get(f"{bed.source.url}/atlas/data/x").status_code == 403
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            try:
                asked.connect(("192.0.2.1", 9))  # sends nothing: it only asks which address would be used
            except OSError:
                pytest.skip("this machine has no address but that of loopback")
            mine = asked.getsockname()[0]
        with socket.create_connection((mine, bed.source.port), timeout=5) as stranger:
            stranger.settimeout(5)
            stranger.sendall(b"\x16\x03\x01")
            with contextlib.suppress(ConnectionError):
                assert stranger.recv(1) == b""


def test_a_limit_is_shared_and_never_exceeded(found: Tools) -> None:
    """Two copies of 10 and 20 MB over 10 MB/s: XRootD gives each second's share at its beginning."""
    with life.running(rate=10.0, found=found) as bed:
        pacing.prepare(bed, 10.0)
        small, large = pacing.measured(bed, pacing.RACES[2])
    assert small < large + 0.5, "both may end within the same second's share, in either order"
    assert max(small, large) > 30.0 / 10.0 - 1.5


def test_a_checksum_of_the_same_second_is_not_taken_for_the_new_one(bed: Testbed, run: Run) -> None:
    """Whatever the server says, the copy is done only if the checksum is the new file's."""
    row = run.copies[run.copies["trial"] == copying.TWICE].iloc[0]
    assert row["equal"]
    assert row["outcome"] in ("done", "NotVerified")


def test_what_fails_leaves_no_whole_file(bed: Testbed) -> None:
    with bed.client() as client, Listener(port=bed.firefly):
        source = bed.end(bed.source, copying.FILE, "storage.read:/other")
        target = bed.end(bed.destination, "/atlas/out/left", "storage.create:/out storage.read:/out")
        with pytest.raises(CopyFailed, match="answered 201, and then failed"):
            copy(client, source, target, Rules("pull"))
    left = bed.data("destination") / "atlas" / "out" / "left"
    assert not left.exists() or left.stat().st_size == 0


RUN = """
import os, signal, sys
from ecosystem_nb.network.testbed import life
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
with life.running() as bed:
    print(bed.folder, *life.state(bed.folder)["servers"].values(), flush=True)
    os.kill(os.getpid(), signal.{signal}) if "{signal}" != "none" else sys.stdin.read()
"""


@pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_when_its_process_is_killed_nothing_stays(found: Tools, number: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(signal=number)], capture_output=True, text=True, check=False
    )
    folder, *pids = done.stdout.split()
    assert len(pids) == 2
    assert done.returncode != 0
    until(lambda: not Path(folder).exists() and not any(lives(int(one)) for one in pids))


def test_when_even_the_supervisor_is_killed_no_server_stays_and_the_next_one_sweeps(
    found: Tools, own_folder: Path
) -> None:
    with life.running(found=found) as bed:
        told = life.state(bed.folder)
        os.kill(int(str(told["supervisor"])), signal.SIGKILL)
        until(lambda: not any(lives(int(one)) for one in dict(told["servers"]).values()))
        assert bed.folder.exists()
    with life.running(found=found) as second:
        assert not bed.folder.exists()
        assert second.folder.exists()
    assert not second.folder.exists()


def test_the_small_files_are_as_they_were(bed: Testbed, run: Run) -> None:
    bed.clear("destination")
    assert (bed.data("destination") / "atlas/out/x").read_bytes() == files.CONTENT
    assert places.held(bed.folder)
