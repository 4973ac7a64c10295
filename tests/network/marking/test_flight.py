"""Lost fireflies: simulation against the closed form."""

import numpy as np
import pytest

from ecosystem_nb.network.marking import flight
from ecosystem_nb.network.marking.accounting import account
from ecosystem_nb.network.marking.labels import Mark
from ecosystem_nb.tables import read

MARKS = (Mark(2, 20), Mark(3, 17))


def test_a_swarm_is_whole() -> None:
    """Two marks, 40 flows each, start, two reports, end; nothing open, and in the order of time."""
    swarm = flight.swarm(MARKS, 40, 2, 1e9, np.random.default_rng(1))
    assert len(swarm) == 2 * 40 * 4
    assert all(one.current is not None for one in swarm)
    times = [one.current for one in swarm]
    assert times == sorted(times)  # type: ignore[type-var]
    table = account(swarm, read("network/scitags"))
    assert table["flows"].tolist() == [40, 40]
    assert not table[["open", "no_start", "no_end", "duplicates"]].to_numpy().any()
    assert flight.share_left(swarm, swarm) == 1


@pytest.mark.parametrize(("loss", "ongoing"), [(0.0, 3), (0.1, 0), (0.3, 1), (0.5, 4)])
def test_the_share_that_is_left_has_a_closed_form(loss: float, ongoing: int) -> None:
    """3,000 flows of exponential size: the relative error of a mean is about sqrt(2 / 3000)."""
    rng = np.random.default_rng(7)
    swarm = flight.swarm((Mark(2, 20),), 3000, ongoing, 1e9, rng)
    left = flight.share_left(swarm, flight.lost(swarm, loss, rng))
    assert left == pytest.approx(flight.accounted(loss, ongoing), abs=0.04)


def test_limits() -> None:
    assert flight.accounted(0, 5) == 1
    assert flight.accounted(1, 5) == 0
    assert flight.accounted(0.2, 0) == pytest.approx(0.8)
    assert all(flight.accounted(0.3, k) < flight.accounted(0.3, k + 1) for k in range(10))
    assert len(flight.grid((0.0, 0.1), (0, 1, 2))) == 6


@pytest.mark.parametrize("loss", [-0.1, 1.1, float("nan")])
def test_a_bad_loss_is_named(loss: float) -> None:
    with pytest.raises(ValueError, match=f"loss = {loss}: expected 0 to 1"):
        flight.lost([], loss, np.random.default_rng(0))
    with pytest.raises(ValueError, match=f"loss = {loss}"):
        flight.accounted(loss, 1)
