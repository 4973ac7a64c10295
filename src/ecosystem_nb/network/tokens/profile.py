"""Who may read this file: check a WLCG token against a request, and say why."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry, extract_compact

from ecosystem_nb.network.tokens.access import ANY_AUDIENCE, NEEDS, Decision, Issuer, Policy, Request
from ecosystem_nb.network.tokens.scopes import PathError, Place, Scope, ScopeError, granting, place, scopes

ALGORITHMS = ("RS256", "ES256")
MOST_BYTES = 16_384
MAJOR = 1
_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})", re.ASCII)


class _Reader(JWSRegistry):
    """The form of a token: our size, our algorithms, and unknown headers ignored, as RFC 7515 has it."""

    max_header_length = MOST_BYTES
    max_payload_length = MOST_BYTES

    def __init__(self) -> None:
        super().__init__(algorithms=ALGORITHMS, strict_check_header=False)


class _Refused(Exception):
    """Ends a check; never leaves this module."""

    def __init__(self, claim: str, reason: str) -> None:
        super().__init__(reason)
        self.claim, self.reason = claim, reason


def decide(token: str | None, request: Request, policy: Policy, now: float) -> Decision:
    """Decide on a request, from its token alone.

    Parameters
    ----------
    token : str or None
        The bearer token, without the word Bearer.
    request : Request
        What is asked.
    policy : Policy
        What the service accepts.
    now : float
        Time, s since 1970, UTC.

    Returns
    -------
    Decision
        The first thing that is wrong, in the order token, issuer, signature, times, audience, path, scope.

    Notes
    -----
    No input but its arguments and no exception, whatever the token holds.  Only RS256 and ES256 count, with
    the key that issuer and ``kid`` name: a token can't choose its own key, nor have none.
    Groups (``wlcg.groups``) are not looked at.

    References
    ----------
    WLCG Common JWT Profiles 1.3, doi:10.5281/zenodo.20734267.
    """
    try:
        issuer, claims = _verified(token, policy)
        _check_version(claims)
        _check_times(claims, policy, now)
        _check_audience(claims, policy)
        granted = _scope_for(request, claims, issuer)
    except _Refused as no:
        return Decision(False, no.claim, f"{no.claim}: {no.reason}")
    return Decision(True, "scope", f"scope: {granted} below {issuer.base} allows to {request.done}")


def _verified(token: str | None, policy: Policy) -> tuple[Issuer, dict[str, Any]]:
    """Return the claims of a token that its issuer signed."""
    if not token:
        raise _Refused("token", "found none: expected a bearer token")
    if len(token) > MOST_BYTES:
        raise _Refused("token", f"{len(token):,} B: expected at most {MOST_BYTES:,} B")
    try:
        seen = extract_compact(token.encode("ascii"), registry=_Reader())
        header, unproven = seen.headers(), _claims(seen.payload)
    except (JoseError, ValueError, RecursionError, TypeError, AttributeError):
        raise _Refused("token", "found no JSON Web Token: expected three parts of base64url") from None
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise _Refused("alg", f"{_shown(algorithm)}: expected {' or '.join(ALGORITHMS)}")
    if "crit" in header:
        raise _Refused("crit", f"{_shown(header['crit'])}: expected no header that must be understood")
    known = {one.url: one for one in policy.issuers}
    named = unproven.get("iss")
    if not isinstance(named, str) or named not in known:
        raise _Refused("iss", f"{_shown(named)}: expected {' or '.join(sorted(known))}")
    issuer = known[named]
    key = next((one for one in issuer.keys.keys if isinstance(kid, str) and one.kid == kid), None)
    if key is None or key.key_type not in ("RSA", "EC"):
        raise _Refused("kid", f"{_shown(kid)}: expected the id of a public key of {named}")
    try:
        claims = jwt.decode(token, key, registry=_Reader()).claims
    except (JoseError, ValueError, RecursionError, TypeError):
        raise _Refused(
            "signature", f"does not fit the key that iss and kid name: expected one by {named}"
        ) from None
    if claims.get("iss") != named:
        raise _Refused(
            "iss", f"{_shown(claims.get('iss'))}: expected {named}, as before the signature was checked"
        )
    return issuer, claims


def _claims(payload: bytes) -> dict[str, Any]:
    found = json.loads(payload)
    if not isinstance(found, dict):
        raise TypeError
    return found


def _check_version(claims: Mapping[str, Any]) -> None:
    version = claims.get("wlcg.ver")
    match = _VERSION.fullmatch(version) if isinstance(version, str) else None
    if not match or int(match[1]) != MAJOR:
        raise _Refused("wlcg.ver", f"{_shown(version)}: expected {MAJOR}.0 or another {MAJOR}.x")
    for name in ("sub", "jti"):
        value = claims.get(name)
        if not (isinstance(value, str) and value and value.isascii() and len(value) <= 255):
            raise _Refused(name, f"{_shown(value)}: expected 1 to 255 ASCII characters")


def _check_times(claims: Mapping[str, Any], policy: Policy, now: float) -> None:
    times = {name: _number(claims, name) for name in ("exp", "iat")}
    if now >= times["exp"] + policy.grace:
        late = now - times["exp"]
        back = f", or less than {policy.grace:g} s back" if policy.grace else ""
        raise _Refused("exp", f"{late:,.0f} s ago: expected a time ahead{back}")
    if "nbf" in claims:
        times["nbf"] = _number(claims, "nbf")
    for name in ("nbf", "iat"):
        if name in times and times[name] > now + policy.leeway:
            early = times[name] - now
            raise _Refused(name, f"{early:,.0f} s ahead: expected at most {policy.leeway:g} s")


def _number(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value < 1e12
        or math.isnan(value)
    ):
        raise _Refused(name, f"{_shown(value)}: expected a time in s since 1970")
    return float(value)


def _check_audience(claims: Mapping[str, Any], policy: Policy) -> None:
    given = claims.get("aud")
    listed = given if isinstance(given, list) else [given]
    allowed = policy.audiences | ({ANY_AUDIENCE} if policy.any_audience else frozenset())
    if not any(isinstance(one, str) and one in allowed for one in listed):
        raise _Refused("aud", f"{_shown(given)}: expected {' or '.join(sorted(allowed))}")


def _scope_for(request: Request, claims: Mapping[str, Any], issuer: Issuer) -> Scope:
    """Return the scope that grants the request, counted from the issuer's own part of the storage."""
    try:
        target = place(request.path)
    except PathError as error:
        raise _Refused("path", str(error).removeprefix("path ")) from None
    base = place(issuer.base)
    if not base.holds(target):
        raise _Refused(
            "path", f"{_shown(str(target))}: expected one below {issuer.base}, the part of {issuer.url}"
        )
    claim = claims.get("scope", "")
    if not isinstance(claim, str):
        raise _Refused("scope", f"{_shown(claim)}: expected a text, scopes with blanks between them")
    try:
        given = scopes(claim)
    except ScopeError as error:
        raise _Refused("scope", str(error)) from None
    below = Place(target.parts[len(base.parts) :], target.folder or request.action == "mkdir")
    needed = NEEDS[request.done]
    found = granting(given, needed, below)
    if found is None and request.done == "mkdir":  # the directories that lead to what a scope names
        found = next((one for one in given if one.capability in needed and below.holds(one.place)), None)
    if found is None:
        wanted = " or ".join(f"storage.{one}" for one in needed)
        has = ", ".join(map(str, given))[:120] or "no storage scope"
        raise _Refused("scope", f"found {has}: expected {wanted} on {below} to {request.done}")
    return found


def _shown(value: object) -> str:
    """Write a claim in a few characters; a whole token or a list never gets through."""
    text = repr(value) if isinstance(value, str | int | float | bool | None) else f"a {type(value).__name__}"
    return "none" if value is None else text if len(text) <= 80 else text[:60] + "…"
