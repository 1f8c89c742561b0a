"""Files a person gave us, read whole within a limit."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sel.base.errors import IsAFolder, NotFound, SelError, TooLarge, Unreadable

LIMIT = 256 * 1024 * 1024
_PIECE = 1 << 16
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
            raise _unreadable(path, problem) from problem
        try:
            if from_medium:
                _forget_cache(descriptor)
            data = _whole(descriptor)
        except BlockingIOError as problem:  # a pipe
            raise Unreadable(path=str(path), detail="not a file") from problem
        except OSError as problem:
            raise _unreadable(path, problem) from problem
        finally:
            os.close(descriptor)
        if len(data) > LIMIT:
            raise TooLarge(what="file", limit=LIMIT)
        return data

    def size(self, path: Path) -> int:
        """See `Inputs.size`."""
        with _translated(path):
            return path.stat().st_size

    def part(self, path: Path, start: int, length: int) -> bytes:
        """See `Inputs.part`."""
        with _translated(path), path.open("rb") as file:
            file.seek(start)
            return file.read(length)


def _unreadable(path: Path, problem: OSError) -> SelError:
    """What to say of it. Windows opens no folder at all, whoever may list it."""
    if isinstance(problem, IsADirectoryError) or (sys.platform == "win32" and path.is_dir()):
        return IsAFolder(path=str(path))
    return Unreadable(path=str(path), detail=problem.strerror or "")


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as problem:
        raise NotFound(path=str(path)) from problem
    except OSError as problem:
        raise Unreadable(path=str(path), detail=problem.strerror or "") from problem


def _whole(descriptor: int) -> bytes:
    """Everything up to one octet more than the limit; no more memory than the file needs."""
    parts: list[bytes] = []
    length, wanted = 0, _PIECE
    while length <= LIMIT and (part := os.read(descriptor, min(wanted, LIMIT + 1 - length))):
        parts.append(part)
        length += len(part)
        if length == _PIECE:  # it goes on, perhaps far
            wanted = max(_PIECE, os.fstat(descriptor).st_size - length)
    return b"".join(parts)


def _forget_cache(descriptor: int) -> None:
    """Ask the system to read the medium again. Where it cannot, what it has is what we get."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    elif sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, 48, 1)  # F_NOCACHE
