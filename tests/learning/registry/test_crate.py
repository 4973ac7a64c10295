"""The crate tells everything that the registry knows, and is read by rocrate itself."""

from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate
from tests.learning.registry.conftest import OTHER

from ecosystem_nb.learning.registry import crate
from ecosystem_nb.learning.registry.errors import RegistryError
from ecosystem_nb.learning.registry.files import digest
from ecosystem_nb.learning.registry.store import Registry


def test_it_tells_parent_interval_data_code_seed_and_gate(served: Registry, tmp_path: Path) -> None:
    place = crate.write(served, 2, tmp_path / "crate").parent
    read = ROCrate(place)
    action = read.dereference(crate.TRAINED)
    said = {one["name"]: one["value"] for one in action["additionalProperty"]}
    assert said["start"] == 1
    assert said["stop"] == 2
    assert {said["data"], said["code"], said["environment"]} == {"d" * 64, "git:0", "e" * 64}
    assert said["seed"] == 1
    assert action["object"]["sha256"] == Path(served.version(1).file).stem
    model = action["result"]
    assert model["isBasedOn"]["sha256"] == action["object"]["sha256"]
    assert digest((place / model.id).read_bytes()) == model["sha256"] == digest(OTHER.content())
    assert len(model["additionalProperty"]) == 6
    assert all(one["value"].endswith(": passed") for one in model["additionalProperty"])


def test_a_first_version_has_no_parent(served: Registry, tmp_path: Path) -> None:
    read = ROCrate(crate.write(served, 1, tmp_path / "crate").parent)
    assert "object" not in read.dereference(crate.TRAINED)


def test_nothing_is_written_over(served: Registry, tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="exists already"):
        crate.write(served, 2, tmp_path)
