"""The stream of performance markers: as servers write it, cut anywhere, and as no server should."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecosystem_nb.network.copies.markers import MarkerError, Progress, TruncatedStream, Verdict, events

# as XRootD writes them (pull request 2017 of xrootd/xrootd), with the last line of a success
XROOTD = b"""Perf Marker
Timestamp: 1685106809
Stripe Index: 0
Stripe Bytes Transferred: 0
Total Stripe Count: 1
End
Perf Marker
Timestamp: 1685106814
Stripe Index: 0
Stripe Bytes Transferred: 1017184256
Total Stripe Count: 1
RemoteConnections: tcp:137.138.123.14:2001
End
success: Created
"""


def marker(moved: object, index: object = 0) -> bytes:
    return f"Perf Marker\nStripe Index: {index}\nStripe Bytes Transferred: {moved}\nEnd\n".encode()


def test_a_stream_of_xrootd() -> None:
    assert list(events([XROOTD])) == [
        Progress(0, 0, 0),
        Progress(0, 1017184256, 1017184256),
        Verdict(True, "Created"),
    ]


@given(cuts=st.lists(st.integers(0, len(XROOTD)), max_size=40))
def test_how_the_stream_is_cut_makes_no_difference(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(XROOTD)]
    chunks = [XROOTD[a:b] for a, b in itertools.pairwise(edges)]
    assert list(events(chunks)) == list(events([XROOTD]))


def test_each_marker_comes_before_the_next_chunk_is_asked_for() -> None:
    """Progress is streamed, not collected."""
    asked = []

    def chunks():
        for number in (1, 2):
            asked.append(number)
            yield marker(number)

    first = next(events(chunks()))
    assert (first.stripe_bytes, asked) == (1, [1])


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 2**63 - 1)), max_size=20))
def test_the_total_is_the_sum_of_the_last_of_each_stripe(told: list[tuple[int, int]]) -> None:
    body = b"".join(marker(moved, index) for index, moved in told) + b"success: Created\n"
    *progress, verdict = events([body])
    assert verdict == Verdict(True, "Created")
    for number, one in enumerate(progress, start=1):
        assert one.total_bytes == sum(dict(told[:number]).values())


@pytest.mark.parametrize(
    ("line", "done", "message"),
    [
        (b"success: Created\n", True, "Created"),
        (b"success: Created", True, "Created"),
        (b"SUCCESS\r\n", True, ""),
        (b"failure: rejected GET: 403 Forbidden\n", False, "rejected GET: 403 Forbidden"),
        (b"failure: no new", False, "no new"),
        (b"aborted\n\n", False, ""),
        (b"failed: \xff\x00\n", False, "??"),
    ],
)
def test_verdicts(line: bytes, done: bool, message: str) -> None:
    (got,) = events([line])
    assert got == Verdict(done, message.replace("??", "\ufffd?"))


def test_failure_inside_a_marker_is_a_failure() -> None:
    assert list(events([b"Perf Marker\nTimestamp: 1\nfailure: disk full\n"])) == [Verdict(False, "disk full")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "ended after the last marker, at 0 B, without a verdict"),
        (marker(7), "at 7 B, without a verdict"),
        (marker(7)[:-5], "ended inside a marker, at 0 B"),
        (b"success: Creat", "without a verdict"),
        (b"succ", "without a verdict"),
        (b"Perf Marker\nsuccess: Created\n", "inside a marker"),
    ],
)
def test_a_cut_stream_is_no_success(body: bytes, said: str) -> None:
    with pytest.raises(TruncatedStream, match=said):
        list(events([body]))


@pytest.mark.parametrize("cut", range(len(XROOTD) - 1))
def test_no_prefix_of_a_stream_is_a_success(cut: int) -> None:
    """Cut a good stream anywhere before its last letter: it is never called done."""
    with pytest.raises(TruncatedStream):
        list(events([XROOTD[:cut]]))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>\n", "'<html>': expected 'Perf Marker'"),
        (
            marker(-1),
            "stripe bytes transferred = '-1': expected a whole number from 0 to 9223372036854775807",
        ),
        (marker(2**63), "expected a whole number"),
        (marker("9" * 4000), "expected a whole number"),
        (marker("\u0667"), "expected a whole number"),
        (marker(1, 1024), "stripe index = '1024': expected a whole number from 0 to 1023"),
        (b"Perf Marker\nnonsense\n", "'nonsense' inside a marker: expected 'key: value' or 'End'"),
        (b"Perf Marker\n" + b"a: b\n" * 65, "more than 64 lines"),
        (b"x" * 5000, "above 4,096 B"),
        (b"success: Created\nfailure: after all\n", "after the verdict came 'failure: after all'"),
    ],
)
def test_junk_is_refused_with_what_was_expected(body: bytes, said: str) -> None:
    with pytest.raises(MarkerError, match=said):
        list(events([body]))


pieces = st.one_of(
    st.binary(max_size=200),
    st.sampled_from([b"Perf Marker\n", b"End\n", b"success: Created\n", b"failure: x\n", b"\n", b":", b"\r"]),
    st.builds(marker, st.one_of(st.integers(), st.text(max_size=30)), st.integers(-5, 2000)),
)


@given(st.lists(pieces, max_size=30))
@example([b"Perf Marker\n", b"stripe bytes transferred: " + b"1" * 4050 + b"\n", b"End\n"])
def test_whatever_comes_only_its_own_error_goes_out(chunks: list[bytes]) -> None:
    """No input crashes the parser, and a success needs a line that says so."""
    try:
        got = list(events(chunks))
    except MarkerError as error:
        said = str(error)
    else:
        said = got[-1].message
        assert isinstance(got[-1], Verdict)
        assert not got[-1].done or b"success" in b"".join(chunks).lower()
    assert len(said) < 400
    assert said == "" or said.isprintable()
