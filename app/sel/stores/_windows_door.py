"""Where what Windows says becomes what Sêl says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sel.base.errors import DiskFull, StoreLocked, StoreUnavailable
from sel.base.progress import Cancelled
from sel.stores import _windows_api as windows
from sel.stores._windows_api import WindowsFailure


def _both(*codes: int) -> frozenset[int]:
    """Win32 codes bare and as HRESULT."""
    return frozenset(codes) | {0x80070000 | code for code in codes}


_CANCELLED: Final = _both(windows.ERROR_CANCELLED) | {
    windows.NTE_USER_CANCELLED,
    windows.SCARD_W_CANCELLED_BY_USER,
}
_DENIED: Final = _both(windows.ERROR_ACCESS_DENIED) | {windows.NTE_PERM}
_BUSY: Final = _both(windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION)
_FULL: Final = _both(windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_FULL)


@contextmanager
def door(store: str) -> Iterator[None]:
    """Translate WindowsFailure.

    Raises StoreUnavailable (access-denied, windows-refused), StoreLocked, DiskFull, Cancelled.
    """
    try:
        yield
    except WindowsFailure as failure:
        code, detail = failure.code, str(failure)
        if code in _CANCELLED:
            raise Cancelled from failure
        if code in _BUSY:
            raise StoreLocked(store=store, detail=detail) from failure
        if code in _FULL:
            raise DiskFull(path=os.environ.get("APPDATA", store), detail=detail) from failure
        reason = "access-denied" if code in _DENIED else "windows-refused"
        raise StoreUnavailable(store=store, reason=reason, detail=detail) from failure
