"""How the inner functions of the kernels are compiled."""

from numba import njit

# For functions that make no arrays.  Without `_nrt=False` numba counts references to every array at
# every call, atomically: up to three times the cost of the transfers' event loop (measured, numba 0.68).
compiled = njit(nogil=True, _nrt=False)
