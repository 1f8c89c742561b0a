"""Keys and books for these tests; everything is made here."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sel.base.errors import KeyringLocked, KeyringUnavailable
from sel.base.message import Message
from sel.base.secret import Secret
from sel.core.keypair import KeyKind, generate, spki_of
from sel.keeping import rows, sqlite
from sel.keeping.book import SqliteBook, open_book
from sel.ports.book import Additions, NewCertificate, NewKey, NewRequest, Origin, Role

PASSPHRASE = Secret("pum ŵy melyn ar y bwrdd")


@dataclass
class SteadyClock:
    """A clock that a test moves; it never stands still, as the real one."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 1, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at


class MemoryKeyring:
    """A keyring that a test can lock, take away or make forget."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self.locked = False
        self.prompt_opens = False
        self.gone = False
        self.asked = 0

    def _reach(self, *, ask: bool) -> None:
        if self.gone:
            raise KeyringUnavailable(reason="no-answer")
        if self.locked and ask:
            self.asked += 1
            self.locked = not self.prompt_opens
        if self.locked:
            raise KeyringLocked

    def ready(self, *, ask: bool) -> None:
        self._reach(ask=ask)

    def get(self, user: str, *, ask: bool) -> Secret | None:
        self._reach(ask=ask)
        return Secret(self.entries[user]) if user in self.entries else None

    def put(self, user: str, value: Secret) -> None:
        self._reach(ask=True)
        assert user not in self.entries, "an entry is never overwritten"
        self.entries[user] = value.reveal()

    def drop(self, user: str) -> None:
        self._reach(ask=False)
        self.entries.pop(user, None)


def new_key(origin: Origin = Origin.MADE) -> NewKey:
    """A fresh P-256 key: the cheapest to make."""
    pkcs8 = generate(KeyKind.EC_P256)
    return NewKey(pkcs8, spki_of(pkcs8), origin)


def with_request(key: NewKey) -> Additions:
    """A key with something in the place of its request; the book looks at neither."""
    sha256 = hashlib.sha256(key.spki).digest()
    request = NewRequest(b"request " + sha256, sha256)
    return Additions(keys=(key,), requests=(request,), note=Message("request-made"))


def certificate_for(key: NewKey, role: Role = Role.OWN, size: int = 1500) -> NewCertificate:
    """Bytes in the place of a certificate, as long as one."""
    sha256 = hashlib.sha256(key.spki).digest()
    return NewCertificate((b"certificate " + sha256).ljust(size, b"."), sha256, role, "Siân Llŷr")


def written(path: Path, table: str, key: dict[str, object], **changes: object) -> None:
    """Change a row as somebody would who knows the format and can write the file."""
    with closing(sqlite.connect(path, patience=1)) as file:
        for row in list(rows.select(file, table)):
            if all(row[name] == value for name, value in key.items()):
                rows.amend(file, table, row, changes)


def open_plain(
    folder: Path, passphrase: Secret | None = PASSPHRASE, clock: SteadyClock | None = None
) -> SqliteBook:
    """A book without keyring, as `rehearse` uses it."""
    return open_book(folder, unlock=lambda: passphrase, keyring=None, clock=clock or SteadyClock())
