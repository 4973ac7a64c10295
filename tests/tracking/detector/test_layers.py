"""Does the detector say what its table says, and is it a detector that could stand?"""

import numpy as np
import pytest

from ecosystem_nb.tracking.detector.layers import generic


def test_pixels_lie_inside_strips_and_measure_better():
    detector = generic()
    barrel = detector.position[detector.barrel]
    assert barrel.tolist() == sorted(barrel.tolist())
    sigma = detector.sigma_u[detector.barrel]
    assert (np.diff(sigma) >= 0).all()
    assert sigma[0] == pytest.approx(14.4e-3, rel=0.01)  # 14.4 um, as quoted for the pixels


def test_discs_are_the_same_on_both_sides():
    detector = generic()
    discs = ~detector.barrel
    left = discs & (detector.position < 0)
    right = discs & (detector.position > 0)
    assert left.sum() == right.sum() == 19
    for column in (detector.low, detector.high, detector.sigma_u, detector.sigma_v, detector.thickness):
        assert column[left].tolist() == column[right].tolist()
    assert (-detector.position[left]).tolist() == detector.position[right].tolist()


def test_more_material_scales_layers_and_pipe():
    plain, twice = generic(), generic().scaled(2.0)
    assert (twice.thickness == 2 * plain.thickness).all()
    assert twice.pipe_thickness == 2 * plain.pipe_thickness
