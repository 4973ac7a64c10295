"""What is an entry, and does it hold? Rows of scores with a digest that anyone can compute again."""

import hashlib
import json
import os
import platform
import tempfile
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from ecosystem_nb.learning.challenge.course import Settings
from ecosystem_nb.learning.challenge.entrant import Entrant
from ecosystem_nb.learning.challenge.policy import ChallengeError
from ecosystem_nb.learning.challenge.referee import Run, Score

FORMAT = 2


def environment() -> dict[str, str]:
    """Return the versions on which the last digit of a run depends."""
    packages = {name: version(name) for name in ("numpy", "numba", "torch")}
    return {"python": platform.python_version(), "machine": platform.machine(), **packages}


@dataclass(frozen=True)
class Entry:
    """A policy and what it scored.

    Parameters
    ----------
    entrant : Entrant
    settings : Settings
    runs : tuple of Run
        One a seed.
    environment : dict of str to str
        Versions of what it ran on; no part of the digest.
    """

    entrant: Entrant
    settings: Settings
    runs: tuple[Run, ...]
    environment: dict[str, str] = field(default_factory=environment, compare=False)

    @property
    def seeds(self) -> tuple[int, ...]:
        """Seeds of the runs."""
        return tuple(run.seed for run in self.runs)

    @property
    def digest(self) -> str:
        """SHA-256 over policy, settings and every score to the last digit; CPU time is no part of it."""
        text = json.dumps(self._rows(), sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _rows(self) -> dict[str, object]:
        return {
            "format": FORMAT,
            "policy": self.entrant.name,
            "source": self.entrant.source,
            "settings": asdict(self.settings),
            "runs": [
                {
                    "seed": run.seed,
                    "scores": [asdict(one) for one in run.scores],
                    "first": asdict(run.first),
                }
                for run in self.runs
            ],
        }

    def text(self) -> str:
        """Return the entry as JSON, digest, environment and CPU times included."""
        more = {
            "digest": self.digest,
            "environment": self.environment,
            "cpu_s": [run.cpu_s for run in self.runs],
        }
        return json.dumps({**self._rows(), **more}, indent=1, allow_nan=False) + "\n"

    def write(self, path: Path) -> None:
        """Write the entry to a file, whole or not at all.

        Raises
        ------
        ChallengeError
            When it can't be written; a file that was there before is untouched.
        """
        part = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(self.text())
            Path(part).replace(path)
        except OSError as error:
            if part:
                Path(part).unlink(missing_ok=True)
            raise ChallengeError(f"{path} can't be written: {error.strerror}") from error


def writable(path: Path) -> None:
    """Refuse a path that no file can be written to, before anything is computed.

    Raises
    ------
    ChallengeError
        When it is a folder, or lies under a file or in a folder that can't be written to.
    """
    if path.is_dir():
        raise ChallengeError(f"{path} can't be written: it is a folder; expected a file")
    above = next(one for one in path.absolute().parents if one.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise ChallengeError(f"{path} can't be written: {above} is no folder to write in")


def read(path: Path) -> tuple[Entry, str]:
    """Return an entry and the digest that its file states.

    Parameters
    ----------
    path : Path
        As :meth:`Entry.write` made it.

    Raises
    ------
    ChallengeError
        For a file that can't be read or is no entry.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ChallengeError(f"{path} can't be read: {error.strerror}") from error
    except ValueError as error:
        raise ChallengeError(f"{path} is no entry: it is no JSON text") from error
    try:
        if held["format"] != FORMAT:
            raise ChallengeError(f"{path} has format {held['format']!r}: expected {FORMAT}")
        runs = tuple(
            Run(one["seed"], tuple(Score(**row) for row in one["scores"]), Score(**one["first"]), float(cpu))
            for one, cpu in zip(held["runs"], held["cpu_s"], strict=True)
        )
        entrant = Entrant(held["policy"], held["source"])
        entry = Entry(entrant, Settings(**held["settings"]), runs, dict(held["environment"]))
        return entry, str(held["digest"])
    except ChallengeError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ChallengeError(f"{path} is no entry: {type(error).__name__}: {error}") from error


def difference(stated: Entry, again: Entry) -> str:
    """Say where two runs of one entry first differ; empty when they do not.

    Parameters
    ----------
    stated, again : Entry
        Of the same policy, settings and seeds.

    Returns
    -------
    str
        One line.
    """
    for one, other in zip(stated.runs, again.runs, strict=True):
        for row, new in zip((*one.scores, one.first), (*other.scores, other.first), strict=True):
            for name, value in asdict(row).items():
                if (found := getattr(new, name)) != value:
                    where = f"seed {one.seed}, interval {row.interval}"
                    return f"{where}: {name} was {value} and is {found} now"
    moved = {
        name: (value, again.environment.get(name))
        for name, value in stated.environment.items()
        if again.environment.get(name) != value
    }
    return "" if stated.digest == again.digest else f"not in the scores; environment: {moved or 'the same'}"
