"""My keys, requests and certificates, as rows."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sel.base.errors import DamagedKey, UnknownId
from sel.base.secret import Secret
from sel.keeping import rows, sealed
from sel.keeping.sealed import BookKey
from sel.keeping.stamps import moment, stamp
from sel.keeping.unlocking import KeyChangedError, locks
from sel.ports.book import (
    HeldCertificate,
    HeldKey,
    HeldRequest,
    NewCertificate,
    NewKey,
    NewRequest,
    Origin,
    Role,
)

_FIRST = 8  # hex digits of an id, two more for as long as another key has it


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A row's blob with what the row says about it."""

    id: str
    uuid: UUID
    spki_sha256: bytes
    blob: bytes


def keys(connection: sqlite3.Connection) -> tuple[HeldKey, ...]:
    """Every key, oldest first."""
    current = locks(connection)
    return tuple(
        HeldKey(
            id=row["id"],
            uuid=UUID(bytes=row["uuid"]),
            spki=row["spki"],
            spki_sha256=row["spki_sha256"],
            origin=Origin(row["origin"]),
            created=moment(row["created"]),
            shut=current is not None and _sealed_by(row) not in (None, current.book_key),
        )
        for row in rows.select(connection, "key")
    )


def _sealed_by(row: sqlite3.Row) -> UUID | None:
    """Which book key is said to open a key; None if its blob says nothing that can be read."""
    try:
        return sealed.about(row["sealed"]).book_key
    except DamagedKey:
        return None


def requests(connection: sqlite3.Connection) -> tuple[HeldRequest, ...]:
    """Every request, oldest first."""
    return tuple(
        HeldRequest(
            der=row["der"],
            spki_sha256=row["spki_sha256"],
            created=moment(row["created"]),
            cancelled=row["cancelled"] is not None,
        )
        for row in rows.select(connection, "request")
    )


def certificates(
    connection: sqlite3.Connection, roles: Iterable[Role]
) -> tuple[HeldCertificate, ...]:
    """Certificates with one of these roles, all without; oldest first."""
    wanted = tuple(role.value for role in roles) or tuple(role.value for role in Role)
    clause = f"WHERE role IN ({', '.join('?' * len(wanted))}) ORDER BY n"
    return tuple(
        HeldCertificate(
            der=row["der"],
            sha256=row["sha256"],
            spki_sha256=row["spki_sha256"],
            role=Role(row["role"]),
            friendly_name=row["friendly_name"],
            added=moment(row["added"]),
        )
        for row in rows.select(connection, "certificate", clause, *wanted)
    )


def sealed_key(connection: sqlite3.Connection, key_id: str) -> SealedKey:
    """The blob of a key. Raises UnknownId."""
    row = rows.one(connection, "key", id=key_id)
    if row is None:
        raise UnknownId(id=key_id)
    return SealedKey(row["id"], UUID(bytes=row["uuid"]), row["spki_sha256"], row["sealed"])


def opened(held: SealedKey, under: BookKey) -> Secret:
    """The key itself, if the blob is the one that belongs to this row.

    Raises DamagedKey, WrongBookKey.
    """
    try:
        says = sealed.about(held.blob)
        if (says.key, says.spki_sha256) != (held.uuid, held.spki_sha256):
            raise DamagedKey(id=held.id, detail="a blob of another key")
        return sealed.unseal(held.blob, under=under)
    except DamagedKey as error:
        raise DamagedKey(id=held.id, detail=error.detail) from error


def all_known(connection: sqlite3.Connection, new: Iterable[NewKey]) -> bool:
    """Whether each of these keys is here already, under the current book key."""
    return all(_known(connection, hashlib.sha256(key.spki).digest())[1] for key in new)


def _known(connection: sqlite3.Connection, spki_sha256: bytes) -> tuple[sqlite3.Row | None, bool]:
    """The row of a key, and whether the current book key is said to open it."""
    row = rows.one(connection, "key", spki_sha256=spki_sha256)
    current = locks(connection)
    if row is None or current is None:
        return row, False
    return row, sealed.about(row["sealed"]).book_key == current.book_key


def add_key(
    connection: sqlite3.Connection, new: NewKey, under: BookKey | None, *, now: datetime
) -> tuple[str, bool]:
    """Keep a key, sealed; its id, and whether it is new.

    One that is there already stays as it is, unless a lost book key sealed it: then it is sealed
    anew, and counts as new.
    under  the current book key; None if nothing was thought to need it, else KeyChangedError
    """
    spki_sha256 = hashlib.sha256(new.spki).digest()
    row, known = _known(connection, spki_sha256)
    if row is not None and known:
        return row["id"], False
    if under is None:
        raise KeyChangedError
    uuid = uuid4() if row is None else UUID(bytes=row["uuid"])
    blob = sealed.seal(new.pkcs8, under=under, key=uuid, spki_sha256=spki_sha256)
    if row is not None:
        rows.amend(connection, "key", row, {"sealed": blob})
        return row["id"], True
    key_id = _free_id(connection, spki_sha256)
    rows.insert(
        connection,
        "key",
        id=key_id,
        uuid=uuid.bytes,
        origin=new.origin.value,
        created=stamp(now),
        spki_sha256=spki_sha256,
        spki=new.spki,
        sealed=blob,
    )
    return key_id, True


def _free_id(connection: sqlite3.Connection, spki_sha256: bytes) -> str:
    digits = spki_sha256.hex()
    for length in range(_FIRST, len(digits) + 1, 2):
        if rows.one(connection, "key", id=digits[:length]) is None:
            return digits[:length]
    raise ValueError("two keys with one SHA-256")


def add_request(connection: sqlite3.Connection, new: NewRequest, *, now: datetime) -> None:
    """Keep a request; one that is there stays as it is."""
    sha256 = hashlib.sha256(new.der).digest()
    if rows.one(connection, "request", sha256=sha256) is None:
        rows.insert(
            connection,
            "request",
            sha256=sha256,
            spki_sha256=new.spki_sha256,
            created=stamp(now),
            der=new.der,
        )


def add_certificate(
    connection: sqlite3.Connection, new: NewCertificate, *, now: datetime
) -> bytes | None:
    """Keep a certificate; its SHA-256 if it is new in this role."""
    sha256 = hashlib.sha256(new.der).digest()
    if rows.one(connection, "certificate", sha256=sha256, role=new.role.value) is not None:
        return None
    rows.insert(
        connection,
        "certificate",
        sha256=sha256,
        spki_sha256=new.spki_sha256,
        role=new.role.value,
        added=stamp(now),
        friendly_name=new.friendly_name,
        der=new.der,
    )
    return sha256


def cancel_request(connection: sqlite3.Connection, spki_sha256: bytes, *, now: datetime) -> None:
    """Hide every request for a key."""
    clause = "WHERE spki_sha256 = ? AND cancelled IS NULL"
    for row in tuple(rows.select(connection, "request", clause, spki_sha256)):
        rows.amend(connection, "request", row, {"cancelled": stamp(now)})


def remove_key(connection: sqlite3.Connection, key_id: str) -> None:
    """Remove a key with its requests, and where it was put. Raises UnknownId.

    Its certificates, which are public, stay: they alone tell which mails need this key.
    """
    spki_sha256 = sealed_key(connection, key_id).spki_sha256
    for row in rows.select(connection, "certificate", "WHERE spki_sha256 = ?", spki_sha256):
        rows.delete(connection, "install", certificate=row["sha256"])
    rows.delete(connection, "request", spki_sha256=spki_sha256)
    rows.delete(connection, "key", id=key_id)
