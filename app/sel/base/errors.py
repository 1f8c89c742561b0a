"""Errors that a person can act on: a code, its facts, and detail for the helpdesk.

Four families answer the command line's exit codes 2 to 5 (docs/cli: a contract). Words live in
`sel.text`. Unsafe-to-ignore results are raised, never returned.
"""

from __future__ import annotations

from typing import ClassVar

from sel.base.message import Message


class SelError(Exception):
    """Something a person can act on. Never carries a secret."""

    code: ClassVar[str] = "unknown"
    exit_status: ClassVar[int] = 4

    def __init__(self, *, detail: str = "", **facts: object) -> None:
        self.what = Message(self.code, facts)
        self.detail = detail
        super().__init__(f"{self.code} {facts} {detail}".rstrip())


# --- exit 2: the command line is wrong ------------------------------------------------------


class UsageError(SelError):
    """The request itself makes no sense."""

    code = "usage"
    exit_status = 2


class QuestionUnanswered(UsageError):
    """A question was to be asked and there is no terminal and no --yes."""

    code = "question-unanswered"


class OneOutput(UsageError):
    """Standard output cannot carry a file and the JSON document both."""

    code = "one-output"


class NeedsFile(UsageError):
    """A backup is read back from its medium, so it has to be a file. facts: option"""

    code = "needs-file"


class BadAddress(UsageError):
    """facts: address"""

    code = "bad-address"


class BadHeader(UsageError):
    """A text would break out of its mail header field: line ends, control characters.

    facts: field
    """

    code = "bad-header"


# --- exit 3: the input cannot be used -------------------------------------------------------


class InputError(SelError):
    """The input cannot be used; nothing was changed."""

    code = "input-unusable"
    exit_status = 3


class Unreadable(InputError):
    """A file that cannot be read at all. facts: path"""

    code = "unreadable"


class NotFound(InputError):
    """facts: path"""

    code = "not-found"


class WrongPassphrase(InputError):
    """The passphrase does not open this file; said only when that was proved."""

    code = "wrong-passphrase"


class PassphraseNeeded(InputError):
    """A passphrase is needed and none was given."""

    code = "passphrase-needed"


class UnsupportedAlgorithm(InputError):
    """Right input, but made with something we cannot read. facts: algorithm"""

    code = "unsupported-algorithm"


class Damaged(InputError):
    """The structure is broken, or an integrity check failed that no passphrase explains."""

    code = "damaged"


class TooLarge(InputError):
    """A limit for hostile input was passed. facts: what, limit"""

    code = "too-large"


class NotACertificate(InputError):
    """facts: looks_like"""

    code = "not-a-certificate"


class NotARequest(InputError):
    """facts: looks_like"""

    code = "not-a-request"


class NotAPkcs12(InputError):
    """facts: looks_like"""

    code = "not-a-pkcs12"


class NotAMail(InputError):
    """facts: looks_like"""

    code = "not-a-mail"


class RequestSignatureInvalid(InputError):
    """The self-signature of a PKCS#10 request does not hold."""

    code = "request-signature-invalid"


class NoMatch(InputError):
    """No key here belongs to what was given."""

    code = "no-match"


class NoKey(InputError):
    """No key here opens this."""

    code = "no-key"


class NoKeyInFile(InputError):
    """A file for keys holds certificates only. facts: certificates (how many)"""

    code = "no-key-in-file"


class UnsupportedKey(InputError):
    """A key of a kind that no mail program uses. facts: algorithm"""

    code = "unsupported-key"


class PassphraseUnreadable(InputError):
    """A passphrase that was to be read is no UTF-8."""

    code = "passphrase-unreadable"


class OtherCertificates(InputError):
    """Certificates, but of the other kind. facts: looks_like, person or authority"""

    code = "other-certificates"


class KeyMismatch(InputError):
    """A key and a certificate that were said to belong together do not."""

    code = "key-mismatch"


class AnswerIsAuthority(InputError):
    """The answer is a certificate of an authority, not of a person."""

    code = "answer-is-authority"


class AnswerExpired(InputError):
    """facts: ended"""

    code = "answer-expired"


class AnswerOtherAddress(InputError):
    """None of the asked addresses stands in the answer. facts: asked, found"""

    code = "answer-other-address"


class AddressOutsideAuthority(InputError):
    """The authority may not certify this address. facts: address"""

    code = "address-outside-authority"


class UnknownId(InputError):
    """facts: id"""

    code = "unknown-id"


class UnknownStore(InputError):
    """facts: store"""

    code = "unknown-store"


class WeakPassphrase(InputError):
    """A new passphrase is too easy to guess. facts: guesses_log10, needed_log10"""

    code = "weak-passphrase"


class PassphrasesDiffer(InputError):
    """The passphrase given twice is not the same."""

    code = "passphrases-differ"


class NotEnoughWords(InputError):
    """An old-devices file wants a passphrase of listed words only."""

    code = "not-enough-words"


class NoRecipientCertificate(InputError):
    """facts: address"""

    code = "no-recipient-certificate"


class CannotEncryptTo(InputError):
    """The key kind cannot be encrypted to. facts: address, algorithm"""

    code = "cannot-encrypt-to"


class NoCurrentCertificate(InputError):
    """There is no own certificate to sign with."""

    code = "no-current-certificate"


class NotDecrypted(InputError):
    """One error for every decryption failure (RFC 3218)."""

    code = "not-decrypted"


class BackupUnsound(InputError):
    """A backup did not open or a key in it failed its proof."""

    code = "backup-unsound"


class WithoutBackup(InputError):
    """Refused because no verified backup holds this key. facts: id"""

    code = "without-backup"


class AlreadyFinished(InputError):
    """facts: id"""

    code = "already-finished"


class NoAuthority(InputError):
    """There is no pilot authority in this book."""

    code = "no-authority"


class AuthorityExists(InputError):
    """There is a pilot authority in this book already."""

    code = "authority-exists"


class WrongUnlockPassphrase(InputError):
    """The passphrase does not open Sêl's own keys."""

    code = "wrong-unlock-passphrase"


# --- exit 4: something around it failed -----------------------------------------------------


class SurroundingsError(SelError):
    """Store, keyring, network, disk or output failed."""

    code = "surroundings"
    exit_status = 4


class OutputExists(SurroundingsError):
    """facts: path"""

    code = "output-exists"


class BackupHoldsMore(SurroundingsError):
    """The file to be replaced is a backup with keys that the new one lacks. facts: path, n"""

    code = "backup-holds-more"


class RootKeyElsewhere(SurroundingsError):
    """The file to be replaced may be the only one that holds the pilot's root key. facts: path"""

    code = "root-key-elsewhere"


class OutputFailed(SurroundingsError):
    """An output could not be written; nothing was left half done. facts: path, reason"""

    code = "output-failed"


class DiskFull(SurroundingsError):
    """facts: path"""

    code = "disk-full"


class StoreUnavailable(SurroundingsError):
    """facts: store, reason"""

    code = "store-unavailable"


class StoreLocked(SurroundingsError):
    """A primary password is needed or wrong, or another program holds the store. facts: store"""

    code = "store-locked"


class StoreNewer(SurroundingsError):
    """The store was written by a newer program than this library reads. facts: store"""

    code = "store-newer"


class StorePasswordWrong(SurroundingsError):
    """facts: store"""

    code = "store-password-wrong"


class StoreInUse(SurroundingsError):
    """The program whose profile this is runs. facts: store, program"""

    code = "store-in-use"


class NotExportable(SurroundingsError):
    """The store does not hand this key out. facts: sha256"""

    code = "not-exportable"


class NotProved(SurroundingsError):
    """What was installed did not sign and open; the store is as it was. facts: store, proof"""

    code = "not-proved"


class ChildFailed(SurroundingsError):
    """A child process of ours ended without an answer. facts: child"""

    code = "child-failed"


class KeyringUnavailable(SurroundingsError):
    """No keyring works here and there is no passphrase slot. facts: reason"""

    code = "keyring-unavailable"


class KeyringLocked(SurroundingsError):
    """The keyring is there but did not open."""

    code = "keyring-locked"


class KeyringForgot(SurroundingsError):
    """The keyring works but no longer has our entry."""

    code = "keyring-forgot"


class UnlockNeeded(SurroundingsError):
    """Only the passphrase slot is left and no passphrase was given. facts: reason"""

    code = "unlock-needed"


class BookKeyAtHand(SurroundingsError):
    """The book key was to be given up as lost, but it can be had."""

    code = "book-key-at-hand"


class WrongBookKey(SurroundingsError):
    """The book key at hand is not the one that sealed this. facts: book_key"""

    code = "wrong-book-key"


class DamagedKey(SurroundingsError):
    """A sealed key does not open although the book key is the right one. facts: id"""

    code = "damaged-key"


class BookNewer(SurroundingsError):
    """The book was written by a newer Sêl and is left untouched. facts: found, known"""

    code = "book-newer"


class BookDamaged(SurroundingsError):
    """The book is damaged and nothing readable is left. facts: path"""

    code = "book-damaged"


class BookBusy(SurroundingsError):
    """Another program held the book for too long. facts: seconds"""

    code = "book-busy"


class BookUnwritable(SurroundingsError):
    """The data folder or the book in it cannot be written. facts: path, reason"""

    code = "book-unwritable"


class SlotDamaged(SurroundingsError):
    """A slot of the book key has no shape or numbers we accept. facts: reason"""

    code = "slot-damaged"


class PlaceUnfit(SurroundingsError):
    """The data folder is where keys may not be (a network drive). facts: path, instead"""

    code = "place-unfit"


class ComputerForgets(SurroundingsError):
    """This computer loses the data folder at sign-out. facts: reason"""

    code = "computer-forgets"


class WitnessMissing(SurroundingsError):
    """facts: tool"""

    code = "witness-missing"


class WitnessUnable(SurroundingsError):
    """The tool is here but cannot judge this kind of thing. facts: tool, what

    what  "request", "key", "ec-decryption"
    """

    code = "witness-unable"


class NoDisplay(SurroundingsError):
    """There is no screen to open a window on."""

    code = "no-display"


class RehearsalFailed(SurroundingsError):
    """facts: step"""

    code = "rehearsal-failed"


class PolicyBroken(SurroundingsError):
    """The managed settings cannot be read; nothing is done without them. facts: origin, field"""

    code = "policy-broken"


# --- exit 5: policy -------------------------------------------------------------------------


class PolicyForbids(SelError):
    """The organisation's policy forbids it. facts: rule"""

    code = "policy-forbids"
    exit_status = 5
