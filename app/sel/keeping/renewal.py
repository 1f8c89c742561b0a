"""A new book key, everything sealed again; and what is tidied up afterwards."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sel.base.errors import KeyringLocked, KeyringUnavailable, PassphraseNeeded, SelError
from sel.base.message import Message
from sel.base.secret import Secret
from sel.keeping import copies, facts, journal, rows, sealed, slots, unlocking
from sel.keeping.sealed import BookKey
from sel.keeping.unlocking import Locks, SlotKind, Unlocking
from sel.ports.book import MARKED_DRAFTS

_SEALED_TABLES = ("key", "authority_key")


def prepare(
    book: UUID, old: Locks, new: Secret | None, locked_by: Unlocking
) -> tuple[BookKey, str | None]:
    """A new book key and, if it has one, its keyring entry, written before anything relies on it.

    Raises PassphraseNeeded where there is a passphrase slot and no new passphrase;
    KeyringUnavailable, KeyringLocked if the keyring is the only slot and does not work.
    """
    if old.passphrase is not None and new is None:
        raise PassphraseNeeded
    key = unlocking.new_key()
    if old.entry is None:
        return key, None
    entry = unlocking.entry_name(book, key.id)
    try:
        locked_by.write_entry(entry, key)
    except (KeyringUnavailable, KeyringLocked):
        if new is None:
            raise
        return key, None
    return key, entry


def reseal(
    connection: sqlite3.Connection,
    *,
    old: BookKey,
    new: BookKey,
    entry: str | None,
    passphrase: Secret | None,
    now: datetime,
) -> None:
    """Seal every key again and renew every HMAC; inside one transaction.

    A key that does not open stops it: nothing is changed then. Raises DamagedKey.
    """
    for table in _SEALED_TABLES:
        for row in tuple(rows.select(connection, table)):
            says = sealed.about(row["sealed"])
            if says.book_key != old.id:
                continue  # under a lost key; it cannot be opened and is left as it is
            blob = sealed.seal(
                sealed.unseal(row["sealed"], under=old),
                under=new,
                key=says.key,
                spki_sha256=says.spki_sha256,
            )
            rows.amend(connection, table, row, {"sealed": blob})
    facts.renew(connection, old=slots.fact_key(old), new=slots.fact_key(new))
    rows.delete(connection, "slot", kind=SlotKind.PASSPHRASE.value, book_key=old.id.bytes)
    replace(connection, new, state="retired", entry=entry, passphrase=passphrase, now=now)


def replace(
    connection: sqlite3.Connection,
    new: BookKey,
    *,
    state: str,
    entry: str | None,
    passphrase: Secret | None,
    now: datetime,
) -> None:
    """Make `new` the current book key; the one before gets `state`.

    Drafts with marks under the one before end: nobody could tell any more what fits them.
    """
    if entry is None and passphrase is None:
        raise ValueError("a book key without a slot is a lost one")
    for row in tuple(rows.select(connection, "book_key", "WHERE state = 'current'")):
        rows.amend(connection, "book_key", row, {"state": state})
    for draft in MARKED_DRAFTS:
        journal.keep_draft(connection, draft, None, now=now)
    unlocking.put_book_key(connection, new, now=now)
    if entry is not None:
        unlocking.put_slot(connection, SlotKind.KEYRING, new.id, entry.encode(), now=now)
    if passphrase is not None:
        blob = slots.seal_slot(new, passphrase)
        unlocking.put_slot(connection, SlotKind.PASSPHRASE, new.id, blob, now=now)


def opens(connection: sqlite3.Connection, key: BookKey) -> None:
    """Prove, after the commit, that everything sealed under `key` opens. Raises DamagedKey."""
    for table in _SEALED_TABLES:
        for row in rows.select(connection, table):
            if sealed.about(row["sealed"]).book_key == key.id:
                sealed.unseal(row["sealed"], under=key)


def retired(connection: sqlite3.Connection) -> tuple[tuple[UUID, str | None], ...]:
    """Book keys that no longer seal anything here, with their keyring entry."""
    old = tuple(rows.select(connection, "book_key", "WHERE state = 'retired'"))
    locks = (unlocking.locks_of(connection, UUID(bytes=row["id"])) for row in old)
    return tuple((one.book_key, one.entry) for one in locks)


def forget(connection: sqlite3.Connection, *, key: UUID) -> None:
    """Drop the rows of a retired book key, its keyring entry being gone."""
    rows.delete(connection, "slot", book_key=key.bytes)
    rows.delete(connection, "book_key", id=key.bytes)


def left_over(folder: Path) -> tuple[Path, ...]:
    """Copies that may still hold keys under an old book key and that nobody may delete."""
    return tuple(sorted(folder.glob("sel.db*.damaged-*")))


def drop_migration_copies(folder: Path) -> None:
    """Copies from before a migration are needed no longer."""
    for path in copies.before_migration(folder):
        path.unlink(missing_ok=True)


def note_left_over(
    connection: sqlite3.Connection, left: tuple[Path, ...], *, now: datetime
) -> None:
    """Name the files because of which the old keyring entry stays."""
    names = [path.name for path in left]
    journal.note(connection, Message("old-copies-left", {"files": names}), now=now)


def is_lost(now: Locks, locked_by: Unlocking) -> bool:
    """Whether the current book key can be had in no way that is left.

    Nothing is destroyed by giving it up, so a forgotten passphrase and a keyring of another
    computer count. A keyring that is only locked does not: KeyringLocked.
    """
    try:
        locked_by.key(now, typed=False)
    except KeyringLocked:
        raise
    except SelError:
        return True
    return False
