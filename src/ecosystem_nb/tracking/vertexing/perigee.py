"""Where a track comes closest to the beam line, and how well that is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.tracks import Tracks

_CURVATURE = 0.299792458e-3  # 1/mm for 1 e/GeV in 1 T
_STRAIGHT = 1e-9  # 1/mm: below this curvature the limit of a straight line is taken


@dataclass(frozen=True, eq=False)
class Perigees:
    """Tracks at their closest approach to a line along z.

    Attributes
    ----------
    d0, z0 : ndarray of float64, shape (N,)
        Signed distance from the line and z there, mm.  The point is (-d0 sin phi, d0 cos phi) off the line.
    phi : ndarray of float64, shape (N,)
        Direction there, rad.
    q_over_pt, cot_theta : ndarray of float64, shape (N,)
        In e/GeV, and without unit.
    covariance : ndarray of float64, shape (N, 5, 5)
        In the order d0, z0, phi, q/pT, cot theta.
    """

    d0: Floats
    z0: Floats
    phi: Floats
    q_over_pt: Floats
    cot_theta: Floats
    covariance: Floats

    def __len__(self) -> int:
        return len(self.d0)


def perigees(tracks: Tracks, field: float, x: float = 0.0, y: float = 0.0) -> Perigees:
    """Move fitted tracks along their helices to a line along z.

    Parameters
    ----------
    tracks : Tracks
        With states and covariances.
    field : float
        Along z, T.
    x, y : float
        Where the line is, mm.

    Returns
    -------
    Perigees

    Raises
    ------
    ValueError
        For tracks that are not fitted.
    """
    if tracks.states is None or tracks.covariances is None:
        raise ValueError("tracks have no states: expected fitted ones, with covariances")
    rows, columns = np.tril_indices(6)
    full = np.empty((len(tracks), 6, 6))
    full[:, rows, columns] = full[:, columns, rows] = tracks.covariances
    return to_beam_line(tracks.states, full, field, x, y)


def to_beam_line(
    states: ArrayLike, covariances: ArrayLike, field: float, x: float = 0.0, y: float = 0.0
) -> Perigees:
    """Move states along their helices to a line along z, in closed form.

    Parameters
    ----------
    states : array_like of float64, shape (N, 6)
        x, y, z (mm), q/pT (e/GeV), phi (rad), cot theta.
    covariances : array_like of float64, shape (N, 6, 6)
        In products of these units.
    field : float
        Along z, T.
    x, y : float
        Where the line is, mm.

    Returns
    -------
    Perigees

    Raises
    ------
    ValueError
        For a state that is not finite.

    Notes
    -----
    With omega = c q/pT, and the line at t along the track's direction and -u to its left, the circle passes
    the line at d0 = (2 u - omega (u^2 + t^2)) / (1 + S), S^2 = (1 - omega u)^2 + (omega t)^2, after the turn
    delta = atan2(omega t, 1 - omega u) and the path -delta / omega.  Energy loss and scattering on the way
    are neglected: a state inside the beam pipe has none, one at the first layer lacks the pipe's.

    Examples
    --------
    >>> import numpy as np
    >>> straight = to_beam_line([[32.0, 0.5, 16.0, 0.0, 0.0, 0.5]], np.zeros((1, 6, 6)), 2.0)
    >>> straight.d0.tolist(), straight.z0.tolist()
    ([0.5], [0.0])
    """
    state = np.asarray(states, dtype=np.float64).reshape(-1, 6)
    bad = ~np.isfinite(state).all(axis=1)
    if bad.any():
        first = int(np.flatnonzero(bad)[0])
        raise ValueError(f"state of track {first} is {state[first].tolist()}: expected finite numbers")
    dx, dy = state[:, 0] - x, state[:, 1] - y
    omega = _CURVATURE * field * state[:, 3]
    sin, cos = np.sin(state[:, 4]), np.cos(state[:, 4])
    u, t = dy * cos - dx * sin, dx * cos + dy * sin
    ahead = 1.0 - omega * u
    far = np.hypot(ahead, omega * t)
    delta = np.arctan2(omega * t, ahead)
    bent = np.abs(omega) > _STRAIGHT
    curvature = np.where(bent, omega, 1.0)
    back = np.where(bent, delta / curvature, t * (1.0 + omega * u))
    d0 = (2.0 * u - omega * (u**2 + t**2)) / (1.0 + far)
    phi = np.mod(state[:, 4] + delta + np.pi, 2 * np.pi) - np.pi
    by_u = np.stack([ahead / far, -state[:, 5] * omega * t / far**2, omega**2 * t / far**2], axis=1)
    by_t = np.stack([-omega * t / far, -state[:, 5] * ahead / far**2, omega * ahead / far**2], axis=1)
    turn = t / far**2
    longer = np.where(bent, (turn - back) / curvature, t * u)
    grows = (omega * (u**2 + t**2) - u) / far
    by_omega = np.stack([-(u**2 + t**2 + d0 * grows) / (1.0 + far), -state[:, 5] * longer, turn], axis=1)
    jacobian = np.zeros((len(state), 5, 6))
    jacobian[:, :3, 0] = by_u * -sin[:, None] + by_t * cos[:, None]
    jacobian[:, :3, 1] = by_u * cos[:, None] + by_t * sin[:, None]
    jacobian[:, 1, 2] = 1.0
    jacobian[:, :3, 3] = by_omega * _CURVATURE * field
    jacobian[:, :3, 4] = by_u * -t[:, None] + by_t * u[:, None]
    jacobian[:, 2, 4] += 1.0
    jacobian[:, 1, 5] = -back
    jacobian[:, 3, 3] = jacobian[:, 4, 5] = 1.0
    covariance = jacobian @ np.asarray(covariances, dtype=np.float64) @ jacobian.transpose(0, 2, 1)
    return Perigees(d0, state[:, 2] - state[:, 5] * back, phi, state[:, 3], state[:, 5], covariance)


def significance(tracks: Perigees, sigma_beam: float = 0.0) -> NDArray[np.float64]:
    """Return d0 over its uncertainty, the width of the beam (mm) included."""
    spread: NDArray[np.float64] = np.sqrt(tracks.covariance[:, 0, 0] + sigma_beam**2)
    return tracks.d0 / spread
