"""How the book key is had: from the keyring, or by a passphrase, or not."""

from __future__ import annotations

import hmac
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sel.base.errors import (
    KeyringForgot,
    KeyringLocked,
    KeyringUnavailable,
    SelError,
    UnlockNeeded,
    WrongBookKey,
    WrongUnlockPassphrase,
)
from sel.base.secret import Secret
from sel.keeping import rows, slots
from sel.keeping.keyrings import Keyring
from sel.keeping.sealed import BookKey
from sel.keeping.sqlite import FileDamagedError
from sel.keeping.stamps import stamp

AskAgain = Callable[[bool], Secret | None]
"""Asks the person for the passphrase. Told whether the one before was wrong; None gives up."""


def nobody_to_ask(_again: bool) -> Secret | None:
    """Where no person sits."""
    return None


class KeyChangedError(Exception):
    """Between looking and changing another program made, or renewed, the book key."""


class SlotKind(StrEnum):
    """Where the book key lies."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105  a kind, not a value


@dataclass(frozen=True, slots=True)
class Locks:
    """What a book says about its key: public, read without it.

    entry       user name of the keyring entry, None without that slot
    passphrase  the sealed slot, None without it
    """

    book_key: UUID
    check_value: bytes
    entry: str | None
    passphrase: bytes | None


def book_uuid(connection: sqlite3.Connection) -> UUID:
    """The book's own id, half of the name of its keyring entries."""
    row = rows.one(connection, "meta")
    if row is None:
        raise FileDamagedError("meta")
    return UUID(bytes=row["uuid"])


def locks(connection: sqlite3.Connection) -> Locks | None:
    """The current book key's locks; None in a book that has no book key yet."""
    row = rows.one(connection, "book_key", state="current")
    return None if row is None else _locks(connection, row)


def locks_of(connection: sqlite3.Connection, key: UUID) -> Locks:
    """The locks of a book key that sealed something here. Raises WrongBookKey."""
    row = rows.one(connection, "book_key", id=key.bytes)
    if row is None:
        raise WrongBookKey(book_key=str(key))
    return _locks(connection, row)


def _locks(connection: sqlite3.Connection, row: sqlite3.Row) -> Locks:
    found = {
        slot["kind"]: bytes(slot["content"])
        for slot in rows.select(connection, "slot", "WHERE book_key = ?", row["id"])
    }
    entry = found.get(SlotKind.KEYRING)
    return Locks(
        UUID(bytes=row["id"]),
        bytes(row["check_value"]),
        None if entry is None else entry.decode(),
        found.get(SlotKind.PASSPHRASE),
    )


def put_slot(
    connection: sqlite3.Connection, kind: SlotKind, key: UUID, content: bytes, *, now: datetime
) -> None:
    """Write a slot, or change the one of this kind."""
    rows.put(
        connection,
        "slot",
        {"kind": kind.value, "book_key": key.bytes},
        {"content": content, "made": stamp(now)},
    )


def put_book_key(connection: sqlite3.Connection, key: BookKey, *, now: datetime) -> None:
    """Make `key` the current one; what was current before is to be marked beforehand."""
    rows.insert(
        connection,
        "book_key",
        id=key.id.bytes,
        check_value=slots.check_value(key),
        state="current",
        made=stamp(now),
    )


def entry_name(book: UUID, key: UUID) -> str:
    """The user name of a keyring entry: one entry a book key."""
    return f"{book}:{key}"


def new_key() -> BookKey:
    """A fresh book key with its id."""
    return BookKey(uuid4(), Secret(secrets.token_bytes(32)))


class Unlocking:
    """Gets at the book key, once, and keeps it for the life of the book object.

    unlock   gives the passphrase the person gave, None if there is none; asks nobody
    keyring  None for a book that uses none (`rehearse`)
    typed    asks the person; see `AskAgain`
    closed_by  the one kind of slot that a new book may begin with; None: what works. A slot that
             is there keeps opening the book whatever this says: no rule may lose a key
    """

    def __init__(
        self,
        unlock: Callable[[], Secret | None],
        keyring: Keyring | None,
        typed: AskAgain = nobody_to_ask,
        closed_by: SlotKind | None = None,
    ) -> None:
        self._unlock = unlock
        self._keyring = keyring
        self._typed = typed
        self._closed_by = closed_by
        self._open: dict[UUID, tuple[BookKey, SlotKind]] = {}

    @property
    def keyring(self) -> Keyring | None:
        """The keyring this book may use."""
        return self._keyring

    @property
    def keyring_for_new(self) -> Keyring | None:
        """The keyring that a new book key may begin with."""
        return None if self._closed_by is SlotKind.PASSPHRASE else self._keyring

    @property
    def passphrase_for_new(self) -> bool:
        """Whether a new book key may begin with a passphrase."""
        return self._closed_by is not SlotKind.KEYRING

    def opened_by(self, key: UUID) -> SlotKind | None:
        """Which slot gave this key; None if it was not opened."""
        return self._open[key][1] if key in self._open else None

    def held(self, key: BookKey, by: SlotKind) -> None:
        """Remember a key that was just made."""
        self._open[key.id] = (key, by)

    def passphrase(self) -> Secret | None:
        """The passphrase given for this book's key, if any."""
        return self._unlock() or None

    def key(self, now: Locks, *, ask: bool = True, typed: bool = True) -> BookKey:
        """A book key, proved by its check value.

        The keyring comes first, without any prompt; then a passphrase that was given, if there is
        a slot for it; then, with `ask`, the keyring again with the system's own prompt; last,
        with `ask` and `typed`, a passphrase that the person types.
        Raises KeyringUnavailable, KeyringLocked, KeyringForgot, UnlockNeeded,
        WrongUnlockPassphrase, SlotDamaged, WrongBookKey.
        """
        if now.book_key in self._open:
            return self._open[now.book_key][0]
        why: SelError
        try:
            return self._by_keyring(now, ask=False)
        except (KeyringUnavailable, KeyringLocked, KeyringForgot) as error:
            why = error
        if now.passphrase is not None:
            given = self.passphrase()
            if given is not None:
                return self._proved(
                    slots.open_slot(now.passphrase, given), now, by_passphrase=True
                )
        if ask and isinstance(why, KeyringLocked):
            try:
                return self._by_keyring(now, ask=True)
            except KeyringLocked as error:
                why = error
        if now.passphrase is None:
            raise why
        found = self._by_typing(now, now.passphrase) if ask and typed else None
        if found is None:
            raise UnlockNeeded(reason=why.code) from why
        return found

    def _by_typing(self, now: Locks, slot: bytes) -> BookKey | None:
        """Until it is right or the person gives up. Raises WrongUnlockPassphrase, SlotDamaged."""
        wrong: WrongUnlockPassphrase | None = None
        while (typed := self._typed(wrong is not None)) is not None:
            try:
                return self._proved(slots.open_slot(slot, typed), now, by_passphrase=True)
            except WrongUnlockPassphrase as error:
                wrong = error
        if wrong is not None:
            raise wrong
        return None

    def _by_keyring(self, now: Locks, *, ask: bool) -> BookKey:
        if self._keyring is None or now.entry is None:
            raise KeyringUnavailable(reason="no-slot")
        value = self._keyring.get(now.entry, ask=ask)
        if value is None:
            raise KeyringForgot
        try:
            key = BookKey(now.book_key, Secret(bytes.fromhex(value.reveal_text())))
        except ValueError as error:
            raise WrongBookKey(book_key=str(now.book_key)) from error
        return self._proved(key, now, by_passphrase=False)

    def _proved(self, key: BookKey, now: Locks, *, by_passphrase: bool) -> BookKey:
        right = key.id == now.book_key and len(key.value.reveal()) == 32
        if not right or not hmac.compare_digest(slots.check_value(key), now.check_value):
            raise WrongBookKey(book_key=str(now.book_key))
        self.held(key, SlotKind.PASSPHRASE if by_passphrase else SlotKind.KEYRING)
        return key

    def ready_for_first(self, otherwise: Secret | None = None) -> Secret | None:
        """Before the first transaction of a book without a book key: will there be a slot?

        Opens the keyring (its prompt may take minutes; no lock is held yet). Returns None if it
        works, else the passphrase for the slot that has to do instead (`otherwise` or the given).
        Raises KeyringUnavailable, KeyringLocked if there is neither.
        """
        why: SelError = KeyringUnavailable(reason="not-used")
        keyring = self.keyring_for_new
        if keyring is not None:
            try:
                keyring.ready(ask=False)
                return None
            except (KeyringUnavailable, KeyringLocked) as error:
                why = error
        given = otherwise or self.passphrase()
        if given is not None and self.passphrase_for_new:
            return given
        if keyring is not None and isinstance(why, KeyringLocked):
            keyring.ready(ask=True)
            return None
        raise why

    def first(
        self, connection: sqlite3.Connection, passphrase: Secret | None, *, now: datetime
    ) -> BookKey:
        """Make the book key inside the first transaction that needs one.

        The keyring entry is written and read back before the row that relies on it; if the commit
        never comes, an entry without a book is left, which opens nothing.
        """
        key = new_key()
        if passphrase is None:
            entry = entry_name(book_uuid(connection), key.id)
            self.write_entry(entry, key)
            put_slot(connection, SlotKind.KEYRING, key.id, entry.encode(), now=now)
            self.held(key, SlotKind.KEYRING)
        else:
            blob = slots.seal_slot(key, passphrase)
            put_slot(connection, SlotKind.PASSPHRASE, key.id, blob, now=now)
            self.held(key, SlotKind.PASSPHRASE)
        put_book_key(connection, key, now=now)
        return key

    def write_entry(self, entry: str, key: BookKey) -> None:
        """Write the keyring entry of a key and read it back, if it is not there already.

        Raises KeyringUnavailable, KeyringLocked.
        """
        if self._keyring is None:
            raise KeyringUnavailable(reason="not-used")
        value = Secret(key.value.reveal().hex())
        if self._keyring.get(entry, ask=True) != value:
            self._keyring.put(entry, value)

    def drop_entry(self, entry: str) -> bool:
        """Remove an entry that nothing needs any more; whether it is gone."""
        if self._keyring is None:
            return False
        try:
            self._keyring.drop(entry)
        except (KeyringUnavailable, KeyringLocked):
            return False
        return True
