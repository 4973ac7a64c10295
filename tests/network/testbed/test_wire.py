"""What TLS adds: by hand, and against a real connection."""

import datetime as dt
import socket
import ssl
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.testbed.authority import HOST, Authority
from ecosystem_nb.network.testbed.wire import ADDED, RECORD, with_tls


@pytest.mark.parametrize(("size", "records"), [(0, 0), (1, 1), (16_384, 1), (16_385, 2), (32_768, 2)])
def test_each_record_adds_22_bytes(size: int, records: int) -> None:
    assert with_tls(size) == size + 22 * records


@given(size=st.integers(0, 10**12), record=st.integers(1, RECORD))
def test_smaller_records_never_take_fewer_bytes(size: int, record: int) -> None:
    assert with_tls(size, record) >= with_tls(size)
    assert with_tls(size, record) - size == ADDED * -(-size // record)


@pytest.mark.parametrize(
    ("size", "record", "said"),
    [
        (-1, 1, "size = -1 B"),
        (1, 0, "record = 0 B"),
        (1, 16_385, "record = 16,?385 B"),
        (float("nan"), 1, "size"),
    ],
)
def test_bad_values_are_refused(size: float, record: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        with_tls(size, record)  # type: ignore[arg-type]


def test_a_real_connection_adds_as_many(tmp_path: Path) -> None:
    """Bytes on the socket of Python's own TLS 1.3, written in full records."""
    size, authority = 10 * RECORD + 100, Authority.new(dt.datetime.now(dt.UTC))
    certificate, key = authority.server(dt.datetime.now(dt.UTC))
    for name, data in (("c", certificate), ("k", key), ("a", authority.pem())):
        (tmp_path / name).write_bytes(data)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.minimum_version = ssl.TLSVersion.TLSv1_3
    server.load_cert_chain(tmp_path / "c", tmp_path / "k")
    client = ssl.create_default_context(cafile=str(tmp_path / "a"))
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    safe = client.wrap_bio(incoming, outgoing, server_hostname=HOST)
    here, there = socket.socketpair()

    def serve() -> None:
        with server.wrap_socket(there, server_side=True) as one:
            while one.recv(65_536):
                pass

    thread = threading.Thread(target=serve)
    thread.start()
    while True:
        try:
            safe.do_handshake()
            break
        except ssl.SSLWantReadError:
            here.sendall(outgoing.read())
            incoming.write(here.recv(65_536))
    here.sendall(outgoing.read())
    safe.write(bytes(size))
    assert outgoing.pending == with_tls(size)
    here.close()
    thread.join()
