"""A version for others: its model, lineage and gate results as an RO-Crate."""

import datetime as dt
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from ecosystem_nb.learning.registry.errors import RegistryError
from ecosystem_nb.learning.registry.files import reason
from ecosystem_nb.learning.registry.store import Registry, Version

TRAINED = "#training"


def write(registry: Registry, number: int, place: Path) -> Path:
    """Write a version as a Research Object Crate, whole or not at all.

    Parameters
    ----------
    registry : Registry
    number : int
        The version.
    place : pathlib.Path
        A folder that does not exist yet.

    Returns
    -------
    pathlib.Path
        Its ``ro-crate-metadata.json``.

    Raises
    ------
    RegistryError
        When the folder exists, the model is damaged or the disk is full.

    Notes
    -----
    The training stands as a ``CreateAction`` whose result is the model file and whose object is the parent's,
    as in Process Run Crate; the checks of the gate are ``PropertyValue`` entries [1]_.

    References
    ----------
    .. [1] Leo et al., PLoS ONE 19 (2024) e0309210, DOI 10.1371/journal.pone.0309210.
    """
    if place.exists():
        raise RegistryError(f"{place} exists already: give a folder of its own")
    one, content = registry.version(number), registry.load(number)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".crate-") as fresh:
            made = Path(fresh, "crate")
            made.mkdir()
            (made / one.file).write_bytes(content)
            _described(registry, one, made).write(made)
            shutil.move(made, place)
    except OSError as error:
        raise RegistryError(f"cannot write the crate: {reason(error)}") from error
    return place / "ro-crate-metadata.json"


def _described(registry: Registry, one: Version, folder: Path) -> Any:
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate  # slow to import

    when = dt.datetime.fromtimestamp(one.created, tz=dt.UTC).isoformat()
    crate, line = ROCrate(), one.lineage
    crate.name = f"{registry.model}, version {one.number}"
    crate.description = (
        f"A model valid from interval {line.start:g} to {line.stop:g}; the gate: it {one.report}."
    )
    crate.root_dataset["datePublished"] = when
    crate.license = "https://spdx.org/licenses/BSD-3-Clause"

    def values(prefix: str, table: dict[str, object]) -> list[Any]:
        return [
            crate.add(
                ContextEntity(crate, f"#{prefix}-{name.replace(' ', '-')}", properties=_property(name, value))
            )
            for name, value in table.items()
        ]

    known = {name: getattr(line, name) for name in ("start", "stop", "data", "code", "environment", "seed")}
    known |= {"threshold": line.threshold, "integers": line.integers, **line.plan}
    checks = {
        check.name: str(check) + (": passed" if check.passed else ": failed") for check in one.report.checks
    }
    model = crate.add_file(
        folder / one.file,
        properties={
            "name": crate.name,
            "encodingFormat": "application/onnx",
            "sha256": Path(one.file).stem,
            "additionalProperty": values("gate", dict(checks)),
        },
    )
    action: dict[str, Any] = {"@type": "CreateAction", "name": "training", "endTime": when, "result": model}
    action["additionalProperty"] = values("lineage", known)
    if line.parent is not None:
        parent = registry.version(line.parent)
        before = ContextEntity(
            crate,
            f"#version-{parent.number}",
            properties={
                "@type": "MediaObject",
                "name": f"version {parent.number}",
                "sha256": Path(parent.file).stem,
            },
        )
        action["object"] = crate.add(before)
        model["isBasedOn"] = before
    crate.root_dataset["mentions"] = crate.add(ContextEntity(crate, TRAINED, properties=action))
    return crate


def _property(name: str, value: object) -> dict[str, object]:
    plain = value if isinstance(value, int | float | str) else json.dumps(value, sort_keys=True)
    return {"@type": "PropertyValue", "name": name, "value": plain}
