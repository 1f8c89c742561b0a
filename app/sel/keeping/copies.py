"""Whole copies of a book: the second copy, and the one before a migration."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from sel.keeping import migrations, sqlite, writing

TABLES = (
    "meta", "book_key", "slot", "key", "request", "certificate", "backup", "install", "trust",
    "authority", "authority_key", "issued", "journal", "draft",
)  # fmt: skip

_PART = ".sel.db-"

# Content and digest of what a book cannot do without. They find rot inside a row; quick_check sees
# the tree, not what a page holds.
DIGESTS = {
    "key": (("sealed", "sealed_sha256"), ("spki", "spki_sha256")),
    "authority_key": (("sealed", "sealed_sha256"),),
    "slot": (("content", "content_sha256"),),
    "request": (("der", "sha256"),),
    "authority": (
        ("root", "root_sha256"),
        ("issuer", "issuer_sha256"),
        ("root_crl", "root_crl_sha256"),
    ),
    "certificate": (("der", "sha256"),),
    "issued": (("der", "sha256"),),
}
# Not at every start: there may be ten thousand. They are looked at when they are read.
_LATER = ("certificate", "issued")


def second(folder: Path) -> Path:
    """Where the second copy lies."""
    return folder / "sel.db.1"


def before_migration(folder: Path) -> list[Path]:
    """Copies made before a migration, newest first."""
    return sorted(folder.glob("sel.db.before-*"), reverse=True)


def sound(connection: sqlite3.Connection, *, quickly: bool = False) -> bool:
    """Whether every page is in order and nothing that has a digest has rotted.

    quickly  leaves out certificates
    Raises sqlite3.DatabaseError for a file that cannot even be asked.
    """
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        return False
    there = tables(connection)
    asked = [table for table in DIGESTS if not (quickly and table in _LATER)]
    return all(_whole(connection, table) for table in asked if table in there)


def complete(connection: sqlite3.Connection) -> bool:
    """Whether this is a book of the known version with all its tables."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    return mark == migrations.APPLICATION_ID and tables(connection) >= set(TABLES)


def tables(connection: sqlite3.Connection) -> set[str]:
    """The names of the tables in a file."""
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {row[0] for row in rows}


def _whole(connection: sqlite3.Connection, table: str) -> bool:
    for content, digest in DIGESTS[table]:
        rows = connection.execute(f"SELECT {content}, {digest} FROM {table}")  # noqa: S608  ours
        if not all(hashlib.sha256(row[0]).digest() == row[1] for row in rows):
            return False
    return True


def readable(path: Path) -> bool:
    """Whether a copy is there and sound."""
    if not path.exists():
        return False
    try:
        with closing(sqlite.connect(path, patience=1.0)) as connection:
            return sound(connection)
    except sqlite3.Error:
        return False


def changes(path: Path) -> int | None:
    """How many changes a copy holds; None if it is not there or cannot be read."""
    if not path.exists():
        return None
    try:
        with closing(sqlite.connect(path, patience=1.0)) as connection:
            row = connection.execute("SELECT changes FROM meta").fetchone()
            return None if row is None else int(row[0])
    except sqlite3.Error:
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
            if not sound(made):
                raise sqlite.FileDamagedError("copy")
        writing.flush_file(beside)
        writing.replace_file(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    writing.flush_folder(target.parent)
