"""The pilot authority's rows: what is public, and its keys, sealed like every other."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import datetime
from uuid import UUID, uuid4

from sel.base.errors import AuthorityExists, NoAuthority, RootKeyGone, UnknownId
from sel.base.secret import Secret
from sel.core.keypair import spki_of
from sel.keeping import rows, sealed
from sel.keeping.identities import SealedKey
from sel.keeping.sealed import BookKey
from sel.keeping.stamps import moment, stamp
from sel.ports.book import AuthorityKey, AuthorityState, Issued, NewAuthority


def state(connection: sqlite3.Connection) -> AuthorityState | None:
    """The authority's public half, if there is one."""
    row = rows.one(connection, "authority")
    if row is None:
        return None
    issued = tuple(
        Issued(int(one["serial"], 16), one["der"], one["revoked"] and moment(one["revoked"]))
        for one in rows.select(connection, "issued")
    )
    return AuthorityState(
        root=row["root"],
        issuer=row["issuer"],
        root_crl=row["root_crl"],
        root_key_here=rows.one(connection, "authority_key", which="root") is not None,
        crl_number=row["crl_number"],
        domains=tuple(json.loads(row["domains"])),
        issued=issued,
        crl_url=row["crl_url"],
    )


def root_sha256(new: NewAuthority) -> bytes:
    """What the trust fact about a pilot's root is about."""
    return hashlib.sha256(new.root).digest()


def found(connection: sqlite3.Connection, new: NewAuthority, under: BookKey) -> None:
    """Keep a new or restored authority. Raises AuthorityExists."""
    if rows.one(connection, "authority") is not None:
        raise AuthorityExists
    rows.insert(
        connection,
        "authority",
        n=1,
        crl_number=new.crl_number,
        domains=json.dumps(new.domains, ensure_ascii=False),
        crl_url=new.crl_url,
        root=new.root,
        issuer=new.issuer,
        root_crl=new.root_crl,
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
    rows.insert(
        connection,
        "authority_key",
        which=which.value,
        uuid=uuid.bytes,
        spki_sha256=spki_sha256,
        sealed=blob,
    )


def sealed_key(connection: sqlite3.Connection, which: AuthorityKey) -> SealedKey:
    """The blob of one of the authority's keys. Raises NoAuthority, RootKeyGone."""
    _present(connection)
    row = rows.one(connection, "authority_key", which=which.value)
    if row is None:
        raise RootKeyGone
    return SealedKey(which.value, UUID(bytes=row["uuid"]), row["spki_sha256"], row["sealed"])


def issued(connection: sqlite3.Connection, one: Issued) -> None:
    """Keep what was issued; the same certificate again is no second one."""
    _present(connection)
    serial = f"{one.serial:x}"
    there = rows.one(connection, "issued", serial=serial)
    if there is not None and there["der"] == one.der:
        return
    revoked = None if one.revoked is None else stamp(one.revoked)
    rows.insert(connection, "issued", serial=serial, revoked=revoked, der=one.der)


def revoked(connection: sqlite3.Connection, serial: int, *, now: datetime) -> None:
    """Mark a serial as revoked; one that is already keeps its first date. Raises UnknownId."""
    _present(connection)
    row = rows.one(connection, "issued", serial=f"{serial:x}")
    if row is None:
        raise UnknownId(id=f"{serial:x}")
    if row["revoked"] is None:
        rows.amend(connection, "issued", row, {"revoked": stamp(now)})


def next_crl_number(connection: sqlite3.Connection, *, now: datetime) -> int:
    """The number of the next CRL: the milliseconds since 1970, or one more than the last.

    A count alone would begin again at an old number in an authority that was restored from an
    older backup, and a mail program keeps the CRL with the higher one (RFC 5280 5.2.3).
    """
    row = _present(connection)
    number = max(int(row["crl_number"]) + 1, int(now.timestamp() * 1000))
    rows.amend(connection, "authority", row, {"crl_number": number})
    return number


def drop_root_key(connection: sqlite3.Connection) -> None:
    """The root key leaves."""
    _present(connection)
    rows.delete(connection, "authority_key", which=AuthorityKey.ROOT.value)


def _present(connection: sqlite3.Connection) -> sqlite3.Row:
    row = rows.one(connection, "authority")
    if row is None:
        raise NoAuthority
    return row
