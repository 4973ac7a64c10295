"""Do the kernels for a GPU compile for a real one, and do they find the same tracks on the simulator?"""

import os
import subprocess
import sys

import numpy as np
import pytest
from tests.tracking.segments.conftest import arranged

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.device import NoDeviceError
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.segments.find import find

SIMULATE = """
import numpy as np
from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.hits.arrange import arrange
from ecosystem_nb.tracking.segments.find import find

given = np.load({path!r})
hits = arrange(given["x"], given["y"], given["z"], given["layer"], generic())
find(hits, generic())  # compiles the functions at once, where threads of the simulator would not be in the way
tracks = find(hits, generic(), device="cuda")
np.savez({path!r}, offsets=tracks.offsets, hits=tracks.hits, states=tracks.states)
"""


def test_the_simulator_finds_the_tracks_of_the_processor(tmp_path):
    event = generate(Setup.muons(3), [2], generic())[0]
    path = tmp_path / "event.npz"
    np.savez(path, **{name: np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer")})
    # without optimisation, for it is compiling that takes the time
    where = os.environ | {"NUMBA_ENABLE_CUDASIM": "1", "NUMBA_OPT": "0"}
    command = [sys.executable, "-c", SIMULATE.format(path=str(path))]
    subprocess.run(command, env=where, check=True, timeout=300)
    there, here = np.load(path), find(arranged(event, generic()), generic())
    assert len(here) == 3
    assert there["offsets"].tolist() == here.offsets.tolist()
    assert there["hits"].tolist() == here.hits.tolist()
    assert there["states"] == pytest.approx(here.states, rel=1e-3, abs=1e-3)


def test_without_a_gpu_the_error_names_the_simulator(monkeypatch):
    monkeypatch.setattr("numba.cuda.is_available", lambda: False)
    event = generate(Setup.muons(1), [2], generic())[0]
    with pytest.raises(NoDeviceError, match="NUMBA_ENABLE_CUDASIM=1"):
        find(arranged(event, generic()), generic(), device="cuda")
