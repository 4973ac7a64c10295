"""How many bytes does a file take on the wire?  What TLS 1.3 adds to it."""

import math

from ecosystem_nb.bounds import within

RECORD = 16_384  # B of content in a record of TLS at most, RFC 8446, section 5.1
ADDED = 22  # B a record: head 5, kind of content 1, tag 16, RFC 8446, section 5.2


def with_tls(size: int, record: int = RECORD) -> int:
    """Return how many bytes a file makes as records of TLS 1.3.

    Parameters
    ----------
    size : int
        Size of the file, B, at least 0.
    record : int
        Content of a full record, B, 1 to 16,384.

    Returns
    -------
    int
        B.

    Notes
    -----
    The ciphers of TLS 1.3 that are in use have a tag of 16 B; padding is not counted, nor the handshake
    and what HTTP, TCP and IP add.

    References
    ----------
    RFC 8446, doi:10.17487/RFC8446.

    Examples
    --------
    >>> with_tls(16_384), with_tls(16_385)
    (16406, 16429)
    """
    within("size", size, "B", least=0)
    within("record", record, "B", least=1, most=RECORD)
    return size + ADDED * math.ceil(size / record)
