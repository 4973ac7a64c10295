"""Which version is in production?  Aliases in MLflow's table, moved together or not at all."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from ecosystem_nb.learning.registry.errors import Conflict, Damaged, Locked, RegistryError

CANDIDATE, PRODUCTION, ROLLBACK = "candidate", "production", "rollback"
WAIT_S = 2.0
"""How long to wait for another process, s."""
_MOVES = """CREATE TABLE IF NOT EXISTS alias_moves
    (id INTEGER PRIMARY KEY, time REAL, name TEXT, alias TEXT, old INTEGER, new INTEGER)"""


@contextmanager
def opened(database: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a registry's database for one transaction.

    Parameters
    ----------
    database : pathlib.Path
        An SQLite file that exists.
    write : bool
        Take the write lock at once, so that what is read stays true until the end.

    Yields
    ------
    sqlite3.Connection
        Committed at the end, rolled back when anything is raised.

    Raises
    ------
    RegistryError
        ``Locked``, ``Damaged``, or what SQLite says, in one line.
    """
    if not database.is_file():
        raise RegistryError(f"no registry at {database.parent}: expected {database.name} in it")
    try:
        with closing(
            sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", WAIT_S, isolation_level=None, uri=True)
        ) as link:
            link.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                yield link
                link.execute("COMMIT")
            except BaseException:
                if link.in_transaction:
                    link.execute("ROLLBACK")
                raise
    except sqlite3.Error as error:
        raise said(error) from error


def said(error: sqlite3.Error) -> RegistryError:
    """Return SQLite's error as one of ours, in one line."""
    code = getattr(error, "sqlite_errorcode", None)
    base = None if code is None else code & 0xFF
    if base in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Locked(f"the registry is locked by another process, for more than {WAIT_S:g} s: try again")
    if base == sqlite3.SQLITE_FULL:
        return RegistryError("the disk is full: nothing was changed")
    if base in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "no such table" in str(error):
        return Damaged(f"the registry's database is damaged ({error}): restore it from a copy")
    return RegistryError(f"the registry's database refuses ({error}): nothing was changed")


def checked(database: Path) -> None:
    """Look through a database for damage, and through its tables for those of a registry.

    Raises
    ------
    Damaged
        When it is truncated, overwritten or empty.
    """
    with opened(database) as link:
        found = [row[0] for row in link.execute("PRAGMA quick_check(1)")]
        link.execute("SELECT version FROM model_versions LIMIT 1")
        link.execute("SELECT alias FROM registered_model_aliases LIMIT 1")
    if found != ["ok"]:
        raise Damaged(f"the registry's database is damaged ({found[0]}): restore it from a copy")


def current(database: Path, model: str) -> dict[str, int]:
    """Return the version behind each alias of a model."""
    with opened(database) as link:
        return held(link, model)


def move(
    link: sqlite3.Connection, model: str, seen: Mapping[str, int | None], to: Mapping[str, int | None]
) -> None:
    """Move aliases, if those that were looked at still stand where they stood.

    Parameters
    ----------
    link : sqlite3.Connection
        From ``opened`` with ``write``: look, compare and move are one transaction.
    model : str
        Name of the model.
    seen : mapping of str to int or None
        Where aliases stood when the decision was taken; ``None`` for nowhere.
    to : mapping of str to int or None
        Where they go; ``None`` takes an alias away.

    Raises
    ------
    Conflict
        When one of ``seen`` has moved since; the transaction is then to be rolled back.
    """
    now = held(link, model)
    for alias, version in seen.items():
        if now.get(alias) != version:
            raise Conflict(
                f"{alias} is {_named(now.get(alias))} by now, not {_named(version)} as when this was "
                "decided: another promotion came first, nothing was changed"
            )
    link.execute(_MOVES)
    for alias, version in to.items():
        link.execute("DELETE FROM registered_model_aliases WHERE name = ? AND alias = ?", (model, alias))
        if version is not None:
            link.execute(
                "INSERT INTO registered_model_aliases (alias, version, name) VALUES (?, ?, ?)",
                (alias, version, model),
            )
        if now.get(alias) != version:
            link.execute(
                "INSERT INTO alias_moves (time, name, alias, old, new) VALUES (?, ?, ?, ?, ?)",
                (time.time(), model, alias, now.get(alias), version),
            )


def moves(database: Path, model: str) -> list[tuple[str, int | None, int | None]]:
    """Return every move so far, in order: alias, from which version, to which."""
    with opened(database, write=True) as link:
        link.execute(_MOVES)
        rows = link.execute("SELECT alias, old, new FROM alias_moves WHERE name = ? ORDER BY id", (model,))
        return [(str(alias), old, new) for alias, old, new in rows]


def held(link: sqlite3.Connection, model: str) -> dict[str, int]:
    """Return the version behind each alias, as a transaction that is open sees it."""
    rows = link.execute("SELECT alias, version FROM registered_model_aliases WHERE name = ?", (model,))
    return {str(alias): int(version) for alias, version in rows}


def _named(version: int | None) -> str:
    return "no version" if version is None else f"version {version}"
