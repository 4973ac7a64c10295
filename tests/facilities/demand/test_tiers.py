"""Disk and tape by tier: the identities, and a case by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.facilities.demand.formats import Space, Storage, Tier
from ecosystem_nb.facilities.demand.from_tables import experiment
from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.reference import kept_reference
from ecosystem_nb.facilities.demand.tiers import by_tier, kept
from ecosystem_nb.facilities.demand.timeline import always

CMS = experiment("CMS-like")


def test_the_need_is_that_of_the_plain_loops(model: Experiment) -> None:
    """Each year and medium of each model."""
    made = kept(model)
    sums = made.groupby(["year", "medium"])["volume_pb"].sum()
    for (year, medium), volume in sums.items():
        assert volume == pytest.approx(kept_reference(model, year, medium), rel=1e-12)


def test_the_sum_by_tier_is_the_sum_by_sample(model: Experiment) -> None:
    """Σ over tiers = Σ over samples: the free space is part of both."""
    made = kept(model)
    by_sample = made.groupby(["year", "medium", "sample", "made"])["volume_pb"].sum()
    by_sample = by_sample.groupby(["year", "medium"]).sum()
    sums = by_tier(made).groupby(["year", "medium"])["volume_pb"].sum()
    np.testing.assert_allclose(by_sample, sums, rtol=1e-12)


def test_a_year_by_hand(toy: Experiment) -> None:
    """In 2031: RAW of two years, twice on tape; AOD of 3e9 events, 2 new versions and half an old one."""
    table = by_tier(kept(toy)).set_index(["year", "medium", "tier"])["volume_pb"]
    assert table[2031, "tape", "RAW"] == pytest.approx(2 * 1e9 * 5e6 * 2 / 1e15)
    assert table[2031, "tape", "AOD"] == pytest.approx(3e9 * 1e6 * (2 + 1) / 1e15)
    assert table[2031, "disk", "AOD"] == pytest.approx(1.25 * 3e9 * 1e6 * (2 + 0.5) / 1e15)
    assert table[2031, "disk", "operations"] == 1.0
    assert (2031, "disk", "RAW") not in table.index


def test_simulation_made_in_a_shutdown_is_new(toy: Experiment) -> None:
    """In 2033 its 2e9 events have the copies of age 0, as those of 2032 keep theirs."""
    made = kept(toy).query("year == 2033 and tier == 'AOD' and medium == 'disk' and sample == 'simulation'")
    volume = made.set_index("made")["volume_pb"]
    assert volume[2033] == pytest.approx(1.25 * 2e9 * 1e6 * 2 / 1e15)
    assert volume[2032] == pytest.approx(volume[2033])
    assert volume[2031] == pytest.approx(volume[2032] / 4)


def test_no_events_no_space(still: Experiment) -> None:
    """Zero demand: nothing is kept."""
    assert kept(still).empty


@settings(max_examples=10, deadline=None)
@given(st.floats(0.1, 10.0))
def test_space_scales_with_the_size_of_events(factor: float) -> None:
    """All space but that which does not go with events."""
    tiers = tuple(replace(tier, size=tier.size.times(factor)) for tier in CMS.storage.tiers)
    larger = replace(CMS, storage=replace(CMS.storage, tiers=tiers))
    one, other = (
        kept(each).query("sample != 'other'").groupby("year")["volume_pb"].sum() for each in (CMS, larger)
    )
    np.testing.assert_allclose(other, factor * one, rtol=1e-9)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda: Tier("AOD", frozenset({"data"}), always(1.0), (1.0,), (1.0, 2.0), (1.0,)),
            "AOD: 1 versions, 2 disk and 1 tape replicas: expected one of each for every age",
        ),
        (
            lambda: Tier("AOD", frozenset({"data"}), always(1.0), (1.0,), (-1.0,), (1.0,)),
            "AOD: disk = -1 is out of range: expected at least 0",
        ),
        (
            lambda: Tier("AOD", frozenset({"cosmics"}), always(1.0), (1.0,), (1.0,), (1.0,)),
            "AOD: sample = 'cosmics': expected one of data, simulation",
        ),
        (
            lambda: Tier("AOD", frozenset({"data"}), always(-2.0), (1.0,), (1.0,), (1.0,)),
            "AOD: size = -2 B is out of range: expected at least 0 B",
        ),
        (
            lambda: Space("operations", "flash", always(1.0)),
            "operations: medium = 'flash': expected one of disk",
        ),
        (
            lambda: Storage((), (), {"disk": 0.9, "tape": 1.0}),
            "disk: space provided over used = 0.9 is out of",
        ),
    ],
)
def test_bad_input_is_one_clear_line(make: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()  # type: ignore[operator]
