"""Load Numba without SciPy, which it looks for at its start and again before it first runs compiled code.

It asks SciPy for its version and for its BLAS, which takes longer than a run of ten thousand trials. No rule multiplies
matrices, and none could: libraries of linear algebra differ in the last bits.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = ("scipy", "scipy.linalg.cython_blas")


@contextmanager
def without_scipy() -> Iterator[None]:
    """Have Numba find no SciPy; one that is loaded already stays."""
    hidden = [name for name in _NAMES if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with without_scipy():
    import numba
    import numba.extending

__all__ = ["numba", "without_scipy"]
