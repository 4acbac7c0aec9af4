"""Compiles the loops of this package with Numba, where Numba is installed.

Without it the same functions run as plain Python: the same results, some
hundred times slower. Compiled code is kept on disk only where `NUMBA_CACHE_DIR`
says (`./hafen` sets it), since Numba would otherwise write beside the source.

Only worker processes load this package; an architecture test holds that.
"""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

try:
    import numba
except ImportError:
    numba = None

Loop = TypeVar("Loop", bound=Callable[..., object])

IS_COMPILED = numba is not None and not numba.config.DISABLE_JIT


def kernel(loop: Loop) -> Loop:
    """Compile a loop; it holds no lock of Python, so threads run side by side."""
    if numba is None:
        return loop
    keep = bool(numba.config.CACHE_DIR)
    compiled: Loop = numba.njit(nogil=True, cache=keep)(loop)
    return compiled


@kernel
def _ones(word: np.uint64) -> np.int64:
    """Count the bits; LLVM makes one instruction of it (Hacker's Delight 5-1)."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + (
        (word >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


def _plain_ones(word: np.uint64) -> int:
    return int(word).bit_count()


ones = _ones if IS_COMPILED else _plain_ones
