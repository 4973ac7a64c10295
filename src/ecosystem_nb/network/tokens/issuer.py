"""Mint tokens: a token issuer of one's own, for pages, tests and a testbed."""

from dataclasses import dataclass, field
from typing import Any, Literal, Self

from joserfc import jwt
from joserfc.jwk import ECKey, KeyParameters, KeySet, RSAKey

from ecosystem_nb.network.tokens.access import Issuer

Algorithm = Literal["RS256", "ES256"]


@dataclass(frozen=True)
class Mint:
    """An issuer with its private key; for trying things out, never for real data.

    Parameters
    ----------
    url : str
        What it writes into ``iss``.
    key : RSAKey or ECKey
        Its private key, with a ``kid``; never shown.
    algorithm : {'RS256', 'ES256'}
        How it signs.
    """

    url: str
    key: RSAKey | ECKey = field(repr=False)
    algorithm: Algorithm = "RS256"

    @classmethod
    def new(cls, url: str, algorithm: Algorithm = "RS256", kid: str = "key-1") -> Self:
        """Make an issuer with a new key of 2,048 bits (RS256) or on the curve P-256 (ES256)."""
        marks: KeyParameters = {"kid": kid, "use": "sig"}
        if algorithm == "RS256":
            return cls(url, RSAKey.generate_key(2048, marks), algorithm)
        return cls(url, ECKey.generate_key("P-256", marks), algorithm)

    def public(self) -> KeySet:
        """Return the public keys, as the issuer publishes them."""
        kind = type(self.key)
        return KeySet([kind.import_key(self.key.as_dict(private=False))])

    def trusted(self, base: str) -> Issuer:
        """Return the issuer as a storage trusts it, for one part of its paths."""
        return Issuer(self.url, base, self.public())

    def claims(
        self, now: float, scope: str, audience: str | list[str], lifetime: float = 3600.0
    ) -> dict[str, Any]:
        """Return the claims of an access token of the WLCG profile.

        Parameters
        ----------
        now : float
            Time of issue, s since 1970.
        scope : str
            Scopes with blanks between them.
        audience : str or list of str
            For whom it is.
        lifetime : float
            s; the profile has 3,600, from 900 to 21,600.
        """
        return {
            "wlcg.ver": "1.0",
            "iss": self.url,
            "sub": "e1eb758b",
            "jti": "40ce5a87",
            "aud": audience,
            "iat": int(now),
            "nbf": int(now),
            "exp": int(now + lifetime),
            "scope": scope,
        }

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """Return the signed token; ``header`` adds to its header or replaces it."""
        return jwt.encode({"alg": self.algorithm, "kid": self.key.kid, **header}, claims, self.key)
