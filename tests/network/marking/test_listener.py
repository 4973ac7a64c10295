"""The listener on the loopback: it takes fireflies, counts junk, and dies of nothing."""

import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.network.marking.firefly import Firefly, Flow, build
from ecosystem_nb.network.marking.listener import Listener, ListenerError

START = datetime(2026, 1, 2, tzinfo=UTC)


def firefly(port: int = 1000) -> Firefly:
    return Firefly("start", Flow("::1", "::1", port, 2), 2, 20, START)


def send(port: int, *datagrams: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as source:
        for one in datagrams:
            source.sendto(one, ("127.0.0.1", port))


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not done():
        assert time.monotonic() < end, "the listener did not take what was sent"
        time.sleep(0.005)


def test_fireflies_arrive_in_order() -> None:
    flies = [firefly(port) for port in range(1, 30)]
    with Listener(port=0) as listener:
        send(listener.port, *map(build, flies))
        until(lambda: listener.counts.received == len(flies))
        assert listener.take() == flies
        assert listener.take() == []
        assert listener.counts.accepted == len(flies)


def test_junk_is_counted_and_the_next_firefly_still_arrives() -> None:
    junk = [b"", b"\x00", b"GET / HTTP/1.1", b"\xff" * 60_000, build(firefly())[:-1], b"[" * 8000]
    with Listener(port=0) as listener:
        send(listener.port, *junk, build(firefly()))
        until(lambda: listener.counts.received == len(junk) + 1)
        assert listener.alive
        assert (listener.counts.junk, listener.counts.accepted) == (len(junk), 1)
        assert listener.counts.last_fault
        assert listener.take() == [firefly()]


def test_a_full_queue_drops_and_counts() -> None:
    with Listener(port=0, most=3) as listener:
        send(listener.port, *[build(firefly(port)) for port in range(1, 11)])
        until(lambda: listener.counts.received == 10)
        assert (listener.counts.accepted, listener.counts.dropped) == (3, 7)
        assert [one.flow.src_port for one in listener.take()] == [1, 2, 3]
        send(listener.port, build(firefly(11)))
        until(lambda: listener.counts.received == 11)
        assert len(listener.take()) == 1


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=300), st.just(build(firefly()))), max_size=5))
def test_no_input_kills_it_and_each_is_counted_once(datagrams: list[bytes]) -> None:
    listener = Listener(port=0, most=2)
    for one in datagrams:
        listener.feed(one)
    counts = listener.counts
    assert counts.received == len(datagrams) == counts.accepted + counts.junk + counts.dropped
    assert len(listener.take()) == counts.accepted <= 2


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=2000))
def test_no_datagram_kills_the_thread(datagram: bytes) -> None:
    before = SHARED.counts.received
    send(SHARED.port, datagram)
    until(lambda: SHARED.counts.received == before + 1)
    assert SHARED.alive
    SHARED.take()


SHARED = Listener(port=0)


@pytest.fixture(autouse=True, scope="module")
def _shared():  # type: ignore[no-untyped-def]
    with SHARED:
        yield


def test_a_taken_port_is_named() -> None:
    with Listener(port=0) as one:
        port = one.port
        with (
            pytest.raises(ListenerError, match=f"UDP 127.0.0.1 port {port}: .*expected a free port"),
            Listener(port=port),
        ):
            pass
    with Listener(port=port) as again:  # and is free once the first has ended
        assert again.port == port


def test_it_ends_after_an_error_inside() -> None:
    with pytest.raises(RuntimeError), Listener(port=0) as listener:
        raise RuntimeError
    assert not listener.alive
    with pytest.raises(ListenerError, match="closed"):
        _ = listener.port


def test_it_listens_at_ipv6() -> None:
    try:
        with Listener("::1", port=0) as listener, socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as source:
            source.sendto(build(firefly()), ("::1", listener.port))
            until(lambda: listener.counts.accepted == 1)
    except ListenerError as error:
        pytest.skip(f"no IPv6 here: {error}")


@pytest.mark.parametrize(("given_", "said"), [({"port": 70_000}, "port = 70000"), ({"most": 0}, "most = 0")])
def test_bad_settings_are_named(given_: dict[str, int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Listener(**given_)  # type: ignore[arg-type]
