"""Files that are written whole or not at all: beside the target, flushed, renamed."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sel.base.errors import DiskFull, OutputExists, OutputFailed, SelError
from sel.base.message import Message
from sel.base.progress import Progress, Silent

_BINARY = getattr(os, "O_BINARY", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_INHERIT = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP,
                errno.EMLINK}  # fmt: skip
_PIECE = 1 << 18
_AT_FDCWD = -100
_RENAME_NOREPLACE = 1  # linux/fs.h
_RENAME_EXCL = 4  # sys/stdio.h, macOS
_SHARING_WAIT = 3.0  # seconds; on Windows another program may hold a file for a moment

_REASONS = {
    errno.ENOENT: "no-folder",
    errno.ENOTDIR: "no-folder",
    errno.EISDIR: "is-a-folder",
    errno.EACCES: "not-permitted",
    errno.EPERM: "not-permitted",
    errno.EROFS: "read-only",
    errno.ENAMETOOLONG: "name-too-long",
    errno.ENODEV: "medium-gone",
    errno.ENXIO: "medium-gone",
    errno.EIO: "medium-gone",
    getattr(errno, "ESTALE", errno.EIO): "medium-gone",
}


def write_then_rename(
    path: Path,
    data: bytes,
    *,
    replace: bool,
    private: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write `data` to `path`, whole or not at all, as `Outputs.write` promises.

    A symbolic link at `path` is replaced (with `replace`) or refused, never followed.
    """
    import secrets

    refuse_existing(path, replace=replace)
    beside = path.with_name(f".sel-{secrets.token_hex(8)}.part")
    try:
        descriptor = create_new(beside, 0o600 if private else 0o666)
    except OSError as error:
        raise translated(error, path) from error
    try:
        try:
            _write_all(descriptor, data, progress or Silent())
            if replace:
                replace_file(beside, path)
            else:
                rename_new(beside, path)
        finally:
            _drop(beside)
        flush_folder(path.parent)
    except FileExistsError as error:
        raise OutputExists(path=str(path)) from error
    except FileNotFoundError as error:  # the folder was there a moment ago
        raise OutputFailed(path=str(path), reason="medium-gone", detail=repr(error)) from error
    except OSError as error:
        raise translated(error, path) from error


def _write_all(descriptor: int, data: bytes, progress: Progress) -> None:
    """In pieces, each on the medium before the next, so that a slow one shows how far it is."""
    pieces = max(1, -(-len(data) // _PIECE))
    with os.fdopen(descriptor, "wb") as file:
        for number in range(pieces):
            progress.step(number, pieces, Message("writing-file"))
            file.write(data[number * _PIECE : (number + 1) * _PIECE])
            file.flush()
            flush(file.fileno())
        progress.step(pieces, pieces, Message("writing-file"))


def _drop(beside: Path) -> None:
    """Leave nothing behind; a medium that is gone has taken it along."""
    with suppress(OSError):
        beside.unlink(missing_ok=True)


def create_new(path: Path, mode: int) -> int:
    """A descriptor of a file that did not exist before, not even as a link. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | _NO_FOLLOW | _NO_INHERIT
    return os.open(path, flags, mode)


def flush(descriptor: int) -> None:
    """Bring a file to the medium (macOS: through the drive's own cache)."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
        except OSError:
            pass  # network and some foreign file systems know fsync only
    os.fsync(descriptor)


def flush_file(path: Path) -> None:
    """Flush a file by its name. Never for a book in use: closing drops SQLite's locks on it."""
    descriptor = os.open(path, os.O_RDWR | _BINARY | _NO_FOLLOW | _NO_INHERIT)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def flush_folder(folder: Path) -> None:
    """Make a rename last; where folders cannot be flushed (Windows, some drives) do nothing."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _NO_INHERIT)
    except PermissionError:
        return  # a folder one may write but not read
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(descriptor)


def replace_file(source: Path, target: Path) -> None:
    """Rename over an existing file; raises OSError, EISDIR for a folder."""
    if target.is_dir() and not target.is_symlink():
        raise IsADirectoryError(errno.EISDIR, "is a folder", str(target))
    _patiently(lambda: os.replace(source, target))


def rename_new(source: Path, target: Path) -> None:
    """Rename without ever replacing: FileExistsError if `target` came to be in the meantime."""
    if sys.platform == "win32":
        _patiently(lambda: os.rename(source, target))  # Windows refuses what exists
        return
    try:
        _rename_exclusive(source, target)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        _link_new(source, target)


def _link_new(source: Path, target: Path) -> None:
    """For file systems that cannot rename exclusively: a second name, then drop the first."""
    try:
        os.link(source, target, follow_symlinks=False)
        source.unlink()
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        # Neither: take the name with an empty file of our own, then rename over that.
        os.close(create_new(target, 0o600))
        try:
            source.replace(target)
        except OSError:
            target.unlink(missing_ok=True)
            raise


def _rename_exclusive(source: Path, target: Path) -> None:
    """renameat2(RENAME_NOREPLACE) on Linux, renamex_np(RENAME_EXCL) on macOS."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    before, after = os.fsencode(source), os.fsencode(target)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(before, after, _RENAME_EXCL)
        else:
            failed = library.renameat2(_AT_FDCWD, before, _AT_FDCWD, after, _RENAME_NOREPLACE)
    except AttributeError as error:  # an older C library
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from error
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(target))


def _patiently(rename: Callable[[], None]) -> None:
    """On Windows a scanner or another Sêl may hold a file open for a moment."""
    deadline = time.monotonic() + _SHARING_WAIT
    while True:
        try:
            rename()
        except PermissionError:
            if os.name != "nt" or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def refuse_existing(path: Path, *, replace: bool) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise translated(error, path) from error
    if stat.S_ISDIR(mode):
        raise OutputFailed(path=str(path), reason="is-a-folder")
    if not replace:
        raise OutputExists(path=str(path))
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        raise OutputFailed(path=str(path), reason="not-a-file")


def translated(error: OSError, path: Path) -> SelError:
    """What an OSError while writing `path` means in our words."""
    if error.errno in _FULL:
        return DiskFull(path=str(path), detail=repr(error))
    reason = _REASONS.get(error.errno or 0, "device")
    return OutputFailed(path=str(path), reason=reason, detail=repr(error))
