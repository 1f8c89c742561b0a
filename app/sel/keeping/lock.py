"""One writer at a time, across windows and command lines, with nothing that can go stale.

The lock belongs to the open file, not to its name: the system lets go of it when a process ends,
however it ends. The file itself stays and means nothing.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sel.base.errors import BookBusy

_FLAGS = (
    os.O_RDWR
    | os.O_CREAT
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOINHERIT", 0)
)


@contextmanager
def held(path: Path, *, patience: float) -> Iterator[None]:
    """Hold the lock `path`, waiting up to `patience` seconds.

    Not re-entrant; threads exclude each other as processes do.
    Raises BookBusy; OSError if the file cannot be made.
    """
    descriptor = os.open(path, _FLAGS, 0o600)
    try:
        deadline = time.monotonic() + patience
        while not _take(descriptor):
            if time.monotonic() >= deadline:
                raise BookBusy(seconds=round(patience))
            # Uneven pauses, so that two who wait do not keep step and starve a third.
            time.sleep(random.uniform(0.002, 0.02))  # noqa: S311  no secret hangs on it
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
