"""Bare kernels: bits and bytes, and the time in which tasks on many cores read a sample."""


def volume_read(rate: float, seconds: float) -> float:
    """Return what a rate reads in a time, V = R T / 8.

    Parameters
    ----------
    rate : float
        R, Gbit/s.
    seconds : float
        T, s.

    Returns
    -------
    float
        TB of 10¹² bytes.

    Examples
    --------
    >>> volume_read(200.0, 1800.0)
    45.0
    """
    return rate * seconds / 8.0 / 1000.0


def read_time(volume: float, rate: float) -> float:
    """Return how long a rate takes to read a volume, T = 8 V / R.

    Parameters
    ----------
    volume : float
        V, TB.
    rate : float
        R, Gbit/s, above 0.

    Returns
    -------
    float
        s.

    Examples
    --------
    >>> read_time(45.0, 200.0)
    1800.0
    """
    return 8.0 * 1000.0 * volume / rate


def makespan(volume: float, rate: float, start: float, task: float, straggle: float) -> float:
    """Return the time from the click to the result, T = s + 8 V / R + (k - 1) τ.

    Parameters
    ----------
    volume : float
        V, read, TB.
    rate : float
        R of the whole facility, Gbit/s, above 0.
    start : float
        s, before the first event, s.
    task : float
        τ, mean time of one task, s.
    straggle : float
        k, time of the last task over the mean, 1 or more.

    Returns
    -------
    float
        s.

    Notes
    -----
    All cores are busy until the last tasks, of which one takes k times the mean; nothing else is read
    meanwhile.

    Examples
    --------
    >>> makespan(45.0, 200.0, 60.0, 10.0, 1.5)
    1865.0
    """
    return start + read_time(volume, rate) + (straggle - 1.0) * task


def makespan_reference(volume: float, rate: float, start: float, task: float, straggle: float) -> float:
    """Return what :func:`makespan` does, second by second of reading.

    Parameters
    ----------
    volume, rate, start, task, straggle : float
        As for :func:`makespan`.

    Returns
    -------
    float
        s.
    """
    clock, left, step = start, volume, 1.0
    while left > volume_read(rate, step):
        left -= volume_read(rate, step)
        clock += step
    clock += left / volume_read(rate, step) * step
    return clock + task * straggle - task
