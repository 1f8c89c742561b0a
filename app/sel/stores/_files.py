"""An NSS database from outside: is it one, is it whole, is it ours to read, is it free?

Read with SQLite in the parent, before NSS is let near it: NSS makes what it does not find, and
says the same of a file that is damaged, of one that is newer and of one that is locked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from asn1crypto import core

from sel.base.errors import DiskFull, StoreLocked, StoreNewer, StoreUnavailable

CERTIFICATES, KEYS, PREFERENCES = "cert9.db", "key4.db", "prefs.js"
BUSY_SECONDS = 10.0
"""How long somebody else's write lock is waited for."""

_MAGIC = b"SQLite format 3\0"
_TABLES = {CERTIFICATES: {"nssPublic"}, KEYS: {"nssPrivate", "metaData"}}
_PASSWORD_CHECKS = {
    "1.2.840.113549.1.12.5.1.3",  # PKCS#12 3DES, as before NSS 3.49
    "1.2.840.113549.1.5.13",  # PBES2, with what follows
    "1.2.840.113549.1.5.12",  # PBKDF2
    "1.2.840.113549.1.5.14",  # PBMAC1
    "1.2.840.113549.2.7",  # HMAC with SHA-1 … SHA-512
    "1.2.840.113549.2.8",
    "1.2.840.113549.2.9",
    "1.2.840.113549.2.10",
    "1.2.840.113549.2.11",
    "2.16.840.1.101.3.4.1.2",  # AES-128, 192, 256 in CBC
    "2.16.840.1.101.3.4.1.22",
    "2.16.840.1.101.3.4.1.42",
}
"""What NSS 3.87 protects a database's password with; something else is of a later NSS."""


def examine(folder: Path, store: str) -> None:
    """Return if `folder` holds a whole database that this NSS can read.

    Raises StoreUnavailable (reason: no-folder, no-database, old-database, incomplete, unreadable,
    not-a-database, damaged), StoreNewer, StoreLocked.
    """
    if not folder.is_dir():
        raise StoreUnavailable(store=store, reason="no-folder")
    there = {name for name in (CERTIFICATES, KEYS) if (folder / name).exists()}
    if not there:
        if any((folder / name).exists() for name in ("cert10.db", "key5.db")):
            raise StoreNewer(store=store)
        old = (folder / "cert8.db").exists()
        raise StoreUnavailable(store=store, reason="old-database" if old else "no-database")
    if len(there) < 2:
        raise StoreUnavailable(store=store, reason="incomplete")
    for name in (CERTIFICATES, KEYS):
        _examine_file(folder / name, store)


def wait_until_free(folder: Path, store: str) -> None:
    """Return once nobody else is writing. Raises StoreLocked."""
    for name in (CERTIFICATES, KEYS):
        with opened(folder / name, store) as database:
            database.execute("BEGIN IMMEDIATE")
            database.rollback()


@contextmanager
def opened(path: Path, store: str) -> Iterator[sqlite3.Connection]:
    """A connection without surprises: no file is made, nothing begins by itself.

    Opened for writing where it may be, because what a killed program left half written is rolled
    back by the next one who opens it.
    Raises StoreLocked, StoreUnavailable (unreadable, damaged), DiskFull.
    """
    try:
        with closing(_connect(path)) as database:
            yield database
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreLocked(store=store, detail=str(error)) from error
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise DiskFull(path=str(path.parent)) from error
        raise StoreUnavailable(store=store, reason="unreadable", detail=str(error)) from error
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(store=store, reason="damaged", detail=str(error)) from error


def _connect(path: Path) -> sqlite3.Connection:
    address = path.resolve().as_uri()
    try:
        database = sqlite3.connect(
            f"{address}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
        )
        database.execute("PRAGMA trusted_schema=OFF")
    except sqlite3.OperationalError:
        database = sqlite3.connect(
            f"{address}?mode=ro", uri=True, timeout=BUSY_SECONDS, isolation_level=None
        )
    return database


def _examine_file(path: Path, store: str) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise StoreUnavailable(store=store, reason="unreadable", detail=str(error)) from error
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise StoreUnavailable(store=store, reason="not-a-database")
    if max(head[18], head[19]) > 2:  # SQLite file format 1.3: write and read version
        raise StoreNewer(store=store)
    with opened(path, store) as database:
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StoreUnavailable(store=store, reason="damaged")
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if not _TABLES[path.name] <= tables:
            if any(name.startswith("nss") for name in tables):
                raise StoreNewer(store=store)
            raise StoreUnavailable(store=store, reason="not-a-database")
        if path.name == KEYS and not _understood(database):
            raise StoreNewer(store=store)


def _understood(database: sqlite3.Connection) -> bool:
    """Whether the password check is made of algorithms that NSS 3.87 knows."""
    row = database.execute("SELECT item2 FROM metaData WHERE id='password'").fetchone()
    if row is None:  # no password was ever set, not even the empty one
        return True
    try:
        return set(_identifiers(core.load(row[0], strict=True))) <= _PASSWORD_CHECKS
    except (ValueError, TypeError):
        return False


def _identifiers(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, core.ObjectIdentifier):
        yield value.dotted
    elif isinstance(value, core.Sequence) and depth < 10:
        for number in range(len(value)):
            yield from _identifiers(value[number], depth + 1)
