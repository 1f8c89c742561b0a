"""Files that are locked while somebody is at work, and free again when that process is gone."""

from __future__ import annotations

import os
import struct
import sys
from contextlib import suppress
from pathlib import Path


class LockFile:
    """A lock on a file, held until `release` or the end of this process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path, self._descriptor = path, descriptor

    @classmethod
    def take(cls, path: Path, *, by_record: bool = False) -> LockFile | None:
        """The lock, or None if somebody holds it. The file is made if it is missing.

        by_record  a record lock, as Mozilla takes it (fcntl), which flock does not see
        Raises OSError if the file cannot be made or opened.
        """
        while True:
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            except PermissionError:
                if sys.platform == "win32":  # opened by somebody without sharing
                    return None
                raise
            if not _locked(descriptor, by_record=by_record):
                os.close(descriptor)
                return None
            if sys.platform == "win32" or _is(path, descriptor):
                return cls(path, descriptor)
            os.close(descriptor)  # its last holder removed it in between

    def release(self, *, remove: bool = False) -> None:
        """Let go; with `remove` the file goes, too."""
        if remove and sys.platform != "win32":
            with suppress(OSError):
                self._path.unlink()
        os.close(self._descriptor)
        if remove and sys.platform == "win32":
            with suppress(OSError):  # somebody else has it by now
                self._path.unlink()


def held(path: Path) -> bool:
    """Whether another process holds this file as Mozilla does; nothing is made or locked.

    As `LockFile.take(…, by_record=True)`, on Windows as a file that is open without sharing.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        return sys.platform == "win32"
    except OSError:
        return False
    try:
        return sys.platform != "win32" and _record(descriptor)
    finally:
        os.close(descriptor)


def _record(descriptor: int) -> bool:
    """Whether a record lock of another process is on it (fcntl(2), F_GETLK)."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        if sys.platform == "linux":
            asked = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
            kind = struct.unpack("hhqqi", fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, asked))[0]
        else:  # macOS: l_start, l_len, l_pid, l_type, l_whence
            asked = struct.pack("qqihh", 0, 0, 0, fcntl.F_WRLCK, os.SEEK_SET)
            kind = struct.unpack("qqihh", fcntl.fcntl(descriptor, fcntl.F_GETLK, asked))[3]
    except OSError:
        return False
    return bool(kind != fcntl.F_UNLCK)


def _is(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _locked(descriptor: int, *, by_record: bool) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            if not by_record:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            elif sys.platform == "linux":
                # A lock of the open file: unlike a process's it is not lost when this program
                # closes the same file elsewhere, and each keeps the other out (fcntl(2)).
                whole = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
                fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, whole)
            else:
                fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
