"""How Sêl opens SQLite, and what SQLite's errors mean."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sel.base.errors import BookUnwritable, DiskFull, SelError

_PRAGMAS = (
    "journal_mode=DELETE",  # never WAL: a copied or restored folder has to be whole
    "synchronous=EXTRA",  # syncs the folder after the journal goes
    "fullfsync=ON",  # macOS: through the drive's cache
    "secure_delete=ON",
    "trusted_schema=OFF",
    "foreign_keys=ON",
    "mmap_size=0",
    "cell_size_check=ON",  # finds a broken page when it is read, not when it is balanced
    "temp_store=MEMORY",  # nothing of the book in a temporary folder
    "cache_size=-16000",  # KiB: ten thousand colleagues are taken in without leaving it
)

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNWRITABLE = {
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_CANTOPEN: "cannot-open",
    sqlite3.SQLITE_PERM: "not-permitted",
    sqlite3.SQLITE_AUTH: "not-permitted",
    sqlite3.SQLITE_IOERR: "device",
    sqlite3.SQLITE_PROTOCOL: "device",
}


class FileDamagedError(Exception):
    """SQLite found the file broken; recovery decides what becomes of it."""


# What asking a broken file may raise: Python fails to decode SQLite's message if it quotes rot.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError, FileDamagedError)


class TryAgainError(Exception):
    """Another program was in the way, or put another file in this place: open anew and repeat."""


def connect(path: Path, *, patience: float, create: bool = False) -> sqlite3.Connection:
    """Open a book file with every pragma set; a file one may not write is opened for reading.

    patience  seconds SQLite waits for another program's lock
    create    make the file if it is not there (temporary copies; a book is made by `bookfile`)
    Raises sqlite3.Error, FileDamagedError.
    """
    mode = "rwc" if create else "rw" if _writable(path) else "ro"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=patience,
        cached_statements=64,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
            raise FileDamagedError("head") from error  # a head or a schema that SQLite cannot read
        raise
    connection.row_factory = sqlite3.Row
    # A text that has rotted is found by the digest of its row, not by an exception in the driver.
    connection.text_factory = lambda raw: raw.decode(errors="replace")
    return connection


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """The door: no sqlite3.Error leaves it.

    Raises DiskFull, BookUnwritable; FileDamagedError and TryAgainError for `bookfile`.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise meaning(error, path) from error
    except UnicodeDecodeError as error:
        raise FileDamagedError("text") from error


def meaning(error: sqlite3.Error, path: Path) -> SelError | Exception:
    """What an error of SQLite means; itself if it is a mistake of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    name = getattr(error, "sqlite_errorname", "")
    if code is None:  # raised by Python's own module: a mistake of ours
        return error
    primary = code & 0xFF
    if primary in _DAMAGED:
        return FileDamagedError(name)
    if primary in _BUSY or code == sqlite3.SQLITE_READONLY_DBMOVED:
        return TryAgainError(name)
    if primary == sqlite3.SQLITE_FULL:
        return DiskFull(path=str(path), detail=name)
    if primary in _UNWRITABLE:
        return BookUnwritable(path=str(path), reason=_UNWRITABLE[primary], detail=name)
    return error
