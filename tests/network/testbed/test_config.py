"""The files that XRootD reads, as text."""

import configparser
import json
import sqlite3
import stat
from pathlib import Path

import pytest
from joserfc.jwk import KeySet

from ecosystem_nb.network.testbed import config, issuers
from ecosystem_nb.network.testbed.config import Server
from ecosystem_nb.tables import read

RUN = Path("/run/testbed")


def lines(server: Server) -> list[str]:
    return config.xrootd(server, RUN, ("atlas", "cms"), 10514).splitlines()


def test_a_server_speaks_https_with_third_party_copies_and_asks_for_tokens() -> None:
    text = lines(Server("source", 8441))
    assert "xrd.port 8441" in text
    assert "xrd.protocol XrdHttp:8441 libXrdHttp.so" in text
    assert "http.exthandler xrdtpc libXrdHttpTPC.so" in text
    assert "xrd.tls /run/testbed/source/cert.pem /run/testbed/source/key.pem" in text
    assert "ofs.authorize 1" in text
    assert "ofs.authlib libXrdAccSciTokens.so config=/run/testbed/source/scitokens.cfg" in text


def test_no_second_authority_stands_behind_the_tokens() -> None:
    """With ``++`` the plug-in is put before another authority, which might say yes."""
    assert not any("++" in line for line in lines(Server("source", 8441)))


def test_who_is_not_on_this_machine_is_turned_away() -> None:
    allowed = [line for line in lines(Server("source", 8441)) if line.startswith("xrd.allow")]
    assert allowed == ["xrd.allow host localhost", "xrd.allow host 127.0.0.1"]


def test_each_part_is_exported_marked_and_trusted_for_its_own_experiment() -> None:
    text = lines(Server("source", 8441))
    for name in ("atlas", "cms"):
        assert f"all.export /{name}" in text
        assert f"xrootd.pmark map2exp path /{name} {name}" in text
    assert "xrootd.pmark ffdest 127.0.0.1:10514" in text


def test_only_a_server_with_a_rate_is_throttled() -> None:
    assert not any("throttle" in line for line in lines(Server("source", 8441)))
    assert lines(Server("source", 8441, 2.5))[-1] == "throttle.throttle data 2500000"


@pytest.mark.parametrize(
    ("port", "rate", "said"),
    [
        (0, None, "port = 0 is out of range: expected 1 to 65535"),
        (65_536, None, "port = 65536 is out of range"),
        (8441, 0.0, "rate = 0 MB/s is out of range: expected 1 to 10,000 MB/s"),
        (8441, -1.0, "rate = -1 MB/s"),
        (8441, float("nan"), "rate = nan MB/s"),
        (8441, float("inf"), "rate = inf MB/s"),
    ],
)
def test_bad_values_are_refused_with_bound_and_unit(port: int, rate: float | None, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Server("source", port, rate)


def test_the_token_plugin_is_told_its_name_and_whom_it_trusts_where() -> None:
    mints = issuers.new()
    told = configparser.ConfigParser()
    told.read_string(config.scitokens(Server("source", 8441), issuers.trusted(mints)))
    assert told["Global"]["audience"] == "https://127.0.0.1:8441"
    assert told["Global"]["onmissing"] == "deny"
    for name, mint in mints.items():
        assert dict(told[f"Issuer {name}"]) == {"issuer": mint.url, "base_path": f"/{name}"}


def test_the_registry_holds_every_row_of_the_table() -> None:
    table = read("network/scitags")
    told = json.loads(config.registry(table))
    rows = {
        (one["expName"], one["expId"], act["activityName"], act["activityId"])
        for one in told["experiments"]
        for act in one["activities"]
    }
    assert rows == set(table.itertuples(index=False, name=None))
    assert len({one["expId"] for one in told["experiments"]}) == len(told["experiments"])


def test_the_servers_find_every_issuers_public_keys_and_no_private_one(tmp_path: Path) -> None:
    mints, path = issuers.new(), tmp_path / "keys"
    config.key_cache(path, list(issuers.trusted(mints).values()), 1_000.0)
    with sqlite3.connect(path) as store:
        rows = dict(store.execute("SELECT issuer, keys FROM keycache"))
    store.close()
    assert set(rows) == {mint.url for mint in mints.values()}
    for mint in mints.values():
        held = json.loads(rows[mint.url])
        assert held["expires"] == held["next_update"] == 1_000 + 86_400
        (key,) = KeySet.import_key_set(held["jwks"]).keys
        assert not key.is_private
        assert key.thumbprint() == mint.key.thumbprint()
    private = {part for mint in mints.values() for part in [str(mint.key.as_dict(private=True)["d"])]}
    assert not any(one.encode() in path.read_bytes() for one in private)


def test_issuers_that_were_saved_sign_as_before(tmp_path: Path) -> None:
    mints = issuers.new()
    issuers.save(mints, tmp_path)
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = issuers.load(tmp_path)
    assert {name: one.key.thumbprint() for name, one in again.items()} == {
        name: one.key.thumbprint() for name, one in mints.items()
    }
    assert {one.algorithm for one in again.values()} == {"RS256", "ES256"}
    assert "thumbprint" not in repr(again)
    assert all(str(one.key.as_dict(private=True)["d"]) not in repr(again) for one in again.values())
