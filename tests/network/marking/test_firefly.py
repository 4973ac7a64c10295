"""Fireflies: the real one is read, what is built is read back, and junk gets one line."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.marking.firefly import MOST_BYTES, STATES, Firefly, FireflyError, Flow, build
from ecosystem_nb.network.marking.firefly_reader import parse

START = datetime(2026, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC)
HEADER = b"<134>1 - xrd.example.org xrootd - firefly-json - "
REAL = (
    '{"version":1,"flow-lifecycle":{"state":"end","current-time":"2026-01-02T03:04:06.000000+00:00",'
    '"start-time":"2026-01-02T03:04:05.000000+00:00","end-time":"2026-01-02T03:04:06.000000+00:00"},'
    '"usage":{"received":779,"sent":268798429},"netlink":{"rtt":0.293},'
    '"context":{"experiment-id":2,"activity-id":1},"flow-id":{"afi":"ipv4","src-ip":"127.0.0.1",'
    '"dst-ip":"127.0.0.1","protocol":"tcp","src-port":8441,"dst-port":58194}}'
)
"""What XRootD 5.5.3 sent, with times put in place of its own."""


def changed(**parts: object) -> bytes:
    """The real firefly with parts of its body replaced; ``None`` takes a part away."""
    body = json.loads(REAL)
    for name, value in parts.items():
        *way, last = name.split("__")
        inner = body
        for key in way:
            inner = inner[key.replace("_", "-")]
        if value is None:
            del inner[last.replace("_", "-")]
        else:
            inner[last.replace("_", "-")] = value
    return HEADER + json.dumps(body).encode()


def test_the_real_firefly_is_read() -> None:
    one = parse(HEADER + REAL.encode())
    assert (one.state, one.experiment, one.activity, one.host) == ("end", 2, 1, "xrd.example.org")
    assert (one.sent, one.received, one.rtt) == (268_798_429, 779, 0.293)
    assert one.flow == Flow("127.0.0.1", "127.0.0.1", 8441, 58194)
    assert one.flow.afi == "ipv4"
    assert one.end == one.current == datetime(2026, 1, 2, 3, 4, 6, tzinfo=UTC)


def test_a_header_with_a_time_is_read() -> None:
    """flowd writes the time that RFC 5424 allows, XRootD a hyphen."""
    head = b"<134>1 2026-01-02T03:04:05Z host flowd-go - firefly-json - "
    assert parse(head + REAL.encode()).host == "host"


ADDRESSES = st.one_of(
    st.tuples(st.ip_addresses(v=4), st.ip_addresses(v=4)),
    st.tuples(st.ip_addresses(v=6), st.ip_addresses(v=6)),
)
PORTS, COUNTS = st.integers(1, 65_535), st.one_of(st.none(), st.integers(0, 2**64 - 1))


@given(
    st.sampled_from(STATES), ADDRESSES, PORTS, PORTS, COUNTS, COUNTS, st.integers(1, 1023), st.integers(1, 63)
)
def test_what_is_built_is_read_back(state, pair, source, target, sent, received, experiment, activity):  # type: ignore[no-untyped-def]
    flow = Flow(str(pair[0]), str(pair[1]), source, target, "udp" if source % 2 else "tcp")
    later = START + timedelta(seconds=5)
    one = Firefly(
        *(state, flow, experiment, activity, START, later, later if state == "end" else None),
        *(sent, received, 0.25, 'with "quotes" and ü', "host"),
    )
    assert parse(build(one)) == one


@pytest.mark.parametrize(
    ("datagram", "said"),
    [
        (b"", "header = ''"),
        (b"\xff\xfe", "byte 0: found no UTF-8"),
        (REAL.encode(), "header = .*expected RFC 5424"),
        (b"<192>1 - h a - firefly-json - {}", "header"),
        (HEADER + b"{", "body = '{': expected one JSON object"),
        (HEADER + b"[]", "body = list: expected one JSON object"),
        (HEADER + b"{}", "firefly = 'no version': expected the key version"),
        (HEADER + b"[" * 5000, "expected one JSON object"),
        (HEADER + b'{"version":1,"version":1}', "key = 'version': expected each key once"),
        (HEADER + b'{"version":NaN}', "number = 'NaN': expected finite"),
        (changed(version=2), "version = 2: expected 1"),
        (changed(version=True), "version = True: expected 1"),
        (changed(flow_lifecycle__state="stop"), "state = 'stop': expected one of start, ongoing, end"),
        (changed(flow_lifecycle__state=["end"]), "flow-lifecycle.state = list"),
        (changed(flow_lifecycle__state="start"), "end-time = .*none in the others"),
        (changed(flow_lifecycle__end_time=None), "end-time = None: expected a time in the state end"),
        (changed(flow_lifecycle__start_time="2026-01-02T03:04:05"), "start-time = '2026.*expected as"),
        (changed(flow_lifecycle__start_time="2026-02-30T03:04:05Z"), "expected a time of the calendar"),
        (changed(flow_lifecycle__start_time="2027-01-02T03:04:05Z"), "end-time = .*expected not before 2027"),
        (
            changed(flow_lifecycle__current_time="2025-01-02T03:04:05Z"),
            "current-time = .*expected not before",
        ),
        (changed(flow_lifecycle__more=1), "flow-lifecycle = 'more': expected the keys"),
        (changed(flow_id__src_ip="127.0.0.256"), "src-ip = '127.0.0.256': expected an IPv4 or IPv6 address"),
        (changed(flow_id__src_ip=2130706433), "src-ip = 2130706433: expected an IPv4 or IPv6 address"),
        (changed(flow_id__dst_ip="::1"), "dst-ip = '::1': expected an IPv4 address"),
        (changed(flow_id__afi="ipv6"), "afi = 'ipv6': expected ipv4"),
        (changed(flow_id__src_port=0), "src-port = 0: expected a whole number, 1 to 65,535"),
        (changed(flow_id__dst_port=1.5), "dst-port = 1.5: expected a whole number"),
        (changed(flow_id__protocol="sctp"), "protocol = 'sctp': expected tcp or udp"),
        (changed(flow_id=None), "firefly = 'no flow-id': expected the key flow-id"),
        (changed(usage__sent=-1), "usage.sent = -1: expected a whole number, 0 to"),
        (changed(usage__sent=2**64), "usage.sent = 18446744073709551616"),
        (changed(usage=7), "usage = 7: expected an object"),
        (changed(context__experiment_id=0), "experiment-id = 0: expected a whole number, 1 to 1,023"),
        (changed(context__activity_id="20"), "activity-id = '20': expected a whole number, 1 to 63"),
        (changed(context__application=3), "context.application = 3: expected a text"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(datagram: bytes, said: str) -> None:
    with pytest.raises(FireflyError, match=said) as caught:
        parse(datagram)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 64_000, 65_536, 10_000_000])
def test_a_firefly_of_64_kb_is_refused(size: int) -> None:
    with pytest.raises(FireflyError, match=f"firefly = {size:,} B: expected at most 8,192 B"):
        parse(HEADER + b" " * (size - len(HEADER)))


def test_none_is_built_that_would_not_be_read() -> None:
    flow = Flow("::1", "::1", 1, 2)
    with pytest.raises(FireflyError, match="expected at most 8,192 B"):
        build(Firefly("start", flow, 1, 1, START, application="x" * 9000))
    with pytest.raises(FireflyError, match="offset from UTC"):
        Firefly("start", flow, 1, 1, START.replace(tzinfo=None))
    with pytest.raises(FireflyError, match="host = 'two words'"):
        Firefly("start", flow, 1, 1, START, host="two words")
    with pytest.raises(FireflyError, match="rtt = -1: expected 0 to 1e9 ms"):
        Firefly("start", flow, 1, 1, START, rtt=-1)


def refused_or_read(datagram: bytes) -> None:
    said = ""
    try:
        assert isinstance(parse(datagram), Firefly)
    except FireflyError as error:
        said = str(error)
    assert "\n" not in said


@given(st.binary(max_size=2000))
def test_bytes_of_any_kind_raise_nothing_else(datagram: bytes) -> None:
    refused_or_read(datagram)
    refused_or_read(HEADER + datagram)


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.just("2026-01-02T03:04:05Z"),
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)
WAYS = [
    ("version",),
    ("usage",),
    ("netlink",),
    ("context",),
    ("flow-id",),
    ("flow-lifecycle",),
    ("netlink", "rtt"),
]
WAYS += [(name, key) for name, inner in json.loads(REAL).items() if isinstance(inner, dict) for key in inner]


@given(st.sampled_from(WAYS), JSON)
def test_any_value_at_any_place_raises_nothing_else(way: tuple[str, ...], value: object) -> None:
    body = json.loads(REAL)
    inner = body
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = value
    refused_or_read(HEADER + json.dumps(body).encode())


@given(st.integers(0, len(REAL) + 40), st.binary(max_size=6))
def test_a_firefly_with_bytes_exchanged_raises_nothing_else(at: int, new: bytes) -> None:
    whole = HEADER + REAL.encode()
    refused_or_read(whole[:at] + new + whole[at + len(new) :])
    refused_or_read(whole[:at])
