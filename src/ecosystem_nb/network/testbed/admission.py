"""Whom does a real server let in?  Good and bad tokens, tried on XRootD beside this library's own check."""

import time

import httpx
import pandas as pd

from ecosystem_nb.network.testbed.bed import Testbed
from ecosystem_nb.network.testbed.files import CONTENT
from ecosystem_nb.network.tokens import refusals
from ecosystem_nb.network.tokens.access import ANY_AUDIENCE, Request
from ecosystem_nb.network.tokens.profile import decide
from ecosystem_nb.network.tokens.refusals import Case

METHODS = {"read": "GET", "write": "PUT", "delete": "DELETE"}
_AHEAD_S = 3600


def cases(bed: Testbed, now: float) -> list[Case]:
    """Return what is tried on the source, in order.

    Parameters
    ----------
    bed : Testbed
        Whose issuers sign.
    now : float
        Time of issue, s since 1970.

    Returns
    -------
    list of Case
        Those of the token page, its forgeries, and paths and rights on which servers differ.
    """
    mint, other, audience = bed.mints["atlas"], bed.mints["cms"], bed.source.url
    good = mint.claims(now, "storage.read:/data", audience)
    reader = mint.sign(good)
    creator = mint.sign(mint.claims(now, "storage.create:/out", audience))
    modifier = mint.sign(mint.claims(now, "storage.modify:/out", audience))
    any_audience = mint.sign({**good, "aud": ANY_AUDIENCE})
    ahead = mint.sign({**good, "nbf": int(now) + _AHEAD_S})
    cms = other.sign(other.claims(now, "storage.read:/data", audience))
    return [
        *refusals.cases(mint, other, audience, now),
        *refusals.forgeries(mint, audience, now),
        Case("not valid yet", ahead, Request("read", "/atlas/data/x")),
        Case("the audience of all", any_audience, Request("read", "/atlas/data/x")),
        Case("the other VO in its own part", cms, Request("read", "/cms/data/x")),
        Case("dots in the path", reader, Request("read", "/atlas/data/../secret/x")),
        Case("escaped dots", reader, Request("read", "/atlas/data/%2e%2e/secret/x")),
        Case("a doubled slash", reader, Request("read", "/atlas/data//x")),
        Case("a name that begins alike", reader, Request("read", "/atlas/database/x")),
        Case("create a new file", creator, Request("write", "/atlas/out/new")),
        Case("modify overwrites", modifier, Request("write", "/atlas/out/x", True)),
        Case("modify deletes", modifier, Request("delete", "/atlas/out/x", True)),
    ]


def tried(bed: Testbed, client: httpx.Client) -> pd.DataFrame:
    """Return what the real server and this library's check make of each case.

    Returns
    -------
    pandas.DataFrame
        Columns ``case``, ``request`` (method and path), ``profile`` and ``server`` (``allowed``, ``refused``,
        or for the server ``neither``) and ``http`` (its status).
    """
    bed.clear("source")
    now, policy, rows = time.time(), bed.policy(bed.source), []
    for one in cases(bed, now):
        method = METHODS[one.request.action]
        status = _asked(bed, client, method, one)
        profile = "allowed" if decide(one.token, one.request, policy, now) else "refused"
        rows.append((one.name, f"{method} {one.request.path}", profile, answer(status), status))
    return pd.DataFrame(rows, columns=["case", "request", "profile", "server", "http"])


def answer(status: int) -> str:
    """Return what an HTTP status means here.

    Examples
    --------
    >>> answer(201), answer(403), answer(500)
    ('allowed', 'refused', 'neither')
    """
    if 200 <= status < 300:
        return "allowed"
    return "refused" if status in (401, 403) else "neither"


def _asked(bed: Testbed, client: httpx.Client, method: str, case: Case) -> int:
    """Send one request, its path as it is, and return the status."""
    response = client.request(
        method,
        bed.source.url,
        headers={} if case.token is None else {"Authorization": f"Bearer {case.token}"},
        content=CONTENT if method == "PUT" else None,
        extensions={"target": case.request.path.encode()},
    )
    return response.status_code
