"""Do the kernels for a GPU compile for a real one, and do they find the same tracks on the simulator?"""

import os
import re
import subprocess
import sys

import numpy as np
import pytest
from numba import types
from tests.tracking.segments.conftest import arranged

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.device import NoDeviceError
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.ptx import ptx
from ecosystem_nb.tracking.segments import cuda
from ecosystem_nb.tracking.segments.find import find

LONG = pytest.mark.skipif(not os.environ.get("EVERY_PAGE"), reason="compiles for long: EVERY_PAGE=1 runs it")
F, F1, F2 = types.float32, types.float32[::1], types.float32[:, ::1]
I, I1, I2, J1 = types.int64, types.int32[::1], types.int32[:, ::1], types.int64[::1]  # noqa: E741
B, S1 = types.boolean, types.int8[::1]
PLACE, WINDOW = (F1, F1, F1), (F1, F1, I1, I1, I1, F1, F1, I, I)
WRITE = (F, F1, I2, J1, B)
KERNELS = {
    "shape": (I2, *PLACE, F1, I1, F2, F, F1, F2),
    "triplet": (I2, J1, F2, *PLACE, F1, I1, F2, *WRITE),
    "quintuplet": (I2, J1, I2, J1, *PLACE, I1, F2, *WRITE),
    "bid": (I2, I1, I1, S1, I, I1),
    "decide": (I2, I1, I1, S1, I1, I1, F, I1),
    "doublet": (I1, *PLACE, F1, *WINDOW, F2, F1, I1, *WRITE),
    "segment": (I1, *PLACE, F1, *WINDOW, F2, F1, I1, I1, F1, F1, *WRITE),
    "link": (I2, I2, J1, I2, J1, I2, J1, *PLACE, *WINDOW, F2, F1, I1, I1, *WRITE),
    "extension": (I2, I1, *PLACE, F1, *WINDOW, F2, F1, I2, F, F1, I2, I1, F2, F1),
}

SIMULATE = """
import numpy as np
from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.hits.arrange import arrange
from ecosystem_nb.tracking.ptx import ptx
from ecosystem_nb.tracking.segments import cuda
from ecosystem_nb.tracking.segments.find import find

given = np.load({path!r})
hits = arrange(given["x"], given["y"], given["z"], given["layer"], generic())
find(hits, generic())  # compiles all functions before the simulator's threads stand in the way
tracks = find(hits, generic(), device="cuda")
np.savez({path!r}, offsets=tracks.offsets, hits=tracks.hits, states=tracks.states)
"""


def test_every_kernel_stands_in_the_list():
    kernels = {name.removesuffix("_kernel") for name in vars(cuda) if name.endswith("_kernel")}
    assert kernels == set(KERNELS)


@pytest.mark.parametrize("name", KERNELS)
def test_every_kernel_compiles_for_a_real_gpu(name):
    text = ptx(getattr(cuda, f"{name}_kernel"), KERNELS[name])
    assert re.search(r"^\.target sm_90", text, re.MULTILINE)
    assert ".visible .entry" in text
    assert not re.search(r"\b(add|mul|fma|div|sqrt)\.(rn\.)?f64\b", text)  # nothing promoted to double


@LONG
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
