"""How long should a token live: how many an issuer signs, and how far a stolen one reaches."""

from collections.abc import Sequence

import pandas as pd


def tokens_per_second(rate: float, links: float, lifetime: float) -> float:
    r"""Return how many tokens are signed when each side of each link keeps one as long as it lives.

    .. math:: S = \frac{2\,L}{T + L/R}

    Parameters
    ----------
    rate : float
        Files R that start, file/s over all links, above 0.
    links : float
        Links L that share them evenly, above 0.
    lifetime : float
        T in s, 0 or more.

    Returns
    -------
    float
        Tokens a second.  Two a file when a token serves one file alone (T = 0).

    Notes
    -----
    Files start at random (Poisson): after a token has died the next file on its link, L/R later on
    average, asks for the next one, so that a cycle lasts T + L/R.

    Examples
    --------
    >>> tokens_per_second(30.0, 150.0, 0.0)
    60.0
    """
    if not (rate > 0 and links > 0 and lifetime >= 0):
        raise ValueError(
            f"rate = {rate} file/s, links = {links}, lifetime = {lifetime} s: "
            "expected above 0, above 0, and 0 or more"
        )
    return 2 * links / (lifetime + links / rate)


def files_per_token(rate: float, links: float, lifetime: float) -> float:
    """Return how many files one token serves: what its thief could have, at the least.

    Parameters
    ----------
    rate, links, lifetime : float
        As in :func:`tokens_per_second`.

    Examples
    --------
    >>> files_per_token(30.0, 150.0, 0.0)
    1.0
    """
    return 2 * rate / tokens_per_second(rate, links, lifetime)


def grid(rate: float, links: Sequence[float], lifetimes: Sequence[float]) -> pd.DataFrame:
    """Return tokens a second and files a token.

    Parameters
    ----------
    rate : float
        File/s.
    links : sequence of float
        Numbers of links.
    lifetimes : sequence of float
        s.

    Returns
    -------
    pandas.DataFrame
        Columns ``links``, ``lifetime`` (min), ``tokens`` (1/s) and ``files`` (1).
    """
    rows = [
        (many, time / 60, tokens_per_second(rate, many, time), files_per_token(rate, many, time))
        for many in links
        for time in lifetimes
    ]
    return pd.DataFrame(rows, columns=["links", "lifetime", "tokens", "files"])
