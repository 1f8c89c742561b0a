"""What a book does with its book key: have it, use it, renew it, replace it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import TypeVar
from uuid import UUID

from sel.base.errors import (
    BookKeyAtHand,
    DamagedKey,
    KeyringForgot,
    KeyringLocked,
    KeyringUnavailable,
    NoCurrentCertificate,
    SelError,
)
from sel.base.message import Message
from sel.base.secret import Secret
from sel.keeping import facts, identities, journal, renewal, sealed, slots, unlocking
from sel.keeping.bookfile import BookFile
from sel.keeping.identities import SealedKey
from sel.keeping.sealed import BookKey
from sel.keeping.unlocking import KeyChangedError, Locks, SlotKind, Unlocking
from sel.ports.book import Slots
from sel.ports.surroundings import Clock

T = TypeVar("T")


class KeyKeeping:
    """The half of the book that knows slots."""

    def __init__(self, file: BookFile, opener: Unlocking, clock: Clock) -> None:
        self._file = file
        self._opener = opener
        self._clock = clock

    def slots(self) -> Slots:
        """How the book key can be had."""
        now = self._locks()
        if now is None:
            return self._slots_of_new()
        why: str | None = None
        try:
            self._opener.key(now, ask=False)
        except SelError as error:
            why = error.code
        by = self._opener.opened_by(now.book_key)
        trouble = None
        if by is not SlotKind.KEYRING and now.entry is not None:
            trouble = self._keyring_trouble(now.entry)
        if by is SlotKind.PASSPHRASE:
            why = trouble
        return Slots(
            keyring=now.entry is not None,
            passphrase=now.passphrase is not None,
            open=by is not None,
            why_not=why,
            independent=now.passphrase is not None,
            opened_by=None if by is None else by.value,
            forgot=trouble == KeyringForgot.code,
        )

    def open_keys(self) -> None:
        """Have the book key, asking whoever can give it; nothing to do in a new book."""
        now = self._locks()
        if now is not None:
            self._opener.key(now)

    def mark(self, data: bytes) -> bytes:
        """HMAC-SHA-256 of this under a key of its own, for what is to be recognised again."""
        from hmac import digest

        now = self._locks()
        if now is None:
            raise NoCurrentCertificate()
        return digest(slots.mark_key(self._opener.key(now)), data, "sha256")

    def _slots_of_new(self) -> Slots:
        why = self._keyring_trouble(None)
        given = self._opener.passphrase() is not None and self._opener.passphrase_for_new
        could = why is None or given
        return Slots(False, False, could, why, independent=False)

    def _keyring_trouble(self, entry: str | None) -> str | None:
        keyring = self._opener.keyring_for_new if entry is None else self._opener.keyring
        if keyring is None:
            return KeyringUnavailable.code
        try:
            if entry is None:
                keyring.ready(ask=False)
                return None
            found = keyring.get(entry, ask=False)
        except (KeyringUnavailable, KeyringLocked) as error:
            return error.code
        return KeyringForgot.code if found is None else None

    def set_passphrase(self, new: Secret) -> None:
        """Make or change the passphrase slot."""

        def setting(rows: sqlite3.Connection, key: BookKey) -> None:
            now = self._clock.now()
            unlocking.put_slot(
                rows, SlotKind.PASSPHRASE, key.id, slots.seal_slot(key, new), now=now
            )
            journal.note(rows, Message("passphrase-set"), now=now)

        self._with_key(setting, otherwise=new)

    def renew_key(self, new: Secret | None) -> None:
        """A new book key; everything sealed again in one transaction. Raises PassphraseNeeded."""
        before = self._locks()
        if before is None:
            if new is not None:
                self.set_passphrase(new)
            return
        old = self._opener.key(before)
        fresh, entry = renewal.prepare(self._uuid(), before, new, self._opener)

        def renewing(rows: sqlite3.Connection) -> None:
            if unlocking.locks(rows) != before:
                raise KeyChangedError
            now = self._clock.now()
            renewal.reseal(rows, old=old, new=fresh, entry=entry, passphrase=new, now=now)
            journal.note(rows, Message("book-key-renewed"), now=now)

        try:
            self._file.change(renewing, then=lambda rows: renewal.opens(rows, fresh))
        except (KeyChangedError, DamagedKey) as error:
            if entry is not None:
                self._opener.drop_entry(entry)
            if isinstance(error, DamagedKey):
                raise
            self.renew_key(new)
            return
        self._opener.held(fresh, SlotKind.PASSPHRASE if entry is None else SlotKind.KEYRING)
        self._tidy()

    def remember_key(self) -> None:
        """Put the book key into the keyring: again if it forgot, or for the first time."""

        def remembering(rows: sqlite3.Connection, key: BookKey) -> None:
            now = self._clock.now()
            known = unlocking.locks_of(rows, key.id).entry
            entry = known or unlocking.entry_name(unlocking.book_uuid(rows), key.id)
            self._opener.write_entry(entry, key)
            unlocking.put_slot(rows, SlotKind.KEYRING, key.id, entry.encode(), now=now)
            journal.note(rows, Message("keyring-remembers"), now=now)

        self._with_key(remembering)

    def replace_lost_key(self, passphrase: Secret | None) -> None:
        """Begin anew after the book key is lost for good. Raises BookKeyAtHand."""
        before = self._locks()
        if before is None or not renewal.is_lost(before, self._opener):
            raise BookKeyAtHand
        fresh = unlocking.new_key()
        entry = None
        if self._keyring_trouble(None) is None:
            entry = unlocking.entry_name(self._uuid(), fresh.id)
            self._opener.write_entry(entry, fresh)
        elif passphrase is None:
            raise KeyringUnavailable(reason="no-answer")

        def replacing(rows: sqlite3.Connection) -> None:
            if unlocking.locks(rows) != before:
                raise KeyChangedError
            now = self._clock.now()
            renewal.replace(rows, fresh, state="lost", entry=entry, passphrase=passphrase, now=now)
            journal.note(rows, Message("book-key-replaced"), now=now)

        try:
            self._file.change(replacing)
        except KeyChangedError:
            self.replace_lost_key(passphrase)

    def _locks(self) -> Locks | None:
        return self._file.read(unlocking.locks, absent=None)

    def _uuid(self) -> UUID:
        return self._file.read(unlocking.book_uuid, absent=UUID(int=0))

    def _opened(
        self, row: Callable[[sqlite3.Connection], SealedKey], *, missing: SelError
    ) -> Secret:
        """The key in a row, by whichever book key sealed it. missing: raised without a book."""

        def found(rows: sqlite3.Connection) -> tuple[SealedKey, Locks]:
            held = row(rows)
            return held, unlocking.locks_of(rows, sealed.about(held.blob).book_key)

        answer = self._file.read(found, absent=None)
        if answer is None:
            raise missing
        held, now = answer
        return identities.opened(held, self._opener.key(now))

    def _with_key(
        self,
        work: Callable[[sqlite3.Connection, BookKey], T],
        *,
        then: Callable[[sqlite3.Connection, BookKey], None] | None = None,
        otherwise: Secret | None = None,
    ) -> T:
        """Change the book with its key at hand; the first time, make the key.

        The keyring may ask the person something and a passphrase takes its time: both happen
        before the transaction.

        then       proves, after the commit, what was written
        otherwise  the passphrase for a new book whose keyring fails
        """
        used: list[BookKey] = []

        def proving(rows: sqlite3.Connection) -> None:
            if then is not None:
                then(rows, used[-1])

        while True:
            now = self._locks()
            key = None if now is None else self._opener.key(now)
            first = self._opener.ready_for_first(otherwise) if now is None else None

            def changing(
                rows: sqlite3.Connection, key: BookKey | None = key, first: Secret | None = first
            ) -> T:
                current = unlocking.locks(rows)
                if current is None and key is None:
                    key = self._opener.first(rows, first, now=self._clock.now())
                elif current is None or key is None or current.book_key != key.id:
                    raise KeyChangedError
                used.append(key)
                return work(rows, key)

            try:
                return self._file.change(changing, then=proving)
            except KeyChangedError:
                continue

    def _fact_key(self) -> bytes | None:
        """The HMAC key of trust facts, if a fact needs it and it can be had without a prompt."""
        if not self._file.read(facts.any_protected, absent=False):
            return None
        now = self._locks()
        if now is None:
            return None
        try:
            return slots.fact_key(self._opener.key(now, ask=False))
        except SelError:
            return None  # the facts then count as not verified, and `slots` says why

    def _tidy(self) -> None:
        """Drop copies that are no longer needed, then keyring entries that nothing needs."""
        self._file.maintain(lambda: renewal.drop_migration_copies(self._file.folder))
        none: tuple[tuple[UUID, str | None], ...] = ()
        waiting = self._file.read(renewal.retired, absent=none)
        if not waiting:
            return
        left = renewal.left_over(self._file.folder)
        if left:
            now = self._clock.now()
            self._file.change(lambda rows: renewal.note_left_over(rows, left, now=now))
            return
        for key, entry in waiting:
            if entry is None or self._opener.drop_entry(entry):
                self._file.change(partial(renewal.forget, key=key))
