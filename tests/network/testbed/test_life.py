"""Up and down, and what is said when it does not come up. No XRootD is needed: the server is a stand-in."""

import json
import os
import socket
import sys
from pathlib import Path

import pytest

from ecosystem_nb.network.testbed import bed as beds
from ecosystem_nb.network.testbed import life, places
from ecosystem_nb.network.testbed.bed import ANY, Ports
from ecosystem_nb.network.testbed.tools import TestbedError, Tools

SERVE = """
import re, socket, ssl, sys
text = open(sys.argv[sys.argv.index("-c") + 1]).read()
own = re.search(r"xrd.tls (\\S+) (\\S+)", text)
trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
trust.load_cert_chain(own[1], own[2])
listening = socket.socket(fileno=3)
while True:
    one = listening.accept()[0]
    try:
        with trust.wrap_socket(one, server_side=True) as safe:
            safe.recv(65536)
            safe.sendall(b"HTTP/1.1 403 Forbidden\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
    except OSError:
        pass
"""


@pytest.fixture
def stand_in(own_folder: Path) -> Tools:
    """A program that answers every request with 403, as XRootD does one without a token."""
    script = own_folder / "serve.py"
    script.write_text(SERVE, encoding="utf-8")
    return Tools(program(own_folder, f'exec "{sys.executable}" "{script}" "$@"'), "5.5.3", True)


@pytest.fixture(autouse=True)
def _as_ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in runs as ourselves: another account might not reach Python's library."""
    monkeypatch.setattr("ecosystem_nb.network.testbed.tools.account", lambda: None)


def program(folder: Path, line: str) -> Path:
    made = folder / "xrootd"
    made.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    made.chmod(0o755)
    return made


def folders_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if one.is_dir()]


def test_a_testbed_runs_within_its_block_and_leaves_nothing(stand_in: Tools, own_folder: Path) -> None:
    with life.running(found=stand_in) as bed:
        assert places.held(bed.folder)
        assert bed.source.port != bed.destination.port
        with bed.client() as client:
            assert client.get(f"{bed.source.url}/x").status_code == 403
    assert folders_in(own_folder) == []
    with socket.socket() as asked, pytest.raises(ConnectionRefusedError):
        asked.connect(("127.0.0.1", bed.source.port))


def test_an_error_within_the_block_ends_it_too(stand_in: Tools, own_folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), life.running(found=stand_in):
        raise ZeroDivisionError
    assert folders_in(own_folder) == []


def test_private_keys_are_in_no_file_while_it_runs_for_one_process(stand_in: Tools) -> None:
    with life.running(found=stand_in) as bed:
        secrets = [str(one.key.as_dict(private=True)["d"]).encode() for one in bed.mints.values()]
        held = [path.read_bytes() for path in bed.folder.rglob("*") if path.is_file()]
        assert len(held) > 10
        assert not any(secret in text for secret in secrets for text in held)
        assert "mints" not in repr(bed)


def test_up_is_found_by_a_later_call_until_down(stand_in: Tools, own_folder: Path) -> None:
    assert life.attach() is None
    made = life.up(ANY, 12.5, found=stand_in)
    try:
        again = life.attach()
        assert again is not None
        assert (again.source, again.destination, again.firefly) == (
            made.source,
            made.destination,
            made.firefly,
        )
        assert again.source.rate == 12.5
        token = made.token(made.source, "storage.read:/")
        assert again.mints["atlas"].key.thumbprint() == made.mints["atlas"].key.thumbprint()
        assert token not in repr(made)
        with pytest.raises(TestbedError, match="a testbed is up already: expected none"):
            life.up(ANY, found=stand_in)
    finally:
        assert life.down()
    assert life.attach() is None
    assert folders_in(own_folder) == []
    assert not life.down()


def test_what_others_may_read_holds_no_secret(stand_in: Tools) -> None:
    bed = life.up(ANY, found=stand_in)
    try:
        opened = {one.name for one in bed.folder.iterdir() if one.stat().st_mode & 0o044}
        assert opened == {"ca.pem", "registry.json"}
        assert bed.folder.stat().st_mode & 0o777 == 0o700
        assert (bed.folder / "issuers.json").stat().st_mode & 0o777 == 0o600
        assert (bed.folder / "source" / "key.pem").stat().st_mode & 0o777 == 0o600
    finally:
        life.down()


@pytest.mark.parametrize("end", ["source", "destination"])
def test_a_taken_port_is_named_and_nothing_is_left(stand_in: Tools, own_folder: Path, end: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = (
            rf"{end}: TCP port {port} of 127\.0\.0\.1 can't be had: Address already in use: expected a free"
        )
        with (
            pytest.raises(TestbedError, match=said),
            life.running(Ports(**{**vars(ANY), end: port}), found=stand_in),
        ):
            pass
    assert folders_in(own_folder) == []


def test_a_taken_port_for_fireflies_is_named(stand_in: Tools, own_folder: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        with (
            pytest.raises(TestbedError, match=rf"fireflies: UDP port {port} of 127\.0\.0\.1 can't be had"),
            life.running(Ports(0, 0, port), found=stand_in),
        ):
            pass
    assert folders_in(own_folder) == []


def test_a_server_that_ends_at_once_is_told_with_its_own_words(own_folder: Path) -> None:
    line = "echo 'starting'; echo '261125 01:12:55 77 XrdConfig: Unable to load libXrdHttp.so'; exit 1"
    found = Tools(program(own_folder, line), "5.5.3", True)
    with pytest.raises(TestbedError, match=r"XRootD ended: XrdConfig: Unable to load libXrdHttp\.so$"):
        life.up(ANY, found=found)
    assert folders_in(own_folder) == []


def test_a_server_that_never_answers_is_given_up(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "START_S", 1.5)
    found = Tools(program(own_folder, "exec sleep 60"), "5.5.3", True)
    with pytest.raises(TestbedError, match=r"source and destination: no answer within 1\.5 s"):
        life.up(ANY, found=found)
    assert folders_in(own_folder) == []


@pytest.mark.parametrize("keep", [0.0, -1.0, float("nan"), 86_401.0])
def test_a_time_to_stay_is_bounded_by_the_certificates(keep: float) -> None:
    with pytest.raises(ValueError, match=r"keep = .* s is out of range: expected above 0 to 86,400 s"):
        life.up(ANY, keep_s=keep)


def test_ports_are_checked() -> None:
    with pytest.raises(ValueError, match="firefly port = 70000 is out of range: expected 0 to 65535"):
        beds.Ports(firefly=70_000)


def test_a_testbed_that_is_half_made_is_no_traceback(own_folder: Path) -> None:
    lock = places.make(places.fixed(), None)
    with pytest.raises(TestbedError, match="just starting or ending"):
        life.attach()
    os.close(lock)


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("", "it wrote nothing"),
        ("Copr. 2004\nall well\n", "Copr. 2004"),
        ("a\n261125 01:12:55 6470 acc: Unable to find x\nfailed\n", "acc: Unable to find x"),
        ("x failed " + "y" * 500, "x failed " + "y" * 191),
    ],
)
def test_the_first_line_that_tells_of_a_fault_is_taken(log: str, said: str) -> None:
    assert life.last_words(log) == said


def test_the_plan_holds_no_token_and_no_key(stand_in: Tools) -> None:
    """What is in a process's arguments or environment, everybody can read."""
    with life.running(found=stand_in) as bed:
        plan = json.loads((bed.folder / "plan.json").read_text(encoding="utf-8"))
        for server in plan["servers"]:
            assert set(server["environment"]) <= {"PATH", "HOME", "XDG_CACHE_HOME", "LD_LIBRARY_PATH"}
            assert server["arguments"][1:3] == ["-n", server["name"]]
            assert len(server["arguments"]) == 5
