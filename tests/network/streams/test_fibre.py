"""Round-trip times from fibre lengths: geometry by hand, the speed of light, status."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.streams.fibre import EARTH_RADIUS_KM, fibre_rtt, great_circle_km

points = st.tuples(st.floats(min_value=-90, max_value=90), st.floats(min_value=-180, max_value=180))


@pytest.mark.parametrize(
    ("here", "there", "angle"),
    [((0, 0), (0, 90), math.pi / 2), ((90, 0), (-90, 0), math.pi), ((60, 10), (60, 10), 0.0)],
)
def test_distances_by_hand(here: tuple[float, float], there: tuple[float, float], angle: float) -> None:
    """A quarter of the equator, pole to pole, nowhere."""
    assert great_circle_km(here, there) == pytest.approx(angle * EARTH_RADIUS_KM, abs=1e-6)


@given(a=points, b=points, c=points)
def test_a_distance(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> None:
    """Symmetric, at most half way round, and no detour is shorter."""
    direct = great_circle_km(a, b)
    assert direct == pytest.approx(great_circle_km(b, a), abs=1e-6)
    assert direct <= math.pi * EARTH_RADIUS_KM + 1e-6
    assert direct <= great_circle_km(a, c) + great_circle_km(c, b) + 1e-3


def test_two_hundred_kilometres_a_millisecond() -> None:
    """Light in glass covers about 204 km in a ms: 1,000 km there and back take close to 10 ms."""
    assert fibre_rtt(1000.0, route_factor=1.0).in_unit("s") == pytest.approx(0.0098, abs=1e-4)


def test_it_is_marked_as_computed() -> None:
    """It goes up with the route factor, and its lower end is the straight fibre."""
    rtt = fibre_rtt(6000.0, route_factor=2.0)
    assert (rtt.status, rtt.unit) == ("computed", "s")
    assert rtt.low is not None
    assert rtt.value == pytest.approx(2 * rtt.low)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: great_circle_km((91, 0), (0, 0)), "latitude = 91 deg"),
        (lambda: fibre_rtt(0.0), "distance = 0 km is out of range: expected above 0 km"),
        (lambda: fibre_rtt(100.0, route_factor=0.9), r"route factor = 0\.9"),
    ],
)
def test_bad_input_is_one_clear_line(call, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()
