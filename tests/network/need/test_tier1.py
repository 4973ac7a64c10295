"""The thirteen Tier-1s."""

import pytest

from ecosystem_nb.network.need import tier1
from ecosystem_nb.network.need.parameters import WanNeed
from ecosystem_nb.tables import read


def test_stated_needs_are_shown_as_stated() -> None:
    """Thirteen sites that sum to 4,810, ten more than the model's 4,800; 1,450 cross the Atlantic."""
    made = tier1.sites(WanNeed(), read("network/tier1"))
    assert len(made) == 13
    assert made["minimal"].sum() == pytest.approx(4810)
    assert set(made.loc[made["across"], "site"]) == {"BNL", "FNAL", "TRIUMF"}
    part, share = tier1.transatlantic(made)
    assert part == pytest.approx(200 + 450 + 800)
    assert share == pytest.approx(1450 / 4810)


def test_scaled_needs_sum_to_the_model() -> None:
    """With scaling, the sites' sum is the model's total whatever the inputs."""
    need = WanNeed(scale_sites=True, burst_factor=3.0)
    made = tier1.sites(need, read("network/tier1"))
    assert made["minimal"].sum() == pytest.approx(7200)
    assert made["flexible"].sum() == pytest.approx(14_400)


@pytest.mark.parametrize("scale", [False, True])
def test_shares_do_not_depend_on_the_total(scale: bool) -> None:
    """A site's share of the sum stays when a factor changes; shares sum to 1."""
    sites = read("network/tier1")
    before = tier1.sites(WanNeed(scale_sites=scale), sites)
    after = tier1.sites(WanNeed(scale_sites=scale, burst_factor=4.0), sites)
    assert after["share"].tolist() == pytest.approx(before["share"].tolist())
    assert before["share"].sum() == pytest.approx(1.0)
    assert (after["minimal"] / before["minimal"]).tolist() == pytest.approx([2.0] * 13)
