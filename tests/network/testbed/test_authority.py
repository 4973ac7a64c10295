"""Certificates: what they hold, and that TLS takes them for what they are."""

import datetime as dt
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509

from ecosystem_nb.network.testbed.authority import HOST, LIFETIME, Authority

NOW = dt.datetime.now(dt.UTC)


def handshake(folder: Path, trusted: Authority, signed_by: Authority, name: str) -> str:
    """Speak TLS with a server certified by one authority as a client that trusts another."""
    certificate, key = signed_by.server(NOW)
    (folder / "cert.pem").write_bytes(certificate)
    (folder / "key.pem").write_bytes(key)
    (folder / "ca.pem").write_bytes(trusted.pem())
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    client = ssl.create_default_context(cafile=str(folder / "ca.pem"))
    here, there = socket.socketpair()

    def serve() -> None:
        try:
            with server.wrap_socket(there, server_side=True) as done:
                done.recv(1)
        except (ssl.SSLError, ConnectionError):
            there.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with client.wrap_socket(here, server_hostname=name) as done:
            done.send(b"x")
            return str(done.version())
    finally:
        here.close()
        thread.join()


@pytest.mark.parametrize("name", [HOST, "localhost"])
def test_a_client_that_trusts_the_authority_trusts_its_servers(tmp_path: Path, name: str) -> None:
    mine = Authority.new(NOW)
    assert handshake(tmp_path, mine, mine, name).startswith("TLSv1.")


def test_another_authority_of_the_same_name_is_not_trusted(tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(tmp_path, Authority.new(NOW), Authority.new(NOW), HOST)


def test_the_certificate_is_for_loopback_alone(tmp_path: Path) -> None:
    mine = Authority.new(NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="match"):
        handshake(tmp_path, mine, mine, "storage.example.org")


def test_it_holds_for_a_day() -> None:
    for one in (
        Authority.new(NOW).certificate,
        x509.load_pem_x509_certificate(Authority.new(NOW).server(NOW)[0]),
    ):
        assert one.not_valid_before_utc < NOW
        assert dt.timedelta(0) < one.not_valid_after_utc - NOW <= LIFETIME


def test_the_authority_may_sign_servers_and_nothing_below_them() -> None:
    basic = Authority.new(NOW).certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (basic.ca, basic.path_length) == (True, 0)


def test_the_private_key_is_never_shown() -> None:
    assert "key" not in repr(Authority.new(NOW))
