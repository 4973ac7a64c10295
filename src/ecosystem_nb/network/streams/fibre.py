"""How long is a round trip that nobody measured?  From the great circle and light in glass."""

import math

from ecosystem_nb.bounds import within
from ecosystem_nb.tables import Quantity

EARTH_RADIUS_KM = 6371.0088  # mean radius of the Earth
LIGHT_KM_S = 299_792.458  # exact
GROUP_INDEX = 1.468  # of common single-mode fibre near 1550 nm


def great_circle_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance of two points on a sphere of the Earth's mean radius.

    Parameters
    ----------
    here, there : tuple of float
        Latitude (-90 to 90) and longitude (-360 to 360) in degrees.

    Returns
    -------
    float
        Distance in km, by the haversine formula.

    Raises
    ------
    ValueError
        For coordinates out of range.

    Notes
    -----
    The Earth's flattening changes it by at most 0.6 %.

    Examples
    --------
    >>> round(great_circle_km((0, 0), (0, 90)))
    10008
    """
    for latitude, longitude in (here, there):
        within("latitude", latitude, "deg", least=-90, most=90)
        within("longitude", longitude, "deg", least=-360, most=360)
    lat1, lon1, lat2, lon2 = (math.radians(one) for one in (*here, *there))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2.0 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def fibre_rtt(distance_km: float, route_factor: float = 1.5, group_index: float = GROUP_INDEX) -> Quantity:
    """Return the round-trip time of a fibre path, 2 d f n / c, marked as computed.

    Parameters
    ----------
    distance_km : float
        Great-circle distance d in km, above 0.
    route_factor : float
        Length of the fibre over the great circle, f, 1 to 5; the default is assumed.
    group_index : float
        Group index n of the glass, 1 to 2.

    Returns
    -------
    Quantity
        Round-trip time in s with status ``computed``; ``low`` is the straight fibre, f = 1.

    Raises
    ------
    ValueError
        For a value out of range.

    Notes
    -----
    Propagation alone: no queues, no routers, no end systems.  A measured time always goes before it.

    Examples
    --------
    >>> round(fibre_rtt(6000.0, route_factor=1.0).in_unit("s"), 4)
    0.0588
    """
    within("distance", distance_km, "km", above=0)
    within("route factor", route_factor, "1", least=1, most=5)
    within("group index", group_index, "1", least=1, most=2)
    straight = 2.0 * distance_km * group_index / LIGHT_KM_S
    return Quantity(
        name="rtt",
        value=straight * route_factor,
        unit="s",
        low=straight,
        high=None,
        context=f"fibre of {route_factor:g} great circles of {distance_km:,.0f} km",
        status="computed",
        source="",
    )
