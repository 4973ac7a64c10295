"""Ten crowded events at a time, a million hits: do the finders find in each what they find in it alone?"""

import os

import awkward as ak
import numpy as np
import pytest

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.hits.arrange import of_event, of_events
from ecosystem_nb.tracking.mkfit.find import find as kalman
from ecosystem_nb.tracking.segments.find import find as linking

pytestmark = pytest.mark.skipif(not os.environ.get("EVERY_PAGE"), reason="a minute: EVERY_PAGE=1 runs it")

DETECTOR = generic()


@pytest.fixture(scope="module")
def crowd():
    return generate(Setup(pile_up=220.0), range(40, 50), DETECTOR)


@pytest.mark.parametrize("find", [kalman, linking], ids=["mkFit-style", "segment linking"])
def test_a_million_hits_give_the_tracks_of_each_event_alone(crowd, find):
    together = find(of_events(crowd, DETECTOR), DETECTOR)
    lists = np.split(together.hits, together.offsets[1:-1])
    begins = np.cumsum([0, *ak.num(crowd.hits)])
    assert begins[-1] > 1_000_000
    of = np.searchsorted(begins, [one[0] for one in lists], side="right") - 1
    for number in (0, len(crowd) - 1):
        alone = find(of_event(crowd[number], DETECTOR), DETECTOR)
        wanted = [one.tolist() for one in np.split(alone.hits, alone.offsets[1:-1])]
        found = [(one - begins[number]).tolist() for one, k in zip(lists, of, strict=True) if k == number]
        assert sorted(found) == sorted(wanted)
        assert len(found) > 1000
