"""Tokens signed: a simulated renewal process against its closed form."""

import numpy as np
import pytest

from ecosystem_nb.network.tokens import lifetime


@pytest.mark.parametrize(
    ("rate", "links", "life"), [(30.0, 150, 3600.0), (1.0, 100, 60.0), (0.01, 10, 900.0)]
)
def test_the_rate_is_that_of_the_renewals(rate: float, links: int, life: float) -> None:
    """On one link: files at random, a token is signed for each that finds none alive."""
    times = np.cumsum(np.random.default_rng(3).exponential(links / rate, size=200_000))
    signed, until = 0, -1.0
    for time in times:
        if time >= until:
            signed, until = signed + 1, time + life
    found = 2 * links * signed / times[-1]
    assert lifetime.tokens_per_second(rate, links, life) == pytest.approx(found, rel=0.06)


def test_limits() -> None:
    assert lifetime.tokens_per_second(33, 156, 0) == pytest.approx(66)
    assert lifetime.tokens_per_second(1e9, 156, 3600) == pytest.approx(2 * 156 / 3600)
    assert lifetime.files_per_token(33, 156, 3600) == pytest.approx(1 + 33 * 3600 / 156)


def test_the_grid_has_a_row_a_point() -> None:
    table = lifetime.grid(30.0, (10, 20), (60.0, 600.0, 6000.0))
    assert len(table) == 6
    assert table["lifetime"].tolist() == [1, 10, 100] * 2


@pytest.mark.parametrize(("rate", "links", "life"), [(0, 1, 1), (1, 0, 1), (1, 1, -1), (float("nan"), 1, 1)])
def test_bad_numbers_are_named(rate: float, links: float, life: float) -> None:
    with pytest.raises(ValueError, match="expected above 0, above 0, and 0 or more"):
        lifetime.tokens_per_second(rate, links, life)
