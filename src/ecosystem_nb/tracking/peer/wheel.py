"""ACTS as a Python package: there, or not."""

import importlib
import warnings
from typing import Any


class NoPeerError(RuntimeError):
    """ACTS can't be imported here."""


def load() -> Any:
    """Return the package ``acts`` with its examples, without a warning.

    Returns
    -------
    module

    Raises
    ------
    NoPeerError
        Where the wheel is missing: it exists for Linux only.

    Examples
    --------
    >>> load().version.major
    48
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            acts = importlib.import_module("acts")
            for part in ("examples", "examples.simulation", "examples.reconstruction", "examples.json"):
                importlib.import_module(f"acts.{part}")
    except ImportError as error:
        raise NoPeerError(
            "ACTS is not installed: its wheel is for Linux only; there, pip install pyacts==48.1.0"
        ) from error
    return acts
