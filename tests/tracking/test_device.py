"""Can every CUDA kernel be compiled for a real GPU, without one, and is a missing GPU said in one line?"""

import re

import pytest
from numba import cuda, types

from ecosystem_nb.tracking import device
from ecosystem_nb.tracking.mkfit.cuda import build_kernel, fit_kernel
from ecosystem_nb.tracking.ptx import ptx
from ecosystem_nb.tracking.seeding.cuda import triplet_kernel

F, F1, F2 = types.float32, types.float32[::1], types.float32[:, ::1]
I, I1, I2, B1 = types.int32, types.int32[::1], types.int32[:, ::1], types.boolean[::1]  # noqa: E741
HITS = (F1, F1, F1, F1, F1, F1, I1, I1, F1, F1, I, I)
KERNELS = {
    "triplets": (triplet_kernel, (I1, I1, *HITS, B1, F2, F1, I2, I1, F, F1, I, I2, F1, I1)),
    "build": (build_kernel(4, 29), (I2, *HITS, I1, B1, F2, F1, I2, F, F1, I1, I2, I1, F1)),
    "fit": (fit_kernel, (I2, I1, F1, F1, F1, I1, F2, F, F2, F2, F1)),
}


@pytest.mark.parametrize("name", KERNELS)
def test_every_kernel_compiles_for_a_real_gpu(name):
    text = ptx(*KERNELS[name])
    assert re.search(r"^\.target sm_90", text, re.MULTILINE)
    assert ".visible .entry" in text
    assert text.count("fma.rn.f32") > 10  # single precision, and products fused
    assert not re.search(r"\b(add|mul|fma|div|sqrt)\.(rn\.)?f64\b", text)  # nothing promoted to double


def test_without_a_gpu_the_error_names_the_simulator(monkeypatch):
    monkeypatch.delenv("NUMBA_ENABLE_CUDASIM", raising=False)
    if cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises(device.NoDeviceError, match="NUMBA_ENABLE_CUDASIM=1"):
        device.require("cuda")
