"""What the last build made of each page: the executed notebook and the record of its run."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecosystem_nb.book.files import write_json, write_whole
from ecosystem_nb.book.freshness import digest, manifest
from ecosystem_nb.book.pages import Page
from ecosystem_nb.results import Result, results_of

BUILD = Path("_build")


@dataclass(frozen=True)
class Place:
    """Where a page's executed notebook and its record lie."""

    notebook: Path
    run: Path

    @classmethod
    def of(cls, page: Page, root: Path) -> "Place":
        """Return the place of a page of the published book."""
        folder = root / BUILD / "pages" / page.name
        return cls(folder / "page.ipynb", folder / "run.json")


def is_fresh(page: Page, root: Path) -> bool:
    """Tell whether the executed page was made from just what lies in the repository now."""
    place = Place.of(page, root)
    try:
        record = json.loads(place.run.read_text(encoding="utf-8"))
        content = place.notebook.read_bytes()
    except (OSError, ValueError):
        return False
    same_inputs: bool = record.get("digest") == digest(manifest(page, root, {}))
    return same_inputs and bool(record.get("notebook_sha256") == hashlib.sha256(content).hexdigest())


def published_results(page: Page, root: Path) -> dict[str, Result]:
    """Return the named results of the executed page, or of the golden file where none is executed."""
    place = Place.of(page, root)
    if place.notebook.is_file():
        return results_of(json.loads(place.notebook.read_text(encoding="utf-8")))
    return golden(page, root)


def golden_path(page: Page, root: Path) -> Path:
    """Return where a page's golden results lie."""
    return root / "tests" / "expected" / f"{page.name}.json"


def golden(page: Page, root: Path) -> dict[str, Result]:
    """Return a page's golden results; none where the page has no file."""
    path = golden_path(page, root)
    if not path.is_file():
        return {}
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {name: Result(name=name, **fields) for name, fields in stored["results"].items()}


def run_record(
    page: Page,
    *,
    parameters: Mapping[str, object],
    parts: Mapping[str, str],
    notebook: bytes,
    wall_s: float,
    compile_s: float,
    versions: Mapping[str, str],
) -> dict[str, Any]:
    """Return the record of a run: what went in, with what, when, and its seconds, compilation apart."""
    return {
        "page": page.name,
        "parameters": dict(parameters),
        "digest": digest(parts),
        "inputs": dict(parts),
        "versions": dict(versions),
        "ended": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "wall_s": round(wall_s, 3),
        "compile_s": round(compile_s, 3),
        "budget_s": page.budget_s,
        "notebook_sha256": hashlib.sha256(notebook).hexdigest(),
    }


def store(place: Place, notebook: bytes, record: Mapping[str, Any]) -> None:
    """Write an executed page: the record last, so that a page without a matching record is stale."""
    write_whole(place.notebook, notebook)
    write_json(place.run, dict(record))
