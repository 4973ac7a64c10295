"""Are pairs as far apart as asked, and is the rest of the detector left as it was?"""

import numpy as np
import pytest

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.detector.pairs import double, partner


def test_strip_layers_become_pairs_around_the_old_place():
    plain, pairs = generic(), double(gap=3.0)
    other = partner(pairs)
    paired = other >= 0
    assert paired.sum() == 2 * (plain.sigma_u > 0.02).sum() == 60
    inner = np.flatnonzero(other == np.arange(len(pairs)) + 1)
    assert np.abs(pairs.position[inner + 1]) - np.abs(pairs.position[inner]) == pytest.approx(3.0)
    middle = 0.5 * (pairs.position[inner] + pairs.position[inner + 1])
    assert middle.tolist() == pytest.approx(plain.position[plain.sigma_u > 0.02].tolist())
    assert (other[other[paired]] == np.flatnonzero(paired)).all()


def test_pairs_keep_the_material_and_have_names_of_their_own():
    plain, pairs = generic(), double()
    assert pairs.thickness.sum() == pytest.approx(plain.thickness.sum())
    names = set(zip(pairs.volume.tolist(), pairs.layer.tolist(), strict=True))
    assert len(names) == len(pairs)
    assert set(zip(plain.volume.tolist(), plain.layer.tolist(), strict=True)) <= names
    barrel = pairs.position[pairs.barrel]
    assert barrel.tolist() == sorted(barrel.tolist())


def test_a_plain_detector_has_no_pairs_and_a_gap_has_a_range():
    assert (partner(generic()) == -1).all()
    with pytest.raises(ValueError, match="gap = 0 mm is out of range"):
        double(gap=0.0)
