"""Third-party copy against a storage on loopback that can do everything wrong."""

import logging
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.copies.endpoint import Endpoint, redact
from ecosystem_nb.network.copies.loopback import Storage
from ecosystem_nb.network.copies.loopback_plan import Fault, Wire
from ecosystem_nb.network.copies.markers import MarkerError, Progress, TransferError, TruncatedStream
from ecosystem_nb.network.copies.tpc import (
    ConnectionLost,
    Copied,
    CopyFailed,
    CopyRefused,
    CopyStalled,
    NotVerified,
    Rules,
    copy,
    headers,
)

DATA = bytes(range(256)) * 1024  # 256 KiB
BLOCK = len(DATA) // 4
READ, WRITE = "token-for-reading", "token-for-writing"
MODES = ("pull", "push")
QUICK = Rules(stall_s=0.3)


class Pair:
    """Two storages with a file in the first."""

    def __init__(self, source: Storage, destination: Storage, client: httpx.Client) -> None:
        self.source, self.destination, self.client = source, destination, client
        source.files["/data/f"] = DATA

    def ends(self, read: str | None = READ, write: str | None = WRITE) -> tuple[Endpoint, Endpoint]:
        return Endpoint(self.source.url("/data/f"), read), Endpoint(self.destination.url("/store/f"), write)

    def copy(self, rules: Rules = QUICK, **tokens: str | None) -> Copied:
        return copy(self.client, *self.ends(**tokens), rules)

    def break_active(self, mode: str, fault: Fault) -> None:
        (self.destination if mode == "pull" else self.source).fault = fault


@pytest.fixture
def pair() -> Iterator[Pair]:
    wire = Wire()
    with (
        httpx.Client(trust_env=False) as client,
        Storage("source", wire, token=READ, block=BLOCK) as source,
        Storage("destination", wire, token=WRITE, block=BLOCK) as destination,
    ):
        yield Pair(source, destination, client)


@pytest.mark.parametrize("mode", MODES)
def test_a_copy_that_is_done(pair: Pair, mode: str) -> None:
    """Both ends hold the same bytes; size and checksum by hand; all markers were handed on."""
    seen: list[Progress] = []
    done = copy(pair.client, *pair.ends(), Rules(mode), seen.append)
    assert pair.destination.files["/store/f"] == DATA
    assert done == Copied(len(DATA), f"{zlib.adler32(DATA):08x}", 4, 201)
    assert [one.total_bytes for one in seen] == [BLOCK * n for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(("mode", "fetch"), [("pull", "GET"), ("push", "PUT")])
def test_the_data_do_not_pass_through_the_client(pair: Pair, mode: str, fetch: str) -> None:
    """COPY to the active end, the file between the storages, two HEADs; the client reads markers alone."""
    pair.copy(Rules(mode))
    wire = pair.source.wire
    active, passive = ("destination", "source") if mode == "pull" else ("source", "destination")
    assert [(m.sender, m.receiver, m.method) for m in wire.messages] == [
        ("client", active, "COPY"),
        (active, passive, fetch),
        ("client", "source", "HEAD"),
        ("client", "destination", "HEAD"),
    ]
    assert wire.file_bytes == len(DATA)
    assert wire.marker_bytes < 1000


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("fault", "error", "said"),
    [
        (Fault.FAILURE, CopyFailed, "answered 201, and then failed: the other end closed"),
        (Fault.TRUNCATED, TruncatedStream, "closed before the answer was complete"),
        (Fault.NO_VERDICT, TruncatedStream, "without a verdict"),
        (Fault.STALL, CopyStalled, r"nothing came for 0\.3 s"),
        (Fault.FROZEN, CopyStalled, r"no byte more for 0\.3 s, at 131,072 B"),
        (Fault.CORRUPT, NotVerified, "adler32 at the source [0-9a-f]{8}, at the destination [0-9a-f]{8}"),
        (Fault.HALF, NotVerified, "size at the source 262,144 B, at the destination 131,072 B"),
        (Fault.JUNK, MarkerError, "expected 'Perf Marker'"),
        (Fault.HUGE, MarkerError, "above 4,096 B"),
    ],
)
def test_nothing_half_written_is_called_done(
    pair: Pair, mode: str, fault: Fault, error: type[TransferError], said: str
) -> None:
    """After a 201, each of these raises its own error within a second or so."""
    pair.break_active(mode, fault)
    begun = time.monotonic()
    with pytest.raises(error, match=said):
        pair.copy(replace(QUICK, mode=mode))
    assert time.monotonic() - begun < 5.0
    assert pair.destination.files.get("/store/f") != DATA


def test_slow_markers_are_no_stall(pair: Pair) -> None:
    """Four markers, 0.2 s apart, at 0.3 s allowed without progress: longer than allowed in all, and done."""
    pair.destination.pause_s = 0.2
    begun = time.monotonic()
    assert pair.copy().markers == 4
    assert time.monotonic() - begun > QUICK.stall_s


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("tokens", "status"), [({"write": None, "read": None}, 401), ({"write": "no", "read": "no"}, 403)]
)
def test_a_missing_and_a_wrong_token(
    pair: Pair, mode: str, tokens: dict[str, str | None], status: int
) -> None:
    with pytest.raises(CopyRefused, match=f"COPY answered {status}: who asks") as caught:
        pair.copy(Rules(mode), **tokens)
    assert caught.value.status == status
    assert "/store/f" not in pair.destination.files


@pytest.mark.parametrize(("mode", "tokens"), [("pull", {"read": "no"}), ("push", {"write": "no"})])
def test_a_wrong_token_for_the_passive_end_fails_after_the_201(
    pair: Pair, mode: str, tokens: dict[str, str]
) -> None:
    with pytest.raises(CopyFailed, match=r"answered 201, and then failed: the .* answered 403"):
        pair.copy(Rules(mode), **tokens)


def test_overwriting_only_when_asked(pair: Pair) -> None:
    """412 with Overwrite: F, and the old file stays; with T it is replaced."""
    pair.destination.files["/store/f"] = b"old"
    with pytest.raises(CopyRefused, match="412: the destination exists") as caught:
        pair.copy()
    assert (caught.value.status, pair.destination.files["/store/f"]) == (412, b"old")
    assert pair.copy(Rules(overwrite=True)).size == len(DATA)


def test_a_file_that_is_not_there(pair: Pair) -> None:
    """Pull: 201, then failure; push: 404 at once."""
    del pair.source.files["/data/f"]
    with pytest.raises(CopyFailed, match="the source answered 404"):
        pair.copy()
    with pytest.raises(CopyRefused, match="404: there is no such file"):
        pair.copy(Rules("push"))


def test_without_a_checksum_nothing_is_done(pair: Pair) -> None:
    pair.source.digests = False
    with pytest.raises(NotVerified, match="no adler32: expected a header Digest"):
        pair.copy()


def test_a_redirect_keeps_the_method_and_the_token(pair: Pair) -> None:
    """The real destination stands behind a redirector: COPY stays COPY, and the token goes along."""
    pair.source.wire.messages.clear()
    with Storage("door", pair.source.wire, token=WRITE) as door:
        door.redirect_to = pair.destination.url("/store/f") + "?authz=Bearer%20secret"
        ends = pair.ends()[0], Endpoint(door.url("/store/f"), WRITE)
        with pytest.raises(CopyRefused, match="HEAD answered 404"):  # the door has no file of its own
            copy(pair.client, *ends, QUICK)
    asked = [(m.receiver, m.method, m.path) for m in pair.source.wire.messages[:2]]
    assert asked == [("door", "COPY", "/store/f"), ("destination", "COPY", "/store/f")]
    assert pair.destination.files["/store/f"] == DATA


def test_redirects_to_other_hosts_and_in_a_circle_are_refused(pair: Pair) -> None:
    """A token does not follow a redirect to a host that nobody named."""
    pair.destination.redirect_to = "https://elsewhere.example/f"
    with pytest.raises(ConnectionLost, match=r"redirect to 'elsewhere.example': expected '127\.0\.0\.1'"):
        pair.copy()
    pair.destination.redirect_to = pair.destination.url("/store/f")
    with pytest.raises(ConnectionLost, match="more than 5 redirects"):
        pair.copy()


def test_nobody_there() -> None:
    with Storage("gone", Wire()) as gone:
        address = gone.url("/f")
    with httpx.Client(trust_env=False) as client, pytest.raises(ConnectionLost, match="COPY: ConnectError"):
        copy(client, Endpoint(address), Endpoint(address), QUICK)


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.FAILURE, Fault.CORRUPT, Fault.JUNK])
def test_no_token_in_any_log_or_message(pair: Pair, caplog: pytest.LogCaptureFixture, fault: Fault) -> None:
    """At the most talkative level, of all libraries, and in the representations of our own objects."""
    pair.destination.fault = fault
    said = repr(pair.ends())
    with caplog.at_level(logging.DEBUG):
        try:
            said += repr(pair.copy())
        except TransferError as error:
            said += repr(error)
    said += caplog.text + repr(pair.source.wire.messages)
    assert "COPY" in said
    assert READ not in said
    assert WRITE not in said


def test_a_token_that_the_server_repeats_is_taken_out() -> None:
    end = Endpoint("https://a.example/f", READ)
    assert redact(f"bad token {READ}\n!", end) == "bad token ... !"


def test_the_headers_of_pull_and_push() -> None:
    """The active end gets its own token, and the passive end's to pass on."""
    ends = Endpoint("https://a.example/f", READ), Endpoint("https://b.example/g", WRITE)
    pull, push = (headers(*ends, Rules(mode, overwrite=mode == "push")) for mode in MODES)
    assert (pull["Source"], pull["Authorization"]) == ("https://a.example/f", f"Bearer {WRITE}")
    assert (push["Destination"], push["Authorization"]) == ("https://b.example/g", f"Bearer {READ}")
    assert pull["TransferHeaderAuthorization"] == f"Bearer {READ}"
    assert push["TransferHeaderAuthorization"] == f"Bearer {WRITE}"
    assert (pull["Overwrite"], push["Overwrite"]) == ("F", "T")
    assert not {"Destination"} & set(pull)


@pytest.mark.parametrize(
    ("url", "token", "said"),
    [
        ("ftp://a.example/f", None, "url scheme = 'ftp': expected https"),
        ("https://", None, "expected https://host/path"),
        ("https://me@a.example/f", None, "holds a user or a token"),
        ("https://a.example/f?authz=Bearer%20x", None, "holds a user or a token"),
        ("http://a.example/f", "secret", "token for http://a.example: expected https"),
        ("https://a.example/f", "sec ret", "token of 7 characters: expected"),
        ("https://a.example/f", "secret\r\nX: y", "token of 12 characters"),
        ("https://a.example/f", "", "token of 0 characters"),
        ("https://a.example/f", "x" * 1_000_000, "token of 1,000,000 characters: expected 1 to 65,536"),
        ("https://a.example:99999/f", None, "port = 99999 is out of range: expected 1 to 65535"),
    ],
)
def test_bad_endpoints_are_one_clear_line(url: str, token: str | None, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        Endpoint(url, token)
    assert not token or token not in str(caught.value)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"mode": "send"}, "mode = 'send': expected 'pull' or 'push'"),
        ({"stall_s": 0.0}, r"stall_s = 0\.0 s is out of range: expected above 0 s"),
        ({"stall_s": float("nan")}, "stall_s = nan s"),
    ],
)
def test_bad_rules_are_one_clear_line(rules: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Rules(**rules)


@given(st.binary(max_size=3000), st.sampled_from([200, 201, 202]))
def test_whatever_the_body_a_copy_ends_in_its_own_error(body: bytes, status: int) -> None:
    """A server that answers anything at all; the checksums of both ends are equal here."""
    digest = {"Digest": "adler32=00000001", "Content-Length": "0"}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "HEAD":
            return httpx.Response(200, headers=digest)
        return httpx.Response(status, stream=httpx.ByteStream(body))

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        try:
            done = copy(client, Endpoint("https://a.example/f"), Endpoint("https://b.example/f"))
        except TransferError:
            return
    assert b"success" in body.lower()
    assert done.adler32 == "00000001"


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("adler32=2ba603ea", 0x2BA603EA),
        ("md5=abc==, ADLER32=1", 1),
        ("adler32 = 00000001 , md5=x", 1),
        ("xadler32=1", None),
        ("adler32=123456789", None),
        ("adler32=", None),
        ("", None),
    ],
)
def test_digest_headers(shown: str, value: int | None) -> None:
    """RFC 3230: a list, names in any case, with or without leading zeros."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "HEAD":
            return httpx.Response(200, headers={"Digest": shown})
        return httpx.Response(201, stream=httpx.ByteStream(b"success: Created\n"))

    ends = Endpoint("https://a.example/f"), Endpoint("https://b.example/f")
    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        if value is None:
            with pytest.raises(NotVerified):
                copy(client, *ends)
        else:
            assert copy(client, *ends).adler32 == f"{value:08x}"
