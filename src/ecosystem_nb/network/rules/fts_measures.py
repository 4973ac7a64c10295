"""How FTS measures a link: success rounded up, a window, a moving average, whole decades."""

import math

EMA_ALPHA = 0.1  # weight of the newest throughput


def success_percent(finished: int, failed: int) -> int:
    """Return the success rate as FTS counts it: rounded up to whole per cent, 100 where nothing ended.

    Examples
    --------
    >>> success_percent(9601, 399), success_percent(0, 0)
    (97, 100)
    """
    if finished < 0 or failed < 0:
        raise ValueError(f"finished = {finished}, failed = {failed}: expected 0 or more transfers")
    total = finished + failed
    return 100 if total == 0 else -(-100 * finished // total)


def window_s(mean_duration_s: float) -> int:
    """Return the averaging window: 5 min for transfers under 30 s, 15 min under 900 s, else 30 min.

    The bounds are those of the code: exactly 30 s, and 0 where no duration is known, take 30 min.

    Examples
    --------
    >>> [window_s(one) for one in (0, 12, 30, 31, 900)]
    [1800, 300, 1800, 900, 1800]
    """
    if not (math.isfinite(mean_duration_s) and mean_duration_s >= 0):
        raise ValueError(f"mean duration = {mean_duration_s} s is out of range: expected 0 s or more")
    if 0 < mean_duration_s < 30:
        return 300
    return 900 if 30 < mean_duration_s < 900 else 1800


def average(ema: float, throughput: float) -> float:
    """Return the moving average with a new value in it; a throughput of 0 leaves it as it is.

    Examples
    --------
    >>> average(100.0, 200.0), average(100.0, 0.0)
    (110.0, 100.0)
    """
    return EMA_ALPHA * throughput + (1.0 - EMA_ALPHA) * ema if throughput > 0 else ema


def decade(value: float) -> int:
    """Return log10 rounded half away from zero, as C++ rounds; -400 for 0, below every finite value.

    Examples
    --------
    >>> decade(3.1e8), decade(3.2e8)
    (8, 9)
    """
    if value <= 0:
        return -400
    exact = math.log10(value)
    return int(math.copysign(math.floor(abs(exact) + 0.5), exact))
