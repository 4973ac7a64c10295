"""Are efficiency, fakes and duplicates what they are said to be, of what they are said to be?"""

import awkward as ak
import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from ecosystem_nb.tracking.scoring.intervals import clopper_pearson
from ecosystem_nb.tracking.scoring.score import efficiency_by, score, summary
from ecosystem_nb.tracking.scoring.timing import Timing, timings
from ecosystem_nb.tracking.scoring.truth import Selection, truth
from ecosystem_nb.tracking.tracks import Tracks

PARTICLE = np.repeat(np.arange(4), 8)
PARTICLES = {"pt": [0.5, 1.5, 3.0, 10.0], "eta": [0.0, 1.0, -2.0, 2.0], "displacement": [0, 0, 5.0, 0]}
PERFECT = [np.flatnonzero(k == PARTICLE).tolist() for k in range(4)]
ALL = Selection(pt_min=0.0)


def test_perfect_tracking_finds_all_and_invents_nothing():
    table = summary(score(Tracks.of(PERFECT), truth(PARTICLE, PARTICLES), ALL))
    assert (table["efficiency"] == 1).all()
    assert (table[["fake_rate", "duplicate_rate"]] == 0).all(axis=None)
    assert (table[["purity", "hit_efficiency"]] == 1).all(axis=None)
    assert table.set_index("definition")["score"].dropna().to_dict() == {"TrackML": 1.0}


def test_no_tracks_and_all_noise_have_rates_of_nothing():
    none = summary(score(Tracks.of([]), truth(PARTICLE, PARTICLES), ALL))
    assert (none["efficiency"] == 0).all()
    assert none["fake_rate"].isna().all()
    noise = summary(score(Tracks.of([[0, 1, 2]]), truth([-1, -1, -1], {"pt": [], "eta": []})))
    assert noise["efficiency"].isna().all()
    assert (noise["fake_rate"] == 1).all()
    empty = summary(score(Tracks.of([]), truth([], {"pt": [], "eta": []})))
    assert empty[["efficiency", "fake_rate", "score"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(pt_min=1.5), [1, 2, 3]),
        (Selection(pt_min=0.0, eta_max=1.0), [0, 1]),
        (Selection(pt_min=0.0, displacement_max=2.0), [0, 1, 3]),
        (Selection(pt_min=0.0, hits_min=8), [0, 1, 2, 3]),
        (Selection(pt_min=0.0, hits_min=9), []),
        (Selection(pt_min=0.0, vz_max=0.0), [0, 1, 2, 3]),
    ],
)
def test_the_denominator_is_the_selection(selection, expected):
    known = truth(PARTICLE, PARTICLES)
    assert np.flatnonzero(selection.of(known)).tolist() == expected
    table = summary(score(Tracks.of(PERFECT[:2]), known, selection))
    assert (table["particles"] == len(expected)).all()
    assert (table["found"] == len({0, 1} & set(expected))).all()
    assert (table["fakes"] == 0).all()  # a particle that was not asked for is no fake
    assert (table["selection"] == str(selection)).all()


def test_events_add_up_and_keep_one_selection():
    known = truth(PARTICLE, PARTICLES)
    good, bad = score(Tracks.of(PERFECT), known, ALL), score(Tracks.of([[0, 8, 16]]), known, ALL)
    table = summary([good, bad]).set_index("definition")
    assert table.loc["ACTS", ["particles", "found", "tracks", "fakes"]].tolist() == [8, 4, 5, 1]
    assert table.loc["TrackML", "score"] == 0.5
    with pytest.raises(ValueError, match="2 selections: expected one"):
        summary([good, score(Tracks.of([]), known)])
    with pytest.raises(ValueError, match="events: expected at least one"):
        summary([])


def test_bins_hold_all_particles_once():
    one = score(Tracks.of(PERFECT[1:]), truth(PARTICLE, PARTICLES), ALL)
    table = efficiency_by(one, "pt", [0.0, 1.0, 3.0, 10.0]).set_index("definition").loc["CMS"]
    assert table["particles"].tolist() == [1, 1, 2]
    assert table["efficiency"].tolist() == [0, 1, 1]
    narrow = score(Tracks.of(PERFECT), truth(PARTICLE, PARTICLES), Selection(pt_min=0.0, eta_max=1.5))
    some = efficiency_by(narrow, "pt", [0.0, 1.0, 3.0, 10.0]).set_index("definition").loc["CMS"]
    assert some["particles"].tolist() == [1, 1, 0]  # particles of |eta| = 2 were not asked for
    empty = efficiency_by(one, "displacement", [0, 1, 2, 10]).set_index("definition").loc["CMS"]
    assert empty["particles"].tolist() == [3, 0, 1]
    assert np.isnan(empty["efficiency"].iloc[1])
    with pytest.raises(ValueError, match="variable = 'mass': expected one of pt, eta"):
        efficiency_by(one, "mass", [0, 1])
    with pytest.raises(ValueError, match="edges: expected at least two that rise"):
        efficiency_by(one, "pt", [1.0, 1.0])


def test_truth_reads_what_the_generator_writes():
    """pT, eta and displacement from momentum and origin: (3, 4) GeV is 5 GeV, eta = asinh(pz / pT)."""
    particles = ak.Array([{"px": 3.0, "py": 4.0, "pz": 5.0, "vx": 0.6, "vy": 0.8, "vz": -7.0, "nhits": 3}])
    known = truth([0, -1, 0], particles)
    assert known.pt.tolist() == [5.0]
    assert known.eta[0] == pytest.approx(np.log(1 + np.sqrt(2)))
    assert known.displacement[0] == pytest.approx(1.0)
    assert known.vz.tolist() == [-7.0]
    assert known.nhits.tolist() == [2]  # hits that are there, not what a column says


def test_a_particle_without_a_number_is_never_asked_for():
    known = truth([0, 0, 0], {"pt": [np.nan], "eta": [0.0]})
    assert not Selection().of(known).any()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([4], PARTICLES), r"particle = 4 of hit 0: expected -1 for noise, or one of 4 particles"),
        (([0.5], PARTICLES), r"particle: expected one column of integers"),
        (([0], {"px": [1.0]}), r"expected pt and eta, or px, py and pz, got px"),
        (([0], {"pt": [1.0], "eta": [0.0], "vz": [1.0, 2.0]}), r"expected columns of one length"),
        (([0], PARTICLES, [-1.0]), r"weights: expected 1 values, each at least 0"),
    ],
)
def test_what_cannot_be_true_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        truth(*arguments)
    with pytest.raises(ValueError, match="pt_min = -1 is out of range"):
        Selection(pt_min=-1)


def test_the_interval_covers_what_it_promises():
    """For a true share p, the chance that the interval holds p is at least the level (Clopper, Pearson)."""
    n, level = 30, 0.9
    low, high = clopper_pearson(np.arange(n + 1), n, level)
    for p in np.linspace(0.01, 0.99, 25):
        inside = (low <= p) & (p <= high)
        assert binom.pmf(np.arange(n + 1)[inside], n, p).sum() >= level
    assert binom.sf(11, n, low[12]) == pytest.approx(0.05)  # 12 or more at the lower end
    assert binom.cdf(12, n, high[12]) == pytest.approx(0.05)
    nothing = clopper_pearson(0, 0)
    assert (float(nothing[0]), float(nothing[1])) == (0.0, 1.0)
    with pytest.raises(ValueError, match="found: expected 0 to total"):
        clopper_pearson(2, 1)
    with pytest.raises(ValueError, match="level = 1 is out of range"):
        clopper_pearson(1, 2, 1.0)


def test_times_show_their_tail():
    """0 to 100 ms in steps of 1 ms: the percentiles are their numbers."""
    table = timings({"seeding": np.arange(101) / 1000, "building": [2.0]})
    assert isinstance(table, pd.DataFrame)
    assert table.loc[0, ["median", "p95", "p99", "worst"]].tolist() == pytest.approx(
        [0.05, 0.095, 0.099, 0.1]
    )
    assert table["events"].tolist() == [101, 1]
    with pytest.raises(ValueError, match="seeding: expected the time of at least one event"):
        Timing.of("seeding", [])
    with pytest.raises(ValueError, match="time of seeding = nan s"):
        Timing.of("seeding", [np.nan])
