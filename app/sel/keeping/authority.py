"""The pilot authority's rows: what is public, and its keys, sealed like every other."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import datetime
from uuid import UUID, uuid4

from sel.base.errors import AuthorityExists, NoAuthority, NoKey, UnknownId
from sel.base.secret import Secret
from sel.core.keypair import spki_of
from sel.keeping import sealed
from sel.keeping.identities import SealedKey
from sel.keeping.journal import moment, stamp
from sel.keeping.sealed import BookKey
from sel.keeping.sqlite import FileDamagedError, unrotted
from sel.ports.book import AuthorityKey, AuthorityState, Issued, NewAuthority


def state(connection: sqlite3.Connection) -> AuthorityState | None:
    """The authority's public half, if there is one."""
    row = connection.execute("SELECT * FROM authority").fetchone()
    if row is None:
        return None
    rows = connection.execute("SELECT serial, der, sha256, revoked FROM issued ORDER BY n")
    issued = tuple(
        Issued(
            int(one["serial"], 16),
            unrotted(one["der"], one["sha256"]),
            one["revoked"] and moment(one["revoked"]),
        )
        for one in rows
    )
    root_key = connection.execute("SELECT 1 FROM authority_key WHERE which = 'root'").fetchone()
    return AuthorityState(
        root=row["root"],
        issuer=row["issuer"],
        root_crl=row["root_crl"],
        root_key_here=root_key is not None,
        crl_number=row["crl_number"],
        domains=_domains(row["domains"]),
        issued=issued,
        crl_url=row["crl_url"],
    )


def _domains(text: str) -> tuple[str, ...]:
    try:
        return tuple(json.loads(text))
    except ValueError as error:
        raise FileDamagedError("domains") from error


def root_sha256(new: NewAuthority) -> bytes:
    """What the trust fact about a pilot's root is about."""
    return hashlib.sha256(new.root).digest()


def found(connection: sqlite3.Connection, new: NewAuthority, under: BookKey) -> None:
    """Keep a new or restored authority. Raises AuthorityExists."""
    if connection.execute("SELECT 1 FROM authority").fetchone() is not None:
        raise AuthorityExists
    row = {
        "one": 1,
        "crl_number": new.crl_number,
        "root_sha256": root_sha256(new),
        "issuer_sha256": hashlib.sha256(new.issuer).digest(),
        "root_crl_sha256": hashlib.sha256(new.root_crl).digest(),
        "domains": json.dumps(new.domains, ensure_ascii=False),
        "crl_url": new.crl_url,
        "root": new.root,
        "issuer": new.issuer,
        "root_crl": new.root_crl,
    }
    connection.execute(
        f"INSERT INTO authority ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608
        tuple(row.values()),
    )
    if new.root_key is not None:
        _put_key(connection, AuthorityKey.ROOT, new.root_key, under)
    _put_key(connection, AuthorityKey.ISSUER, new.issuer_key, under)
    for one in new.issued:
        issued(connection, one)


def _put_key(
    connection: sqlite3.Connection, which: AuthorityKey, pkcs8: Secret, under: BookKey
) -> None:
    uuid, spki_sha256 = uuid4(), hashlib.sha256(spki_of(pkcs8)).digest()
    blob = sealed.seal(pkcs8, under=under, key=uuid, spki_sha256=spki_sha256)
    connection.execute(
        "INSERT INTO authority_key (which, uuid, spki_sha256, sealed, sealed_sha256) "
        "VALUES (?, ?, ?, ?, ?)",
        (which.value, uuid.bytes, spki_sha256, blob, hashlib.sha256(blob).digest()),
    )


def sealed_key(connection: sqlite3.Connection, which: AuthorityKey) -> SealedKey:
    """The blob of one of the authority's keys. Raises NoAuthority, NoKey."""
    if connection.execute("SELECT 1 FROM authority").fetchone() is None:
        raise NoAuthority
    row = connection.execute(
        "SELECT uuid, spki_sha256, sealed FROM authority_key WHERE which = ?", (which.value,)
    ).fetchone()
    if row is None:
        raise NoKey
    return SealedKey(which.value, UUID(bytes=row["uuid"]), row["spki_sha256"], row["sealed"])


def issued(connection: sqlite3.Connection, one: Issued) -> None:
    """Keep what was issued; the same certificate again is no second one."""
    _present(connection)
    serial, sha256 = f"{one.serial:x}", hashlib.sha256(one.der).digest()
    there = connection.execute("SELECT sha256 FROM issued WHERE serial = ?", (serial,)).fetchone()
    if there is not None and there["sha256"] == sha256:
        return
    connection.execute(
        "INSERT INTO issued (serial, der, sha256, revoked) VALUES (?, ?, ?, ?)",
        (serial, one.der, sha256, None if one.revoked is None else stamp(one.revoked)),
    )


def revoked(connection: sqlite3.Connection, serial: int, *, now: datetime) -> None:
    """Mark a serial as revoked; one that is already keeps its first date. Raises UnknownId."""
    _present(connection)
    done = connection.execute(
        "UPDATE issued SET revoked = coalesce(revoked, ?) WHERE serial = ?",
        (stamp(now), f"{serial:x}"),
    )
    if not done.rowcount:
        raise UnknownId(id=f"{serial:x}")


def next_crl_number(connection: sqlite3.Connection) -> int:
    """Count up and return the number of the next CRL."""
    _present(connection)
    connection.execute("UPDATE authority SET crl_number = crl_number + 1")
    return int(connection.execute("SELECT crl_number FROM authority").fetchone()[0])


def drop_root_key(connection: sqlite3.Connection) -> None:
    """The root key leaves."""
    _present(connection)
    connection.execute("DELETE FROM authority_key WHERE which = 'root'")


def _present(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT 1 FROM authority").fetchone() is None:
        raise NoAuthority
