"""What lies on the servers?  A few small files to ask for, and larger ones to copy."""

import hashlib
import shutil
from pathlib import Path

SMALL = {
    "source": ("atlas/data/x", "atlas/secret/x", "atlas/database/x", "atlas/out/x", "cms/data/x"),
    "destination": ("atlas/out/x",),
}
FOLDERS = {"source": ("atlas/data", "atlas/out", "cms"), "destination": ("atlas/data", "atlas/out", "cms")}
CONTENT = b"A file of the testbed.\n"


def lay_out(data: Path, server: str) -> None:
    """Write the small files of a server, and the folders that copies go to.

    Parameters
    ----------
    data : pathlib.Path
        Root of what the server exports.
    server : str
        ``source`` or ``destination``.
    """
    for name in FOLDERS[server]:
        (data / name).mkdir(parents=True, exist_ok=True)
    for name in SMALL[server]:
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CONTENT)


def clear(data: Path, server: str) -> None:
    """Take away what was copied to a server, and lay its small files out anew."""
    shutil.rmtree(data / "atlas" / "out", ignore_errors=True)
    lay_out(data, server)


def content(size: int, seed: int = 0) -> bytes:
    """Return that many bytes: the same for the same seed, and not to be compressed.

    Parameters
    ----------
    size : int
        B, at least 1.
    seed : int
        Another one gives other bytes.

    Examples
    --------
    >>> len(content(1000)), content(10) == content(10, 1)
    (1000, False)
    """
    if size < 1:
        raise ValueError(f"size = {size} B is out of range: expected at least 1 B")
    return hashlib.shake_128(seed.to_bytes(4, "big")).digest(size)
