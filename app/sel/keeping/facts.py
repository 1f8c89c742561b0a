"""Backups, installations and what was trusted; facts that decide trust carry an HMAC.

The HMAC (HMAC-SHA-256 under `slots.fact_key`) covers the kind of row and every field that decides,
each with its length in front, so that no two different facts give the same bytes:

    u32 length, big-endian | bytes     for: domain, field 1, field 2, …

Texts are UTF-8, times as the book stores them.
"""

from __future__ import annotations

import hmac
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from sel.core.people import Mark
from sel.keeping import rows
from sel.keeping.stamps import moment, stamp
from sel.ports.book import BackupFact, InstallFact, TrustFact

_BACKUP = "backup-verified"
_TRUST = "trust"


def _mac(key: bytes, domain: str, *fields: str | bytes) -> bytes:
    message = b""
    for field in (domain, *fields):
        raw = field.encode() if isinstance(field, str) else field
        message += len(raw).to_bytes(4, "big") + raw
    return hmac.digest(key, message, "sha256")


def _holds(key: bytes | None, mac: bytes | None, domain: str, *fields: str | bytes) -> bool:
    if key is None or mac is None:
        return False
    return hmac.compare_digest(mac, _mac(key, domain, *fields))


def any_protected(connection: sqlite3.Connection) -> bool:
    """Whether an answer would rest on a trust fact at all."""
    statement = (
        "SELECT EXISTS (SELECT 1 FROM trust) "
        "OR EXISTS (SELECT 1 FROM backup WHERE verified IS NOT NULL)"
    )
    return bool(connection.execute(statement).fetchone()[0])


def backups(connection: sqlite3.Connection, key: bytes | None) -> tuple[BackupFact, ...]:
    """Every backup, newest first. key: of the HMAC, None if it is not at hand."""
    found = rows.select(connection, "backup", "ORDER BY made DESC, n DESC")
    return tuple(_backup(row, key) for row in found)


def _backup(row: sqlite3.Row, key: bytes | None) -> BackupFact:
    verified = row["verified"]
    holds = verified is not None and _holds(key, row["mac"], _BACKUP, *_backup_fields(row))
    return BackupFact(
        path=row["path"],
        made=moment(row["made"]),
        verified=moment(verified) if holds else None,
        file_sha256=row["file_sha256"],
        keys=tuple(row["keys"][at : at + 32] for at in range(0, len(row["keys"]), 32)),
        doubtful=verified is not None and not holds and key is not None,
        unproved=verified is not None and key is None,
    )


def _backup_fields(row: sqlite3.Row) -> tuple[str, str, bytes, bytes]:
    return (row["path"], row["verified"], row["file_sha256"], row["keys"])


def backup_made(
    connection: sqlite3.Connection,
    path: str,
    *,
    file_sha256: bytes,
    keys: Sequence[bytes],
    now: datetime,
) -> None:
    """Note that a backup was written; the same file once more is no second one."""
    if rows.one(connection, "backup", path=path, file_sha256=file_sha256) is None:
        joined = b"".join(keys)
        rows.insert(
            connection, "backup", path=path, made=stamp(now), file_sha256=file_sha256, keys=joined
        )


def backup_verified(
    connection: sqlite3.Connection,
    path: str,
    *,
    file_sha256: bytes,
    keys: Sequence[bytes],
    key: bytes,
    now: datetime,
) -> None:
    """Note that a backup was opened and every key in it proved."""
    path = path.encode(errors="replace").decode()  # as the row will have it, for the HMAC
    when, joined = stamp(now), b"".join(keys)
    mac = _mac(key, _BACKUP, path, when, file_sha256, joined)
    rows.put(
        connection,
        "backup",
        {"path": path, "file_sha256": file_sha256},
        {"verified": when, "keys": joined, "mac": mac},
        first={"made": when},
    )


def backup_damaged(
    connection: sqlite3.Connection, path: str, *, file_sha256: bytes, now: datetime
) -> None:
    """Note that what lies there is no backup: a file without keys, seen now."""
    path = path.encode(errors="replace").decode()
    rows.put(
        connection,
        "backup",
        {"path": path, "file_sha256": file_sha256},
        {"made": stamp(now), "verified": None, "keys": b"", "mac": None},
    )


def backup_gone(connection: sqlite3.Connection, path: str) -> None:
    """Forget every file that was noted as lying there."""
    rows.delete(connection, "backup", path=path)


def installs(connection: sqlite3.Connection) -> tuple[InstallFact, ...]:
    """What was put where and proved there, and has not gone missing since."""
    return _installs(connection, "WHERE lost IS NULL ORDER BY n")


def missing(connection: sqlite3.Connection) -> tuple[InstallFact, ...]:
    """What was put where and proved there, and has gone missing since."""
    return _installs(connection, "WHERE lost IS NOT NULL ORDER BY n")


def _installs(connection: sqlite3.Connection, clause: str) -> tuple[InstallFact, ...]:
    return tuple(
        InstallFact(row["certificate"], row["store"], moment(row["proved"]))
        for row in rows.select(connection, "install", clause)
    )


def installed(
    connection: sqlite3.Connection, certificate: bytes, store: str, *, now: datetime
) -> None:
    """Note a proved installation; a later proof replaces an earlier one."""
    rows.put(
        connection,
        "install",
        {"certificate": certificate, "store": store},
        {"proved": stamp(now), "lost": None},
    )


def went_missing(
    connection: sqlite3.Connection, certificate: bytes, store: str, *, now: datetime
) -> None:
    """Note that a store was found without it; since when stays as it was."""
    row = rows.one(connection, "install", certificate=certificate, store=store)
    if row is not None and row["lost"] is None:
        rows.amend(connection, "install", row, {"lost": stamp(now)})


def found_again(connection: sqlite3.Connection, certificate: bytes, store: str) -> None:
    """Note that it is there as it was."""
    row = rows.one(connection, "install", certificate=certificate, store=store)
    if row is not None and row["lost"] is not None:
        rows.amend(connection, "install", row, {"lost": None})


def uninstalled(connection: sqlite3.Connection, certificate: bytes, store: str) -> None:
    """Forget an installation."""
    rows.delete(connection, "install", certificate=certificate, store=store)


def trusted(connection: sqlite3.Connection, key: bytes | None) -> tuple[TrustFact, ...]:
    """All trust facts, oldest first. key: of the HMAC, None if it is not at hand."""
    return tuple(_trust(row, key) for row in rows.select(connection, "trust"))


def _trust(row: sqlite3.Row, key: bytes | None) -> TrustFact:
    fields = (row["kind"], row["subject"], row["at"], row["how"])
    holds = _holds(key, row["mac"], _TRUST, *fields)
    return TrustFact(
        kind=row["kind"],
        subject=row["subject"],
        when=moment(row["at"]),
        how=row["how"],
        holds=holds,
        doubtful=key is not None and not holds,
    )


def mark(row: sqlite3.Row, key: bytes | None) -> Mark:
    """A row of `trust` about a person's certificate as what it says there."""
    said = _trust(row, key)
    return Mark(said.when, said.how, said.holds)


def trust(
    connection: sqlite3.Connection,
    kind: str,
    subject: bytes,
    *,
    how: str,
    key: bytes,
    now: datetime,
) -> None:
    """Record a trust fact; a later one about the same subject replaces it."""
    how = how.encode(errors="replace").decode()  # as the row will have it, for the HMAC
    when = stamp(now)
    mac = _mac(key, _TRUST, kind, subject, when, how)
    rows.put(
        connection,
        "trust",
        {"kind": kind, "subject": subject},
        {"at": when, "how": how, "mac": mac},
    )


def renew(connection: sqlite3.Connection, *, old: bytes, new: bytes) -> None:
    """Put every fact that holds under the new key's HMAC; what did not hold stays doubtful."""
    for row in tuple(rows.select(connection, "trust")):
        fields = (row["kind"], row["subject"], row["at"], row["how"])
        if _holds(old, row["mac"], _TRUST, *fields):
            rows.amend(connection, "trust", row, {"mac": _mac(new, _TRUST, *fields)})
    for row in tuple(rows.select(connection, "backup", "WHERE verified IS NOT NULL")):
        fields = _backup_fields(row)
        if _holds(old, row["mac"], _BACKUP, *fields):
            rows.amend(connection, "backup", row, {"mac": _mac(new, _BACKUP, *fields)})
