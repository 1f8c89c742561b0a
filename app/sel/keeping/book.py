"""The book: `sel.ports.book.Book` on one SQLite file.

What stands here is order: which key is needed before which transaction, and what is proved after
it. Rows are in `identities`, `facts`, `authority`, `journal`; files in `bookfile`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from sel.base.errors import DamagedKey, KeyMismatch, NoAuthority, UnknownId
from sel.base.message import Message
from sel.base.secret import Secret
from sel.core.keypair import spki_of
from sel.keeping import authority, facts, identities, journal, slots
from sel.keeping.bookfile import BookFile
from sel.keeping.keykeeping import KeyKeeping
from sel.keeping.keyrings import Keyring, SystemKeyring
from sel.keeping.packbook import SqlitePacks
from sel.keeping.peoplebook import SqlitePeople
from sel.keeping.sealed import BookKey
from sel.keeping.unlocking import (
    AskAgain,
    KeyChangedError,
    SlotKind,
    Unlocking,
    nobody_to_ask,
)
from sel.ports.book import (
    Added,
    Additions,
    AuthorityKey,
    AuthorityState,
    BackupFact,
    HeldCertificate,
    HeldKey,
    HeldRequest,
    InstallFact,
    Issued,
    JournalEntry,
    NewAuthority,
    NewKey,
    Recovery,
    Role,
    TrustFact,
)
from sel.ports.packs import PackBook
from sel.ports.people import PeopleBook
from sel.ports.surroundings import Clock


def open_book(
    folder: Path,
    *,
    unlock: Callable[[], Secret | None],
    keyring: Literal["system"] | Keyring | None,
    clock: Clock,
    typed: AskAgain = nobody_to_ask,
    closed_by: str | None = None,
) -> SqliteBook:
    """The book in `folder`, mended or migrated if that is needed; nothing is made before a change.

    unlock   gives the passphrase of the book's keys, or None; asked when it is needed
    typed    asks the person for it, where a key is needed and nothing else opens it
    keyring  "system", or None for a book that uses none (`rehearse`)
    closed_by  "keyring" or "passphrase": what alone may close a new book's keys; None: either
    Raises BookNewer, BookDamaged, BookBusy, BookUnwritable, DiskFull.
    """
    kept = SystemKeyring() if keyring == "system" else keyring
    file = BookFile(folder, clock=clock)
    file.start()
    only = None if closed_by is None else SlotKind(closed_by)
    return SqliteBook(file, Unlocking(unlock, kept, typed, only), clock)


class SqliteBook(KeyKeeping):
    """See `sel.ports.book.Book` for what every method promises."""

    def __init__(self, file: BookFile, opener: Unlocking, clock: Clock) -> None:
        super().__init__(file, opener, clock)

    @property
    def recovery(self) -> Recovery | None:
        """What was recovered when this book was opened, if it was damaged."""
        return self._file.recovery

    # --- keys, requests, certificates --------------------------------------------------------

    def keys(self) -> Sequence[HeldKey]:
        """Every key, oldest first."""
        return self._file.read(identities.keys, absent=())

    def requests(self) -> Sequence[HeldRequest]:
        """Every request, oldest first, cancelled ones too."""
        return self._file.read(identities.requests, absent=())

    def certificates(self, *roles: Role) -> Sequence[HeldCertificate]:
        """Certificates with one of these roles (all without), oldest first."""
        return self._file.read(lambda rows: identities.certificates(rows, roles), absent=())

    def private_key(self, key_id: str) -> Secret:
        """PKCS#8 DER. Raises UnknownId, DamagedKey, WrongBookKey."""
        return self._opened(
            lambda rows: identities.sealed_key(rows, key_id), missing=UnknownId(id=key_id)
        )

    def add(self, additions: Additions) -> Added:
        """Keep all of it in one transaction, and prove every new key before this returns."""
        for key in additions.keys:
            if spki_of(key.pkcs8) != key.spki:
                raise KeyMismatch
        written: dict[str, NewKey] = {}

        def adding(rows: sqlite3.Connection, under: BookKey | None) -> Added:
            written.clear()
            known = []
            for key in additions.keys:
                key_id, new = identities.add_key(rows, key, under, now=self._clock.now())
                if new:
                    written[key_id] = key
                elif key_id not in written:
                    known.append(key_id)
            return Added(tuple(written), tuple(known), self._add_public(rows, additions))

        def proved(rows: sqlite3.Connection, under: BookKey) -> None:
            for key_id, key in written.items():
                if identities.opened(identities.sealed_key(rows, key_id), under) != key.pkcs8:
                    raise DamagedKey(id=key_id, detail="read back")

        def nothing_to_seal(rows: sqlite3.Connection) -> bool:
            return identities.all_known(rows, additions.keys)

        if self._file.read(nothing_to_seal, absent=not additions.keys):
            with suppress(KeyChangedError):
                return self._file.change(lambda rows: adding(rows, None))
        return self._with_key(adding, then=proved)

    def _add_public(self, rows: sqlite3.Connection, additions: Additions) -> tuple[bytes, ...]:
        now = self._clock.now()
        for request in additions.requests:
            identities.add_request(rows, request, now=now)
        new = [identities.add_certificate(rows, one, now=now) for one in additions.certificates]
        if additions.note is not None:
            journal.note(rows, additions.note, now=now)
        return tuple(sha256 for sha256 in new if sha256 is not None)

    def cancel_request(self, spki_sha256: bytes) -> None:
        """Hide a request; its key stays."""
        now = self._clock.now()
        self._file.change(lambda rows: identities.cancel_request(rows, spki_sha256, now=now))

    def remove_key(self, key_id: str, *, note: Message) -> None:
        """Remove a key with its requests; its certificates stay. Raises UnknownId."""

        def removing(rows: sqlite3.Connection) -> None:
            identities.remove_key(rows, key_id)
            journal.note(rows, note, now=self._clock.now())

        self._file.change(removing)

    # --- facts -------------------------------------------------------------------------------

    def backups(self) -> Sequence[BackupFact]:
        """Every backup known, newest first."""
        key = self._fact_key()
        return self._file.read(lambda rows: facts.backups(rows, key), absent=())

    def backup_made(self, path: str, *, file_sha256: bytes, keys: Sequence[bytes]) -> None:
        """Note that a backup was written."""
        now = self._clock.now()
        self._file.change(
            lambda rows: facts.backup_made(rows, path, file_sha256=file_sha256, keys=keys, now=now)
        )

    def backup_verified(self, path: str, *, file_sha256: bytes, keys: Sequence[bytes]) -> None:
        """Note that a backup was opened again and every key in it proved (a trust fact)."""
        now = self._clock.now()
        self._with_key(
            lambda rows, key: facts.backup_verified(
                rows, path, file_sha256=file_sha256, keys=keys, key=slots.fact_key(key), now=now
            )
        )
        self._tidy()

    def backup_damaged(self, path: str, *, file_sha256: bytes) -> None:
        """Note that what lies there now is no backup, whatever lay there before."""
        now = self._clock.now()
        self._file.change(
            lambda rows: facts.backup_damaged(rows, path, file_sha256=file_sha256, now=now)
        )

    def backup_gone(self, path: str) -> None:
        """Forget what lay there: the person moved or deleted it."""
        self._file.change(lambda rows: facts.backup_gone(rows, path))

    def people(self) -> PeopleBook:
        """Colleagues, in the same file."""
        return SqlitePeople(self._file, self._clock, self._fact_key)

    def packs(self) -> PackBook:
        """School packs, in the same file."""
        return SqlitePacks(self._file, self._clock)

    def installs(self) -> Sequence[InstallFact]:
        """What was put where and proved there, and has not gone missing since."""
        return self._file.read(facts.installs, absent=())

    def missing(self) -> Sequence[InstallFact]:
        """What was put where and proved there, and has gone missing since."""
        return self._file.read(facts.missing, absent=())

    def installed(self, certificate: bytes, store: str) -> None:
        """Note an installation that was proved. certificate: SHA-256."""
        now = self._clock.now()
        self._file.change(lambda rows: facts.installed(rows, certificate, store, now=now))

    def went_missing(self, certificate: bytes, store: str) -> None:
        """Note that a store was found without what was put in and proved there."""
        now = self._clock.now()
        self._file.change(lambda rows: facts.went_missing(rows, certificate, store, now=now))

    def found_again(self, certificate: bytes, store: str) -> None:
        """Note that what was missing is there as it was."""
        self._file.change(lambda rows: facts.found_again(rows, certificate, store))

    def uninstalled(self, certificate: bytes, store: str) -> None:
        """Forget an installation."""
        self._file.change(lambda rows: facts.uninstalled(rows, certificate, store))

    def trusted(self) -> Sequence[TrustFact]:
        """All trust facts about authorities."""
        key = self._fact_key()
        return self._file.read(lambda rows: facts.trusted(rows, key), absent=())

    def trust(self, kind: str, subject: bytes, *, how: str) -> None:
        """Record a trust fact under the book key's HMAC."""
        now = self._clock.now()
        self._with_key(
            lambda rows, key: facts.trust(
                rows, kind, subject, how=how, key=slots.fact_key(key), now=now
            )
        )

    # --- the pilot authority -----------------------------------------------------------------

    def authority(self) -> AuthorityState | None:
        """The pilot authority, if this book has one."""
        return self._file.read(authority.state, absent=None)

    def found_authority(self, new: NewAuthority) -> None:
        """Keep a new or restored pilot authority; this book trusts its root."""
        now = self._clock.now()
        kept = {AuthorityKey.ISSUER: new.issuer_key}
        if new.root_key is not None:
            kept[AuthorityKey.ROOT] = new.root_key

        def founding(rows: sqlite3.Connection, key: BookKey) -> None:
            authority.found(rows, new, key)
            root = authority.root_sha256(new)
            fact_key = slots.fact_key(key)
            facts.trust(rows, "authority", root, how="pilot", key=fact_key, now=now)

        def proved(rows: sqlite3.Connection, under: BookKey) -> None:
            for which, pkcs8 in kept.items():
                if identities.opened(authority.sealed_key(rows, which), under) != pkcs8:
                    raise DamagedKey(id=which.value, detail="read back")

        self._with_key(founding, then=proved)

    def authority_key(self, which: AuthorityKey) -> Secret:
        """PKCS#8 DER. Raises NoAuthority, RootKeyGone."""
        return self._opened(lambda rows: authority.sealed_key(rows, which), missing=NoAuthority())

    def authority_issued(self, issued: Issued) -> None:
        """Keep what the authority issued before anybody is shown it."""
        self._file.change(lambda rows: authority.issued(rows, issued))

    def authority_revoked(self, serial: int) -> None:
        """Mark a serial as revoked now. Raises UnknownId."""
        now = self._clock.now()
        self._file.change(lambda rows: authority.revoked(rows, serial, now=now))

    def next_crl_number(self) -> int:
        """The number of the next CRL: higher than every one before, also after a restore."""
        now = self._clock.now()
        return self._file.change(lambda rows: authority.next_crl_number(rows, now=now))

    def drop_root_key(self) -> None:
        """The root key leaves the book, after its verified backup."""
        self._file.change(authority.drop_root_key)

    # --- journal and drafts ------------------------------------------------------------------

    def journal(self, *, newest: int = 200) -> Sequence[JournalEntry]:
        """The newest entries, newest first."""
        return self._file.read(lambda rows: journal.newest(rows, newest), absent=())

    def note(self, what: Message) -> None:
        """Write one line into the journal."""
        now = self._clock.now()
        self._file.change(lambda rows: journal.note(rows, what, now=now), copied=False)

    def draft(self, journey: str) -> str | None:
        """What was typed in an unfinished journey (JSON, never a secret)."""
        return self._file.read(lambda rows: journal.draft(rows, journey), absent=None)

    def keep_draft(self, journey: str, typed: str | None) -> None:
        """Keep or, with None, forget a draft."""
        now = self._clock.now()
        self._file.change(
            lambda rows: journal.keep_draft(rows, journey, typed, now=now), copied=False
        )

    def swap_draft(self, journey: str, typed: Callable[[str | None], str | None]) -> None:
        """Keep what comes of the draft that is there, in one transaction."""
        now = self._clock.now()

        def swapping(rows: sqlite3.Connection) -> None:
            new = typed(journal.draft(rows, journey))
            journal.keep_draft(rows, journey, new, now=now)

        self._file.change(swapping, copied=False)
