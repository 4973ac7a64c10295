"""Real servers. Without XRootD these tests are skipped, but never in CI."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecosystem_nb.network.testbed import life, tools
from ecosystem_nb.network.testbed.bed import Testbed
from ecosystem_nb.network.testbed.tools import Missing, Tools


@pytest.fixture(scope="session")
def found() -> Tools:
    """The XRootD of this machine."""
    try:
        return tools.find()
    except Missing as error:
        if os.environ.get("CI"):
            pytest.fail(f"{error}; .ci/run installs it")
        pytest.skip(f"{error}: real servers not tried")


@pytest.fixture(scope="session")
def bed(found: Tools) -> Iterator[Testbed]:
    """A testbed that runs, without a limit."""
    with life.running(found=found) as running:
        yield running


@pytest.fixture
def own_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of temporary files for one test, short enough for XRootD's sockets."""
    tmp_path_factory.getbasetemp()  # pytest keeps its own folder where it is
    folder = Path(tempfile.mkdtemp(prefix="tb"))
    folder.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
