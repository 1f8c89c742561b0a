"""Keeps None, True and False alive under PySide6 6.12 on Python 3.10 and 3.11.

The wheel (cp310-abi3) was built as if these were immortal, which they are from Python 3.12 on
(PEP 683): every call that returns nothing or a truth value gives back a reference it never took.
Measured: `setObjectName` 1,000 times lowers the count of None by 1,000, and some 5,600 calls
after its start the process aborts ("none_dealloc: deallocating None"). So on those versions the
counts are raised once, as 3.12 does. A test counts.
"""

from __future__ import annotations

import ctypes
import sys

_NEVER_REACHED = 1 << 40
_SINGLETONS = (None, True, False, NotImplemented, ...)


def keep_singletons() -> None:
    """Raise the reference counts so far that no program lives long enough to use them up."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for each in _SINGLETONS:
        if sys.getrefcount(each) < _NEVER_REACHED:
            # ob_refcnt is the first field of a PyObject (Include/object.h of 3.10 and 3.11).
            count = ctypes.c_ssize_t.from_address(id(each))
            count.value += 2 * _NEVER_REACHED
