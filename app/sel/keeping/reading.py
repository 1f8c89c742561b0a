"""Files a person gave us, read whole within a limit."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sel.base.errors import NotFound, TooLarge, Unreadable

LIMIT = 256 * 1024 * 1024
_BINARY = getattr(os, "O_BINARY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a named pipe that nobody writes must not hang us


class FileInputs:
    """`Inputs` on the file system."""

    def read(self, path: Path, *, from_medium: bool = False) -> bytes:
        """See `Inputs.read`."""
        try:
            descriptor = os.open(path, os.O_RDONLY | _BINARY | _NO_WAIT)
        except FileNotFoundError as problem:
            raise NotFound(path=str(path)) from problem
        except OSError as problem:
            raise Unreadable(path=str(path), detail=problem.strerror or "") from problem
        try:
            with open(descriptor, "rb") as file:
                if from_medium:
                    _forget_cache(file.fileno())
                # No more memory is asked for than the file needs, unless it grows.
                expected = min(os.fstat(file.fileno()).st_size, LIMIT)
                data = file.read(expected + 1)
                if data is not None and expected < len(data) <= LIMIT:
                    data += file.read(LIMIT + 1 - len(data)) or b""
        except OSError as problem:
            raise Unreadable(path=str(path), detail=problem.strerror or "") from problem
        if data is None:
            raise Unreadable(path=str(path), detail="not a file")
        if len(data) > LIMIT:
            raise TooLarge(what="file", limit=LIMIT)
        return data


def _forget_cache(descriptor: int) -> None:
    """Ask the system to read the medium again. Where it cannot, what it has is what we get."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    elif sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, 48, 1)  # F_NOCACHE
