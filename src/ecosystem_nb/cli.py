"""The command line as a whole: the book, the live testbed, the model registry, the challenge."""

import sys
from collections.abc import Sequence

from ecosystem_nb.book import cli as book
from ecosystem_nb.book.cli import FAILED, REFUSED, Commands
from ecosystem_nb.commands import challenge, registry, testbed

__all__ = ["FAILED", "REFUSED", "main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : sequence of str, optional
        Words after the program's name; those of this process when absent.

    Returns
    -------
    int
        0 done; 1 a page raised or a check failed; 2 the call was refused and nothing ran;
        130 interrupted.
    """
    return book.main(argv, _more)


def _more(commands: Commands) -> None:
    for area in (testbed, registry, challenge):
        area.add(commands)


if __name__ == "__main__":
    sys.exit(main())
