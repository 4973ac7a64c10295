"""Who signs the tokens?  One issuer an experiment, made for one testbed and gone with it."""

import json
from collections.abc import Mapping
from pathlib import Path

from joserfc.jwk import ECKey, RSAKey

from ecosystem_nb.network.testbed import places
from ecosystem_nb.network.tokens.access import Issuer
from ecosystem_nb.network.tokens.issuer import Algorithm, Mint

ALGORITHMS: Mapping[str, Algorithm] = {"atlas": "RS256", "cms": "ES256"}
EXPERIMENTS = tuple(ALGORITHMS)
_KEYS = "issuers.json"


def new() -> dict[str, Mint]:
    """Make an issuer with a new key for each experiment; nothing answers at its address."""
    return {
        name: Mint.new(f"https://{name}.testbed.invalid/", algorithm)
        for name, algorithm in ALGORITHMS.items()
    }


def trusted(mints: Mapping[str, Mint]) -> dict[str, Issuer]:
    """Return the issuers as a storage trusts them: each for the paths below its name."""
    return {name: mint.trusted(f"/{name}") for name, mint in mints.items()}


def save(mints: Mapping[str, Mint], folder: Path) -> None:
    """Write the private keys for a later command; only their owner may read the file."""
    keys = {name: mint.key.as_dict(private=True) for name, mint in mints.items()}
    places.write(folder / _KEYS, json.dumps(keys))


def load(folder: Path) -> dict[str, Mint]:
    """Return the issuers that were saved."""
    keys = json.loads((folder / _KEYS).read_text(encoding="utf-8"))
    return {
        name: Mint(f"https://{name}.testbed.invalid/", _key(algorithm, keys[name]), algorithm)
        for name, algorithm in ALGORITHMS.items()
    }


def _key(algorithm: Algorithm, kept: dict[str, str | list[str]]) -> RSAKey | ECKey:
    return RSAKey.import_key(kept) if algorithm == "RS256" else ECKey.import_key(kept)
