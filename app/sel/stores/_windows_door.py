"""Where what Windows says becomes what Sêl says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sel.base.errors import DiskFull, StoreLocked, StoreUnavailable
from sel.base.progress import Cancelled
from sel.stores._windows_api import WindowsFailure

# Win32 codes come bare and as HRESULT (winerror.h).
_CANCELLED: Final = {
    1223,  # ERROR_CANCELLED
    0x800704C7,
    0x80090036,  # NTE_USER_CANCELLED
    0x8010006E,  # SCARD_W_CANCELLED_BY_USER
}
_DENIED: Final = {5, 0x80070005, 0x80090010}  # ERROR_ACCESS_DENIED, NTE_PERM
_BUSY: Final = {32, 33, 0x80070020, 0x80070021}  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_FULL: Final = {39, 112, 0x80070027, 0x80070070}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL


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
