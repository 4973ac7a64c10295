"""MLflow's registry on SQLite: its tables are made and its versions are added through its own store."""

import logging
import os
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ecosystem_nb.learning.registry.errors import RegistryError

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"  # read when mlflow is imported, below


@cache
def _store_class() -> Any:
    """Import MLflow, which takes seconds, without its telemetry and its warnings."""
    logging.getLogger("mlflow").setLevel(logging.CRITICAL)  # errors come back as exceptions
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from mlflow.store.model_registry.sqlalchemy_store import SqlAlchemyStore
    return SqlAlchemyStore


def _store(database: Path) -> Any:
    made = _store_class()
    logging.getLogger("mlflow").setLevel(logging.CRITICAL)
    return made(f"sqlite:///{database.resolve()}")


def _released(store: Any, database: Path) -> None:
    """Close MLflow's connections to a file; it would keep them for ever."""
    store.engine.dispose()
    type(store)._engine_map.pop(f"sqlite:///{database.resolve()}", None)


def make(database: Path, model: str) -> None:
    """Write a new database with all of MLflow's tables and one registered model.

    Raises
    ------
    RegistryError
        What SQLite says, in one line.
    """
    _store_class()  # the first import of mlflow, without its warnings
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import SQLAlchemyError

    try:
        store = _store(database)
        try:
            store.create_registered_model(model)
        finally:
            _released(store, database)
    except (MlflowException, SQLAlchemyError) as error:
        raise RegistryError(f"MLflow makes no registry: {_reason(error)}") from error


def add(database: Path, model: str, source: str, tags: Mapping[str, str]) -> int:
    """Add a version with its tags, in one transaction.

    Parameters
    ----------
    database : pathlib.Path
        MLflow's database.
    model : str
        The registered model.
    source : str
        Where the file is, relative to the registry.
    tags : mapping of str to str
        What is known of it.

    Returns
    -------
    int
        The version's number.

    Raises
    ------
    RegistryError
        What MLflow says, in one line.
    """
    store = _store(database)
    from mlflow.entities.model_registry import ModelVersionTag
    from mlflow.exceptions import MlflowException

    try:
        made = store.create_model_version(model, source, tags=[ModelVersionTag(*one) for one in tags.items()])
    except MlflowException as error:
        raise RegistryError(
            f"MLflow refuses the version: {_reason(error)}; nothing was registered"
        ) from error
    finally:
        _released(store, database)
    return int(made.version)


def _reason(error: Exception) -> str:
    """Return the one line of an error that says why; SQLAlchemy adds forty."""
    lines = str(error).splitlines() or [type(error).__name__]
    told = next((line for line in lines if line.startswith("(sqlite3")), lines[0])
    return "the disk is full" if "disk is full" in told else told.rpartition(") ")[2]
