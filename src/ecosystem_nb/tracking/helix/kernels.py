"""Along a helix, to a surface, and through matter: one function a step, on bare floats.

State: x, y, z in mm; phi, the azimuth of the direction, in rad; cot theta = pz / pT.
``omega`` = 0.299792458e-3 B q / pT in 1/mm turns the direction: dphi/ds = -omega for the transverse path s.
"""

import math

from numba import njit

CURVATURE = 0.299792458e-3  # GeV / (T mm e): pT = CURVATURE B R for charge 1

MUON_MASS, PION_MASS = 0.1056583755, 0.13957039  # GeV, PDG
_ELECTRON_MASS = 0.51099895e-3  # GeV
_K = 0.307075e-3  # GeV cm2/mol, 4 pi N_A r_e^2 m_e c^2
# Silicon, PDG atomic and nuclear properties.
_Z_OVER_A = 0.49848
_EXCITATION = 173.0e-9  # GeV
_PLASMA = 31.05e-9  # GeV
_RADIATION_LENGTH = 21.82  # g/cm2


@njit
def advance(
    x: float, y: float, z: float, phi: float, cot: float, omega: float, s: float
) -> tuple[float, ...]:
    r"""Return position and azimuth after a transverse path s on the helix.

    .. math:: \Delta = s\,\mathrm{sinc}(\omega s/2)\,(\cos(\phi-\omega s/2), \sin(\phi-\omega s/2)), \quad
        \Delta z = s \cot\theta, \quad \Delta\phi = -\omega s.

    Parameters
    ----------
    x, y, z : float
        mm.
    phi : float
        Azimuth of the direction, rad.
    cot : float
        pz / pT.
    omega : float
        Signed curvature, 1/mm; positive turns clockwise seen from +z.
    s : float
        Transverse path, mm; negative goes back.

    Returns
    -------
    x, y, z : float
        mm.
    phi : float
        rad, not wrapped.

    Notes
    -----
    Exact in a uniform field along z, also for omega = 0; the chord form loses no digits for stiff tracks.

    Examples
    --------
    >>> advance(0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 10.0)
    (10.0, 0.0, 20.0, 0.0)
    """
    half = 0.5 * omega * s
    chord = s * (math.sin(half) / half if abs(half) > 1e-8 else 1.0)
    return (
        x + chord * math.cos(phi - half),
        y + chord * math.sin(phi - half),
        z + s * cot,
        phi - 2.0 * half,
    )


@njit
def path_to_cylinder(x: float, y: float, phi: float, omega: float, radius: float) -> float:
    r"""Return the transverse path to the next crossing of a cylinder around the z axis, from the inside out.

    With a = x cos φ + y sin φ, b = x sin φ - y cos φ and G = R² - x² - y² the crossing is the root

    .. math:: \tau = \frac{-a + \sqrt{a^2 + G A}}{A}, \quad A = 1 + \omega b - \tfrac14 G\omega^2, \quad
        s = \frac{2}{\omega}\arctan\frac{\omega\tau}{2}.

    Parameters
    ----------
    x, y : float
        mm.
    phi : float
        rad.
    omega : float
        1/mm.
    radius : float
        R, mm.

    Returns
    -------
    float
        mm, at least 0 and below one turn; infinite where the helix never gets there.

    Notes
    -----
    A circle leaves another one once a turn, so the root with the plus sign is the only outgoing one.

    Examples
    --------
    >>> path_to_cylinder(0.0, 0.0, 0.0, 0.0, 32.0)
    32.0
    >>> path_to_cylinder(0.0, 0.0, 0.0, 0.01, 201.0)
    inf
    """
    a = x * math.cos(phi) + y * math.sin(phi)
    b = x * math.sin(phi) - y * math.cos(phi)
    gap = radius * radius - x * x - y * y
    A = 1.0 + omega * b - 0.25 * gap * omega * omega
    square = a * a + gap * A
    if not square >= 0.0:
        return math.inf
    root = math.sqrt(square)
    # The root as tau = top / bottom, in the form without cancellation.
    if a > 0.0:
        top, bottom = gap, a + root
    else:
        top, bottom = root - a, A
    if omega == 0.0:
        s = top / bottom if bottom > 0.0 else math.inf
        return s if s >= 0.0 else math.inf
    # atan2 keeps the root finite where tau is infinite, at half a turn.
    s = 2.0 / abs(omega) * math.atan2(abs(omega) * top, 2.0 * bottom)
    return s if s >= 0.0 else s + 2.0 * math.pi / abs(omega)


@njit
def path_to_plane(z: float, cot: float, plane: float) -> float:
    """Return the transverse path to a plane across the beam, s = (plane - z) / cot theta.

    Parameters
    ----------
    z : float
        mm.
    cot : float
        pz / pT.
    plane : float
        z of the plane, mm.

    Returns
    -------
    float
        mm, at least 0; infinite where the plane lies behind or the direction is across the beam.

    Examples
    --------
    >>> path_to_plane(0.0, 2.0, 600.0), path_to_plane(0.0, -2.0, 600.0)
    (300.0, inf)
    """
    gap = plane - z
    if gap == 0.0:
        return 0.0
    if gap * cot <= 0.0:
        return math.inf
    return gap / cot


@njit
def highland(momentum: float, mass: float, thickness: float) -> float:
    r"""Return the width of the scattering angle projected on a plane.

    .. math:: \theta_0 = \frac{13.6\,\mathrm{MeV}}{\beta c p}\sqrt{\frac{x}{X_0}}
        \left[1 + 0.038\ln\frac{x}{X_0\beta^2}\right]

    Parameters
    ----------
    momentum : float
        p, GeV, above 0.
    mass : float
        GeV.
    thickness : float
        x / X0, along the path; 0 gives 0.

    Returns
    -------
    float
        rad, for charge 1.

    Notes
    -----
    Gaussian core only (the central 98 %), good to 11 % for 1e-3 < x/X0 < 100; the bracket is held at 0.
    Non-Gaussian tails are neglected.

    References
    ----------
    PDG, Review of Particle Physics, passage of particles through matter, doi:10.1103/PhysRevD.110.030001.

    Examples
    --------
    >>> round(1e3 * highland(1.0, 0.0, 0.01), 3)  # mrad
    1.122
    """
    if thickness <= 0.0:
        return 0.0
    beta = momentum / math.sqrt(momentum * momentum + mass * mass)
    log = 1.0 + 0.038 * math.log(thickness / (beta * beta))
    return 13.6e-3 / (beta * momentum) * math.sqrt(thickness) * max(log, 0.0)


@njit
def ionisation(momentum: float, mass: float, thickness: float) -> float:
    r"""Return the mean energy that a particle of charge 1 leaves in matter, by Bethe's formula in silicon.

    .. math:: \frac{\Delta E}{x} = K \frac ZA \frac1{\beta^2}\left[\frac12
        \ln\frac{2m_ec^2\beta^2\gamma^2W_\mathrm{max}}{I^2} - \beta^2 - \frac\delta2\right]

    Parameters
    ----------
    momentum : float
        GeV, above 0.
    mass : float
        GeV, above 0.
    thickness : float
        Along the path, in radiation lengths; taken as that much silicon, 21.82 g/cm² each.

    Returns
    -------
    float
        GeV, at least 0.

    Notes
    -----
    The density effect is its high-energy limit where that is above 0; shell corrections, fluctuations
    (Landau) and radiation are neglected: wrong for electrons, and for muons above some 100 GeV.

    References
    ----------
    PDG, Review of Particle Physics, passage of particles through matter, doi:10.1103/PhysRevD.110.030001.

    Examples
    --------
    >>> round(1e3 * ionisation(1.0, 0.1057, 0.016), 2)  # MeV in a pixel layer
    0.65
    """
    gamma = math.sqrt(1.0 + (momentum / mass) ** 2)
    bg = momentum / mass
    beta2 = (bg / gamma) ** 2
    ratio = _ELECTRON_MASS / mass
    most = 2.0 * _ELECTRON_MASS * bg * bg / (1.0 + 2.0 * gamma * ratio + ratio * ratio)
    density = max(math.log(_PLASMA / _EXCITATION * bg) - 0.5, 0.0)
    log = 0.5 * math.log(2.0 * _ELECTRON_MASS * bg * bg * most / _EXCITATION**2)
    loss = _K * _Z_OVER_A / beta2 * (log - beta2 - density) * _RADIATION_LENGTH * thickness
    return max(loss, 0.0)


@njit
def lower(momentum: float, mass: float, energy: float) -> float:
    """Return the momentum that is left after an energy is lost, GeV; 0 where the particle stops.

    Parameters
    ----------
    momentum, mass, energy : float
        GeV.

    Returns
    -------
    float
        GeV.

    Examples
    --------
    >>> lower(3.0, 4.0, 0.0), lower(3.0, 4.0, 1.0)
    (3.0, 0.0)
    """
    left = math.sqrt(momentum * momentum + mass * mass) - energy
    return math.sqrt(left * left - mass * mass) if left > mass else 0.0


@njit
def deflect(phi: float, cot: float, across: float, along: float) -> tuple[float, float]:
    """Return the direction after small kicks on two planes through it.

    Parameters
    ----------
    phi : float
        rad.
    cot : float
        pz / pT.
    across, along : float
        Tangents of the kicks towards growing phi and towards growing theta.

    Returns
    -------
    phi : float
        rad.
    cot : float

    Notes
    -----
    Exact on the unit sphere, up to the length of the direction; the momentum's size stays.

    Examples
    --------
    >>> deflect(0.5, 1.0, 0.0, 0.0)
    (0.5, 1.0)
    """
    sin = 1.0 / math.sqrt(1.0 + cot * cot)
    cos = cot * sin
    radial = sin + along * cos
    transverse = math.sqrt(radial * radial + across * across)
    return phi + math.atan2(across, radial), (cos - along * sin) / transverse
