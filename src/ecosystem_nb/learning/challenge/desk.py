"""What happens at the command line? A policy enters, or an entry is verified."""

from dataclasses import dataclass
from pathlib import Path

from ecosystem_nb.bounds import within
from ecosystem_nb.learning.challenge.baselines import BASELINES, CEILING, FLOOR
from ecosystem_nb.learning.challenge.campaign import Effort, campaign, courses, tried
from ecosystem_nb.learning.challenge.course import Settings
from ecosystem_nb.learning.challenge.entrant import Entrant, from_file
from ecosystem_nb.learning.challenge.entries import Entry, difference, read, writable
from ecosystem_nb.learning.challenge.policy import ChallengeError
from ecosystem_nb.learning.challenge.standings import leaderboard

MOST_SEEDS = 100


@dataclass(frozen=True)
class Entered:
    """An entry, and the leaderboard that it is on as text."""

    entry: Entry
    table: str


def entrant(place: str) -> Entrant:
    """Return the policy ``file.py:Class``, or a baseline by its name, once it has been loaded apart.

    Parameters
    ----------
    place : str

    Raises
    ------
    ChallengeError
        When there is no such file, class or method.
    """
    found = Entrant(place) if place in BASELINES else from_file(place)
    if found.source and found.name in BASELINES:
        raise ChallengeError(f"{found.name!r} is the name of a baseline: expected another name for the class")
    tried(found)
    return found


def enter(
    who: Entrant, settings: Settings, seeds: int, out: Path, effort: Effort, *, everyone: bool
) -> Entered:
    """Play a policy beside the two that recovery is measured between, and write its entry.

    Parameters
    ----------
    who : Entrant
    settings : Settings
    seeds : int
        Courses to play, 1 to 100: the seeds 1 to this number.
    out : Path
        File for the entry, written last and whole.
    effort : Effort
    everyone : bool
        Whether all baselines play too.

    Returns
    -------
    Entered

    Raises
    ------
    ChallengeError
        When something is refused; nothing is written then.
    """
    within("seeds", seeds, "1", least=1, most=MOST_SEEDS)
    writable(out)
    names = BASELINES if everyone else (FLOOR, CEILING)
    all_ = [who, *(Entrant(name) for name in names if name != who.name)]
    entries = campaign(all_, courses(settings, range(1, seeds + 1), effort), effort)
    board = leaderboard(entries)
    entries[0].write(out)
    shown = board[["rank", "policy", "recovery", "recovery_low", "recovery_high", "efficiency", "labels"]]
    digests = board["digest"].str[:12]
    return Entered(entries[0], shown.assign(digest=digests).round(3).to_string(index=False))


def verified(path: Path, effort: Effort) -> str:
    """Run an entry again and say what is wrong with it; nothing when all is as it states.

    Parameters
    ----------
    path : Path
        As :func:`enter` wrote it.
    effort : Effort

    Returns
    -------
    str
        One line, or an empty text.

    Raises
    ------
    ChallengeError
        When the file is no entry.
    """
    entry, stated = read(path)
    if entry.digest != stated:
        return (
            f"{path} was changed: its scores have the digest {entry.digest[:12]} and it states {stated[:12]}"
        )
    (again,) = campaign([entry.entrant], courses(entry.settings, entry.seeds, effort), effort)
    found = difference(entry, again)
    return f"{path} does not hold: {found}" if found else ""
