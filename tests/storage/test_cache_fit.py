"""The fitted cache serves what it was asked to serve, or says how near it came."""

import pytest

from ecosystem_nb.parameters import describe
from ecosystem_nb.storage.cache_fit import fit
from ecosystem_nb.storage.parameters import CacheSaving
from ecosystem_nb.tables import quantities

SMALL = CacheSaving(requests=40_000, files=2_000)


@pytest.mark.parametrize(("requests", "volume"), [(0.676, 0.354), (0.5, 0.5), (0.4, 0.2)])
def test_both_ratios_come_out(requests: float, volume: float) -> None:
    best = fit(SMALL, requests, volume, steps=10)
    assert best.requests == pytest.approx(requests, abs=0.02)
    assert best.bytes == pytest.approx(volume, abs=0.02)


def test_fewer_bytes_need_a_smaller_correlation() -> None:
    assert fit(SMALL, 0.6, 0.3, steps=8).correlation < fit(SMALL, 0.6, 0.5, steps=8).correlation


def test_a_pair_out_of_reach_shows_in_what_is_served() -> None:
    """Files of one size: bytes and requests are the same share, whatever the correlation."""
    best = fit(SMALL.model_copy(update={"size_spread": 0.0}), 0.6, 0.3, steps=8)
    assert best.bytes == pytest.approx(best.requests, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "row"),
    [("request_hits", "socal_requests"), ("byte_hits", "socal_bytes"), ("saved", "socal_saved")],
)
def test_defaults_are_the_tables(name: str, row: str) -> None:
    sourced = quantities("storage/caches")[row]
    about = {one.name: one for one in describe(CacheSaving)}[name]
    assert about.default == sourced.in_unit(about.unit)
    assert (about.status, about.source) == (sourced.status, sourced.source)
