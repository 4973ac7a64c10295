"""Would a server refuse this: the cases that a storage service must tell apart, each tried."""

import base64
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ecosystem_nb.network.tokens.access import NEEDS, Policy, Request
from ecosystem_nb.network.tokens.issuer import Mint
from ecosystem_nb.network.tokens.profile import decide


@dataclass(frozen=True)
class Case:
    """One thing to try: a name, a token, and what is asked with it."""

    name: str
    token: str | None
    request: Request


def cases(mint: Mint, other: Mint, audience: str, now: float) -> list[Case]:
    """Return what a real server refuses, and one request that it grants, at the head.

    Parameters
    ----------
    mint, other : Mint
        Issuers of two VOs, trusted for ``/atlas`` and ``/cms``.
    audience : str
        The server's own name.
    now : float
        Time of issue, s since 1970.

    Returns
    -------
    list of Case
    """
    good = mint.claims(now, "storage.read:/data storage.create:/out", audience)
    token, read = mint.sign(good), Request("read", "/atlas/data/x")
    thief = Mint.new(mint.url)
    stranger = Mint.new("https://unknown.example.org/")
    return [
        Case("a good token", token, read),
        Case("no token", None, read),
        Case("wrong path", token, Request("read", "/atlas/secret/x")),
        Case("expired", mint.sign({**good, "exp": int(now) - 1}), read),
        Case("wrong audience", mint.sign({**good, "aud": "https://other.example.org"}), read),
        Case("another VO's issuer", other.sign({**good, "iss": other.url}), read),
        Case("unknown issuer", stranger.sign({**good, "iss": stranger.url}), read),
        Case("bad signature", thief.sign(good), read),
        Case("write with a read scope", token, Request("write", "/atlas/data/x")),
        Case("create overwrites", token, Request("write", "/atlas/out/x", True)),
    ]


def forgeries(mint: Mint, audience: str, now: float) -> list[Case]:
    """Return tokens that nobody who holds the issuer's private key has signed.

    Parameters
    ----------
    mint : Mint
        The issuer that they claim to come from.
    audience, now
        As in :func:`cases`.
    """
    read = Request("read", "/atlas/data/x")
    good = mint.claims(now, "storage.read:/data", audience)
    head, _, signature = mint.sign(good).split(".")
    more = {**good, "scope": "storage.modify:/ storage.read:/"}
    thief = Mint.new(mint.url)
    return [
        Case("alg: none, no signature", f"{_part({'alg': 'none', 'kid': 'key-1'})}.{_part(good)}.", read),
        Case("public key as HMAC secret", _confused(mint, good), read),
        Case("claims exchanged", f"{head}.{_part(more)}.{signature}", read),
        Case("signature left out", f"{head}.{_part(good)}.", read),
        Case("key sent along in the header", thief.sign(good, jwk=thief.key.as_dict(private=False)), read),
    ]


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _confused(mint: Mint, claims: dict[str, object]) -> str:
    """Sign with the public key, which everybody has, as if it were a shared secret."""
    said = f"{_part({'alg': 'HS256', 'kid': 'key-1'})}.{_part(claims)}"
    pem = mint.public().keys[0].as_pem(private=False)  # type: ignore[union-attr]
    made = base64.urlsafe_b64encode(hmac.new(pem, said.encode(), "sha256").digest())
    return f"{said}.{made.rstrip(b'=').decode()}"


def tried(some: Sequence[Case], policy: Policy, now: float) -> pd.DataFrame:
    """Return what becomes of each case.

    Returns
    -------
    pandas.DataFrame
        Columns ``case``, ``answer`` (``allowed`` or ``refused``), ``turns_on`` and ``reason``.
    """
    rows = []
    for one in some:
        said = decide(one.token, one.request, policy, now)
        rows.append((one.name, "allowed" if said else "refused", said.claim, said.reason))
    return pd.DataFrame(rows, columns=["case", "answer", "turns_on", "reason"])


def rights(mint: Mint, policy: Policy, audience: str, now: float) -> pd.DataFrame:
    """Return for each capability alone which actions it allows, by trying each.

    Returns
    -------
    pandas.DataFrame
        Columns ``scope``, ``action`` and ``answer``.
    """
    rows = []
    for capability in ("read", "create", "modify", "stage", "poll"):
        token = mint.sign(mint.claims(now, f"storage.{capability}:/", audience))
        for action in NEEDS:
            said = decide(token, Request(action, "/atlas/x", exists=action == "overwrite"), policy, now)
            rows.append((f"storage.{capability}", action, "allowed" if said else "refused"))
    return pd.DataFrame(rows, columns=["scope", "action", "answer"])
