"""Who has entered already? Entries that are kept with the book, each with its digest."""

from collections.abc import Sequence
from pathlib import Path

from ecosystem_nb import paths
from ecosystem_nb.learning.challenge.course import Settings
from ecosystem_nb.learning.challenge.entries import Entry, read
from ecosystem_nb.learning.challenge.policy import ChallengeError


def folder() -> Path:
    """Return where the entries are kept."""
    return paths.root() / "data" / "learning" / "challenge"


def kept(settings: Settings, seeds: Sequence[int]) -> list[Entry]:
    """Return the entries that were played on these courses, by their file names.

    Parameters
    ----------
    settings : Settings
    seeds : sequence of int

    Returns
    -------
    list of Entry
        Baselines among them; none where nobody has played these courses.

    Raises
    ------
    ChallengeError
        For a file that is no entry, or whose scores are not those of its digest.
    """
    found = []
    for path in sorted(folder().glob("*.json")):
        entry, stated = read(path)
        if entry.digest != stated:
            raise ChallengeError(
                f"{path.name} was changed: its scores have the digest {entry.digest[:12]} "
                f"and it states {stated[:12]}"
            )
        if (entry.settings, entry.seeds) == (settings, tuple(seeds)):
            found.append(entry)
    return found
