"""A finder of ours within ACTS's chain: ACTS judges it, and says what our scoring says."""

import numpy as np
import pytest

from ecosystem_nb.tracking.peer.run import reconstruct
from ecosystem_nb.tracking.peer.setup import Gun
from ecosystem_nb.tracking.scoring.score import score, summary
from ecosystem_nb.tracking.scoring.truth import Selection, truth
from ecosystem_nb.tracking.sequencer.insert import beside
from ecosystem_nb.tracking.tracks import Tracks

pytest.importorskip("acts", reason="ACTS has wheels for Linux only")

GUN = Gun(muons=80, seed=3)


@pytest.fixture(scope="module")
def lists():
    """The true hits of each particle, and the event they stand in."""
    event = reconstruct(GUN).event
    owner = np.asarray(event.hits.particle)
    return event, [np.flatnonzero(owner == one).tolist() for one in range(GUN.muons)]


def both(tracks):
    """ACTS's judgement, and ours, of given tracks."""
    acts, ours = beside(GUN, finder=lambda hits, detector: tracks)
    known = truth(np.asarray(acts.event.hits.particle), acts.event.particles)
    table = summary(score(ours.tracks, known, Selection(pt_min=0.0, eta_max=9.0, hits_min=9)))
    return acts.own["ours"], table.set_index("definition").loc["ACTS"], ours


def test_the_truth_is_found_perfectly(lists):
    """Hit numbers mean the same on both sides: true lists are found, none is fake."""
    _, true = lists
    acts, ours, _ = both(Tracks.of([one for one in true if one]))
    assert acts["efficiency"] == ours["efficiency"] == 1.0
    assert acts["fakes"] == ours["fake_rate"] == 0.0


def test_nothing_found_is_nothing_found(lists):
    acts, _, ours = both(Tracks.of([]))
    assert acts["efficiency"] == 0.0
    assert sorted(ours.seconds) == ["finding", "reading", "writing"]


def test_mixed_tracks_are_judged_alike(lists):
    """Whole, cut, mixed and doubled tracks: both programs count the same by the same definition.

    A third of a muon's hits is not half of it: such a track is no match by double matching.
    """
    _, true = lists
    tracks = []
    for row, one in enumerate(true):
        if row % 4 == 0:
            tracks.append(one)
        elif row % 4 == 1:
            tracks.append(one[: max(len(one) // 3, 1)])
        elif row % 4 == 2:
            tracks += [one, one[: (len(one) + 1) // 2]]
        else:
            tracks.append(one[: len(one) // 3] + true[row - 1][len(true[row - 1]) // 2 :])
    acts, ours, _ = both(Tracks.of(tracks))
    assert acts["efficiency"] == pytest.approx(ours["efficiency"], abs=1e-12)
    assert 0.4 < acts["efficiency"] < 0.6
    assert acts["fakes"] == pytest.approx(ours["fake_rate"], abs=1e-12)
    assert acts["duplicates"] == pytest.approx(ours["duplicate_rate"], abs=1e-12)


def test_the_finder_sees_the_hits_of_the_event(lists):
    """Measurements read inside the chain, arranged, are those of the event that is kept."""
    event, _ = lists
    seen = []

    def finder(hits, detector):
        seen.append(hits)
        return Tracks.of([])

    beside(GUN, finder=finder)
    back = np.empty(len(event.hits))
    back[seen[0].order] = seen[0].x
    assert np.allclose(back, np.asarray(event.hits.x), atol=1e-4)
