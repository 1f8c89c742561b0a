"""Whole copies of a book: the second copy, and the one before a migration."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from sel.keeping import rows, sqlite, writing

_PART = ".sel.db-"


def second(folder: Path) -> Path:
    """Where the second copy lies."""
    return folder / "sel.db.1"


def before_migration(folder: Path) -> list[Path]:
    """Copies made before a migration, newest first."""
    return sorted(folder.glob("sel.db.before-*"), reverse=True)


_LEAST = 512  # bytes; the least page of SQLite


def readable(path: Path) -> bool:
    """Whether a copy is there and sound. An empty file is a sound database, and no copy."""
    if not path.exists() or path.stat().st_size < _LEAST:
        return False
    try:
        with closing(sqlite.connect(path, patience=1.0)) as connection:
            return rows.sound(connection, thorough=True)
    except sqlite.UNREADABLE:
        return False


def changes(path: Path) -> int | None:
    """How many changes a copy holds; None if it is not there or cannot be read."""
    if not path.exists():
        return None
    try:
        with closing(sqlite.connect(path, patience=1.0)) as connection:
            return rows.changes(connection)
    except sqlite.UNREADABLE:
        return None


def copy(connection: sqlite3.Connection, target: Path) -> None:
    """Copy a whole book as one moment: written beside, checked, flushed, renamed.

    A copy that is not sound never takes the place of one that may be. The caller holds the lock,
    or an older state could overtake a newer one. Raises OSError, sqlite3.Error.
    """
    for stale in target.parent.glob(f"{_PART}*"):
        stale.unlink(missing_ok=True)  # of a copy that was killed; nobody else copies now
    beside = target.with_name(f"{_PART}{secrets.token_hex(8)}")
    os.close(writing.create_new(beside, 0o600))
    try:
        with closing(sqlite3.connect(beside, isolation_level=None)) as made:
            made.execute("PRAGMA synchronous=OFF")  # flushed below, whole
            made.execute("PRAGMA journal_mode=OFF").fetchall()
            connection.backup(made)
            made.row_factory = sqlite3.Row
            if not rows.sound(made):
                raise sqlite.FileDamagedError("copy")
        writing.flush_file(beside)
        writing.replace_file(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    writing.flush_folder(target.parent)
