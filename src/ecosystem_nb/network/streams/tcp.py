"""How fast can one TCP stream go?  Caps from round-trip time, loss, window and congestion control."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within

MSS = 1460.0  # B, an Ethernet frame of 1500 B less 40 B of IPv4 and TCP headers
CUBIC_C = 0.4  # segments/s^3, RFC 9438
CUBIC_BETA = 0.7  # window after a loss over window before, RFC 9438
LOSS_MOST = 0.02  # BBR's loss threshold; above it a Reno window is below nine segments, and timeouts rule
CONTROLS = ("reno", "cubic", "bbr")


def reno_window(loss: ArrayLike) -> Floats:
    r"""Return Reno's mean congestion window, W = sqrt(3 / (2 p)).

    Parameters
    ----------
    loss : array_like of float64
        Packet loss rate p, dimensionless, above 0 and at most 0.02.

    Returns
    -------
    numpy.ndarray of float64
        Mean window W in segments.

    Raises
    ------
    ValueError
        For a loss rate that is out of range.

    Notes
    -----
    Sawtooth between W_max / 2 and W_max, one loss every 1/p packets, every packet acknowledged.
    Neglects timeouts and slow start, so it fails for short transfers and for windows of a few segments.
    RFC 3649 and the tables of RFC 9438 round the constant to 1.2.

    References
    ----------
    Mathis et al. 1997, doi:10.1145/263932.264023.

    Examples
    --------
    >>> float(reno_window(1.5e-6))
    1000.0
    """
    return np.asarray(np.sqrt(1.5 / within("loss", loss, "1", above=0, most=LOSS_MOST)))


def cubic_window(rtt_s: ArrayLike, loss: ArrayLike, c: float = CUBIC_C, beta: float = CUBIC_BETA) -> Floats:
    """Return CUBIC's mean congestion window, the larger of its own law and Reno's.

    Parameters
    ----------
    rtt_s : array_like of float64
        Round-trip time in s, above 0.
    loss : array_like of float64
        Packet loss rate p, dimensionless, above 0 and at most 0.02.
    c : float
        CUBIC's C in segments/s^3.
    beta : float
        Window after a loss over window before it, dimensionless, between 0 and 1.

    Returns
    -------
    numpy.ndarray of float64
        Mean window in segments, shape of the inputs broadcast together.

    Raises
    ------
    ValueError
        For a value that is out of range.

    Notes
    -----
    W = (C (3 + beta) / (4 (1 - beta)))^(1/4) (RTT / p)^(3/4), RFC 9438 section 5, for a loss every
    1/p packets: then the window stays in its concave part.
    In the Reno-friendly region, losses above :func:`cubic_crossover`, the window is Reno's.

    References
    ----------
    RFC 9438, doi:10.17487/RFC9438.

    Examples
    --------
    >>> round(float(cubic_window(0.1, 1e-5)))
    1054
    """
    rtt = within("RTT", rtt_s, "s", above=0)
    p = within("loss", loss, "1", above=0, most=LOSS_MOST)
    within("C", c, "segments/s^3", above=0)
    if not 0.0 < beta < 1.0:
        raise ValueError(f"beta = {beta:g} is out of range: expected above 0 and below 1")
    own = (c * (3.0 + beta) / (4.0 * (1.0 - beta))) ** 0.25 * (rtt / p) ** 0.75
    return np.asarray(np.maximum(own, reno_window(p)))


def cubic_crossover(rtt_s: ArrayLike, c: float = CUBIC_C, beta: float = CUBIC_BETA) -> Floats:
    """Return the loss rate above which CUBIC behaves as Reno.

    Parameters
    ----------
    rtt_s : array_like of float64
        Round-trip time in s, above 0.
    c : float
        CUBIC's C in segments/s^3.
    beta : float
        Window after a loss over window before it, dimensionless.

    Returns
    -------
    numpy.ndarray of float64
        Loss rate, dimensionless; where both laws of :func:`cubic_window` are equal.

    Notes
    -----
    p* = C (3 + beta) / (4 (1 - beta)) RTT^3 / (3/2)^2.  It grows with the cube of the round-trip time:
    on short paths CUBIC is Reno.

    Examples
    --------
    >>> float(cubic_crossover(0.1)) > float(cubic_crossover(0.01))
    True
    """
    rtt = within("RTT", rtt_s, "s", above=0)
    return np.asarray(c * (3.0 + beta) / (4.0 * (1.0 - beta)) * rtt**3 / 2.25)


def rate_gbit_s(window_segments: ArrayLike, rtt_s: ArrayLike, mss: float = MSS) -> Floats:
    """Return the rate of a window, one window a round trip.

    Parameters
    ----------
    window_segments : array_like of float64
        Window in segments.
    rtt_s : array_like of float64
        Round-trip time in s, above 0.
    mss : float
        Segment size in B, above 0.

    Returns
    -------
    numpy.ndarray of float64
        Rate in Gbit/s.

    Examples
    --------
    >>> round(float(rate_gbit_s(1200, 0.01, mss=1500)), 6)
    1.44
    """
    rtt = within("RTT", rtt_s, "s", above=0)
    size = within("MSS", mss, "B", above=0)
    return np.asarray(within("window", window_segments, "segments", above=0) * size * 8e-9 / rtt)


def bbr_gbit_s(bottleneck_gbit_s: ArrayLike, loss: ArrayLike) -> Floats:
    """Return the rate of a BBR stream that is alone: its bottleneck's, less what is lost.

    Parameters
    ----------
    bottleneck_gbit_s : array_like of float64
        Bandwidth of the narrowest link in Gbit/s, above 0.
    loss : array_like of float64
        Packet loss rate, dimensionless, 0 to 0.02.

    Returns
    -------
    numpy.ndarray of float64
        Rate in Gbit/s.

    Raises
    ------
    ValueError
        For a loss above BBR's threshold: there it backs off, and this law says nothing.

    Notes
    -----
    BBR paces at its estimate of the bottleneck bandwidth; random loss below the threshold
    ``BBR.LossThresh`` (2 % a round trip) does not lower it.
    The draft itself aims at full throughput for mean losses up to 1 %.
    It is an Internet-Draft, subject to change; the law holds in its state ProbeBW, not in Startup or Drain,
    and neglects the 200 ms every 5 s of ProbeRTT.
    How BBR shares a bottleneck with other streams is not modelled.

    References
    ----------
    draft-ietf-ccwg-bbr.

    Examples
    --------
    >>> float(bbr_gbit_s(10.0, 0.01))
    9.9
    """
    p = within("loss", loss, "1", least=0, most=LOSS_MOST)
    return np.asarray(within("bottleneck", bottleneck_gbit_s, "Gbit/s", above=0) * (1.0 - p))


@dataclass(frozen=True)
class Path:
    """What one stream sees of its path.

    Parameters
    ----------
    rtt_s : float
        Round-trip time in s, above 0.
    loss : float
        Packet loss rate, dimensionless, 0 to 0.02.
    bottleneck_gbit_s : float
        Bandwidth of the narrowest link in Gbit/s, above 0.
    window_bytes : float
        Largest window that sender and receiver allow, B, above 0.
    mss : float
        Segment size in B, above 0.
    """

    rtt_s: float
    loss: float
    bottleneck_gbit_s: float
    window_bytes: float
    mss: float = MSS

    def __post_init__(self) -> None:
        within("RTT", self.rtt_s, "s", above=0)
        within("loss", self.loss, "1", least=0, most=LOSS_MOST)
        within("bottleneck", self.bottleneck_gbit_s, "Gbit/s", above=0)
        within("window", self.window_bytes, "B", above=0)
        within("MSS", self.mss, "B", above=0)


def window_limit_gbit_s(path: Path) -> float:
    """Return the rate that the largest window allows, window / RTT, in Gbit/s.

    Examples
    --------
    >>> window_limit_gbit_s(Path(rtt_s=0.1, loss=0, bottleneck_gbit_s=100, window_bytes=25e6))
    2.0
    """
    return path.window_bytes * 8e-9 / path.rtt_s


def stream_cap_gbit_s(path: Path, control: str = "cubic") -> tuple[float, str]:
    """Return the cap of one stream, and what sets it.

    Parameters
    ----------
    path : Path
        Round-trip time, loss, bottleneck, window and segment size.
    control : {'reno', 'cubic', 'bbr'}
        Congestion control.

    Returns
    -------
    cap : float
        In Gbit/s: the least of bottleneck, window limit and the law of the congestion control.
    limit : {'bottleneck', 'window', 'loss'}
        Which of them it is.

    Raises
    ------
    ValueError
        For an unknown congestion control.

    Examples
    --------
    >>> stream_cap_gbit_s(Path(rtt_s=0.1, loss=0.0, bottleneck_gbit_s=100, window_bytes=25e6))
    (2.0, 'window')
    """
    if control not in CONTROLS:
        raise ValueError(f"control = {control!r}: expected one of {', '.join(CONTROLS)}")
    caps = {"bottleneck": path.bottleneck_gbit_s, "window": window_limit_gbit_s(path)}
    if control == "bbr":
        caps["bottleneck"] = float(bbr_gbit_s(path.bottleneck_gbit_s, path.loss))
    elif path.loss > 0.0:
        window = reno_window(path.loss) if control == "reno" else cubic_window(path.rtt_s, path.loss)
        caps["loss"] = float(rate_gbit_s(window, path.rtt_s, path.mss))
    limit = min(caps, key=lambda name: caps[name])
    return caps[limit], limit
