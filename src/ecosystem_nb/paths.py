"""Where the repository is: tables, seeds and pages are read from it, never from a package."""

from pathlib import Path

_MARK = "_toc.yml"


def root() -> Path:
    """Return the repository's root folder.

    The editable install knows it from its own place; an ordinary install looks upward
    from the working directory.

    Returns
    -------
    pathlib.Path
        Absolute path of the folder that holds ``_toc.yml``, ``data/`` and ``chapters/``.

    Raises
    ------
    FileNotFoundError
        When neither the package nor the working directory lies in a checkout.

    Examples
    --------
    >>> (root() / "data").is_dir()
    True
    """
    here = Path(__file__).resolve().parents[2]
    for folder in (here, Path.cwd(), *Path.cwd().parents):
        if (folder / _MARK).is_file() and (folder / "data").is_dir():
            return folder
    raise FileNotFoundError(
        f"no ecosystem-nb checkout here: expected {_MARK} and data/ in {Path.cwd()} or above; "
        "change into a clone of the repository"
    )
