"""How evenly marked flows spread over equal-cost paths, by what a router looks at."""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.network.marking.labels import Mark

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
Hash = Literal["five-tuple", "label", "low bits"]
HASHES: tuple[Hash, ...] = ("five-tuple", "label", "low bits")
_PORTS = 28_232  # Linux' default range of ports that it gives out, 32768 to 60999


def mixed(values: Words) -> Words:
    """Mix 64-bit words so that each bit of the result hangs on every bit given (SplitMix64).

    Parameters
    ----------
    values : numpy.ndarray of uint64, shape (n,)
        Anything.

    Returns
    -------
    numpy.ndarray of uint64, shape (n,)

    Notes
    -----
    Stands for a router's hash, which vendors don't publish.

    References
    ----------
    Steele, Lea, Flood: Fast splittable pseudorandom number generators, doi:10.1145/2660193.2660195.

    Examples
    --------
    >>> hex(mixed(np.zeros(1, np.uint64))[0])
    '0xe220a8397b1dcdaf'
    """
    with np.errstate(over="ignore"):
        z = values + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def labels(mark: Mark, bits: int, flows: int, rng: np.random.Generator) -> Words:
    """Draw the flow labels of flows that carry one mark.

    Parameters
    ----------
    mark : Mark
        Experiment and activity; its entropy is not used.
    bits : int
        How many of the five bits are random, 0 to 5, from the least significant on.
    flows : int
        How many labels.
    rng : numpy.random.Generator
        Where they come from.

    Returns
    -------
    numpy.ndarray of uint64, shape (flows,)
    """
    if not 0 <= bits <= 5:
        raise ValueError(f"bits = {bits}: expected 0 to 5 bits of entropy")
    every = [Mark(mark.experiment, mark.activity, entropy).label for entropy in range(2**bits)]
    return np.array(every, dtype=np.uint64)[rng.integers(2**bits, size=flows)]


def paths_of(
    kind: Hash, marks: Words, ports: Words, pairs: Words, *, paths: int, salt: int
) -> NDArray[np.int64]:
    """Return the path that a router picks for each flow.

    Parameters
    ----------
    kind : {'five-tuple', 'label', 'low bits'}
        What the router looks at: addresses, label and ports; addresses and label; or the lowest bits
        of the label alone, unmixed.
    marks, ports, pairs : numpy.ndarray of uint64, shape (n,)
        Label, port of the client, and number of the pair of hosts of each flow.
    paths : int
        Equal-cost paths, at least 1.
    salt : int
        The router's own seed.

    Returns
    -------
    numpy.ndarray of int64, shape (n,)
        0 to ``paths`` − 1.
    """
    if paths < 1:
        raise ValueError(f"paths = {paths}: expected at least 1 path")
    if kind == "low bits":
        return (marks % np.uint64(paths)).astype(np.int64)
    word = mixed(pairs ^ np.uint64(salt)) ^ marks
    if kind == "five-tuple":
        word = mixed(word) ^ ports
    return (mixed(word) % np.uint64(paths)).astype(np.int64)


def simulate(
    kind: Hash,
    mark: Mark,
    *,
    bits: int,
    pairs: int,
    paths: int,
    flows: int,
    rounds: int,
    rng: np.random.Generator,
) -> Floats:
    """Return the imbalance of several days, each with a new router and new flows.

    Parameters
    ----------
    kind : {'five-tuple', 'label', 'low bits'}
        What the router looks at.
    mark : Mark
        Experiment and activity of all flows.
    bits : int
        Random bits of the label, 0 to 5.
    pairs : int
        Pairs of hosts, at least 1.
    paths, flows, rounds : int
        Equal-cost paths, flows a round, and rounds; at least 1 each.
    rng : numpy.random.Generator
        Source of all chance.

    Returns
    -------
    numpy.ndarray of float64, shape (rounds,)
        Flows on the fullest path over the mean of all paths: 1 is even, ``paths`` is all on one.
    """
    made = np.empty(rounds)
    for one in range(rounds):
        marks = labels(mark, bits, flows, rng)
        ports = 32_768 + rng.integers(_PORTS, size=flows).astype(np.uint64)
        hosts = rng.integers(pairs, size=flows).astype(np.uint64)
        taken = paths_of(kind, marks, ports, hosts, paths=paths, salt=int(rng.integers(2**63)))
        made[one] = np.bincount(taken, minlength=paths).max() * paths / flows
    return made


def ideal(inputs: int, paths: int, flows: int, rounds: int, rng: np.random.Generator) -> Floats:
    """Return the imbalance under a perfect hash that sees only some different inputs.

    Parameters
    ----------
    inputs : int
        Different values that the hash can see: pairs of hosts times 2 to the bits of entropy.
    paths, flows, rounds : int
        As in :func:`simulate`.
    rng : numpy.random.Generator
        Source of all chance.

    Returns
    -------
    numpy.ndarray of float64, shape (rounds,)
    """
    loads = rng.multinomial(flows, np.full(inputs, 1 / inputs), size=rounds)
    where = rng.integers(paths, size=(rounds, inputs)) + paths * np.arange(rounds)[:, None]
    full = np.bincount(where.ravel(), weights=loads.ravel(), minlength=rounds * paths)
    return np.asarray(full.reshape(rounds, paths).max(axis=1) * paths / flows, dtype=np.float64)


def expected_imbalance(balls: int, paths: int) -> float:
    r"""Return the mean of max over mean, exactly, when each flow picks its path by itself.

    .. math:: E = \frac{m}{n} \sum_{k \ge 0} \left(1 - P(\max \le k)\right), \qquad
              P(\max \le k) = \frac{[x^n]\,\bigl(\sum_{j \le k} p_j x^j\bigr)^m}{\text{Poisson}(n; n)},

    with :math:`p_j` the Poisson probabilities of mean :math:`n/m`.

    Parameters
    ----------
    balls : int
        Flows n, or different inputs of the hash in the limit of many flows; 1 to 100,000.
    paths : int
        Paths m, 1 to 64.

    Returns
    -------
    float
        1 to ``paths``.

    Notes
    -----
    The multinomial as m independent Poisson variables that are told their sum.
    One Fourier transform for each count that the largest may be.

    Examples
    --------
    >>> expected_imbalance(2, 2)
    1.5
    """
    if not (1 <= balls <= 100_000 and 1 <= paths <= 64):
        raise ValueError(f"balls = {balls}, paths = {paths}: expected 1 to 100,000 balls and 1 to 64 paths")
    mean, counts = balls / paths, np.arange(balls + 1)
    single = np.exp(counts * math.log(mean) - mean - np.array([math.lgamma(j + 1) for j in counts]))
    whole = math.exp(balls * math.log(balls) - balls - math.lgamma(balls + 1))
    total = float(math.ceil(mean))
    for most in range(math.ceil(mean), balls):
        above = 1.0 - _none_above(single, most, paths, balls) / whole
        total += max(0.0, above)
        if above < 1e-12:
            break
    return round(float(total) / mean, 10)


def _none_above(single: Floats, most: int, paths: int, balls: int) -> float:
    """Return the coefficient of x^balls in the power of the series up to x^most, by Fourier transform."""
    size = 1 << (paths * most).bit_length()  # longer than the power: nothing wraps around
    return float(np.fft.irfft(np.fft.rfft(single[: most + 1], size) ** paths, size)[balls])


def expected_variation(inputs: float, paths: int, flows: int) -> float:
    r"""Return the root mean square of the relative deviation from an even spread, exactly.

    .. math:: CV = \sqrt{(m-1) \left(\frac1n + \Bigl(1 - \frac1n\Bigr) \frac1L\right)}

    Parameters
    ----------
    inputs : float
        Different values L that the hash sees; ``inf`` when each flow is its own.
    paths, flows : int
        m and n, at least 1.

    Returns
    -------
    float
        0 is even.

    Notes
    -----
    Two flows share a path when they share an input, chance 1/L, or by chance, 1/m of the rest.
    """
    return math.sqrt((paths - 1) * (1 / flows + (1 - 1 / flows) / inputs))


def grid(
    bits: Sequence[int], paths: Sequence[int], flows: Sequence[int], *, pairs: int, rounds: int, seed: int
) -> pd.DataFrame:
    """Return the mean imbalance of a hash of addresses and label, and of one that sees the ports too.

    Parameters
    ----------
    bits, paths, flows : sequence of int
        Values to combine.
    pairs : int
        Pairs of hosts.
    rounds : int
        Rounds of chance a point.
    seed : int
        Each point draws from its own stream, so that no point moves another.

    Returns
    -------
    pandas.DataFrame
        Columns ``bits``, ``paths``, ``flows``, ``hash`` and ``imbalance`` (1 is even).
    """
    rows = []
    for m in paths:
        for n in flows:
            alone = expected_imbalance(n, m)
            for b in bits:
                few = ideal(pairs * 2**b, m, n, rounds, np.random.default_rng((seed, b, m, n)))
                rows.append((b, m, n, "addresses and label", float(few.mean())))
                rows.append((b, m, n, "ports as well", alone))
    return pd.DataFrame(rows, columns=["bits", "paths", "flows", "hash", "imbalance"])
