"""Files in somebody else's folder: written whole, flushed, for their owner alone."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from sel.base.errors import DiskFull, SelError, StoreUnavailable


def write_new(path: Path, data: bytes) -> None:
    """A new file, onto the disk. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush(path: Path) -> None:
    """Onto the disk; folders cannot be flushed on Windows."""
    with suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def cannot_write(error: OSError, folder: Path, store: str) -> SelError:
    """What a failed write is called."""
    if error.errno == errno.ENOSPC:
        return DiskFull(path=str(folder))
    return StoreUnavailable(store=store, reason="not-writable", detail=str(error))
