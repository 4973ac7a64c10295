"""The same steps as ``kernels``, with every track against every prototype."""

import numpy as np


def shares_reference(z, w, temperature, rest, zk, rk):
    """Return how much of each track belongs to each prototype.

    Parameters
    ----------
    z, w : ndarray of float64, shape (N,)
        Tracks at the beam line, mm, and one over their variance, 1/mm2.
    temperature, rest : float
    zk, rk : ndarray of float64, shape (K,)
        Positions of the prototypes, mm, and their shares.

    Returns
    -------
    share : ndarray of float64, shape (N, K)
    log_sum : ndarray of float64, shape (N,)
        Logarithm of the denominator: the free energy is -T sum_i p_i log_sum_i.
    """
    with np.errstate(divide="ignore"):
        energy = np.log(rk) - w[:, None] * (z[:, None] - zk) ** 2 / temperature
        alone = np.log(rest)
    most = np.maximum(energy.max(axis=1, initial=-np.inf), alone)
    weight = np.exp(energy - most[:, None])
    total = weight.sum(axis=1) + np.exp(alone - most)
    return weight / total[:, None], most + np.log(total)


def free_energy_reference(z, w, p, temperature, rest, zk, rk):
    """Return F = -T sum_i p_i log(rest + sum_k rho_k exp(-w_i (z_i - z_k)^2 / T))."""
    return -temperature * float(p @ shares_reference(z, w, temperature, rest, zk, rk)[1])


def thermalise_reference(z, w, p, temperature, rest, reach, zk, rk, tolerance, most):  # noqa: ARG001
    """Do as ``kernels.thermalise`` does, without a window."""
    step = 0
    while step < most:
        step += 1
        share, _ = shares_reference(z, w, temperature, rest, zk, rk)
        q = p[:, None] * share
        a = q * w[:, None]
        kept = (q.sum(axis=0) > 1e-9 * p.sum()) & (a.sum(axis=0) > 0.0)
        q, a = q[:, kept], a[:, kept]
        new = (a * z[:, None]).sum(axis=0) / a.sum(axis=0)
        moved = ((new - zk[kept]) ** 2 * a.sum(axis=0) / q.sum(axis=0)).max(initial=0.0)
        order = np.argsort(new)
        zk, rk = new[order], (q.sum(axis=0) / p.sum())[order]
        if kept.all() and moved < tolerance**2 * temperature:
            break
    return zk, rk, step


def moments_reference(z, w, p, temperature, rest, reach, zk, rk, unique):  # noqa: ARG001
    """Do as ``kernels.moments`` does, without a window."""
    share, _ = shares_reference(z, w, temperature, rest, zk, rk)
    q = p[:, None] * share
    a = q * w[:, None]
    at, left = z[:, None], z[:, None] < zk
    aw = a * w[:, None]
    columns = (q, a, aw, aw * at, aw * at**2, q * left, a * left, a * left * at, share > unique)
    return np.stack([one.sum(axis=0) for one in columns], axis=1).astype(np.float64)


def assign_reference(z, w, temperature, rest, reach, zk, rk):  # noqa: ARG001
    """Do as ``kernels.assign`` does, without a window."""
    if not len(zk):
        return np.full(len(z), -1), np.zeros(len(z))
    share, _ = shares_reference(z, w, temperature, rest, zk, rk)
    which = share.argmax(axis=1)
    return which, share[np.arange(len(z)), which]
