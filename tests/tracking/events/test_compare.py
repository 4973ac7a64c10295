"""Do the measures by which two simulations are compared measure what they say?"""

import math

import awkward as ak
import numpy as np
import pytest

from ecosystem_nb.tracking.events.compare import layers_by_eta, scattered
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup


@pytest.fixture(scope="module")
def event():
    return generate(Setup.muons(1500, pt_max=1.001, eta_max=0.3, noise=3.0), [2])[0]


def test_layers_are_counted_once_and_hits_again(event):
    table = layers_by_eta(event)
    assert table["layers"].tolist() == [pytest.approx(ak.mean(event.particles.nhits))]
    assert table["again"].tolist() == [0.0]
    hits = ak.concatenate([event.hits, event.hits[event.hits.layer == 0]])
    twice = ak.Record({"particles": event.particles, "hits": hits})
    again = layers_by_eta(twice)
    assert again["layers"].tolist() == table["layers"].tolist()
    assert again["again"][0] == pytest.approx(1.0, abs=0.01)


def test_the_first_layer_is_reached_with_the_pipes_angle(event):
    """One scatterer of 0.227 %: 13.6 MeV sqrt(x) (1 + 0.038 ln x), at 1 GeV and nearly across the beam."""
    x = 0.00227
    expected = 13.6 * math.sqrt(x) * (1 + 0.038 * math.log(x))  # GeV mrad
    assert scattered(event, 0) == pytest.approx(expected, rel=0.08)
    assert scattered(event, 1) > 2 * scattered(event, 0)
    with pytest.raises(ValueError, match="layer 12: expected hits"):
        scattered(event, 12)


def test_without_matter_nothing_is_turned():
    clean = generate(Setup.muons(40, material=0.0, eta_max=0.5), [2])[0]
    assert scattered(clean, 9) == pytest.approx(0.0, abs=1e-9)
    assert np.isfinite(layers_by_eta(clean)["layers"]).all()
