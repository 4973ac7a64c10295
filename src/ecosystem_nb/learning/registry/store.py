"""Which versions are there, and which serves?  A registry in one folder."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ecosystem_nb.learning.registry import aliases, files, mlflow_side
from ecosystem_nb.learning.registry.aliases import CANDIDATE, PRODUCTION, ROLLBACK
from ecosystem_nb.learning.registry.errors import Damaged, Locked, NotPromoted, RegistryError
from ecosystem_nb.learning.registry.gate import Report
from ecosystem_nb.learning.registry.lineage import Lineage

MODEL = "egamma"
_DATABASE, _MODELS, _LOCK = "mlflow.db", "models", "lock"


@dataclass(frozen=True)
class Version:
    """One version of the model.

    Attributes
    ----------
    number : int
    file : str
        Name of its model file.
    created : float
        When it was registered, s since 1970.
    lineage : Lineage
    report : Report
        What the gate said of it.
    """

    number: int
    file: str
    created: float
    lineage: Lineage
    report: Report


class Registry:
    """Versions of one model, their files and their aliases.

    Parameters
    ----------
    folder : pathlib.Path
        Holds ``mlflow.db`` (MLflow's tables), ``models/`` and ``lock``.
    model : str
        Name of the registered model.

    Raises
    ------
    RegistryError
        When there is none, or its database is damaged.

    Notes
    -----
    A version is added in this order: its file, whole and durable; then, in one transaction, its row with all
    that is known of it; then the alias ``candidate``.  A kill in between leaves a file without a row, or a
    version without an alias, never a row without a file.  Aliases move in one transaction of SQLite, which
    first looks whether they still stand where they stood.  MLflow's own client reads all of it.
    """

    def __init__(self, folder: Path, model: str = MODEL) -> None:
        self.folder, self.model = folder, model
        self.database, self.models = folder / _DATABASE, folder / _MODELS
        aliases.checked(self.database)

    @classmethod
    def create(cls, folder: Path, model: str = MODEL) -> "Registry":
        """Make an empty registry; the one that is there is kept.

        Raises
        ------
        RegistryError
            When models are there but no database: they are somebody's.
        """
        try:
            (folder / _MODELS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RegistryError(f"no registry can be made at {folder}: {files.reason(error)}") from error
        if not (folder / _DATABASE).exists():
            if any((folder / _MODELS).glob("*.*")):
                raise Damaged(f"{folder} holds models but no {_DATABASE}: restore it from a copy")
            try:
                with tempfile.TemporaryDirectory(dir=folder) as fresh:
                    mlflow_side.make(Path(fresh, _DATABASE), model)
                    Path(fresh, _DATABASE).replace(folder / _DATABASE)
                files.settle(folder)
            except OSError as error:
                raise RegistryError(f"no registry can be made at {folder}: {files.reason(error)}") from error
        return cls(folder, model)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the registry's lock; the system lets it go when the process ends, however it ends."""
        try:
            handle = os.open(self.folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o644)
        except OSError as error:
            raise RegistryError(f"the registry can't be locked: {files.reason(error)}") from error
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Locked("the registry is locked by another process: try again") from error
            with aliases.opened(self.database, write=True):
                pass  # MLflow would wait for 20 s, and then say it in forty lines
            yield
        finally:
            os.close(handle)

    def register(self, content: bytes, lineage: Lineage, report: Report) -> int:
        """Add a version and make it the candidate.

        Parameters
        ----------
        content : bytes
            Its ONNX file.
        lineage : Lineage
            Where it comes from.
        report : Report
            What the gate said of this very file.  One that failed is registered too, but never promoted.

        Returns
        -------
        int
            The version's number.

        Raises
        ------
        RegistryError
            For a report on another file, an unknown parent, another format, a full disk or a lock.
        """
        if report.model != files.digest(content):
            raise RegistryError("the gate's report is about another file: judge this one")
        if lineage.parent is not None:
            self.version(lineage.parent)
        with self._alone():
            name = files.keep(self.models, content)
            tags = {"lineage": lineage.to_json(), "gate": report.to_json(), "verdict": str(report)}
            number = mlflow_side.add(self.database, self.model, f"{_MODELS}/{name}", tags)
        with aliases.opened(self.database, write=True) as link:
            aliases.move(link, self.model, {}, {CANDIDATE: number})
        return number

    def versions(self) -> tuple[Version, ...]:
        """Return all versions, oldest first."""
        with aliases.opened(self.database) as link:
            rows = link.execute(
                "SELECT version, source, creation_time FROM model_versions WHERE name = ? ORDER BY version",
                (self.model,),
            ).fetchall()
            tags = link.execute(
                "SELECT version, key, value FROM model_version_tags WHERE name = ?", (self.model,)
            ).fetchall()
        known: dict[int, dict[str, str]] = {}
        for number, key, value in tags:
            known.setdefault(number, {})[key] = value
        return tuple(self._read(n, source, created, known.get(n, {})) for n, source, created in rows)

    @staticmethod
    def _read(number: int, source: str, created: int, tags: dict[str, str]) -> Version:
        try:
            lineage, report = Lineage.from_json(tags["lineage"]), Report.from_json(tags["gate"])
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged(f"version {number} has no readable lineage and gate results") from error
        return Version(number, Path(source).name, created / 1000.0, lineage, report)

    def version(self, number: int) -> Version:
        """Return one version.

        Raises
        ------
        RegistryError
            When there is none of that number.
        """
        all_of_them = {one.number: one for one in self.versions()}
        if number not in all_of_them:
            raise RegistryError(f"no version {number}: expected one of {_listed(all_of_them)}")
        return all_of_them[number]

    def aliases(self) -> dict[str, int]:
        """Return the version behind each alias."""
        return aliases.current(self.database, self.model)

    def production(self) -> int | None:
        """Return the version that serves, if any."""
        return self.aliases().get(PRODUCTION)

    def valid_at(self, interval: float) -> tuple[Version, ...]:
        """Return the versions whose interval of validity holds an interval.

        Raises
        ------
        RegistryError
            When there is none: a model must not be used where its calibration does not hold.
        """
        found = tuple(one for one in self.versions() if one.lineage.holds_at(interval))
        if not found:
            spans = ", ".join(f"{one.lineage.start:g} to {one.lineage.stop:g}" for one in self.versions())
            raise RegistryError(f"no version is valid at interval {interval:g}: known are {spans or 'none'}")
        return found

    def load(self, number: int) -> bytes:
        """Return the model file of a version, its bytes compared with its digest."""
        return files.fetch(self.models, self.version(number).file)

    def promote(self, number: int, *, seen: int | None) -> None:
        """Put a version into production; what served becomes ``rollback``.

        Parameters
        ----------
        number : int
            The version.
        seen : int or None
            What was in production when this was decided.

        Raises
        ------
        NotPromoted
            When the gate failed it, with the checks that did.
        Conflict
            When another promotion came first.
        Damaged
            When its file is not what was registered.
        """
        one = self.version(number)
        if not one.report.passed:
            raise NotPromoted(f"version {number} is not promoted: it {one.report}")
        if one.report.model != Path(one.file).stem:
            raise NotPromoted(f"version {number} is not promoted: the gate judged another file")
        files.fetch(self.models, one.file)
        if number == seen:
            raise NotPromoted(f"version {number} is in production already")
        with aliases.opened(self.database, write=True) as link:
            left = {CANDIDATE: None} if aliases.held(link, self.model).get(CANDIDATE) == number else {}
            aliases.move(link, self.model, {PRODUCTION: seen}, {ROLLBACK: seen, PRODUCTION: number, **left})

    def roll_back(self, *, seen: int) -> int:
        """Put the version before back into production.

        Parameters
        ----------
        seen : int
            What is in production, as far as the caller knows.

        Returns
        -------
        int
            The version that serves now.

        Raises
        ------
        NotPromoted
            When there is no version to go back to.
        Conflict
            When production moved meanwhile.
        """
        before = self.aliases().get(ROLLBACK)
        if before is None:
            raise NotPromoted("no version stands as rollback: nothing was changed")
        files.fetch(self.models, self.version(before).file)
        with aliases.opened(self.database, write=True) as link:
            asked = {PRODUCTION: seen, ROLLBACK: before}
            aliases.move(link, self.model, asked, {PRODUCTION: before, ROLLBACK: None})
        return before

    def faults(self) -> list[str]:
        """Say what is inconsistent: rows without their file, aliases without a version that passed.

        Returns
        -------
        list of str
            One line each; empty when all is well.  Files without a row are no fault: ``left_over``.
        """
        aliases.checked(self.database)
        found, known = [], {one.number: one for one in self.versions()}
        for one in known.values():
            try:
                files.fetch(self.models, one.file)
            except Damaged as error:
                found.append(f"version {one.number}: {error}")
        for alias, number in self.aliases().items():
            if number not in known:
                found.append(f"{alias} is version {number}, which does not exist")
            elif alias != CANDIDATE and not known[number].report.passed:
                found.append(f"{alias} is version {number}, which the gate failed")
        return found

    def left_over(self) -> list[Path]:
        """Return what an interrupted registration left: files that no version points to."""
        used = {one.file for one in self.versions()}
        return sorted(path for path in self.models.iterdir() if path.name not in used)


def _listed(known: dict[int, Version]) -> str:
    return ", ".join(map(str, known)) or "none, for the registry is empty"
