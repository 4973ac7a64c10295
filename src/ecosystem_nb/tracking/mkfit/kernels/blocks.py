"""The filter's steps for a block of lanes at once."""

from numba import njit

from ecosystem_nb.tracking.mkfit.kernels.filter import propagate, scatter, update

WIDTH = 16  # filters in a block: a vector register of 512 bit holds 16 single-precision numbers
# Products may be fused and divisions turned into products; sums are never reordered, so results do not
# depend on the width of a vector.
block_function = njit(fastmath={"contract", "nsz", "arcp"}, error_model="numpy", nogil=True, _nrt=False)


@block_function
def propagate_block(block, w, barrel, where, c):
    """Carry a block of states to their layers; ``barrel`` and ``where`` have one entry a lane.

    Notes
    -----
    The width is written out where it is the usual one: LLVM then knows that the rows of a block do not
    overlap, and turns the loop into vector instructions.  On a GPU a thread holds a block of width 1.
    """
    if w == WIDTH:
        for n in range(WIDTH):
            propagate(block, n, WIDTH, barrel[n], where[n], c)
    else:
        for n in range(w):
            propagate(block, n, w, barrel[n], where[n], c)


@block_function
def update_block(block, w, barrel, measured, on, chi2):
    """Let one measurement a lane correct a block of states, and add its chi-squared to ``chi2``.

    Parameters
    ----------
    block : ndarray of float32, shape (28 * w,)
    w : int
    barrel, on, chi2 : ndarray of float32, shape (w,)
    measured : ndarray of float32, shape (5, w)
        x, y, z in mm and the variances u and v in mm2.
    """
    mx, my, mz, uu, vv = measured[0], measured[1], measured[2], measured[3], measured[4]
    if w == WIDTH:
        for n in range(WIDTH):
            chi2[n] += on[n] * update(block, n, WIDTH, barrel[n], mx[n], my[n], mz[n], uu[n], vv[n], on[n])
    else:
        for n in range(w):
            chi2[n] += on[n] * update(block, n, w, barrel[n], mx[n], my[n], mz[n], uu[n], vv[n], on[n])


@block_function
def scatter_block(block, w, barrel, thickness, highland, outward):
    """Add what one layer a lane does to a block of states; one entry a lane, and ``outward`` for all."""
    if w == WIDTH:
        for n in range(WIDTH):
            scatter(block, n, WIDTH, barrel[n], thickness[n], highland[n], outward)
    else:
        for n in range(w):
            scatter(block, n, w, barrel[n], thickness[n], highland[n], outward)
