"""The calls of FTS's interface that Rucio makes, and everything else refused."""

import json
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest

from ecosystem_nb.network.copies.markers import TransferError
from ecosystem_nb.network.testbed.fts_service import MOST_BYTES, BadJob, FtsStandIn, Order, orders_of

ALLOWED = frozenset({"127.0.0.1:1", "127.0.0.1:2"})


def file(**changes: object) -> dict[str, object]:
    one = {
        "sources": ["https://127.0.0.1:1/a/x"],
        "destinations": ["davs://127.0.0.1:2/b/x"],
        "metadata": {"request_id": "r1"},
        "filesize": 5,
        "checksum": "ADLER32:0000ABCD",
        "scitag": 148,
    }
    return {**one, **changes}


def job(*files: dict[str, object]) -> dict[str, object]:
    return {"files": list(files or (file(),)), "params": {"job_metadata": {"issuer": "rucio"}}}


class Carrier:
    """Takes orders; holds each until it is let go, and fails with what it is given."""

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.go = threading.Event()
        self.error: Exception | None = None

    def __call__(self, order: Order) -> None:
        self.orders.append(order)
        assert self.go.wait(30)
        if self.error:
            raise self.error


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    made = Carrier()
    yield made
    made.go.set()


@pytest.fixture
def fts(carrier: Carrier) -> Iterator[FtsStandIn]:
    with FtsStandIn(carrier, ALLOWED, '{"experiments": []}') as running:
        yield running
        carrier.go.set()


def ended(fts: FtsStandIn, name: str) -> dict:
    while (told := httpx.get(f"{fts.url}/jobs/{name}", trust_env=False).json())["job_state"] not in (
        "FINISHED",
        "FAILED",
    ):
        pass
    return told


def test_a_job_is_taken_runs_and_is_finished(fts: FtsStandIn, carrier: Carrier) -> None:
    name = httpx.post(f"{fts.url}/jobs", json=job(), trust_env=False).json()["job_id"]
    told = httpx.get(f"{fts.url}/jobs/{name}?files=file_state,reason", trust_env=False).json()
    assert told["http_status"] == "200 Ok"
    assert told["job_state"] in ("SUBMITTED", "ACTIVE")
    carrier.go.set()
    told = ended(fts, name)
    (one,) = told["files"]
    assert (told["job_state"], one["file_state"], one["reason"]) == ("FINISHED", "FINISHED", "")
    assert one["file_metadata"] == {"request_id": "r1"}
    assert told["job_metadata"] == {"issuer": "rucio"}
    assert one["start_time"] <= one["finish_time"]
    assert carrier.orders == [Order("https://127.0.0.1:1/a/x", "https://127.0.0.1:2/b/x", 148, 5, "0000abcd")]


def test_a_copy_that_fails_fails_the_job_with_its_reason(fts: FtsStandIn, carrier: Carrier) -> None:
    carrier.error = TransferError("no such file")
    carrier.go.set()
    told = ended(
        fts, httpx.post(f"{fts.url}/jobs", json=job(file(), file()), trust_env=False).json()["job_id"]
    )
    assert {one["file_state"] for one in told["files"]} == {"FAILED"}
    assert {one["reason"] for one in told["files"]} == {"no such file"}
    assert len(carrier.orders) == 1


def test_several_jobs_are_told_at_once_and_a_lost_one_as_lost(fts: FtsStandIn) -> None:
    name = fts.submit(job())
    response = httpx.get(f"{fts.url}/jobs/{name},nobody", trust_env=False)
    assert response.status_code == 207
    assert [one["http_status"] for one in response.json()] == ["200 Ok", "404 Not Found"]


def test_version_and_registry_are_told_and_nothing_else(fts: FtsStandIn) -> None:
    assert httpx.get(f"{fts.url}/", trust_env=False).json() == {"api": {"major": 3}}
    assert httpx.get(f"{fts.url}/api.json", trust_env=False).json() == {"experiments": []}
    assert httpx.get(f"{fts.url}/ban/se", trust_env=False).status_code == 404
    assert httpx.post(f"{fts.url}/other", json={}, trust_env=False).status_code == 400


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 10_000, b"null", b"[]", b"{}", json.dumps(job({})).encode()]
)
def test_what_is_no_job_is_refused(fts: FtsStandIn, body: bytes) -> None:
    assert httpx.post(f"{fts.url}/jobs", content=body, trust_env=False).status_code == 400
    assert fts.jobs == {}


def test_a_job_that_is_too_long_is_not_even_read(fts: FtsStandIn) -> None:
    with socket.create_connection(("127.0.0.1", int(fts.url.rpartition(":")[2])), timeout=20) as raw:
        raw.sendall(f"POST /jobs HTTP/1.1\r\nContent-Length: {MOST_BYTES + 1}\r\n\r\n".encode())
        assert b" 400 " in raw.recv(64)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sources": []}, "sources: expected a list of one address"),
        ({"sources": ["a", "b"]}, "sources: expected a list of one address"),
        ({"destinations": None}, "destinations: expected a list of one address"),
        (
            {"sources": ["https://storage.example.org/x"]},
            "sources: expected https and one of 127.0.0.1:1, 127",
        ),
        ({"sources": ["http://127.0.0.1:1/x"]}, "sources: expected https"),
        ({"destinations": ["file:" + "///x/y"]}, "destinations: expected https"),
        ({"destinations": ["https://me:word" + "@127.0.0.1:2/x"]}, "destinations: expected https"),
        ({"sources": ["https://127.0.0.1:1/x?authz=token"]}, "sources: expected https"),
    ],
)
def test_only_the_testbeds_own_servers_may_be_named(changes: dict[str, object], said: str) -> None:
    with pytest.raises(BadJob, match=said):
        orders_of(job(file(**changes)), ALLOWED)


def test_a_job_need_not_have_mark_size_or_checksum() -> None:
    (order,) = orders_of(job(file(scitag=None, filesize=None, checksum=None)), ALLOWED)
    assert (order.scitag, order.size, order.adler32) == (None, None, "")
    (order,) = orders_of(job(file(checksum="MD5:ab")), ALLOWED)
    assert order.adler32 == ""


def test_it_listens_on_loopback_and_closes(carrier: Carrier) -> None:
    with FtsStandIn(carrier, ALLOWED, "{}") as fts:
        url = fts.url
        assert url.startswith("http://127.0.0.1:")
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)
    with pytest.raises(RuntimeError, match="closed"):
        _ = fts.url
