"""The book: every fact Sêl keeps. Implemented by `sel.keeping`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sel.base.message import Message
from sel.base.secret import Secret

if TYPE_CHECKING:
    from sel.ports.packs import PackBook
    from sel.ports.people import PeopleBook

WORD_TEST = "word-test"
"""The draft of `flows.word_test_kept`."""

MARKED_DRAFTS = (WORD_TEST,)
"""Drafts with marks (`Book.mark`) in them: they end with the book key."""


class Origin(StrEnum):
    """How a key came here."""

    MADE = "made"
    IMPORTED = "imported"
    ADOPTED = "adopted"


class Role(StrEnum):
    """Why a certificate is in the book."""

    OWN = "own"
    CHAIN = "chain"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A private key to be kept. pkcs8: PrivateKeyInfo, DER; spki: SubjectPublicKeyInfo, DER."""

    pkcs8: Secret
    spki: bytes
    origin: Origin


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key in the book, without its secret half.

    id    first 8 hex digits of the SHA-256 of `spki`, more on collision; never changes
    uuid  ours, written into the sealed blob
    shut  sealed under a book key that was given up as lost: a backup has to bring it back
    """

    id: str
    uuid: UUID
    spki: bytes
    spki_sha256: bytes
    origin: Origin
    created: datetime
    shut: bool = False


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A PKCS#10 request (DER) for the key whose SPKI SHA-256 is given."""

    der: bytes
    spki_sha256: bytes


@dataclass(frozen=True, slots=True)
class HeldRequest:
    """A request in the book. cancelled: hidden by the person; a late answer still finishes it."""

    der: bytes
    spki_sha256: bytes
    created: datetime
    cancelled: bool


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """A certificate (DER) to be kept. friendly_name: as the file gave it."""

    der: bytes
    spki_sha256: bytes
    role: Role
    friendly_name: str | None = None


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate in the book; DER, and when it came."""

    der: bytes
    sha256: bytes
    spki_sha256: bytes
    role: Role
    friendly_name: str | None
    added: datetime


@dataclass(frozen=True, slots=True)
class Additions:
    """What one transaction adds. What is there already stays as it is and is no error."""

    keys: tuple[NewKey, ...] = ()
    requests: tuple[NewRequest, ...] = ()
    certificates: tuple[NewCertificate, ...] = ()
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What `add` found new; the ids name keys."""

    new_keys: tuple[str, ...] = ()
    known_keys: tuple[str, ...] = ()
    new_certificates: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class BackupFact:
    """A backup that was made. verified is a trust fact: None also if its HMAC does not hold.

    file_sha256  of the whole file as it was verified, or made
    keys         SPKI SHA-256 of each key in it; none in one that was found damaged
    doubtful     said to be verified, but the HMAC is wrong: somebody wrote in the book
    unproved     said to be verified, and the book key that would prove it is not at hand
    """

    path: str
    made: datetime
    verified: datetime | None
    file_sha256: bytes
    keys: tuple[bytes, ...]
    doubtful: bool = False
    unproved: bool = False

    @property
    def damaged(self) -> bool:
        """Whether it was looked at and found to hold nothing that counts."""
        return not self.keys and self.verified is None and not self.unproved


@dataclass(frozen=True, slots=True)
class InstallFact:
    """A certificate (SHA-256) that was put into a store and proved there."""

    certificate: bytes
    store: str
    proved: datetime


@dataclass(frozen=True, slots=True)
class TrustFact:
    """A thing the person or a command decided to trust; HMAC-protected.

    kind     "authority" (subject: certificate SHA-256), …
    holds    False if the HMAC does not hold or the book key is not at hand
    doubtful the book key is at hand and the HMAC is wrong: somebody wrote in the book
    """

    kind: str
    subject: bytes
    when: datetime
    how: str
    holds: bool
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """What happened when; codes and facts, no secrets."""

    when: datetime
    what: Message


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate the pilot authority issued. revoked: when, or None."""

    serial: int
    der: bytes
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuthorityState:
    """The pilot authority's public half. root_key_here: until a verified `ca backup`."""

    root: bytes
    issuer: bytes
    root_crl: bytes
    root_key_here: bool
    crl_number: int
    domains: tuple[str, ...]
    issued: tuple[Issued, ...] = field(default=())
    crl_url: str | None = None


@dataclass(frozen=True, slots=True)
class NewAuthority:
    """A pilot authority to be kept. Keys: PKCS#8 DER; root_key None once it has left."""

    root: bytes
    issuer: bytes
    root_crl: bytes
    root_key: Secret | None
    issuer_key: Secret
    domains: tuple[str, ...]
    crl_number: int = 0
    issued: tuple[Issued, ...] = ()
    crl_url: str | None = None


class AuthorityKey(StrEnum):
    """Which of the authority's keys."""

    ROOT = "root"
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What happened to a damaged book at start.

    set_aside   where the damaged file lies now; "" if it was gone
    source      "second-copy" | "salvaged" | "both"
    lost        what certainly did not come back: kind (a table's name) and count, e.g.
                (("journal", 3),); 0 where some did not and nobody can tell how many
    since       time of the copy: what changed later, beyond what was salvaged, is lost; None if
                everything came back
    """

    set_aside: str
    source: str
    lost: tuple[tuple[str, int], ...]
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Slots:
    """How the book key can be had: which slots exist, which works now, why not.

    open         whether the book key is at hand; in a new book, whether it could be made
    why_not      code of what is wrong with the keyring, even if a passphrase opened the book
    independent  whether a slot outlives the system's keyring
    opened_by    "keyring", "passphrase" or None
    forgot       the keyring works and has lost the key that it was given; `remember_key` puts it
                 back once the passphrase opened the book
    """

    keyring: bool
    passphrase: bool
    open: bool
    why_not: str | None
    independent: bool
    opened_by: str | None = None
    forgot: bool = False


class Book(Protocol):
    """Facts in, facts out; every change is one transaction, safe against kill and second windows.

    Reading never asks for the book key, except `private_key`, `authority_key`; `backups` and
    `trusted` look for it if there is a fact to prove, without any prompt of the system, and do
    without it otherwise.
    Raises BookNewer, BookDamaged, BookBusy, BookUnwritable, PlaceUnfit, DiskFull; on use of the
    book key KeyringUnavailable, KeyringLocked, KeyringForgot, UnlockNeeded,
    WrongUnlockPassphrase, SlotDamaged, WrongBookKey, DamagedKey.
    """

    @property
    def recovery(self) -> Recovery | None:
        """What was recovered when this book was opened, if it was damaged."""

    def keys(self) -> Sequence[HeldKey]:
        """Every key, oldest first."""

    def requests(self) -> Sequence[HeldRequest]:
        """Every request, oldest first, cancelled ones too."""

    def certificates(self, *roles: Role) -> Sequence[HeldCertificate]:
        """Certificates with one of these roles (all without), oldest first."""

    def private_key(self, key_id: str) -> Secret:
        """PKCS#8 DER. Raises UnknownId, DamagedKey, WrongBookKey."""

    def add(self, additions: Additions) -> Added:
        """Keep all of it in one transaction. Raises KeyMismatch, UnsupportedAlgorithm.

        New keys are sealed, committed, read back, opened and compared, and a second copy of the
        book is made, before this returns.
        """

    def cancel_request(self, spki_sha256: bytes) -> None:
        """Hide a request; its key stays."""

    def remove_key(self, key_id: str, *, note: Message) -> None:
        """Remove a key with its requests, and where it was put. Raises UnknownId.

        Its certificates, which are public, stay.
        """

    def backups(self) -> Sequence[BackupFact]:
        """Every backup known, newest first."""

    def backup_made(self, path: str, *, file_sha256: bytes, keys: Sequence[bytes]) -> None:
        """Note that a backup was written."""

    def backup_verified(self, path: str, *, file_sha256: bytes, keys: Sequence[bytes]) -> None:
        """Note that a backup was opened again and every key in it proved (a trust fact)."""

    def backup_damaged(self, path: str, *, file_sha256: bytes) -> None:
        """Note that what lies there now is no backup, whatever lay there before."""

    def backup_gone(self, path: str) -> None:
        """Forget what lay there: the person moved or deleted it."""

    def people(self) -> PeopleBook:
        """Colleagues, in the same file."""

    def packs(self) -> PackBook:
        """School packs, in the same file."""

    def installs(self) -> Sequence[InstallFact]:
        """What was put where and proved there, and has not gone missing since."""

    def missing(self) -> Sequence[InstallFact]:
        """What was put where and proved there, and has gone missing since."""

    def installed(self, certificate: bytes, store: str) -> None:
        """Note an installation that was proved. certificate: SHA-256."""

    def went_missing(self, certificate: bytes, store: str) -> None:
        """Note that a store was found without it; nothing to do if it was never installed."""

    def found_again(self, certificate: bytes, store: str) -> None:
        """Note that what had gone missing is there as it was."""

    def uninstalled(self, certificate: bytes, store: str) -> None:
        """Forget an installation."""

    def trusted(self) -> Sequence[TrustFact]:
        """All trust facts about authorities."""

    def trust(self, kind: str, subject: bytes, *, how: str) -> None:
        """Record a trust fact under the book key's HMAC."""

    def authority(self) -> AuthorityState | None:
        """The pilot authority, if this book has one."""

    def found_authority(self, authority: NewAuthority) -> None:
        """Keep a new or restored pilot authority. Raises AuthorityExists."""

    def authority_key(self, which: AuthorityKey) -> Secret:
        """PKCS#8 DER. Raises NoAuthority, RootKeyGone."""

    def authority_issued(self, issued: Issued) -> None:
        """Keep what the authority issued before anybody is shown it."""

    def authority_revoked(self, serial: int) -> None:
        """Mark a serial as revoked now. Raises UnknownId."""

    def next_crl_number(self) -> int:
        """The number of the next CRL: higher than every one before, also after a restore."""

    def drop_root_key(self) -> None:
        """The root key leaves the book, after its verified backup."""

    def journal(self, *, newest: int = 200) -> Sequence[JournalEntry]:
        """The newest entries, newest first."""

    def note(self, what: Message) -> None:
        """Write one line into the journal."""

    def draft(self, journey: str) -> str | None:
        """What was typed in an unfinished journey (JSON, never a secret)."""

    def keep_draft(self, journey: str, typed: str | None) -> None:
        """Keep or, with None, forget a draft."""

    def swap_draft(self, journey: str, typed: Callable[[str | None], str | None]) -> None:
        """Keep what comes of the draft that is there, in one transaction; None as above."""

    def slots(self) -> Slots:
        """How the book key can be had."""

    def open_keys(self) -> None:
        """Have the book key, asking whoever can give it; nothing to do in a new book."""

    def mark(self, data: bytes) -> bytes:
        """HMAC-SHA-256 of this under a key that comes of the book key, and of no other purpose.

        Who has only the file cannot try what the data was. Raises NoCurrentCertificate in a book
        that never had a key.
        """

    def set_passphrase(self, new: Secret) -> None:
        """Make or change the passphrase slot."""

    def renew_key(self, new: Secret | None) -> None:
        """A new book key; everything sealed again in one transaction.

        new  the new passphrase. Raises PassphraseNeeded if there is a passphrase slot and none is
        given.
        """

    def remember_key(self) -> None:
        """Put the book key into the keyring: again if it forgot, or for the first time."""

    def replace_lost_key(self, passphrase: Secret | None) -> None:
        """Begin anew after the book key is lost for good; never a side effect of anything.

        What the lost key sealed stays, unreadable, until a backup brings it back or the keyring
        remembers; trust facts no longer hold. Raises BookKeyAtHand if it is not lost at all.
        """
