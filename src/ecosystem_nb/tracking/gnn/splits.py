"""Which events train, which choose, which test: three ranges of seeds that never meet."""

TRAIN = range(1_000_000, 2_000_000)
VALIDATION = range(2_000_000, 3_000_000)
TEST = range(1_000_000)
"""Pages, tests and benchmarks take their events from here."""


def part(of: range, number: int, first: int = 0) -> list[int]:
    """Return the seeds of some events of a part.

    Parameters
    ----------
    of : range
        ``TRAIN``, ``VALIDATION`` or ``TEST``.
    number : int
    first : int
        Events to pass over.

    Raises
    ------
    ValueError
        When the part has not so many.

    Examples
    --------
    >>> part(VALIDATION, 2)
    [2000000, 2000001]
    """
    if number < 0 or first < 0 or first + number > len(of):
        raise ValueError(f"{number} events from event {first} on: expected at most {len(of)} of this part")
    return list(of[first : first + number])
